"""What the page gives to take away: a workbook of plain figures, whatever arms are called."""

from __future__ import annotations

import io
import zipfile

import pytest

from joinedup_experiments.page.looking import SECTIONS, section_html
from joinedup_experiments.page.workbook import workbook
from tests.report.conftest import made_up

pytest.importorskip("xlsxwriter")


def test_a_name_in_a_workbook_is_never_a_formula_or_a_link() -> None:
    made = made_up(names=("=1+1", "http://example.org/x"), months=24)
    with zipfile.ZipFile(io.BytesIO(workbook(made))) as book:
        sheets = {name: book.read(name).decode() for name in book.namelist() if "xml" in name}
    assert not [name for name, text in sheets.items() if "<f>" in text or "hyperlink" in text]
    assert "=1+1" in sheets["xl/sharedStrings.xml"]
    for sheet in ("effects, average year", "effects by year", "barrier ledger", "about"):
        assert f'name="{sheet}"' in sheets["xl/workbook.xml"]


@pytest.mark.parametrize("name", SECTIONS)
def test_every_part_is_a_page_of_its_own_in_which_names_are_text(name: str) -> None:
    made = made_up(names=("<b>Siloed</b>", "Joined"), months=24, seeds_per_world=1, replications=6)
    html = section_html(made, name)
    assert html.startswith("<!DOCTYPE html>") and "<b>Siloed</b>" not in html
    assert "<nav" not in html and "http://" not in html.replace("http://www.w3.org", "")
