"""What ``joinedup new`` does: a folder with a place, a proposal, targets and next steps."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from joinedup.codes import PER
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.results.folder import new_folder, refuse_existing
from joinedup_experiments.local_place.check_baseline import BY_FIGURE
from joinedup_experiments.local_place.new import figures, people, teams
from joinedup_experiments.local_place.new.answer_checks import answer_faults
from joinedup_experiments.local_place.new.answers import (
    BASE,
    PROPOSALS,
    TABLES,
    USUAL,
    Answers,
    Size,
    aged,
    size_of,
    typed_population,
)
from joinedup_experiments.local_place.new.rows import Row
from joinedup_experiments.local_place.new.table import copy_table
from joinedup_experiments.local_place.templating import quoted, rendered
from joinedup_experiments.scenario_io.load import (
    ScenarioError,
    load_scenario,
    read_scenario,
    shipped_scenarios,
    yaml_text,
)
from joinedup_experiments.scenario_io.load.files import shown
from joinedup_experiments.scenario_io.load.in_place import in_whole_place
from joinedup_experiments.scenario_io.load.problems import Problem, Spot, did_you_mean, refusal
from joinedup_experiments.scenario_io.schema import schema_text

KINDS: dict[str, type[Row]] = {
    "population": people.PopulationRow,
    "teams": teams.TeamRow,
    "activity": figures.ActivityRow,
    "costs": figures.CostRow,
}
_COST = re.compile(r"^( *programme_cost_a_year: )(\d+)(?:\.0)?( *#[^\n]*)?$", re.M)


def make_place(folder: Path, answers: Answers) -> list[str]:
    """Make a folder for a place, and return lines that say what is in it and what to do next.

    Nothing is written unless everything is sound: `ScenarioError` has every fault of every
    table, with file and line; `FolderError` is raised for a folder that is there already, or
    appears meanwhile.
    """
    refuse_existing(folder, "")
    base = load_scenario(BASE)
    local = _local(answers, base)
    size = size_of(answers, local["population"])
    local["remarks"] += _of_practices(size)
    name, proposal = answers.called(folder), answers.proposal or USUAL
    tables = [table for table in TABLES if table in answers.tables]
    values = {**vars(answers), **size._asdict(), **local, "name": name, "proposal": proposal}
    values |= {"tables": tables, "given": answers, "base": base, "folder": folder}
    texts = {
        "place.yaml": rendered("place.yaml", values | _for_the_place(answers, local, size, base)),
        "proposal.yaml": proposal_text(proposal, size.residents, name),
        "README.txt": rendered("readme.txt", values),
        "scenario.schema.json": schema_text(),
        "activity.csv": rendered("activity.csv", {"figures": BY_FIGURE, "per": figures.PER}),
    }
    with new_folder(folder, option="", only_here=True) as making:
        for file, text in texts.items():
            (making / file).write_text(text, encoding="utf-8")
        for file in ("place.yaml", "proposal.yaml"):
            _refuse_unsound(making / file, folder / file, answers, local["teams"] or {})
        for table, source in answers.tables.items():
            copy_table(source, making / f"{table}.csv", KINDS[table])
    paths = {n: folder / f"{n}.yaml" for n in ("place", "proposal", "fitted")}
    paste = {n: shlex.quote(str(path)) for n, path in paths.items()}
    return rendered("summary.txt", values | {"paths": paths, "paste": paste}).splitlines()


def _local(answers: Answers, base: Scenario) -> dict[str, Any]:
    """What each table has, None without it; the faults of tables and answers all at once."""
    found: dict[str, Any] = {**dict.fromkeys(TABLES), "remarks": []}
    problems: list[Problem] = []

    def read(table: str, reader: Callable[..., Any]) -> None:
        def remark(text: str) -> None:
            found["remarks"].append(f"{table}: {text}")

        if table in answers.tables:
            try:
                found[table] = reader(answers.tables[table], remark=remark)
            except ScenarioError as error:
                problems.extend(error.problems)

    read("population", people.read_population)
    population = found["population"]
    read("teams", partial(teams.read_teams, base=base))
    read("costs", figures.read_costs)
    faults = answer_faults(answers, population)
    problems += [Problem(Spot(flag), what, (), hint) for flag, what, hint in faults]
    if not problems:
        found["population"] = population = population or typed_population(answers)
        residents = size_of(answers, population).residents
        ages = _ages(answers, population, base)
        read("activity", partial(figures.read_activity, residents=residents, ages=ages))
    if problems:
        raise ScenarioError(problems)
    return found


def _ages(
    answers: Answers, population: people.Population | None, base: Scenario
) -> Mapping[str, float]:
    """Shares by age: the table's, else as typed, else England's."""
    residents = size_of(answers, population).residents
    own = (population and population.ages) or aged(residents, answers.aged_65)
    return own or base.place.ages


def _for_the_place(
    answers: Answers, local: Mapping[str, Any], size: Size, base: Scenario
) -> dict[str, Any]:
    """What only `place.yaml` shows: shares, practices, teams and costs."""
    population, own = local["population"], local["teams"] or {}
    quintiles = (population and population.deprivation) or base.place.deprivation
    names = dict.fromkeys([*base.teams, *own])
    unknown: dict[str, Any] = {"accepts": {}, "staff": {}}
    return {
        "per": PER,
        "professions": teams.PROFESSIONS,
        "each": _practices_each(size),
        "ages": _shares(_ages(answers, population, base)),
        "given_in": "population.csv" if "population" in answers.tables else "as given",
        "deprivation": list(_shares(dict(enumerate(quintiles))).values()),
        "parts": _parts(population),
        "teams": [(name, base.teams.get(name, unknown), own.get(name)) for name in names],
        "costs": [(*figures.ITEMS[row.item], row) for row in local["costs"] or ()],
    }


def _practices_each(size: Size) -> int:
    """Practices of a neighbourhood: as many in each, as nearly as can be."""
    return max(1, round(size.practices / size.neighbourhoods))


def _of_practices(size: Size) -> list[str]:
    """What is said where the practices cannot be as many as there are."""
    each, hoods = _practices_each(size), size.neighbourhoods
    if each * hoods == size.practices:
        return []
    as_many = f"{each} in each of {hoods} neighbourhoods"
    return [f"practices: of {size.practices}, {each * hoods} are simulated, {as_many}"]


def _parts(population: people.Population | None) -> list[dict[str, Any]]:
    """What `place.yaml` says of each neighbourhood that the table names."""
    parts = population.parts if population else {}
    share = _shares({name: part.residents for name, part in parts.items()}) if parts else {}
    return [
        {
            "name": name,
            "share_of_residents": share[name],
            "ages": part.ages and _shares(part.ages),
            "deprivation": part.deprivation
            and list(_shares(dict(enumerate(part.deprivation))).values()),
        }
        for name, part in parts.items()
    ]


def _shares(shares: Mapping[Any, float]) -> dict[Any, float]:
    """Shares of the sum, to five places; what rounding leaves over goes to the largest."""
    rounded = {key: round(value / sum(shares.values()), 5) for key, value in shares.items()}
    largest = max(rounded, key=lambda key: rounded[key])
    rounded[largest] = round(rounded[largest] + 1.0 - sum(rounded.values()), 5)
    return rounded


def _refuse_unsound(
    made: Path, file: Path, answers: Answers, own: Mapping[str, teams.LocalTeam]
) -> None:
    """Read back a scenario just written: tables and proposal may not fit each other.

    What a line of the table of teams says is refused by that line.
    """
    try:
        read_scenario(made)
    except ScenarioError as error:
        hint = f"the proposal `{answers.proposal or USUAL}` does not fit your table of teams"
        raise ScenarioError(
            _in_the_table(p, answers.tables["teams"], own[str(p.path[1])])
            if p.path[:1] == ("teams",) and p.path[1:2] and p.path[1] in own
            else Problem(Spot(str(file)), p.what, p.path, p.hint or hint)
            for p in error.problems
        ) from None


def _in_the_table(problem: Problem, table: Path, team: teams.LocalTeam) -> Problem:
    """A problem of a team by its line in the table, with posts of the whole place."""
    profession = str(problem.path[-1])
    spot = Spot(shown(table), team.lines.get(profession, [team.line])[0])
    hint = problem.hint or ("give the posts of this place" if profession in team.posts else "")
    return Problem(spot, problem.what, (), hint)


def proposal_text(name: str, residents: int, place: str) -> str:
    """A shipped arrangement as a scenario based on ``place.yaml``.

    Its posts and its programme's cost are those of the whole place, as many for each resident as
    in the shipped one. `ScenarioError` is raised when there is no such proposal.
    """
    if name not in PROPOSALS:
        what = f"there is no proposal `{name[:60]}`"
        raise refusal("--proposal", what, did_you_mean(name, PROPOSALS))
    times = residents / load_scenario(name).place.residents

    def scaled(found: re.Match[str]) -> str:
        shipped = f"£{int(found[2]):,} for 30,000 residents"
        here = f"for {residents:,} here"
        return f"{found[1]}{round(int(found[2]) * times)}   # national default: {shipped}, {here}"

    lines = _COST.sub(scaled, in_whole_place(_body(name), times)).splitlines()
    head = rendered("proposal_head.yaml", {"place": quoted(place), "name": name})
    return head + "".join(f"{line.rstrip()}\n" for line in lines if "$schema=" not in line)


def _body(name: str) -> str:
    """The shipped file with its remarks; one that is based on another, written out whole."""
    text = shipped_scenarios()[name].read_text(encoding="utf-8")
    if f"\nbased_on: {BASE}\n" in text:
        return text.replace(f"\nbased_on: {BASE}\n", "\nbased_on: place.yaml\n")
    scenario = load_scenario(name)
    usual = load_scenario(BASE).model_dump(exclude_none=True)["arrangement"]
    own = scenario.model_dump(exclude_none=True)["arrangement"]
    arrangement = {key: value for key, value in own.items() if value != usual.get(key)}
    head = {"based_on": "place.yaml", "name": scenario.name}
    about = " ".join(scenario.about.split())
    return yaml_text({**head, "about": about, "arrangement": arrangement})
