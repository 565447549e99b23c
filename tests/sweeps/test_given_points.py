"""Points that come from a table: every column of it counts, or is refused by its name."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from joinedup_experiments.scenario_io.load import ScenarioError
from joinedup_experiments.sweep.design import design_columns, sample_columns
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.reading import read_design

DESIGN = (
    "base: siloed_borough\nvary: [crisis.rate, handover.loss]\nmethod: given\n"
    "outcomes: [{measure: crises, value: level}]\ngiven: "
)
HEAD, ROWS = "crisis.rate,handover.loss", ("1,0.2", "1.1,0.15")
POINTS = np.array([[1.0, 0.2], [1.1, 0.15]])


def read(folder: Path, table: str = "points.csv") -> Plan:
    (folder / "design.yaml").write_text(DESIGN + table + "\n", encoding="utf-8")
    return read_design(folder / "design.yaml")


def written(folder: Path, head: str, *rows: str) -> Path:
    (folder / "points.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("head", "more", "says"),
    [
        (f"{HEAD},crisis.rate", ",1.2", "has 2 columns `crisis.rate`; keep one"),
        (f"{HEAD},handover.lost", ",0.2", "`handover.lost`, which does not vary; take it out"),
        (f"{HEAD},crisis.admitted,cost", ",1,2", "`crisis.admitted`, which does not vary (nor do"),
        ("crisis.rate,handover.lost", "", "does not vary; did you mean `handover.loss`?"),
        (HEAD.replace(",", ";"), "", "put commas between them: `crisis.rate, handover.loss`"),
        ("handover.loss", "", "has no column crisis.rate"),
        (HEAD, ",0.3", "has lines of more cells than there are headings"),
    ],
)
def test_a_table_is_refused_for(tmp_path, head, more, says) -> None:
    written(tmp_path, head, *(row + more for row in ROWS))
    with pytest.raises(ScenarioError) as why:
        read(tmp_path)
    (problem,) = why.value.problems
    assert str(problem).startswith(f"{tmp_path / 'design.yaml'}:5: points.csv has ")
    assert says in str(problem)


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_value_that_cannot_be_is_named_by_its_line(tmp_path, blank) -> None:
    written(
        tmp_path, f"{blank}\n{HEAD}", blank, ROWS[0], blank, blank, "1,nought", blank, "9e9,0.2"
    )
    with pytest.raises(ScenarioError) as why:
        read(tmp_path)
    assert "crisis.rate is not a number between" in str(why.value)
    assert "on line 9 of points.csv" in str(why.value)
    (tmp_path / "points.csv").write_text(f"{HEAD}\n{blank}\n1,0.2\n{blank}\n1,nought\n")
    with pytest.raises(ScenarioError, match=r"on line 5 of points\.csv"):
        read(tmp_path)


def test_a_value_of_a_parquet_table_is_named_by_its_row(tmp_path) -> None:
    frame = pd.DataFrame({"crisis.rate": [1.0, 1.1, 9e9], "handover.loss": 0.2})
    frame.to_parquet(tmp_path / "points.parquet")
    with pytest.raises(ScenarioError, match=r"on row 3 of points\.parquet"):
        read(tmp_path, "points.parquet")


@pytest.mark.parametrize("name", ["", "point", "world"])
def test_a_column_that_numbers_the_rows_is_read_over(tmp_path, name) -> None:
    written(tmp_path, f"{name},{HEAD}", *(f"{n},{row}" for n, row in enumerate(ROWS)))
    assert np.array_equal(read(tmp_path).points, POINTS)


def test_what_a_sweep_keeps_of_its_points_can_be_given_again(tmp_path) -> None:
    plan = read(written(tmp_path, HEAD, *ROWS))
    for number, columns in enumerate((sample_columns, design_columns)):
        frame = pd.DataFrame(columns(plan.factors, plan.points))
        for name, table in (("a", frame), ("b", frame.set_index("point")), ("c", frame[::-1])):
            table.to_parquet(tmp_path / f"{name}{number}.parquet")
            points = read(tmp_path, f"{name}{number}.parquet").points
            assert np.array_equal(points, POINTS[::-1] if name == "c" else POINTS)


@pytest.mark.skipif(os.name != "posix", reason="paths are bytes on POSIX alone")
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_points_are_read_where_the_path_is_not_utf_8(tmp_path, ending) -> None:
    folder = tmp_path / os.fsdecode(b"place-\xff")
    folder.mkdir()
    plan = read(written(tmp_path, HEAD, *ROWS))
    frame = pd.DataFrame(sample_columns(plan.factors, plan.points))
    with (folder / f"points.{ending}").open("wb") as opened:
        frame.to_parquet(opened) if ending == "parquet" else frame.to_csv(opened, index=False)
    assert np.array_equal(read(folder, f"points.{ending}").points, POINTS)
