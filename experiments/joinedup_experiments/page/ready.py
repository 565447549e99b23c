"""Readiness on the page: a questionnaire, the programme that it becomes, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import streamlit as st

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.document import Figure, Figures, Section
from joinedup_experiments.page.choices import Choices, Ready
from joinedup_experiments.page.controls import ARRANGEMENT, Control, Value
from joinedup_experiments.page.framed import framed
from joinedup_experiments.readiness import NAMES, questionnaire, radar
from joinedup_experiments.readiness.programme import in_words, mapping_parts, settings_of
from joinedup_experiments.readiness.questionnaire import Name
from joinedup_experiments.report.charts import svg
from joinedup_experiments.report.page import rendered

TURN = "turn"  # in the session: how often controls were begun anew, as their keys have it
HEADING = "How ready are you? Let a questionnaire say how it is brought in"
NOT_USED: Literal["none"] = "none"
STEP = 0.5  # of sliders; a bookmark may have any score
MIDDLE = 3.0  # where sliders stand before they are moved; it is said beside them


def ready(choices: Choices) -> Choices:
    """The questionnaire and its sliders; what they become replaces how it is brought in."""
    options: list[Name | Literal["none"]] = [NOT_USED, *NAMES]
    given = choices.ready
    name = st.selectbox(
        "Questionnaire", options, options.index(given.name) if given else 0,
        format_func=lambda one: "Not used" if one == NOT_USED else questionnaire(one).title,
    )  # fmt: skip
    if name == NOT_USED:
        return replace(choices, ready=None)
    one = questionnaire(name)
    st.caption(f"From {one.scale}. Sliders begin in the middle, which is no answer of yours.")
    before = given.scores if given and given.name == name else (MIDDLE,) * len(one.questions)
    turn = st.session_state.get(TURN, 0)
    scores = tuple(
        st.slider(question.ask, 0.0, 5.0, score, STEP, "%.6g", key=f"{name} {key} {turn}")
        for (key, question), score in zip(one.questions.items(), before, strict=True)
    )
    choices = replace(choices, ready=Ready(name, scores))
    if st.checkbox("Show what these answers become, and why", key="show mapping"):
        framed(_mapping(choices), "What your answers become")
    return choices


def overridden(choices: Choices, other: Scenario) -> None:
    """Say which choices stand in place of what the answers become in the ``other`` arm."""
    if choices.ready is None:
        return
    answered = settings_of(choices.ready.answers, other.place.neighbourhoods)
    mine = [
        f"{one.label}: {_shown(one, value)}, in place of {_shown(one, one.read(other))}"
        for one in ARRANGEMENT
        if (value := choices.changes.get(one.key)) is not None
        and any(path.rpartition(".")[2] in answered for path in one.changes(other, value))
    ]
    if mine:
        st.warning(
            "Choices under “How it is brought in” stand in place of what these answers become.\n"
            + "\n".join(f"- {one}" for one in mine)
        )


def _shown(one: Control, value: Value) -> str:
    """A value as its control shows it."""
    if one.kind == "share":
        return f"{100.0 * value:.6g}%"  # type: ignore[operator]
    return in_words(value)


def _mapping(choices: Choices) -> str:
    assert choices.ready is not None
    answers = choices.ready.answers
    title = f"{answers.questionnaire.title}: scores from 0 to 5"
    picture = Figure("radar", title, title, svg("radar", title, title, radar(answers)))
    parts = [*mapping_parts(answers, choices.siloed().place.neighbourhoods), Figures([picture])]
    section = Section("ready", "From answers to a programme", parts)
    return rendered(section.heading, "", "plausible worlds", [section], bare=True)
