"""People on the page: one person's two lives, and people moving through services."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.animation import MovingPeople
from joinedup_experiments.compare.journey import NobodyError
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.compare.sizing import enough, sized
from joinedup_experiments.display.document import Figure, Figures, Section
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.page.framed import framed
from joinedup_experiments.page.jobs import Session
from joinedup_experiments.report.charts import svg
from joinedup_experiments.report.journeys import journey_parts
from joinedup_experiments.report.page import rendered
from joinedup_experiments.report.two_lives import TwoLives, journey
from joinedup_experiments.scenario_io.plausible_worlds import plausible_worlds

LIVES, MOVING = "One person's two lives", "People moving through services"
NAMES = (LIVES, MOVING)
DOTS = 150
PEOPLE = 3_000  # of a neighbourhood, among whom one is picked
# On a phone a picture is as wide as one can read, in a frame that scrolls and says so.
WIDE = (
    "<style>.wide {overflow-x: auto} .wide > div {min-width: 40rem} .scroll {display: none}"
    "@media screen and (max-width: 40rem) {.scroll {display: block; font: 1rem sans-serif}}"
    "@media print {.wide {overflow: visible} svg {break-inside: avoid}}</style>"
)
SCROLL = '<p class="scroll">Scroll sideways to see all of it.</p>'
WIDE_FIGURES = (
    "<style>@media screen and (max-width: 40rem) {"
    "figure {overflow-x: auto} figure svg {min-width: 40rem}"
    'figure::before {content: "Scroll sideways to see all of it."; display: block}}'
    "@media print {figure {width: 100%}}</style>"
)
NOBODY = (
    "In this world nobody with needs in two domains fares differently in the two arms. Choose "
    "another person, or more years."
)


def show(name: str, mine: Session, results: Results, arms: Mapping[str, Scenario]) -> None:
    """The one or the other."""
    if name == MOVING:
        st.write(
            f"Each dot is one of at most {DOTS} residents whose need begins in the first year, in "
            "one plausible world: a story, not an effect. Press play."
        )
        with st.spinner("Drawing ..."):
            framed(mine.drawn(results, name, lambda: _standing_alone(results)), name)
        return
    given = st.number_input("Another person (seed)", value=1.0, step=1.0, format="%g", key="person")
    seed, most = int(given), len(plausible_worlds())  # a person lives in the world of that number
    if seed != given or not 1 <= seed <= most:  # else the field would show what is not drawn
        st.error(f"Another person: give a whole number from 1 to {most}, not {given:.12g}")
        return
    try:
        with st.spinner("Living two lives ..."):
            html = mine.drawn(results, f"{name}, {seed}", lambda: _lives(arms, seed))
            framed(html, name)
    except NobodyError:
        st.info(NOBODY)
    except InputError as error:  # memory may be too short
        st.error(str(error))


def _standing_alone(results: Results) -> str:
    places = {name.replace("_", " "): each for name, each in results.animate(DOTS).places.items()}
    moving = MovingPeople(places)._repr_html_()
    return (
        f'<!DOCTYPE html><html lang="en-GB"><title>{MOVING}</title>{WIDE}<body>'
        f'{SCROLL}<div class="wide"><div>{moving}</div></div></body></html>'
    )


def _lives(arms: Mapping[str, Scenario], seed: int) -> str:
    base, other = list(arms.values())[:2]
    small = enough((base, other), PEOPLE * base.place.neighbourhoods)
    base, other = (sized(one, small) for one in (base, other))
    return _html(journey(base, other, seed, world=seed))


def _html(lives: TwoLives) -> str:
    title = f"Resident {lives.who} in both arms"
    picture = Figure("lives", title, title, svg("lives", title, title, lives.plot()))
    parts = journey_parts(lives.found, every_contact=False)
    section = Section("lives", LIVES, [*parts[:3], Figures([picture]), *parts[3:]])
    return rendered(LIVES, "", "plausible worlds", [section], bare=True) + WIDE_FIGURES
