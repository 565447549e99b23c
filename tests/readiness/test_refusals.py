"""What readiness refuses, and what it says of itself: one line, true of what was asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import joinedup as ju
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.readiness import (
    NAMES,
    answers_of,
    questionnaire,
    read_answers,
    settings_of,
    what_moves,
    write_form,
)
from joinedup_experiments.readiness.words import programme_in_words
from tests.readiness.test_command import fill_in, readiness

KEYS = tuple(questionnaire("aqua").questions)
MONEY = "financial_and_contractual_mechanisms"
JOINS_NOTHING = ["siloed_borough", "merged_on_paper", "case_management:capacity_only"]


def filled_in(folder: Path, score: object) -> Path:
    file = folder / "form.yaml"
    write_form(file, "aqua")
    fill_in(file, score)
    return file


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        ({MONEY: 1}, "a point more of financial and contractual mechanisms reaches no step"),
        ({MONEY: 1, "governance": 0}, "financial and contractual mechanisms or governance reaches"),
        ({}, "every answer is at its highest"),
    ],
)
def test_that_nothing_would_change_is_said_with_its_reason(one: dict, reason: str) -> None:
    answers = answers_of("aqua", {"Here": dict.fromkeys(KEYS, 5) | one})
    with pytest.raises(InputError, match=reason):
        what_moves(ju.load("local_care_network"), answers)


@pytest.mark.parametrize("scenario", JOINS_NOTHING)
@pytest.mark.parametrize("option", [("--effect",), ("--out", "ready.yaml")])
def test_what_joins_nothing_is_refused_before_anything_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scenario: str, option: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    result = readiness(filled_in(tmp_path, 3), "--scenario", scenario, *option)
    assert result.exit_code == 2 and not result.stdout and not Path("ready.yaml").exists()
    assert f"{scenario} joins nothing, so that no programme would" in result.stderr


def test_python_refuses_what_joins_nothing_too() -> None:
    answers = answers_of("aqua", {"Here": dict.fromkeys(KEYS, 3)})
    with pytest.raises(InputError, match=r"Siloed borough joins nothing.*as local_care_network$"):
        what_moves(ju.load("siloed_borough"), answers)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--out", "ready.yaml"), "--out"),
        (("--effect", "--workers", 1), "--effect and --workers"),
        (("--scenario", "local_care_network"), "--scenario"),
    ],
)
def test_a_blank_form_is_asked_for_alone(tmp_path: Path, options, named: str) -> None:
    file = tmp_path / "form.yaml"
    result = readiness(file, "--write-form", "aqua", *options)
    assert result.exit_code == 2 and not file.exists()
    assert f"so that {named} would do nothing" in result.stderr


def test_folders_that_are_not_there_are_made_as_for_a_report(tmp_path: Path) -> None:
    form, ready = tmp_path / "forms" / "new" / "form.yaml", tmp_path / "made" / "ready.yaml"
    assert readiness(form, "--write-form", "aqua").exit_code == 0
    fill_in(form, 3)
    assert readiness(form, "--out", ready).exit_code == 0
    assert ready.is_file() and ready.with_suffix(".png").is_file()
    below = form / "below.yaml"
    for refused in (readiness(below, "--write-form", "aqua"), readiness(form, "--out", below)):
        assert refused.exit_code == 2
        assert refused.stderr == f"{below}: {form} is a file, not a folder\n"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("score", [0, 1, 2, 5])
def test_no_review_asks_anybody_where_none_is_held(name: Any, score: int) -> None:
    scores = dict.fromkeys(questionnaire(name).questions, score)
    settings = settings_of(answers_of(name, {"here": scores}))
    text, held = programme_in_words(settings), settings["review_every_months"] is not None
    assert ("nobody reviews" in text) != held
    if settings.get("users_consulted"):
        assert ("a review asks" in text.lower()) == held
        assert ("a review would ask" in text.lower()) != held


@pytest.mark.parametrize("number", [np.int64(3), np.uint8(3), np.float32(3), np.array(3)])
def test_numbers_of_numpy_are_answers(number: Any) -> None:
    answers = answers_of("aqua", {"Here": dict.fromkeys(KEYS, number)})
    assert set(answers.sites["Here"].values()) == {3.0}
    assert {type(score) for score in answers.sites["Here"].values()} == {float}


@pytest.mark.parametrize(
    ("name", "sites", "reason"),
    [
        ("aqua", {"A": None}, "answers: `A` has no answers"),
        ("aqua", {"A": [3, 4]}, "answers: `A` has no answers"),
        ("aqua", None, "answers: there is no site"),
        ("aqua", {"A": dict.fromkeys(KEYS, 3) | {1: 3}}, "`1` is no question of aqua; there are"),
        ("aqua", {"A": dict.fromkeys(KEYS, 3) | {"culture": np.True_}}, "5, not True"),
        ("Aqua", {}, "there are aqua, nine_components, parihs; did you mean `aqua`"),
        ("zebra", {}, "`zebra` is no questionnaire; there are aqua, nine_components, parihs$"),
        (None, {}, "`None` is no questionnaire"),
        (["aqua"], {}, "is no questionnaire"),
    ],
)
def test_answers_at_hand_that_are_none_are_refused_in_a_line(name, sites, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as refused:
        answers_of(name, sites)
    assert "\n" not in str(refused.value)


def test_a_form_of_no_questionnaire_is_not_written(tmp_path: Path) -> None:
    name: Any = "Aqua"
    with pytest.raises(InputError, match="did you mean `aqua`"):
        write_form(tmp_path / "form.yaml", name)
    assert not [*tmp_path.iterdir()]


def test_every_answer_that_is_no_number_is_named() -> None:
    answers = dict.fromkeys(KEYS, 3) | {"culture": "2,5", "governance": 6, "leadership": "high"}
    with pytest.raises(InputError) as refused:
        answers_of("aqua", {"Here": answers})
    lines = str(refused.value).splitlines()
    assert [line.split("`")[1] for line in lines] == ["governance", "culture", "leadership"]
    assert lines[1].endswith("not the text `2,5`; decimals take a point")


def test_what_is_not_answered_stands_beside_what_is_no_number_at_every_site(tmp_path: Path) -> None:
    wrong = {"workforce": "6", "information_and_technology": "-1", "governance": "50%", MONEY: "x"}
    lines = [f"    {key}: {wrong.get(key, '3' if key != 'culture' else '')}" for key in KEYS]
    file = tmp_path / "form.yaml"
    file.write_text("\n".join(["questionnaire: aqua", "sites:", "  A:", *lines, "  B:", *lines]))
    with pytest.raises(InputError) as refused:
        read_answers(file)
    found = str(refused.value).splitlines()
    assert len(found) == 10 and all(one.startswith(f"{file}:") for one in found)
    for site, some in (("A", found[:5]), ("B", found[5:])):
        assert any(f"`culture` is not answered for `{site}`" in one for one in some)
        assert all(any(f"`{key}` must be a number" in one for one in some) for key in wrong)


def test_an_answer_of_several_lines_or_thousands_of_characters_is_named_on_one(
    tmp_path: Path,
) -> None:
    file = filled_in(tmp_path, 3)
    text = file.read_text("utf-8").replace("culture: 3", "culture: |\n      a\n      b" + 900 * "c")
    file.write_text(text, "utf-8")
    with pytest.raises(InputError, match="`culture` must be a number") as refused:
        read_answers(file)
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 300 + len(str(file))


def test_what_no_file_may_have_stands_beside_every_other_fault(tmp_path: Path) -> None:
    """`.nan`, a question written twice, a site without answers, and a question that is none."""
    given = dict.fromkeys(KEYS, "3") | {"culture": ".nan", "workforce": "9", "cultur": "3"}
    lines = [f"    {key}: {value}" for key, value in given.items()]
    made = ["questionnaire: aqua", "sites:", "  A:", *lines, f"    {KEYS[1]}: 3", "  B:", "more: 1"]
    file = tmp_path / "form.yaml"
    file.write_text("\n".join(made))
    with pytest.raises(InputError) as refused:
        read_answers(file)
    found = str(refused.value).splitlines()
    at = [int(one.removeprefix(f"{file}:").split(":")[0]) for one in found]
    assert at == sorted(at) and len(at) == 6
    reasons = (".nan` is not a finite", "workforce` must be a number", "`cultur` is no question",
               "is written twice", "`B` has no answers", "`more` is unknown")  # fmt: skip
    assert all(any(reason in one for one in found) for reason in reasons)
    assert [one for one in found if "culture`" in one] == [found[2]]
