"""The whole page: its sections in order, and its HTML, one file that asks nothing of a network."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from joinedup_experiments.compare.comparison import how_long
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.document import Section
from joinedup_experiments.report.sections import (
    admissions,
    answer,
    arms,
    gains,
    journeys,
    key_drivers,
    ledger,
    method,
    outcomes,
    scorecard,
)
from joinedup_experiments.report.sections.by_year import by_year_section
from joinedup_experiments.report.source import Source

HERE = Path(__file__).parent
TEMPLATE = "report.html.j2"
STYLES = "report.css"
SECTIONS: tuple[Callable[[Source], Section], ...] = (
    answer.section,
    arms.section,
    ledger.section,
    outcomes.section_on(outcomes.LIGHT),
    outcomes.section_on(outcomes.WAITING),
    admissions.section,
    outcomes.section_on(outcomes.PLANNED),
    outcomes.section_on(outcomes.STAFF),
    outcomes.section_on(outcomes.MONEY),
    gains.section,
    journeys.section,
    scorecard.section,
    key_drivers.section,
    method.section,
)
_FIGURE = re.compile(r"\d.* \(\S*\d")


def page(results: Results) -> str:
    """The report on opened results, as HTML.

    Everything that came from a scenario or a table is escaped; the only markup let through is
    that of charts drawn here and of the style sheet.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=False, keep_trailing_newline=True,
    )  # fmt: skip
    env.tests["figure"] = lambda cell: bool(_FIGURE.search(cell))
    env.filters["kind"] = lambda part: type(part).__name__
    title = _title(results)
    return env.get_template(TEMPLATE).render(
        title=title,
        facts=_facts(results),
        css=(HERE / STYLES).read_text(encoding="utf-8"),
        running=css_string(title[:90]),
        sections=sections(results),
        footer="Figures of a model, not measurements of a place. In brackets: 95% intervals over "
        "replications. An interval that spans zero is not a change.",
    )


def sections(results: Results) -> list[Section]:
    """Every section, in the order in which a board asks."""
    source = Source(results)
    made = [section(source) for section in SECTIONS]
    by_year = by_year_section(made)
    return [*made, by_year] if by_year else made


def css_string(words: str) -> str:
    r"""Words as a string of a style sheet, out of which nothing in them can break.

    >>> print(css_string("A & B</style>"))
    "A \26  B\3c \2f style\3e "
    """
    safe = (c if (c.isalnum() and c.isascii()) or c == " " else f"\\{ord(c):x} " for c in words)
    return f'"{"".join(safe)}"'


def _title(results: Results) -> str:
    base, *others = (scenario.name for scenario in results.comparison.scenarios)
    return f"{' and '.join(others)}, beside {base}" if others else base


def _facts(results: Results) -> str:
    result = results.comparison
    many = len(result.seeds)
    runs = f"{many} replications" if many > 1 else "1 replication, so no intervals"
    return (
        f"{result.scenarios[0].place.residents:,} residents; {how_long(result)} after the day of "
        f"change; {runs}; the same people and random numbers in every arm."
    )
