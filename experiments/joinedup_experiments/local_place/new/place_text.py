"""`place.yaml`: one's own place as a scenario, every number marked as local or national."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from joinedup.codes import PER
from joinedup.scenario.scenario import Scenario, Team
from joinedup_experiments.local_place.new.costs import Cost, national_cost
from joinedup_experiments.local_place.new.population import Population
from joinedup_experiments.local_place.new.proposals import FOR_THE_EDITOR
from joinedup_experiments.local_place.new.teams import OF_THE_TEAM, PROFESSIONS, LocalTeam

NATIONAL = "national default"


@dataclass(frozen=True)
class Facts:
    """All that is known of the place.

    Attributes
    ----------
    residents, neighbourhoods, practices : int
        Of the whole place.
    beds : float or None
        Acute beds; None for the national share.
    given : set of str
        Which of residents, neighbourhoods and practices are no defaults.
    """

    name: str
    residents: int
    neighbourhoods: int
    practices: int
    beds: float | None
    given: set[str]
    population: Population | None = None
    teams: dict[str, LocalTeam] = field(default_factory=dict)
    costs: Sequence[Cost] = ()


def place_text(facts: Facts, base: Scenario) -> str:
    """The scenario of the place, siloed, with a comment on where each number comes from."""
    teams = dict(base.teams) | dict.fromkeys(n for n in facts.teams if n not in base.teams)
    return "\n".join([
        FOR_THE_EDITOR,
        f"# {facts.name} as it is now: every team behind its own door. Made by `joinedup new`.",
        "# `local` marks what you gave, with its file and line. `national default` marks what you",
        "# did not: the model's England-like figure. Replace it wherever you know better.",
        "# What is not written here is as in the shipped scenario siloed_borough.",
        "based_on: siloed_borough",
        f"name: {quoted(facts.name)}",
        f"about: {quoted(facts.name + ' as it is now, each team behind its own door.')}",
        "",
        *_place_lines(facts, base),
        "",
        *_hospital_lines(facts, base),
        "",
        "# Staff are whole-time equivalents for every 30,000 residents: yours, divided by",
        f"# {facts.residents:,} residents and times 30,000.",
        "teams:",
        *[line for name, team in teams.items() for line in _team_lines(name, team, facts)],
        "",
        *_cost_lines(facts.costs),
        "",
    ])  # fmt: skip


def quoted(text: str) -> str:
    r"""A text as YAML takes it whatever is in it.

    Examples
    --------
    >>> print(quoted('St Mary: "north"'))
    "St Mary: \"north\""
    """
    return json.dumps(text, ensure_ascii=False)


def _mark(local: object, source: str, default: str) -> str:
    """The comment on a number: local with its source, or the national default with a reason."""
    return f"   # local: {source}" if local else f"   # {NATIONAL}: {default}"


def _place_lines(facts: Facts, base: Scenario) -> list[str]:
    table, given = facts.population, facts.given
    ages = (table and table.ages) or {str(k): v for k, v in base.place.ages.items()}
    quintiles = (table and table.deprivation) or base.place.deprivation
    practices = f"{facts.practices} practices in {facts.neighbourhoods} neighbourhoods"
    marks = {
        "residents": _mark(
            table or "residents" in given,
            "population.csv" if table else "as given",
            "one primary care network (paper 000)",
        ),
        "neighbourhoods": _mark(
            "neighbourhoods" in given, "as given", "one for about every 30,000 residents"
        ),
        "practices": _mark(
            "practices" in given, practices, "a practice for about every 7,500 residents"
        ),
        "ages": _mark(table and table.ages, "population.csv", "England's shares (siloed_borough)"),
        "deprivation": _mark(
            table and table.deprivation, "population.csv", "a fifth of residents in each"
        ),
    }
    each = max(1, round(facts.practices / facts.neighbourhoods))
    return [
        "place:",
        f"  residents: {facts.residents}{marks['residents']}",
        f"  neighbourhoods: {facts.neighbourhoods}{marks['neighbourhoods']}",
        f"  practices_each: {each}{marks['practices']}",
        f"  ages:{marks['ages']}",
        *[f"    {name}: {share}" for name, share in _shares(ages).items()],
        "  # from the least to the most deprived quintile",
        f"  deprivation: {[*_shares(dict(enumerate(quintiles))).values()]}{marks['deprivation']}",
    ]


def _shares(shares: Mapping[Any, float]) -> dict[Any, float]:
    """Shares to five places; what rounding leaves over goes to the largest."""
    rounded = {key: round(value, 5) for key, value in shares.items()}
    largest = max(rounded, key=lambda key: rounded[key])
    rounded[largest] = round(rounded[largest] + 1.0 - sum(rounded.values()), 5)
    return rounded


def _hospital_lines(facts: Facts, base: Scenario) -> list[str]:
    slots = base.hospital.day_case_slots_per_1000_a_year
    per_1000, source = f"{base.hospital.beds_per_1000:g}", ""
    if facts.beds is not None:
        per_1000 = f"{facts.beds / facts.residents * 1000.0:.5g}"
        source = f"{facts.beds:g} beds for {facts.residents:,} residents"
    return [
        "hospital:",
        f"  beds_per_1000: {per_1000}{_mark(source, source, 'as in England (siloed_borough)')}",
        f"  day_case_slots_per_1000_a_year: {slots:g}   # {NATIONAL} (siloed_borough)",
    ]


def _team_lines(name: str, team: Team | None, facts: Facts) -> list[str]:
    """A team with its staff; ``team`` is the base's, None for one of the table's own."""
    local = facts.teams.get(name)
    if local is not None:
        return [f"  {name}:", *_property_lines(local, team), *_staff_lines(local, team, facts)]
    assert team is not None
    return [
        f"  {name}:   # {NATIONAL}: not in your table of teams",
        "    staff:",
        *[
            f"      {p}: {amount:g}   # {NATIONAL}: comes to "
            f"{amount * facts.residents / PER:.1f} whole-time equivalents here"
            for p, amount in team.staff.items()
        ],
    ]


def _property_lines(local: LocalTeam, team: Team | None) -> list[str]:
    """What the table says of a team, and the needs of the base's team that it leaves out."""
    lines = []
    for key in (key for key in OF_THE_TEAM if key in local.properties):
        value = local.properties[key]
        if key == "accepts":
            needs = value.split()
            lines += ["    accepts:", *[f"      {need}: {{}}" for need in needs]]
            gone = [need for need in team.accepts if need not in needs] if team else []
            lines += [f"      {need}:   # not in your table" for need in gone]
        else:
            text = quoted(value) if key == "label" else value
            lines.append(f"    {key}: {text}   # local: teams.csv:{local.line}")
    return lines


def _staff_lines(local: LocalTeam, team: Team | None, facts: Facts) -> list[str]:
    lines = ["    staff:"]
    for profession in PROFESSIONS:
        if profession in local.posts:
            posts = local.posts[profession]
            lines.append(
                f"      {profession}: {posts / facts.residents * PER:.5g}   # local: "
                f"teams.csv:{local.lines[profession]}, {posts:g} whole-time equivalents"
            )
        elif team is not None and profession in team.staff:
            lines.append(f"      {profession}:   # none in your table of teams")
    return lines


def _cost_lines(costs: Sequence[Cost]) -> list[str]:
    lines = [
        f"# Unit costs that are not here are {NATIONAL}s (`joinedup parameters --group money`)."
    ]
    single = [cost for cost in costs if not cost.cell]
    hours = [cost for cost in costs if cost.cell]
    lines += ["assumptions:"] if costs else []
    lines += [f"  {c.key}: {c.pounds:g}   # local: costs.csv:{c.line}" for c in single]
    lines += ["  money.staff_hour:   # pounds for a paid hour"] if hours else []
    lines += [
        f"    {c.cell}: {c.pounds:g}   # local: costs.csv:{c.line}; nationally "
        f"{national_cost(f'{c.cell}_hour')[0]:g}"
        for c in hours
    ]
    return lines
