"""What teams are called: by their label; those that are merged, as the one team that they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from joinedup.scenario.in_force import InForce
from joinedup.scenario.no_effect import merged_groups
from joinedup.scenario.scenario import Scenario


def merged_teams(scenario: Scenario) -> dict[str, list[str]]:
    """The members of each merged team, by the one of them whose name the model gives it."""
    teams = scenario.all_teams
    groups = merged_groups(teams, scenario.arrangement)
    return {next((n for n in g if teams[n].covers != "borough"), g[0]): g for g in groups}


def label_of(scenario: Scenario, members: Sequence[str]) -> str:
    """``Merged team (adult social care and 3 others)``; of two members both are named."""
    labels = [scenario.all_teams[name].label for name in members]
    # Within a sentence a label begins small, unless it begins with an abbreviation.
    first, *others = (x if x[1:2].isupper() else x[:1].lower() + x[1:] for x in labels)
    return f"Merged team ({first} and {others[0] if len(labels) == 2 else f'{len(others)} others'})"


def who_is_merged(scenarios: Iterable[Scenario]) -> list[str]:
    """A sentence for each merged team, once: of which teams it is made."""
    found = [(one, group) for one in scenarios for group in merged_teams(one).values()]
    labels = [(label_of(one, g), "; ".join(one.all_teams[n].label for n in g)) for one, g in found]
    return list(dict.fromkeys(f"{label}: {members}." for label, members in labels))


def team_at(scenario: Scenario, index_day: float, resource: str, time: float) -> str:
    """The label of a team at some time with its number, by its name in the event log.

    Empty for the hospital and the resident.
    """
    if resource in ("hospital", "resident"):
        return ""
    return " ".join(label_at(scenario, index_day, resource, time)).strip()


def label_at(scenario: Scenario, index_day: float, resource: str, time: float) -> tuple[str, str]:
    """The label and the number of a team at some time, by its name in the event log.

    A merger holds where and while it is in force; for a team of several neighbourhoods, in all of
    them.
    """
    teams = scenario.all_teams
    key, number = (resource, "") if resource in teams else resource.rpartition(" ")[::2]
    if key not in teams:
        return resource, ""
    label, group = teams[key].label, merged_teams(scenario).get(key)
    if group and time >= index_day:
        at = InForce.on(scenario, time - index_day).at
        if number and teams[key].covers == "neighbourhood" and len(at) > 1:
            at = (at[int(number) - 1],)
        if all(merged_teams(one).get(key) == group for one in at):
            label = label_of(scenario, group)
    return label, number
