"""What ``joinedup new`` does: a folder with a place, a proposal, targets and next steps."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.results.folder import FolderError, ResultsFolder, free_name
from joinedup_experiments.local_place.new.activity import Activity, read_activity
from joinedup_experiments.local_place.new.answers import (
    BASE,
    TABLES,
    Answers,
    residents_of,
    usual_neighbourhoods,
    usual_practices,
)
from joinedup_experiments.local_place.new.costs import read_costs
from joinedup_experiments.local_place.new.place_text import Facts, place_text, quoted
from joinedup_experiments.local_place.new.population import (
    FEWEST,
    MOST,
    Population,
    read_population,
)
from joinedup_experiments.local_place.new.proposals import PROPOSALS, proposal_text
from joinedup_experiments.local_place.new.targets_text import targets_text
from joinedup_experiments.local_place.new.teams import read_teams
from joinedup_experiments.scenario_io.diff.phrases import count
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario, read_scenario
from joinedup_experiments.scenario_io.load.problems import Problem, Spot
from joinedup_experiments.scenario_io.load.schema import schema_text

SCHEMA = "scenario.schema.json"


def make_place(folder: Path, answers: Answers) -> list[str]:
    """Make a folder for a place; nothing is written unless everything in it is sound.

    Returns
    -------
    list of str
        What to tell: the files, and what is a national default.

    Raises
    ------
    ScenarioError
        For every fault of every table, with file and line.
    FolderError
        When the folder is there already, or cannot be made.
    """
    refuse_existing(folder)
    base = load_scenario(BASE)
    facts = _facts(answers, base)
    proposal = answers.proposal or PROPOSALS[0]
    texts = {
        "place.yaml": place_text(facts, base),
        "proposal.yaml": proposal_text(proposal, facts.residents, quoted(facts.name)),
    }
    with ResultsFolder(folder) as making:
        for name, text in texts.items():
            (making / name).write_text(text, encoding="utf-8")
        place = _sound(making, folder, "place.yaml", proposal)
        _sound(making, folder, "proposal.yaml", proposal)
        figures = _targets(answers, place)
        for table, source in answers.tables.items():
            shutil.copyfile(source, making / f"{table}.csv")
        if "activity" not in answers.tables:
            text = targets_text()
            (making / "activity.csv").write_text(text, encoding="utf-8")
        (making / SCHEMA).write_text(schema_text(), encoding="utf-8")
        readme = _readme(facts, proposal, answers)
        (making / "README.txt").write_text(readme, encoding="utf-8")
    return _told(folder, facts, proposal, answers, figures)


def refuse_existing(folder: Path) -> None:
    """Refuse a folder that is there, or whose name is none.

    Raises
    ------
    FolderError
        Saying another name.
    """
    if not folder.name:
        raise FolderError(f"{str(folder)!r} is no name for a folder; try my_place")
    if os.path.lexists(folder):
        raise FolderError(
            f"{folder} is there already, and nothing is written over; try {free_name(folder)}"
        )


def _facts(answers: Answers, base: Scenario) -> Facts:
    """Everything known of the place, from flags and tables; all their faults at once."""
    problems: list[Problem] = []
    given = answers.tables
    population, teams, costs = None, {}, []
    try:
        population = read_population(given["population"]) if "population" in given else None
    except ScenarioError as error:
        problems += error.problems
    try:
        teams = read_teams(given["teams"], base) if "teams" in given else {}
    except ScenarioError as error:
        problems += error.problems
    try:
        costs = read_costs(given["costs"]) if "costs" in given else []
    except ScenarioError as error:
        problems += error.problems
    problems += _flag_faults(answers, population)
    if problems:
        raise ScenarioError(problems)
    residents = residents_of(answers, population)
    hoods = answers.neighbourhoods or usual_neighbourhoods(residents)
    said = ("residents", "neighbourhoods", "practices")
    return Facts(
        answers.name or "Our place",
        residents,
        hoods,
        answers.practices or usual_practices(residents, hoods),
        answers.beds,
        {name: getattr(answers, name) is not None for name in said},
        population,
        teams,
        costs,
    )


def _flag_faults(answers: Answers, population: Population | None) -> list[Problem]:
    """What is wrong with the answers given without a table."""
    faults: list[tuple[str, str, str]] = []
    residents = residents_of(answers, population)
    if not FEWEST <= residents <= MOST:
        what = f"{residents:,} residents, and a place has {FEWEST:,} to {MOST:,}"
        faults.append(("--residents", what, ""))
    if population and answers.residents not in (None, population.residents):
        what = f"{answers.residents:,} residents, but {population.file} adds up to {residents:,}"
        faults.append(("--residents", what, "leave --residents out: the table says how many"))
    hoods = answers.neighbourhoods
    if hoods is not None and not 1 <= hoods <= min(200, max(1, residents // 200)):
        what = f"{hoods:,} neighbourhoods for {residents:,} residents"
        hint = "a neighbourhood needs at least 200 residents, and there are at most 200 of them"
        faults.append(("--neighbourhoods", what, hint))
    practices = answers.practices
    most = 20 * (hoods or usual_neighbourhoods(residents))
    if practices is not None and not 1 <= practices <= most:
        what = f"{practices:,} practices"
        hint = f"a neighbourhood has 1 to 20, so there can be 1 to {most}"
        faults.append(("--practices", what, hint))
    if answers.beds is not None and not 0.0 < answers.beds <= 0.05 * residents:
        what = f"{answers.beds:g} beds for {residents:,} residents"
        hint = "give acute beds that these residents use, about 2 for every 1,000 in England"
        faults.append(("--beds", what, hint))
    name = answers.name or "Our place"
    if not name.strip() or len(name) > 120 or any(c in "[]" or not c.isprintable() for c in name):
        hint = "use at most 120 characters on one line, without square brackets"
        faults.append(("--name", "this cannot be the name of a place", hint))
    return [Problem(Spot(flag), what, (), hint) for flag, what, hint in faults]


def _sound(making: Path, folder: Path, name: str, proposal: str) -> Scenario:
    """The scenario just written, read back.

    Raises
    ------
    ScenarioError
        When it does not hold: the tables and the proposal do not fit each other.
    """
    try:
        return read_scenario(making / name).scenario
    except ScenarioError as error:
        raise ScenarioError(
            Problem(
                Spot(str(folder / name)),
                p.what,
                p.path,
                p.hint or f"the proposal `{proposal}` does not fit your table of teams",
            )
            for p in error.problems
        ) from None


def adults_of(place: Scenario) -> float:
    """People of 16 and older."""
    return place.place.residents * (1.0 - place.place.ages.get("0-15", 0.0))


def _targets(answers: Answers, place: Scenario) -> list[Activity]:
    if "activity" not in answers.tables:
        return []
    return read_activity(answers.tables["activity"], place.place.residents, adults_of(place))


def _told(
    folder: Path, facts: Facts, proposal: str, answers: Answers, figures: list[Activity]
) -> list[str]:
    teams = f"{len(facts.teams)} teams from your table" if facts.teams else "national defaults"
    local = [t for t in TABLES if t in answers.tables]
    lines = [
        f"{folder / 'place.yaml'}: {facts.name}, {facts.residents:,} residents, "
        f"{count(facts.neighbourhoods, 'neighbourhood')}; teams: {teams}",
        f"{folder / 'proposal.yaml'}: {proposal}",
        f"local tables: {', '.join(local) or 'none'}; every number says whether it is local or a "
        "national default",
    ]
    if facts.population and facts.population.deprivation:
        most = facts.population.deprivation[-1]
        lines.append(f"deprivation: fifth 1 is taken for the most deprived; {most:.0%} live in it")
    place, arm, fitted = (
        shlex.quote(str(folder / f"{name}.yaml")) for name in ("place", "proposal", "fitted")
    )
    if figures:
        lines.append(f"next: joinedup fit {place} --repoint {arm}")
        lines.append(f"then: joinedup compare {fitted} {arm}")
    else:
        lines.append(f"next: joinedup validate {place}")
        lines.append(f"then: joinedup compare {place} {arm}")
    return lines


def _readme(facts: Facts, proposal: str, answers: Answers) -> str:
    given = [f"{t}.csv" for t in TABLES if t in answers.tables]
    tables = ", ".join(given) if given else "none yet"
    return f"""{facts.name}

place.yaml      the place as it is now, every team behind its own door
proposal.yaml   the same place with what is proposed: {proposal}
activity.csv    what happens there in a year: the figures to bring the model to
scenario.schema.json   nothing to read: with it an editor such as Visual Studio Code (and its
                extension YAML) completes and explains what you type
README.txt      this page

Tables of yours that went in (copies lie here): {tables}.
In place.yaml every number says whether it is yours ("local") or a "national default".

Next, in this folder:

1. Check:    joinedup validate place.yaml proposal.yaml
   See it:   joinedup diff place.yaml proposal.yaml
             joinedup map proposal.yaml --out map.html
2. Fit:      put your figures into activity.csv, then
             joinedup fit place.yaml --repoint proposal.yaml
             It writes fitted.yaml, shows your figures beside the model's, and lets the line
             "based_on" of proposal.yaml name fitted.yaml, so that both are the same place.
3. Compare:  joinedup compare fitted.yaml proposal.yaml --out results
             (or place.yaml instead of fitted.yaml, if there is nothing to fit)
4. Report:   joinedup report results --out report.html

A quick try first:  joinedup compare place.yaml proposal.yaml --residents 3000 --years 2
"""
