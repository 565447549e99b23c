"""What came of an evaluation: its performance tables, power, and what is expected of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa

from joinedup_experiments.compare.intervals import Interval
from joinedup_experiments.compare.results.tables import write_parquet, write_table
from joinedup_experiments.evaluator.designs.catalogue import DESIGNS, Of
from joinedup_experiments.evaluator.evaluation.dictionary import data_dictionary
from joinedup_experiments.evaluator.evaluation.envelope import Envelope
from joinedup_experiments.evaluator.evaluation.in_one_world import PROGRAMME, Cell, Setting
from joinedup_experiments.evaluator.evaluation.left_out import LeftOut
from joinedup_experiments.evaluator.evaluation.performance import (
    Performance,
    performances,
)
from joinedup_experiments.evaluator.evaluation.power import (
    Power,
    power_of_areas,
    power_of_people,
)
from joinedup_experiments.evaluator.evaluation.two_samples import Share

LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Conclusions:
    """Everything that pages and tables are made of.

    ``found`` is every evaluation of every world, as `over_worlds` gives it.
    """

    setting: Setting
    found: pd.DataFrame
    residents: int  # of the whole place; those of the setting are simulated
    envelope: Envelope | None = None
    left_out: Sequence[LeftOut] = ()

    @cached_property
    def performances(self) -> dict[Cell, Performance]:
        """Of each design, outcome and window that was answered."""
        return {one.cell: one for one in performances(self.found, len(self.setting.comparators))}

    def chosen(
        self,
        outcome: str,
        *,
        of: Of | None = None,
        design: str | None = None,
        window: int | None = None,
    ) -> list[Performance]:
        """The performances for an outcome, of one group, design or window where it is given."""
        return [
            one
            for (its_design, its_outcome, its_window), one in self.performances.items()
            if its_outcome == outcome
            and of in (None, DESIGNS[its_design].of)
            and design in (None, its_design)
            and window in (None, its_window)
        ]

    @cached_property
    def powers(self) -> dict[str, list[Power]]:
        """By outcome: of areas, and of enrolled people where there are any."""
        both = {
            outcome: [power_of_areas(self.found, outcome), power_of_people(self.found, outcome)]
            for outcome in self.setting.outcomes
        }
        return {name: [one for one in each if one is not None] for name, each in both.items()}

    @property
    def runs(self) -> int:
        """How many runs were evaluated, each in a world of its own where there are worlds."""
        return int(self.found["seed"].nunique())

    def typical(self, design: str, outcome: str, window: int) -> pd.DataFrame:
        """A design's evaluations in the run whose estimate of an outcome is nearest the median.

        A row for each outcome; none where it was never had.
        """
        mine = self.found[self.found["arm"] == PROGRAMME].dropna(subset=["estimate"])
        mine = mine[(mine["design"] == design) & (mine["window"] == window)]
        each = mine[mine["outcome"] == outcome].set_index("seed")["estimate"]
        seed = (each - each.median()).abs().idxmin() if len(each) else None
        return mine[mine["seed"] == seed]

    def truth_of(self, outcome: str, window: int, of: Of) -> Interval | None:
        """The change in truth of all the enrolled or of the area, as a share of use without it.

        Of the design that has most of them; None where none is of all.
        """
        mine = [
            one
            for one in self.chosen(outcome, of=of, window=window)
            if not DESIGNS[one.cell.design].whom and one.counterfactual
        ]
        most = max(mine, key=lambda one: one.units, default=None)
        return most.truth_share if most else None


def write_tables(folder: Path, it: Conclusions) -> None:
    """Write ``performance``, ``power`` and ``left_out`` as CSV and Parquet.

    The long ``estimates`` are Parquet alone. ``data_dictionary`` says what their columns hold.
    """
    write_table(
        folder, "performance", pd.DataFrame([_row(one) for one in it.performances.values()])
    )
    powers = [
        {"outcome": outcome, "of": one.of, "fall": one.effect, "months": window, "number": many,
         "power": share}
        for outcome, each in it.powers.items()
        for one in each
        for window, shares in zip(one.windows, one.power, strict=True)
        for many, share in zip(one.units, shares, strict=True)
    ]  # fmt: skip
    if powers:
        write_table(folder, "power", pd.DataFrame(powers))
    estimates = pa.Table.from_pandas(it.found, preserve_index=False)
    write_parquet(estimates, folder / "estimates.parquet")
    write_table(folder, LEFT_OUT, pd.DataFrame(it.left_out, columns=LeftOut._fields))
    tables = ["performance", *(["power"] if powers else []), LEFT_OUT, "estimates"]
    described = [one for one in data_dictionary() if one.table in tables]
    write_table(folder, "data_dictionary", pd.DataFrame(described))


def _row(one: Performance) -> dict[str, object]:
    found: dict[str, object] = {**one.cell._asdict(), "of": DESIGNS[one.cell.design].of}
    found |= {"worlds": one.worlds, "units": one.units, "counterfactual": one.counterfactual}
    for name in ("estimate", "truth", "bias"):
        each = getattr(one, name)
        found |= {name: each.mean, f"{name}_low": each.low, f"{name}_high": each.high}
    found |= {"central_low": one.central[0], "central_high": one.central[1]}
    found |= {"half_width": one.half_width, "smallest_seen": one.smallest_seen}
    found["verdict"] = one.verdict
    for name in ("coverage", "falls", "rises", "right_sign", "wrong_sign", "false_claims"):
        share: Share | None = getattr(one, name)
        for end in ("share", "low", "high"):
            label = name if end == "share" else f"{name}_{end}"
            found[label] = getattr(share, end) if share else float("nan")
    return found
