"""A report printed to A4: every row of every table whole, headings over the page, nothing cut off.

Marks that are too small to see are put at both ends of what has to stay together. Which page they
are printed on is read from the PDF.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from itertools import pairwise

import pytest

pytestmark = pytest.mark.slow
MOST_PAGES = 20
MARK = re.compile(r"x(\d+)y")
PUT_MARKS = """() => {
  let next = 1000;
  const kinds = {};
  const put = (kind, group, first, last) => {
    for (const [one, at] of [[first, 'afterbegin'], [last, 'beforeend']]) {
      const mark = document.createElement('span');
      mark.style.cssText = 'font-size:1px;line-height:0;white-space:nowrap';
      mark.textContent = `x${next}y`;
      one.insertAdjacentElement(at, mark);
      kinds[next++] = [kind, group];
    }
  };
  const seen = one => one.getClientRects().length > 0;
  let many = 0;
  document.querySelectorAll('table').forEach((table, number) => {
    if (!seen(table)) return;
    table.querySelectorAll('thead th').forEach(cell => put('head', number, cell, cell));
    put('caption', number, table.querySelector('caption'), table.querySelector('caption'));
    table.querySelectorAll('tbody tr').forEach(row => {
      many++;
      for (const cell of row.cells) put(`row ${many} of table`, number, cell, cell);
    });
  });
  document.querySelectorAll('figure').forEach((figure, number) => {
    if (!seen(figure)) return;
    put('figure', number, figure.querySelector('figcaption'), figure);
  });
  document.querySelectorAll('ul.tiles > li').forEach((one, number) => {
    put('answer', number, one, one);
  });
  document.querySelectorAll('main h2, main h3').forEach((one, number) => {
    if (!seen(one)) return;
    const after = one.nextElementSibling, cell = after.querySelector('caption, li, figcaption');
    put('heading', number, one, cell || after);
  });
  return kinds;
}"""


@pytest.fixture(scope="module")
def printed(browser, report_file):
    """For so many worlds over seven years: on which pages each marked thing is, and, printed before
    it was marked, the text of each page."""
    reading = pytest.importorskip("pypdf")
    known: dict[int, tuple[dict[tuple[str, int], list[set[int]]], list[str]]] = {}

    def of(worlds: int):
        if worlds not in known:
            context = browser.new_context(viewport={"width": 688, "height": 900}, bypass_csp=True)
            tab = context.new_page()
            tab.set_default_timeout(300_000)
            tab.goto(report_file(worlds, 7).as_uri())
            tab.emulate_media(media="print")
            whole = reading.PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True)))
            marks = tab.evaluate(PUT_MARKS)
            paper = reading.PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True)))
            context.close()
            texts = [page.extract_text() for page in whole.pages]
            pages: dict[str, set[int]] = {number: set() for number in marks}
            for number, page in enumerate(paper.pages, 1):
                for mark in MARK.findall(page.extract_text()):
                    pages[mark].add(number)
            grouped = defaultdict(list)
            for mark, (kind, group) in marks.items():
                grouped[kind, group].append(pages[mark])
            known[worlds] = grouped, texts
        return known[worlds]

    return of


@pytest.mark.parametrize("worlds", [2, 3])
def test_every_row_stands_whole_on_one_page(printed, worlds) -> None:
    marked, _ = printed(worlds)
    rows = {key: pages for key, pages in marked.items() if key[0].startswith("row")}
    assert len(rows) > 200
    for key, pages in rows.items():
        assert len(set.union(*pages)) == 1 and all(pages), key


@pytest.mark.parametrize("worlds", [2, 3])
def test_headings_of_a_table_stand_on_every_page_it_is_on(printed, worlds) -> None:
    marked, _ = printed(worlds)
    tables = {group for kind, group in marked if kind == "head"}
    longer = 0
    for table in tables:
        on = set().union(*(set().union(*p) for (kind, group), p in marked.items()
                           if kind.startswith("row") and group == table))  # fmt: skip
        assert all(pages == on for pages in marked["head", table]), table
        assert set().union(*marked["caption", table]) == {min(on)}
        assert all(after == before + 1 for before, after in pairwise(sorted(on)))
        longer += len(on) > 1
    assert longer


@pytest.mark.parametrize("worlds", [2, 3])
def test_no_picture_is_cut_and_no_heading_is_left_behind(printed, worlds) -> None:
    marked, _ = printed(worlds)
    for (kind, group), pages in marked.items():
        if kind in ("figure", "answer", "heading"):
            assert len(set().union(*pages)) == 1, (kind, group)


@pytest.mark.parametrize("worlds", [2, 3])
def test_the_first_page_is_a_cover_with_the_whole_answer(printed, worlds) -> None:
    marked, texts = printed(worlds)
    answers = [set().union(*pages) for (kind, _), pages in marked.items() if kind == "answer"]
    assert answers == [{1}] * 4
    plain = [" ".join(text.split()) for text in texts]
    assert "What could overturn this" in plain[0]
    assert "Contents" not in plain[0] and "Contents" in plain[1]


def test_pages_are_numbered_and_few(printed) -> None:
    _, texts = printed(2)
    assert len(texts) <= MOST_PAGES
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text
        assert "Would Local Care Network do better than Siloed borough?" in text


@pytest.mark.parametrize("worlds", [2, 3])
def test_nothing_is_wider_than_paper(browser, report_file, worlds) -> None:
    """A4 less its margins is 182 mm: 688 pixels."""
    tab = browser.new_page(viewport={"width": 688, "height": 900})
    tab.set_default_timeout(300_000)
    tab.goto(report_file(worlds, 7).as_uri())
    tab.emulate_media(media="print")
    far = "Math.max(...[...document.querySelectorAll('table, figure, pre, p, svg')]"
    assert tab.evaluate(f"{far}.map(one => one.getBoundingClientRect().right))") <= 688.5
    tab.close()
