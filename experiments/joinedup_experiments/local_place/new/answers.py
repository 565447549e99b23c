"""What is known of a place and proposed for it, from options and from answers to questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import typer

from joinedup_experiments.local_place.new.people import Population, read_population
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios

EXAMPLE = Path(__file__).parent / "example"
# The local tables, and what each holds, for questions.
TABLES = {
    "population": "residents by age and deprivation",
    "teams": "teams and staff",
    "activity": "activity in a year",
    "costs": "unit costs",
}
BASE = "siloed_borough"
USUAL = "local_care_network"
# Every shipped arrangement but the place itself, and those that have a place of their own.
PROPOSALS = tuple(
    sorted(name for name in shipped_scenarios() if name != BASE and "three_networks" not in name)
)
NETWORK = 30_000  # residents of a primary care network (paper 000)


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


class Size(NamedTuple):
    """Of the whole place."""

    residents: int
    neighbourhoods: int
    practices: int


def size_of(answers: Answers, population: Population | None) -> Size:
    """As given; else a network, a neighbourhood for every 30,000 and a practice for every 7,500."""
    residents = NETWORK if answers.residents is None else answers.residents
    residents = population.residents if population else residents
    named = len(population.parts) if population else 0
    hoods = named or answers.neighbourhoods or min(200, max(1, round(residents / NETWORK)))
    each = min(20, max(1, round(residents / hoods / (NETWORK / 4))))
    return Size(residents, hoods, answers.practices or hoods * each)


def with_example(answers: Answers) -> Answers:
    """The made-up borough's own tables and answers, where nothing else is given."""
    return replace(
        answers,
        name=answers.name or "Riverford",
        beds=answers.beds or 118.0,
        practices=answers.practices or 8,
        tables={table: EXAMPLE / f"{table}.csv" for table in TABLES} | dict(answers.tables),
    )


def asked(given: Answers) -> Answers:
    """Ask for what options left open; an empty answer takes the default that is shown."""
    name = given.name or typer.prompt("What is the place called?", default="Our place")
    tables = dict(given.tables)
    for table, words in TABLES.items():
        question = f"CSV file of {words} (leave empty for national figures)"
        if table not in tables:
            file = typer.prompt(question, default="", show_default=False, value_proc=_file)
            tables |= {table: file} if file else {}
    found = _size_asked(replace(given, name=name, tables=tables))
    if found.proposal is None:
        typer.echo("What is proposed? " + ", ".join(PROPOSALS))
        found = replace(found, proposal=typer.prompt("Proposal", default=USUAL))
    return found


def _size_asked(found: Answers) -> Answers:
    table = found.tables.get("population")
    population = read_population(table) if table else None
    if found.residents is None and population is None:
        question = "How many residents? (30,000 is one primary care network)"
        found = replace(found, residents=_whole_asked(question, NETWORK))
    size = size_of(found, population)
    if found.neighbourhoods is None and not (population and population.parts):
        question = "How many neighbourhoods? (by default one for every 30,000 residents)"
        found = replace(found, neighbourhoods=_whole_asked(question, size.neighbourhoods))
    if found.beds is None:
        question = "How many acute beds do they use? (by default in proportion, as in England)"
        usual = round(load_scenario(BASE).hospital.beds_per_1000 * size.residents / 1000.0) or 1
        beds = _whole_asked(question, usual)
        found = replace(found, beds=None if beds == usual else float(beds))
    return found


def _whole_asked(question: str, default: int) -> int:
    def whole(answer: object) -> int:
        text = f"{answer}".strip().replace(",", "")
        if text.isdecimal() and len(text) < 12 and 0 < int(text) < 10**9:
            return int(text)
        raise typer.BadParameter("a whole number, please, such as 42000")

    return int(typer.prompt(question, default=default, value_proc=whole))


def _file(answer: str) -> Path | None:
    answer = answer.strip().strip('"')
    if answer and not Path(answer).is_file():
        raise typer.BadParameter(f"there is no file {answer}")
    return Path(answer) if answer else None
