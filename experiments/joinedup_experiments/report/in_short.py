"""A comparison in about ten lines: what is better and worse, four measures, what to doubt."""

from __future__ import annotations

from collections.abc import Sequence

from joinedup.outcomes.measures import MEASURES
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.diagnostics import validity_warnings
from joinedup_experiments.compare.statistics import Effect, Verdict
from joinedup_experiments.display.document import Heading, Part, Points, Words
from joinedup_experiments.display.numbers import difference, level, value
from joinedup_experiments.report.chance import runs_of
from joinedup_experiments.report.claims import shortest
from joinedup_experiments.report.view import View, labelled
from joinedup_experiments.scenario_io.diff.phrases import listing

FOUR = ("identified_unmet_need", "emergency_admissions", "staff_burnout", "cost_total")
NAMED = 3  # measures of a kind that are named; the others are counted
SAYING_NOTHING = {Verdict.TOO_FEW, Verdict.IDENTICAL, Verdict.NO_VALUE}
NOTHING = "nothing is shown to be, by more than a little"


def in_short(result: Comparison) -> list[Part]:
    """What `run`, `compare` and `open` print first: of each arm beside the base, seven lines."""
    view, parts = View(result), list[Part]()
    for arm in view.others or [0]:
        beside = f"{view.names[arm]} beside {view.names[0]}" if arm else view.names[0]
        heads = f"{beside}: {view.average_year}, {runs_of(result)}"
        parts.append(Heading(view.with_interval(heads)))
        parts += [Words(line) for line in _better_and_worse(view, arm)] if arm else []
        parts.append(Points([_line(one, bool(arm)) for one in view.effects(arm, FOUR)]))
    if doubts := len(validity_warnings(result)):
        why = f"{doubts} reason{'s' if doubts > 1 else ''} to doubt the figures"
        parts.append(Words(f"Before anybody relies on this: {why}, printed by --all."))
    return parts


def _better_and_worse(view: View, arm: int) -> list[str]:
    """What is shown to change for better and worse by more than a little, of the chief measures.

    What the base has none of is left out: it is what the arm itself brings.
    """
    shown = view.effects(arm, [m.key for m in MEASURES if m.headline])
    large = [e for e in shown if e.size != "small" and not e.from_none]
    better, worse = (_named([e for e in large if e.for_the_better is way]) for way in (True, False))
    if not better and not worse:
        few = [e for e in shown if e.verdict is Verdict.TOO_FEW]
        if few and {e.verdict for e in shown} <= SAYING_NOTHING:
            return [f"Too few {few[0].runs} to tell what is better or worse."]
        return ["Nothing is shown to be better or worse by more than a little."]
    return [f"Better: {better or NOTHING}.", f"Worse: {worse or NOTHING}."]


def _named(effects: Sequence[Effect]) -> str:
    names = [e.label for e in effects[:NAMED]]
    if len(effects) > NAMED:
        names.append(f"{len(effects) - NAMED} more")
    return listing(names)


def _line(e: Effect, beside: bool) -> str:
    """A measure: its value in the base, and the difference with its verdict where there is one."""
    name = labelled(e.measure.label, e)
    if not beside:
        return f"{name}: {level(e.base_level, e.form)}"
    verdict = f": {shortest(e)}" if e.difference.known else ""
    base = value(e.base.mean, e.form)
    return f"{name}: {base}, difference {difference(e.difference, e.form)}{verdict}"
