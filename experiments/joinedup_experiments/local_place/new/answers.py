"""What is known of a place, from options and from answers to questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from joinedup_experiments.local_place.new.population import Population, read_population
from joinedup_experiments.local_place.new.proposals import PROPOSALS
from joinedup_experiments.scenario_io.load import load_scenario

BASE = "siloed_borough"
EXAMPLE = Path(__file__).parent / "example"
# The local tables, and what each holds, for questions.
TABLES = {
    "population": "residents by age and deprivation",
    "teams": "teams and staff",
    "activity": "activity in a year",
    "costs": "unit costs",
}
NETWORK = 30_000  # residents of a primary care network (paper 000)

Ask = Callable[[str, str], str]
Show = Callable[[str], None]


@dataclass(frozen=True)
class Answers:
    """What is known of the whole place, None where not given; tables by the keys of `TABLES`."""

    name: str | None = None
    residents: int | None = None
    neighbourhoods: int | None = None
    practices: int | None = None
    beds: float | None = None
    proposal: str | None = None
    tables: Mapping[str, Path] = field(default_factory=dict)


def with_example(answers: Answers) -> Answers:
    """The made-up borough's own tables and answers, where nothing else is given."""
    return replace(
        answers,
        name=answers.name or "Riverford",
        beds=answers.beds or 118.0,
        practices=answers.practices or 8,
        tables={table: EXAMPLE / f"{table}.csv" for table in TABLES} | dict(answers.tables),
    )


def usual_neighbourhoods(residents: int) -> int:
    """One for about every 30,000 residents.

    >>> usual_neighbourhoods(62_000), usual_neighbourhoods(900)
    (2, 1)
    """
    return min(200, max(1, round(residents / NETWORK)))


def usual_practices(residents: int, neighbourhoods: int) -> int:
    """The national default: a practice for about every 7,500 residents."""
    each = round(residents / neighbourhoods / (NETWORK / 4))
    return neighbourhoods * min(20, max(1, each))


def residents_of(answers: Answers, population: Population | None) -> int:
    """How many residents: the table's, else those given, else a network's."""
    if population is not None:
        return population.residents
    return NETWORK if answers.residents is None else answers.residents


def asked(given: Answers, ask: Ask, show: Show) -> Answers:
    """Ask for what options left open; an empty answer takes the default that is shown.

    ``ask`` is called with a question and its default and returns what was typed; ``show`` with
    a line to show, such as why an answer cannot be.
    """
    name = given.name if given.name is not None else ask("What is the place called?", "Our place")
    tables = dict(given.tables)
    for table, words in TABLES.items():
        question = f"CSV file of {words} (leave empty for national figures)"
        file = tables.get(table) or _file(question, ask, show)
        if file is not None:
            tables[table] = file
    answers = replace(given, name=name, tables=tables)
    population = read_population(tables["population"]) if "population" in tables else None
    answers = _size(answers, population, ask, show)
    if answers.proposal is None:
        show("What is proposed? " + ", ".join(PROPOSALS))
        answers = replace(answers, proposal=ask("Proposal", PROPOSALS[0]))
    return answers


def _size(answers: Answers, population: Population | None, ask: Ask, show: Show) -> Answers:
    def whole(question: str, default: int) -> int:
        while True:
            answer = ask(question, f"{default}").strip().replace(",", "")
            if answer.isdecimal() and len(answer) < 12 and 0 < int(answer) < 10**9:
                return int(answer)
            show("a whole number, please, such as 42000")

    if answers.residents is None and population is None:
        question = "How many residents? (30,000 is one primary care network)"
        answers = replace(answers, residents=whole(question, NETWORK))
    residents = residents_of(answers, population)
    if answers.neighbourhoods is None:
        question = "How many neighbourhoods? (by default one for every 30,000 residents)"
        many = whole(question, usual_neighbourhoods(residents))
        answers = replace(answers, neighbourhoods=many)
    if answers.beds is None:
        question = "How many acute beds do they use? (by default in proportion, as in England)"
        default = round(load_scenario(BASE).hospital.beds_per_1000 * residents / 1000.0) or 1
        beds = whole(question, default)
        answers = replace(answers, beds=None if beds == default else float(beds))
    return answers


def _file(question: str, ask: Ask, show: Show) -> Path | None:
    while True:
        answer = ask(question, "").strip().strip('"')
        if not answer or Path(answer).is_file():
            return Path(answer) if answer else None
        show(f"there is no file {answer}")
