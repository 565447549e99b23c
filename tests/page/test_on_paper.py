"""The page printed by a real browser, to A4 and Letter: all of it there, and nothing cut.

Marks are put into the frames as into the report's own page (`tests/report/test_on_paper.py`).
"""

from __future__ import annotations

import io
from collections import defaultdict

import pytest

from tests.in_browsers import browser  # noqa: F401
from tests.page.test_in_a_browser import answer_in, look_at, opened, run, server  # noqa: F401
from tests.report.test_on_paper import MARK, PUT_MARKS

pytestmark = pytest.mark.slow
PARTS = ("The answer", "When it comes", "What is proposed", "Barrier ledger",
         "One person's two lives")  # fmt: skip
CONTROLS = ("An arrangement to begin with", "Run once more", "Look at", "Make:", "Stop")
WIDE = {"A4": 688, "Letter": 710}  # pixels, less margins
PAPERS = ({"format": "A4"}, {"format": "Letter"}, {"format": "A4", "landscape": True})
FARTHEST = """() => Math.max(...[...document.querySelectorAll('.printed')].flatMap(
  one => [...one.shadowRoot.querySelectorAll('table, figure, pre, p, svg')]
).map(one => one.getBoundingClientRect().right))"""


def printed(tab, **paper) -> list[str]:
    """The text of each page."""
    reading = pytest.importorskip("pypdf")
    made = reading.PdfReader(io.BytesIO(tab.pdf(**paper)))
    return [page.extract_text() for page in made.pages]


def marked(tab, frame, **paper) -> dict[tuple[str, int], list[set[int]]]:
    """On which pages each marked thing of a frame is."""
    marks = frame.evaluate(PUT_MARKS.replace("main h2, main h3", "section h2, section h3"))
    pages: dict[str, set[int]] = {number: set() for number in marks}
    for number, text in enumerate(printed(tab, **paper), 1):
        for mark in MARK.findall(text):
            pages[mark].add(number)
    grouped = defaultdict(list)
    for mark, (kind, group) in marks.items():
        grouped[kind, group].append(pages[mark])
    return grouped


@pytest.fixture
def ran(opened):  # noqa: F811
    """The page with results, as it is for paper."""
    tab = opened("?years=2&arrangement=local_care_network")
    run(tab)
    answer_in(tab)
    tab.get_by_role("button", name="Stop").click()
    return tab


@pytest.mark.parametrize("paper", PAPERS, ids=["A4", "Letter", "A4 across"])
def test_nothing_is_cut_and_no_heading_is_left_behind(ran, paper) -> None:
    kinds: dict[str, int] = defaultdict(int)
    for name in PARTS:
        look_at(ran, name)
        ran.wait_for_timeout(1500)
        frame = ran.locator("iframe").element_handle().content_frame()
        ran.emulate_media(media="print")
        for (kind, group), pages in marked(ran, frame, **paper).items():
            kinds[kind.split()[0]] += 1
            if kind not in ("head", "caption"):  # which every page of a long table has
                assert all(pages) and len(set.union(*pages)) == 1, (name, kind, group, pages)
        ran.emulate_media(media="null")
    assert kinds["figure"] >= 8 and kinds["row"] > 150 and kinds["heading"] > 8


@pytest.mark.parametrize("paper", WIDE)
def test_results_are_as_wide_as_paper_and_no_wider(ran, paper: str) -> None:
    ran.set_viewport_size({"width": WIDE[paper], "height": 900})
    for name in PARTS:
        look_at(ran, name)
        ran.wait_for_timeout(1500)
        frame = ran.locator("iframe").element_handle().content_frame()
        ran.emulate_media(media="print")
        frame.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert WIDE[paper] - 12 < ran.evaluate(FARTHEST) <= WIDE[paper] + 0.5, name
        frame.evaluate("dispatchEvent(new Event('afterprint'))")
        ran.emulate_media(media="null")


def test_paper_says_what_was_run_and_has_no_controls(ran) -> None:
    pages = printed(ran, format="A4")
    plain = [" ".join(page.split()) for page in pages]
    assert "What was run" in plain[0]
    assert "lowers the years after the index date from 7 to 2" in plain[0]
    assert f"Page 1 of {len(pages)}" in plain[0]
    for words in CONTROLS:
        assert not any(words in page for page in plain), words


def test_what_is_printed_is_not_left_on_the_screen(ran) -> None:
    printed(ran, format="A4")
    frame = ran.locator("iframe")
    assert frame.is_visible() and ran.locator(".printed").count() == 0
    assert not ran.get_by_text("What was run").is_visible()
