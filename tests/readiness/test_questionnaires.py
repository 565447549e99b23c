"""The shipped questionnaires: every answer leads to a setting that there is, and says why."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinedup.scenario.programme import Programme
from joinedup_experiments.display.document import Table
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.readiness import (
    NAMES,
    Answers,
    answers_of,
    lines,
    questionnaire,
    settings_of,
    with_readiness,
)
from joinedup_experiments.readiness.programme import mapping_parts
from joinedup_experiments.readiness.questionnaire import Level, Name
from joinedup_experiments.scenario_io.load import load_scenario

BETTER = {
    "leadership": ("laissez_faire", "inspirational", "transformational"),
    "money_renewed_yearly": (True, False),
    "opinion_leaders_involved": (False, True),
    "review_every_months": (None, 12, 6, 3),
    "new_initiative_every_months": (12, 24, 36, None),
}
SCORES = st.floats(0.0, 5.0)


def same(name: Name, score: float) -> Answers:
    one = questionnaire(name)
    return Answers(one, {"here": dict.fromkeys(one.questions, score)})


def rank(setting: str, value: Any) -> float:
    """How good a setting is: its place in `BETTER`, or the number itself."""
    if setting in BETTER:
        return BETTER[setting].index(value)
    return sum(value) if isinstance(value, list) else value


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_leads_to_a_setting_with_its_reason_or_is_for_discussion(name: Name) -> None:
    settings = []
    for one in questionnaire(name).questions.values():
        assert one.ask.endswith(".") and bool(one.discussion) != bool(one.becomes)
        if one.becomes:
            settings.append(one.becomes.setting)
            assert one.becomes.setting in Programme.model_fields
            assert one.becomes.reason and one.becomes.level in get_args(Level)
            assert "paper" in one.becomes.source
            assert bool(one.becomes.line) != bool(one.becomes.steps)
    assert len(settings) == len(set(settings)), "no setting is of two answers"


@pytest.mark.parametrize("name", NAMES)
def test_all_fives_and_all_noughts_are_the_ends(name: Name) -> None:
    best, worst = (settings_of(same(name, score), 1) for score in (5.0, 0.0))
    assert best["readiness_by_neighbourhood"] == [1.0], "as ready as a site without the answers"
    assert best["shared_purpose"] == 1.0 and best["review_every_months"] == 3
    assert worst["readiness_by_neighbourhood"] == [0.2] and worst["review_every_months"] is None
    for setting, value in best.items():
        assert rank(setting, value) > rank(setting, worst[setting]), setting


@given(st.sampled_from(NAMES), st.lists(SCORES, min_size=2, max_size=2), st.data())
def test_a_higher_answer_never_makes_a_worse_setting(name: Name, scores, data) -> None:
    one = questionnaire(name)
    key = data.draw(st.sampled_from([k for k, q in one.questions.items() if q.becomes]))
    low, high = sorted(scores)
    before, after = (
        settings_of(Answers(one, {"here": dict.fromkeys(one.questions, 2.0) | {key: x}}), 1)
        for x in (low, high)
    )
    assert all(rank(k, after[k]) >= rank(k, value) for k, value in before.items())
    assert {k for k in before if before[k] != after[k]} <= {one.questions[key].becomes.setting}


@given(st.sampled_from(NAMES), SCORES)
def test_whatever_is_answered_makes_a_sound_programme(name: Name, score: float) -> None:
    network = load_scenario("local_care_network")
    made = with_readiness(network, same(name, score))
    assert made.arrangement.programme is not None
    assert made.place == network.place and made.teams == network.teams


def test_each_neighbourhood_has_its_own_sites_readiness_and_the_rest_is_their_mean() -> None:
    one = questionnaire("aqua")
    scores = {"strong": 5.0, "middling": 3.0, "weak": 1.0}
    sites = {site: dict.fromkeys(one.questions, score) for site, score in scores.items()}
    made = settings_of(Answers(one, sites), 3)
    assert made["readiness_by_neighbourhood"] == [1.0, 0.68, 0.36]
    assert made["fit"] == settings_of(same("aqua", 3.0), 1)["fit"]
    assert settings_of(same("aqua", 3.0), 3)["readiness_by_neighbourhood"] == [0.68] * 3


def test_the_page_says_once_what_each_evidence_level_means() -> None:
    page = Path("docs/readiness.md").read_text(encoding="utf-8")
    for level in get_args(Level):
        assert page.count(f"| *{level}* |") == 1


@given(st.sampled_from(NAMES), SCORES)
def test_the_mapping_is_a_table_with_the_settings_and_their_level(name: Name, score: float) -> None:
    answers = same(name, score)
    table = pd.DataFrame(lines(answers))
    assert dict(zip(table["setting"], table["value"], strict=True)) == settings_of(answers)
    shown = next(one for one in mapping_parts(answers, 1) if isinstance(one, Table))
    column = shown.head.index("evidence level")
    assert [row[column] for row in shown.rows] == [*table["level"]]


@pytest.mark.parametrize(
    ("sites", "reason"),
    [
        ({}, "there is no site"),
        ({"here": {}}, "`here` has no answers"),
        ({"here": {"cultur": 3}}, "did you mean `culture`"),
        ({"here": {"culture": 3}}, "`service_and_care_model_design` is not answered .*6 more"),
    ],
)
def test_answers_at_hand_are_refused_as_a_forms_are(sites, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        answers_of("aqua", sites)


def test_the_files_name_their_sources() -> None:
    for name in NAMES:
        assert "paper" in questionnaire(name).source
    folder = Path("experiments/joinedup_experiments/readiness/questionnaires")
    assert {file.stem for file in folder.glob("*.yaml")} == {*NAMES}
