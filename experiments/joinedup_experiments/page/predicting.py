"""Predict, then run: what is expected of four figures, and what came out beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.numbers import percent_with_interval
from joinedup_experiments.evaluator.evaluation.envelope import (
    DIRECTIONS,
    MARGIN,
    direction_of,
    possible,
)
from joinedup_experiments.report.view import View
from joinedup_experiments.scenario_io.diff.phrases import listing

KEYS = ("emergency_admissions", "identified_unmet_need", "undetected_need", "cost_public")
SKIP = "Run without saying what I expect"
BARE = {"falls": "fall", "stays": "stay", "rises": "rise"}


def asked() -> dict[str, str] | None:
    """What is expected, by measure; empty where it was skipped, None before all is said."""
    st.write(f"In an average year, joined up beside siloed (stays: by less than {MARGIN:.0%}):")
    given = {}
    options = [one.capitalize() for one in DIRECTIONS]
    columns = st.columns(2)
    for number, key in enumerate(KEYS):
        choice = columns[number % 2].radio(
            measure(key).label, options, index=None, horizontal=True, key=f"expect {key}"
        )
        if choice:
            given[key] = choice.lower()
    if st.checkbox(SKIP, key="skip"):
        return given
    return given if len(given) == len(KEYS) else None


def beside(expected: Mapping[str, str], results: Results) -> None:
    """What was expected beside what came out."""
    if not expected:
        return
    view = View(results.comparison)
    lines = []
    for key, direction in expected.items():
        effect = view.effect(1, key)
        share = None if effect.from_none else effect.of_base
        found = direction_of(share) if share else None
        may = possible(share) if share else DIRECTIONS
        might = listing((BARE[one] for one in may), "or")
        came = found or f"may {might}"
        came += f", {percent_with_interval(share)}" if share else ""
        lines.append(
            f"- **{measure(key).label}**: you expected that it {direction}; on average over worlds "
            f"it {came}. {_verdict(direction, may)}"
        )
    st.subheader("What you expected")
    st.markdown("\n".join(lines))


def _verdict(expected: str, may: Sequence[str]) -> str:
    if expected not in may:
        return "Not as you expected."
    return "As you expected." if len(may) == 1 else "These worlds do not tell."
