"""`joinedup evaluate` as it is asked: a small one from end to end, and what is refused."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from shutil import copytree

import pandas as pd
import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.designs.catalogue import DESIGNS
from joinedup_experiments.evaluator.evaluation.in_one_world import PLACEBO, PROGRAMME
from joinedup_experiments.scenario_io.plausible_worlds import plausible_worlds
from joinedup_experiments.sweep import worker_pools
from tests.pools import LOCAL_POOLS, pools_in_threads

IN_TURN = "stepped_wedge"
SMALL = (
    "--replications", "10", "--simulate", "1000", "--years", "0.8", "--burn-in", "1.5",
    "--comparators", "5", "--months-before", "14", "--window", "6", "--workers", "1",
    "--outcome", "emergency_admissions", "--outcome", "hospital_cost",
)  # fmt: skip


def evaluate(*options: str):
    return CliRunner().invoke(app, ["evaluate", *options])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small evaluation, run once."""
    folder = tmp_path_factory.mktemp("evaluation")
    envelope = folder / "mine.yaml"
    envelope.write_text("of: area\nmonths: 6\nemergency_admissions: {expect: falls, sure: 0.8}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LOCAL_POOLS, pools_in_threads)
        result = evaluate(
            "case_management", *SMALL, "--envelope", str(envelope), "--out", str(folder / "whole")
        )
    assert result.exit_code == 0, result.output
    assert "held against everybody in the area over 6 months" in result.stderr
    return folder / "whole"


def test_every_design_is_made_in_every_world(whole: Path) -> None:
    estimates = pd.read_parquet(whole / "estimates.parquet")
    assert len(estimates) == 2 * 10 * (len(DESIGNS) - 1) * 2, "there are no neighbourhoods in turn"
    answered = estimates.dropna(subset=["estimate"])
    made = set(answered[answered["arm"] == PROGRAMME]["design"])
    # In so small a place enrolment seldom jumps at the threshold.
    assert made | {"discontinuity"} == set(DESIGNS) - {IN_TURN}
    placebo = answered[answered["arm"] == PLACEBO]
    of_area = {name for name, one in DESIGNS.items() if one.of == "area"}
    assert set(placebo["design"]) == of_area - {IN_TURN}
    assert (placebo["truth"] == 0.0).all()
    assert (answered["low"] <= answered["estimate"]).all()


def test_tables_pictures_and_a_page_are_written(whole: Path) -> None:
    names = {one.name for one in whole.iterdir()}
    assert {"performance.csv", "power.csv", "evaluation.json"} <= names
    dictionary = pd.read_csv(whole / "data_dictionary.csv")
    for table in ("performance", "power", "left_out", "estimates"):
        described = dictionary[dictionary["table"] == table]["column"]
        assert {*pd.read_parquet(whole / f"{table}.parquet").columns} == {*described}
    assert {"emergency_admissions-area.svg", "power-hospital_cost-areas.png"} <= names
    page = (whole / "evaluation.html").read_text()
    assert "The sealed envelope" in page and "nan" not in page.lower().replace("governance", "")
    about = json.loads((whole / "evaluation.json").read_text())
    assert "5 of 15 comparators" in about["evaluated"]


def again(whole: Path, *options: str):
    envelope = str(whole.parent / "mine.yaml")
    return evaluate(
        "case_management", *SMALL, "--envelope", envelope, "--out", str(whole), *options
    )


def test_what_is_done_is_not_run_again(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(workers: int):
        raise AssertionError("nothing was left to run")

    monkeypatch.setattr(worker_pools, "local_pools", refused)
    before = (whole / "performance.csv").read_bytes()
    result = again(whole)
    assert result.exit_code == 0, result.output
    assert (whole / "performance.csv").read_bytes() == before


def test_a_sealed_envelope_cannot_be_left_out(whole: Path) -> None:
    before = (whole / "evaluation.html").read_bytes()
    result = evaluate("case_management", *SMALL, "--out", str(whole))
    assert result.exit_code == 2 and "an envelope is sealed here" in result.stderr
    assert (whole / "evaluation.html").read_bytes() == before


def test_another_evaluation_is_not_mixed_in(whole: Path) -> None:
    result = again(whole, "--linkage", "0.9")
    assert result.exit_code == 2
    assert "asked for now: linkage 0.9, not linkage 1." in " ".join(result.stderr.split())
    other = evaluate("local_care_network", *SMALL, "--out", str(whole))
    assert other.exit_code == 2 and "\n" not in other.stderr.strip().replace("\n  ", " ")


def test_a_part_that_is_another_evaluation_is_refused_before_the_other_part_is_run(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copytree(whole / "worlds", tmp_path / "begun" / "worlds")

    def refused(*_: object):
        raise AssertionError("comparators were run first")

    monkeypatch.setattr(worker_pools, "local_pools", refused)
    options = (*SMALL, "--seed", "2", "--out", str(tmp_path / "begun"))
    result = evaluate("case_management", *options)
    assert result.exit_code == 2 and "seed 2, not seed 1" in " ".join(result.stderr.split())
    assert not (tmp_path / "begun" / "comparators").exists()


def test_an_envelope_that_comes_after_the_runs_is_not_taken(whole: Path, tmp_path: Path) -> None:
    late = tmp_path / "late.yaml"
    late.write_text("of: area\nmonths: 6\nemergency_admissions: {expect: stays, sure: 0.5}\n")
    result = evaluate("case_management", *SMALL, "--envelope", str(late), "--out", str(whole))
    assert result.exit_code == 2 and "begun with another envelope" in result.stderr


@pytest.mark.parametrize("name", ["mine.txt", "worlds/mine.txt", "comparators/mine.txt"])
def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    result = evaluate("case_management", *SMALL, "--out", str(tmp_path))
    assert result.exit_code == 2 and "is no evaluation" in result.stderr
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [tmp_path / name]


def test_a_folder_below_a_file_is_refused_before_any_run(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    for out in (tmp_path / "mine", tmp_path / "mine" / "new"):
        result = evaluate("case_management", *SMALL, "--out", str(out))
        assert result.exit_code == 2
        assert f"{out}: {tmp_path / 'mine'} is a file, not a folder" in result.stderr


def test_one_that_was_killed_at_its_beginning_is_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".unfinished-worlds-1@elsewhere").mkdir()

    def reached(workers: int):
        raise InputError("it goes on")

    monkeypatch.setattr(worker_pools, "local_pools", reached)
    result = evaluate("case_management", *SMALL, "--out", str(tmp_path))
    assert result.exit_code == 2 and "it goes on" in result.stderr


def test_parts_are_gone_on_with_by_this_command_alone(whole: Path) -> None:
    result = CliRunner().invoke(app, ["resume", str(whole / "worlds")])
    assert result.exit_code == 2
    command = " ".join(result.stderr.split("go on with: ")[1].split())
    assert command.startswith("joinedup evaluate case_management --window 6 --outcome emergency")
    assert f"--out {whole}" in command and "--coding" not in command


def test_the_command_that_is_kept_goes_on_with_it(whole: Path) -> None:
    _, _, *options = json.loads((whole / "evaluation.json").read_text())["command"]
    before = (whole / "evaluation.html").read_bytes()
    result = evaluate(*options)
    assert result.exit_code == 0, result.output
    assert (whole / "evaluation.html").read_bytes() == before


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--design", "xyz"), "--design xyz: no such design; there are enrolled"),
        (
            ("--design", "stepped_wegde"),
            "--design stepped_wegde: no such design; did you mean `stepped_wedge`?",
        ),
        (("--outcome", "lives"), "--outcome lives: there are emergency"),
        (("--window", "90"), "--window 90: it must be from 1 to 84"),
        (("--window", "0"), "--window 0: it must be from 1"),
        (("--comparators", "1"), "--comparators 1: 5 are needed"),
        (("--initiatives", "2"), "--initiatives 2: it must be a share"),
        (("--replications", "3"), "--replications 3: 10 worlds are needed"),
        (("--replications", "9999"), "--seed 1 with --replications 9999: it goes to world 9999"),
        (("--seed", "5000"), "--seed 5000 with --replications 50: it goes to world 5049"),
        (("--comparators", "500"), "--comparators 500: 1500 places are drawn from"),
        (("--seed", "0"), "--seed 0: its run is in world {last}, which a comparator has, too"),
        (("--months-before", "0"), "--months-before 0: there must be 1 at least"),
        (("--months-before", "1", "--design", "time_series"), "--design time_series: before 12"),
        (("--months-before", "500"), "--months-before 500: it must be from 1 to"),
        (("--linkage", "7"), "--linkage 7"),
        (("--linkage", "0"), "--linkage 0: it must be above 0"),
        (("--design", IN_TURN), "gives neighbourhoods no different months of going live"),
        (("--shard", "1/2"), "--shard needs --out"),
        (("--envelope", "none.yaml"), "none.yaml: this file cannot be read"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_run(
    options: tuple[str, ...], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = evaluate("case_management", *options)
    reason = reason.format(last=len(plausible_worlds()))
    assert result.exit_code == 2 and reason in " ".join(result.stderr.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("scenario", "options", "reason"),
    [
        (
            "three_networks_in_turn",
            ("--design", IN_TURN, "--window", "24"),
            "window 24: 2 neighbourhoods can be",
        ),
        ("local_care_network", ("--design", "matched_exact"), "has no `case_management`"),
    ],
)
def test_a_design_that_can_never_be_had_is_refused_at_once(
    scenario: str, options: tuple[str, ...], reason: str, tmp_path: Path
) -> None:
    result = evaluate(scenario, *options, "--out", str(tmp_path / "out"))
    assert result.exit_code == 2 and reason in " ".join(result.stderr.split())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("of: neighbourhoods\nmonths: 6\n", "the designs asked for tell of enrolled and area"),
        ("of: area\nmonths: 12\n", "`months: 12` is not evaluated; 6 are"),
        ("of: area\nmonths: 6\nelective_stays: {expect: falls, sure: 1}\n", "is not evaluated"),
    ],
)
def test_an_envelope_that_could_not_be_held_against_it_is_refused(
    text: str, reason: str, tmp_path: Path
) -> None:
    envelope = tmp_path / "mine.yaml"
    envelope.write_text(text + "emergency_admissions: {expect: falls, sure: 0.5}\n")
    result = evaluate(
        "case_management", *SMALL, "--envelope", str(envelope), "--out", str(tmp_path / "out")
    )
    assert result.exit_code == 2 and reason in " ".join(result.stderr.split())
    assert not (tmp_path / "out").exists()


def test_designs_left_out_have_their_reason(whole: Path) -> None:
    left = pd.read_csv(whole / "left_out.csv").set_index("design")
    assert left.loc["discontinuity", "worlds"] < 10
    assert "threshold" in left.loc["discontinuity", "reason"]
    assert "The reason, in world" in (whole / "evaluation.html").read_text()


def test_a_place_that_joins_nothing_has_nothing_to_evaluate() -> None:
    result = evaluate("siloed_borough")
    assert result.exit_code == 2 and "nothing to evaluate" in result.stderr


def test_an_envelope_to_fill_in_is_written(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    assert evaluate("case_management", "--write-envelope", str(file)).exit_code == 0
    text = file.read_text()
    assert "emergency_admissions: {expect: , sure: }" in text
    assert "of: enrolled\nmonths: 60\n" in text and "evaluate case_management --env" in text
    assert evaluate("case_management", "--write-envelope", str(file)).exit_code == 2


@pytest.mark.parametrize(
    ("lacking", "scheduler", "says"),
    [
        (["statsmodels"], [], "needs statsmodels: pip install 'joinedup[evaluate]'"),
        (["statsmodels", "dask"], [], "needs statsmodels: pip install 'joinedup[evaluate]'"),
        (
            ["statsmodels", "dask"], ["--scheduler", "tcp://nowhere:1"],
            "needs statsmodels and dask: pip install 'joinedup[evaluate,cluster]'",
        ),
    ],
)  # fmt: skip
def test_all_that_is_not_installed_is_named_at_once(monkeypatch, lacking, scheduler, says) -> None:
    for package in lacking:
        monkeypatch.setitem(sys.modules, package, None)
    shown = evaluate("case_management", *scheduler)
    assert shown.exit_code == 2
    assert shown.stderr.splitlines() == [f"joinedup evaluate {says}"]
