"""People on the page: one person's two lives, and people moving through services."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.document import Figure, Figures, Section
from joinedup_experiments.page.jobs import STAGES
from joinedup_experiments.report.charts import svg
from joinedup_experiments.report.journeys import journey_parts
from joinedup_experiments.report.page import rendered
from joinedup_experiments.report.two_lives import TwoLives, journey

LIVES, MOVING = "One person's two lives", "People moving through services"
NAMES = (LIVES, MOVING)


def show(name: str, results: Results, arms: Mapping[str, Scenario]) -> None:
    """The one or the other."""
    if name == MOVING:
        st.write("Each dot is a person whose need begins in the first year. Press play.")
        st.iframe(_standing_alone(results), height=760, alt=name)
        return
    seed = st.number_input("Another person (seed)", 1, 999, 1, 1, key="person")
    with st.spinner("Living two lives ..."):
        st.iframe(_lives(arms, int(seed)), alt=name)


def _standing_alone(results: Results) -> str:
    moving = results.animate()._repr_html_()
    return f'<!DOCTYPE html><html lang="en-GB"><title>{MOVING}</title><body>{moving}</body></html>'


def _lives(arms: Mapping[str, Scenario], seed: int) -> str:
    kept = st.session_state.setdefault("lives", {})
    if kept.get("of") != (id(arms), seed):
        base, other = list(arms.values())[:2]
        small = STAGES[0].residents * base.place.neighbourhoods
        two = [one.with_({"residents": small}) for one in (base, other)]
        kept.clear()
        kept.update(
            {"of": (id(arms), seed), "html": _html(journey(two[0], two[1], seed, world=seed))}
        )
    return str(kept["html"])


def _html(lives: TwoLives) -> str:
    title = f"Resident {lives.who} in both arms"
    picture = Figure("lives", title, title, svg("lives", title, title, lives.plot()))
    parts = journey_parts(lives.found, every_contact=False)
    section = Section("lives", LIVES, [*parts[:3], Figures([picture]), *parts[3:]])
    return rendered(LIVES, "", "plausible worlds", [section], bare=True)
