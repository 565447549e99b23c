"""`joinedup readiness`: a form, what it becomes, and what is refused in one line."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.readiness.answers import read_answers, write_form
from joinedup_experiments.readiness.programme import with_readiness
from joinedup_experiments.readiness.questionnaire import NAMES, questionnaire
from joinedup_experiments.readiness.what_moves import Moved, ranked, verdict, what_moves
from joinedup_experiments.scenario_io.load import load_scenario


def readiness(*options: object):
    return CliRunner().invoke(app, ["readiness", *map(str, options)])


def fill_in(file: Path, score: object) -> None:
    """Write the same score behind every question that has none."""
    file.write_text(re.sub(r"^(    \w+):$", rf"\1: {score}", file.read_text(), flags=re.M))


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    file = tmp_path / "mine.yaml"
    write_form(file, "aqua")
    return file


@pytest.fixture
def form(blank: Path) -> Path:
    fill_in(blank, 3)
    return blank


@pytest.mark.parametrize("name", NAMES)
def test_a_form_is_blank_and_is_never_written_over(name: str, tmp_path: Path) -> None:
    file = tmp_path / "form.yaml"
    assert readiness(file, "--write-form", name).exit_code == 0
    questions = questionnaire(name).questions
    key = next(iter(questions))
    with pytest.raises(InputError, match=f"`{key}` is not answered .*{len(questions) - 1} more"):
        read_answers(file)
    fill_in(file, 3)
    assert set(read_answers(file).sites["Our site"].values()) == {3.0}
    again = readiness(file, "--write-form", name)
    assert again.exit_code == 2 and "never written over" in again.stderr


def test_a_scenario_and_a_picture_are_written_and_hold_what_was_shown(form: Path) -> None:
    out = form.with_name("ready.yaml")
    result = readiness(form, "--out", out)
    assert result.exit_code == 0, result.output
    assert "review every months: 6" in " ".join(result.output.split())
    made = load_scenario(out)
    expected = with_readiness(load_scenario("local_care_network"), read_answers(form))
    assert made.arrangement == expected.arrangement
    assert out.with_suffix(".png").stat().st_size > 10_000 and out.with_suffix(".svg").exists()
    again = readiness(form, "--out", out)
    assert again.exit_code == 2 and "never written over" in again.stderr


@pytest.mark.parametrize("base", ["local_care_network", "local_care_network_well"])
@pytest.mark.parametrize("score", [0, 3, 5])
def test_what_is_written_loads_as_what_was_shown(blank: Path, base: str, score: int) -> None:
    """A weak site holds no reviews, which takes out those that its base has."""
    fill_in(blank, score)
    out = blank.with_name("ready.yaml")
    result = readiness(blank, "--out", out, "--scenario", base)
    assert result.exit_code == 0, result.output
    expected = with_readiness(load_scenario(base), read_answers(blank))
    assert load_scenario(out).arrangement == expected.arrangement


@pytest.mark.parametrize(
    ("was", "written", "reason"),
    [
        ("culture: 3", "culture: 7", ":20: `culture` must be a number from 0 to 5, not 7"),
        ("culture: 3", "culture: yes", "`culture` must be a number from 0 to 5"),
        ("culture: 3", "cultur: 3", "`cultur` is no question of aqua; did you mean `culture`?"),
        ("culture: 3", "", "mine.yaml:8: `culture` is not answered for `Our site`: “People of all"),
        ("culture: 3", "culture:", ":20: `culture` is not answered for `Our site`: “People of all"),
        ("culture: 3", "culture: ~", "Write a number from 0 (low) to 5 (high), how capable"),
        ("questionnaire: aqua", "questionnaire: aquae", "there are aqua, nine_components, parihs"),
        ("questionnaire: aqua", "", "`questionnaire` is missing"),
        ("sites:", "site:", "`site` is unknown; did you mean `sites`?"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(
    form: Path, was: str, written: str, reason: str
) -> None:
    text = form.read_text()
    assert text.count(f"{was}\n") or was == "sites:"
    form.write_text(text.replace(was, written, 1))
    result = readiness(form)
    assert result.exit_code == 2 and reason in result.stderr, result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_sites_are_one_or_as_many_as_neighbourhoods(form: Path) -> None:
    site = "".join(form.read_text().partition("  Our site")[1:])
    form.write_text(form.read_text() + site.replace("Our site", "Another"))
    assert readiness(form).exit_code == 0, "one neighbourhood has the mean of its sites"
    result = readiness(form, "--scenario", "three_networks")
    assert result.exit_code == 2 and "2 sites, and the place has 3 neighbourhoods" in result.stderr


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--write-form", "aqa"), "`aqa` is no questionnaire; there are aqua"),
        (("--out", "ready.txt"), "a scenario's file ends in .yaml"),
        (("--scenario", "networks"), "networks"),
    ],
)
def test_what_is_asked_wrongly_is_refused(form: Path, options, reason: str) -> None:
    result = readiness(form, *options)
    assert result.exit_code == 2 and reason in result.stderr


def test_a_point_more_of_an_answer_is_run_beside_the_present_ones(form: Path) -> None:
    answers = read_answers(form)
    best = dict.fromkeys(answers.questionnaire.questions, 5.0) | {"culture": 3.0, "workforce": 4}
    few = type(answers)(answers.questionnaire, {"here": best})
    place = load_scenario("local_care_network").with_({"place.residents": 900})
    moved = what_moves(place.with_({"run.burn_in_years": 0.5}), few, worlds=5, workers=1)
    assert {one.question.key for one in moved} == {"culture", "workforce"}
    assert moved[0].paired.gain.mean >= moved[1].paired.gain.mean
    assert [one.paired.rank for one in moved] in ([1, 1], [1, 2])
    assert {(one.now, one.then) for one in moved} == {("0.72", "0.86"), ("0.8", "1")}


def moved_by(*gains: Sequence[float]) -> list[Moved]:
    """What is moved by questions of which each gains so much in each world."""
    questions = [*questionnaire("aqua").questions.values()]
    return [
        Moved(questions[one.candidate], "", "", "", one) for one in ranked(np.array(gains))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ([-1.0, 1.0, -1.0, 1.0, 0.1], [0.0, 0.0, 0.1, -0.1, 0.0], "None of them raises"),
        ([4.0, 5.0, 6.0, 5.0, 4.0], [3.0, 6.0, 4.0, 6.0, 4.0], "is not told apart from workforce"),
        ([4.0, 5.0, 6.0, 5.0, 4.0], [1.0, 2.0, 1.0, 2.0, 1.0], "design gains most, by more than"),
        ([-4.0, -5.0, -6.0, -5.0], [-1.0, -2.0, -1.0, -2.0], "None of them raises"),
    ],
)
def test_what_gains_most_is_said_only_where_it_can_be_told(first, second, words: str) -> None:
    assert words in verdict(moved_by(first, second))


def test_ranks_are_by_pairs_of_the_same_worlds() -> None:
    """Worlds differ by far more than candidates do, so that all intervals overlap."""
    worlds = np.array([1.0, 5.0, 9.0, 13.0, 17.0])
    wobble = np.array([0.2, -0.2, 0.1, -0.1, 0.0])
    found = ranked(np.array([worlds - 1.0 + wobble, worlds, worlds - 0.05 + 2.0 * wobble]))
    assert [one.candidate for one in found] == [1, 2, 0]
    assert [one.rank for one in found] == [1, 1, 3]
    first, _, last = found
    assert last.gain.high > first.gain.low, "the intervals overlap"
    assert last.behind.low > 0.0 and last.behind.mean == pytest.approx(1.0)
    assert first.behind.mean == first.behind.high == 0.0
    assert "design gains most, by more" in verdict(moved_by(worlds, worlds - 1.0 + wobble))


def test_commands_to_type_quote_names(tmp_path: Path) -> None:
    file = tmp_path / "how [ready].yaml"
    shown = readiness(file, "--write-form", "aqua")
    assert shlex.quote(str(file)) in shown.stdout
    assert "#   joinedup readiness 'how [ready].yaml'\n" in file.read_text()
    fill_in(file, 3)
    out = tmp_path / "out [1].yaml"
    shown = readiness(file, "--out", out)
    assert shown.exit_code == 0 and shown.stdout.rstrip().endswith(shlex.quote(str(out)))
