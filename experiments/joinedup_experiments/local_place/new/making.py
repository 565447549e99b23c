"""What ``joinedup new`` does: a folder with a place, a proposal, targets and next steps."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.results.folder import FolderError, free_name, new_folder
from joinedup_experiments.local_place.new.activity import empty_table, read_activity
from joinedup_experiments.local_place.new.answers import (
    BASE,
    TABLES,
    Answers,
    residents_of,
    usual_neighbourhoods,
    usual_practices,
)
from joinedup_experiments.local_place.new.costs import read_costs
from joinedup_experiments.local_place.new.place_text import Facts, place_text
from joinedup_experiments.local_place.new.population import (
    FEWEST,
    MOST,
    Population,
    read_population,
)
from joinedup_experiments.local_place.new.proposals import PROPOSALS, proposal_text
from joinedup_experiments.local_place.new.teams import read_teams
from joinedup_experiments.local_place.templating import rendered
from joinedup_experiments.scenario_io.diff.phrases import count
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario, read_scenario
from joinedup_experiments.scenario_io.load.problems import Problem, Spot
from joinedup_experiments.scenario_io.schema import schema_text

T = TypeVar("T")


def make_place(folder: Path, answers: Answers) -> list[str]:
    """Make a folder for a place, and return lines that say what is in it and what to do next.

    Nothing is written unless everything is sound: `ScenarioError` has every fault of every
    table, with file and line; `FolderError` is raised for a folder that is there already.
    """
    refuse_existing(folder)
    base = load_scenario(BASE)
    facts = _facts(answers, base)
    proposal = answers.proposal or PROPOSALS[0]
    tables = ", ".join(f"{table}.csv" for table in TABLES if table in answers.tables)
    readme = {"name": facts.name, "proposal": proposal, "tables": tables or "none yet"}
    texts = {
        "place.yaml": place_text(facts, base),
        "proposal.yaml": proposal_text(proposal, facts.residents, facts.name),
        "README.txt": rendered("readme.txt", readme),
        "scenario.schema.json": schema_text(),
        "activity.csv": empty_table(),
    }
    with new_folder(folder) as making:
        for name, text in texts.items():
            (making / name).write_text(text, encoding="utf-8")
        for name in ("place.yaml", "proposal.yaml"):
            _refuse_unsound(making / name, folder / name, proposal)
        if "activity" in answers.tables:
            place = load_scenario(making / "place.yaml")
            read_activity(answers.tables["activity"], facts.residents, adults_of(place))
        for table, source in answers.tables.items():
            shutil.copyfile(source, making / f"{table}.csv")
    return _summary(folder, facts, proposal, answers)


def refuse_existing(folder: Path) -> None:
    """Refuse a folder that is there, or whose name is none, with a `FolderError`."""
    if not folder.name:
        raise FolderError(f"{str(folder)!r} is no name for a folder; try my_place")
    if os.path.lexists(folder):
        raise FolderError(
            f"{folder} is there already, and nothing is written over; try {free_name(folder)}"
        )


def adults_of(place: Scenario) -> float:
    """People of 16 and older."""
    return place.place.residents * (1.0 - place.place.ages.get("0-15", 0.0))


def _facts(answers: Answers, base: Scenario) -> Facts:
    """Everything known of the place, from options and tables; all their faults at once."""
    problems: list[Problem] = []

    def read(table: str, reader: Callable[[Path], T]) -> T | None:
        if table not in answers.tables:
            return None
        try:
            return reader(answers.tables[table])
        except ScenarioError as error:
            problems.extend(error.problems)
            return None

    population = read("population", read_population)
    teams = read("teams", lambda path: read_teams(path, base))
    costs = read("costs", read_costs)
    for flag, what, hint in _faults(answers, population):
        problems.append(Problem(Spot(flag), what, (), hint))
    if problems:
        raise ScenarioError(problems)
    residents = residents_of(answers, population)
    hoods = answers.neighbourhoods or usual_neighbourhoods(residents)
    return Facts(
        answers.name or "Our place",
        residents,
        hoods,
        answers.practices or usual_practices(residents, hoods),
        answers.beds,
        {name for name in ("residents", "neighbourhoods", "practices") if getattr(answers, name)},
        population,
        teams or {},
        costs or [],
    )


def _faults(answers: Answers, population: Population | None) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the answers given without a table: option, fault and hint."""
    residents, hoods = residents_of(answers, population), answers.neighbourhoods
    many = f"{residents:,} residents"
    if not FEWEST <= residents <= MOST:
        yield "--residents", f"{many}, and a place has {FEWEST:,} to {MOST:,}", ""
    if population and answers.residents not in (None, population.residents):
        what = f"{answers.residents:,} residents, but {population.file} adds up to {residents:,}"
        yield "--residents", what, "leave --residents out: the table says how many"
    if hoods is not None and not 1 <= hoods <= min(200, max(1, residents // 200)):
        hint = "a neighbourhood needs at least 200 residents, and there are at most 200 of them"
        yield "--neighbourhoods", f"{hoods:,} neighbourhoods for {many}", hint
    most = 20 * (hoods or usual_neighbourhoods(residents))
    if answers.practices is not None and not 1 <= answers.practices <= most:
        hint = f"a neighbourhood has 1 to 20, so there can be 1 to {most}"
        yield "--practices", f"{answers.practices:,} practices", hint
    if answers.beds is not None and not 0.0 < answers.beds <= 0.05 * residents:
        hint = "give acute beds that these residents use, about 2 for every 1,000 in England"
        yield "--beds", f"{answers.beds:g} beds for {many}", hint
    name = answers.name or "Our place"
    if not name.strip() or len(name) > 120 or any(c in "[]" or not c.isprintable() for c in name):
        hint = "use at most 120 characters on one line, without square brackets"
        yield "--name", "this cannot be the name of a place", hint


def _refuse_unsound(made: Path, file: Path, proposal: str) -> None:
    """Read back a scenario just written: tables and proposal may not fit each other."""
    try:
        read_scenario(made)
    except ScenarioError as error:
        hint = f"the proposal `{proposal}` does not fit your table of teams"
        raise ScenarioError(
            Problem(Spot(str(file)), p.what, p.path, p.hint or hint) for p in error.problems
        ) from None


def _summary(folder: Path, facts: Facts, proposal: str, answers: Answers) -> list[str]:
    teams = f"{len(facts.teams)} teams from your table" if facts.teams else "national defaults"
    local = ", ".join(table for table in TABLES if table in answers.tables) or "none"
    lines = [
        f"{folder / 'place.yaml'}: {facts.name}, {facts.residents:,} residents, "
        f"{count(facts.neighbourhoods, 'neighbourhood')}; teams: {teams}",
        f"{folder / 'proposal.yaml'}: {proposal}",
        f"local tables: {local}; every number says whether it is local or a national default",
    ]
    if facts.population and facts.population.deprivation:
        most = facts.population.deprivation[-1]
        lines.append(f"deprivation: quintile 1 is the most deprived; {most:.0%} live in it")
    place, arm, fitted = (
        shlex.quote(str(folder / f"{name}.yaml")) for name in ("place", "proposal", "fitted")
    )
    if "activity" in answers.tables:
        lines.append(f"next: joinedup fit {place} --repoint {arm}")
        return [*lines, f"then: joinedup compare {fitted} {arm}"]
    return [*lines, f"next: joinedup validate {place}", f"then: joinedup compare {place} {arm}"]
