"""Scenarios, tables, designs and forms spoilt at random: read or refused with their line.

A case is a round of files. Its number stands for the same files, so a fault that is found is found
again; hypothesis cuts it down to the least that shows it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.local_place.new.answers import EXAMPLE, TABLES, Answers, with_example
from joinedup_experiments.local_place.new.making import make_place
from joinedup_experiments.readiness.answers import read_answers
from joinedup_experiments.readiness.programme import with_readiness
from joinedup_experiments.scenario_io.diff.differences import as_lines
from joinedup_experiments.scenario_io.load import (
    ScenarioError,
    load_scenario,
    read_scenario,
    scenario_hash,
    shipped_scenarios,
    written_out,
)
from joinedup_experiments.scenario_io.scenario_warnings import warnings_in
from joinedup_experiments.sweep.reading import read_design
from tests.torture.cases import REFUSED, WHOLE, Case, Verdict
from tests.torture.rounds import a_round

SCENARIOS = {name: path.read_text("utf-8") for name, path in shipped_scenarios().items()}
SCENARIOS["riverside"] = (Path(__file__).parents[1] / "scenarios/riverside.yaml").read_text("utf-8")
SWEEPS_PAGE = Path(__file__).parents[2] / "docs" / "sweeps.md"
EXAMPLE_SITES = Path(str(files("joinedup_experiments.readiness") / "examples"))
PUBLISHED = Path(__file__).parents[1] / "desk" / "published"
DESIGNS = [
    re.sub(r"^size: .*", "size: 4", text, flags=re.MULTILINE)
    for text in re.findall(r"^```yaml\n(.*?)^```", SWEEPS_PAGE.read_text("utf-8"), re.M | re.S)
    if "method:" in text
]
FORMS = [file.read_text("utf-8") for file in sorted(EXAMPLE_SITES.glob("*.yaml"))]
CSV = [(name, (EXAMPLE / f"{name}.csv").read_text("utf-8")) for name in TABLES]
CSV += [
    (name, file.read_text("utf-8"))
    for file in sorted(PUBLISHED.glob("*.csv"))
    for name in (["teams"] if "work" in file.stem or "wte" in file.stem else ["population"])
]
KEYS = sorted({line.split(":")[0].strip("- ") for text in (*SCENARIOS.values(), *DESIGNS, *FORMS)
               for line in text.splitlines() if ":" in line and "#" not in line})  # fmt: skip
ODD = ["", " ", "0", "-1", "1e999", "nan", ".inf", "61,800", "1,9", "60%", "£12", "13-14", "9 days",
       "TBC", "?", "=A1*2", "#REF!", "2026-04-01", "yes", "true", "null", "~", "[]", "{}", "[a, b]",
       "{a: 1}", "*a", "&a x", "!x y", "|", ">", "@x", "`x`", '"', "'", "\u201cx\u201d", "\u00a0",
       "\u22121", "\u200b", "\t", "- x", "x: y", "<<", "9" * 400, "9" * 5000, "\U0001f600", "85+",
       "siloed_borough", "riverside", "../x", "C:\\x", "[x]", "x" * 6000, "\u2028", "\x85", "0-15",
       "\ufeff", "1000_residents", "under 16", "Total", "٣", "²", "1_0", "0x1F", "1.", ".5", "+5",
       "((((", "[[[["
       ]  # fmt: skip
ENCODINGS = ["utf-8"] * 12 + ["utf-8-sig", "utf-16", "cp1252", "utf-16-le", "utf-32"]
odd = st.one_of(st.sampled_from(ODD), st.text(max_size=6))


def _line(draw: st.DrawFn, lines: list[str]) -> None:
    """One slip in one line, or of one line: what happens to text while it is edited."""
    at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    line, another = lines[at], lines[other]
    if draw(st.booleans()):
        put = [_within(draw, line, another)]
    else:
        put = draw(
            st.sampled_from(
                [
                    [] if len(lines) > 1 else [line],
                    [line, line],
                    [line, another],
                    [another],
                    [line + another.strip()],
                    ["\t" + line.lstrip()],
                    [line.replace(":", "", 1)],
                    [line, "---"],
                ]
            )
        )
    lines[at : at + 1] = put


def _within(draw: st.DrawFn, line: str, another: str) -> str:
    """A line with another key, value or indentation."""
    key, colon, value = line.partition(": ")
    match draw(st.integers(0, 6)):
        case 0:
            return " " * draw(st.integers(1, 4)) + line
        case 1:
            return line[draw(st.integers(1, 4)) :]
        case 2:
            return key + colon + another.partition(": ")[2]
        case 3:
            return draw(odd) + colon + value
        case 4:
            indent = line[: len(line) - len(line.lstrip())]
            return f"{indent}{draw(st.sampled_from(KEYS))}: {value}"
        case _:
            return key + colon + draw(odd)


def _cell(draw: st.DrawFn, lines: list[str]) -> None:
    """One slip in one cell, one column or one row of a table."""
    at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    cells = lines[at].split(",")
    column = draw(st.integers(0, len(cells) - 1))
    match draw(
        st.sampled_from(["cell", "cell", "cell", "row", "swap", "column", "extra", "quote"])
    ):
        case "cell":
            cells[column] = draw(odd)
        case "row":
            cells = lines[other].split(",")
        case "swap":
            lines[at], lines[other] = lines[other], lines[at]
            cells = lines[at].split(",")
        case "column":
            lines[:] = [",".join(row.split(",")[:column] + row.split(",")[column + 1 :])
                        for row in lines]  # fmt: skip
            cells = lines[at].split(",")
        case "extra":
            cells.insert(column, draw(odd))
        case "quote":
            cells[column] = f'"{cells[column]}'
    lines[at] = ",".join(cells)


def _anywhere(draw: st.DrawFn, text: str) -> str:
    """A few characters anywhere replaced by others."""
    start = draw(st.integers(0, len(text)))
    return text[:start] + draw(odd) + text[start + draw(st.integers(0, 12)) :]


def _spoilt(draw: st.DrawFn, text: str, slip: Callable[[st.DrawFn, list[str]], None]) -> bytes:
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 4))):
        slip(draw, lines)
    text = "\n".join(lines) + "\n"
    if draw(st.integers(0, 3)) == 0:
        text = _anywhere(draw, text)
    if draw(st.integers(0, 9)) == 0:
        text = text.replace("\n", draw(st.sampled_from(["\r\n", "\r", ";\n", "\u2028"])))
    if draw(st.integers(0, 9)) == 0:
        text = text.replace(",", draw(st.sampled_from([";", "\t", "|"])))
    data = text.encode(draw(st.sampled_from(ENCODINGS)), "replace")
    return data[: draw(st.integers(0, len(data)))] if draw(st.integers(0, 19)) == 0 else data


@st.composite
def scenario_files(draw: st.DrawFn) -> bytes:
    return _spoilt(draw, SCENARIOS[draw(st.sampled_from(sorted(SCENARIOS)))], _line)


@st.composite
def designs(draw: st.DrawFn) -> bytes:
    return _spoilt(draw, draw(st.sampled_from(DESIGNS)), _line)


@st.composite
def forms(draw: st.DrawFn) -> bytes:
    return _spoilt(draw, draw(st.sampled_from(FORMS)), _line)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, bytes]:
    name, text = draw(st.sampled_from(CSV))
    return name, _spoilt(draw, text, _cell)


def _helpful(error: ScenarioError, file: str, data: bytes) -> None:
    """That every problem names its file, a line that is there, and a reason that can be printed."""
    many = 2 + data.count(b"\n") + data.count(b"\r")
    for problem in error.problems:
        assert problem.what and problem.spot.file
        assert "Error" not in problem.what
        assert "\n" not in f"{problem.what}{problem.hint}"
        if problem.spot.file.endswith(file) and b"\xe2\x80\xa8" not in data:
            assert problem.spot.line <= many
    str(error).encode("utf-8")


def _read(data: bytes, folder: Path, reader: Callable[[Path], Any]) -> Any:
    """What a reader makes of spoilt YAML; None where it is refused with its line."""
    file = folder / "spoilt.yaml"
    file.write_bytes(data)
    try:
        return reader(file)
    except ScenarioError as error:
        _helpful(error, "spoilt.yaml", data)
        return None


def _scenario(data: bytes, folder: Path) -> bool:
    """Whether it was sound; if so, everything that only looks at a scenario takes it."""
    (folder / "riverside.yaml").write_text(SCENARIOS["riverside"], "utf-8")
    if (loaded := _read(data, folder, read_scenario)) is None:
        return False
    whole = folder / "whole.yaml"
    whole.write_text(written_out(loaded.scenario), "utf-8")
    assert scenario_hash(load_scenario(whole)) == scenario_hash(loaded.scenario)
    warnings_in(loaded)
    as_lines(load_scenario("siloed_borough"), loaded.scenario)
    return True


def _table(case: tuple[str, bytes], folder: Path) -> bool:
    """Whether it was sound; if so, so is the place that is made of it."""
    name, data = case
    file = folder / f"{name}.csv"
    file.write_bytes(data)
    answers = with_example(Answers())
    answers = replace(answers, tables={**answers.tables, name: file})
    try:
        make_place(folder / "made", answers)
    except ScenarioError as error:
        _helpful(error, f"{name}.csv", data)
        assert not (folder / "made").exists()
        return False
    read_scenario(folder / "made" / "place.yaml")
    return True


def _design(data: bytes, folder: Path) -> bool:
    """Whether it was sound; if so, it has points, and tasks for all of them."""
    if (plan := _read(data, folder, read_design)) is None:
        return False
    assert np.isfinite(plan.points).all()
    assert sum(len(plan.runs_of(task)) for task in range(plan.tasks)) >= len(plan.points)
    return True


def _form(data: bytes, folder: Path) -> bool:
    """Whether it was sound; if so, a programme follows from it."""
    try:
        answers = _read(data, folder, read_answers)
    except InputError as error:
        # Each answer that is none has a line of its own.
        assert all(re.match(r".*spoilt\.yaml:", one) for one in f"{error}".split("\n")), f"{error}"
        return False
    if answers is None:
        return False
    scenario_hash(with_readiness(load_scenario("local_care_network"), answers))
    return True


class Kind(NamedTuple):
    """Files of a kind, what tries one, and how many are in a round."""

    made: st.SearchStrategy[Any]
    tried: Callable[..., bool]
    many: int


KINDS = {
    "scenarios": Kind(scenario_files(), _scenario, 200),
    "tables": Kind(tables(), _table, 100),
    "designs": Kind(designs(), _design, 100),
    "forms": Kind(forms(), _form, 100),
}


def inputs(shared: Path, cases: Iterable[Case]) -> Iterator[tuple[str, Verdict]]:
    """Spoil files of each kind; a verdict for each file of a round."""
    for case in cases:
        for name, kind in KINDS.items():
            sound: list[bool] = []
            tried = partial(_one, case.folder / "spoilt", kind.tried, sound)
            fault = a_round(kind.made, tried, case, kind.many)
            yield from ((name, Verdict(WHOLE if one else REFUSED)) for one in sound)
            if fault:
                yield name, fault


def _one(folder: Path, tried: Callable[..., bool], sound: list[bool], spoilt: object) -> None:
    shutil.rmtree(folder, ignore_errors=True)  # the last one is kept, if it shows a fault
    folder.mkdir()
    sound.append(tried(spoilt, folder))
