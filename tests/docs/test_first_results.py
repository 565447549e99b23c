"""The page of first results says what its intervals say, and counts the right people."""

from __future__ import annotations

import numpy as np

from joinedup.codes import Activity
from joinedup.engine.events import EVENT
from joinedup_experiments.compare.cohort import COUNTED, count_of, follow
from joinedup_experiments.compare.comparison import compare
from joinedup_experiments.studies.first_results import MANAGED, arms, change_of, figure, page
from joinedup_experiments.studies.first_results_words import OPENING, WHY


def test_an_interval_that_spans_zero_is_never_set_in_bold():
    base = np.array([100.0, 110.0, 90.0, 105.0])
    sure = change_of(base, base + np.array([9.0, 10.0, 11.0, 10.0]))
    unsure = change_of(base, base + np.array([9.0, -10.0, 11.0, -10.0]))
    assert sure.words.startswith("**+")
    assert "**" not in unsure.words
    assert change_of(base, base).words == "0"


def test_a_change_is_a_share_of_the_base():
    change = change_of(np.array([200.0, 200.0]), np.array([190.0, 210.0]))
    assert change.share.mean == 0.0
    assert change_of(np.array([200.0]), np.array([190.0])).share.mean == -0.05


def test_figures_have_three_digits():
    assert [figure(x) for x in (3_342_123.0, 61.23, 0.9374, 1_204.0)] == [
        "3,340,000",
        "61.2",
        "0.937",
        "1,200",
    ]


class _Lived:
    """As much of a run as counting needs."""

    def __init__(self, rows: list[tuple[float, int, int, Activity]]) -> None:
        self.events = np.zeros(len(rows), EVENT)
        for i, (time, who, generation, activity) in enumerate(rows):
            self.events[i]["time"], self.events[i]["who"] = time, who
            self.events[i]["episode"], self.events[i]["activity"] = generation, activity
        self.index_day = 100.0
        self.residents = {"age": np.zeros(4)}


def test_only_the_same_people_in_the_same_time_are_counted():
    """Whoever moved in after a death, and whatever came later, is left out."""
    admitted = Activity.EMERGENCY_ADMISSION
    run = _Lived(
        [
            (101.0, 2, 1, admitted),  # theirs
            (150.0, 2, 1, admitted),  # theirs
            (160.0, 2, 2, admitted),  # somebody who moved in
            (120.0, 0, 0, admitted),  # not in the cohort
            (290.0, 2, 1, admitted),  # too late
            (110.0, 3, 0, Activity.DAY_CASE),
        ]
    )
    counts = count_of(run, np.array([2, 3]), np.array([1, 0]), 100.0)  # type: ignore[arg-type]
    assert dict(zip(COUNTED, counts, strict=True)) == {
        "Emergency admissions": 1.0,
        "Elective stays and day cases": 0.5,
        "Outpatient attendances": 0.0,
        "A&E attendances": 0.0,
    }


def test_a_page_can_be_written_of_a_small_place():
    names, scenarios = arms(600)
    base = scenarios[0]
    short = base.run.model_copy(update={"years": 2.0, "burn_in_years": 0.5})
    base = base.model_copy(update={"run": short})
    managed = scenarios[names.index(MANAGED)].model_copy(update={"run": short})
    result = compare(base, scenarios[1:], 2, 1, 1, names=names, keep_event_log=False)
    cohorts = follow(base, [managed], 2, 1, (60.0, 120.0))
    text = page(result, cohorts, 2)
    for scenario in scenarios:
        assert scenario.name in text
    assert "*Merged on paper* differs from the siloed borough by at most" in text
    assert "nan" not in text
    assert all(cohort.people.min() > 0 for cohort in cohorts)


def test_the_hand_written_part_holds_no_result():
    """No percentages: numbers belong to the tables."""
    for text in (OPENING, *WHY.values()):
        assert "%" not in text.replace("95%", "")
