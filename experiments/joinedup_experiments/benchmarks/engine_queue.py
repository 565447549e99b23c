"""A team's first-come queue in the reference network: people linked to those before and behind."""

from __future__ import annotations

from joinedup.engine.jit import kernel
from joinedup.engine.schedule import NOBODY


@kernel
def join_queue(people, team, number):
    people[number].ahead = team.back
    people[number].behind = NOBODY
    if team.back == NOBODY:
        team.front = number
    else:
        people[team.back].behind = number
    team.back = number


@kernel
def leave_queue(people, team, number):
    ahead, behind = people[number].ahead, people[number].behind
    if ahead == NOBODY:
        team.front = behind
    else:
        people[ahead].behind = behind
    if behind == NOBODY:
        team.back = ahead
    else:
        people[behind].ahead = ahead
