"""Hostile names: harmless wherever they are shown or written."""

from __future__ import annotations

import csv
import io
import re
import shlex
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinedup.scenario.refusals import RefusedError
from joinedup_experiments.compare.arms import distinct
from joinedup_experiments.compare.results.as_text import RISKY, marked, read_csv, unmarked
from joinedup_experiments.compare.results.folder import FolderError, refuse_existing
from joinedup_experiments.compare.results.tables import write_table
from joinedup_experiments.display.document import Table, Words
from joinedup_experiments.display.errors import InputError, commands, harmless, refusing
from joinedup_experiments.display.terminal import in_file, print_parts, print_table
from joinedup_experiments.display.typed import typed
from joinedup_experiments.report.exports.workbook import workbook
from joinedup_experiments.report.page import page
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario
from joinedup_experiments.sweep.reading import read_design
from tests.report.conftest import made_up

FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "'=1")
SHOWN = ("=1+1", "-2+3", "@SUM(A1)", "<script>alert(1)</script>", "a & b; $(ls) `id`")
REFUSED = ("[red]x", "\x1b[31mred", "a\u202eb", "a\x07b")
names = st.one_of(
    st.sampled_from((*FORMULAS, *SHOWN, *REFUSED)),
    st.builds("{}{}".format, st.sampled_from([*RISKY, "'", "''="]), st.text(max_size=8)),
    st.text(max_size=12),
)


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@given(names)
def test_marked_text_is_no_formula_and_comes_back(text: str) -> None:
    assert not marked(text).startswith(RISKY) or is_number(text)
    assert unmarked(marked(text)) == text


def test_a_csv_holds_no_formula_and_is_read_back_as_it_was(tmp_path: Path) -> None:
    hostile = [*FORMULAS, *SHOWN, *REFUSED, "two\nlines", None]
    write_table(tmp_path, "t", {"=name": hostile, "number": [-1.5] * len(hostile)})
    text = (tmp_path / "t.csv").read_bytes().decode()
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(RISKY) and cell != "-1.5"]
    back = read_csv(tmp_path / "t.csv")
    assert list(back) == ["=name", "number"]
    assert back["=name"].tolist()[:-1] == hostile[:-1] and back["=name"].isna().sum() == 1


def test_ordinary_tables_are_written_as_before(tmp_path: Path) -> None:
    write_table(tmp_path, "t", {"arm": ["co-located", "x"], "low": ["-0.5", "1"]})
    lines = (tmp_path / "t.csv").read_text(encoding="utf-8").splitlines()
    assert [line.replace('"', "") for line in lines] == ["arm,low", "co-located,-0.5", "x,1"]


@pytest.mark.parametrize("name", SHOWN)
def test_names_are_shown_as_they_are(name: str) -> None:
    file = io.StringIO()
    print_table(in_file(file, 200), Table("t", ("name", "figure"), [(name, "1")]))
    assert name in file.getvalue()


@pytest.mark.parametrize("text", ["[red]x[/red]", "results/[1]", "a [/b] c", "a :smile: b"])
def test_no_text_is_markup_of_a_screen(text: str) -> None:
    file = io.StringIO()
    print_parts(in_file(file, 200), [Words(text), Table("t", ("name",), [(text,)])])
    assert file.getvalue().count(text) == 2


def test_a_report_and_a_workbook_take_hostile_names_for_text(undrawn) -> None:
    results = made_up(SHOWN, months=12)
    text = page(results)
    assert "<script>alert" not in text
    assert all(escape(name, quote=False) in text for name in SHOWN)
    assert workbook(results)


@pytest.mark.parametrize("name", REFUSED)
def test_names_that_command_a_terminal_are_refused_in_harmless_words(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RefusedError, match="cannot stand here") as refused:
        load_scenario("siloed_borough").with_({"name": name})
    assert not commands(str(refused.value))
    with pytest.raises(SystemExit), refusing():
        raise InputError(f"{name}\nis not there")
    shown = capsys.readouterr().err
    assert not commands(shown) and harmless(name) in shown and shown.count("\n") == 2


def test_a_lever_that_commands_a_terminal_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "d.yaml"
    file.write_text(
        "base: siloed_borough\nmethod: latin_hypercube\nsize: 4\n"
        "outcomes: [{measure: crises}]\nvary: []\n"
        'levers: {"\\e[31mx": {scales: ["teams.*.staff.*"], low: 0.9, high: 1.2}}\n',
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError, match="control characters cannot stand here"):
        read_design(file)


@pytest.mark.parametrize("name", (*FORMULAS, *SHOWN, "--out"))
def test_an_arm_is_named_as_a_file_can_be_and_no_option(name: str) -> None:
    (arm,) = distinct([name])
    assert re.fullmatch(r"\w[\w-]*", arm)


@pytest.mark.parametrize("letter", ["x", "é", "日"])
def test_no_arm_has_a_longer_name_than_a_file_can_have(letter: str) -> None:
    for arm in (arms := distinct([letter * 300] * 2)):
        assert len(f"scenario-{arm}.yaml".encode()) <= 255
    assert len({*arms}) == 2


@pytest.mark.parametrize("name", ["a b", "$(rm x)", "[x]", "it's", "a;b"])
def test_a_command_quotes_a_path(name: str) -> None:
    assert shlex.split(typed(["open", Path(name)]))[-1] == name


def test_a_free_name_that_is_proposed_is_quoted(tmp_path: Path) -> None:
    (tmp_path / "it's [x]").mkdir()
    with pytest.raises(FolderError) as refused:
        refuse_existing(tmp_path / "it's [x]", "--pictures ")
    proposed = str(refused.value).split("try ")[1]
    assert shlex.split(proposed) == ["--pictures", str(tmp_path / "it's [x]-2")]
