"""Points that come from a table: every column of it counts, or is refused by its name."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from joinedup_experiments.compare.results.sealed import sealed_table
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.scenario_io.load import ScenarioError
from joinedup_experiments.sweep.design import design_columns, sample_columns
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.given_points import _column, read_points
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
        (f"{HEAD},crisis.admitted,cost", ",1,2", "`crisis.admitted`, which does not vary (nor"),
        ("crisis.rate,handover.lost", "", "does not vary; did you mean `handover.loss`?"),
        (HEAD.replace(",", ";"), "", "put commas between them: `crisis.rate, handover.loss`"),
        ("handover.loss", "", "has no column crisis.rate"),
        (HEAD, ",0.3", "has 3 cells where there are 2 headings, on line 2"),
    ],
)
def test_a_table_is_refused_for(tmp_path, head, more, says) -> None:
    written(tmp_path, head, *(row + more for row in ROWS))
    with pytest.raises(ScenarioError) as why:
        read(tmp_path)
    (problem,) = why.value.problems
    assert str(problem).startswith(f"{tmp_path / 'design.yaml'}:5: points.csv has ")
    assert says in str(problem)


BUDGETS = "levers: {arrangement.paying.budgets: {choices: [separate, aligned, pooled]}}\n"
WITH_CHOICE = f"{HEAD},arrangement.paying.budgets"


@pytest.fixture
def with_choice(monkeypatch) -> None:
    arms = f"arms: [local_care_network_well]\n{BUDGETS}outcomes:"
    monkeypatch.setattr(f"{__name__}.DESIGN", DESIGN.replace("outcomes:", arms))


@pytest.mark.parametrize("named", ["separate,pooled,aligned", "0,2.0,1", "0,pooled ,1.0"])
def test_a_choice_is_its_name_or_its_position(tmp_path, with_choice, named) -> None:
    rows = [f"1,0.2,{cell}" for cell in named.split(",")]
    plan = read(written(tmp_path, WITH_CHOICE, *rows))
    budgets = plan.factors[-1]
    assert [budgets.value(x) for x in plan.points[:, -1]] == ["separate", "pooled", "aligned"]


def test_what_is_no_choice_is_told_what_there_is(tmp_path, with_choice) -> None:
    written(tmp_path, WITH_CHOICE, "1,0.2,pooled", "1,0.2,shared", "1,0.2,")
    with pytest.raises(ScenarioError) as why:
        read(tmp_path)
    says = "is no position of a choice (0 is separate, 1 is aligned, 2 is pooled), nor its name"
    assert f"budgets {says} on line 3, 4 of points.csv" in str(why.value.problems[0])


def test_counted_from_1_a_choice_is_refused(tmp_path, with_choice) -> None:
    """The position after the last would be taken for the last, and the first never run."""
    written(tmp_path, WITH_CHOICE, "1,0.2,1", "1,0.2,2", "1,0.2,3")
    with pytest.raises(ScenarioError) as why:
        read(tmp_path)
    assert "budgets is no position of a choice" in str(why.value.problems[0])
    whole = Factor("lever", "lever", 1.0, 6.0, whole=True)
    with pytest.raises(InputError, match="is not a number between 1 and 5 on line 3 of"):
        _column(Path("points.csv"), whole, ["5", "6"], [2, 3])


@pytest.mark.parametrize(("key", "cell"), [("place.residents", "499.9"), ("budgets", "0.9")])
def test_a_fraction_is_no_whole_number_and_no_position(tmp_path, key, cell) -> None:
    """It would be cut off in silence, but in a sweep's own sample, where it is by design."""
    choices = ("separate", "aligned", "pooled") if key == "budgets" else ()
    steps = Factor(key, "lever", 0.0, 3.0 if choices else 601.0, choices, whole=not choices)
    own = sealed_table({key: [2.0, float(cell)]}, {"sweep": "", "task": None})
    (tmp_path / "sample.parquet").write_bytes(own)
    pd.DataFrame({key: [2.0, float(cell)]}).to_parquet(tmp_path / "points.parquet")
    (tmp_path / "points.csv").write_text(f"{key}\n2\n{cell}\n", encoding="utf-8")
    assert read_points(tmp_path / "sample.parquet", [steps])[1, 0] == float(cell)
    for name, where in (("points.csv", "line 3"), ("points.parquet", "row 2")):
        what = f"{key} is {cell} on {where} of {name}, and takes whole numbers"
        with pytest.raises(InputError, match=re.escape(what)):
            read_points(tmp_path / name, [steps])


@pytest.mark.parametrize("cells", ["true,false", "TRUE,False", "0,1"])
def test_true_and_false_are_names_not_numbers(cells) -> None:
    """As numbers, `true` would be the position of the second choice."""
    factor = Factor("lever", "lever", 0.0, 2.0, choices=(True, False))
    assert _column(Path("points.csv"), factor, cells.split(","), [2, 3]) == [0.0, 1.0]
    assert _column(Path("points.parquet"), factor, [True, False], [2, 3]) == [0.0, 1.0]


def test_where_choices_are_numbers_a_cell_is_a_position() -> None:
    factor = Factor("lever", "lever", 0.0, 3.0, choices=(2, 1, 4))
    assert _column(Path("points.csv"), factor, ["1", "0", "2"], [2, 3, 4]) == [1.0, 0.0, 2.0]


def test_a_point_that_is_there_twice_is_refused_under_common_random_numbers(tmp_path) -> None:
    written(tmp_path, HEAD, ROWS[0], ROWS[1], "", "1.0,0.20")
    with pytest.raises(ScenarioError) as why:
        read(tmp_path)
    says = "line 5 of points.csv is the same point as line 2, so the same runs once more"
    assert says in str(why.value.problems[0])
    apart = "points.csv\ncommon_random_numbers: false"
    assert len(read(tmp_path, apart).points) == 3


@pytest.mark.parametrize("bad", ["wrong", "1_0", "inf", "nan", ""])
def test_lines_are_those_of_the_file(tmp_path, bad) -> None:
    written(tmp_path, HEAD, "", ROWS[0], "", f"{bad},0.2", ROWS[1])
    with pytest.raises(ScenarioError) as why:
        read(tmp_path)
    assert "on line 5 of points.csv" in str(why.value.problems[0])


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
