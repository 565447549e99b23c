"""Lesson 8's SolaraViz shows the model, steps it by a day and begins it anew, in a browser too."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import joinedup as ju
from tests.lessons.lesson import Lesson

solara = pytest.importorskip("solara")
BEFORE = """
import joinedup as ju
siloed = ju.load("siloed_borough", residents=400, burn_in_years=1, years=1)
"""
PATIENCE = 180_000  # milliseconds: the first day compiles the agents' verbs


def lesson_cell() -> str:
    """The lesson's cell that makes the page, with a small place before it."""
    cells = Lesson("8_add_a_mechanism").cells()
    (cell,) = [one.source for one in cells if one.kind == "code" and "SolaraViz" in one.source]
    return BEFORE + cell


def test_its_parameters_are_all_that_a_new_model_needs() -> None:
    from mesa.visualization.solara_viz import ModelController, ModelCreator

    made: dict = {}
    exec(lesson_cell(), made)
    model = solara.reactive(made["live"])
    parameters = solara.reactive({})

    @solara.component
    def Controls():
        ModelCreator(model, made["anew"], model_parameters=parameters)
        ModelController(
            model, model_parameters=parameters, play_interval=solara.reactive(100),
            render_interval=solara.reactive(1), use_threads=solara.reactive(False),
        )  # fmt: skip

    _, found = solara.render(Controls(), handle_error=False)
    buttons = {one.children[0]: one for one in found.find(type_of("Btn")).widgets}
    buttons["Reset"].click()
    assert isinstance(model.value, ju.CareModel) and model.value is not made["live"]
    assert model.value.day == 0 and model.value.seed == 1
    assert model.value.scenario == made["siloed"]
    buttons["Step"].click()
    assert model.value.day == model.value.steps == 1
    assert len(model.value.datacollector.get_model_vars_dataframe()) == 1
    found.close()
    for one in (made["live"], model.value):
        one.close()


def type_of(name: str) -> type:
    import ipyvuetify

    return getattr(ipyvuetify, name)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where the lesson's page is served, without reaching any other machine."""
    pytest.importorskip("solara.server")
    app = tmp_path / "lesson.py"
    app.write_text(lesson_cell(), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "solara", "run", str(app), "--port", str(port)]
    more = ["--host", "127.0.0.1", "--no-open", "--production"]
    with subprocess.Popen([*command, *more], stderr=subprocess.DEVNULL) as server:
        try:
            yield wait_for(f"http://127.0.0.1:{port}", server)
        finally:
            server.terminate()


def wait_for(address: str, server: subprocess.Popen) -> str:
    end = time.monotonic() + 240.0
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return address
        except (urllib.error.URLError, TimeoutError):
            time.sleep(1.0)
    raise AssertionError("the server of the page did not start")


@pytest.mark.slow
def test_it_is_shown_stepped_and_begun_anew_in_a_browser(address: str) -> None:
    sync = pytest.importorskip("playwright.sync_api")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("there is no Chromium here")
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        elsewhere: list[str] = []
        page.on("request", lambda one: elsewhere.append(one.url) if _away(one.url) else None)
        page.goto(address, wait_until="domcontentloaded")
        step = page.get_by_role("button", name="Step")
        step.wait_for(timeout=PATIENCE)
        plot = page.locator("img").first
        blank = plot.get_attribute("src")
        for day in range(1, 4):
            step.click()
            page.get_by_text(f"Step: {day}", exact=True).wait_for(timeout=PATIENCE)
        page.wait_for_function(
            "old => document.querySelector('img').src !== old", arg=blank, timeout=PATIENCE
        )
        page.get_by_role("button", name="Reset").click()
        page.get_by_text("Step: 0", exact=True).wait_for(timeout=PATIENCE)
        assert "Error" not in page.locator("body").inner_text()
        assert not elsewhere
        browser.close()


def _away(url: str) -> bool:
    return url.startswith("http") and "127.0.0.1" not in url
