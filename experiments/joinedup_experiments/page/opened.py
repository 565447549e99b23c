"""Results that are taken away as files, and saved ones that are opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from joinedup_experiments.compare.api import open as open_results
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.page.framed import framed
from joinedup_experiments.page.jobs import Session
from joinedup_experiments.page.looking import SECTIONS, section_html
from joinedup_experiments.report.exports.word import word_report
from joinedup_experiments.report.exports.workbook import workbook
from joinedup_experiments.report.page import page
from joinedup_experiments.scenario_io.load import written_out

FILES: tuple[tuple[str, str, str, Callable[[Results], str | bytes]], ...] = (
    ("Report (HTML)", "report.html", "text/html", page),
    (
        "Report (Word)", "report.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", word_report,
    ),
    (
        "Workbook (Excel)", "results.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook,
    ),
)  # fmt: skip


def take_away(mine: Session, results: Results) -> None:
    """Buttons for the report, a workbook and the scenarios.

    A file is made on asking and saved by a second button: one that makes it while it is saved
    leads nowhere when the page is drawn anew in that moment.
    """
    st.write(
        "The report is one page for a board; in Word it can be edited; the workbook has its "
        "figures; a scenario is what `joinedup compare` runs again. A report takes some seconds to "
        "make, of what is shown: wait for the last worlds, or stop, before you make one. Results "
        "are gone when the page is loaded anew."
    )
    with st.container(horizontal=True):
        for label, file, kind, make in FILES:
            _file(mine, results, (label, file, kind), make)
        for name, scenario in results.arms.items():
            label, file = f"Scenario: {name.replace('_', ' ')}", f"{name}.yaml"
            written = mine.drawn(results, file, partial(written_out, scenario))
            st.download_button(label, written, file, "application/yaml")


def _file(
    mine: Session,
    results: Results,
    file: tuple[str, str, str],
    make: Callable[[Results], str | bytes],
) -> None:
    label, name, kind = file
    if not mine.has_drawn(results, name):
        if not st.button(f"Make: {label}"):
            return
        with st.spinner("Making ..."):
            mine.drawn(results, name, lambda: make(results))
        st.rerun()
    st.download_button(
        f"Save: {label}", mine.drawn(results, name, lambda: make(results)), name, kind
    )


def folder() -> None:
    """A folder of results under the one in which the page was begun."""
    here = Path.cwd().resolve()
    given = st.text_input("Folder of results", placeholder="results/my_comparison", key="folder")
    if not given:
        return
    try:
        path = (here / given).resolve()
    except (OSError, ValueError):
        st.error("This cannot be the name of a folder.")
        return
    if not path.is_relative_to(here):
        st.error(f"{given}: only folders inside {here} can be opened here")
        return
    try:
        results = open_results(path)
    except InputError as error:
        st.error(str(error))
        return
    for note in results.notes:
        st.caption(note)
    name = st.selectbox("Look at", list(SECTIONS), key="look at saved")
    with st.spinner("Drawing ..."):
        framed(section_html(results, name), f"{name}, of {given}")
