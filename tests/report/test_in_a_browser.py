"""A report in a real browser: no fault that axe finds, no request, nothing wider than its page."""

from __future__ import annotations

import pytest

from tests.in_browsers import TAGS

pytestmark = pytest.mark.slow
AT_MOST = 120_000  # milliseconds; a busy machine draws a long page slowly
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"
FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  return {tag: one.tagName, width: parseFloat(style.outlineWidth), style: style.outlineStyle};
}"""


@pytest.fixture
def opened(browser, report_file):
    """Opens the report in a window of its own, and keeps what it asks for."""
    contexts = []

    def opened_at(width: int, **settings):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, bypass_csp=True, **settings
        )
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(AT_MOST)
        tab.asked = []
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.goto(report_file(3, 3).as_uri())
        return tab

    yield opened_at
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    "settings",
    [{"width": 1280}, {"width": 375}, {"width": 375, "color_scheme": "dark"},
     {"width": 1280, "forced_colors": "active"}],
)  # fmt: skip
def test_axe_finds_no_fault(opened, axe, settings) -> None:
    tab = opened(**settings)
    tab.evaluate(axe)
    for every_table in (False, True):
        if every_table:
            tab.evaluate(OPEN_ALL)
        found = tab.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
        assert len(found["passes"]) > 20
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


@pytest.mark.parametrize("width", [1280, 768, 375, 320])
def test_nothing_is_requested_and_nothing_is_wider_than_the_page(
    opened, report_file, width
) -> None:
    tab = opened(width)
    tab.evaluate(OPEN_ALL)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.asked == [report_file(3, 3).as_uri()]


def test_it_can_be_read_with_the_keyboard_alone(opened) -> None:
    tab = opened(1280)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    assert tab.locator(".skip").bounding_box()["x"] >= 0.0
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "answer"
    summary = tab.locator("summary").first
    summary.focus()
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.querySelector('details').open")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('role')") == "region"


def test_where_the_keyboard_is_can_be_seen(opened) -> None:
    tab, seen = opened(1280), set()
    for _ in range(40):
        tab.keyboard.press("Tab")
        at = tab.evaluate(FOCUS)
        seen.add(at["tag"])
        assert at["style"] != "none" and at["width"] >= 2.0, at
    assert {"A", "DIV", "SUMMARY"} <= seen


def test_what_is_for_paper_is_not_on_the_screen_and_the_other_way_round(opened) -> None:
    tab = opened(1280)
    assert not tab.locator("#years").is_visible() and tab.locator("summary").first.is_visible()
    tab.emulate_media(media="print")
    assert tab.locator("#years").is_visible() and not tab.locator("summary").first.is_visible()
