"""Results as an Excel workbook: numbers as numbers, and no cell that is a formula or a link.

Equal runs give equal bytes: nothing in it says when it was made.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from joinedup_experiments.compare.results.as_text import RISKY
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.report.exports import inputs, outcomes
from joinedup_experiments.report.exports.cells import FORMATS, Cell, Number, Sheet
from joinedup_experiments.report.first_page import answer, title_and_facts
from joinedup_experiments.report.own_drivers import drivers_of
from joinedup_experiments.report.view import View

NARROWEST, WIDEST = 8, 60  # letters of a column
MOST_LETTERS = 32_767  # of a cell
NO_DATE = datetime(2000, 1, 1)
TAKES = "a workbook takes XlsxWriter: pip install 'joinedup[office]'"


def sheets(results: Results) -> list[Sheet]:
    """Every sheet, in order."""
    result = results.comparison
    effects = outcomes.effects_sheet(result)
    first_page = answer(View(result), drivers_of(results))
    return [
        inputs.summary_sheet(*title_and_facts(results), first_page),
        *([effects] if effects else []),
        outcomes.years_sheet(result),
        outcomes.ledger_sheet(result),
        outcomes.money_sheet(result),
        inputs.planned_sheet(result),
        inputs.assumptions_sheet(results),
        inputs.dictionary_sheet(),
        inputs.run_sheet(results),
    ]


def workbook(results: Results) -> bytes:
    """The workbook's bytes; `InputError` where XlsxWriter is not installed."""
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise InputError(TAKES) from None
    into = io.BytesIO()
    try:
        with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
            book.set_properties({"title": title_and_facts(results)[0], "created": NO_DATE})
            looks = _looks(book)
            for one in sheets(results):
                _write(book.add_worksheet(one.name), one, looks)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise error.args[0] from None  # the machine's fault, an OSError
    return into.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    """How each kind of cell looks, by name; text that could be a formula is marked as text."""
    of_text = {"text_wrap": True, "valign": "top"}
    bold = of_text | {"bold": True}
    head = bold | {"bg_color": "#E8EEF3", "bottom": 1}
    looks = {"text": of_text, "bold": bold, "head": head}
    looks |= {f"{name}, risky": look | {"quote_prefix": True} for name, look in looks.items()}
    looks |= {name: {"num_format": shown, "valign": "top"} for name, shown in FORMATS.items()}
    return {name: book.add_format(look) for name, look in looks.items()}


def _write(into: Any, sheet: Sheet, looks: dict[str, Any]) -> None:
    into.freeze_panes(1, 0)
    into.repeat_rows(0)
    into.set_landscape()
    into.set_paper(9)  # A4
    into.fit_to_pages(1, 0)
    for row, cells in enumerate([sheet.head, *sheet.rows]):
        kind = "head" if row == 0 else "bold" if row - 1 in sheet.strong else "text"
        for column, cell in enumerate(cells):
            _write_cell(into, row, column, cell, kind, looks)
    into.autofilter(0, 0, len(sheet.rows), len(sheet.head) - 1)
    for column, heading in enumerate(sheet.head):
        longest = max((_letters(row[column]) for row in sheet.rows), default=0)
        wide = max(longest, *map(len, heading.split()), NARROWEST)
        into.set_column(column, column, min(WIDEST, wide + 2))


def _write_cell(
    into: Any, row: int, column: int, cell: Cell, kind: str, looks: dict[str, Any]
) -> None:
    match cell:
        case Number():
            into.write_number(row, column, cell.x, looks[cell.shown])
        case str() if cell:
            look = f"{kind}, risky" if cell.startswith(RISKY) else kind
            text = cell[:MOST_LETTERS].encode(errors="replace").decode()  # of paths not in UTF-8
            into.write_string(row, column, text, looks[look])


def _letters(cell: Cell) -> int:
    return len(cell) if isinstance(cell, str) else 12 if cell else 0
