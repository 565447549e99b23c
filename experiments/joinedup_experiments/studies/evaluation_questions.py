"""Questions of evaluations: who is enrolled, initiatives elsewhere, money at the same time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from joinedup_experiments.display.document import Section, Table, Words
from joinedup_experiments.evaluator.designs.catalogue import DESIGNS
from joinedup_experiments.evaluator.evaluation.conclusions import Conclusions
from joinedup_experiments.evaluator.evaluation.in_one_world import Cell
from joinedup_experiments.report.evaluation.words import (
    LABELS,
    begun,
    months,
    share_of,
    so_many,
    unit_of,
    with_interval,
)
from joinedup_experiments.studies.study import HERE

COMPARED = ("comparator_areas", "area_before_after", "time_series")
MATCHED = ("matched_exact", "matched_prognostic", "matched_propensity")
ADMISSIONS, COST = "emergency_admissions", "hospital_cost"
WINDOWS = (12, 36)
BY_SCORE = str(HERE / "designs" / "case_management_by_score.yaml")


class Case(NamedTuple):
    """An evaluation of a question: a scenario, and how many of its comparators have initiatives."""

    label: str
    scenario: str
    initiatives: float = 0.0
    designs: tuple[str, ...] = COMPARED
    outcomes: tuple[str, ...] = (ADMISSIONS, COST)


class Question(NamedTuple):
    """A heading, what is asked, and the cases that answer it."""

    heading: str
    words: str
    cases: dict[str, Case]


QUESTIONS = {
    "judgement": Question(
        "Who decides who is enrolled",
        "Clinicians enrol people whom they have seen get worse, which records do not show. Matched "
        "controls are like the enrolled on record, and so will not get as bad. Here nobody is "
        "enrolled by clinicians; above, in case management as it ships, three places in ten are "
        "filled by them. A score that is looked at twice a year, and enrols whom there is room "
        "for, leaves a bias of its own: people are enrolled when their record is at its worst, "
        "and may be worse than a record can show.",
        {"by_score": Case("the risk score alone", BY_SCORE, 0.0, MATCHED, (ADMISSIONS,))},
    ),
    "simultaneous": Question(
        "Initiatives elsewhere",
        "Comparators that begin something themselves are no picture of what would have been. The "
        "same evaluation of a Local Care Network, well brought in, against eight areas of which "
        "none has an initiative, and against eight that all have one of four, begun within two "
        "years.",
        {
            "nobody_else": Case("no comparator has an initiative", "local_care_network_well"),
            "everybody_else": Case("every comparator has one", "local_care_network_well", 1.0),
        },
    ),
    "money": Question(
        "Money at the same time",
        "A programme that comes with money is evaluated with it: an evaluation cannot tell joining "
        "up from the staff that came at the same time, unless other places got the money alone. "
        "Here both are evaluated; what joining up adds is the difference of the truths.",
        {
            "joined_with_money": Case("joined up, with more staff", "integrated_with_capacity"),
            "money_alone": Case("more staff alone", "integrated_with_capacity:capacity_only"),
        },
    ),
}
CASES = {name: case for one in QUESTIONS.values() for name, case in one.cases.items()}
HEAD = ("", "estimate", "truth", "bias", "intervals that\nhold the truth")


def question_sections(each: Mapping[str, Conclusions]) -> Iterator[Section]:
    """A section for each question, from its cases' conclusions."""
    for key, question in QUESTIONS.items():
        first = next(iter(question.cases.values()))
        shown = first.designs if first.designs == MATCHED else first.designs[:1]
        tables = [
            _table(outcome, shown, {name: each[name] for name in question.cases})
            for outcome in first.outcomes
        ]
        yield Section(key, question.heading, [Words(question.words), *tables])


def _table(outcome: str, designs: Sequence[str], each: Mapping[str, Conclusions]) -> Table:
    rows: list[tuple[str, ...]] = []
    worlds: list[int] = []
    for name, it in each.items():
        for design in designs:
            rows.append((f"{CASES[name].label}: {DESIGNS[design].label}",))
            for window in WINDOWS:
                if one := it.performances.get(Cell(design, outcome, window)):
                    worlds.append(one.worlds)
                    changes = (
                        with_interval(x, outcome) for x in (one.estimate, one.truth, one.bias)
                    )
                    rows.append((months(window), *changes, share_of(one.coverage)))
    title = f"{begun(LABELS[outcome])}, {unit_of(outcome)}; {so_many(worlds or [0], 'world')}"
    return Table(title, HEAD, rows)
