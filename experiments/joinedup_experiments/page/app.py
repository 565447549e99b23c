"""The interactive page: `joinedup page` runs this file with Streamlit.

Choose a place and an arrangement, predict, run, and look. All text on results is the report's own.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Mapping, Sequence

import streamlit as st

from joinedup.scenario.scenario import Scenario
from joinedup.scenario.twins import TWINS
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.page import opened, paper, people, predicting, widgets
from joinedup_experiments.page.bookmark import understood
from joinedup_experiments.page.choices import Choices, not_split
from joinedup_experiments.page.framed import framed
from joinedup_experiments.page.jobs import Job, Jobs, Session
from joinedup_experiments.page.looking import SECTIONS, section_html
from joinedup_experiments.page.ready import TURN
from joinedup_experiments.page.settings import WORKERS_VARIABLE
from joinedup_experiments.report.chance import runs_of
from joinedup_experiments.scenario_io.diff.phrases import listing

TITLE = "Joining up health and social care: try it"
LEAD = (
    "Choose a place and an arrangement of its services, say what you expect, and run it. The same "
    "people live in both arms, siloed and joined up, over several plausible worlds. All of it "
    "stays on this computer."
)
FETCHING = (
    "Fetching the model. After an installation it is compiled once, half a minute or more ..."
)
REFUSED = "refused choices"  # in the session: all that is chosen while something is refused
WRITTEN = "written address"  # in the session: what was last written there, and when
ARRIVED = 2.0  # seconds within which a browser has it
OFTEN = 0.5  # seconds between looks at a job
STYLE = """<style>
.stAppDeployButton, [data-testid="stToolbar"] { display: none; }
.block-container { max-width: 60rem; padding-top: 2.5rem; }
.block-container h1 { font-size: clamp(1.6rem, 1.2rem + 1.8vw, 2.3rem); padding: 0; }
.block-container h2 { font-size: 1.4rem; color: #0b4f7d; margin-top: 1.2rem;
  border-top: 1px solid #cfd8e0; padding: 1.2rem 0 .2rem; }
.block-container h3 { font-size: 1.12rem; padding: .4rem 0 0; }
iframe { border: 0; }
[data-testid="stMultiSelect"] input { min-height: 24px; min-width: 24px; }
[data-testid="stCaptionContainer"] { opacity: 1; }
[data-testid="stCaptionContainer"] p { color: #4a5866; }
</style>"""


@st.cache_resource(show_spinner=FETCHING)
def jobs() -> Jobs:
    """The jobs of every session on this machine."""
    from joinedup_experiments.compare.api import load
    from joinedup_experiments.compare.executors import warm_up

    workers = os.environ.get(WORKERS_VARIABLE)
    warm_up(load("siloed_borough"))
    gc.freeze()  # Streamlit collects after every look; the compiled model is no garbage
    return Jobs(int(workers) if workers else None)


@st.cache_resource(scope="session", on_release=Session.leave, show_spinner=False)
def session() -> Session:
    """What is the session's own; its job is stopped when the session ends."""
    return Session(jobs())


def main() -> None:
    """The page, from top to bottom."""
    st.set_page_config(page_title=TITLE, page_icon=None, layout="centered")
    st.html(STYLE + paper.STYLE)
    with paper.off_paper("title"):
        st.title(TITLE)
        st.write(LEAD)
    jobs()  # by itself, so that one sees what is waited for
    mine = session()
    looked_at, files = st.container(), paper.off_paper("files")
    shown = mine.job.results if mine.job else None  # all of the page shows the same
    if shown:
        with files:
            st.header("5. Take it with you", anchor="files")
            opened.take_away(mine, shown)
    with looked_at:
        _from_place_to_results(mine, shown)
    with st.expander("Open results that were saved"):
        opened.folder()


def _from_place_to_results(mine: Session, shown: Results | None) -> None:
    """What is chosen, expected and run, and what came of it, whatever is chosen meanwhile."""
    refused: list[str] = []
    head = paper.on_paper("head")
    with paper.off_paper("choices"):
        arms = _arms(refused)
        st.header("3. Predict, then run", anchor="run")
        expected = predicting.asked()
        _run(mine, arms, refused, expected)
    with head:
        st.html(paper.what_was_run(arms, shown))
    if mine.job:
        with paper.off_paper("heading"):
            st.header("4. What came of it", anchor="results")
        status(mine.job, shown)
        if shown:
            predicting.beside(mine.job.expected, shown)
            look(mine, mine.job, shown)


def _arms(refused: list[str]) -> Mapping[str, Scenario]:
    """The arms that are chosen; none where something is ``refused``, which is shown and added."""
    choices = _chosen()
    st.header("1. The place", anchor="place")
    choices = widgets.place(choices, refused)
    st.header("2. The arrangement", anchor="arrangement")
    choices = widgets.arrangement(choices, refused)
    arms: Mapping[str, Scenario] = {}
    if not refused:
        with widgets.refusing(refused):
            arms = choices.arms()
    if refused:
        st.session_state[REFUSED] = choices
        st.caption("The address of this page holds what is chosen only once it can be run.")
        return arms
    st.session_state.pop(REFUSED, None)
    kinds = [kind for kind, name in TWINS.items() if name in arms]
    if choices.split and (why := not_split(kinds)):
        st.caption(why)
    _keep(choices)
    return arms


def _chosen() -> Choices:
    """What the bookmark says; what of it cannot be is said, and left out.

    Where something is refused, what was chosen beside it since the bookmark was right.
    """
    if (kept := st.session_state.get(REFUSED)) is not None:
        return kept  # type: ignore[no-any-return]
    choices, wrong = understood(_address(), st.session_state.get(widgets.OWN))
    wrong += _twice()
    if wrong:
        several = "\n".join(f"- {one}" for one in wrong)
        st.warning(f"Of this bookmark, this is not understood, and was left out:\n{several}")
        st.query_params.from_dict(choices.query())
    return choices


def _address() -> dict[str, str]:
    return {key: value for key, value in st.query_params.items() if key != "embed"}


def _twice() -> list[str]:
    """What an address says more than once, with the value that holds."""
    return [
        f"{key}: it is there as {listing(values)}; {last}, the last, is taken"
        for key, last in _address().items()
        if len(values := list(dict.fromkeys(st.query_params.get_all(key)))) > 1
    ]


def _keep(choices: Choices) -> None:
    """Have the address hold the choices, or the choices follow it where a browser went back."""
    query, state = choices.query(), st.session_state
    address = understood(_address(), choices.own)[0].query()  # what it says, however it is written
    written, when = state.get(WRITTEN, (None, 0.0))
    # A click just after a choice may come from a browser that does not have its address yet.
    if address != query == written and time.monotonic() - when > ARRIVED:
        state[TURN] = state.get(TURN, 0) + 1
        state[WRITTEN] = (None, 0.0)
        st.rerun()
    if written != query:
        state[WRITTEN] = (query, time.monotonic())
    if address != query:
        st.query_params.from_dict(query)
    file = ", all but your file, which has to be given again" if choices.own else ""
    st.caption(
        f"The address of this page holds your choices{file}: keep it as a bookmark, or pass it on."
    )


def _run(
    mine: Session,
    arms: Mapping[str, Scenario],
    refused: Sequence[str],
    expected: Mapping[str, str] | None,
) -> None:
    """The button, which keeps what is ``expected`` of a run with it, and why it waits."""
    changed = mine.job is None or dict(mine.job.arms) != dict(arms)
    label = "Run" if mine.job is None else "Run again" if changed else "Run once more"

    def begin() -> None:
        mine.begin(arms).expected = expected or {}

    help_ = "A few worlds of a small place first, then more worlds and people."
    off = bool(refused) or expected is None
    st.button(label, key="run", type="primary", disabled=off, on_click=begin, help=help_)
    if refused:
        why = "\n".join(f"- {one}" for one in refused)
        st.warning(f"What is chosen above cannot be run until this is mended:\n{why}")
    elif expected is None:
        st.caption("Say what you expect first, or choose to run without.")
    elif mine.job and changed:
        st.info("Your choices have changed since the results below were made. Run again.")


def status(job: Job, shown: Results | None) -> None:
    """How far the job is, looked at until it ends and its last results are shown."""
    ended = job.ended and job.results is shown
    st.fragment(run_every=None if ended else OFTEN)(_status)(job, shown, ended)


def _status(job: Job, shown: Results | None, ended: bool) -> None:
    if job.results is not shown or job.ended != ended:
        st.rerun()
    with paper.off_paper("status"):
        _how_far(job)
    if shown:
        done = shown.comparison
        st.caption(
            f"Shown: {runs_of(done)}, {done.simulated:,} residents simulated. "
            f"First figures after {job.first_after:.1f} s."
        )


def _how_far(job: Job) -> None:
    if job.state == "failed":
        st.error(f"The run failed. {job.error}")
    elif job.state == "waiting":
        st.info("Waiting for runs of others on this computer to end.")
    elif job.state == "running":
        stage = job.stages[job.stage]
        left = job.seconds_left
        when = "" if left is None else f", about {left:.0f} s left"
        what = f"Running {stage.worlds} worlds of up to {stage.residents:,} residents{when}"
        st.progress(job.share, what)
    elif job.state == "stopped":
        st.info("Stopped. What was found before is shown.")
    if not job.ended:
        st.button("Stop", on_click=job.stop)


def look(mine: Session, job: Job, results: Results) -> None:
    """One part of results at a time."""
    names = [*SECTIONS, *people.NAMES]
    name = st.pills("Look at", names, default=names[0], required=True, key="look")
    if name in people.NAMES:
        people.show(name, mine, results, job.arms)
        return
    with st.spinner("Drawing ..."):
        html = mine.drawn(results, name, lambda: section_html(results, name))
        framed(html, name)


if __name__ == "__main__":  # as Streamlit runs it
    main()
