"""Where arrangements alone vary, all points of a seed start from one burn-in."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pandas as pd
import pytest

from joinedup.run import branch, burn_in
from joinedup_experiments.compare.results import burn_ins
from joinedup_experiments.sweep import sweeping
from joinedup_experiments.sweep.factors import point_scenarios

DESIGN = """
base: siloed_borough
arms: [local_care_network]
place: {residents: 500}
run: {years: 0.5, burn_in_years: 0.5}
vary: []
levers:
  arrangement.programme.fit: {low: 0.3, high: 1.0}
outcomes: [{measure: crises}]
method: latin_hypercube
size: 3
replications: 2
"""
TEAMS = 'levers:\n  posts: {scales: ["arrangement.new_teams.*.staff.*"], low: 0.5, high: 1.5}\n'


@pytest.fixture
def made():
    """How often a burn-in was made."""
    with mock.patch.object(burn_ins, "burn_in", wraps=burn_in) as counted:
        yield counted


def test_a_sweep_of_arrangements_makes_a_burn_in_for_each_seed(swept, in_threads, made) -> None:
    sweep, code = swept(DESIGN)
    assert (code, made.call_count) == (0, 2)
    assert not (sweep.folder / ".burn_ins").exists(), "it is gone once the sweep is whole"
    monthly, plan = pd.read_parquet(sweep.folder / "monthly"), sweep.plan
    for number in range(plan.runs):
        one = plan.run(number)
        values = {f.key: f.value(x) for f, x in zip(plan.factors, one.coordinates, strict=True)}
        arms = point_scenarios(plan.names, plan.scenarios, plan.factors, values)
        for arm, run in zip(plan.names, branch(arms[0], arms[1:], one.seed), strict=True):
            mine = monthly[(monthly["run"] == number) & (monthly["arm"] == arm)]
            assert mine["ae_attendances"].tolist() == run.months["ae_attendances"].tolist()


def test_what_is_stopped_goes_on_from_them(swept, in_threads, made, tmp_path: Path) -> None:
    with (
        mock.patch.object(sweeping, "finish", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        swept(DESIGN)
    assert len(list((tmp_path / "swept" / ".burn_ins").glob("*.npz"))) == 2
    next((tmp_path / "swept" / "monthly").glob("*.parquet")).unlink()
    assert sweeping.resume_sweep(tmp_path / "swept", 1, None, None) == 0
    assert made.call_count == 2


@pytest.mark.parametrize(
    "design",
    [
        DESIGN.replace("levers:\n", TEAMS).replace("local_care_network", "hub_at_the_door"),
        DESIGN + "common_random_numbers: false\n",
        DESIGN.replace("vary: []", "vary: [crisis.rate]"),
        DESIGN.replace("levers:\n", "levers:\n  hospital.beds_per_1000: {low: 1.5, high: 2.5}\n"),
    ],
    ids=["their teams", "own seeds", "a parameter", "beds"],
)
def test_where_points_differ_before_the_change_each_has_its_own(read, design: str) -> None:
    assert not read(design, start="").shares_burn_ins


def test_where_arrangements_alone_vary_points_have_them_in_common(read) -> None:
    assert read(DESIGN, start="").shares_burn_ins
