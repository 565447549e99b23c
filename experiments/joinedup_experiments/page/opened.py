"""Results that are taken away as files, and saved ones that are opened."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from joinedup_experiments.compare.api import open as open_results
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.page.framed import framed
from joinedup_experiments.page.looking import SECTIONS, section_html
from joinedup_experiments.report.exports.word import word_report
from joinedup_experiments.report.exports.workbook import workbook
from joinedup_experiments.report.page import page
from joinedup_experiments.scenario_io.load import written_out


def take_away(results: Results) -> None:
    """Buttons for the scenarios, the report and a workbook."""
    st.write(
        "The report is one page for a board; in Word it can be edited; the workbook has its "
        "figures; a scenario is what `joinedup compare` runs again. They are made when you press: "
        "a report takes some seconds. Results are gone when the page is loaded anew."
    )
    with st.container(horizontal=True):
        st.download_button("Report (HTML)", lambda: page(results), "report.html", "text/html")
        st.download_button(
            "Report (Word)", lambda: word_report(results), "report.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        )  # fmt: skip
        st.download_button(
            "Workbook (Excel)", lambda: workbook(results), "results.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )  # fmt: skip
        for name, scenario in results.arms.items():
            label, file = f"Scenario: {name.replace('_', ' ')}", f"{name}.yaml"
            st.download_button(label, partial(written_out, scenario), file, "application/yaml")


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
