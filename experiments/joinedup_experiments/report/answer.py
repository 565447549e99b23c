"""How the report begins: the answer, what could overturn it, and the arms side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from joinedup.outcomes.measures import MEASURES, in_sections, measure
from joinedup_experiments.compare.diagnostics import validity_warnings
from joinedup_experiments.display.document import (
    Figures,
    Heading,
    Part,
    Points,
    Section,
    Table,
    Words,
)
from joinedup_experiments.display.numbers import level
from joinedup_experiments.report.claims import with_unit
from joinedup_experiments.report.key_drivers import KeyDrivers, foremost
from joinedup_experiments.report.sentences import ASKED, among_changes, near_zero, the_answer
from joinedup_experiments.report.view import View, changes_figures, effect_tables
from joinedup_experiments.scenario_io.diff.phrases import number

CORE = tuple(m.key for m in MEASURES if m.core)
NEED = in_sections("demand", "waiting", "unmet need", core=True)
CARE = tuple(
    m.key for m in MEASURES if m.core and m.key not in NEED and m.form in ("count", "pounds")
)
CHARTS = (
    ("arms-need", "Differences: need and barriers", NEED),
    ("arms-care", "Differences: severity, care and cost", CARE),
)
PLAIN_PATHS = {
    "place.residents": "residents",
    "run.years": "years after the index date",
    "run.burn_in_years": "years before the index date",
    "run.replications": "replications",
}
UNLIKE = (
    "A place unlike the one described: who lives here, who works here, and how the hospital is "
    "used are as the scenario says."
)
ALIKE = (
    "Every arm has the same people and the same random numbers, and shares the years before the "
    "index date, so what differs comes from the arrangement."
)


def answer(view: View, drivers: Sequence[KeyDrivers]) -> Section:
    """The answer in five sentences for each arm, and what could overturn it."""
    parts: list[Part] = [] if view.others else _one_arm(view)
    for arm in view.others:
        sentences = the_answer({key: view.effect(arm, key) for key in ASKED})
        items = [(f"{one.topic}: {one.verdict}.", one.text) for one in sentences]
        heading = Heading(f"{view.names[arm]} instead of {view.names[0]}")
        parts += [heading, Points(items, ordered=True)]
    parts += [
        Words(f"Figures are for {view.average_year} after the index date."),
        Heading("What could overturn this"),
        Points(_overturning(view, drivers), "warning"),
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


def _overturning(view: View, drivers: Sequence[KeyDrivers]) -> list[str]:
    warnings = [one.text for one in validity_warnings(view.result)]
    items = [f"{text[:1].upper()}{text[1:]}." for text in warnings]
    for arm in view.others:
        chance = near_zero({key: view.effect(arm, key) for key in ASKED})
        items += [view.about(arm, chance)] if chance else []
    if first := foremost(drivers):
        named = "; ".join(f"{one.meaning} ({one.evidence})" for one in first)
        items.append(
            f"Other values of what outcomes like these lean on most: {named}. See what the result "
            "leans on, below."
        )
    return [*items, UNLIKE]


def arms(view: View, manifest: Mapping[str, Any]) -> Section:
    """What each arm is, every core difference, and charts of them."""
    about = [(s.name, " ".join(s.about.split())) for s in view.result.scenarios]
    rows = [(name, text or "(not described)") for name, text in about]
    parts: list[Part] = [Table("What each arm is", ("Arm", "As its scenario says"), rows, False)]
    altered = [
        f"{PLAIN_PATHS.get(path, path)}: {_plain(one.get('here'))} instead of "
        f"{_plain(one.get('in_the_files'))}"
        for path, one in manifest["arms"][0].get("changed_by_the_command", {}).items()
    ]
    parts += [Words("Run otherwise than the scenarios say:"), Points(altered)] if altered else []
    if view.others:
        axis, figures = "difference, % of the base's value", []
        for name, title, keys in CHARTS:
            figures += changes_figures(view, name, title, axis, keys, share=True)
        parts += [Words(ALIKE), Figures(figures)]
    parts += effect_tables(view, "Headline figures", view.rows(CORE))
    parts += [Words(view.about(a, among_changes(view.effects(a, CORE)))) for a in view.others]
    heading = "The two arms side by side" if len(view.others) == 1 else "The arms side by side"
    return Section("arms", heading if view.others else "The place as it is", parts)


def _plain(given: object) -> str:
    return number(given) if isinstance(given, int | float) else str(given)
