"""What the front door gives of a sweep: its points, its runs, and what they are sensitive to."""

from __future__ import annotations

import subprocess
import sys

import pytest

import joinedup as ju
from joinedup_experiments.display.errors import InputError
from tests.pools import LOCAL_POOLS, pools_in_threads

VARY = ["crisis.rate", "handover.loss"]


@pytest.fixture(scope="module")
def planned():
    small = {"residents": 300, "years": 1, "burn_in_years": 0.2}
    arms = [ju.load(name, **small) for name in ("siloed_borough", "co_located")]
    return ju.sweep(
        *arms,
        vary=VARY,
        method="latin_hypercube",
        size=24,
        outcomes=[
            {"measure": "emergency_admissions", "arm": "siloed"},
            {"measure": "crises", "arm": "siloed"},
            "unmet_mild",
        ],
        names=["siloed", "joined"],
    )


@pytest.fixture(scope="module")
def swept(planned, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LOCAL_POOLS, pools_in_threads)
        return planned.run(tmp_path_factory.mktemp("api") / "sweep", workers=1)


def test_the_points_are_there_before_anything_runs(planned):
    assert list(planned.points.columns) == VARY
    assert len(planned.points) == 24
    assert "24 points" in repr(planned)


def test_the_runs_come_as_a_dataset(swept):
    data = swept.to_xarray(["emergency_admissions"])
    assert dict(data.sizes) == {"point": 24, "replication": 1, "arm": 2, "month": 12}
    assert int(data.runs_missing) == 0
    assert "finished" in repr(swept)
    assert swept.to_xarray("emergency_admissions").equals(data)
    with pytest.raises(InputError, match="a set has no order"):
        swept.to_xarray({"emergency_admissions", "crises"})


def test_sensitivity_has_a_row_for_each_factor(swept):
    table = swept.sensitivity("emergency_admissions")
    assert set(table["factor"]) == set(VARY)
    assert {"outcome", "index", "value", "low_95", "high_95"} <= set(table.columns)
    assert table["outcome"].nunique() == 1 < swept.sensitivity()["outcome"].nunique()
    with pytest.raises(InputError, match="no outcome of the sweep is `deaths`"):
        swept.sensitivity("deaths")
    for ask in (swept.sensitivity, swept.value_of_information):
        with pytest.raises(InputError, match="`5`"):
            ask(5)


def test_what_it_is_worth_to_know_has_a_row_for_each_assumption_and_one_for_everything(swept):
    table = swept.value_of_information("crises")
    assert {"assumption", "everything"} <= set(table["kind"])
    assert set(table.loc[table["kind"] == "assumption", "key"]) == set(VARY)
    assert (table["value"] >= 0.0).all() and (table["benefit"] == "crises").any()


def test_discovery_gives_rules_if_there_are_any(swept):
    rules = swept.discover()
    assert rules.empty or {"question", "rule", "where", "answer"} <= set(rules.columns)


def test_a_finished_sweep_opens_again_and_is_not_run_twice(planned, swept):
    before = {file: file.stat().st_mtime_ns for file in swept.folder.rglob("task-*.parquet")}
    again = planned.run(swept.folder)
    mine, opened = (one.sensitivity("crises") for one in (again, ju.open_sweep(swept.folder)))
    assert len(mine) and mine.equals(opened)
    assert {file: file.stat().st_mtime_ns for file in before} == before


def test_a_bad_design_is_refused_with_what_was_meant():
    siloed = ju.load("siloed_borough", residents=300, years=1, burn_in_years=0.2)
    with pytest.raises(InputError, match="power of two"):
        ju.sweep(siloed, vary=VARY, size=100, outcomes=["deaths"])
    with pytest.raises(InputError, match=r"did you mean `handover\.loss`"):
        ju.sweep(siloed, vary=["handover.los"], size=64, outcomes=["deaths"])
    with pytest.raises(InputError, match="there is no measure"):
        ju.sweep(siloed, vary=VARY, size=64, outcomes=["deths"])


SCRIPT = """
import joinedup as ju
print("run once", flush=True)
small = {"residents": 300, "years": 1, "burn_in_years": 0.2}
arms = [ju.load(name, **small) for name in ("siloed_borough", "co_located")]
swept = ju.sweep(*arms, vary="handover.loss", method="latin_hypercube", size=16,
                 outcomes=["crises"]).run("swept", workers=2)
print(int(swept.to_xarray(["crises"]).runs_missing))
"""


@pytest.mark.slow
def test_a_plain_script_can_run_a_sweep(tmp_path):
    """Without ``if __name__ == "__main__"``: workers do not run the user's script again."""
    (tmp_path / "mine.py").write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, "mine.py"], cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    lines = done.stdout.splitlines()
    assert (lines.count("run once"), lines[-1]) == (1, "0"), done.stderr


@pytest.mark.parametrize("vary", [{"handover.loss": [0.1, 0.9]}, [3], ["handover.loss", None]])
def test_what_varies_is_named(vary):
    with pytest.raises(InputError, match="ranges go in ranges="):
        ju.sweep(ju.load("siloed_borough"), ju.load("co_located"), vary=vary)


def test_a_fault_of_a_sweep_names_no_file_that_is_gone():
    with pytest.raises(InputError) as caught:
        ju.sweep(ju.load("siloed_borough"), ju.load("co_located"), vary="handover.los")
    assert "/" not in str(caught.value) and ".yaml" not in str(caught.value)
    assert "\nthere is no parameter `handover.los` (where" in str(caught.value)
