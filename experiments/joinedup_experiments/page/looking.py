"""What can be looked at of results: the report's own sections, made one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.compare.two_by_two import twins_of
from joinedup_experiments.display.document import Section, Words, figures_of
from joinedup_experiments.page.choices import not_split
from joinedup_experiments.report import neighbourhoods, proposed, topics, two_by_two, when, worth
from joinedup_experiments.report.first_page import answer, title_and_facts
from joinedup_experiments.report.frame import arms, evidence
from joinedup_experiments.report.method import method
from joinedup_experiments.report.own_drivers import drivers_of
from joinedup_experiments.report.page import rendered
from joinedup_experiments.report.view import View

Make = Callable[[View, Results], Section]
SPLIT = "Money or joining?"
NOT_SPLIT = (
    "The twins are not among these results. For a run of this page, choose “Run the money alone "
    "and the joining alone as well” in step 2 first."
)
BEHIND = "The figures behind the pictures"
ONE = "This place is one neighbourhood, or nothing stands beside it."


def _topic(key: str) -> Make:
    (one,) = (topic for topic in topics.TOPICS if topic.key == key)
    return lambda view, results: one.section(view)


def _split(view: View, _: Results) -> Section:
    made = two_by_two.section(view)
    if made is None:
        some = any(twins_of(one)[0] for one in view.result.scenarios[1:])
        return Section("two-by-two", SPLIT, [Words(NOT_SPLIT if some else not_split(()))])
    why = not_split({kind for there in view.twins.values() for kind in there})
    return replace(made, parts=[Words(why, tone="warning"), *made.parts]) if why else made


def _answer(view: View, results: Results) -> Section:
    """The report's first page, whose question and facts have no header of their own here."""
    made = answer(view, drivers_of(results))
    title, facts = title_and_facts(results)
    first, *others = made.parts
    return replace(made, parts=[Words(f"{title} {facts}. {first.text}"), *others])  # type: ignore[union-attr]


def _there(
    make: Callable[[View], Section | None],
    heading: str,
    why: str = "There is nothing by year here.",
) -> Make:
    """A section that a report may be without, and then why."""
    none = Section("none", heading, [Words(why)])
    return lambda view, results: make(view) or none


SECTIONS: dict[str, Make] = {
    "The answer": _answer,
    "What is proposed": _there(proposed.section, proposed.HEADING),
    "When it comes": _there(when.section, when.HEADING),
    "Is it worth it?": _there(worth.section, worth.HEADING),
    "Figure by figure": lambda view, results: arms(view, results.manifest),
    "What comes to light": _topic("light"),
    "Waiting and unmet need": _topic("waiting"),
    "Barrier ledger": lambda view, results: topics.ledger(view),
    "Admissions by cause": _topic("admissions"),
    "Planned care": _topic("planned"),
    "Staff": _topic("staff"),
    "Money": _topic("money"),
    SPLIT: _split,
    "Who gains, who loses": _topic("gains"),
    neighbourhoods.HEADING: _there(neighbourhoods.section, neighbourhoods.HEADING, ONE),
    "What could overturn this": lambda view, results: evidence(view, drivers_of(results)),
    "How it was done": lambda view, results: method(results),
}


def section_html(results: Results, name: str) -> str:
    """A section of the report on results, as a page without its frame."""
    result = results.comparison
    made = SECTIONS[name](View(result), results)
    over = "plausible worlds" if result.plausible else "replications"
    return rendered(made.heading, "", over, [made, *_behind(made)], bare=True)


def _behind(made: Section) -> list[Section]:
    """The tables that pictures open on a screen, one below the other, for paper."""
    tables = [one.table for one in figures_of([made]) if one.table]
    return [Section("behind", BEHIND, tables, on_paper_only=True)] if tables else []
