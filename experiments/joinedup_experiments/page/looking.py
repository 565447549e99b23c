"""What can be looked at of results: the report's own sections, made one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.document import Section, Words
from joinedup_experiments.page.choices import not_split
from joinedup_experiments.report import topics, two_by_two
from joinedup_experiments.report.first_page import answer
from joinedup_experiments.report.frame import arms, evidence
from joinedup_experiments.report.key_drivers import drivers_for
from joinedup_experiments.report.method import method
from joinedup_experiments.report.page import rendered
from joinedup_experiments.report.view import View

Make = Callable[[View, Results], Section]
SPLIT = "Money or joining?"
NOT_SPLIT = (
    "Choose “Run the money alone and the joining alone as well” in step 2, and run again: they are "
    "run from the second round on."
)


def _topic(key: str) -> Make:
    (one,) = (topic for topic in topics.TOPICS if topic.key == key)
    return lambda view, results: one.section(view)


def _split(view: View, results: Results) -> Section:
    made = two_by_two.section(view)
    if made is None:
        return Section("two-by-two", SPLIT, [Words(NOT_SPLIT)])
    why = not_split(results.arms)
    return replace(made, parts=[Words(why, tone="warning"), *made.parts]) if why else made


SECTIONS: dict[str, Make] = {
    "The answer": lambda view, results: answer(view, drivers_for(results.comparison.names)),
    "Side by side": lambda view, results: arms(view, results.manifest),
    "What comes to light": _topic("light"),
    "Waiting and unmet need": _topic("waiting"),
    "Barrier ledger": lambda view, results: topics.ledger(view),
    "Admissions by cause": _topic("admissions"),
    "Planned care": _topic("planned"),
    "Staff": _topic("staff"),
    "Money": _topic("money"),
    SPLIT: _split,
    "Who gains, who loses": _topic("gains"),
    "What it leans on": lambda view, results: evidence(view, drivers_for(results.comparison.names)),
    "How it was done": lambda view, results: method(results),
}


def section_html(results: Results, name: str) -> str:
    """A section of the report on results, as a page without its frame."""
    result = results.comparison
    made = SECTIONS[name](View(result), results)
    over = "plausible worlds" if result.plausible else "replications"
    return rendered(made.heading, "", over, [made], bare=True)
