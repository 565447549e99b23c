"""What somebody says of their place, by flags or by answering; each with where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from joinedup_experiments.local_place.new.population import Population, read_population
from joinedup_experiments.local_place.new.proposals import PROPOSALS
from joinedup_experiments.scenario_io.load import load_scenario

BASE = "siloed_borough"
EXAMPLE = Path(__file__).parent / "example"
TABLES = ("population", "teams", "activity", "costs")
NETWORK = 30_000  # residents of a primary care network (paper 000)


@dataclass(frozen=True)
class Answers:
    """What is known of a place; None where nobody said.

    Attributes
    ----------
    residents, neighbourhoods, practices : int
        Of the whole place.
    beds : float
        Acute beds that its residents use.
    tables : mapping of str to Path
        Local tables, by what they are: population, teams, activity, costs.
    """

    name: str | None = None
    residents: int | None = None
    neighbourhoods: int | None = None
    practices: int | None = None
    beds: float | None = None
    proposal: str | None = None
    tables: Mapping[str, Path] = field(default_factory=dict)


Ask = Callable[[str, str], str]


def with_example(answers: Answers) -> Answers:
    """The made-up borough's own tables and answers, where nothing else is given."""
    tables = {t: EXAMPLE / f"{t}.csv" for t in TABLES} | dict(answers.tables)
    return replace(
        answers,
        name=answers.name or "Riverford",
        beds=answers.beds or 118.0,
        practices=answers.practices or 8,
        tables=tables,
    )


def usual_neighbourhoods(residents: int) -> int:
    """One for about every 30,000 residents.

    Examples
    --------
    >>> usual_neighbourhoods(62_000), usual_neighbourhoods(900)
    (2, 1)
    """
    return min(200, max(1, round(residents / NETWORK)))


def usual_beds(residents: int) -> float:
    """The national default: the base's beds for every 1,000 residents."""
    return round(load_scenario(BASE).hospital.beds_per_1000 * residents / 1000.0, 1)


def usual_practices(residents: int, neighbourhoods: int) -> int:
    """The national default: a practice for about every 7,500 residents."""
    each = round(residents / neighbourhoods / (NETWORK / 4))
    return neighbourhoods * min(20, max(1, each))


def asked(given: Answers, ask: Ask, tell: Callable[[str], None]) -> Answers:
    """Ask for what flags left open; an empty answer takes the default that is shown.

    Parameters
    ----------
    given
        What flags said.
    ask
        Called with a question and its default; returns what was typed.
    tell
        Called with a line to show, such as why an answer cannot be.
    """
    found = given
    if found.name is None:
        found = replace(found, name=ask("What is the place called?", "Our place"))
    for table, words in (
        ("population", "residents by age and deprivation"),
        ("teams", "teams and staff"),
        ("activity", "activity in a year"),
        ("costs", "unit costs"),
    ):
        if table not in found.tables:
            question = f"CSV file of {words} (leave empty for national figures)"
            file = _file(question, ask, tell)
            if file is not None:
                found = replace(found, tables={**found.tables, table: file})
    file = found.tables.get("population")
    population = read_population(file) if file else None
    if found.residents is None and population is None:
        question = "How many residents? (30,000 is one primary care network)"
        residents = _whole(question, NETWORK, ask, tell)
        found = replace(found, residents=residents)
    residents = residents_of(found, population)
    if found.neighbourhoods is None:
        question = "How many neighbourhoods? (by default one for every 30,000 residents)"
        many = _whole(question, usual_neighbourhoods(residents), ask, tell)
        found = replace(found, neighbourhoods=many)
    if found.beds is None:
        question = "How many acute beds do they use? (by default in proportion, as in England)"
        beds = _whole(question, round(usual_beds(residents)) or 1, ask, tell)
        default = round(usual_beds(residents)) or 1
        found = replace(found, beds=None if beds == default else float(beds))
    if found.proposal is None:
        tell("What is proposed? " + ", ".join(PROPOSALS))
        found = replace(found, proposal=ask("Proposal", PROPOSALS[0]))
    return found


def residents_of(answers: Answers, population: Population | None) -> int:
    """How many residents: the table's, else what was said, else a network's."""
    if population is not None:
        return population.residents
    return NETWORK if answers.residents is None else answers.residents


def _whole(question: str, default: int, ask: Ask, tell: Callable[[str], None]) -> int:
    while True:
        said = ask(question, f"{default}").strip().replace(",", "")
        if said.isdecimal() and len(said) < 12 and 0 < int(said) < 10**9:
            return int(said)
        tell("a whole number, please, such as 42000")


def _file(question: str, ask: Ask, tell: Callable[[str], None]) -> Path | None:
    while True:
        said = ask(question, "").strip().strip('"')
        if not said or Path(said).is_file():
            return Path(said) if said else None
        tell(f"there is no file {said}")
