"""What teams are called: by their label; those that are merged, as the one team that they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from joinedup.codes import MONTH_DAYS
from joinedup.scenario.scenario import Scenario
from joinedup.setup.merging import merged_groups


def merged_teams(scenario: Scenario) -> dict[str, list[str]]:
    """The members of each merged team, by the one of them whose name the model gives it."""
    teams = scenario.all_teams
    groups = merged_groups(scenario)
    return {next((n for n in g if teams[n].covers != "borough"), g[0]): g for g in groups}


def label_of(scenario: Scenario, members: list[str]) -> str:
    """``Merged team (adult social care and 3 others)``; members that are two are both named."""
    first, *others = (_within(scenario.all_teams[name].label) for name in members)
    more = f"{len(others)} others" if len(others) > 1 else others[0]
    return f"Merged team ({first} and {more})"


def who_is_merged(scenario: Scenario) -> list[str]:
    """A sentence for each merged team: of which teams it is made."""
    return [
        f"{label_of(scenario, group)}: {'; '.join(scenario.all_teams[n].label for n in group)}."
        for group in merged_teams(scenario).values()
    ]


def _within(label: str) -> str:
    """A label within a sentence: without its first capital, unless the word is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


@dataclass(frozen=True)
class TeamNames:
    """What the teams of an arm are called by a reader; its index date is ``index_day``."""

    scenario: Scenario
    index_day: float

    @cached_property
    def _merged(self) -> dict[str, list[str]]:
        return merged_teams(self.scenario)

    def of(self, resource: str, time: float) -> str:
        """The label of a team at that time, by its name in the event log.

        Empty for the hospital and the resident.
        """
        if resource in ("hospital", "resident"):
            return ""
        teams = self.scenario.all_teams
        key, number = (resource, "") if resource in teams else resource.rpartition(" ")[::2]
        if key not in teams:
            return resource
        label = teams[key].label
        if key in self._merged and time >= self._live_from(key, number):
            label = label_of(self.scenario, self._merged[key])
        return f"{label} {number}".strip()

    def _live_from(self, key: str, number: str) -> float:
        """The day on which the merger holds where this team is; one for all, when all do."""
        programme = self.scenario.arrangement.programme
        months = programme.go_live_by_neighbourhood or [programme.go_live_month]
        local = self.scenario.all_teams[key].covers == "neighbourhood"
        month = months[int(number) - 1] if number and local and len(months) > 1 else max(months)
        return self.index_day + round(month * MONTH_DAYS)
