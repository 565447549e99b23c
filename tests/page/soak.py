"""The page under use for many minutes: how soon it answers, and whether its memory stays flat.

    python -m tests.page.soak --minutes 60

One session is let run to its end first, and timed. Then sessions come and go, two at a time: each
runs, looks at parts, takes the workbook and leaves in mid-run. Prints a line for each visit and
a summary; memory is of the server's one process, which holds the runs of all sessions.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import statistics
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from joinedup_experiments.page.jobs import STAGES
from joinedup_experiments.page.looking import SECTIONS
from joinedup_experiments.page.people import NAMES
from joinedup_experiments.page.predicting import SKIP
from tests.page.serving import Server, run_button, save, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ARRANGEMENTS = ("closer_working", "local_care_network", "case_management", "merged_on_paper")
AT_MOST = 180_000  # milliseconds
FIRST, ALL = (re.compile(f"Shown: {STAGES[n].worlds} plausible worlds") for n in (0, -1))


class Reading(NamedTuple):
    """Minutes since the first visit, and the server's memory in megabytes."""

    minutes: float
    megabytes: float


def opened(browser: Browser, server: Server, query: str) -> Page:
    """A session of its own at an address, ready to run."""
    tab = browser.new_context(accept_downloads=True).new_page()
    tab.set_default_timeout(AT_MOST)
    tab.goto(server.address + query)
    tab.get_by_text(SKIP).click()
    tab.wait_for_timeout(1000)
    return tab


def run(tab: Page, until: re.Pattern[str]) -> float:
    """Press run; seconds until its results are shown."""
    begun = time.monotonic()
    run_button(tab).click()
    tab.get_by_text(until).first.wait_for()
    return time.monotonic() - begun


def to_the_end(browser: Browser, server: Server) -> None:
    """One session as a visitor meets it first: timed to the first results and to the last."""
    tab = opened(browser, server, "")
    tab.context.close()  # what was compiled is fetched: the machine is warm
    for query in ("?years=2", ""):
        tab = opened(browser, server, query)
        begun, used = time.monotonic(), server.processor_seconds()
        first = run(tab, FIRST)
        at_first = server.processor_seconds() - used
        tab.get_by_text(ALL).first.wait_for(timeout=10 * AT_MOST)
        print(
            f"{query or 'as it opens'}: first results {first:.1f} s ({at_first:.1f} s of "
            f"processor), 24 worlds {time.monotonic() - begun:.0f} s "
            f"({server.processor_seconds() - used:.0f} s of processor)",
            flush=True,
        )
        tab.context.close()


def visit(browser: Browser, server: Server, draws: random.Random) -> float:
    """Two sessions at once that run, look, take and leave; seconds to the first's results."""
    pair = [
        opened(browser, server, f"?years=2&arrangement={draws.choice(ARRANGEMENTS)}")
        for _ in range(2)
    ]
    seconds = run(pair[0], FIRST)
    run(pair[1], FIRST)
    for name in draws.sample([*SECTIONS, *NAMES], 3):
        pair[0].get_by_role("radio", name=name, exact=True).click()
        pair[0].wait_for_timeout(2000)
    take_workbook(pair[0])
    for tab in pair:
        tab.context.close()
    return seconds


def take_workbook(tab: Page) -> None:
    """Make and save the workbook; made again, and said, when sharper results came meanwhile."""
    from playwright.sync_api import TimeoutError as NothingCameError

    for _ in range(3):
        try:
            save(tab, "Workbook (Excel)", timeout=60_000)
        except NothingCameError as error:
            print(f"The workbook did not come: {error}", flush=True)
        else:
            return
    raise TimeoutError("the workbook did not come in three presses")


def summary(memory_then: list[Reading], waits: list[float]) -> str:
    """What the minutes showed; growth is a straight line through the later half."""
    later = np.array(memory_then[len(memory_then) // 2 :])
    growth = np.polyfit(later[:, 0], later[:, 1], 1)[0] if len(later) > 2 else float("nan")
    memory = [one.megabytes for one in memory_then]
    return (
        f"{len(waits)} visits of two sessions in {memory_then[-1].minutes:.0f} minutes. Memory: "
        f"{memory[0]:.0f} MB before, {max(memory):.0f} at most, {memory[-1]:.0f} at the end; "
        f"{growth:+.2f} MB a minute in the later half. First results of a pair: "
        f"{statistics.median(waits):.1f} s, {max(waits):.1f} at most."
    )


def soak(minutes: float, seed: int, options: list[str]) -> None:
    """Time one session, then let sessions come and go for so many minutes."""
    draws, program = random.Random(seed), shutil.which("chromium") or shutil.which("google-chrome")
    from playwright.sync_api import sync_playwright  # an extra: tests collect this file without it

    begin: Any = sync_playwright()
    with serving(*options) as server, begin as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        to_the_end(browser, server)
        begun, waits = time.monotonic(), list[float]()
        memory_then = [Reading(0.0, server.megabytes())]
        while memory_then[-1].minutes < minutes:
            waits.append(visit(browser, server, draws))
            memory_then.append(Reading((time.monotonic() - begun) / 60.0, server.megabytes()))
            print(
                f"{memory_then[-1].minutes:5.1f} min  {memory_then[-1].megabytes:6.0f} MB  "
                f"first results {waits[-1]:.1f} s", flush=True,
            )  # fmt: skip
        print(summary(memory_then, waits))
        print(f"Left alone: {server.busy(20.0):.2f} cores busy, {server.megabytes():.0f} MB.")
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    given, rest = parser.parse_known_args()
    soak(given.minutes, given.seed, rest)
