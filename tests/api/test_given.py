"""What is given in Python is taken as what it is, or refused in one clear line."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import joinedup as ju
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.scenario_io.plausible_worlds import SHIPPED

QUICK = {"residents": 600, "years": 0.5, "burn_in_years": 0.1}


@pytest.fixture(scope="module")
def quick() -> ju.Scenario:
    return ju.load("siloed_borough", **QUICK)


def refused(ask, reason: str) -> None:
    """Asking is refused in one line, which has the reason."""
    with pytest.raises(InputError, match=reason) as error:
        ask()
    assert "\n" not in str(error.value)


def test_numbers_of_numpy_and_pandas_are_numbers(quick):
    row = pd.Series({"residents": 600, "replications": 2, "seed": 3, "simulate": 300})
    loaded = ju.load(
        "siloed_borough",
        residents=row["residents"],
        years=np.float32(0.5),
        burn_in_years=np.float64(0.1),
    )
    assert loaded == quick
    assert ju.load("siloed_borough", years=np.int64(2)).run.years == 2
    found = ju.compare(
        loaded,
        replications=row["replications"],
        seed=row["seed"],
        simulate=row["simulate"],
        seeds_per_world=np.int8(1),
        workers=np.int64(1),
    )
    assert found.comparison.seeds == (3, 4)
    assert {type(arm.run.seed) for arm in found.arms.values()} == {int}
    assert ju.simulate(quick, seed=row["seed"], world=np.int64(2)).run.seed == 3
    planned = ju.sweep(
        quick,
        vary="handover.loss",
        ranges={"handover.loss": {"low": np.float64(0.2), "high": np.float32(0.25)}},
        size=np.int64(4),
        replications=row["replications"],
        seed=row["seed"],
    )
    assert planned.plan.design.replications == 2


def test_a_table_of_worlds_may_be_a_path(quick):
    by_path, by_name = (
        ju.compare(quick, replications=1, worlds=table, workers=1)
        for table in (SHIPPED, str(SHIPPED))
    )
    assert by_path.to_frame().equals(by_name.to_frame())


COMPARED = {
    "replications as text": ({"replications": "2"}, "replications must be a whole number"),
    "half a replication": ({"replications": 2.5}, "replications must be a whole number, not `2.5`"),
    "a number for worlds": ({"worlds": 3}, "worlds `3`: they must be plausible, one, or a table"),
    "half a seed": ({"seeds_per_world": 1.5}, "seeds_per_world must be a whole number, not `1.5`"),
    "workers as text": ({"workers": "a"}, "workers must be a whole number, not the text `a`"),
    "no workers": ({"workers": 0}, "workers must be at least 1, not 0"),
    "residents as text": ({"simulate": "300"}, "simulate must be a whole number"),
}


@pytest.mark.parametrize(("options", "reason"), COMPARED.values(), ids=COMPARED)
def test_a_comparison_of_what_cannot_be_is_refused(quick, options, reason):
    refused(lambda: ju.compare(quick, **options), reason)


LOADED = {
    "residents as text": ({"residents": "600"}, "residents must be a whole number, not the text"),
    "half a resident": ({"residents": np.float64(600.5)}, "residents must be a whole number"),
    "residents true": ({"residents": True}, "residents must be a whole number, not `true`"),
    "years as text": ({"years": "1"}, "years must be a number, not the text `1`"),
    "years without end": ({"years": float("nan")}, "years must be a number, not `nan`"),
}


@pytest.mark.parametrize(("options", "reason"), LOADED.values(), ids=LOADED)
def test_a_place_of_what_cannot_be_is_refused(options, reason):
    refused(lambda: ju.load("siloed_borough", **options), reason)


SEEDS = {
    "half": (1.5, "seed must be a whole number, not `1.5`"),
    "text": ("1", "seed must be a whole number, not the text `1`"),
    "true": (True, "seed must be a whole number, not `true`"),
    "true of numpy": (np.True_, "seed must be a whole number, not `True`"),
    "below nought": (-1, "seed must be at least 0, not -1"),
    "too large": (2**62 + 1, "seed must be at most"),
}


@pytest.mark.parametrize(("seed", "reason"), SEEDS.values(), ids=SEEDS)
def test_what_is_no_seed_is_refused_at_every_door(quick, seed, reason):
    refused(lambda: ju.simulate(quick, seed=seed), reason)
    refused(lambda: ju.compare(quick, seed=seed), reason)
    refused(lambda: ju.sweep(quick, size=4, seed=seed), reason)
    refused(lambda: ju.journey(quick, quick, seed=seed), reason)
    refused(lambda: ju.records(quick, seed=seed), reason)


ONE_RUN = {
    "half a person": (
        lambda one: ju.journey(one, one, person=1.5), "person must be a whole number, not `1.5`"
    ),
    "a person as text": (
        lambda one: ju.journey(one, one, person="5"), "person must be a whole number"
    ),
    "a life's world as text": (
        lambda one: ju.journey(one, one, world="1"), "world must be a whole number, not the text"
    ),
    "half a month": (
        lambda one: ju.records(one, months_before=0.5), "months_before must be a whole number"
    ),
    "a world of a fraction": (
        lambda one: ju.in_world(one, 1.0), "world must be a whole number, not `1.0`"
    ),
    "a world beyond the last": (
        lambda one: ju.in_world(one, 10_000), "there is no plausible world 10,000: those of"
    ),
    "a run in one": (lambda one: ju.simulate(one, world=10_000), "there is no plausible world 10"),
    "a life in one": (
        lambda one: ju.journey(one, one, world=10_000), "there is no plausible world 10,000"
    ),
    "records of one": (lambda one: ju.records(one, world=10_000), "there is no plausible world"),
    "a name, not a scenario": (
        lambda one: ju.simulate(one.name), "must be a Scenario, not str; load it: joinedup.load"
    ),
    "records of a name": (lambda one: ju.records(one, "co_located"), "must be a Scenario, not str"),
    "a name that is none": (
        lambda one: ju.compare(one, one, names=["a", None]), "with a text for each arm"
    ),
    "one text as names": (
        lambda one: ju.compare(one, one, names="ab"), "with a text for each arm"
    ),
    "names too few, one by one": (
        lambda one: ju.compare(one, one, names=iter(["a"])), "as many names are needed, not 1"
    ),
    "parameters of no group": (lambda one: ju.parameters(""), "there is no group"),
    "parameters of a list": (lambda one: ju.parameters(["crisis"]), "there is no group"),
    "a table of worlds that is not there": (
        lambda one: ju.in_world(one, 1, "no.csv"), "no.csv: it cannot be read"
    ),
    "a table that is no path": (lambda one: ju.in_world(one, 1, 5), "table must be a path"),
    "a run's world": (lambda one: ju.simulate(one, world=True), "world must be a whole number"),
}  # fmt: skip


@pytest.mark.parametrize(("ask", "reason"), ONE_RUN.values(), ids=ONE_RUN)
def test_one_run_of_what_cannot_be_is_refused(quick, ask, reason):
    refused(lambda: ask(quick), reason)


def test_a_year_and_a_threshold_of_numpy_are_taken(results):
    ours = results.effects("waiting_days", year=1)
    assert results.effects("waiting_days", year=np.int64(1)).equals(ours)
    assert results.value(np.int64(20_000)).equals(results.value(20_000.0))


ASKED = {
    "a year of a fraction": (
        lambda r: r.effects("waiting_days", year=1.0), "year must be a whole number, not `1.0`"
    ),
    "a year as text": (lambda r: r.levels(year="1"), "year must be a whole number, not the text"),
    "a year that is true": (lambda r: r.parts(year=True), "year must be a whole number"),
    "a list of measures": (
        lambda r: r.effects(["waiting_days"]), "a measure is named by one key, not by a list"
    ),
    "a list to plot": (
        lambda r: r.plot(["waiting_days"]), "a measure is named by one key, not by a list"
    ),
    "a threshold as text": (lambda r: r.value("20000"), "a threshold must be a number, not the"),
    "no threshold": (lambda r: r.value(float("nan")), "a threshold must be a number, not `nan`"),
    "half a person": (lambda r: r.animate(1.5), "people must be a whole number, not `1.5`"),
}  # fmt: skip


@pytest.mark.parametrize(("ask", "reason"), ASKED.values(), ids=ASKED)
def test_results_asked_for_what_cannot_be_refuse_it(results, ask, reason):
    refused(lambda: ask(results), reason)


def test_twins_are_of_a_scenario():
    with pytest.raises(TypeError, match="a Scenario is needed"):
        ju.twins("siloed_borough")


@pytest.mark.parametrize("path", [None, 5, "", ["a"]])
def test_what_is_no_path_is_refused_by_name(quick, path):
    kept = ju.Results(None, {})
    for ask, name in (
        (ju.open, "folder"),
        (ju.open_sweep, "folder"),
        (kept.save, "folder"),
        (kept.report, "file"),
    ):
        refused(lambda ask=ask: ask(path), f"{name} must be a path, not")
    if path is not None:
        refused(lambda: ju.compare(quick, replications=1, burn_ins=path), "burn_ins must be a path")


def test_what_is_neither_true_nor_false_is_refused_by_name(quick):
    refused(lambda: ju.simulate(quick, contacts="no"), "contacts must be true or false, not")
    refused(lambda: ju.Results(None, {}).report("r.html", pdf="no"), "pdf must be true or false")
