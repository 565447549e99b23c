"""Designs on made-up records, where the effect is known: false positives, bias, coverage."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, t

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.designs.before_and_after import (
    area_before_and_after,
    enrolled_before_and_after,
)
from joinedup_experiments.evaluator.designs.comparator_areas import areas_against_comparators
from joinedup_experiments.evaluator.designs.discontinuity import discontinuity_at_threshold
from joinedup_experiments.evaluator.designs.estimate import DesignError, Estimate
from joinedup_experiments.evaluator.designs.interrupted import interrupted_time_series
from joinedup_experiments.evaluator.designs.matched import WAYS, enrolled_against_matched
from joinedup_experiments.evaluator.designs.randomised import as_drawn
from joinedup_experiments.evaluator.designs.stepped import stepped_wedge
from joinedup_experiments.evaluator.designs.synthetic import synthetic_control
from tests.evaluator.made_up import (
    COST,
    OUTCOME,
    RESIDENTS,
    area,
    mixed,
    offered,
    over,
    people,
    searched,
    wedge,
    wrong,
)

Rng = np.random.Generator
Made = Callable[[Rng, float], Estimate]
FEW, MANY, SURE = 30, 250, 0.999
ANYWAY = {"trend": -3.0, "lasting": 0.3}  # what is going on in an area anyway


def matched(way: str, by: str) -> Made:
    return lambda rng, effect: enrolled_against_matched(
        people(rng, effect, by), OUTCOME, 6, way, before=12
    )


def enrolled(by: str) -> Made:
    return lambda rng, effect: enrolled_before_and_after(people(rng, effect, by), OUTCOME, 6)


def drawn(rng: Rng, effect: float) -> Estimate:
    return as_drawn(*offered(rng, effect), OUTCOME, 6)


def at_threshold(jump: float) -> Made:
    return lambda rng, effect: discontinuity_at_threshold(*searched(rng, effect, jump), OUTCOME, 6)


def compared(rng: Rng, effect: float) -> Estimate:
    ours = area(rng, effect, trend=-3.0, winter=8.0, change=4.0)
    others = [area(rng, trend=-3.0, winter=8.0, change=4.0) for _ in range(4)]
    return areas_against_comparators([ours], others, OUTCOME, 12)


def mixture(many: int, apart: float, residents: int = RESIDENTS) -> Made:
    return lambda rng, effect: synthetic_control(
        *mixed(rng, effect, many, apart, residents), OUTCOME, 12, before=24
    )


def steps(many: int, window: int) -> Made:
    return lambda rng, effect: stepped_wedge(*wedge(rng, effect, many), OUTCOME, window, before=12)


def naive(rng: Rng, effect: float) -> Estimate:
    return area_before_and_after(area(rng, effect), OUTCOME, 12)


def series(errors: str, season: bool = False) -> Made:
    winter = 8.0 if season else 0.0
    return lambda rng, effect: interrupted_time_series(
        area(rng, effect, winter=winter, **ANYWAY), OUTCOME, 12, season=season, errors=errors
    )


# Design, how often it is tried, the effect in people's admissions a year and in the estimate's unit
RIGHT: dict[str, tuple[Made, int, float, float]] = {
    "enrolled before and after, by chance": (enrolled("chance"), FEW, 0.6, 600.0),
    **{f"matched, {way}, by record": (matched(way, "record"), FEW, 0.6, 600.0) for way in WAYS},
    "randomised": (drawn, FEW, 0.2, 200.0),
    "discontinuity": (at_threshold(0.6), FEW, 0.6, 600.0),
    "discontinuity, a small jump": (at_threshold(0.3), FEW, 0.6, 600.0),
    "area before and after, without a trend": (naive, MANY, -10.0, -10.0),
    "areas against comparators": (compared, MANY, -10.0, -10.0),
    **{f"synthetic control, {many} comparators, {apart:g} apart":
       (mixture(many, apart), MANY // 2, -10.0, -10.0)
       for many, apart in ((8, 0.0), (8, 1.0), (20, 1.0))},
    **{f"stepped wedge, {many} neighbourhoods": (steps(many, window), MANY, -10.0, -10.0)
       for many, window in ((3, 12), (5, 6), (9, 6))},
}  # fmt: skip


# One of each design is tried every time; its variants are slow.
VARIANTS = {
    "matched, exact, by record", "matched, prognostic, by record", "discontinuity, a small jump",
    "synthetic control, 8 comparators, 0 apart", "synthetic control, 20 comparators, 1 apart",
    "stepped wedge, 5 neighbourhoods", "stepped wedge, 9 neighbourhoods",
}  # fmt: skip
EACH = [pytest.param(name, marks=pytest.mark.slow) if name in VARIANTS else name for name in RIGHT]
assert set(RIGHT) >= VARIANTS


def at_most(times: int, share: float = 0.05) -> int:
    """How many of so many are wrong at most, if this share is expected to be."""
    return int(binom.ppf(SURE, times, share))


@pytest.mark.parametrize("name", EACH)
def test_without_an_effect_one_in_twenty_intervals_leaves_out_zero(name: str) -> None:
    design, times, _, _ = RIGHT[name]
    found = over(times, lambda rng: design(rng, 0.0))
    assert wrong(found, 0.0) <= at_most(times)
    if times == MANY:
        assert wrong(found, 0.0) >= binom.ppf(1.0 - SURE, times, 0.05)


@pytest.mark.parametrize("name", EACH)
def test_a_known_effect_is_found_without_bias_and_within_the_intervals(name: str) -> None:
    design, times, effect, truth = RIGHT[name]
    found = over(times // 2, lambda rng: design(rng, effect))
    assert wrong(found, truth) <= at_most(times // 2)
    error = found["estimate"].std() / np.sqrt(len(found))
    assert abs(found["estimate"].mean() - truth) < t.ppf(0.9995, len(found) - 1) * error


def test_people_enrolled_at_their_worst_get_better_by_themselves() -> None:
    found = over(FEW, lambda rng: enrolled("record")(rng, 0.0))
    assert wrong(found, 0.0) == FEW and (found["estimate"] < 0.0).all()


def test_what_clinicians_see_and_records_do_not_stays_as_a_bias() -> None:
    found = over(FEW // 2, lambda rng: matched("exact", "clinicians")(rng, 0.0))
    assert wrong(found, 0.0) > FEW // 4 and (found["estimate"] > 0.0).all()


def test_a_fall_that_goes_on_anyway_passes_for_an_effect_of_a_naive_look_at_an_area() -> None:
    def falling(rng: Rng) -> pd.DataFrame:
        return area(rng, trend=-12.0)

    naively = over(50, lambda rng: area_before_and_after(falling(rng), OUTCOME, 12))
    by_trend = over(50, lambda rng: interrupted_time_series(falling(rng), OUTCOME, 12))
    assert wrong(naively, 0.0) > 25 and naively["estimate"].mean() < -8.0
    assert abs(by_trend["estimate"].mean()) < 3.0


@pytest.mark.parametrize("season", [False, True])
def test_in_a_short_series_newey_west_errors_are_too_small(season: bool) -> None:
    """They leave out zero about twice as often as they say; autoregressive ones come nearer."""
    usual = over(MANY, lambda rng: series("newey-west", season)(rng, 0.0))
    other = over(MANY, lambda rng: series("autoregressive", season)(rng, 0.0))
    assert at_most(MANY) < wrong(usual, 0.0) <= at_most(MANY, 0.2)
    assert wrong(other, 0.0) <= at_most(MANY, 0.08) and wrong(other, 0.0) < wrong(usual, 0.0)


@pytest.mark.parametrize("errors", ["newey-west", "autoregressive"])
def test_an_interrupted_series_finds_a_known_step(errors: str) -> None:
    found = over(200, lambda rng: series(errors)(rng, -10.0))
    assert abs(found["estimate"].mean() + 10.0) < 4.0 * found["estimate"].std() / np.sqrt(200)
    assert wrong(found, -10.0) <= at_most(200, 0.2)


@pytest.mark.parametrize("way", WAYS)
def test_matching_makes_the_two_groups_alike(way: str) -> None:
    found = enrolled_against_matched(people(np.random.default_rng(3), by="record"), OUTCOME, 6, way)
    before = {one.covariate: one for one in found.balance}
    past = before["emergency admissions, 6 months before"]
    assert past.everybody > 1.0 > 0.25 > abs(past.matched)
    assert found.units <= 60 and f"{found.units} of 60" in found.notes[0]


def test_cost_is_in_pounds_a_person_and_admissions_per_thousand() -> None:
    table = people(np.random.default_rng(4))
    admissions, cost = (enrolled_before_and_after(table, x, 6) for x in (OUTCOME, COST))
    assert cost.estimate == pytest.approx(2.5 * admissions.estimate)  # 2,500 pounds each
    assert cost.high == pytest.approx(2.5 * admissions.high)


def test_a_single_area_is_compared_as_one_value_with_a_few() -> None:
    """Crawford and Howell's t: the spread is the comparators', with one more in n of it."""
    rng = np.random.default_rng(5)
    tables = [area(rng, change=4.0) for _ in range(6)]
    found = areas_against_comparators(tables[:1], tables[1:], OUTCOME, 12)
    alone = [area_before_and_after(one, OUTCOME, 12).estimate for one in tables]
    half = t.ppf(0.975, 4) * np.std(alone[1:], ddof=1) * np.sqrt(1.0 + 1.0 / 5.0)
    assert found.estimate == pytest.approx(alone[0] - np.mean(alone[1:]))
    assert found.high - found.estimate == pytest.approx(half)


def test_the_nile_at_aswan_falls_as_published() -> None:
    """Cobb 1978, in statsmodels' data: 1,097.75 a year up to 1898, 849.97 from then on."""
    from statsmodels.datasets import nile

    flow = nile.load_pandas().data
    years = flow["year"].to_numpy() - 1899
    table = pd.DataFrame({"month": years.astype(int), "person_days": 365_250.0})
    table[OUTCOME] = flow["volume"]
    found = area_before_and_after(table, OUTCOME, 72, before=28)
    assert found.estimate == pytest.approx(849.9722 - 1097.75, abs=1e-3)
    assert found.units == 100 and found.excludes_zero


def test_what_never_happens_is_refused_not_given_an_interval_of_no_width() -> None:
    months = pd.DataFrame({"month": np.arange(-24, 24), "person_days": 3e5, OUTCOME: 0})
    for design in (area_before_and_after, interrupted_time_series):
        with pytest.raises(DesignError, match="never happens in these records"):
            design(months, OUTCOME, 12)


@pytest.mark.parametrize("window", [6.0, True, None, "6"])
def test_a_window_is_a_whole_number_of_months(window: object) -> None:
    made, areas = searched(np.random.default_rng(4), 0.6)
    asked = (
        lambda: area_before_and_after(area(np.random.default_rng(4), 0.0), OUTCOME, window),
        lambda: enrolled_before_and_after(made, OUTCOME, window),
        lambda: discontinuity_at_threshold(made, areas, OUTCOME, window),
    )
    for design in asked:
        with pytest.raises(InputError, match="window must be a whole number"):
            design()
