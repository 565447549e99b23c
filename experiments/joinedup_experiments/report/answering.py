"""The first two sections: the answer with what could overturn it, and the worlds side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from joinedup.outcomes.measures import MEASURES, in_sections
from joinedup_experiments.compare.diagnostics import ValidityWarning
from joinedup_experiments.report.building import (
    changes,
    in_the_average_year,
    labels,
    others,
    tables,
    told_of,
)
from joinedup_experiments.report.figures import Figures, heading_of
from joinedup_experiments.report.key_drivers import Lean
from joinedup_experiments.report.pieces import (
    Answer,
    Heading,
    Part,
    Pictures,
    Points,
    Section,
    Table,
    Words,
)
from joinedup_experiments.report.sentences import (
    ASKED,
    among_changes,
    level_words,
    near_zero,
    the_answer,
)

SIDE_BY_SIDE = tuple(m.key for m in MEASURES if m.core)
NEED = in_sections("demand", "waiting", "unmet need", core=True)
CARE = tuple(
    m.key for m in MEASURES if m.core and m.key not in NEED and m.form in ("count", "pounds")
)
PLAIN_PATHS = {
    "place.residents": "residents",
    "run.years": "years after the day of change",
    "run.burn_in_years": "years before the day of change",
    "run.replications": "replications",
}


def the_answer_section(
    f: Figures, doubts: Sequence[ValidityWarning], leaning: Sequence[Lean]
) -> Section:
    """The answer in five sentences for each arm, and what could overturn it."""
    names, parts = labels(f), list[Part]()
    if not others(f):
        parts.append(
            Words(
                f"This is one world, {names[0]}, with nothing beside it, so no effect can be said "
                "of anything. For effects: joinedup compare BASE OTHER."
            )
        )
        parts.append(Points([f"{level_words(heading_of(k), f.effect(0, k))}." for k in ASKED]))
    for arm in others(f):
        outcomes = {key: f.effect(arm, key) for key in ASKED}
        parts.append(Heading(f"{names[arm]} instead of {names[0]}"))
        parts.append(Answer([(s.topic, s.verdict, s.text) for s in the_answer(outcomes)]))
    parts.append(Words(f"Figures are for {in_the_average_year(f)} after the day of change."))
    parts += [
        Heading("What could overturn this"),
        Points(_overturning(f, doubts, leaning), "warning"),
    ]
    return Section("answer", "The answer", parts)


def worlds_section(f: Figures, altered: Mapping[str, Mapping[str, object]]) -> Section:
    """The worlds side by side: what each is, every headline difference, and a picture of them.

    Parameters
    ----------
    altered : mapping
        What of the base the command changed, as the manifest has it.
    """
    rows = [(s.name, " ".join(s.about.split()) or "(not described)") for s in f.result.scenarios]
    parts: list[Part] = [
        Table("What each world is", ("World", "As its scenario says"), rows, False)
    ]
    if altered:
        parts += [Words("Run otherwise than the scenarios say:"), Points(_altered(altered))]
    if others(f):
        parts.append(
            Words(
                "Every world has the same people with the same luck, and shares the years before "
                "the day of change, so what differs comes from the arrangement."
            )
        )
    axis = "difference, % of the base's value"
    drawn = [
        *changes(f, "worlds-need", "Differences: need and barriers", axis, NEED, True),
        *changes(f, "worlds-care", "Differences: severity, care and cost", axis, CARE, True),
    ]
    if drawn:
        parts.append(Pictures([one for pair in drawn for one in pair.items]))
    parts += tables(f, "Headline figures", SIDE_BY_SIDE)
    for arm in others(f):
        said = among_changes(f.effects(arm, SIDE_BY_SIDE))
        parts.append(Words(told_of(f, arm, said)))
    heading = (
        "The worlds side by side" if len(f.result.names) != 2 else "The two worlds side by side"
    )
    return Section("worlds", heading if others(f) else "The place as it is", parts)


def _overturning(
    f: Figures, doubts: Sequence[ValidityWarning], leaning: Sequence[Lean]
) -> list[str]:
    said = [_sentence(one.text) for one in doubts]
    for arm in others(f):
        luck = near_zero({key: f.effect(arm, key) for key in ASKED})
        if luck:
            said.append(told_of(f, arm, luck))
    if leaning:
        named = "; ".join(f"{lean.meaning} ({lean.evidence})" for lean in leaning)
        said.append(
            f"Other values of what outcomes like these lean on most: {named}. See what the result "
            "leans on, below."
        )
    said.append(
        "A place unlike the one described: who lives here, who works here, and how the hospital is "
        "used are as the scenario says."
    )
    return said


def _altered(altered: Mapping[str, Mapping[str, object]]) -> list[str]:
    return [
        f"{PLAIN_PATHS.get(path, path)}: {_plain(one.get('here'))} instead of "
        f"{_plain(one.get('in_the_files'))}"
        for path, one in altered.items()
    ]


def _plain(given: object) -> str:
    if isinstance(given, int | float) and not isinstance(given, bool) and abs(given) < 1e6:
        return f"{given:,g}"
    return str(given)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
