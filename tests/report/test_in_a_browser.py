"""A report in a real browser: no fault that axe finds, no request, nothing wider than its page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from experiments.report.page import page

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser():
    """Headless Chromium."""
    sync = pytest.importorskip("playwright.sync_api")
    if BROWSER is None:
        pytest.skip("there is no Chromium here")
    with sync.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def axe() -> str:
    """The checker's own script, which is put into the page."""
    package = pytest.importorskip("axe_playwright_python")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def file(results, tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("report") / "report.html"
    made.write_text(page(results(("Siloed", "Joined", "Joined more"))), encoding="utf-8")
    return made


@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_no_fault_and_nothing_is_requested(browser, axe, file, width) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    tab, asked = context.new_page(), []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    tab.evaluate(axe)
    found = tab.evaluate("axe.run()")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    context.close()


def test_no_table_and_no_picture_is_wider_than_paper(browser, file) -> None:
    """A4 less its margins is 182 mm: 688 pixels."""
    tab = browser.new_page(viewport={"width": 688, "height": 900})
    tab.goto(file.as_uri())
    tab.emulate_media(media="print")
    widest = tab.evaluate(
        "Math.max(...[...document.querySelectorAll('table, figure, pre')]"
        ".map(one => one.getBoundingClientRect().right))"
    )
    assert widest <= 688
    tallest = tab.evaluate(
        "Math.max(...[...document.querySelectorAll('figure')]"
        ".map(one => one.getBoundingClientRect().height))"
    )
    assert tallest <= 266 * 96 / 25.4
    assert tab.pdf(format="A4").startswith(b"%PDF")
    tab.close()
