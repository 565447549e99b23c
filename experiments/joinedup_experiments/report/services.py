"""The sections from the barrier ledger to who gains: what happened to need, care, staff, money."""

from __future__ import annotations

from joinedup.codes import Need, title
from joinedup.outcomes.measures import in_sections, measure
from joinedup_experiments.compare.comparison import how_long
from joinedup_experiments.compare.statistics import Effect
from joinedup_experiments.report.building import (
    bars,
    by_years,
    changes,
    changes_of,
    in_each_year,
    labels,
    named,
    others,
    tables,
    tables_of,
    told_of,
)
from joinedup_experiments.report.figures import Figures, heading_of
from joinedup_experiments.report.ledger import ledger_rows
from joinedup_experiments.report.pieces import Part, Pictures, Points, Section, Words
from joinedup_experiments.report.sentences import by_cause, by_year, claims, gap_words, who_words

ADMISSIONS = (*in_sections("hospital"), "emergency_preventable")
CAUSES = tuple(key for key in ADMISSIONS if key.startswith("emergency"))
BY_KIND = tuple((title(need), f"unmet_{need.name.lower()}") for need in Need)
BY_GROUP = (*(key for _, key in BY_KIND), "unmet_most_deprived", "unmet_least_deprived")
NOT_MEASURED = (
    "Not measured: who gains by age, sex, ethnicity, disability or language, the people who care "
    "for others unpaid, people without a fixed home, and anybody outside the place. The model has "
    "no such groups, or keeps no count for them, so silence here is not reassurance."
)


def ledger_section(f: Figures) -> Section:
    """Where every episode of need ended, or stands."""
    when = f"where episodes ended, or stand, after {how_long(f.result)}"
    parts: list[Part] = [
        Words(
            "Every episode of need under way on, or begun after, the day of change is in exactly "
            "one of these places. Barriers also protect: what they turn away does not burden a "
            "team that is over-worked."
        )
    ]
    kinds = ((1, "true", "True need"), (0, "false", "Taken for need, and was not"))
    rows = {truth: ledger_rows(f.result, truth) for truth, _, _ in kinds}
    drawn = [bars(f, f"ledger-{k}", t, "episodes of need", rows[n]) for n, k, t in kinds if rows[n]]
    if drawn:
        parts.append(Pictures(drawn))
    for truth, _, what in kinds:
        if others(f) and rows[truth]:
            parts += tables_of(f, f"Barrier ledger, {what[0].lower()}{what[1:]}", rows[truth], when)
    return Section("ledger", "The barrier ledger", parts)


def light_section(f: Figures) -> Section:
    """What comes to light, true and false, and when."""
    keys = tuple(key for key in in_sections("demand") if key.endswith(("_true", "_false")))
    said = [
        told_of(f, arm, by_year(heading_of(key), years))
        for arm in others(f)
        for key in keys[:2]
        if (years := in_each_year(f, arm, key))
    ]
    first = Words(
        "True need is need that is there. A false presentation was taken for need and was not; it "
        "takes staff time all the same."
    )
    parts: list[Part] = [
        first,
        *_points(said),
        *by_years(f, keys),
        *tables(f, "What comes to light", keys),
    ]
    return Section("light", "What comes to light, and when", parts)


def waiting_section(f: Figures) -> Section:
    """Waiting and unmet need."""
    drawn = in_sections("waiting", "unmet need", core=True)
    keys = [k for k in in_sections("waiting", "unmet need") if k not in BY_GROUP]
    said = [
        told_of(f, arm, by_year(heading_of(key), years))
        for arm in others(f)
        for key in ("waiting", "unmet_known")
        if (years := in_each_year(f, arm, key))
    ]
    parts = [*_points(said), *by_years(f, drawn), *tables(f, "Waiting and unmet need", keys)]
    return Section("waiting", "Waiting and unmet need", parts)


def admissions_section(f: Figures) -> Section:
    """Admissions by cause: avoided, revealed and displaced."""
    parts: list[Part] = [
        Words(
            "Avoided: fewer admissions from crises of unmet need, from carers who can do no more, "
            "and for want of an alternative. Revealed: more admissions because somebody who looked "
            "found what could not wait. Displaced: more admissions from other illness. These are "
            "differences by cause; the model does not follow one admission into another."
        )
    ]
    for arm in others(f):
        prevented, found, other, whole = f.effects(
            arm, ("emergency_preventable", "emergency_found", "emergency_background", "emergency")
        )
        other = named(other, "emergency admissions from background acute illness")
        said = by_cause(prevented, found, other, whole)
        parts += [*_name_of(f, arm), Points(said)]
    drawn = changes(
        f, "causes", "Emergency admissions by cause", "difference, admissions a year", CAUSES, False
    )
    return Section(
        "admissions",
        "Admissions by cause: avoided, revealed, displaced",
        [*parts, *drawn, *tables(f, "Admissions and crises", ADMISSIONS)],
    )


def planned_section(f: Figures) -> Section:
    """Planned care."""
    drawn = in_sections("planned care", core=True)
    keys = in_sections("planned care", "general practice")
    parts: list[Part] = [
        Words(
            "A freed bed is filled from the elective list, so fewer emergencies can mean more "
            "planned stays, and neither more nor less is good in itself."
        )
    ]
    parts += _claims(f, drawn)
    parts += [*by_years(f, drawn), *tables(f, "Planned care and general practice", keys)]
    return Section("planned", "Planned care", parts)


def staff_section(f: Figures) -> Section:
    """Staff: strain, leaving, satisfaction, skills, and the new way of working."""
    drawn = in_sections("staff", core=True)
    parts = [
        *_claims(f, drawn),
        *by_years(f, drawn),
        *tables(f, "Staff and ways of working", in_sections("staff", "culture")),
    ]
    return Section("staff", "Staff", parts)


def money_section(f: Figures) -> Section:
    """Money by payer, cashable and not."""
    keys = in_sections("money")
    parts: list[Part] = [
        Words(
            "Cashable is only what is paid by the item and falls with activity, such as care home "
            "places. Staff in post and hospital beds cost the same when they are less busy: what "
            "is freed there is capacity, not cash. The programme's own cost is included. Who "
            "employs the added posts decides whose cost they are."
        )
    ]
    parts += _claims(f, tuple(key for key in keys if measure(key).topic and key != "cost"))
    parts += changes(f, "money", "Money", "difference, thousand pounds a year", keys, False)
    return Section(
        "money", "Money: who pays, and what is cash", [*parts, *tables(f, "Money", keys)]
    )


def gains_section(f: Figures) -> Section:
    """Who gains and who loses, as far as it was measured."""
    deprived = ("unmet_most_deprived", "unmet_least_deprived")
    parts: list[Part] = []
    for arm in others(f):
        groups = [named(f.effect(arm, key), kind.lower()) for kind, key in BY_KIND]
        gap = f.effect(arm, "deprivation_gap")
        most, least = f.effects(arm, deprived)
        parts += _name_of(f, arm)
        parts.append(Points([*who_words(groups), gap_words(most, least, gap)]))
    parts.append(Words(NOT_MEASURED, "warning"))
    rows = [(heading_of(key), [f.effect(arm, key) for arm in others(f)]) for key in BY_GROUP]
    axis = "difference in unmet need, % of the base's value"
    parts += changes_of(f, "gains", "Unmet need by kind and by deprivation", axis, rows, True)
    parts += tables(f, "Unmet need by kind and by deprivation", [*BY_GROUP, "deprivation_gap"])
    return Section("gains", "Who gains, and who loses", parts)


def _claims(f: Figures, keys: tuple[str, ...]) -> list[Part]:
    said = []
    for arm in others(f):
        found: list[Effect] = f.effects(arm, keys)
        said.append(told_of(f, arm, claims(found)))
    return _points(said)


def _name_of(f: Figures, arm: int) -> list[Part]:
    """Of which arm a list tells, where there are several."""
    return [Words(f"{labels(f)[arm]}:")] if len(others(f)) > 1 else []


def _points(said: list[str]) -> list[Part]:
    return [Points(said)] if said else []
