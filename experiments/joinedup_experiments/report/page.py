"""The whole page: its sections in order, and its HTML, one file that asks nothing of a network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from joinedup_experiments.compare.comparison import how_long
from joinedup_experiments.compare.diagnostics import validity_warnings
from joinedup_experiments.compare.results.reading import Opened
from joinedup_experiments.report import services
from joinedup_experiments.report.answering import the_answer_section, worlds_section
from joinedup_experiments.report.appendix import appendix_section
from joinedup_experiments.report.figures import Figures
from joinedup_experiments.report.journeys import Lives, two_lives
from joinedup_experiments.report.leaning_on import about, leaned_on_most, leaning_section
from joinedup_experiments.report.method import method_section
from joinedup_experiments.report.pieces import Heading, Part, Section, Table, Words
from joinedup_experiments.report.scorecard import scorecard_section

HERE = Path(__file__).parent
TEMPLATE = "report.html.j2"
STYLES = "report.css"
PARTING = "\N{EM DASH} the lives part \N{EM DASH}"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FIGURE = re.compile(r"\d.* \(\S*\d")


def page(opened: Opened) -> str:
    """The report on opened results, as HTML.

    Everything that came from a scenario or a table is escaped; the only markup let through is
    that of pictures drawn here and of the style sheet.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=False, keep_trailing_newline=True,
    )  # fmt: skip
    env.tests["figure"] = lambda cell: bool(_FIGURE.search(cell))
    return env.get_template(TEMPLATE).render(
        title=_title(opened),
        facts=_facts(opened),
        css=(HERE / STYLES).read_text(encoding="utf-8"),
        running=css_string(_title(opened)[:90]),
        sections=sections(opened),
        footer="Figures of a model, not measurements of a place. In brackets: 95% intervals over "
        "replications. An interval that spans zero is not a change.",
    )


def sections(opened: Opened) -> list[Section]:
    """Every section, in the order in which a board asks."""
    f = Figures(opened.result)
    leaning = about(f)
    made = [
        the_answer_section(f, validity_warnings(opened.result), leaned_on_most(leaning)),
        worlds_section(f, opened.manifest["arms"][0].get("changed_by_the_command", {})),
        services.ledger_section(f),
        services.light_section(f),
        services.waiting_section(f),
        services.admissions_section(f),
        services.planned_section(f),
        services.staff_section(f),
        services.money_section(f),
        services.gains_section(f),
        journeys_section(opened, two_lives(opened.folder, opened.result)),
        scorecard_section(f),
        leaning_section(f, leaning),
        method_section(f, opened),
    ]
    appendix = appendix_section(made)
    return [*made, appendix] if appendix else made


def css_string(words: str) -> str:
    r"""Words as a string of a style sheet, out of which nothing in them can break.

    >>> print(css_string("A & B</style>"))
    "A \26  B\3c \2f style\3e "
    """
    safe = (c if (c.isalnum() and c.isascii()) or c == " " else f"\\{ord(c):x} " for c in words)
    return f'"{"".join(safe)}"'


def journeys_section(opened: Opened, lives: Sequence[Lives]) -> Section:
    """Two residents' lives in both worlds."""
    parts: list[Part] = [
        Words(
            "A journey is a story, not an effect. Worlds share their people and their luck, but "
            "also their queues: one person's change can touch another's. These residents were "
            "chosen for differing most, so they are not typical."
        )
    ]
    names = [scenario.name for scenario in opened.result.scenarios]
    for number, life in enumerate(lives, 1):
        parts.append(Heading(f"Journey {number}: resident {life.who}"))
        mine, theirs = life.troubles
        parts.append(
            Words(
                f"How they were chosen: in the first replication, {life.why} in {names[1]} "
                f"({theirs}) than in {names[0]} ({mine})."
            )
        )
        parts.append(_journey(life, names))
    if not lives:
        parts.append(
            Words(
                "None can be told here: it takes two worlds, their event log (events.parquet), and "
                "a resident whose lives differ. See joinedup journey BASE OTHER."
            )
        )
    return Section("journeys", "Two journeys", parts)


def _journey(life: Lives, names: Sequence[str]) -> Table:
    rows: list[tuple[str, str, str]] = []
    parted_already = False
    for day, mine, theirs, parted in life.days:
        when = _in_words(day)
        if parted and not parted_already:
            rows.append((when, PARTING, PARTING))
            parted_already = True
        rows.append((when, _told(mine), _told(theirs)))
    caption = (
        f"Resident {life.who} in both worlds (the model's first Monday stands as 1 January 2024)"
    )
    return Table(caption, ("Day", names[0], names[1]), rows, numbers=False)


def _told(lines: Sequence[str]) -> str:
    return _DAY.sub(lambda found: _in_words(found[0]), "\n".join(lines))


def _in_words(day: str) -> str:
    """A date that no line breaks: 1 Mar 2026."""
    said = date.fromisoformat(day)
    return f"{said.day} {said:%b} {said.year}".replace(" ", "\N{NO-BREAK SPACE}")


def _title(opened: Opened) -> str:
    names = [scenario.name for scenario in opened.result.scenarios]
    if len(names) == 1:
        return names[0]
    return f"{' and '.join(names[1:])}, beside {names[0]}"


def _facts(opened: Opened) -> str:
    result = opened.result
    many = len(result.seeds)
    runs = f"{many} replications" if many > 1 else "1 replication, so no intervals"
    return (
        f"{result.scenarios[0].place.residents:,} residents; {how_long(result)} after the day of "
        f"change; {runs}; same people and same luck in every world."
    )
