"""The page in a real browser, from opening to a report; by keyboard, on a phone, two at once."""

from __future__ import annotations

import re
import time

import pytest

from joinedup_experiments.page.predicting import SKIP
from joinedup_experiments.page.ready import HEADING
from tests.in_browsers import TAGS, axe, browser  # noqa: F401
from tests.page.serving import run_button, save, serving

pytestmark = pytest.mark.slow
AT_MOST = 120_000  # milliseconds; others may use the machine
SMALL = "?years=2&arrangement=closer_working"
GROUPS = (HEADING, "Make it more like your place", "Pairs of teams that are joined otherwise",
          "People who work across them",
          "How it is brought in", "Money")  # fmt: skip
DRAWN = ("Barrier ledger", "Admissions by cause", "Staff", "Money or joining?",
         "What could overturn this", "People moving through services")  # fmt: skip
TOO_WIDE = "[document.documentElement.scrollWidth, window.innerWidth]"
FOCUSED = "document.activeElement.closest('label, button')?.textContent || ''"


@pytest.fixture(scope="module")
def server():
    pytest.importorskip("streamlit")
    with serving() as one:
        yield one


@pytest.fixture
def opened(browser, server):  # noqa: F811
    """Opens the page in a session of its own, and keeps what it asks for."""
    contexts = []

    def opened_at(query: str = SMALL, width: int = 1280):
        context = browser.new_context(
            viewport={"width": width, "height": 1200}, accept_downloads=True, bypass_csp=True
        )
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(AT_MOST)
        tab.asked = []
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.goto(server.address + query)
        tab.get_by_text(SKIP).wait_for()
        return tab

    yield opened_at
    for context in contexts:
        context.close()


def expect_enabled(button) -> None:
    sync = pytest.importorskip("playwright.sync_api")
    sync.expect(button).to_be_enabled(timeout=AT_MOST)


def press_run(tab) -> None:
    button = run_button(tab)
    expect_enabled(button)
    button.click()


def run(tab) -> None:
    tab.get_by_text(SKIP).click()
    press_run(tab)


def answer_in(tab):
    frame = tab.frame_locator("iframe").first
    frame.get_by_role("heading", name="The answer").wait_for()
    return frame


def look_at(tab, name: str) -> None:
    tab.get_by_role("radio", name=name, exact=True).click()
    tab.locator(f'iframe[title="{name}"]').wait_for()


def hosts(tab) -> set[str]:
    return {re.split("[/?]", url.partition("//")[2])[0] for url in tab.asked if "//" in url}


def axe_faults(tab, script: str) -> list[tuple[str, list[str]]]:
    """The rules that are broken anywhere in the page and its frames, with where."""
    for frame in tab.frames:
        frame.evaluate(script)
    found = tab.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
    assert len(found["passes"]) > 15
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]


def test_from_opening_to_a_report_and_nothing_leaves_the_machine(opened, server) -> None:
    tab = opened()
    for key in ("Emergency admissions", "Identified unmet need", "Hidden need",
                "Cost to public services"):  # fmt: skip
        tab.get_by_role("radiogroup", name=key).get_by_text("Falls").click()
    press_run(tab)
    assert "What could overturn this" in answer_in(tab).locator("body").inner_text()
    assert tab.get_by_text("you expected that it falls").count() == 4
    files = {".xlsx": save(tab, "Workbook (Excel)")}  # while more worlds are run
    tab.get_by_role("button", name="Stop").click()
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Scenario: scenario-joined_up.yaml").click()
    named = {"Report (HTML)": ".html", "Report (Word)": ".docx"}
    files |= {".yaml": download.value} | {end: save(tab, name) for name, end in named.items()}
    for ending, file in files.items():
        assert file.suggested_filename.endswith(ending) and file.path().stat().st_size > 500
    assert hosts(tab) == {server.address.split("/")[2]}
    assert tab.locator("a[href^='http']:not([href^='http://127.0.0.1'])").count() == 0


def test_each_part_can_be_looked_at_and_is_as_high_as_it_is(opened) -> None:
    tab = opened()
    run(tab)
    answer_in(tab)
    tab.get_by_role("button", name="Stop").click()
    high = {}
    for name in DRAWN:
        look_at(tab, name)
        tab.wait_for_timeout(1500)
        high[name] = tab.locator("iframe").first.bounding_box()["height"]
    assert high["Money or joining?"] < 400.0 < high["Barrier ledger"]
    look_at(tab, "One person's two lives")


def test_from_opening_to_a_report_by_keyboard_alone(opened) -> None:
    tab = opened()

    def tab_to(name: str) -> None:
        for _ in range(90):
            tab.keyboard.press("Tab")
            if name in tab.evaluate(FOCUSED):
                return
        raise AssertionError(f"{name} was not reached")

    tab_to(SKIP)
    tab.keyboard.press("Space")
    expect_enabled(run_button(tab))
    tab_to("Run")
    tab.keyboard.press("Enter")
    answer_in(tab)
    assert "Run once more" in tab.evaluate(FOCUSED)
    tab_to("Stop")
    tab.keyboard.press("Enter")
    tab_to("Make: Report (HTML)")
    tab.keyboard.press("Enter")
    tab.get_by_role("button", name="Save: Report (HTML)").wait_for()
    tab_to("Save: Report (HTML)")
    with tab.expect_download() as download:
        tab.keyboard.press("Enter")
    assert download.value.suggested_filename == "report.html"


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_fault_and_nothing_is_wider_than_the_page(opened, axe, width) -> None:  # noqa: F811
    tab = opened(width=width)
    for name in GROUPS:
        tab.get_by_text(name, exact=True).first.click()
    tab.wait_for_timeout(1000)
    box = tab.get_by_role("combobox", name="Questionnaire")
    box.click()
    box.press("ArrowDown")
    box.press("Enter")
    tab.get_by_text("Show what these answers become, and why").click()
    tab.locator("iframe[title='What your answers become']").wait_for()
    tab.wait_for_timeout(2000)
    assert axe_faults(tab, axe) == []
    tab.get_by_text("Show what these answers become, and why").click()
    run(tab)
    answer_in(tab)
    tab.get_by_role("button", name="Stop").click()
    for name in ("The answer", "Barrier ledger", "People moving through services"):
        look_at(tab, name)
        tab.wait_for_timeout(2000)
        assert axe_faults(tab, axe) == [], name
        for frame in tab.frames:
            wide, window = frame.evaluate(TOO_WIDE)
            assert wide <= window, name


def test_two_sessions_have_their_own_choices_and_answers(opened) -> None:
    mine, yours = opened(), opened("?years=1&arrangement=merged_on_paper")
    run(mine)
    run(yours)
    assert "Closer working" in answer_in(mine).locator("body").inner_text()
    assert "Merged on paper" in answer_in(yours).locator("body").inner_text()


def test_a_session_that_is_closed_stops_its_run(opened, server) -> None:
    tab = opened("?years=7&residents=60000")
    run(tab)
    answer_in(tab)
    tab.get_by_text(re.compile("Running 8 worlds")).first.wait_for()
    before = server.processor_seconds()
    tab.wait_for_timeout(3000)
    assert server.processor_seconds() - before > 0.5
    tab.context.close()
    end = time.monotonic() + 20.0  # the run would have gone on for minutes
    while server.busy(2.0) > 0.1:
        assert time.monotonic() < end, "it goes on"
