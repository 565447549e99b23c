"""What ``joinedup readiness`` prints and writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display import charts
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.new_file import already_there
from joinedup_experiments.display.progress import progress
from joinedup_experiments.display.terminal import print_parts, screen
from joinedup_experiments.display.typed import typed
from joinedup_experiments.readiness import (
    NAMES,
    Answers,
    radar,
    what_moves,
    write_form,
    write_scenario,
)
from joinedup_experiments.readiness.programme import mapping_parts
from joinedup_experiments.readiness.questionnaire import no_questionnaire
from joinedup_experiments.readiness.what_moves import what_moves_parts
from joinedup_experiments.scenario_io.diff.phrases import listing

KINDS = ("svg", "png")


def write_named_form(file: Path, name: str, beside: Mapping[str, object]) -> None:
    """Write a questionnaire's form; `InputError` for a name that there is not.

    So are options ``beside`` it that are given: they need answers.
    """
    idle = [option for option, given in beside.items() if given not in (None, False)]
    if idle:
        what = f"--write-form writes a blank form and ends, so that {listing(idle)}"
        raise InputError(f"{what} would do nothing: fill in the form first")
    for known in NAMES:
        if name == known:
            return write_form(file, known)
    raise InputError(f"--write-form {no_questionnaire(name)}")


def print_mapping(answers: Answers, place: Scenario) -> None:
    """Print what each answer becomes, with the reason."""
    print_parts(screen(), list(mapping_parts(answers, place.place.neighbourhoods)))


def check_out(out: Path) -> None:
    """`InputError` where a scenario could not be written, or anything would be written over."""
    if out.suffix not in (".yaml", ".yml"):
        raise InputError(f"--out {out}: a scenario's file ends in .yaml")
    for file in (out, *(out.with_suffix(f".{kind}") for kind in KINDS)):
        if file.exists():
            raise already_there(file)


def write_all(out: Path, base: str, place: Scenario, answers: Answers) -> Iterator[str]:
    """Write the scenario, and beside it the radar if it can be drawn; says what was written."""
    write_scenario(out, base, place, answers)
    there = charts.save_if_drawn(lambda: radar(answers), out.with_suffix(""), KINDS, dpi=110)
    yield f"Scenario: {out}" + (f"; picture: {out.with_suffix('.png')}" if there else "")
    yield f"Try it: {typed(['compare', base, out])}"


def print_effect(answers: Answers, place: Scenario, workers: int | None) -> None:
    """Run and print what a point more of each answer would gain."""
    with progress("Raising each answer by a point") as tell:
        moved = what_moves(place, answers, workers=workers, progress=tell)
    print_parts(screen(), list(what_moves_parts(moved)))
