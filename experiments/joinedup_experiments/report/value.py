"""What a gain is worth beside its cost, as a board reads it: a table, the plane and the curve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from joinedup_experiments.compare.comparison import how_long
from joinedup_experiments.compare.intervals import interval_of
from joinedup_experiments.compare.value import DISCOUNT, THRESHOLDS, Ratio, Value, value_of
from joinedup_experiments.compare.value_charts import draw_curve, draw_plane
from joinedup_experiments.display import charts
from joinedup_experiments.display.document import Figure, Figures, Fold, Heading, Part, Table, Words
from joinedup_experiments.display.numbers import difference, level
from joinedup_experiments.report.charts import clipped
from joinedup_experiments.report.sentences import value_words
from joinedup_experiments.report.view import View, pictured

HEADING = "Is the gain worth its cost?"
HOW = (
    "Net monetary benefit is the QALYs gained, at so many pounds each, less the extra cost; above "
    "zero, the proposal is good value at that price. NICE's range for a QALY is £20,000 to "
    "£30,000. What public payers pay (the NHS, the council and voluntary organisations) and "
    f"quality of life lost to need are added up over the run and discounted at {DISCOUNT:.1%} a "
    "year, as NICE asks. What people pay for their own care is left out, so 'it costs more' here "
    "may stand beside no change in the cost to all payers; length of life is not counted."
)
CHANCE = (
    "Intervals here hold chance only: other assumptions could change the answer, whatever its "
    "interval."
)
WORLDS = (
    "Intervals here are of means over plausible worlds, so they hold chance and the assumptions "
    "that were varied. What no world has, such as another way to build the model, could change "
    "the answer, whatever its interval."
)
PRICES = np.arange(0.0, 60_001.0, 10_000.0)


def parts(view: View) -> list[Part]:
    """Words, a table, and the two pictures; nothing where no arm is beside the base."""
    values = [value_of(view.result, arm) for arm in view.others]
    if not values:
        return []
    made: list[Part] = [Heading(HEADING), Words(HOW)]
    for arm, one in zip(view.others, values, strict=True):
        made += view.points(arm, value_words(one))
    warning = Words(WORLDS if view.result.plausible else CHANCE, "warning")
    drawn = Figures([plane(view, values), curve(view, values)])
    every = Fold(f"Every {_runs(view)[:-1].lower()} in a picture", [drawn, Words(_steps(view))])
    return [*made, warning, worth_table(view, values), every]


def worth_table(view: View, values: Sequence[Value]) -> Table:
    """A row for each figure, a column for each arm."""
    good = [one.acceptability(np.array(THRESHOLDS)) for one in values]
    rows = [
        (
            "Extra cost to public services, pounds",
            *(difference(interval_of(v.cost), "pounds") for v in values),
        ),
        ("QALYs gained", *(difference(interval_of(v.qalys), "count") for v in values)),
        ("Cost-effectiveness ratio (ICER), pounds for a QALY", *map(_ratio, values)),
    ]
    for n, price in enumerate(THRESHOLDS):
        at = f"at £{price:,.0f} for a QALY"
        worth = (difference(v.net_benefit(price), "pounds") for v in values)
        rows.append((f"Net monetary benefit {at}, pounds", *worth))
        rows.append((f"{_runs(view)} that are good value {at}", *(_share(g, n) for g in good)))
    caption = (
        f"Value for money beside {view.names[0]}: {how_long(view.result)}, present value"
        f"{'' if view.result.plausible else ', chance only'}"
    )
    return Table(caption, ("Figure and unit", *map(view.with_interval, view.names[1:])), rows)


def plane(view: View, values: Sequence[Value]) -> Figure:
    """The cost-effectiveness plane, with every replication behind it."""
    names, years = view.names[1:], how_long(view.result)
    head = [f"{name}: {what}" for name in names for what in ("QALYs gained", "extra cost")]
    worlds = dict.fromkeys(view.result.worlds)
    called: Sequence[int] = (
        list(worlds) if view.result.plausible else range(1, len(values[0].cost) + 1)
    )
    rows = [
        (f"{_runs(view)[:-1]} {called[n]}", *(text for v in values for text in (
            difference(interval_of(v.qalys[n : n + 1]), "count"),
            difference(interval_of(v.cost[n : n + 1]), "pounds"),
        )))
        for n in range(len(values[0].cost))
    ]  # fmt: skip
    which = _runs(view)[:-1].lower()
    caption = f"Extra cost to public services, pounds, and QALYs gained, by {which}"
    table = Table(caption, ("Which", *head), rows)
    drawn = _drawn(lambda figure, arms: draw_plane(figure, arms, values, years), names)
    alt = "Points: QALYs gained across, extra cost upwards, and lines of what a QALY may cost"
    return pictured("plane", f"Cost-effectiveness plane{_only_chance(view)}", alt, drawn, table)


def curve(view: View, values: Sequence[Value]) -> Figure:
    """The acceptability curve, with its values at round prices."""
    names = view.names[1:]
    found = [one.acceptability(PRICES) for one in values]
    rows = [
        (f"£{price:,.0f}", *(_share(mine, n) for mine in found)) for n, price in enumerate(PRICES)
    ]
    caption = f"{_runs(view)} that are good value, by what a QALY may cost, with Wilson's intervals"
    table = Table(caption, ("A QALY may cost", *names), rows)
    drawn = _drawn(lambda figure, arms: draw_curve(figure, arms, values), names)
    alt = (
        f"Lines in steps: the share of {_runs(view).lower()} that are good value, by what a QALY "
        "may cost"
    )
    return pictured("curve", f"Acceptability curve{_only_chance(view)}", alt, drawn, table)


@charts.styled()
def _drawn(draw: Callable[[Any, list[str]], None], names: Sequence[str]) -> Any:
    figure = charts.blank()
    draw(figure, [clipped(name) for name in names])
    return figure


def _ratio(one: Value) -> str:
    kind, ratio = one.ratio
    if kind in (Ratio.GAINED, Ratio.GIVEN_UP):
        return f"{'saved: ' if kind is Ratio.GIVEN_UP else ''}{level(ratio, 'pounds')}"
    return kind.value.partition(":")[0]


def _share(found: tuple[np.ndarray, ...], n: int) -> str:
    share, low, high = (part[n] for part in found)
    return f"{share:.0%} ({low:.0%} to {high:.0%})" if np.isfinite(share) else "not counted"


def _runs(view: View) -> str:
    return "Plausible worlds" if view.result.plausible else "Replications"


def _only_chance(view: View) -> str:
    return "" if view.result.plausible else " (chance only)"


def _steps(view: View) -> str:
    many, tells = (
        view.result.sampled,
        ("one place of this size would be good value by chance, not how certain the model is"),
    )
    if view.result.plausible:
        tells = "a plausible world is good value, chance in it included, not how likely that is"
    return (
        f"The curve counts {_runs(view).lower()}, so with {many} it moves in steps of "
        f"{100 / many:.3g} percentage points; the band is Wilson's 95% interval of such a share. "
        f"It tells how often {tells}. It is not smoothed: a smooth curve would look more exact "
        "than the count."
    )
