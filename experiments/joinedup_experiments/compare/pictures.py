"""The pictures of a comparison; one that cannot be drawn never takes the rest with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from joinedup.outcomes.measures import MEASURES, Measure
from joinedup_experiments.compare.charts import (
    draw_differences,
    draw_ledger,
    draw_over_time,
    headed,
)
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.value_charts import VALUE, draw_value
from joinedup_experiments.display.charts import blank, save_if_drawn

FORMS = ("png", "svg")
# Those that a results folder has from the start, as PNG alone.
FIRST = ("differences", "unmet_need", "cost_effectiveness_plane")


def _headlines(section: str = "", unit: str = "") -> tuple[Measure, ...]:
    return tuple(m for m in MEASURES if m.headline and (m.section == section or m.unit == unit))


_UNMET = _headlines("unmet need")
MONTHLY = {
    "unmet_need": ("Unmet need", tuple(m for m in _UNMET if m.core)),
    "identified_unmet_need": (
        "Identified unmet need by where it stands",
        tuple(m for m in _UNMET if not m.core),
    ),
    "referrals": ("Referrals", _headlines(unit="referrals")),
    "waiting": ("Waiting for care", _headlines("waiting")),
    "admissions": ("Emergency admissions by cause", _headlines(unit="admissions")),
    "costs": ("Cost by payer", _headlines("money")),
    "staff": ("Staff", _headlines("staff")),
    "culture": ("Adoption, trust and implementation fidelity", _headlines("culture")),
}


def draw_pictures(
    folder: Path, result: Comparison, only: Sequence[str] = (), forms: Sequence[str] = FORMS
) -> dict[str, str]:
    """Draw every picture, or ``only`` some, in each form; what each shows, by its file's name.

    One that cannot be drawn is left out, and a note says why; a full disk is an error.
    """
    shows = {"differences": "every core difference, as a share of the base"}
    shows |= {name: f"{what}, month by month" for name, (what, _) in MONTHLY.items()}
    shows["barrier_ledger"] = "episodes by where they ended or stand"
    shows |= {name: f"{what}, counted by replication" for name, what in VALUE.items()}
    left_out = {"differences", *VALUE} if len(result.names) == 1 else set()
    shows = {name: shows[name] for name in only or shows if name not in left_out}
    drawn = {name: partial(_drawn, name, result) for name in shows}
    there = [n for n, draw in drawn.items() if save_if_drawn(draw, folder / n, forms, dpi=130)]
    return {name: shows[name] for name in there}


def _drawn(name: str, result: Comparison) -> Any:
    figure = blank()
    if name == "differences":
        draw_differences(figure, result)
    elif name == "barrier_ledger":
        draw_ledger(figure, result)
    elif name in VALUE:
        draw_value(figure, result, name)
        headed(figure, VALUE[name] + " (chance only)" * (not result.plausible), result)
    else:
        what, measures = MONTHLY[name]
        draw_over_time(figure, result, measures, what)
    return figure
