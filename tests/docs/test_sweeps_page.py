"""The designs on the page of sweeps can be run, and its lines read what a sweep leaves behind."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import duckdb
import pandas
import pytest

import joinedup_experiments.sweep
from joinedup_experiments.sweep.design import METHODS, Design
from joinedup_experiments.sweep.reading import read_design
from tests.pools import LOCAL_POOLS, pools_in_threads
from tests.sweeps.functions import ONE_FACTOR

PAGE = (Path(__file__).parents[2] / "docs" / "sweeps.md").read_text(encoding="utf-8")
TINY = ONE_FACTOR + "size: 2\n"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.S)


@pytest.mark.parametrize("text", blocks("yaml"))
def test_every_design_can_be_run(text: str, tmp_path: Path) -> None:
    file = tmp_path / "my_design.yaml"
    file.write_text(text, encoding="utf-8")
    assert read_design(file).runs > 0
    assert len(blocks("yaml")) == 4


def test_every_key_and_method_is_told_of() -> None:
    for name in (*Design.model_fields, *METHODS):
        if name not in ("name", "about"):
            assert f"`{name}`" in PAGE, name


def test_the_lines_in_python_read_a_sweep(tmp_path: Path, monkeypatch) -> None:
    from joinedup_experiments.sweep.sweeping import sweep_design

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(LOCAL_POOLS, pools_in_threads)
    Path("my_design.yaml").write_text(TINY, encoding="utf-8")
    assert sweep_design(Path("my_design.yaml"), Path("results/my_sweep"), 1, None, None) == 0
    with_pandas, with_duckdb, with_xarray = blocks("python")
    table = eval(with_pandas, {"pandas": pandas})
    assert {"run", "point", "replication", "seed", "arm", "month"} <= set(table.columns)
    assert len(table) == 2 * 3
    ((arm, mean),) = eval(with_duckdb, {"duckdb": duckdb}).fetchall()
    assert arm == "siloed_borough"
    assert mean == pytest.approx(table["unmet_severe"].mean())
    found = eval(with_xarray, {"joinedup_experiments": joinedup_experiments})
    assert list(found.unmet_severe.values.ravel()) == list(table["unmet_severe"])


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_line_in_r_reads_a_sweep(tmp_path: Path) -> None:
    (tmp_path / "results" / "my_sweep" / "monthly").mkdir(parents=True)
    file = tmp_path / "results" / "my_sweep" / "monthly" / "task-000000.parquet"
    pandas.DataFrame({"run": [0, 0, 1]}).to_parquet(file)
    (line,) = blocks("r")
    code = f"cat(nrow({line.strip()}))"
    shown = subprocess.run(["Rscript", "-e", code], cwd=tmp_path, capture_output=True, text=True)
    if "there is no package called" in shown.stderr:
        pytest.skip("R has no arrow or dplyr")
    assert shown.stdout == "3", shown.stderr
