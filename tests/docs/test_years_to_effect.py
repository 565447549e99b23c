"""The page on years to effect says what its intervals say, and gives no share of nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize, stats

from joinedup.outcomes.measures import MEASURES, measure
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.statistics import Interval, interval_of
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.studies.years_to_effect import words
from joinedup_experiments.studies.years_to_effect.causes import CAUSES, leaving_out, pulled
from joinedup_experiments.studies.years_to_effect.circle_words import (
    APART,
    MET,
    NEARLY,
    NOISY,
    by_staffing,
    in_words,
    of_both,
    verdict,
)
from joinedup_experiments.studies.years_to_effect.contrasts import (
    Contrast,
    contrast_table,
    quintiles,
    said,
    told,
)
from joinedup_experiments.studies.years_to_effect.contrasts import in_words as contrast_in_words
from joinedup_experiments.studies.years_to_effect.page import Found, courses_of, page, years_shown
from joinedup_experiments.studies.years_to_effect.pictures import draw
from joinedup_experiments.studies.years_to_effect.shares import (
    OUTCOMES,
    Course,
    course,
    difference_of_shares,
    fieller,
)
from joinedup_experiments.studies.years_to_effect.vicious_circle import Circle, follow

LUCK = np.random.default_rng(3)
HANDOVERS = OUTCOMES[0]
COMING = np.array([0.1, 0.4, 0.7, 0.9, 1.0, 1.0, 1.0, 1.0])


def made_up(eventual: float, noise: float = 1.0, replications: int = 8) -> Course:
    """Differences that come to ``eventual`` over eight years."""
    luck = LUCK.normal(0.0, noise, (replications, len(COMING)))
    return Course(HANDOVERS, eventual * COMING + luck, 1000.0)


def test_fieller_holds_what_the_test_of_the_difference_does_not_refuse():
    """The interval's ends are the ratios r for which mean(above - r below) is at the edge."""
    below = LUCK.normal(10.0, 2.0, 9)
    above = 0.4 * below + LUCK.normal(0.0, 1.0, 9)
    found = fieller(above, below)
    assert found is not None

    def beyond(ratio: float) -> float:
        return abs(stats.ttest_1samp(above - ratio * below, 0.0).statistic) - stats.t.ppf(0.975, 8)

    assert found.low == pytest.approx(optimize.brentq(beyond, found.mean - 2.0, found.mean))
    assert found.high == pytest.approx(optimize.brentq(beyond, found.mean, found.mean + 2.0))


def test_no_share_of_an_effect_that_may_be_nothing():
    noisy = made_up(0.0, noise=50.0)
    noisy.by_year[:] -= noisy.by_year.mean(axis=0)
    assert not noisy.told
    assert noisy.share(2) is None
    text = words.when_it_shows([noisy], [1, 2])
    assert "cannot be told from zero" in text
    assert "%" not in text
    assert fieller(np.array([1.0, 2.0, 3.0]), np.array([-1.0, 0.0, 1.0])) is None


def test_two_replicates_give_no_share():
    assert made_up(-100.0, noise=0.0, replications=2).share(2) is None


@pytest.mark.parametrize("eventual, word", [(-100.0, "for the better"), (100.0, "for the worse")])
def test_better_and_worse_follow_from_the_sign(eventual, word):
    found = made_up(eventual)
    text = words.when_it_shows([found], [1, 2, 3, 5])
    assert word in text
    share = found.share(2)
    assert share is not None
    assert share.low < 0.4 < share.high
    assert f"{round(100 * share.mean)}%" in text


def test_it_says_when_things_first_went_the_other_way():
    found = made_up(-100.0)
    found.by_year[:, 0] = 30.0 + LUCK.normal(0.0, 1.0, 8)
    assert "In year 1 it went the other way first" in words.when_it_shows([found], [1, 2])
    assert "other way" not in words.when_it_shows([made_up(-100.0)], [1, 2])


def test_what_delays_is_told_from_paired_shares():
    whole = made_up(-100.0)
    sooner = replace(whole, by_year=whole.by_year.copy())
    sooner.by_year[:, 1] -= 30.0
    gap = difference_of_shares(sooner, whole, 2)
    assert gap is not None
    assert gap.mean == pytest.approx(0.3, abs=0.02)
    assert gap.excludes_zero
    gaps = {
        "no trust needed": gap,
        "no fear": difference_of_shares(whole, whole, 2),
        "no posts": Interval(-0.2, -0.3, -0.1, 8),
        "no effect": None,
    }
    text = words.what_delays("Handovers", 2, gaps, told=True)
    assert "Sooner with: no trust needed (+30 points" in text
    assert "Later with: no posts (-20 points (-30, -10))" in text
    assert "No difference that shows with: no fear" in text
    assert "No eventual effect left with: no effect" in text
    assert "no delay to be explained" in words.what_delays("Handovers", 2, gaps, told=False)


def test_the_jackknife_of_a_mean_is_students():
    """With one and the same eventual effect in every replication the share is a plain mean."""
    one, other = made_up(-100.0), made_up(-100.0)
    for c in (one, other):
        c.by_year[:, -2:] = -100.0 + 1e-9 * LUCK.normal(size=(8, 2))
    gap = difference_of_shares(one, other, 2)
    expected = interval_of((one.by_year[:, 1] - other.by_year[:, 1]) / -100.0)
    assert gap is not None
    assert (gap.low, gap.high) == pytest.approx((expected.low, expected.high), rel=1e-5)


def three_arms(shift: dict[str, float], noise: float) -> Comparison:
    """Two arrangements beside the siloed one; the second differs by ``shift``."""
    siloed = load_scenario("siloed_borough")
    months = np.full((3, 6, len(MEASURES), 96), 100.0)
    months += LUCK.normal(0.0, noise, (3, 6, 1, 1))
    for key, value in shift.items():
        months[2, :, MEASURES.index(measure(key))] += value + LUCK.normal(0.0, 0.1, (6, 1))
    named = [siloed.model_copy(update={"name": n}) for n in ("Siloed", "First", "Second")]
    return Comparison(
        names=("siloed", "first", "second"),
        scenarios=tuple(named),
        seeds=tuple(range(6)),
        months=months,
        ledgers=np.zeros((3, 6, 2, 9, 13)),
        costs=np.zeros((3, 6, 96, 3)),
        happenings=(),
        index_day=0.0,
    )


ASKED = Contrast("One or other", "first", "second")


def test_a_contrast_is_put_by_what_is_better_and_worse():
    result = three_arms({"bounced": -20.0, "satisfaction": -5.0, "vacancy": 9.0}, noise=0.0)
    found = told(result, ASKED, [1, 2])
    text = contrast_in_words(ASKED, ("First", "Second"), "years 1 to 2", found)
    better, worse = text.split("worse:")
    assert "referrals bounced as misdirected (lower)" in better
    assert "satisfaction of staff (lower)" in worse
    assert "posts without a holder (higher)" in worse
    table = contrast_table(result, ASKED, [1, 2])
    assert "points" in table and "nan" not in table and "inf" not in table


def test_nothing_is_said_of_noise():
    found = told(three_arms({}, noise=5.0), ASKED, [1, 2])
    text = contrast_in_words(ASKED, ("First", "Second"), "years 1 to 2", found)
    assert "No difference" in text


@pytest.mark.parametrize(
    "gap, word",
    [
        (Interval(-2.0, -3.0, -1.0, 8), "most deprived fifth gains more"),
        (Interval(2.0, 1.0, 3.0, 8), "least deprived fifth gains more"),
        (Interval(1.0, -1.0, 3.0, 8), "no difference between the fifths"),
    ],
)
def test_for_whom_follows_from_the_gap(gap, word):
    assert word in quintiles("Second", "years 1 to 2", gap, gap, gap)


def test_a_cell_is_bold_only_where_zero_is_excluded():
    assert said(Interval(2.0, 1.0, 3.0, 8), "%").startswith("**+2.0%")
    assert "**" not in said(Interval(2.0, -1.0, 5.0, 8), "%")


GAPS = {
    "closed": (Interval(0.01, -0.05, 0.07, 8), MET),
    "all but closed": (Interval(0.02, 0.01, 0.03, 8), MET),
    "closing": (Interval(0.2, 0.1, 0.3, 8), NEARLY),
    "open": (Interval(0.6, 0.5, 0.7, 8), APART),
    "noise": (Interval(0.1, -0.4, 0.6, 8), NOISY),
    "one replication": (Interval(0.0, np.nan, np.nan, 1), NOISY),
}


@pytest.mark.parametrize("gap, expected", GAPS.values(), ids=GAPS.keys())
def test_whether_two_starts_meet(gap, expected):
    assert verdict(0.75, gap) == expected


def test_strain_and_vacancy_must_both_have_met():
    assert of_both(MET, MET) == MET
    assert of_both(MET, APART) == APART
    assert of_both(NOISY, NEARLY) == NOISY


def circle(staffing: str, ends: tuple[float, float], noise: float = 0.01) -> Circle:
    """Two starts, 0.05 and 0.8, that tend to ``ends``; the same a tenth for empty posts."""
    months = np.arange(73)
    fading = 0.5 ** (months / 6.0)
    starts = np.array([0.05, 0.8])[:, None, None]
    goal = np.array(ends)[:, None, None]
    strain = goal + (starts - goal) * fading + LUCK.normal(0.0, noise, (2, 8, 73))
    return Circle(staffing, strain, 0.4 * strain)


def test_the_circle_is_left_or_not_as_the_numbers_say():
    left = in_words(circle("more staff", (0.3, 0.3)))
    kept = in_words(circle("fewer staff", (0.3, 0.8)))
    noise = in_words(circle("some staff", (0.3, 0.3), noise=3.0))
    assert "two meet again" in left and "Half of the gap" in left
    assert "have not met: whoever is in the circle stays" in kept
    assert "too noisy" in noise


def test_staffing_is_compared():
    few, many = circle("few", (0.6, 0.6)), circle("many", (0.3, 0.3))
    assert "+0.30" in by_staffing([many, few]) and "drawn into it" in by_staffing([many, few])
    assert "no difference that shows" in by_staffing([few, circle("other", (0.6, 0.6), noise=1.0)])


def test_causes_change_what_they_name_and_nothing_else():
    well = load_scenario("local_care_network_well")
    for cause in CAUSES:
        without, lever = leaving_out(well, cause), pulled(well, cause)
        assert set(without.disable_mechanisms) == {
            *well.disable_mechanisms,
            *cause.disable_mechanisms,
        }
        assert without.arrangement == well.arrangement
        assert (lever.arrangement != well.arrangement) == bool(cause.lever)
    assert pulled(well, CAUSES[6]).arrangement.programme.go_live_month == 0.0


def test_no_share_is_shown_for_the_years_that_make_the_eventual_effect():
    assert years_shown((1, 2, 3, 5), 6) == [1, 2, 3]


def test_the_hand_written_part_holds_no_result():
    for text in (words.OPENING, words.HOW_SHARES, words.HOW_CAUSES, words.HOW_CIRCLE):
        assert "%" not in text.replace("95%", "")


def test_a_page_can_be_written_of_a_small_place(tmp_path):
    from joinedup_experiments.scenario_io.overrides import Changes, changed
    from joinedup_experiments.studies.years_to_effect.__main__ import run_everything

    changes = Changes(years=4.0, residents=400, burn_in=0.25)

    def load(name):
        return changed(load_scenario(name), changes)

    shares = []
    found = run_everything(load("siloed_borough"), load, 3, 1, shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert isinstance(found, Found)
    text = page(found)
    assert "nan" not in text and "inf" not in text.replace("information", "")
    for cause in CAUSES:
        assert cause.label in text
    draw(tmp_path, found)
    assert {p.name for p in tmp_path.iterdir()} == {"years_to_effect.png", "vicious_circle.png"}


def test_both_starts_are_as_they_say():
    siloed = load_scenario("siloed_borough")
    run = siloed.run.model_copy(update={"years": 0.5, "burn_in_years": 0.25})
    place = siloed.place.model_copy(update={"residents": 1500})
    found = follow(siloed.model_copy(update={"run": run, "place": place}), "as is", 2, 1)
    assert found.strain.shape == (2, 2, 7)
    assert found.strain[:, :, 0] == pytest.approx(np.array([[0.05, 0.05], [0.8, 0.8]]))
    assert np.all(found.vacancy[0, :, 0] == 0.0)
    assert np.all((found.vacancy[1, :, 0] > 0.2) & (found.vacancy[1, :, 0] < 0.5))
    assert not np.array_equal(found.strain[0], found.strain[1])


def test_a_course_is_of_sums_and_paired():
    result = three_arms({"bounced": -20.0, "lost": -10.0}, noise=3.0)
    found = course(result, HANDOVERS, arm=2, base=1)
    yearly = [result.yearly(a, measure("bounced"), 3) for a in (1, 2)]
    other = [result.yearly(a, measure("lost"), 3) for a in (1, 2)]
    assert found.by_year[:, 2] == pytest.approx(yearly[1] - yearly[0] + other[1] - other[0])
    assert [c.outcome.key for c in courses_of(result)] == [o.key for o in OUTCOMES]
