"""What a sweep planned in Python is given: taken as it is, or refused in one clear line."""

from __future__ import annotations

import numpy as np
import pytest

import joinedup as ju
from joinedup_experiments.display.errors import InputError

FIT = {"arrangement.programme.fit": {"low": 0.3, "high": 1.0}}


def planned(**given) -> ju.sweep:
    small = {"residents": 300, "years": 1, "burn_in_years": 0.2}
    arms = [ju.load(name, **small) for name in ("siloed_borough", "local_care_network_well")]
    usual = {"vary": "handover.loss", "method": "latin_hypercube", "size": 20}
    return ju.sweep(*arms, **{**usual, **given})


def test_an_empty_list_lets_no_assumption_vary():
    assert list(planned(vary=[], levers=FIT).points) == [*FIT]


def test_names_that_come_one_by_one_are_all_that_vary():
    assert list(planned(vary=iter(["handover.loss"])).points) == ["handover.loss"]


def test_a_seed_of_nought_is_a_seed():
    none, one = (planned(seed=seed) for seed in (0, 1))
    assert none.plan.design.seed == 0
    assert not none.points.equals(one.points)


def test_one_measure_may_be_a_text():
    (outcome,) = planned(outcomes="crises").plan.outcomes
    assert outcome.measure == "crises"


def test_an_arm_may_be_called_sweep():
    assert planned(names=["Sweep", "other"]).plan.names == ("Sweep", "other")
    assert planned(names=["other", "sweep"]).plan.names == ("other", "sweep")


REFUSED = {
    "nothing that varies": ({"vary": None}, "vary must be a list, not empty"),
    "no point": ({"size": 0}, "size must be at least 1, not 0"),
    "no outcome": ({"outcomes": []}, "outcomes"),
    "an outcome that is nothing": ({"outcomes": [None]}, "each of outcomes must be a table"),
    "a range as a pair": (
        {"ranges": {"handover.loss": (0.1, 0.2)}}, "each of ranges must be a table"
    ),
    "a lever as a list": ({"levers": {"hospital.beds_per_1000": [1, 2]}}, "each of levers must"),
    "levers as a list": ({"levers": ["hospital.beds_per_1000"]}, "each of levers must be a table"),
    "no correlations": ({"correlations": None}, "correlations must be a list, not empty"),
    "a correlation as three": (
        {"correlations": [("handover.loss", "crisis.rate", 0.5)]}, "each of correlations must be"
    ),
    "an array of years": (
        {"outcomes": [{"measure": "crises", "years": np.array([1, 1])}]},
        "a design takes text, numbers, lists and tables",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("given", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_design_is_refused(given, reason):
    with pytest.raises(InputError, match=reason) as caught:
        planned(**given)
    assert "\n" not in str(caught.value)
