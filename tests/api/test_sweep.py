"""What the front door gives of a sweep: its points, its runs, and what they are sensitive to."""

from __future__ import annotations

import pytest

import joinedup as ju
from joinedup_experiments.display.errors import InputError

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


def test_sensitivity_has_a_row_for_each_factor(swept):
    table = swept.sensitivity("emergency_admissions")
    assert set(table["factor"]) == set(VARY)
    assert {"outcome", "index", "value", "low_95", "high_95"} <= set(table.columns)
    assert len(swept.sensitivity()) > len(table)
    with pytest.raises(InputError, match="no outcome of the sweep is `deaths`"):
        swept.sensitivity("deaths")


def test_discovery_gives_rules_if_there_are_any(swept):
    rules = swept.discover()
    assert rules.empty or {"question", "rule", "where", "answer"} <= set(rules.columns)


def test_a_finished_sweep_opens_again_and_is_not_run_twice(planned, swept):
    before = {file: file.stat().st_mtime_ns for file in swept.folder.rglob("task-*.parquet")}
    again = planned.run(swept.folder)
    assert again.sensitivity().equals(ju.open_sweep(swept.folder).sensitivity())
    assert {file: file.stat().st_mtime_ns for file in before} == before


def test_a_bad_design_is_refused_with_what_was_meant():
    siloed = ju.load("siloed_borough", residents=300, years=1, burn_in_years=0.2)
    with pytest.raises(InputError, match="power of two"):
        ju.sweep(siloed, vary=VARY, size=100, outcomes=["deaths"])
    with pytest.raises(InputError, match=r"did you mean `handover\.loss`"):
        ju.sweep(siloed, vary=["handover.los"], size=64, outcomes=["deaths"])
    with pytest.raises(InputError, match="there is no measure"):
        ju.sweep(siloed, vary=VARY, size=64, outcomes=["deths"])
