"""An evaluation with matched controls, where the answer is known."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from joinedup.codes import Activity
from joinedup.engine.events import EVENT
from joinedup.results import LOOK_BACK
from joinedup.rules.collected import parameter_record
from joinedup.run import branch
from joinedup_experiments.compare.intervals import Interval, interval_of
from joinedup_experiments.display.document import Table
from joinedup_experiments.evaluator.designs.matching import CALIPER, nearest, score_of
from joinedup_experiments.studies.evaluation_section import evaluation_section
from joinedup_experiments.studies.matched_controls import COVARIATES, Evaluation, evaluate
from joinedup_experiments.studies.running import Outcomes
from joinedup_experiments.studies.study import read_pattern

PEOPLE, PICKED, DAY, FOLLOWED = 4_000, 150, 366.0, 400.0
ADMITTED = Activity.EMERGENCY_ADMISSION


def made_up(seed: int, picked_by: str, ratio: float) -> tuple[Any, Any]:
    """Two runs of people of very different rates: with and without ``ratio`` times the picked's.

    They are picked at random, by admissions of the half year before, or by that and by what no
    record shows: who will be worse from now on.
    """
    rng = np.random.default_rng(seed)
    rate, worse = rng.gamma(0.5, 1.2, PEOPLE), np.ones(PEOPLE)
    past, when = happened(rng, rate, DAY)
    lately = np.bincount(past[when > DAY / 2.0], minlength=PEOPLE)
    chance = {"chance": np.ones(PEOPLE), "record": 0.02 + (lately > 0)}.get(picked_by)
    if chance is None:
        worse = np.exp(rng.normal(-0.5, 1.0, PEOPLE))
        chance = worse * (0.2 + lately)
    picked = rng.choice(PEOPLE, PICKED, replace=False, p=chance / chance.sum())
    history = log(past, when)
    runs = []
    for treated in (True, False):
        factor = np.where(np.isin(np.arange(PEOPLE), picked), ratio if treated else 1.0, 1.0)
        who, at = happened(rng, rate * worse * factor, FOLLOWED)
        events = log(who, DAY + at)
        if treated:
            events = np.concatenate([log(picked, np.full(PICKED, DAY), Activity.ENROLLED), events])
        runs.append(as_run(history, events))
    return runs[0], runs[1]


def happened(
    rng: np.random.Generator, rate: np.ndarray, days: float
) -> tuple[np.ndarray, np.ndarray]:
    who = np.repeat(np.arange(PEOPLE), rng.poisson(rate * days / 365.25))
    return who, rng.uniform(0.0, days, len(who))


def log(who: np.ndarray, when: np.ndarray, activity: Activity = ADMITTED) -> np.ndarray:
    rows = np.zeros(len(who), EVENT)
    rows["who"], rows["time"], rows["activity"] = who, when, activity
    return rows[np.argsort(rows["time"], kind="stable")]


def as_run(history: np.ndarray, events: np.ndarray) -> Any:
    none = np.zeros(PEOPLE, np.int64)
    names = ("age", "quintile", "care_home", "known", "neighbourhood", "generation")
    p = parameter_record({}).view(np.recarray)[0]
    programme = SimpleNamespace(go_live_by_neighbourhood=None)
    return SimpleNamespace(
        history=SimpleNamespace(events=history, residents=dict.fromkeys(names, none)),
        events=events, residents={"age": none}, index_day=DAY, years=FOLLOWED / 365.25,
        world=SimpleNamespace(globals=[SimpleNamespace(p=p)]),
        scenario=SimpleNamespace(arrangement=SimpleNamespace(programme=programme)),
    )  # fmt: skip


def found_over(picked_by: str, ratio: float = 1.0) -> dict[str, Interval]:
    """What different comparisons find, and the largest differences left, over some seeds."""
    every: list[Evaluation] = []
    for seed in range(10):
        one = evaluate(*made_up(seed, picked_by, ratio))
        assert one is not None
        every.append(one)
    values = {
        "before": [one.mine.after[0] - one.mine.before[0] for one in every],
        "everybody": [(one.mine.after - one.expected(one.everybody))[0] for one in every],
        "matched": [(one.mine.after - one.expected(one.controls))[0] for one in every],
        "truth": [one.mine.after[0] - one.themselves[0] for one in every],
        "unlike_everybody": [np.abs(one.unlike[0]).max() for one in every],
        "unlike": [np.abs(one.unlike[1]).max() for one in every],
    }
    return {name: interval_of(np.array(x)) for name, x in values.items()}


def test_where_there_is_no_effect_and_chance_picks_none_is_found() -> None:
    found = found_over("chance")
    assert not any(found[one].excludes_zero for one in ("before", "everybody", "matched", "truth"))


def test_matching_undoes_the_picking_of_people_at_their_worst() -> None:
    """They get better by themselves: that, and not the effect, is what a before and after shows."""
    found = found_over("record")
    assert found["before"].high < -0.3 and found["everybody"].high < -0.3
    assert not found["matched"].excludes_zero
    assert found["unlike_everybody"].low > 1.0 and found["unlike"].high < 0.1


def test_an_effect_is_found_by_degrees_and_as_large_as_it_is() -> None:
    some, more = found_over("record", 1.5), found_over("record", 2.0)
    assert some["matched"].low > 0.0 and more["matched"].low > some["matched"].high
    for one in (some, more):
        assert one["matched"].low < one["truth"].mean < one["matched"].high


def test_what_no_record_shows_stays_as_a_bias() -> None:
    """Clinicians pick those who are getting worse: alike on record, and yet not alike."""
    found = found_over("clinician")
    assert found["unlike"].high < 0.1 and not found["truth"].excludes_zero
    assert found["matched"].low > 0.2


def test_nobody_is_a_control_twice_or_beyond_the_caliper() -> None:
    rng = np.random.default_rng(3)
    treated = rng.normal(1.0, 1.0, (80, 4)).round(1)  # many ties
    pool = rng.normal(0.0, 1.0, (300, 4)).round(1)
    found = nearest(treated, pool)
    chosen = found[found >= 0]
    assert len(chosen) == len(set(chosen.tolist())) <= len(pool)
    apart = np.abs(treated[:, :1] - pool[found, 0])[found >= 0]
    assert apart.max() <= CALIPER * np.concatenate([treated, pool])[:, 0].std()
    full = found >= 0
    assert (full[:, :-1] >= full[:, 1:]).all() and full.any(axis=1).sum() < len(treated)
    assert np.array_equal(found, nearest(treated, pool))


def test_a_score_is_least_squares() -> None:
    x = np.random.default_rng(1).normal(size=(50, 2))
    assert score_of(x, 1.0 + x @ [2.0, -3.0]) == pytest.approx([1.0, 2.0, -3.0])


def test_controls_lived_elsewhere_and_had_the_same_past_and_were_never_enrolled() -> None:
    """Of the shipped pattern, in small; removal: where nobody is enrolled, nothing is found."""
    asked = read_pattern("enrolled_and_controls")
    small = {"place.residents": 20_000, "years": 1.0, "burn_in_years": 1.5}
    base, other = (asked.scenario(arm, asked.first_setting).with_(small) for arm in asked.arms)
    siloed, run = branch(base, [other], 4)
    assert run.history is siloed.history
    times = run.history.events["time"]
    assert run.index_day - LOOK_BACK <= times.min() and times.max() < run.index_day
    assert evaluate(siloed, siloed) is None
    found = evaluate(run, siloed)
    assert found is not None and 0 < found.matched <= found.enrolled
    controls = found.controls_of[found.controls_of >= 0]
    assert len(controls) == len(set(controls.tolist()))
    lives = run.residents["neighbourhood"]
    assert set(lives[found.rows]) == {0} and 0 not in lives[controls]
    again = evaluate(run, run)
    assert again is not None and np.array_equal(again.themselves, again.mine.after)


def test_the_page_sets_the_evaluation_beside_the_truth_and_what_was_published() -> None:
    asked = read_pattern("enrolled_and_controls")
    arm, spread = list(asked.arms)[1], 0.001 * np.arange(3)[:, None]
    values = {(asked.first_setting, arm, key): 1.0 + spread for key in asked.measures}
    values[asked.first_setting, arm, "enrolled_emergency_matched"] = 0.8 + 0.8 * spread
    outcomes = Outcomes(values, (1, 2, 3))
    _, heads, alike = evaluation_section(asked, outcomes).parts
    assert isinstance(heads, Table) and isinstance(alike, Table)
    emergency = dict(zip(heads.head, heads.rows[0], strict=True))
    assert emergency["against their matched controls"].startswith("+25.0%")
    assert emergency["against the same people without"].startswith("0%")
    assert emergency["published"] == "+9% (+2%)"
    assert len(alike.rows) == len(COVARIATES)
    lacking = {
        key: np.where(np.arange(4)[:, None] == 3, np.nan, v[[0, 1, 2, 2]])
        for key, v in values.items()
    }
    again = evaluation_section(asked, Outcomes(lacking, (1, 2, 3, 4)))
    assert again.parts[1:] == [heads, alike], "one without a value is passed over"
