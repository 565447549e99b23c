"""The pages for a board: what they say agrees with the generated answers, and what they show runs.

docs/board/claims.txt names, for each page, the results on which its words rest. Where one of them
comes out otherwise, the words have to be written anew.
"""

from __future__ import annotations

import csv
import re
import shlex
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.scenario_io.load import read_scenario
from joinedup_experiments.studies.answers import read_results

ROOT = Path(__file__).parents[2]
BOARD = ROOT / "docs" / "board"
INDEX = BOARD / "README.md"
PAGES = sorted(page for page in BOARD.glob("*.md") if page != INDEX)
HEADINGS = [
    "Why",
    "Run it for your place",
    "Where to look in the report",
    "What this does not tell you",
]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
INLINE = re.compile(r"`(joinedup [^`\n]+)`")
DESIGNS = ROOT / "experiments" / "joinedup_experiments" / "studies" / "designs"


def sections(text: str) -> list[tuple[str, str]]:
    """A page's headings, each with what stands below it up to the next."""
    parts = re.split(r"^#+ +(.+)\n", text, flags=re.M)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def anchor(heading: str) -> str:
    """What a link to a heading ends with, as repositories show pages."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def named(pages: list[Path]) -> list[str]:
    return [page.name for page in pages]


def claims() -> list[tuple[str, str]]:
    """(page, what it rests on), a line each."""
    lines = text_of(BOARD / "claims.txt").splitlines()
    return [(page, rest) for page, rest in (line.split(" | ", 1) for line in lines)]


@pytest.fixture(scope="module")
def kept():
    return read_results(ROOT / "docs" / "results.json")


@pytest.mark.parametrize(("page", "line"), claims())
def test_a_page_rests_on_what_came_out(page: str, line: str, kept) -> None:
    source, *rest = (part.strip() for part in line.split("|"))
    if source.endswith(".md"):
        words = " ".join(text_of(ROOT / source).split())
        assert " | ".join(rest) in words, "this is not said there any more: look at the page anew"
    elif source == "arrangement":
        _of_an_arrangement(kept.effects, *rest)
    elif source == "scenario discovery":
        _of_a_sweep(*rest)
    else:
        judged = {one.says: one.seen for one in kept.answers[source].judged}
        assert judged[rest[0]] == rest[1]


def _of_an_arrangement(effects, arm: str, measure: str, period: str, way: str) -> None:
    """One arrangement beside the siloed borough; or every one, or every one other than one."""
    _, _, apart = arm.partition("every other than ")
    for name in effects if arm.startswith("every") else [arm]:
        base, _, low, high = effects[name][measure][period]
        if way == "slight":  # under 1% of the level, as in the studies
            assert max(-low, high) < 0.01 * base, name
            continue
        found = "higher" if low > 0.0 else "lower" if high < 0.0 else "no change"
        if name != apart:
            assert found != "lower" if way == "not lower" else found == way, name


def _of_a_sweep(outcome: str, answer: str, bound: str) -> None:
    with (DESIGNS / "scenario_discovery" / "questions.csv").open(encoding="utf-8") as file:
        rows = {(row["label"], row["answer"]): row for row in csv.DictReader(file)}
    share = 100.0 * float(rows[outcome, answer]["base_rate"])
    limit = int(re.sub(r"\D", "", bound))
    assert share >= limit if bound.startswith("at least") else share <= limit


@pytest.mark.parametrize("page", named(PAGES))
def test_a_page_has_its_parts_and_is_short(page: str) -> None:
    text = text_of(BOARD / page)
    assert re.findall(r"^## (.+)$", BLOCK.sub("", text), re.M) == HEADINGS
    assert "**The short answer.**" in text and "**What the papers say.**" in text
    assert len(text.split()) < 600
    assert f"]({page})" in text_of(INDEX)
    assert page in {named for named, _ in claims()}


@pytest.mark.parametrize("page", named(PAGES))
def test_the_report_has_the_sections_that_a_page_names(page: str) -> None:
    sources = "".join(
        text_of(file)
        for file in (ROOT / "experiments" / "joinedup_experiments" / "report").rglob("*.py")
    )
    where = dict(sections(text_of(BOARD / page)))["Where to look in the report"]
    lines_text = re.findall(r"(?<!\*)\*([A-Z][^*]+)\*(?!\*)", where)
    assert lines_text
    for section in lines_text:
        assert f'"{section}"' in sources, section


@pytest.mark.parametrize("page", named([*PAGES, INDEX]))
def test_links_lead_somewhere(page: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", text_of(BOARD / page)):
        target, _, place = link.partition("#")
        file = BOARD / target
        assert file.exists(), link
        if place:
            assert place in [anchor(heading) for heading, _ in sections(text_of(file))], link


def commands() -> list[str]:
    """Every command of every page once, the index first, since it makes the place."""
    found = [
        command
        for page in [INDEX, *PAGES]
        for command in _typed(text_of(page))
    ]  # fmt: skip
    return list(dict.fromkeys(found))


def _typed(text: str) -> list[str]:
    blocks = "".join(inside for kind, inside in BLOCK.findall(text) if not kind)
    plain = BLOCK.sub("", text)
    return re.findall(r"^(joinedup .+)$", blocks, re.M) + INLINE.findall(plain)


def files() -> dict[str, str]:
    """What each page has the reader write, by the name in its first line."""
    found = {}
    for page in PAGES:
        for kind, inside in BLOCK.findall(text_of(page)):
            if kind == "yaml":
                found[inside.splitlines()[0].removeprefix("# ")] = inside
    return found


def run(command: str, *more: str) -> None:
    shown = CliRunner().invoke(app, [*shlex.split(command)[1:], *more])
    assert shown.exit_code == 0, f"{command}\n{shown.output}"


@pytest.fixture
def my_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the place is made as the index says, and the files of all pages lie."""
    monkeypatch.chdir(tmp_path)
    [making] = [command for command in commands() if command.startswith("joinedup new")]
    run(making.replace("61800", "900").replace("118", "2"), "--no-ask")
    for name, text in files().items():
        Path(name).write_text(text, encoding="utf-8")
    return tmp_path


def test_every_command_is_there_and_its_scenarios_are_sound(my_place: Path) -> None:
    program = get_command(app)
    assert isinstance(program, TyperGroup)
    for name in files():
        read_scenario(name)
    for command in commands():
        words = shlex.split(command)[1:]
        lines_text = program.commands[words[0]].make_context(words[0], words[1:]).params
        for key in ("scenario", "base", "other", "place"):
            if lines_text.get(key):
                read_scenario(lines_text[key])
        for name in lines_text.get("others") or ():
            read_scenario(name)


SHORT = ["--years", "1", "--burn-in", "1"]
FEW = ["--replications", "4", "--workers", "1"]  # two worlds of two seeds, at least
SMALLER = {"compare": [*SHORT, *FEW, "--residents", "900"], "journey": SHORT}
# Made by the index; tested on the pages that are about them; take hours, or figures of a place.
NOT_HERE = (
    "new", "fit", "sweep", "sensitivity", "discover", "value-of-information", "check-baseline"
)  # fmt: skip


@pytest.mark.slow
def test_the_commands_do_what_they_say(my_place: Path) -> None:
    for command in commands():
        entry_point = command.split()[1]
        if entry_point not in NOT_HERE:
            run(command, *SMALLER.get(entry_point, []))
    assert (my_place / "my_place.html").stat().st_size > 10_000
