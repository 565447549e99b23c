"""The report in Word: opened again, it has the sentences, pictures and tables of the page."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest

from joinedup_experiments.display.document import (
    Code,
    Figure,
    Figures,
    Heading,
    Part,
    Points,
    Section,
    Table,
    Words,
    figures_of,
    plain,
)
from joinedup_experiments.report.exports.pictures import alone
from joinedup_experiments.report.exports.word import IN_DETAIL, summary, word, word_report
from joinedup_experiments.report.page import sections, title_and_facts
from tests.conftest import leave_undrawn
from tests.report.conftest import made_up

docx = pytest.importorskip("docx")
RESULTS = made_up(("Siloed", "Joined"), months=24)
AGAIN = [Section("a", "First", [Points([("One:", "alpha"), "beta"], ordered=True)]),
         Section("b", "Second", [Points(["gamma"], ordered=True)])]  # fmt: skip


def opened(content: bytes):
    """A document as python-docx reads it."""
    return docx.Document(io.BytesIO(content))


def one_section(*parts: Part):
    """A document of one section."""
    return opened(word("Title", "Facts.", [Section("key", "Heading", parts)]))


@pytest.fixture(scope="module")
def made() -> tuple[object, Sequence[Section]]:
    with pytest.MonkeyPatch.context() as patch:
        leave_undrawn(patch, pngs=False)  # a document has no SVG
        return opened(word_report(RESULTS)), summary(sections(RESULTS))


def test_it_has_every_sentence_of_the_report(made) -> None:
    document, there = made
    written = {paragraph.text for paragraph in document.paragraphs}
    title, facts = title_and_facts(RESULTS)
    assert {title, facts} <= written
    for section in there:
        assert section.heading in written
        for part in section.parts:
            if isinstance(part, Words | Heading | Code):
                assert part.text in written
            if isinstance(part, Points):
                joined = {" ".join(i) if isinstance(i, tuple) else i for i in part.items}
                assert joined <= written


def test_details_are_left_to_the_page_and_the_workbook(made, undrawn) -> None:
    whole = sections(RESULTS)
    assert set(IN_DETAIL) < {section.key for section in whole}
    left_out = [section.heading for section in whole if section not in made[1]]
    assert len(left_out) == len(IN_DETAIL) + 1  # and the figures by year, for paper
    assert not set(left_out) & {paragraph.text for paragraph in made[0].paragraphs}


def test_every_picture_has_its_title_and_its_alternative_text(made) -> None:
    document, there = made
    figures = list(figures_of(there))
    about = [shape._inline.docPr for shape in document.inline_shapes]
    assert figures and len(about) == len(figures)
    for one, figure in zip(about, figures, strict=True):
        assert (one.get("title"), one.get("descr")) == (figure.title, alone(figure))
        assert "table below" not in one.get("descr") and len(one.get("descr")) > 10
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    assert {figure.title for figure in figures} <= set(captions)


def test_no_picture_is_wider_than_the_page(made) -> None:
    document, _ = made
    page = document.sections[0]
    room = page.page_width - page.left_margin - page.right_margin
    assert all(shape.width <= room for shape in document.inline_shapes)
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (21.0, 29.7)


def test_tables_have_the_cells_of_the_report_and_a_heading_row_on_every_page(made) -> None:
    document, there = made
    parts = (part for section in there for part in plain(section.parts))
    tables = [part for part in parts if isinstance(part, Table)]
    assert len(document.tables) == len(tables)
    for found, table in zip(document.tables, tables, strict=True):
        rows = [[cell.text for cell in row.cells] for row in found.rows]
        for mine, expected in zip(rows, [table.head, *table.rows], strict=True):
            whole = len(expected) == len(table.head)
            assert mine == list(expected) if whole else mine[0] == expected[0]
        first, *others = [row._tr.xpath("./w:trPr/w:tblHeader") for row in found.rows]
        assert first and not any(others)


def test_headings_are_words_own_and_the_answer_has_the_first_page(made) -> None:
    document, there = made
    first = [p for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [p.text for p in first] == [section.heading for section in there]
    breaks = [bool(p.paragraph_format.page_break_before) for p in first]
    assert breaks == [number == 1 for number in range(len(first))]


def test_each_ordered_list_begins_at_one_again() -> None:
    document = opened(word("Title", "Facts.", AGAIN))
    numbered = [p for p in document.paragraphs if p.style.name == "List Number"]
    first, second, third = (p._p.pPr.numPr.numId.val for p in numbered)
    assert first == second != third
    numbering = document.part.numbering_part.element
    for number in (first, third):
        (start,) = numbering.num_having_numId(number).xpath(".//w:startOverride")
        assert start.val == 1


def test_a_figure_that_cannot_be_drawn_is_its_words() -> None:
    document = one_section(Figures([Figure("f", "A title", "What it shows.", "<svg/>")]))
    assert [p.text for p in document.paragraphs][-2:] == ["A title", "What it shows."]


def test_what_no_xml_may_hold_is_left_out_and_markup_is_text() -> None:
    document = one_section(Words("bell\x07 <b>&\ud800 end"), Table("", ("a",), [("\x00x",)]))
    assert "bell <b>& end" in [p.text for p in document.paragraphs]
    assert document.tables[0].rows[1].cells[0].text == "x"


def test_it_is_in_british_english_and_names_no_other_program(made) -> None:
    document, _ = made
    about = document.core_properties
    assert (about.title, about.author, about.comments) == (title_and_facts(RESULTS)[0],
                                                           "joinedup", "")  # fmt: skip
    languages = document.styles.element.xpath(".//w:lang/@w:val")
    assert set(languages) == {"en-GB"}
