"""A team's first-come queue in the reference network: people linked to those before and behind."""

from __future__ import annotations

from joinedup.engine.jit import kernel
from joinedup.engine.schedule import NOBODY


@kernel
def join_queue(town, team, number):
    town.people[number].ahead = team.back
    town.people[number].behind = NOBODY
    if team.back == NOBODY:
        team.front = number
    else:
        town.people[team.back].behind = number
    team.back = number


@kernel
def leave_queue(town, team, number):
    ahead, behind = town.people[number].ahead, town.people[number].behind
    if ahead == NOBODY:
        team.front = behind
    else:
        town.people[ahead].behind = behind
    if behind == NOBODY:
        team.back = ahead
    else:
        town.people[behind].ahead = ahead
