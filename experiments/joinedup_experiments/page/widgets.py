"""The page's controls: a place and an arrangement, in planners' words."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePath

import streamlit as st

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.page.choices import MINE, Choices, is_siloed
from joinedup_experiments.page.controls import ARRANGEMENT, PLACE, Control, Value
from joinedup_experiments.page.joining import DEGREES, usual_degrees
from joinedup_experiments.page.ready import HEADING, TURN, overridden, ready
from joinedup_experiments.scenario_io.load import load_scenario, scenario_hash, shipped_scenarios
from joinedup_experiments.scenario_io.load.files import text_of
from joinedup_experiments.scenario_io.load.yaml_tree import tree_of

OWN = "own place"  # in the session: a place that was uploaded
OF_FILE = "of a file"  # in the session: whether a file is to be the place, read or refused
SPLIT = "Run the money alone and the joining alone as well (two by two)"
GROUPS = {
    "joining": "Which teams are joined, and how",
    "pairs": "Pairs of teams that are joined otherwise",
    "people": "People who work across them",
    "bringing in": "How it is brought in",
    "money": "Money",
}
OPEN = ("joining",)
FIGURES, PLACES = "%.6g", 8  # a number as it is run, whatever the steps


@contextmanager
def refusing(refused: list[str]) -> Iterator[None]:
    """Show what is refused where it stands, and keep it; what comes after goes on."""
    try:
        yield
    except InputError as error:
        if str(error) not in refused:
            st.error(str(error))
            refused.append(str(error))


def place(choices: Choices, refused: list[str]) -> Choices:
    """The place: a shipped one, or a file, and what differs from it.

    What is ``refused`` is added, and left out of the choices where it is a number.
    """
    places = [key for key, one in _shipped().items() if is_siloed(one)]
    names = {key: one.name for key, one in _shipped().items()}
    options = [*places, MINE]
    now = MINE if choices.own or st.session_state.get(OF_FILE) else choices.place
    chosen = st.selectbox(
        "A place to begin with", options, options.index(now),
        format_func=lambda one: names.get(one, "A file of my own"),
    )  # fmt: skip
    st.session_state[OF_FILE] = chosen == MINE
    if chosen == MINE:
        choices = _uploaded(choices, refused)
    elif chosen != choices.place or choices.own:
        st.session_state.pop(OWN, None)
        choices = replace(choices, place=chosen, own=None, changes=_but(choices, PLACE))
    with st.expander("Make it more like your place"):
        return _controls(choices, PLACE, choices.siloed(), refused)[0]


def arrangement(choices: Choices, refused: list[str]) -> Choices:
    """The arrangement: a shipped one to begin with, and switches; ``refused`` as in `place`."""
    joined = {key: one.name for key, one in _shipped().items() if not is_siloed(one)}
    options = list(joined)
    chosen = st.selectbox(
        "An arrangement to begin with", options, options.index(choices.arrangement),
        format_func=lambda one: joined[one],
    )  # fmt: skip
    if chosen != choices.arrangement:
        choices = replace(choices, arrangement=chosen, changes=_but(choices, ARRANGEMENT))
    other = _placed(choices, refused)
    st.caption(" ".join(other.about.split()))
    with st.expander(HEADING):
        choices = ready(choices)
        beside_answers = st.container()
    other = begun = _placed(choices, refused)
    for group, heading in GROUPS.items():
        mine = tuple(one for one in ARRANGEMENT if one.group == group)
        with st.expander(heading, expanded=group in OPEN):
            choices, other = _controls(choices, mine, other, refused)
    with beside_answers:
        overridden(choices, begun)
    split = st.checkbox(SPLIT, choices.split)
    return replace(choices, split=split)


def _placed(choices: Choices, refused: list[str]) -> Scenario:
    """The arrangement in the place; where it does not fit there, as it is elsewhere."""
    placed = _shipped()[choices.arrangement]
    with refusing(refused):
        placed = choices.placed()[1]
    return placed


def _but(choices: Choices, controls: tuple[Control, ...]) -> dict[str, Value]:
    """What is changed, less what is changed of these: one begins with something else."""
    keys = {one.key for one in controls}
    return {key: value for key, value in choices.changes.items() if key not in keys}


def _controls(
    choices: Choices, controls: tuple[Control, ...], scenario: Scenario, refused: list[str]
) -> tuple[Choices, Scenario]:
    """Each control stands where those before it leave the scenario, as it will be run."""
    for one in controls:
        usual = one.read(scenario)
        value = choices.changes.get(one.key, usual)
        with refusing(refused):
            value = _widget(one, value, choices, scenario)
        choices = choices.with_value(one.key, value, usual)
        with refusing(refused):
            scenario = choices.changed(scenario, one)
    return choices, scenario


def _widget(one: Control, value: Value, choices: Choices, scenario: Scenario) -> Value:
    """What a control is set to; it begins anew where another value is the usual one."""
    of = f"{choices.arrangement} {choices.ready}" if one in ARRANGEMENT else ""
    begun = scenario_hash(choices.own) if choices.own else choices.place
    key = f"{one.key} {one.read(scenario)} {begun} {of} {st.session_state.get(TURN, 0)}"
    if one.kind == "switch":
        return st.toggle(one.label, bool(value), key=key)
    if one.kind == "choice":
        options = one.choices
        return str(
            st.selectbox(one.label, options, options.index(str(value)), format_func=_words, key=key)
        )
    if one.kind == "teams":
        given = [team for team in value if team in scenario.all_teams]  # type: ignore[union-attr]
        teams = list(scenario.all_teams)
        return tuple(st.multiselect(one.label, teams, given, format_func=_words, key=key))
    if one.kind == "pairs":
        return _pairs(one, value, scenario, key)  # type: ignore[arg-type]
    return _number(one, float(value), key)  # type: ignore[arg-type]


def _number(one: Control, number: float, key: str) -> float:
    """A number that is entered or moved to; a bookmark has it to as many places."""
    low, high, step = one.limits
    if one.kind == "share":
        begin = round(100.0 * number, PLACES)
        percent = st.slider(
            one.label, 100.0 * low, 100.0 * high, begin, 100.0 * step, f"{FIGURES}%%", key=key
        )
        return number if percent == begin else round(percent / 100.0, PLACES)
    low, high = min(low, number), max(high, number)
    if high > 10_000:
        figures = "%.0f" if number == round(number) else "%.2f"
        entered = float(
            st.number_input(one.label, value=number, step=step, format=figures, key=key)
        )
        whole = entered in (number, round(entered))
        if not whole or not low <= entered <= high:  # else the field shows what is not run
            meant = f"give a whole number from {low:,.0f} to {high:,.0f}, not {entered:,.12g}"
            raise InputError(f"{one.label}: {meant}")
        return entered
    moved = float(st.slider(one.label, low, high, number, step, FIGURES, key=key))
    return moved if moved == number else round(moved, PLACES)


def _pairs(one: Control, value: tuple[str, ...], scenario: Scenario, key: str) -> tuple[str, ...]:
    """Pairs of joined teams, and how far each is joined; as far as most are until it is chosen."""
    usual, now = usual_degrees(scenario), dict(pair.split(":") for pair in value)
    pairs = list(usual)
    given = [pair for pair in pairs if pair in now]
    chosen = st.multiselect(one.label, pairs, given, format_func=_both, key=key)
    made = []
    for pair in (pair for pair in pairs if pair in chosen):
        begin = DEGREES.index(now.get(pair, usual[pair]))
        named = f"{key} {pair}"
        degree = st.selectbox(_both(pair), DEGREES, begin, format_func=_words, key=named)
        made += [f"{pair}:{degree}"] if degree != usual[pair] else []
    return tuple(made)


def _both(pair: str) -> str:
    """A pair in words: ``Memory service with community nursing``."""
    first, other = pair.split("/")
    return f"{_words(first)} with {_words(other).lower()}"


def _uploaded(choices: Choices, refused: list[str]) -> Choices:
    """The place of a file, as the file has it when it is new; the shipped one without a file."""
    given = st.file_uploader("A scenario file (YAML)", ["yaml", "yml"], key="upload")
    own = read_uploaded(given.name, given.getvalue()) if given else None
    st.session_state[OWN] = own
    if given and own is None:
        refused.append(f"{given.name}: no place can be made of this file")
    if own is None:
        st.caption(f"Until a file is read here, the place is {_shipped()[choices.place].name}.")
    elif not is_siloed(own):
        st.caption("The file's own arrangement is not used: choose one in step 2.")
    changes = choices.changes if own == choices.own else _but(choices, PLACE)
    return replace(choices, own=own, changes=changes)


def read_uploaded(name: str, content: bytes) -> Scenario | None:
    """An uploaded scenario; None where it cannot be, which is shown."""
    with tempfile.TemporaryDirectory(prefix="joinedup-page-") as folder:
        file = Path(folder, PurePath(name).name)
        try:
            file.write_bytes(content)
            refuse_other_files(file)
            return load_scenario(file)
        except InputError as error:
            st.error(str(error).replace(f"{folder}/", ""))
        except (OSError, ValueError):
            st.error("A file of this name cannot be read: give it a shorter, plain one.")
    return None


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


def _words(name: str) -> str:
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]
