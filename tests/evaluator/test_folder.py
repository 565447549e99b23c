"""The command and the folder that it writes: whole, described, or not there at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.evaluator.dictionary import TYPES, Column, as_table
from joinedup_experiments.evaluator.tables import TABLES

SMALL = ["--residents", "600", "--years", "0.5", "--burn-in", "1"]


def asked(folder: Path, *options: str) -> Any:
    words = ["records", "case_management", *SMALL, "--out", str(folder), *options]
    return CliRunner().invoke(app, words)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records") / "kept"
    done = asked(folder, "--months-before", "12", "--linkage", "0.8", "--sample", "0.5")
    assert done.exit_code == 0, done.output
    return folder


def test_every_table_is_there_as_the_dictionary_describes_it(written: Path) -> None:
    described = pd.read_csv(written / "data_dictionary.csv")
    assert set(described["table"]) == set(TABLES)
    for name, rows in described.groupby("table"):
        schema = pq.read_schema(written / f"{name}.parquet")
        assert schema.names == list(rows["column"])
        for column, kind in zip(rows["column"], rows["type"], strict=True):
            assert schema.field(column).type == TYPES[kind], column


def test_the_small_tables_are_the_same_in_a_spreadsheet(written: Path) -> None:
    for name in ("area_months", "survey", "staff_returns"):
        table, sheet = pd.read_parquet(written / f"{name}.parquet"), written / f"{name}.csv"
        pd.testing.assert_frame_equal(
            pd.read_csv(sheet), table, check_dtype=False, check_categorical=False
        )


def test_the_readme_says_how_good_the_records_are_and_how_they_were_made(written: Path) -> None:
    text = (written / "README.txt").read_text(encoding="utf-8")
    for words in ("80.0% of people have linked", "50.0% of people are in them", "600 residents",
                  "12 months before", "plausible world 1"):  # fmt: skip
        assert words in text
    for name in TABLES:
        assert f"  {name} " in text


def test_what_returns_and_costs_leave_out_is_named(written: Path) -> None:
    rows = pd.read_csv(written / "data_dictionary.csv").set_index(["table", "column"])["meaning"]
    assert "outside them, such as case managers, is not in it" in rows["staff_returns", "posts"]
    for table in ("person_months", "area_months"):
        for words in ("days of delayed discharge", "corridor days", "cancelled operations"):
            assert words in rows[table, "hospital_cost"]
    text = " ".join((written / "README.txt").read_text(encoding="utf-8").split())
    assert "not those that a programme has outside them" in text


def test_the_same_is_written_again_byte_for_byte(written: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    done = asked(again, "--months-before", "12", "--linkage", "0.8", "--sample", "0.5")
    assert done.exit_code == 0
    for file in written.glob("*.parquet"):
        assert file.read_bytes() == (again / file.name).read_bytes(), file.name


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--months-before", "24"], "--months-before 24: it must be from 0 to 12"),
        (["--months-before", "-1"], "--months-before -1"),
        (["--coding", "1.5"], "--coding 1.5: it must be a share from 0 to 1"),
        (["--attrition", "1"], "--attrition 1: it must be below 1"),
        (["--sample", "0"], "--sample 0: it must be above 0"),
        (["--worlds", "two"], "worlds `two`"),
        (["--residents", "20"], "--residents 20"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    tmp_path: Path, options: list[str], reason: str
) -> None:
    folder = tmp_path / "records"
    done = asked(folder, "--months-before", "6", *options)
    assert done.exit_code == 2
    assert reason in done.output and "Traceback" not in done.output
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(written: Path) -> None:
    before = (written / "README.txt").read_bytes()
    done = asked(written, "--months-before", "6")
    assert done.exit_code == 2 and "is there already" in done.output
    assert (written / "README.txt").read_bytes() == before


def test_a_table_without_a_described_column_is_refused() -> None:
    described = [Column("asked", "whole number", "people", "people asked")]
    with pytest.raises(ValueError, match="strain"):
        as_table(described, {"asked": [1], "strain": [0.5]})
    with pytest.raises(ValueError, match="asked"):
        as_table(described, {})
