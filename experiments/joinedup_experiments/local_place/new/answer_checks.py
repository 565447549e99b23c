"""What is wrong with answers: each against what it may be, against the others and the tables."""

from __future__ import annotations

from collections.abc import Iterator

from joinedup_experiments.display.numbers import counted
from joinedup_experiments.local_place.new.answers import (
    PROPOSALS,
    Answers,
    size_of,
    typed_population,
)
from joinedup_experiments.local_place.new.people import Population
from joinedup_experiments.local_place.new.people_checks import FEWEST, MOST
from joinedup_experiments.scenario_io.load.files import shown
from joinedup_experiments.scenario_io.load.problems import did_you_mean

Fault = tuple[str, str, str]  # an option, what is wrong with it, and what to do


def answer_faults(answers: Answers, table: Population | None) -> Iterator[Fault]:
    """What is wrong with the answers given without a table: option, fault and hint.

    ``table`` has the residents of the table of population, if any. Where that cannot be read, what
    depends on it is not looked at.
    """
    yield from _of_names(answers)
    if table is None and "population" in answers.tables:
        return
    try:
        population = table or typed_population(answers)
    except ValueError as error:
        yield "--each", str(error), ""
        return
    yield from _of_residents(answers, table, population)
    yield from _of_neighbourhoods(answers, table, population)
    size = size_of(answers, population)
    least, most = size.neighbourhoods, 20 * size.neighbourhoods
    if answers.practices is not None and not least <= answers.practices <= most:
        hint = f"a neighbourhood has 1 to 20, so there can be {least} to {most}"
        where = f"in {counted(least, 'neighbourhood')}"
        yield "--practices", f"{counted(answers.practices, 'practice')} {where}", hint
    if answers.beds is not None and not 0.0 < answers.beds <= 0.05 * size.residents:
        hint = "give acute beds that these residents use, about 2 for every 1,000 in England"
        yield "--beds", f"{counted(answers.beds, 'bed')} for {size.residents:,} residents", hint


def _of_names(answers: Answers) -> Iterator[Fault]:
    name = answers.name  # else as the folder is called, which can be a name
    if name and (
        not name.strip() or len(name) > 120 or any(c in "[]" or not c.isprintable() for c in name)
    ):
        hint = "use at most 120 characters on one line, without square brackets"
        yield "--name", "this cannot be the name of a place", hint
    if answers.proposal is not None and answers.proposal not in PROPOSALS:
        what = f"there is no proposal `{answers.proposal[:60]}`"
        yield "--proposal", what, did_you_mean(answers.proposal, PROPOSALS)


def _of_residents(
    answers: Answers, table: Population | None, population: Population | None
) -> Iterator[Fault]:
    residents = size_of(answers, population).residents
    where = shown(answers.tables["population"]) if table else "--each"
    if not FEWEST <= residents <= MOST:
        yield (
            "--residents",
            f"{counted(residents, 'resident')}, and a place has {FEWEST:,} to {MOST:,}",
            "",
        )
    if population and answers.residents not in (None, population.residents):
        what = f"{counted(answers.residents, 'resident')}, but {where} adds up to {residents:,}"
        yield "--residents", what, "leave --residents out: it follows"
    if answers.aged_65 is not None and not 0 <= answers.aged_65 < residents:
        yield "--aged-65", f"{answers.aged_65:,} of {residents:,} residents are 65 or over", ""
    elif answers.aged_65 is not None and table and table.ages:
        yield "--aged-65", f"{where} has ages", "leave --aged-65 out: the table says how many"


def _of_neighbourhoods(
    answers: Answers, table: Population | None, population: Population | None
) -> Iterator[Fault]:
    residents, hoods = size_of(answers, population).residents, answers.neighbourhoods
    named = population.parts if population else {}
    where = shown(answers.tables["population"]) if table else "--each"
    if table and answers.each:
        yield "--each", f"{where} has the residents", "put the neighbourhoods into the table"
    if named and hoods not in (None, len(named)):
        what = f"{counted(hoods, 'neighbourhood')}, but {where} names {len(named):,}"
        yield "--neighbourhoods", what, "leave --neighbourhoods out: it says which"
    elif hoods is not None and not 1 <= hoods <= min(200, max(1, residents // FEWEST)):
        hint = (
            f"a neighbourhood needs at least {FEWEST} residents, and there are at most 200 of them"
        )
        yield (
            "--neighbourhoods",
            f"{counted(hoods, 'neighbourhood')} for {residents:,} residents",
            hint,
        )
    for name, part in named.items() if not table else ():
        if part.residents < FEWEST:
            hint = f"a neighbourhood needs at least {FEWEST} residents"
            yield "--each", f"`{name}` has {counted(part.residents, 'resident')}", hint
        if part.ages and min(part.ages.values()) < 0:
            yield "--each", f"more of `{name}` are 65 or over than live there", ""
