"""Points are added to a finished sweep where a larger sample holds the smaller one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.sweep import sweeping
from joinedup_experiments.sweep.extending import extend, larger_plan
from joinedup_experiments.sweep.plan import columns_of
from joinedup_experiments.sweep.reading import read_design
from joinedup_experiments.sweep.sweep_folder import Sweep, make_sweep
from joinedup_experiments.sweep.sweeping import Share

START = """base: siloed_borough
place: {residents: 300}
run: {years: 0.25, burn_in_years: 0.1}
outcomes: [{measure: crises}]
vary: [crisis.rate, handover.loss]
"""
SOBOL = START + "method: sobol\nsize: %d\nruns_in_a_task: 3\nreplications: 2\n"


class Counted:
    """In place of the model: a number that depends on the point and the seed; runs are counted."""

    runs = 0

    def __call__(self, coordinates, seed):
        type(self).runs += 1
        month = np.array([sum(coordinates) + seed, 1.0, 2.0])
        return {"siloed_borough": dict.fromkeys(self.measures, month)}


@pytest.fixture
def begun(tmp_path: Path, in_threads):
    """Runs a design with other work than the model; the sweep as the folder has it."""
    work = Counted()

    def run(text: str, name: str) -> Sweep:
        file = tmp_path / "design.yaml"
        file.write_text(text, encoding="utf-8")
        return finish(make_sweep(tmp_path / name, read_design(file), ["joinedup"], False))

    def finish(sweep: Sweep) -> Sweep:
        work.measures = columns_of(sweep.plan.measures)
        working = replace(sweep, plan=replace(sweep.plan, work=work))
        assert sweeping.go_on(working, Share(), 1, None) == 0
        return sweep

    run.finish = finish
    Counted.runs = 0
    return run


def test_a_larger_sobol_sample_has_the_results_of_one_begun_at_that_size(begun, tmp_path) -> None:
    small = begun(SOBOL % 4, "small")
    plan = larger_plan(small, 16)
    assert small.plan.runs == 4 * 4 * 2
    made = extend(small, plan, tmp_path / "large", ["joinedup"])
    before = Counted.runs
    begun.finish(made)
    anew = Counted.runs - before
    assert anew == plan.runs - small.plan.runs // 3 * 3
    whole = begun(SOBOL % 16, "whole")
    assert whole.fingerprint == made.fingerprint
    for task in range(plan.tasks):
        one, other = (s.folder / "monthly" / f"task-{task:06d}.parquet" for s in (made, whole))
        assert one.read_bytes() == other.read_bytes()
    assert made.table("outcomes") == whole.table("outcomes")


@pytest.mark.parametrize(
    ("text", "size", "says"),
    [
        (SOBOL % 4, 4, "must be above the size that it has, 4"),
        (SOBOL % 4, 12, "must be a power of two"),
        (START + "method: latin_hypercube\nsize: 4\n", 8, "lie elsewhere"),
        (START + "method: fast\nsize: 65\n", 70, "lie elsewhere"),
    ],
)
def test_what_cannot_be_extended_is_refused_with_the_reason(begun, text, size, says) -> None:
    with pytest.raises(InputError, match=says):
        larger_plan(begun(text, "small"), size)


def test_an_unfinished_sweep_is_finished_first(begun, tmp_path) -> None:
    small = begun(SOBOL % 4, "small")
    (small.folder / "monthly" / "task-000001.parquet").unlink()
    with pytest.raises(InputError, match="finish it first: joinedup resume"):
        larger_plan(small, 8)
