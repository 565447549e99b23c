"""Results that are taken away as files, and saved ones that are opened."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from joinedup_experiments.compare.api import open as open_results
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.page import paper
from joinedup_experiments.page.framed import framed
from joinedup_experiments.page.jobs import File, Session
from joinedup_experiments.page.looking import SECTIONS, section_html
from joinedup_experiments.report.chance import runs_of
from joinedup_experiments.report.reporting import report_bytes
from joinedup_experiments.scenario_io.load import written_out

FILES = {  # by the ending, which is the report's form: the button, and the kind of file
    ".html": ("Report (HTML)", "text/html"),
    ".docx": (
        "Report (Word)",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ".xlsx": (
        "Workbook (Excel)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


def take_away(mine: Session, results: Results) -> None:
    """Buttons for the report, a workbook and the scenarios.

    A file is made on asking and saved by a second button: one that makes it while it is saved
    leads nowhere when the page is drawn anew in that moment. It is kept when sharper results come.
    """
    st.write(
        "The report is one page for a board; in Word it can be edited; the workbook has its "
        "figures; a scenario is what `joinedup compare` runs again. A report takes some seconds to "
        "make, of what is shown, longer while more worlds are run. Results and files are gone when "
        "the page is loaded anew."
    )
    with st.container(horizontal=True):
        for form in FILES:
            _report(mine, results, form)
        for name, scenario in results.arms.items():
            file = f"scenario-{name}.yaml"  # as the report's command names it
            written = mine.drawn(results, file, partial(written_out, scenario))
            st.download_button(f"Scenario: {file}", written, file, "application/yaml")


def _report(mine: Session, results: Results, form: str) -> None:
    """Make a file of what is shown; the one made before stays, even of fewer worlds."""
    label, kind = FILES[form]
    of = f"{runs_of(results.comparison)}, {results.comparison.simulated:,} residents"
    made = mine.files.get(form)
    if made:
        name = f"{'results' if form == '.xlsx' else 'report'}{form}"
        st.download_button(
            f"Save: {label}, {made.of}", made.content, name, kind, key=f"save {form}"
        )
    if made and made.of == of:
        return
    if st.button(f"Make: {label}", key=f"make {form}"):
        with st.spinner("Making ..."):
            mine.files[form] = File(of, report_bytes(results, form))
        st.rerun()


def folder() -> None:
    """A folder of results under the one in which the page was begun."""
    here = Path.cwd().resolve()
    given = st.text_input("Folder of results", placeholder="results/my_comparison", key="folder")
    if not given:
        return
    try:
        path = (here / given).resolve()
    except (OSError, ValueError, RuntimeError):  # the last of links that lead round
        st.error("This cannot be the name of a folder.")
        return
    if not path.is_relative_to(here):
        st.error(f"{given}: only folders inside {here} can be opened here")
        return
    try:
        if path.is_file():
            st.error(f"{given}: this is a file; give {path.parent.relative_to(here)}")
            return
        _look_at(path, given)
    except (InputError, OSError) as error:
        st.error(str(error))


def _look_at(path: Path, given: str) -> None:
    """One part of saved results at a time; `InputError` or `OSError` where they cannot be read."""
    results = open_results(path)
    with paper.on_paper("saved"):
        st.html(paper.what_was_run({}, results))
    for note in results.notes:
        st.caption(note)
    name = st.selectbox("Look at", list(SECTIONS), key="look at saved")
    with st.spinner("Drawing ..."):
        framed(section_html(results, name), f"{name}, of {given}")
