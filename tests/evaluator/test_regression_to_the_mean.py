"""People picked for their admissions, followed: against theory, by hand, and on a small run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import nbinom, poisson

from joinedup.codes import MONTH_DAYS
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.display.markdown import markdown_table
from joinedup_experiments.evaluator.questions import regression_to_the_mean as question
from joinedup_experiments.evaluator.questions.follow_up import FollowedUp, Rule, followed_up
from joinedup_experiments.evaluator.recording import record
from joinedup_experiments.evaluator.window import RecordsError
from joinedup_experiments.scenario_io.plausible_worlds import in_world

PEOPLE, MONTHS, EARLIER = 40_000, 72, 11
CALENDAR, ROLLING = Rule(), Rule(calendar=False)


def table(admitted: np.ndarray, first: int = 0, **gone: dict[int, int]) -> pd.DataFrame:
    """Person-months of these admissions [people, months]; ``died`` and ``moved_out`` in a month.

    Who has gone by a month has no row for it, and half of the last one's days.
    """
    people, months = admitted.shape
    person, month = np.divmod(np.arange(people * months), months)
    frame = pd.DataFrame({
        "person": person, "month": month + first, "age_band": "65-74", "days": MONTH_DAYS,
        "emergency_admissions": admitted.ravel(), "died": 0, "moved_out": 0,
    })  # fmt: skip
    for flag, when in gone.items():
        last = frame["person"].map(when)
        ends = frame["month"] == last
        frame.loc[ends, [flag, "days"]] = 1, MONTH_DAYS / 2.0
        frame = frame[~(frame["month"] > last)]
    return frame


def near(found: np.ndarray, expected: float, relative: float = 0.03) -> None:
    assert found == pytest.approx(np.full(len(found), expected), rel=relative)


def test_people_of_one_rate_are_average_the_year_after() -> None:
    """Poisson: two or more in a year say nothing of the next."""
    rate, rng = 0.8, np.random.default_rng(1)
    found = followed_up(table(rng.poisson(rate / 12.0, (PEOPLE, MONTHS))), CALENDAR)
    many = poisson.sf(1, rate)
    assert found.people == pytest.approx(PEOPLE * many, rel=0.03)
    near(found.share[:1], 1.0 - np.exp(-rate))  # E[N; N >= 2] / E[N]
    near(found.rate[:1], rate * (1.0 - np.exp(-rate)) / many)
    near(found.share[1:], many)
    near(found.rate[1:], rate)
    near(found.everybody, rate)
    near(found.again[1:], many, 0.06)


def test_people_of_gamma_rates_keep_what_bayes_leaves_them() -> None:
    """Negative binomial: after n admissions the rate is (shape + n) / (shape / mean + 1)."""
    shape, mean, rng = 0.6, 0.4, np.random.default_rng(2)
    rates = rng.gamma(shape, mean / shape, PEOPLE)
    found = followed_up(table(rng.poisson(rates[:, None] / 12.0, (PEOPLE, MONTHS))), CALENDAR)
    fewer, chance = np.arange(2), shape / (shape + mean)
    unpicked = nbinom.pmf(fewer, shape, chance)
    posterior = (shape + fewer) / (shape / mean + 1.0)
    left = (mean - unpicked @ posterior) / (1.0 - unpicked.sum())
    near(found.rate[1:], left)
    near(found.share[1:], left * (1.0 - unpicked.sum()) / mean)
    near(found.share[:1], 1.0 - unpicked @ fewer / mean)
    assert mean < left < found.rate[0]


def test_who_is_picked_at_the_second_admission_is_average_afterwards_too() -> None:
    rate, rng = 0.8, np.random.default_rng(3)
    admitted = rng.poisson(rate / 12.0, (PEOPLE, EARLIER + MONTHS))
    found = followed_up(table(admitted, -EARLIER), ROLLING)
    near(found.rate[1:], rate)
    assert found.rate[0] > 2.0


def test_deaths_lower_what_is_admitted_and_not_the_rate_of_the_living() -> None:
    """A yearly chance of dying, from month 12 on: the shares of those left are its powers."""
    rate, dying, rng = 0.8, 0.2, np.random.default_rng(4)
    month = 12 + np.floor(12.0 * rng.exponential(-1.0 / np.log1p(-dying), PEOPLE)).astype(int)
    dead = {who: when for who, when in enumerate(month) if when < MONTHS}
    made = table(rng.poisson(rate / 12.0, (PEOPLE, MONTHS)), died=dead)
    found = followed_up(made, CALENDAR)
    assert found.died == pytest.approx(1.0 - (1.0 - dying) ** np.arange(6), abs=0.015)
    near(found.rate[1:], rate, 0.06)
    alive = 1.0 - (found.died[1:] + found.died[:-1]) / 2.0
    assert found.each[1:] == pytest.approx(rate * alive, rel=0.06)
    assert found.share == pytest.approx(found.share_had_none_moved)


def by_hand() -> tuple[np.ndarray, dict[int, int], dict[int, int]]:
    """Three who are picked: one stays, one dies in month 18, one moves in month 36; one is not."""
    admitted = np.zeros((4, MONTHS), int)
    admitted[0, [0, 5, 13, 25, 49]] = 1
    admitted[1, [3, 4, 12, 17]] = 1
    admitted[2, [1, 11, 14, 35]] = 1
    admitted[3, [2, 15, 26, 38, 50, 62]] = 1
    return admitted, {1: 18}, {2: 36}


def test_a_table_worked_out_by_hand() -> None:
    admitted, died, moved = by_hand()
    found = followed_up(table(admitted, died=died, moved_out=moved), CALENDAR)
    assert found.people == 3
    assert found.share == pytest.approx([6 / 7, 4 / 5, 2 / 3, 0.0, 1 / 2, 0.0])
    year = MONTH_DAYS * 12.0 / 365.25
    assert found.rate[1] == pytest.approx(4.0 / (2.0 * year + 6.5 / 12.0))
    assert found.each[1] == pytest.approx(4.0 / (3.0 * year))
    assert found.died == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3])
    assert found.moved == pytest.approx([0, 0, 0, 1 / 3, 1 / 3, 1 / 3])
    assert found.again == pytest.approx([1.0, 1 / 3, 0.0, 0.0, 0.0, 0.0])
    # One of three has moved: the two who are known, one of them dead, stand for three
    assert found.share_had_none_moved[4] == pytest.approx(0.5 * 3.0 / 2.0)
    assert found.each[4] == pytest.approx(1.0 / 2.0)


def test_a_rolling_year_ends_with_the_admission_that_counts() -> None:
    """Picked by two on either side of month 0; not by two before it, nor by two a year apart."""
    admitted = np.zeros((4, EARLIER + MONTHS), int)
    admitted[3, EARLIER + 16 :: 12] = 1
    admitted[0, [EARLIER - 5, EARLIER + 3, EARLIER + 4, EARLIER + 20]] = 1
    admitted[1, [EARLIER - 3, EARLIER - 1]] = 1
    admitted[2, [EARLIER - 9, EARLIER + 3]] = 1
    found = followed_up(table(admitted, -EARLIER), ROLLING)
    assert found.people == 1
    # Months -8 to 3, 4 to 15, 16 to 27
    assert found.each[:3] == pytest.approx([2.0, 1.0, 1.0])
    assert found.share[:3] == pytest.approx([2 / 5, 1.0, 1 / 2])


def test_the_young_do_not_count_until_they_are_65() -> None:
    admitted, _, _ = by_hand()
    made = table(admitted)
    made.loc[(made["person"] == 0) & (made["month"] < 5), "age_band"] = "40-64"
    found = followed_up(made, CALENDAR)
    assert found.people == 2
    assert found.share[0] == pytest.approx(4 / 6)


@pytest.mark.parametrize(
    ("rule", "months", "what"),
    [(CALENDAR, MONTHS - 1, "0 to 71"), (ROLLING, MONTHS, "-11 to 71"), (Rule(9), MONTHS, "nob")],
)
def test_what_cannot_be_followed_is_refused(rule: Rule, months: int, what: str) -> None:
    with pytest.raises(RecordsError, match=what):
        followed_up(table(np.ones((3, months), int) * (np.arange(months) < 2)), rule)


def test_each_world_has_its_own_run() -> None:
    runs = question.scenarios(3, changes=question.MORE_DEATHS)
    assert [one.run.seed for one in runs] == [1, 2, 3]
    assert {one.place.residents for one in runs} == {10_000}
    for number, one in enumerate(runs, 1):
        as_it_is = question.scenarios(number)[-1].assumptions
        assert one.assumptions == {**as_it_is, **question.MORE_DEATHS}
        shipped = in_world(one.with_({"assumptions": None}), number, OverWorlds().table)
        assert as_it_is == shipped.assumptions


def of(value: float) -> FollowedUp:
    each = {name: np.full(6, value) for name in question.MEASURES}
    return FollowedUp(people=int(value), **each)


def test_the_table_has_medians_and_nine_worlds_in_ten() -> None:
    worlds = [dict.fromkeys(question.RULES, of(value)) for value in range(21)]
    table = question.summary(worlds)
    assert (table[["median", "low_90", "high_90"]] == [10.0, 1.0, 19.0]).all(axis=None)
    assert len(table) == len(question.RULES) * (1 + 6 * len(question.MEASURES))
    assert set(question.summary(worlds, "all four")["picked"]) == {question.COHORT}


def test_the_page_has_the_table_that_is_kept() -> None:
    kept = pd.read_csv(question.DOCS / question.TABLE)
    page = (question.DOCS / "evaluator.md").read_text(encoding="utf-8")
    assert markdown_table(question.page_table(kept)) in page
    assert set(kept["changed"]) == set(question.CHANGES)
    assert set(kept["picked"]) == set(question.RULES)


def test_in_the_model_people_get_better_by_themselves(tmp_path: Path) -> None:
    """Direction only: a small place for seven years, and the picture and table of it."""
    (run,) = question.scenarios(1, 2_500)
    small = run.with_({"burn_in_years": 2.0})
    found = question.followed(record(small, 1, question.TWELVE))
    for rule in list(question.RULES)[:2]:
        one = found[rule]
        assert one.rate[0] > 1.3 * one.rate[1] > 1.3 * one.everybody[1], rule
        assert one.share[0] > one.share[1] > one.share[5], rule
        assert (np.diff(one.died) >= 0.0).all() and one.died[5] > one.died[0], rule
    fewer = found["at any, from 85 on"].people
    assert found["at any"].people > found["at the second in twelve months"].people > 0 < fewer
    files = question.write(question.summary([found]), tmp_path)
    assert [file.stat().st_size > 1_000 for file in files] == [True, True]
    assert files[1].stat().st_size < 150_000
