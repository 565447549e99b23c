"""The whole page: its sections in order, and its HTML, one file that asks nothing of a network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.document import Fold, Part, Section, Table, Words, figures_of
from joinedup_experiments.report import (
    against,
    neighbourhoods,
    proposed,
    teams,
    topics,
    two_by_two,
    when,
    worth,
)
from joinedup_experiments.report.first_page import answer, title_and_facts
from joinedup_experiments.report.frame import arms, evidence
from joinedup_experiments.report.journeys import journeys, none_because, two_lives
from joinedup_experiments.report.method import method
from joinedup_experiments.report.own_drivers import drivers_of
from joinedup_experiments.report.view import View

HERE = Path(__file__).parent
STYLES = "report.css"
MOST_BESIDE = 3
BY_YEAR = (
    "These are behind the pictures of when it comes. On a screen every picture opens its own "
    "table; the workbook has every figure by year."
)
_FIGURE = re.compile(r"\d.* \(\S*\d")
_UNSAFE_IN_CSS = re.compile(r'[\x00-\x1f"\\<>{}]')


def page(results: Results) -> str:
    """The report as HTML."""
    over = "plausible worlds" if results.comparison.plausible else "replications"
    return rendered(*title_and_facts(results), over, sections(results))


def rendered(
    title: str, facts: str, over: str, made: Sequence[Section], *, bare: bool = False
) -> str:
    """A page as HTML; only the markup of charts and of the style sheet is not escaped.

    ``over`` is what its intervals are over: plausible worlds or replications. A ``bare`` one has
    its sections alone, to stand in another page.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=False, keep_trailing_newline=True,
    )  # fmt: skip
    env.tests["figure"] = lambda cell: bool(_FIGURE.search(cell))
    env.filters["kind"] = lambda part: type(part).__name__
    return env.get_template("report.html.j2").render(
        title=title, facts=facts, over=over, sections=made, bare=bare,
        css=(HERE / STYLES).read_text(encoding="utf-8"),
        running=_UNSAFE_IN_CSS.sub("", title)[:90],
    )  # fmt: skip


def sections(results: Results) -> list[Section]:
    """Every section, in the order in which a board asks."""
    result = results.comparison
    view, drivers = View(result), drivers_of(results)
    made = [
        answer(view, drivers),
        proposed.section(view),
        against.section(view),
        when.section(view),
        worth.section(view),
        two_by_two.section(view),
        teams.section(results),
        *(topic.section(view) for topic in topics.TOPICS),
        neighbourhoods.section(view),
        _journeys(results),
        evidence(view, drivers),
        arms(view, results.manifest),
        *map(_annexed, (topics.ledger(view), topics.scorecard(view), method(results))),
    ]
    there = [one for one in made if one]
    by_year = by_year_section([one for one in there if one.key == "when"])
    return [*there, by_year] if by_year else there


def _journeys(results: Results) -> Section:
    where = (results.folder, result := results.comparison)
    return journeys(result.scenarios, two_lives(*where), result.index_day, none_because(*where))


def _annexed(section: Section) -> Section:
    """A section of the annex, which a screen shows on asking."""
    return replace(section, parts=[Fold(f"Show: {section.heading.lower()}", section.parts)])


def by_year_section(made: Sequence[Section]) -> Section | None:
    """The figures of charts by year, for paper; None where there is no such chart.

    With more than three arms, which would be wider than paper, each has a table of its own.
    """
    tables = [one.table for one in figures_of(made) if one.yearly and one.table]
    if not tables:
        return None
    # A table has the year, a level for each arm, and a difference for each but the base.
    arms = len(tables[0].head) // 2
    columns = [list(range(2 * arms))]
    if arms > MOST_BESIDE:
        columns = [[0, 1, 1 + arm, arms + arm] for arm in range(1, arms)]
    parts: list[Part] = [Words(BY_YEAR)]
    for chosen in columns:
        rows: list[Sequence[str]] = []
        for table in tables:
            rows.append((table.caption.replace(", by year", ""),))
            rows += [[row[number] for number in chosen] for row in table.rows]
        head = [tables[0].head[number] for number in chosen]
        parts.append(Table("By year after the change", head, rows))
    return Section("years", "When it comes: the figures by year", parts, on_paper_only=True)
