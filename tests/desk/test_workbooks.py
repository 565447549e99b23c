"""Excel workbooks: the sheet that is meant, what cells show, and files that are no good."""

from __future__ import annotations

import datetime
import io
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.local_place.new import workbook
from joinedup_experiments.local_place.new.figures import read_activity
from joinedup_experiments.local_place.new.people import read_population
from joinedup_experiments.scenario_io.load import ScenarioError

ROWS = [["age", "people"], ["0-15", 9000], ["16-39", 15000], ["40-64", 16000], ["65-74", 5000],
        ["75-84", 3000], ["85+", 1200]]  # fmt: skip


def saved(file: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(file)
    return file


def refused(file: Path) -> str:
    with pytest.raises(ScenarioError) as raised:
        read_population(file)
    assert len(raised.value.problems) == 1
    return str(raised.value)


def test_the_one_sheet_with_the_headings_is_read_and_lines_are_its_rows(tmp_path: Path) -> None:
    file = saved(tmp_path / "p.xlsx", {"Contents": [["Table 1"]], "Data": [["Title"], [], *ROWS]})
    assert read_population(file).residents == 49_200
    rows = [["Title"], [], *ROWS[:-1], ["85+", "[c]"]]
    message = refused(saved(tmp_path / "q.xlsx", {"Contents": [["Table 1"]], "Data": rows}))
    assert "q.xlsx, sheet `Data`:9: `people` is `[c]`" in message


def test_of_several_sheets_one_must_be_named(tmp_path: Path) -> None:
    later = [ROWS[0], *([band, many * 2] for band, many in ROWS[1:])]
    file = saved(tmp_path / "p.xlsx", {"Mid-2022": ROWS, "Mid-2023": later})
    message = refused(file)
    assert (
        "several sheets can be read: Mid-2022, Mid-2023" in message
        and "p.xlsx#Mid-2022`" in message
    )
    assert read_population(Path(f"{file}#Mid-2023")).residents == 98_400
    assert "did you mean `Mid-2023`" in refused(Path(f"{file}#Mid2023"))


def test_without_the_headings_the_sheets_are_named(tmp_path: Path) -> None:
    message = refused(saved(tmp_path / "p.xlsx", {"Cover": [["x"]], "Map": [["y", "z"]]}))
    assert "no sheet has the headings of a table for --population: Cover, Map" in message


def test_what_cells_show_is_what_is_read(tmp_path: Path) -> None:
    file = saved(tmp_path / "a.xlsx", {"A": [["figure", "value", "per"],
                                             ["bed_occupancy", 0.94, "share"],
                                             ["lost_at_handover", "=B2/2", "share"]]})  # fmt: skip
    from openpyxl import load_workbook

    book = load_workbook(file)
    book["A"]["B2"].number_format = "0.0%"
    book.save(file)
    with pytest.raises(ScenarioError, match="must be a number, not empty"):  # never worked out
        read_activity(file, 50_000, {})
    book["A"]["B3"] = None
    book["A"]["A3"] = book["A"]["C3"] = None
    book.save(file)
    assert read_activity(file, 50_000, {})[0].value == pytest.approx(0.94)
    dated = [ROWS[0], [datetime.date(2026, 9, 5), 10], *ROWS[1:]]
    assert "made a date of it" in refused(saved(tmp_path / "d.xlsx", {"A": dated}))


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    book = Workbook()
    for title, hidden in (("Old", True), ("New", False)):
        sheet = book.create_sheet(title)
        sheet.sheet_state = "hidden" if hidden else "visible"
        for row in ROWS:
            sheet.append(row)
    book.save(tmp_path / "p.xlsx")
    assert read_population(tmp_path / "p.xlsx").residents == 49_200


def test_without_openpyxl_it_is_said_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(tmp_path / "p.xlsx", {"A": ROWS})
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    message = refused(file)
    assert "openpyxl, which is not installed" in message and "joinedup[tables]" in message
    result = CliRunner().invoke(
        app, ["new", str(tmp_path / "x"), "--no-ask", "--population", str(file)]
    )
    assert result.exit_code == 2 and result.stderr.count("\n") == 1


def test_one_that_is_far_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(tmp_path / "p.xlsx", {"A": ROWS})
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/bomb.xml", b"0" * (workbook.UNPACKED + 1))
    assert file.stat().st_size < 1_000_000 and "far too large" in refused(file)
    file = saved(tmp_path / "q.xlsx", {"A": ROWS})
    monkeypatch.setattr(workbook, "MOST_LINES", 5)
    assert "far too large" in refused(file)


def test_no_workbook_but_a_zip_or_a_word_document_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.xlsx", "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    assert "not a text file" in refused(tmp_path / "p.xlsx")


def bytes_of(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


GOOD = bytes_of(ROWS)


@given(
    cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), max_size=4),
    end=st.floats(0, 1),
)
def test_a_damaged_workbook_fails_in_no_other_way(
    cuts: list[tuple[float, bytes]], end: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = GOOD if end > 0.3 else GOOD[: int(end * len(GOOD))]
    for where, filling in cuts:
        start = int(where * len(data))
        data = data[:start] + filling + data[start + len(filling) :]
    file = tmp_path_factory.mktemp("spoilt") / "p.xlsx"
    file.write_bytes(data)
    try:
        assert read_population(file).residents > 0
    except ScenarioError as error:
        assert all(line.isprintable() for line in str(error).split("\n"))
