"""Readiness on the page: a questionnaire, the programme that it becomes, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import streamlit as st

from joinedup_experiments.display.document import Figure, Figures, Section
from joinedup_experiments.page.choices import Choices, Ready
from joinedup_experiments.page.framed import framed
from joinedup_experiments.readiness import NAMES, questionnaire, radar
from joinedup_experiments.readiness.programme import mapping_parts
from joinedup_experiments.readiness.questionnaire import Name
from joinedup_experiments.report.charts import svg
from joinedup_experiments.report.page import rendered

HEADING = "How ready are you? Let a questionnaire say how it is brought in"
NOT_USED: Literal["none"] = "none"
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
    scores = tuple(
        float(st.slider(question.ask, 0, 5, round(score), key=f"{name} {key}"))
        for (key, question), score in zip(one.questions.items(), before, strict=True)
    )
    choices = replace(choices, ready=Ready(name, scores))
    if st.checkbox("Show what these answers become, and why", key="show mapping"):
        framed(_mapping(choices), "What your answers become")
    return choices


def _mapping(choices: Choices) -> str:
    assert choices.ready is not None
    answers = choices.ready.answers
    base, _ = choices.started()
    title = f"{answers.questionnaire.title}: scores from 0 to 5"
    picture = Figure("radar", title, title, svg("radar", title, title, radar(answers)))
    parts = [*mapping_parts(answers, base.place.neighbourhoods), Figures([picture])]
    section = Section("ready", "From answers to a programme", parts)
    return rendered(section.heading, "", "plausible worlds", [section], bare=True)
