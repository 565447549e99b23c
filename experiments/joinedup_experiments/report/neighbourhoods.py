"""Each neighbourhood by itself: what its own residents had, beside the base."""

from __future__ import annotations

from joinedup_experiments.compare.by_neighbourhood import KEYS, NEEDS_AT_END, measured
from joinedup_experiments.display.document import Figures, Fold, Part, Section, Table, Words
from joinedup_experiments.report.proposed import late
from joinedup_experiments.report.view import View

HEADING = "Each neighbourhood by itself"
PICTURED = (NEEDS_AT_END, "emergency_admissions")
MOST = 12  # neighbourhoods in a picture
ABOUT = (
    "A neighbourhood's residents are those of its practices, wherever they live. It has fewer "
    "people than the whole place, so chance moves it more: that one changes and another does not "
    "need not mean that they differ."
)
FIRST = "Pictures have the first {most} of {many} neighbourhoods; the table neighbourhoods has all."
NEVER = "{arm} does not go live here before the run ends."


def section(view: View) -> Section | None:
    """Changes by neighbourhood; None where there are not several, or they were not counted."""
    counted = view.result.neighbourhoods
    if not view.others or counted is None or counted.shape[2] < 2:
        return None
    names = names_of(view)
    axis, figures = "difference, % of the base's value", []
    for key in PICTURED:
        rows = [
            (name, [view.result.effect_in(number, arm, key) for arm in view.others])
            for number, name in enumerate(names[:MOST])
        ]
        title = measured(key).label
        figures.append(view.changes_of(f"each-{key.replace('_', '-')}", title, axis, rows, True))
    first = [Words(FIRST.format(most=MOST, many=len(names)))] if len(names) > MOST else []
    parts: list[Part] = [Words(ABOUT), Figures(figures), *first]
    for number, name in enumerate(names[:MOST]):
        parts.append(Fold(name, [*_never(view, number), *_tables(view, number, name)]))
    return Section("neighbourhoods", HEADING, parts)


def names_of(view: View) -> list[str]:
    """What each neighbourhood is called: its name in the scenario, else its number."""
    each = view.result.scenarios[0].place.each
    return [one.name or f"Neighbourhood {number}" for number, one in enumerate(each, 1)]


def _never(view: View, number: int) -> list[Part]:
    """A line for each arm that is not live in a neighbourhood in the whole run."""
    arms = [view.result.scenarios[arm] for arm in view.others]
    return [Words(NEVER.format(arm=one.name)) for one in arms if number + 1 in late(one)]


def _tables(view: View, number: int, name: str) -> list[Table]:
    """A neighbourhood's figures, a table for each arm beside the base."""
    arms = range(len(view.names))
    return view.tables(
        name,
        [(measured(k).label, [view.result.effect_in(number, a, k) for a in arms]) for k in KEYS],
    )
