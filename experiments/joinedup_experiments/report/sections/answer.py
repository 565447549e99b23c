"""The answer in five sentences for each arm, and what could overturn it."""

from __future__ import annotations

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.diagnostics import validity_warnings
from joinedup_experiments.display.document import Heading, Part, Points, Section, Words
from joinedup_experiments.display.numbers import level
from joinedup_experiments.report.claims import with_unit
from joinedup_experiments.report.key_drivers import foremost
from joinedup_experiments.report.sentences import ASKED, near_zero, the_answer
from joinedup_experiments.report.source import Source
from joinedup_experiments.report.view import View


def section(source: Source) -> Section:
    """The answer."""
    view = source.view
    parts: list[Part] = [] if view.others else _one_arm(view)
    for arm in view.others:
        sentences = the_answer({key: view.effect(arm, key) for key in ASKED})
        parts.append(Heading(f"{view.names[arm]} instead of {view.names[0]}"))
        items = [(f"{s.topic}: {s.verdict}.", s.text) for s in sentences]
        parts.append(Points(items, ordered=True))
    parts += [
        Words(f"Figures are for {view.average_year} after the index date."),
        Heading("What could overturn this"),
        Points(_overturning(source), "warning"),
    ]
    return Section("answer", "The answer", parts)


def _one_arm(view: View) -> list[Part]:
    levels = [(measure(key).label, view.effect(0, key)) for key in ASKED]
    return [
        Words(
            f"This is one arm, {view.names[0]}, with nothing beside it, so there are no "
            "effects. For effects: joinedup compare BASE OTHER."
        ),
        Points([f"{label}: {with_unit(level(e.base, e.form), e)}." for label, e in levels]),
    ]


def _overturning(source: Source) -> list[str]:
    view = source.view
    warnings = [one.text for one in validity_warnings(view.result)]
    items = [f"{text[:1].upper()}{text[1:]}." for text in warnings]
    for arm in view.others:
        chance = near_zero({key: view.effect(arm, key) for key in ASKED})
        items += [view.about(arm, chance)] if chance else []
    drivers = foremost(source.drivers)
    if drivers:
        named = "; ".join(f"{one.meaning} ({one.evidence})" for one in drivers)
        items.append(
            f"Other values of what outcomes like these lean on most: {named}. See what the result "
            "leans on, below."
        )
    items.append(
        "A place unlike the one described: who lives here, who works here, and how the hospital is "
        "used are as the scenario says."
    )
    return items
