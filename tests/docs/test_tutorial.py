"""The tutorial, followed: every command in its order, in one folder, and what it says is printed.

The quick test makes the place tiny, gives the fit a made-up model and draws no pictures; the slow
one follows the page to the letter, with the program as a reader types it.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.compare.results import writing
from joinedup_experiments.compare.results.reading import open_results
from joinedup_experiments.local_place.fit import runs, worlds_fit
from joinedup_experiments.local_place.new.answers import EXAMPLE
from joinedup_experiments.local_place.new.figures import read_activity
from joinedup_experiments.report import map as place_map

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
# What makes a command small enough for a quick test; those not named here are quick as they are.
TINY = {
    "compare": "--residents 600 --years 2 --burn-in 1 --replications 2 --workers 1",
    "fit": "--worlds-tried 8 --worlds-wanted 8",
}
RUNS_THE_MODEL = ("fit", "compare", "open")
HALF_AN_HOUR = 1800.0
MOST_OF_A_REPORT = 2_000_000

FIND = "to be changed"

Invoke = Callable[[list[str]], str]


@dataclass
class Step:
    """The command lines of a block, and what the page says that they print."""

    commands: list[str]
    prints: list[str] = field(default_factory=list)


@dataclass
class Quote:
    """Lines of a file; where the reader is told to find them, what to make of them."""

    file: str
    lines: str
    made: str = ""


def steps() -> Iterator[Step | Quote]:
    """What the reader does and sees, in the order of the page, once joinedup is installed."""
    found: list[Step | Quote] = []
    for block in BLOCK.finditer(PAGE):
        kind, text = block.groups()
        before = PAGE[: block.start()]
        last = found[-1] if found else None
        if kind == "sh" and (found or text.startswith("joinedup")):
            found.append(Step(text.strip().splitlines()))
        elif kind == "" and isinstance(last, Step):
            last.prints += re.split(r"^\s*\.\.\.\s*$", text, flags=re.M)
        elif kind == "yaml" and isinstance(last, Quote) and last.made == FIND:
            last.made = text
        elif kind == "yaml":
            to_change = before.rstrip().splitlines()[-1].endswith("find this line:")
            named = re.findall(r"`(\w+\.yaml)`", before)[-1]
            found.append(Quote(named, text, FIND if to_change else ""))
    yield from found


def follow(invoke: Invoke, at: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Follow the page in an empty folder; the folder in which it ends."""
    monkeypatch.chdir(at)
    for step in steps():
        if isinstance(step, Quote):
            text = Path(step.file).read_text(encoding="utf-8")
            assert text.count(step.lines) == 1, step
            if step.made:
                Path(step.file).write_text(text.replace(step.lines, step.made), encoding="utf-8")
            continue
        printed = ""
        for command in step.commands:
            words = shlex.split(command)
            if words[0] == "cd":
                monkeypatch.chdir(words[1])
                continue
            assert words[0] == "joinedup", command
            printed += invoke(words[1:])
        runs = any(
            f"joinedup {entry_point} " in c for entry_point in RUNS_THE_MODEL for c in step.commands
        )
        for chunk in step.prints:
            if runs:
                check_words_before_figures(chunk, plain(printed))
            else:
                assert plain(chunk) in plain(printed), step.commands
    return Path.cwd()


def check_words_before_figures(chunk: str, printed: str) -> None:
    """The words before the first figure of each line, however a table breaks its labels."""
    for line in chunk.strip().splitlines():
        words = re.findall(r"[^\W\d]+", re.split(r"[-+(]*\d", line)[0])
        assert set(words) <= set(re.findall(r"[^\W\d]+", printed)), line


def plain(text: str) -> str:
    """Without what a terminal does to lines."""
    return " ".join(text.split())


def test_the_page_installs_as_the_readme_does() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    install = next(text for kind, text in BLOCK.findall(PAGE) if kind == "sh")
    make, enter, get = install.strip().splitlines()
    for line in (make, enter, get):
        assert f"| `{line}` |" in readme
    windows = ("py -m venv .venv", ".venv\\Scripts\\activate")
    assert all(f"`{line}`" in page for line in windows for page in (readme, PAGE))


def test_the_page_goes_all_the_way() -> None:
    found = list(steps())
    done = [c.split()[1] for s in found if isinstance(s, Step) for c in s.commands]
    wanted = ["new", "explain", "validate", "diff", "map", "fit", "compare", "open", "report"]
    assert (
        list(dict.fromkeys(entry_point for entry_point in done if entry_point in wanted)) == wanted
    )
    assert [s.made for s in found if isinstance(s, Quote) and s.made not in ("", FIND)]


def test_followed_with_a_tiny_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    targets = read_activity(EXAMPLE / "activity.csv", 61_837, {"0-15": 0.2})
    figures = {target.key: target.value for target in targets}
    monkeypatch.setattr(runs, "simulate", lambda scenario, seed, progress=None: figures)
    monkeypatch.setattr(runs, "figures", lambda run: run)
    monkeypatch.setattr(worlds_fit, "warm_up", lambda place: None)
    monkeypatch.setattr(writing, "draw_pictures", lambda *_: {})
    monkeypatch.setattr(place_map, "drawn", lambda before, after, stacked: {"svg": b"<svg/>"})

    def invoke(words: list[str]) -> str:
        tiny = shlex.split(TINY.get(words[0], ""))
        result = CliRunner().invoke(app, [*words, *tiny])
        assert result.exit_code == 0, (words, result.output)
        return result.output

    check(follow(invoke, tmp_path, monkeypatch))


@pytest.mark.slow
def test_followed_to_the_letter_within_half_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = [sys.executable, "-m", "joinedup_experiments.cli"]
    environment = {**os.environ, "COLUMNS": "200"}
    took: dict[str, float] = {}

    def invoke(words: list[str]) -> str:
        began = time.monotonic()
        done = subprocess.run([*program, *words], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, (words, done.stderr)
        took[" ".join(words)] = time.monotonic() - began
        return done.stdout + done.stderr

    check(follow(invoke, tmp_path, monkeypatch))
    print({command: f"{seconds:.1f} s" for command, seconds in took.items()})
    assert sum(took.values()) < HALF_AN_HOUR


def test_the_example_is_made_by_the_tutorials_commands() -> None:
    page = (ROOT / "results" / "README.md").read_text(encoding="utf-8")
    how = next(text for _, text in BLOCK.findall(page) if "riverford" in text)
    made = re.findall(r"joinedup [^&\n]*[^&\s]", how)
    message = [c for s in steps() if isinstance(s, Step) for c in s.commands]
    looked = ("explain", "validate", "diff", "open")  # these write nothing
    assert made == [c for c in message if c.startswith("joinedup") and c.split()[1] not in looked]


def test_the_example_is_up_to_date(tmp_path: Path) -> None:
    kept = ROOT / "results" / "riverford"
    result = CliRunner().invoke(app, ["new", str(tmp_path / "riverford"), "--example"])
    assert result.exit_code == 0, result.output
    for made in (tmp_path / "riverford").glob("*.[cy]*"):
        text = made.read_text(encoding="utf-8")
        if made.name == "proposal.yaml":
            edit = next(s for s in steps() if isinstance(s, Quote) and s.made)
            text = text.replace(edit.lines, edit.made)
            text = text.replace("based_on: place.yaml", "based_on: fitted.yaml")
        assert (kept / made.name).read_text(encoding="utf-8") == text, made.name
    opened = open_results(kept / "results")
    compare = next(c for s in steps() if isinstance(s, Step) for c in s.commands if "compare" in c)
    assert opened.manifest["command"] == shlex.split(compare)
    check(kept)


def test_quoted_figures_are_those_of_the_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    kept = ROOT / "results" / "riverford"
    opened = ["open", str(kept / "results")]
    printed = [CliRunner().invoke(app, [*opened, *more]).output for more in ((), ("--all",))]
    given = (kept / "fitted.yaml").read_text(encoding="utf-8").replace("| ", "")
    have = plain("".join((*printed, given)))
    quoted = "".join(chunk for s in steps() if isinstance(s, Step) for chunk in s.prints)
    with_range = [line for line in quoted.splitlines() if re.search(r"\([^ ]*\d to ", line)]
    rows = [re.split(r" {2,}", line.strip()) for line in with_range]
    figures = [plain(" ".join(row if len(row) == 1 else row[1:4])) for row in rows]
    assert len(figures) > 15
    assert not [one for one in figures if one not in have]


def check(folder: Path) -> None:
    """What the reader has in the end."""
    report = folder / "report.html"
    assert 0 < report.stat().st_size < MOST_OF_A_REPORT
    assert "Riverford" in report.read_text(encoding="utf-8")
    assert (folder / "map.html").is_file() and (folder / "results" / "manifest.json").is_file()
