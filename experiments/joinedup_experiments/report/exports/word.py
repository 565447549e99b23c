"""The report's summary as a Word document, to be edited: sections, pictures and tables.

Headings are Word's own, so that its contents list works; every picture has an alternative text,
and every table a heading row that is repeated on each page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, assert_never

from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.charts import as_png
from joinedup_experiments.display.document import (
    Code,
    Figure,
    Figures,
    Heading,
    Plain,
    Points,
    Section,
    Table,
    Words,
    plain,
)
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.report.exports.pictures import alone
from joinedup_experiments.report.first_page import title_and_facts
from joinedup_experiments.report.page import sections

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as WordTable
    from docx.text.paragraph import Paragraph

TAKES = "a Word document takes python-docx: pip install 'joinedup[office]'"
IN_DETAIL = ("journeys", "scorecard")
A4 = (21.0, 29.7)  # cm
MARGIN = 2.2  # cm
SMALL = 8.5  # points, in tables
ROOM = 1.0  # inches for a picture's title on its page
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def word_report(results: Results) -> bytes:
    """The summary's bytes; `InputError` where python-docx is not installed."""
    _installed()  # before the pictures are drawn
    return word(*title_and_facts(results), summary(sections(results)))


def summary(made: Sequence[Section]) -> list[Section]:
    """The sections but for those whose details are left to the page and to the workbook."""
    return [one for one in made if one.key not in IN_DETAIL and not one.on_paper_only]


def word(title: str, facts: str, made: Sequence[Section]) -> bytes:
    """A page as a Word document; the first page has the first section alone."""
    document = _installed()()
    _settle(document, title)
    document.add_heading(_plain(title), 0)
    document.add_paragraph(_plain(facts))
    for number, section in enumerate(made):
        heading = document.add_heading(_plain(section.heading), 1)
        heading.paragraph_format.page_break_before = number == 1
        for part in plain(section.parts):
            _add(document, part)
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def _installed() -> Any:
    """What makes a document; `InputError` where it is not installed."""
    try:
        from docx import Document
    except ModuleNotFoundError:
        raise InputError(TAKES) from None
    return Document


def _settle(document: Document, title: str) -> None:
    """A4, British English, a number on every page, and no other program's name."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    page = document.sections[0]
    page.page_width, page.page_height = map(Cm, A4)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    about = document.core_properties
    about.title, about.author, about.comments = _plain(title)[:255], "joinedup", ""
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    page.footer.paragraphs[0]._p.append(number)


def _add(document: Document, part: Plain) -> None:
    match part:
        case Heading():
            document.add_heading(_plain(part.text), 2)
        case Words():
            document.add_paragraph(_plain(part.text))
        case Points():
            _add_points(document, part)
        case Table():
            _add_table(document, part)
        case Figures():
            for figure in part.items:
                _add_picture(document, figure)
        case Code():
            document.add_paragraph().add_run(_plain(part.text)).font.name = "Consolas"
        case _:
            assert_never(part)


def _add_points(document: Document, points: Points) -> None:
    again = _new_count(document) if points.ordered else 0
    for item in points.items:
        first, text = item if isinstance(item, tuple) else ("", item)
        style = "List Number" if points.ordered else "List Bullet"
        paragraph = document.add_paragraph(style=style)
        if first:
            paragraph.add_run(f"{_plain(first)} ").bold = True
        paragraph.add_run(_plain(text))
        if again:
            numbered = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbered.get_or_add_ilvl().val, numbered.get_or_add_numId().val = 0, again


def _new_count(document: Document) -> int:
    """The number of a list that begins at 1 again, whatever lists came before."""
    style: Any = document.styles["List Number"].element
    numbering: Any = document.part.numbering_part.element
    of_style = numbering.num_having_numId(style.pPr.numPr.numId.val)
    made = numbering.add_num(of_style.abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def _add_picture(document: Document, figure: Figure) -> None:
    """A picture below its title, with its alternative text; the text alone where none is drawn."""
    from docx.shared import Inches

    title = document.add_paragraph(_plain(figure.title), style="Caption")
    if figure.drawn is None:
        document.add_paragraph(_plain(alone(figure)))
        return
    title.paragraph_format.keep_with_next = True
    widest, tallest = ((side - 2 * MARGIN) / 2.54 for side in A4)
    own, high = map(float, (figure.drawn.get_figwidth(), figure.drawn.get_figheight()))
    wide = Inches(min(widest, own, own * (tallest - ROOM) / high))
    shape = document.add_paragraph().add_run().add_picture(io.BytesIO(as_png(figure.drawn)), wide)
    about: Any = shape._inline.docPr
    about.set("title", _plain(figure.title))
    about.set("descr", _plain(alone(figure)))


def _add_table(document: Document, table: Table) -> None:
    from docx.oxml import OxmlElement

    if table.caption:
        caption = document.add_paragraph(_plain(table.caption), style="Caption")
        caption.paragraph_format.keep_with_next = True
    made = document.add_table(1 + len(table.rows), len(table.head), style="Table Grid")
    _fill(made, 0, table.head, table.numbers, True)
    for number, row in enumerate(table.rows):
        bold = len(row) == 1 or number in table.strong
        _fill(made, 1 + number, row, table.numbers, bold)
    for row_made in made.rows:
        row_made._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _fill(made: WordTable, number: int, row: Sequence[str], numbers: bool, bold: bool) -> None:
    """Write a row; one of a single cell goes across, as the heading of the rows after it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    cells = made.rows[number].cells
    if len(row) == 1 < len(cells):
        cells = [cells[0].merge(cells[-1])]  # type: ignore[assignment]
    for column, (cell, text) in enumerate(zip(cells, row, strict=False)):
        paragraph: Paragraph = cell.paragraphs[0]
        run = paragraph.add_run(_plain(text))
        run.bold, run.font.size = bold, Pt(SMALL)
        paragraph.paragraph_format.space_after = Pt(0)
        if numbers and column:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _plain(text: str) -> str:
    """Text without the characters that no XML may hold."""
    return _NOT_IN_XML.sub("", text)
