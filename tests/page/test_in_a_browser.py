"""The page in a real browser, from opening to a report; by keyboard, on a phone, two at once."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from joinedup_experiments.page.predicting import SKIP
from tests.in_browsers import TAGS, axe, browser  # noqa: F401

pytestmark = pytest.mark.slow
AT_MOST = 40_000  # milliseconds; others may use the machine
SMALL = "?years=2&arrangement=closer_working"


@pytest.fixture(scope="module")
def server():
    """The page as its command serves it, at an address of its own."""
    pytest.importorskip("streamlit")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "joinedup_experiments.cli", "page", "--no-browser"]
    running = subprocess.Popen([*command, "--port", str(port)])
    address = f"http://127.0.0.1:{port}/"
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=1)
            break
        except OSError:
            time.sleep(0.1)
    yield address
    running.terminate()
    running.wait(30)


@pytest.fixture
def opened(browser, server):  # noqa: F811
    """Opens the page in a session of its own, and keeps what it asks for."""
    contexts = []

    def opened_at(width: int = 1280, query: str = SMALL):
        context = browser.new_context(
            viewport={"width": width, "height": 1200}, accept_downloads=True, bypass_csp=True
        )
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(AT_MOST)
        tab.asked = []
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.goto(server + query)
        tab.get_by_text(SKIP).wait_for()
        return tab

    yield opened_at
    for context in contexts:
        context.close()


def run(tab) -> None:
    tab.get_by_text(SKIP).click()
    button = tab.get_by_role("button", name="Run", exact=True)
    button.wait_for()
    tab.wait_for_function("() => [...document.querySelectorAll('button')].some("
                          "b => b.textContent.trim() === 'Run' && !b.disabled)")  # fmt: skip
    button.click()


def answer_in(tab):
    frame = tab.frame_locator("iframe").first
    frame.get_by_role("heading", name="The answer").wait_for()
    return frame


def look_at(tab, name: str) -> None:
    tab.get_by_role("combobox", name="Look at").first.click()
    tab.get_by_role("option", name=name).click()


def test_from_opening_to_a_report_and_nothing_leaves_the_machine(opened, server) -> None:
    tab = opened()
    run(tab)
    assert "instead of" in answer_in(tab).locator("body").inner_text()
    look_at(tab, "Take it with you")
    for name, ending in (("Report (HTML)", ".html"), ("Workbook (Excel)", ".xlsx"),
                         ("Scenario: joined_up", ".yaml")):  # fmt: skip
        with tab.expect_download() as download:
            tab.get_by_role("button", name=name).click()
        assert download.value.suggested_filename.endswith(ending)
        assert download.value.path().stat().st_size > 500
    hosts = {re.split("[/?]", url.partition("//")[2])[0] for url in tab.asked if "//" in url}
    assert hosts == {server.split("/")[2]}


def test_each_part_can_be_looked_at(opened) -> None:
    tab = opened()
    run(tab)
    answer_in(tab)
    for name in (
        "Barrier ledger", "Admissions by cause", "Staff", "Money or joining?", "What it leans on",
        "One person's two lives", "People moving through",
    ):  # fmt: skip
        look_at(tab, name)
        tab.locator(f"iframe[title^='{name.split(chr(39))[0]}']").wait_for()
        assert not tab.get_by_text("Traceback").count()


def test_by_keyboard_alone(opened) -> None:
    tab = opened()

    def tab_to(name: str) -> None:
        for _ in range(80):
            tab.keyboard.press("Tab")
            focused = "document.activeElement.closest('label, button')?.textContent || ''"
            if name in tab.evaluate(focused):
                return
        raise AssertionError(f"{name} was not reached")

    tab_to(SKIP)
    tab.keyboard.press("Space")
    tab.wait_for_timeout(1500)
    tab_to("Run")
    tab.keyboard.press("Enter")
    answer_in(tab)


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_fault_and_nothing_is_wider_than_the_page(opened, axe, width) -> None:  # noqa: F811
    tab = opened(width)
    for name in ("Make it more like your place", "People who work across them",
                 "How it is brought in", "Money"):  # fmt: skip
        tab.get_by_text(name, exact=True).click()
    run(tab)
    answer_in(tab)
    tab.wait_for_timeout(2000)
    tab.evaluate(axe)
    found = tab.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
    assert len(found["passes"]) > 15
    assert [(one["id"], len(one["nodes"])) for one in found["violations"]] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_two_sessions_have_their_own_choices_and_answers(opened) -> None:
    mine, yours = opened(), opened(query="?years=1&arrangement=merged_on_paper")
    run(mine)
    run(yours)
    assert "Closer working" in answer_in(mine).locator("body").inner_text()
    assert "Merged on paper" in answer_in(yours).locator("body").inner_text()


def test_a_session_that_is_closed_stops_its_run(opened, server) -> None:
    tab = opened(query="?years=7&residents=60000")
    run(tab)
    tab.get_by_text(re.compile("Running .* worlds")).first.wait_for()
    tab.context.close()
    time.sleep(6.0)
    fresh = opened()
    run(fresh)  # nobody's run is before it: it begins at once
    fresh.get_by_text(re.compile("Running .* worlds|Shown")).first.wait_for(timeout=20_000)
