"""What a scenario states, and pays for or not, that reaches nobody: a line each."""

from __future__ import annotations

from collections.abc import Iterator

from joinedup.scenario.joined import teams_joined
from joinedup.scenario.place import Team
from joinedup.scenario.scenario import Scenario

# Keys of a team that its role does not read, with a value that shipped places give all the same.
NOT_READ: dict[str, dict[str, object]] = {
    "general_practice": {
        "threshold": 0.0, "works_weekends": False, "eligible_from": 0.0, "assessing": 0.25,
        "means_tested": False, "process": "post_box",
    },
    "crisis": {
        "threshold": 0.3, "works_weekends": True, "eligible_from": 0.0, "assessing": 0.25,
        "means_tested": False, "direct_access": False,
    },
}  # fmt: skip
ASSESS = (
    "reception_assessment_allocation", "reception_assessment_allocation_review", "hybrid",
)  # fmt: skip


def in_vain(scenario: Scenario) -> Iterator[str]:
    """Everything stated that reaches nobody."""
    yield from _reach_nobody(scenario)
    for name, team in scenario.all_teams.items():
        yield from _not_read(scenario, name, team)


def _reach_nobody(scenario: Scenario) -> Iterator[str]:
    """Posts and hours that are paid for and can do nothing for anybody."""
    a = scenario.arrangement
    if managed := a.case_management:
        paid = "case management enrols nobody, and its case managers are paid for"
        if managed.offered_to == 0.0:
            yield f"{paid}: `offered_to` is 0"
        elif managed.share_of_residents == managed.filled_by_clinicians == 0.0:
            yield f"{paid}: `share_of_residents` and `filled_by_clinicians` are 0"
    if a.programme.training_hours_a_week > 0.0 and not teams_joined(a):
        yield "`training_hours_a_week` reaches nobody: no teams are joined, to learn together"


def _not_read(scenario: Scenario, name: str, team: Team) -> Iterator[str]:
    """Keys of a team away from what is usual that its role, or its process, does not read.

    A crisis team that accepts needs is referred to as others are, and reads them.
    """
    role = {} if team.role == "crisis" and team.accepts else NOT_READ.get(team.role, {})
    for key, usual in role.items():
        value = getattr(team, key)
        if value not in (usual, Team.model_fields[key].default):
            what = team.role.replace("_", " ")
            yield f"`{key}` of {name} changes nothing: its role is {what}, which does not use it"
    a, default = scenario.arrangement, Team.model_fields["assessing"].default
    stage = {team.process, a.processes.get(name, team.process)} & {*ASSESS}
    if team.assessing != default and not (role or stage or name in a.at_the_door):
        yield f"`assessing` of {name} changes nothing: a {team.process} has no assessment stage"
