"""The report's frame: the answer and the arms first, evidence and method last."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from joinedup.outcomes.measures import MEASURES, in_sections
from joinedup_experiments.compare.diagnostics import evidence_levels, validity_warnings
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.document import (
    Code,
    Figures,
    Heading,
    Part,
    Points,
    Section,
    Table,
    Words,
)
from joinedup_experiments.display.numbers import value
from joinedup_experiments.report.key_drivers import KeyDriver, KeyDrivers, foremost
from joinedup_experiments.report.sentences import ASKED, among_changes, near_zero, the_answer
from joinedup_experiments.report.view import View
from joinedup_experiments.scenario_io.assumed import declared, parted
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
ALONE = (
    "This is one arm with nothing beside it, so there are no effects. For effects: joinedup "
    "compare BASE OTHER."
)
UNLIKE = (
    "A place unlike the one described: who lives here, who works here, and how the hospital is "
    "used are as the scenario says."
)
ALIKE = (
    "Every arm has the same people and the same random numbers, and shares the years before the "
    "index date, so what differs comes from the arrangement."
)
FROM_A_SWEEP = (
    "The table comes from an earlier sweep of the shipped borough, in which every assumption "
    "varied over its whole range; it was not made for this place. The weight says by how many of "
    "its standard deviations an outcome's rank rises with one of the assumption's, so it lies "
    "between \N{MINUS SIGN}1 and +1."
)
IN_GENERAL = (
    "Most numbers are assumed, and say so. Intervals are over chance, not over those numbers.",
    "It is no forecast for a real place: it shows what the mechanisms do together.",
    "Intervals are many, and none is corrected for that: where nothing differs at all, about one "
    "in twenty excludes zero all the same.",
)
LIMITS = (
    *IN_GENERAL,
    "What a degree of joining leaves of each barrier is an assumption, and results depend on it.",
    "The number of people stays; who dies or moves away is followed by another.",
    "There is one hospital, for this place alone.",
)
AGAIN = (
    "Each arm's scenario, with everything it inherits, stands in the results folder as "
    "scenario-NAME.yaml, and runs from there. The same scenario, seed and state of the model give "
    "the same figures."
)
WORDS = (
    "Words: a change is called one only where its interval leaves out zero. It is called small "
    "where all of the interval is below 1% of the base (1 point of a share, 0.01 of a scale). "
    "Where the interval spans zero, 'no change shown' means that anything beyond 3% (3 points, "
    "0.03) is left out as well, and 'too uncertain to tell' that it is not.",
    "Unmet need is counted in person-days, and shown here as needs on an average day.",
)


def answer(view: View, drivers: Sequence[KeyDrivers]) -> Section:
    """The answer in five sentences for each arm, and what could overturn it."""
    parts: list[Part] = []
    if not view.others:
        parts += [Words(ALONE), *view.tables("Figures", view.rows(ASKED))]
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


def _overturning(view: View, drivers: Sequence[KeyDrivers]) -> list[str]:
    warnings = [one.text for one in validity_warnings(view.result)]
    items = [f"{text[:1].upper()}{text[1:]}." for text in warnings]
    for arm in view.others:
        chance = near_zero({key: view.effect(arm, key) for key in ASKED})
        items += [f"{view.names[arm]}. {chance}"] if chance else []
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
            figures += view.changes(name, title, axis, keys, share=True)
        parts += [Words(ALIKE), Figures(figures)]
    parts += view.tables("Headline figures", view.rows(CORE))
    for arm in view.others:
        parts += view.points(arm, [among_changes(view.effects(arm, CORE))])
    heading = "The two arms side by side" if len(view.others) == 1 else "The arms side by side"
    return Section("arms", heading if view.others else "The place as it is", parts)


def evidence(drivers: Sequence[KeyDrivers], assumed: Mapping[str, Any]) -> Section:
    """How well parameters are known, which weigh most, and which were changed in this run."""
    counts = evidence_levels()
    parts: list[Part] = [
        Words(
            f"Of the model's {sum(counts.values())} uncertain quantities {counts['measured']} are "
            f"measured, {counts['recalled']} recalled and {counts['assumed']} assumed. The "
            "intervals in this report are over chance, and not over these."
        ),
        Words(
            FROM_A_SWEEP
            if drivers
            else "Which of them outcomes lean on most has not been worked out for this model."
        ),
    ]
    if drivers:
        head = ("Assumption", "Evidence", "Weight (95% interval)", "Verdict")
        rows = [row for one in drivers for row in ((one.outcome,), *map(_driver, one.factors))]
        title = "What outcomes lean on, and how well each is known"
        parts.append(Table(title, head, rows, numbers=False))
    if assumed:
        known = {key: declared()[parted(key)[0]] for key in assumed}
        changed = [
            (f"{known[key].meaning} ({key})", _plain(given), known[key].unit)
            for key, given in assumed.items()
        ]
        parts.append(
            Table("Assumed otherwise in this run", ("Quantity", "Value", "Unit"), changed, False)
        )
    return Section("key-drivers", "What the result leans on", parts)


def _driver(one: KeyDriver) -> tuple[str, ...]:
    mean, low, high = (value(x, "scale") for x in (one.value, one.low, one.high))
    weighs = "weighs" if one.shows else "cannot be distinguished from nothing"
    return f"{one.meaning} ({one.factor})", one.evidence, f"{mean} ({low} to {high})", weighs


def _plain(given: Any) -> str:
    if isinstance(given, dict):
        return "; ".join(f"{cell}: {_plain(one)}" for cell, one in given.items())
    return number(given) if isinstance(given, int | float) else str(given)


def method(results: Results) -> Section:
    """How the figures came about and how to make them again."""
    manifest = results.manifest
    scenarios = [
        (str(arm.get("label", "")), str(arm["name"]), str(arm.get("scenario_sha256", ""))[:12])
        for arm in manifest["arms"]
    ]
    head = ("Arm", "Name in files", "First 12 characters of the scenario's SHA-256")
    parts: list[Part] = [
        Points(_how(results)),
        Heading("Limits"),
        Points(LIMITS),
        Heading("How to repeat it"),
        Words("The command that made these results:"),
        Code(shlex.join(map(str, manifest.get("command", []))) or "joinedup compare"),
        Words(AGAIN),
        Table("The scenarios", head, scenarios, numbers=False),
    ]
    parts += [Heading("About these results"), Points(results.notes)] if results.notes else []
    return Section("method", "Method, limits, and how to repeat it", parts)


def _how(results: Results) -> list[str]:
    base, (first, *rest) = results.comparison.scenarios[0], results.comparison.seeds
    chance = f"1 replication (seed {first})"
    if rest:
        chance = f"{len(rest) + 1} replications (seeds {first} to {rest[-1]})"
    made = results.manifest.get("versions", {})
    written = str(results.manifest.get("times", {}).get("written", "at an unknown time"))[:10]
    return [
        f"Place: {base.place.residents:,} residents in {base.place.neighbourhoods} "
        f"neighbourhood{'s' if base.place.neighbourhoods > 1 else ''}.",
        f"Time: {base.run.burn_in_years:g} years before the index date, the same in every arm "
        f"and nothing joined; {base.run.years:g} years after it.",
        f"Chance: {chance}. Each replication gives every arm the same people and random numbers, "
        "so differences are taken within replications; what is in brackets is the 95% t-interval "
        "over replications.",
        *WORDS,
        f"Made by joinedup {made.get('joinedup', 'of an unknown version')}, {written}; state of "
        f"the model's sources {str(made.get('model_sources_sha256', 'unknown'))[:12]}.",
    ]
