"""Teams become one, or several again, and whom they have in hand goes with them."""

from __future__ import annotations

from joinedup.codes import NEEDS, NO_WORKER
from joinedup.engine.jit import entry_point
from joinedup.phases.need_state import in_care
from joinedup.phases.team_messages import NOT_QUEUED
from joinedup.phases.waiting_list import append_to_queue, remove_from_queue
from joinedup.phases.workers import release_worker


@entry_point
def join_lines(world, keys, teams):
    """Take needs over, in this order, into the teams that their own have become.

    ``keys`` are ``who * NEEDS + kind`` of all needs in the hands of teams that merge or part, those
    who have waited longest first, and ``teams`` whom each is with now; lines so keep the order of
    who came first. Workers stay with their people, unless they are in another team now.
    """
    for number in range(keys.shape[0]):
        who, kind = int(keys[number]) // NEEDS, int(keys[number]) % NEEDS
        need = world.needs[who, kind]
        before = int(need.team)
        team = int(teams[number])
        waits = need.queue_next != NOT_QUEUED
        remove_from_queue(world, who, kind)
        need.team = team
        if waits:
            append_to_queue(world, team, who, kind)
        elif in_care(need) and before != team:
            world.teams[before].caseload -= 1
            world.teams[team].caseload += 1
            if need.worker != NO_WORKER and world.staff[need.worker].team != team:
                release_worker(world, int(need.worker), float(need.minutes))
                need.worker = NO_WORKER
