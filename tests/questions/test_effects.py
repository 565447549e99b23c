"""``joinedup effects`` prints every pattern, and refuses what makes no sense."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.studies.answers import read_results
from joinedup_experiments.studies.effects import PAGE, RESULTS
from joinedup_experiments.studies.study import pattern_names, read_pattern


@pytest.fixture
def say():
    return lambda *words: CliRunner().invoke(app, ["effects", *words], env={"COLUMNS": "200"})


def test_every_pattern_has_its_line(say) -> None:
    shown = " ".join(say().stdout.split())
    for name in pattern_names():
        first = read_pattern(name).study.title.split()[0]
        assert first in shown
    assert "verdict" in shown
    assert shown.count("come out in most") >= 3


def test_one_question_may_be_asked_for(say) -> None:
    shown = say("--question", "freed_beds")
    assert shown.exit_code == 0
    assert "Freed beds" in shown.stdout
    assert "Case management" not in shown.stdout


def test_an_unknown_question_is_refused(say) -> None:
    shown = say("--question", "free_beds")
    assert shown.exit_code == 2
    assert "there is no question `free_beds`; did you mean `freed_beds`?" in shown.output


def test_replicates_without_again_are_refused(say) -> None:
    shown = say("--replications", "4")
    assert shown.exit_code == 2
    assert "go with --again" in shown.output


def test_worlds_are_plausible_or_one(say) -> None:
    assert "go with --again" in say("--worlds", "one").output
    shown = say("--again", "--worlds", "own")
    assert shown.exit_code == 2
    assert "they must be plausible, one" in shown.output


def test_a_question_run_again_leaves_its_answer_in_a_folder(say, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shown = say("--again", "--question", "lowering_barriers", "--replications", "2",
               "--residents", "600", "--workers", "2", "--out", str(out))  # fmt: skip
    assert shown.exit_code == 0, shown.output
    answer = read_results(out / RESULTS).answers["lowering_barriers"]
    page = (out / PAGE).read_text(encoding="utf-8")
    assert answer.worlds == "plausible" and answer.runs == 2
    assert answer.verdict[1:] in page and answer.verdict[1:] in " ".join(shown.stdout.split())
    assert all(one.says in page and one.in_words in page for one in answer.judged)
    again = say("--again", "--out", str(out))
    assert again.exit_code == 2
    assert "is there already" in again.output
