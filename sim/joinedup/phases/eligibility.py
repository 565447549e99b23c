"""After an assessment: who is eligible for a team's services, and who buys support instead."""

from __future__ import annotations

from joinedup.codes import NONE_TEAM, Activity, EpisodeStatus, Need, State
from joinedup.engine.jit import kernel
from joinedup.phases.beyond_hospital import stop_waiting
from joinedup.phases.expectations import end_asking, referral_comes_back
from joinedup.phases.help_seeking import leave_unanswered
from joinedup.phases.need_state import set_state
from joinedup.phases.records import log_need_event
from joinedup.phases.self_funders import pays
from joinedup.state.hospital import Stay
from joinedup.state.needs import NeedEvent
from joinedup.state.residents import NEVER, Clock


@kernel
def has_services(world, who, kind, t):
    """Whether a need just assessed has its team's services; else what comes instead has begun.

    The need is in no line, and nobody's time is committed to it.
    """
    need = world.needs[who, kind]
    row = world.teams[need.team]
    if need.severity < eligible_from(row, kind):
        log_need_event(world, who, kind, t, Activity.NOT_ELIGIBLE, 0)
        referral_comes_back(world, who, kind)
        leave_unanswered(world, who, kind, t, EpisodeStatus.REFUSED)
        return False
    if row.means_tested[kind] and pays(world, who):
        support_oneself(world, who, kind, t)
        return False
    return True


@kernel
def eligible_from(row, kind):
    """The severity from which a need is eligible now: raised under load, as a threshold is."""
    if row.eligible_from[kind] <= 0.0:
        return 0.0
    return row.eligible_from[kind] + row.threshold_now[kind] - row.threshold[kind]


@kernel
def support_oneself(world, who, kind, t):
    """A person with means buys support; no team's time goes into it."""
    need = world.needs[who, kind]
    log_need_event(world, who, kind, t, Activity.PAYS_OWN_CARE, 0)
    if not need.genuine:
        leave_unanswered(world, who, kind, t, EpisodeStatus.REFUSED)
        return
    end_asking(world, who, kind, t, True)
    need.team = NONE_TEAM
    need.minutes = 0.0
    need.next_event = NeedEvent.NONE
    need.next_event_at = NEVER
    need.status = EpisodeStatus.SUPPORTED
    set_state(world, who, kind, State.SUPPORTED)
    world.residents[who].buys |= 1 << kind
    leave_hospital_with_package(world, who, kind, t)


@kernel
def leave_hospital_with_package(world, who, kind, t):
    """A person who waits in hospital for this package leaves it, tomorrow at the earliest.

    They have lived today, and are in the bed tonight.
    """
    package = kind == Need.DAILY_LIVING or kind == Need.FRAILTY
    stay = world.residents[who].stay
    waits = stay == Stay.READY or stay == Stay.STEP_DOWN or stay == Stay.ASSESSED_AT_HOME
    if package and waits:
        tomorrow = world.globals[0].settings.today + 1.0
        leaves = t + world.globals[0].p.stays.package_begins_days
        world.clocks[who, Clock.STAY] = max(leaves, tomorrow)
        stop_waiting(world, who, tomorrow)  # after all that they have asked for today
