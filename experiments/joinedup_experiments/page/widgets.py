"""The page's controls: a place and an arrangement, in planners' words."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path, PurePath

import streamlit as st

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.page.choices import MINE, Choices
from joinedup_experiments.page.controls import ARRANGEMENT, PLACE, Control, Value
from joinedup_experiments.page.ready import HEADING, ready
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.load.files import text_of
from joinedup_experiments.scenario_io.load.yaml_tree import tree_of

OWN = "own place"  # in the session: a place that was uploaded
SPLIT = "Run the money alone and the joining alone as well (two by two)"
GROUPS = {
    "joining": "Which teams are joined, and how",
    "people": "People who work across them",
    "bringing in": "How it is brought in",
    "money": "Money",
}
OPEN = ("joining",)


def with_own(choices: Choices, own: Scenario) -> Choices:
    """The same in a place that was uploaded."""
    return replace(choices, own=own)


def place(choices: Choices) -> Choices:
    """The place: a shipped one, or a file, and what differs from it."""
    places = [key for key, one in _shipped().items() if _siloed(one)]
    names = {key: one.name for key, one in _shipped().items()}
    options = [*places, MINE]
    now = MINE if choices.own else choices.place
    chosen = st.selectbox(
        "A place to begin with", options, options.index(now) if now in options else 0,
        format_func=lambda one: names.get(one, "A file of my own"),
    )  # fmt: skip
    if chosen == MINE:
        choices = _uploaded(choices)
    elif chosen != choices.place or choices.own:
        st.session_state.pop(OWN, None)
        choices = replace(choices, place=chosen, own=None)
    base, _ = choices.started()
    with st.expander("Make it more like your place"):
        choices = _controls(choices, PLACE, base)
    return choices


def arrangement(choices: Choices) -> Choices:
    """The arrangement: a shipped one to begin with, and switches."""
    joined = {key: one.name for key, one in _shipped().items() if not _siloed(one)}
    options = list(joined)
    at = options.index(choices.arrangement) if choices.arrangement in options else 0
    chosen = st.selectbox(
        "An arrangement to begin with", options, at, format_func=lambda one: joined[one]
    )
    if chosen != choices.arrangement:
        kept = {key: value for key, value in choices.changes.items() if key in _keys(PLACE)}
        choices = replace(choices, arrangement=chosen, changes=kept)
    _, other = choices.started()
    st.caption(" ".join(other.about.split()))
    with st.expander(HEADING):
        choices = ready(choices)
    _, other = choices.started()
    for group, heading in GROUPS.items():
        mine = tuple(one for one in ARRANGEMENT if one.group == group)
        with st.expander(heading, expanded=group in OPEN):
            choices = _controls(choices, mine, other)
    split = st.checkbox(SPLIT, choices.split)
    return replace(choices, split=split)


def _controls(choices: Choices, controls: tuple[Control, ...], began: Scenario) -> Choices:
    for one in controls:
        usual = one.read(began)
        value = _widget(one, choices.changes.get(one.key, usual), choices, began)
        choices = choices.with_value(one.key, value, usual)
    return choices


def _widget(one: Control, value: Value, choices: Choices, began: Scenario) -> Value:
    of = f"{choices.arrangement} {choices.ready}" if one in ARRANGEMENT else ""
    key = f"{one.key} {choices.place} {of}"
    low, high, step = one.limits
    if one.kind == "switch":
        return st.toggle(one.label, bool(value), key=key)
    if one.kind == "choice":
        options = one.choices
        return str(
            st.selectbox(one.label, options, options.index(str(value)), format_func=_words, key=key)
        )
    if one.kind == "teams":
        given = [team for team in value if team in began.all_teams]  # type: ignore[union-attr]
        teams = list(began.all_teams)
        return tuple(st.multiselect(one.label, teams, given, format_func=_words, key=key))
    number = float(value)  # type: ignore[arg-type]
    if one.kind == "share":
        percent = st.slider(
            one.label, round(100 * low), round(100 * high), round(100 * number),
            round(100 * step), format="%d%%", key=key,
        )  # fmt: skip
        return value if percent == round(100 * number) else percent / 100.0
    low, high = min(low, number), max(high, number)
    if high > 10_000:
        entered = float(st.number_input(one.label, value=number, step=step, format="%.0f", key=key))
        if not low <= entered <= high:  # else the field shows what is not run
            raise InputError(f"{one.label}: give a number from {low:,.0f} to {high:,.0f}")
        return entered
    figures = "%.0f" if step >= 1.0 else "%.1f" if step >= 0.1 else "%.2f"
    return float(st.slider(one.label, low, high, number, step, figures, key=key))


def _uploaded(choices: Choices) -> Choices:
    given = st.file_uploader("A scenario file (YAML)", ["yaml", "yml"], key="upload")
    if given is None:
        return choices
    with tempfile.TemporaryDirectory(prefix="joinedup-page-") as folder:
        file = Path(folder, PurePath(given.name).name)
        file.write_bytes(given.getvalue())
        try:
            refuse_other_files(file)
            own = load_scenario(file)
        except InputError as error:
            st.error(str(error).replace(f"{folder}/", ""))
            return choices
    st.session_state[OWN] = own
    return replace(choices, own=own)


def refuse_other_files(file: Path) -> None:
    """Refuse a file that would have others of this computer read: anyone may upload one."""
    says = tree_of(text_of(file), file.name).value
    base = says["based_on"].value if "based_on" in says else None
    if base is not None and (not isinstance(base, str) or base not in shipped_scenarios()):
        raise InputError(
            f"{file.name}: here a file can be `based_on` a shipped scenario alone, such as "
            "siloed_borough; write the place out in one file, or use the command line"
        )
    if "worlds" in says:
        raise InputError(f"{file.name}: `worlds` of one's own need the command line")


@st.cache_data(show_spinner=False)
def _shipped() -> dict[str, Scenario]:
    return {key: load_scenario(path) for key, path in shipped_scenarios().items()}


def _siloed(scenario: Scenario) -> bool:
    return scenario.arrangement == type(scenario.arrangement)()


def _keys(controls: tuple[Control, ...]) -> set[str]:
    return {one.key for one in controls}


def _words(name: str) -> str:
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]
