"""The other commands, and that looking something up is quick."""

from __future__ import annotations

import csv
import io
import json
import os

import pytest

from joinedup.rules.collected import declared


def test_every_shipped_scenario_is_sound(joinedup):
    names = [s for s in joinedup("scenarios").stdout.splitlines() if not s.startswith(" ")]
    assert "siloed_borough" in names
    assert joinedup("validate", *names).exit_code == 0


def test_the_parameter_table_holds_every_declared_quantity(joinedup):
    text = joinedup("parameters", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["key"] for row in rows} == set(declared())
    assert all(float(row["low"]) <= float(row["high"]) for row in rows)
    assert all(row["unit"] and row["source"] and row["evidence"] and row["role"] for row in rows)
    shown = json.loads(joinedup("parameters", "--format", "json").stdout)
    assert [row["key"] for row in shown] == list(declared())
    table = joinedup("parameters", "--format", "markdown", "--group", "crisis").stdout
    keys = [line.split(" | ")[0].strip("| ") for line in table.splitlines()[2:]]
    assert keys == [key for key in declared() if key.startswith("crisis.")]


def test_a_journey_is_told_and_written(joinedup, tmp_path):
    pair = ["siloed_borough", "local_care_network"]
    options = ["--residents", 1500, "--years", 2, "--burn-in", 0.5, "--seed", 5, "--world", 2]
    shown = joinedup("journey", *pair, *options, "--out", tmp_path / "j")
    assert shown.exit_code == 0, shown.output
    assert "the lives part" in shown.output
    assert "can touch another's" in " ".join(shown.output.split())
    where = "Both arms are in plausible world 2, with random seed 5."
    assert where in " ".join(shown.output.split())
    written = json.loads((tmp_path / "j" / "manifest.json").read_text(encoding="utf-8"))
    assert (written["world"], written["seed"]) == (2, 5)
    assert written["arms"][0]["scenario"]["assumptions"]
    with open(tmp_path / "j" / "journey.csv", encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    arms = {row["arm"] for row in rows}
    assert len(arms) == 2
    consulted = {row["resource"] for row in rows if row["activity"] == "consultation"}
    assert len(consulted) == 1 and "" not in consulted, "their own practice"
    shared = [
        [(r["timestamp"], r["in_words"]) for r in rows if r["arm"] == arm and
         r["before_parting"] == "true"]
        for arm in arms
    ]  # fmt: skip
    assert shared[0] == shared[1]


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["--help"], ["validate", "siloed_borough"]])
def test_looking_something_up_takes_a_third_of_a_second(program, tmp_path, arguments):
    """Processor time, which says less about who else uses the machine."""
    took = []
    for _ in range(5):
        before = os.times()
        running = program(tmp_path, *arguments)
        running.communicate()
        after = os.times()
        took.append(after.children_user - before.children_user)
        took[-1] += after.children_system - before.children_system
        assert running.returncode == 0
    assert min(took) < 0.3


def test_a_schema_is_written_over_a_schema_alone(joinedup, tmp_path):
    mine, schema = tmp_path / "mine.yaml", tmp_path / "scenario.schema.json"
    mine.write_text("based_on: siloed_borough\n")
    refused = joinedup("schema", "--out", mine)
    assert refused.exit_code == 2 and "never written over" in refused.stderr
    assert mine.read_text() == "based_on: siloed_borough\n"
    for _ in range(2):
        assert joinedup("schema", "--out", schema).exit_code == 0


def test_a_map_that_was_stopped_between_its_files_is_gone_on_with(joinedup, tmp_path):
    command = ["map", "siloed_borough", "--out", tmp_path / "map.html"]
    assert joinedup(*command).exit_code == 0
    whole = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    for name in ("map.html", "map_narrow.svg"):
        (tmp_path / name).unlink()
    assert joinedup(*command).exit_code == 0
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == whole
    assert len(whole) == 5 and joinedup(*command).exit_code == 2


def test_a_map_is_written_over_nothing(joinedup, tmp_path):
    (tmp_path / "map.svg").write_text("mine")
    refused = joinedup("map", "siloed_borough", "--out", tmp_path / "map.html")
    assert refused.exit_code == 2 and "never written over" in refused.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["map.svg"]
