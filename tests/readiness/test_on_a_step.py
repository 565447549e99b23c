"""A mean that lies on a step, or just below it: the setting, and the score that is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinedup_experiments.readiness import NAMES, Answers, answers_of, lines, questionnaire
from joinedup_experiments.readiness import settings_of as settings
from joinedup_experiments.readiness.questionnaire import Name


def sites(*scores: float) -> Answers:
    """A site for each score, which answers every question with it."""
    keys = questionnaire("aqua").questions
    return answers_of("aqua", {f"Site {n}": dict.fromkeys(keys, x) for n, x in enumerate(scores)})


@pytest.mark.parametrize(
    ("scores", "mean"), [((0.8, 4.6, 0.6), 2.0), ((3.8, 4.6, 0.6), 3.0), ((4.1, 4.3, 3.6), 4.0)]
)
def test_a_mean_on_a_step_has_reached_it(scores: tuple[float, ...], mean: float) -> None:
    assert settings(sites(*scores)) == settings(sites(mean))


def test_a_point_more_is_a_whole_point() -> None:
    assert sites(3.28).raised("culture").mean("culture") == 4.28
    for hundredths in range(401):
        raised = sites(hundredths / 100).raised("culture")
        assert raised.mean("culture") == (hundredths + 100) / 100


@given(st.sampled_from(NAMES), st.floats(0.0, 5.0) | st.sampled_from([2.9999, 3.9999, 1.99999]))
def test_a_score_is_shown_on_its_own_side_of_a_step(name: Name, score: float) -> None:
    one = questionnaire(name)
    answers = answers_of(name, {"Here": dict.fromkeys(one.questions, score)})
    for line in lines(answers):
        becomes = next(q.becomes for q in one.questions.values() if q.label == line.question)
        assert becomes is not None and abs(float(line.shown) - score) <= 0.005
        assert not becomes.steps or becomes.value(float(line.shown)) == line.value


def test_a_score_just_below_a_step_has_the_figures_that_say_so() -> None:
    shown = {line.setting: line.shown for line in lines(sites(2.9999))}
    assert shown["money_renewed_yearly"] == "2.9999" and shown["fit"] == "3"
