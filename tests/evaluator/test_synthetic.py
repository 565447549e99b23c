"""Synthetic control: mixtures that are known, placebos, and where there is none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.designs.comparator_areas import areas_against_comparators
from joinedup_experiments.evaluator.designs.estimate import OUTCOMES
from joinedup_experiments.evaluator.designs.synthetic import synthetic_control
from tests.evaluator.made_up import OUTCOME, area, mixed, over, wrong

Tables = dict[str, pd.DataFrame]
SHAPE = {"winter": 8.0, "lasting": 0.5, "change": 4.0}


def mixture_of(tables: list[pd.DataFrame], weights: list[float], effect: float) -> pd.DataFrame:
    """An area that is a mixture of others, at a higher level, with an effect from month 0 on."""
    made = tables[0].copy()
    counts = sum(w * one[OUTCOME].to_numpy() for w, one in zip(weights, tables, strict=True))
    per_thousand = made["person_days"] / 365_250.0
    made[OUTCOME] = counts + per_thousand * (20.0 + effect * (made["month"] >= 0))
    return made


def test_a_mixture_is_found_whatever_its_level_is() -> None:
    rng = np.random.default_rng(8)
    others = [area(rng, trend=trend, **SHAPE) for trend in (-9.0, -6.0, -3.0, 0.0, 3.0, 6.0)]
    ours = mixture_of(others, [0.2, 0.0, 0.5, 0.0, 0.0, 0.3], -7.0)
    found = synthetic_control(ours, others, OUTCOME, 12)
    assert found.estimate == pytest.approx(-7.0, abs=1e-3)
    assert found.notes[1].startswith("0.0 from the mixture in a month before")


def test_its_interval_is_the_placebos_spread_by_students_t() -> None:
    ours, others = mixed(np.random.default_rng(9), 0.0, 6)
    found = synthetic_control(ours, others, OUTCOME, 12)
    placebos = []
    for number in range(6):
        rest = others[:number] + others[number + 1 :]
        placebos.append(synthetic_control(others[number], rest, OUTCOME, 12).estimate)
    half = t.ppf(0.975, 6) * np.sqrt(np.mean(np.square(placebos)))
    assert found.high - found.estimate == pytest.approx(half, rel=1e-6)
    assert found.estimate - found.low == pytest.approx(half, rel=1e-6)
    larger = sum(abs(one) >= abs(found.estimate) for one in placebos)
    assert found.notes[0] == f"{larger} of 6 comparators differ as much from theirs"


def falling(rng: np.random.Generator | None) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """An area that falls by 12 a year, as four of ten comparators do; the others stand still."""
    trends = [-12.0] * 5 + [0.0] * 6
    tables = [area(np.random.default_rng(0) if rng is None else rng, trend=one) for one in trends]
    if rng is None:  # without chance
        for one, trend in zip(tables, trends, strict=True):
            rate = 100.0 + trend * one["month"] / 12.0
            one[OUTCOME] = rate * one["person_days"] / 365_250.0
    return tables[0], tables[1:]


def test_without_chance_it_does_without_a_trend_that_others_take_for_an_effect() -> None:
    ours, others = falling(None)
    others[-1][OUTCOME] += 10.0 * (others[-1]["month"] >= 0)  # chance, of one that stands still
    naive = areas_against_comparators([ours], others, OUTCOME, 12)
    assert naive.estimate == pytest.approx(-12.0 * 0.6, abs=1.5)  # six comparators in ten
    found = synthetic_control(ours, others, OUTCOME, 12, before=24)
    assert found.estimate == pytest.approx(0.0, abs=1e-3)


def test_where_months_are_mostly_chance_the_mixture_keeps_most_of_the_trend() -> None:
    """In areas of 10,000 the months before hardly tell who falls; the interval is wide enough."""
    found = over(30, lambda rng: synthetic_control(*falling(rng), OUTCOME, 12, before=24))
    assert -12.0 * 1.5 * 0.6 < found["estimate"].mean() < -4.0
    assert wrong(found, 0.0) <= 2


def test_it_answers_on_records_of_a_run(whole: Tables) -> None:
    areas = [one for _, one in whole["area_months"].groupby("neighbourhood")]
    for outcome in OUTCOMES:
        others = [one.assign(**{outcome: np.roll(one[outcome], shift)})
                  for one in areas for shift in (0, 5, 7)]  # fmt: skip
        found = synthetic_control(areas[0], others, outcome, 12)
        assert np.isfinite((found.low, found.high)).all() and found.low < found.estimate


def test_what_cannot_be_had_is_refused_in_one_line() -> None:
    ours, others = mixed(np.random.default_rng(9), 0.0, 6)
    late = [one[one["month"] >= -20] for one in others]
    short = [one[one["month"] >= -8] for one in (ours, *others)]
    refused = [
        (ours, others[:4], 12, None, "4 comparators: 5 are needed"),
        (ours, late, 12, None, "not of the same months"),
        (short[0], short[1:], 12, None, "before 12: records have 8 months before 0"),
        (ours, others, 13, None, "window 13: records have 12 months"),
        (ours, others, 0, None, "window 0"),
        (ours, others, 12, 48, "before 48: records have 36 months"),
    ]
    for area_, pool, window, before, reason in refused:
        with pytest.raises(InputError, match=reason) as error:
            synthetic_control(area_, pool, OUTCOME, window, before)
        assert "\n" not in str(error.value)
