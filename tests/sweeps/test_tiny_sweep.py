"""The model itself, in a place as small as can be: from a design to indices."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from joinedup.outcomes.measures import MEASURES
from joinedup.run import branch
from joinedup_experiments.sweep.factors import point_scenarios
from joinedup_experiments.sweep.sensitivity.analysis import analyse

DESIGN = """
base: siloed_borough
arms: [local_care_network]
place: {residents: 500}
run: {years: 1, burn_in_years: 0.25}
vary: [crisis.rate, handover.loss]
levers:
  arrangement.paying.budgets: {choices: [separate, pooled]}
outcomes:
  - {measure: crises}
  - {measure: identified_unmet_need, value: level, years: [1, 1]}
  - {measure: identified_unmet_need, arm: siloed_borough}
  - {measure: waiting_days, arm: siloed_borough}
method: morris
size: 2
replications: 2
"""


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    return tmp_path_factory.mktemp("tiny")


def test_a_sweep_of_the_model_is_its_runs_and_nothing_else(swept, in_threads) -> None:
    sweep, code = swept(DESIGN, workers=2)
    plan, folder = sweep.plan, sweep.folder
    assert code == 0
    assert plan.runs == 2 * (3 + 1) * 2
    monthly = pd.read_parquet(folder / "monthly")
    assert len(monthly) == plan.runs * 2 * 12
    assert {m.key for m in MEASURES} <= set(monthly.columns)
    for number in (0, 13, plan.runs - 1):
        one = plan.run(number)
        values = {f.key: f.value(x) for f, x in zip(plan.factors, one.coordinates, strict=True)}
        base, other = point_scenarios(plan.names, plan.scenarios, plan.factors, values)
        for arm, run in zip(plan.names, branch(base, [other], one.seed), strict=True):
            mine = monthly[(monthly["run"] == number) & (monthly["arm"] == arm)]
            assert list(mine["month"]) == list(range(1, 13))
            assert set(mine["seed"]) == {one.seed}
            for key, months in run.months.items():
                assert np.array_equal(mine[key], months, equal_nan=True), key
    outcomes = pq.read_table(folder / "outcomes.parquet").to_pandas()
    crises, unmet, base_unmet, waits = (one.key for one in plan.outcomes)
    year = monthly.groupby(["run", "arm"])[["crises", "identified_unmet_need"]].sum().unstack("arm")
    wanted = year["crises"]["local_care_network"] - year["crises"]["siloed_borough"]
    found = outcomes[outcomes["outcome"] == crises].set_index("run")["value"]
    assert np.allclose(found, wanted)
    assert set(outcomes["outcome"]) == {crises, unmet, base_unmet, waits}
    summary = pd.read_parquet(folder / "summary.parquet")
    assert len(summary) == plan.runs * 2
    own = monthly[(monthly["arm"] == "siloed_borough") & (monthly["run"] == 5)]
    own = own.dropna(subset="waiting_days")
    year = np.average(own["waiting_days"], weights=own["waiting_days_weight"])
    at = summary.set_index(["run", "arm"]).loc[(5, "siloed_borough"), "waiting_days"]
    value = outcomes[outcomes["outcome"] == waits].set_index("run")["value"]
    assert year == pytest.approx(at) == pytest.approx(value[5])
    analysed = analyse(sweep)
    assert [one.outcome.key for one in analysed] == [crises, unmet, base_unmet, waits]
    assert set(analysed[1].indices.each["factor"]) == {f.key for f in plan.factors}
    assert analysed[2].indices.of("mu_star")["value"]["arrangement.paying.budgets"] == 0.0


def test_processes_and_threads_make_the_same_bytes(swept, contents, monkeypatch) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from joinedup_experiments.sweep import worker_pools
    from joinedup_experiments.sweep.worker_pools import WorkerPool

    few = DESIGN.replace("replications: 2", "runs_in_a_task: 3")
    processes, _ = swept(few, "processes", workers=2)
    monkeypatch.setattr(
        worker_pools, "local_pools", lambda workers: [WorkerPool(lambda: ThreadPoolExecutor(1))]
    )
    threads, _ = swept(few, "threads")
    assert contents(processes.folder) == contents(threads.folder)
