"""A team closes, or has no posts left: whom it has in hand is referred again, and none is lost."""

from __future__ import annotations

from joinedup.codes import NEEDS, NO_WORKER, NONE_TEAM, Role, State
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.clocks import accrue_hazard, wake
from joinedup.phases.need_state import in_care
from joinedup.phases.records import log_need_event
from joinedup.phases.tiers import hand_on
from joinedup.phases.waiting_list import remove_from_queue
from joinedup.phases.workers import release_worker
from joinedup.rules.care import CareActivity


@entry_point
def pass_on_from_closed(world, day):
    """Refer again whom a team that has closed has in hand, and whom nobody is left to care for.

    Called before the day begins, once packages are handed over.
    """
    world.globals[0].settings.today = day
    for who in range(world.needs.shape[0]):
        found = False
        for kind in range(NEEDS):
            need = world.needs[who, kind]
            if need.team != NONE_TEAM and (has_closed(world, need) or has_nobody(world, need)):
                refer_again(world, who, kind, float(day))
                found = True
        if found:
            wake(world, who, float(day), float(day))


@kernel
def has_closed(world, need):
    """Whether a team that was sent the need, keeps it waiting or cares for it has closed."""
    on_the_way = need.state >= State.REFERRED and need.state <= State.WAITING_FOR_CARE
    return bool(world.teams[need.team].closed) and (on_the_way or in_care(need))


@kernel
def has_nobody(world, need):
    """Whether a team cares for the need that has no post left."""
    named = world.teams[need.team].role == Role.CASELOAD
    return named and in_care(need) and need.worker == NO_WORKER


@kernel
def refer_again(world, who, kind, t):
    """The need leaves the closing team's queue or care, and its staff refer it once more."""
    need = world.needs[who, kind]
    team = int(need.team)
    accrue_hazard(need, t)
    remove_from_queue(world, who, kind)
    if in_care(need):
        release_worker(world, int(need.worker), float(need.minutes))
        world.teams[team].caseload -= 1
        need.worker = NO_WORKER
        need.since = t
        log_need_event(world, who, kind, t, CareActivity.PASSED_ON, 0)
    need.assessed = 0
    hand_on(world, who, kind, t)
