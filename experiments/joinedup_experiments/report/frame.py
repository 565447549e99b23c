"""The report's frame: what differs figure by figure, and what could overturn the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from joinedup.outcomes.measures import MEASURES, in_sections
from joinedup_experiments.compare.diagnostics import evidence_levels, validity_warnings
from joinedup_experiments.compare.over_worlds import WORLDS
from joinedup_experiments.display.document import (
    Figures,
    Fold,
    Heading,
    Part,
    Points,
    Section,
    Table,
    Words,
)
from joinedup_experiments.display.numbers import of_worlds, value
from joinedup_experiments.report.chance import among_changes, chance_parts, near_zero
from joinedup_experiments.report.key_drivers import KeyDriver, KeyDrivers
from joinedup_experiments.report.own_drivers import Drivers
from joinedup_experiments.report.proposal import put_in_a_year
from joinedup_experiments.report.sentences import ASKED, the_answer
from joinedup_experiments.report.view import View
from joinedup_experiments.scenario_io.assumed import declared, parted
from joinedup_experiments.scenario_io.diff.phrases import listing, number

CORE = tuple(m.key for m in MEASURES if m.core)
NEED = in_sections("demand", "waiting", "unmet need", core=True)
CARE = tuple(
    m.key for m in MEASURES if m.core and m.key not in NEED and m.form in ("count", "pounds")
)
CHARTS = (
    ("arms-need", "Need and barriers", NEED),
    ("arms-care", "Severity, care and cost", CARE),
)
PLAIN_PATHS = {
    "place.residents": "residents",
    "run.years": "years after the index date",
    "run.burn_in_years": "years before the index date",
    "run.replications": "replications",
}
OVER_CHANCE = "The intervals in this report are over chance, and not over these."
OVER_WORLDS = (
    "The plausible worlds of this report differ in them, so the intervals are over these and over "
    "chance."
)
UNLIKE = (
    "A place unlike the one described: who lives here, who works here, and how the hospital is "
    "used are as the scenario says."
)
AT_EDGE = (
    "The place was fitted at the edge of what the model allows, in some of its {worlds} worlds: "
    "{listed}. The model would go further there if it could, so these are its limit and not what "
    "the place's figures say."
)
ALIKE = (
    "Every arm has the same people and the same random numbers, and shares the years before the "
    "index date, so what differs comes from the arrangement."
)
WEIGHT = (
    "The weight is the rank correlation of an outcome with an assumption, between \N{MINUS SIGN}1 "
    "and +1, with an interval that holds for all assumptions at once."
)
MORE_WORLDS = "More worlds make intervals narrower (compare with --replications 96)."
FROM_A_SWEEP = (
    "An earlier sweep over plausible worlds of the shipped borough, not of this place, has what "
    "outcomes lean on there."
)
NO_SWEEP = "What outcomes lean on in the shipped borough has not been worked out for this model."
IN_GENERAL = (
    "Most numbers are assumed, and say so. Intervals are over chance, not over those numbers.",
    "It is no forecast for a real place: it shows what the mechanisms do together.",
    "Intervals are many, and none is corrected for that: where nothing differs at all, about one "
    "in twenty excludes zero all the same.",
)


def _overturning(view: View, drivers: Drivers) -> list[str]:
    warnings = [one.text for one in validity_warnings(view.result)]
    items = [f"{text[:1].upper()}{text[1:]}." for text in warnings]
    for arm in view.others:
        text = near_zero({key: view.effect(arm, key) for key in ASKED})
        items += [f"{view.names[arm]}. {text}"] if text else []
    if first := drivers.foremost:
        named = "; ".join(f"{one.meaning} ({one.evidence})" for one in first)
        items.append(
            f"Other values of what outcomes like these lean on most: {named}. See the tables below."
        )
    if drivers.at_edge:
        edges = (
            f"{declared()[parted(key)[0]].meaning} ({key}), in {many}"
            for key, many in drivers.at_edge.items()
        )
        items.append(AT_EDGE.format(worlds=drivers.fitted, listed="; ".join(edges)))
    return [*items, UNLIKE]


def arms(view: View, manifest: Mapping[str, Any]) -> Section:
    """Charts of every core difference; behind folds the five sentences, tables, what arms are."""
    parts: list[Part] = []
    if view.others:
        axis, figures = "difference, % of the base's value", []
        for name, title, keys in CHARTS:
            figures += view.changes(name, title, axis, keys, share=True)
        parts.append(Figures(figures))
    for arm in view.others:
        planned = put_in_a_year(*(view.result.scenarios[n] for n in (0, arm)))
        sentences = the_answer({key: view.effect(arm, key) for key in ASKED}, planned)
        items = [(f"{one.topic}: {one.verdict}.", one.text) for one in sentences]
        wording = f"{view.names[arm]} beside {view.names[0]}, in five sentences"
        period = Words(f"Figures are for {view.average_year} after the index date.{_of_mean(view)}")
        parts.append(Fold(wording, [Points(items, ordered=True), period]))
    for arm in view.others:
        parts += view.points(arm, [among_changes(view.effects(arm, CORE))])
    parts += [] if view.others else view.tables("Headline figures", view.rows(CORE))
    parts.append(Fold("What each arm is, and how it was run", _about(view, manifest)))
    heading = "What differs, figure by figure" if view.others else "The place as it is"
    return Section("arms", heading, parts)


def _about(view: View, manifest: Mapping[str, Any]) -> list[Part]:
    """What each arm's scenario says of itself, and what the command changed."""
    about = [(s.name, " ".join(s.about.split())) for s in view.result.scenarios]
    rows = [(name, text or "(not described)") for name, text in about]
    parts: list[Part] = [Table("What each arm is", ("Arm", "As its scenario says"), rows, False)]
    altered = [
        f"{PLAIN_PATHS.get(path, path)}: {_plain(one.get('here'))}, where the scenario says "
        f"{_plain(one.get('in_the_files'))}"
        for path, one in manifest["arms"][0].get("changed_by_the_command", {}).items()
        if not (view.result.plausible and path == "run.replications")
    ]
    if view.result.plausible and (many := view.result.sampled) != WORLDS:
        altered.append(f"{of_worlds(many)}; usual are {WORLDS}")
    parts += [Words("Run otherwise than the scenarios say:"), Points(altered)] if altered else []
    return [*parts, Words(ALIKE)] if view.others else parts


def evidence(view: View, drivers: Drivers) -> Section:
    """Reasons for doubt; how well parameters are known, which weigh most, which were changed."""
    counts, assumed = evidence_levels(), view.result.scenarios[0].assumptions
    parts: list[Part] = [
        Points(_overturning(view, drivers), "warning"),
        Heading("What the result leans on"),
        Words(
            f"Of the model's {sum(counts.values())} uncertain quantities {counts['measured']} are "
            f"measured, {counts['recalled']} recalled and {counts['assumed']} assumed. "
            f"{OVER_WORLDS if view.result.plausible else OVER_CHANCE}"
        ),
        *([Words(WEIGHT)] if drivers.here or drivers.elsewhere else []),
        *_own_drivers(view, drivers.here),
        Words(FROM_A_SWEEP if drivers.elsewhere else NO_SWEEP),
    ]
    if drivers.elsewhere:
        title = "What outcomes lean on in the shipped borough, and how well each is known"
        parts.append(Fold(title, [_drivers(title, drivers.elsewhere)]))
    if assumed:
        known = {key: declared()[parted(key)[0]] for key in assumed}
        changed = [
            (f"{known[key].meaning} ({key})", _plain(given), known[key].unit)
            for key, given in assumed.items()
        ]
        parts.append(
            Table("Assumed otherwise in this run", ("Quantity", "Value", "Unit"), changed, False)
        )
    parts += chance_parts(view)
    return Section("key-drivers", "What could overturn this", parts)


def _own_drivers(view: View, found: Sequence[KeyDrivers]) -> list[Part]:
    """What this proposal leans on over the report's own worlds; nothing where it is not known."""
    if not found:
        return []
    name, many = view.names[view.proposals[0]], view.result.sampled
    shown = [one.outcome.lower() for one in found if any(d.shows for d in one.factors)]
    title = f"What {name} leans on in this place"
    tells = f"an assumption can be shown to weigh on {listing(shown)}"
    if not shown:
        every = listing((one.outcome.lower() for one in found), "or")
        tells = f"no single assumption can be shown to weigh on {every}"
    wording = f"{title}: over the {many} plausible worlds of this report {tells}. {MORE_WORLDS}"
    return [Words(wording), *([Fold(title, [_drivers(title, found)])] if shown else [])]


def _drivers(title: str, found: Sequence[KeyDrivers]) -> Table:
    head = ("Assumption", "Evidence", "Weight (95% interval)", "Verdict")
    rows = [row for one in found for row in ((one.outcome,), *map(_driver, one.factors))]
    return Table(title, head, rows, numbers=False)


def _driver(one: KeyDriver) -> tuple[str, ...]:
    mean, low, high = (value(x, "scale") for x in (one.value, one.low, one.high))
    weighs = "weighs" if one.shows else "cannot be distinguished from nothing"
    return f"{one.meaning} ({one.factor})", one.evidence, f"{mean} ({low} to {high})", weighs


def _plain(given: Any) -> str:
    if isinstance(given, dict):
        return "; ".join(f"{cell}: {_plain(one)}" for cell, one in given.items())
    return number(given) if isinstance(given, int | float) else str(given)


def _of_mean(view: View) -> str:
    """What an interval and a number of worlds in the answer are, over plausible worlds."""
    if not view.result.plausible or len(view.result.seeds) == 1:
        return ""
    return (
        " A plausible world is a set of values, for what is not known, with which the siloed place "
        "looks like England, or, where it was fitted, has its own figures; 95% intervals are of "
        "the mean over those that were run."
    )
