"""The page's section on an evaluation with matched controls, and on the truth beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from joinedup_experiments.compare.intervals import interval_of
from joinedup_experiments.display.document import Section, Table, Words
from joinedup_experiments.display.numbers import level, number, percent_with_interval
from joinedup_experiments.evaluator.hospital_use import USES
from joinedup_experiments.studies.enrolled import CONTROLS, key_of, unlike_key
from joinedup_experiments.studies.matched_controls import COVARIATES
from joinedup_experiments.studies.running import Outcomes, base_of
from joinedup_experiments.studies.study import Question

if TYPE_CHECKING:
    from joinedup.outcomes.measures import Form

HOW = (
    "An evaluation such as the pilots had (001): everybody enrolled in the first year who can be "
    "followed for half a year, each with up to five people who are not enrolled, alike in what "
    "records show of the year before; differences in differences, half a year before and after, "
    "over what the controls let expect. The same people without are the truth, which no "
    "evaluation has: the same world, the same random numbers, nobody enrolled. What an "
    "evaluation says beyond that is its bias. Published: where cases were managed, and in all "
    "pilots in brackets."
)


def evaluated(question: Question) -> bool:
    """Whether a study asks about people enrolled against matched controls."""
    return any(one.controls == "matched" for one in question.study.expectations)


def evaluation_section(question: Question, outcomes: Outcomes) -> Section:
    """What different comparisons find for a study's first arm, and how alike they are."""
    arm = list(question.arms)[1]

    def value(measure: str) -> np.ndarray:
        return outcomes.mean(question.first_setting, arm, measure, (1, 1))

    asked = question.study.expectations
    published = {one.measure: one.published for one in asked if one.controls == "matched"}
    rows = []
    for use, (label, _) in USES.items():
        form: Form = "pounds" if use == "cost" else "count"
        after, before = value(key_of(use)), value(key_of(use, "before"))
        controls = [value(key_of(use, of)) for of in CONTROLS]
        found = [(after - x, base_of(after - x, x)) for x in controls]
        effects = (percent_with_interval(interval_of(x).times(1.0 / base)) for x, base in found)
        figure = published.get(key_of(use), "")
        rows.append((label, level(interval_of(before), form), *effects, figure))
    alike = [
        (
            name,
            *(
                number(interval_of(value(unlike_key(n, of))).mean)
                for of in ("everybody", "matched")
            ),
        )
        for n, name in enumerate(COVARIATES)
    ]
    against = {of: f"against {whom}" for of, whom in CONTROLS.items()}
    share = level(interval_of(value("share_matched")), "share")
    columns = ("", against["everybody"], against["matched"])
    return Section(f"evaluation_{question.key}", f"The enrolled: {question.arms[arm].label}", [
        Words(f"{HOW} Of the enrolled {share} have a control."),
        Table("A head in half a year", ("", "before", *against.values(), "published"), rows),
        Table("How far the enrolled differ, in standard deviations", columns, alike),
    ])  # fmt: skip
