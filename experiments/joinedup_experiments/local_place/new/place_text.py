"""`place.yaml`: one's own place as a scenario, every number marked as local or national."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from joinedup.codes import PER
from joinedup.scenario.scenario import Scenario, Team
from joinedup_experiments.local_place.new.costs import Cost, national_costs
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
    said : dict of str to bool
        Whether residents, neighbourhoods and practices were given, or are defaults.
    """

    name: str
    residents: int
    neighbourhoods: int
    practices: int
    beds: float | None
    said: dict[str, bool]
    population: Population | None = None
    teams: dict[str, LocalTeam] = field(default_factory=dict)
    costs: Sequence[Cost] = ()


def place_text(facts: Facts, base: Scenario) -> str:
    """The scenario of the place, siloed, with a comment on where each number comes from."""
    lines = [
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
    ]
    for name, team in base.teams.items():
        lines += _team_lines(name, team, facts)
    for name, local in facts.teams.items():
        if name not in base.teams:
            lines += _team_lines(name, None, facts, local)
    lines += ["", *_cost_lines(facts)]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    r"""A text as YAML takes it whatever is in it.

    Examples
    --------
    >>> print(quoted('St Mary: "north"'))
    "St Mary: \"north\""
    """
    return json.dumps(text, ensure_ascii=False)


def _mark(local: bool, why: str, source: str = "you said so") -> str:
    return f"   # local: {source}" if local else f"   # {NATIONAL}: {why}"


def _place_lines(facts: Facts, base: Scenario) -> list[str]:
    found = facts.population
    each = max(1, round(facts.practices / facts.neighbourhoods))
    ages = base.place.ages if found is None or found.ages is None else found.ages
    quintiles = base.place.deprivation
    if found is not None and found.deprivation is not None:
        quintiles = list(found.deprivation)
    named = {str(k): v for k, v in ages.items()}
    residents = _mark(
        found is not None or facts.said["residents"],
        "one primary care network (paper 000)",
        "population.csv" if found else "you said so",
    )
    hoods = _mark(facts.said["neighbourhoods"], "one for about every 30,000 residents")
    practices = _mark(
        facts.said["practices"],
        "a practice for about every 7,500 residents",
        f"{facts.practices} practices in {facts.neighbourhoods} neighbourhoods",
    )
    of_ages = _mark(
        found is not None and found.ages is not None,
        "England's shares (siloed_borough)",
        "population.csv",
    )
    of_fifths = _mark(
        found is not None and found.deprivation is not None,
        "a fifth of residents in each",
        "population.csv",
    )
    return [
        "place:",
        f"  residents: {facts.residents}{residents}",
        f"  neighbourhoods: {facts.neighbourhoods}{hoods}",
        f"  practices_each: {each}{practices}",
        f"  ages:{of_ages}",
        *[f"    {name}: {share}" for name, share in _shares(named).items()],
        "  # from the least to the most deprived fifth",
        f"  deprivation: {list(_shares(dict(enumerate(quintiles))).values())}{of_fifths}",
    ]


def _shares(shares: Mapping[Any, float]) -> dict[Any, float]:
    """Shares to five places; what rounding leaves over goes to the largest."""
    rounded = {key: round(value, 5) for key, value in shares.items()}
    largest = max(rounded, key=lambda key: rounded[key])
    rounded[largest] = round(rounded[largest] + 1.0 - sum(rounded.values()), 5)
    return rounded


def _hospital_lines(facts: Facts, base: Scenario) -> list[str]:
    slots = base.hospital.day_case_slots_per_1000_a_year
    if facts.beds is None:
        beds = f"{base.hospital.beds_per_1000:g}   # {NATIONAL}: as in England (siloed_borough)"
    else:
        per = facts.beds / facts.residents * 1000.0
        beds = f"{per:.5g}   # local: {facts.beds:g} beds for {facts.residents:,} residents"
    return [
        "hospital:",
        f"  beds_per_1000: {beds}",
        f"  day_case_slots_per_1000_a_year: {slots:g}   # {NATIONAL} (siloed_borough)",
    ]


def _team_lines(
    name: str, team: Team | None, facts: Facts, own: LocalTeam | None = None
) -> list[str]:
    local = own or facts.teams.get(name)
    lines = [f"  {name}:"]
    if local is None:
        assert team is not None
        lines[0] += f"   # {NATIONAL}: not in your table of teams"
        staff = [
            f"      {p}: {amount:g}   # {NATIONAL}: comes to "
            f"{amount * facts.residents / PER:.1f} whole-time equivalents here"
            for p, amount in team.staff.items()
        ]
        return [*lines, "    staff:", *staff]
    source = f"teams.csv:{local.first.spot.line}"
    for heading in (h for h in OF_THE_TEAM if h in local.said):
        value = local.said[heading]
        said = quoted(value) if heading == "label" else value
        if heading == "accepts":
            lines += ["    accepts:", *[f"      {need}: {{}}" for need in value.split()]]
        else:
            lines.append(f"    {heading}: {said}   # local: {source}")
    if team is not None and "accepts" in local.said:
        gone = [n for n in team.accepts if n not in local.said["accepts"].split()]
        lines += [f"      {need}:   # not in your table" for need in gone]
    lines.append("    staff:")
    for profession in PROFESSIONS:
        if profession in local.posts:
            posts = local.posts[profession]
            line = local.lines[profession]
            lines.append(
                f"      {profession}: {posts / facts.residents * PER:.5g}"
                f"   # local: teams.csv:{line}, {posts:g} whole-time equivalents"
            )
        elif team is not None and profession in team.staff:
            lines.append(f"      {profession}:   # none in your table of teams")
    return lines


def _cost_lines(facts: Facts) -> list[str]:
    heads = [
        f"# Unit costs that are not here are {NATIONAL}s (`joinedup parameters --group money`)."
    ]
    if not facts.costs:
        return heads
    lines = [*heads, "assumptions:"]
    national = {item: figure for item, (figure, _, _) in national_costs().items()}
    for cost in facts.costs:
        if not cost.cell:
            lines.append(f"  {cost.key}: {cost.pounds:g}   # local: costs.csv:{cost.line}")
    hours = [cost for cost in facts.costs if cost.cell]
    if hours:
        lines.append("  money.staff_hour:   # pounds for a paid hour")
        lines += [
            f"    {c.cell}: {c.pounds:g}   # local: costs.csv:{c.line}; "
            f"nationally {national[f'{c.cell}_hour']:g}"
            for c in hours
        ]
    return lines
