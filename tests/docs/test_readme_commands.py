"""Every command that the documents tell a reader to type can be typed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from joinedup_experiments.cli import app
from joinedup_experiments.local_place.new import workbook as tables
from joinedup_experiments.report.exports import word, workbook
from joinedup_experiments.scenario_io.load import read_scenario

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "CONTRIBUTING.md", "results/README.md", *(
    f"docs/{page.name}" for page in sorted((ROOT / "docs").glob("*.md"))
))  # fmt: skip
COMMAND = re.compile(r"^(?:\.venv/bin/)?(joinedup [a-z][^#\n]*)", re.M)
CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.S)
MINE = "my_scenario.yaml"
OF_READINESS = ("weak.yaml", "strong.yaml")  # which the lines above theirs write
OF_THE_TUTORIAL = ("place.yaml", "fitted.yaml", "proposal.yaml")  # test_tutorial.py follows it
PLACEHOLDERS = re.compile(r"\b[A-Z]{3,}\b")


def program() -> TyperGroup:
    """The command line, as its own parser sees it."""
    found = get_command(app)
    assert isinstance(found, TyperGroup)
    return found


def commands() -> list[tuple[str, str]]:
    """(page, command) for everything typed in a block of code or between backticks."""
    found = []
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        for fenced, inline in CODE.findall(text):
            for command in COMMAND.findall(fenced or inline):
                if not PLACEHOLDERS.search(command):
                    found.append((page, command.strip()))
    return found


@pytest.mark.parametrize(("page", "command"), commands())
def test_the_command_is_there_and_takes_these_options(page: str, command: str) -> None:
    words = shlex.split(command)[1:]
    entry_point = program().commands[words[0]]
    if len(words) > 1 or words[0] in ("scenarios", "check-baseline", "parameters"):
        message = entry_point.make_context(words[0], words[1:]).params
        for named in _scenarios(message):
            if named not in (MINE, *OF_READINESS, *OF_THE_TUTORIAL):
                read_scenario(named)


def _scenarios(message: dict) -> list[str]:
    """The scenarios that a parsed command names."""
    found: list[str] = []
    for key in ("scenario", "base", "other"):
        if message.get(key):
            found.append(message[key])
    return [*found, *(message.get("others") or ()), *(message.get("scenarios") or ())]


def test_the_readme_tells_of_every_command() -> None:
    message = {command.split()[1] for page, command in commands() if page == "README.md"}
    assert message == set(program().commands)


def test_make_has_what_the_readme_asks_of_it() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^make ([a-z-]+)", readme, re.M))
    assert targets == {"demo", "lessons", "test"}
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.M)


@pytest.mark.parametrize("message", [tables._INSTALL, word.TAKES, workbook.TAKES])
def test_the_quick_start_has_what_files_of_word_and_excel_take(message: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    quick_start = readme.partition("## Quick start")[2].partition("\n## ")[0]
    (extra,) = re.findall(r"pip install ['\"](\S+?)['\"]", message)
    assert f'pip install "{extra}"' in quick_start


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not link.startswith("http"):
            assert ((ROOT / page).parent / link).exists(), link


def test_the_readme_picture_is_small() -> None:
    for picture in (ROOT / "docs" / "pictures").iterdir():
        assert picture.stat().st_size < 150_000


def test_nine_parameters_in_ten_are_assumed_as_the_models_page_has_it() -> None:
    from collections import Counter

    from joinedup.rules.collected import declared

    many = Counter(d.evidence for d in declared().values())
    page = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    assert "nine in ten are assumed" in page
    assert many["assumed"] / sum(many.values()) == pytest.approx(0.9, abs=0.05)
