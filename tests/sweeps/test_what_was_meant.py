"""Refusals of a design name what its file has, once, and what was meant."""

from __future__ import annotations

import pytest

from joinedup_experiments.scenario_io.load import ScenarioError

START = "base: siloed_borough\narms: [{}]\noutcomes: [{{measure: crises}}]\n"
METHOD = "method: latin_hypercube\nsize: 8\n"
ARM, VARY = "closer_working", "vary: [crisis.rate, handover.loss]\n"
WRONG_PRIOR = "ranges: {handover.loss: {distribution: lognormal, median: 5, p95: 3}}\n"
BAD = {
    "plausible for one": (
        ARM,
        VARY + "ranges: {crisis.rate: plausible}\n",
        "`plausible` is for all that vary at once",
    ),
    "a word for ranges": (ARM, VARY + "ranges: plausibel\n", "`plausible` for all that vary"),
    "a list of ranges": (ARM, VARY + "ranges: [1]\n", "must be a table of names and values"),
    "a key of a range": (ARM, VARY + "ranges: {crisis.rate: {lo: 1}}\n", "unknown key `lo`"),
    "an end of a range": (ARM, VARY + "ranges: {crisis.rate: {low: x}}\n", "must be a number"),
    "a prior that a pair names": (
        ARM,
        VARY + WRONG_PRIOR + "correlations: [{between: [crisis.rate, handover.loss], rank: 0.4}]\n",
        "`median` must lie above 0",
    ),
    "a lever that a pair names": (
        ARM,
        "vary: [crisis.rate]\nlevers: {hospital.beds_per_1000: {low: 2, high: 1}}\n"
        "correlations: [{between: [crisis.rate, hospital.beds_per_1000], rank: 0.4}]\n",
        "`low` must lie below `high`",
    ),
    "a twin": (
        "'integrated_with_capacity:capacity_only'",
        VARY,
        "a design takes no twins, which `joinedup compare` makes",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_one_fault_is_refused_once_and_by_what_the_file_has(name, read) -> None:
    arm, text, wrong = BAD[name]
    with pytest.raises(ScenarioError) as refused:
        read(METHOD + text, START.format(arm))
    (problem,) = refused.value.problems
    assert wrong in str(refused.value)
    assert not {"dict[str,Reach]", "literal['plausible']"} & set(map(str, problem.path))
