"""Residents arrive and go: on day 0, by age, death and moving away, and who takes their place."""

from __future__ import annotations

from joinedup.codes import AGES, NEEDS, NO_NEED, Activity, EpisodeStatus, Need, State
from joinedup.engine.draws import purpose
from joinedup.engine.inbox import Message, send_to_hospital
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.carers import no_carer_yet
from joinedup.phases.carried import free_post, leave_case_manager
from joinedup.phases.dates import set_date
from joinedup.phases.end_of_life import mark_death
from joinedup.phases.episodes import (
    ONSET,
    begin_episode,
    clear_episode,
    close_episode,
    schedule_worry,
)
from joinedup.phases.help_seeking import SURE, schedule_help_seeking
from joinedup.phases.markers import nothing_yet
from joinedup.phases.need_state import is_absent
from joinedup.phases.records import log_event
from joinedup.phases.resident_draws import hazard_threshold, normal_draw, uniform_draw
from joinedup.phases.stays import discharge
from joinedup.rules.conditions import number_of_conditions
from joinedup.rules.illness import proneness_of
from joinedup.rules.life_course import (
    BAND_BEGINS,
    YEAR,
    LifeCourseActivity,
    band_of,
    next_band_at,
)
from joinedup.rules.onset import first_severity
from joinedup.rules.people import persistence_of
from joinedup.state.hospital import HomePlace, Queue
from joinedup.state.needs import NeedEvent
from joinedup.state.residents import CLOCKS, NEVER, RATED, Change

CARER = purpose("demography.carer")
PERSISTENCE = purpose("demography.persistence")
NEED_AT_START = purpose("demography.need_at_start")
SEVERITY = purpose("demography.severity")
KNOWN_AT_START = purpose("demography.known_at_start")
PRESENTED_AFTER = purpose("demography.presented_after")
PRONENESS = purpose("demography.proneness")
CONDITIONS = purpose("demography.conditions")
NEWCOMER = purpose("demography.newcomer")
BIRTHDAY = purpose("demography.birthday")
LEAVES = purpose("demography.leaves")
STAYS_ON = purpose("demography.stays_on")


@kernel
def clear_need(need, t):
    """No need of this kind, now or before."""
    need.state = State.ABSENT
    need.genuine = 0
    need.episode = 0
    need.falses = 0
    need.own_cost = 0
    need.accrued_at = t
    need.hazard_rate = 0.0
    need.crisis_rate = 0.0
    clear_episode(need, t)


@kernel
def move_in(world, who, t, known, years):
    """Draw a person of an age in years for this row: persistence, a carer, and what they carry.

    ``known`` is the share of their needs that they take to a service within the first year.
    """
    p = world.globals[0].p
    resident = world.residents[who]
    for clock in range(CLOCKS):
        world.clocks[who, clock] = NEVER
    for rate in range(RATED):
        resident.rates[rate] = 0.0
    resident.born = t - years * YEAR
    resident.age = band_of(years)
    resident.birthday_at = next_band_at(resident.born, int(resident.age))
    plan_to_leave(world, who, t, 0)
    resident.proneness = proneness_of(p.illness, normal_draw(world, PRONENESS, who, 0, 0))
    resident.conditions = 0
    resident.unwell_until = NEVER
    resident.unserved = 0
    resident.hidden = 0
    resident.idle = 0
    resident.served = 0
    resident.buys = 0
    resident.carer = 1 if uniform_draw(world, CARER, who, 0, 0) < p.people.carer_share else 0
    draw = hazard_threshold(world, PERSISTENCE, who, 0, 0)
    resident.persistence = persistence_of(p.people, resident.quintile, draw)
    resident.spent = 0.0
    resident.spent_at = t
    resident.changed = Change.NEEDS
    resident.continuity = p.continuity.usual
    resident.activation = 0.0
    resident.dies_at = NEVER
    resident.visit_at = NEVER
    resident.series_at = NEVER
    resident.admitted_at = -10_000.0
    resident.concern_at = -10_000.0
    resident.discussed_at = -10_000.0
    resident.last_year_until = -10_000.0
    resident.risk = -1.0
    resident.assessed_at = -10_000.0
    resident.assessed_by = 0
    resident.known_since = -10_000.0
    nothing_yet(resident)
    no_carer_yet(resident, t)
    for kind in range(NEEDS):
        need = world.needs[who, kind]
        clear_need(need, t)
        need.hazard_threshold = hazard_threshold(world, ONSET, who, kind, 1)
        draw_need_at_start(world, who, kind, t, known)
        if is_absent(need):
            schedule_worry(world, who, kind, t)
    set_date(world, who)


@kernel
def draw_need_at_start(world, who, kind, t, known):
    """Whether a person comes with a need of this kind, how severe, and whether known."""
    p = world.globals[0].p
    resident = world.residents[who]
    share = (
        p.people.prevalence[kind, resident.age]
        * world.globals[0].gradients[kind, resident.quintile]
    )
    if uniform_draw(world, NEED_AT_START, who, kind, 0) >= min(share, p.people.highest_prevalence):
        return
    draw = uniform_draw(world, SEVERITY, who, kind, 0)
    begin_episode(world, who, kind, t, first_severity(p.onset, kind, draw))
    if kind == Need.LONG_TERM_CONDITION:
        many = uniform_draw(world, CONDITIONS, who, 0, 0)
        resident.conditions = number_of_conditions(p.conditions, resident.age, many)
    schedule_help_seeking(world, who, kind, t)
    need = world.needs[who, kind]
    if uniform_draw(world, KNOWN_AT_START, who, kind, 0) < known:
        need.asks = SURE
        need.next_event = NeedEvent.SEEK_HELP
        need.next_event_at = t + p.people.known_within_days * uniform_draw(
            world, PRESENTED_AFTER, who, kind, 0
        )


@entry_point
def die(world, who, t):
    """A resident dies; a newcomer takes the row."""
    mark_death(world, who)
    world.residents[who].stay_kind = NO_NEED  # nobody to follow up
    discharge(world, who, t)
    log_event(world, who, t, Activity.DIED, 0)
    leave_row(world, who, t, EpisodeStatus.DIED)


@entry_point
def move_away(world, who, t):
    """A resident moves to another place, unless fewer do where a place is left to age."""
    p = world.globals[0].p.life_course
    resident = world.residents[who]
    if t >= world.globals[0].settings.grows_from:
        usual = p.leaving[resident.age] / moves_a_year(world, who)
        if uniform_draw(world, STAYS_ON, who, 0, int(t)) >= usual:
            plan_to_leave(world, who, t, int(t))
            set_date(world, who)
            return
    resident.stay_kind = NO_NEED  # nobody to follow up
    discharge(world, who, t)
    log_event(world, who, t, LifeCourseActivity.MOVED_AWAY, 0)
    leave_row(world, who, t, EpisodeStatus.MOVED_AWAY)


@kernel
def leave_row(world, who, t, status):
    """Every episode of a resident ends, and what they held is free; a newcomer takes the row."""
    resident = world.residents[who]
    for kind in range(NEEDS):
        if not is_absent(world.needs[who, kind]):
            close_episode(world, who, kind, t, status)
    if resident.listed:
        send_to_hospital(world, t, Message.LEAVE, who, resident.listed - 1)
    if resident.home_place == HomePlace.LISTED:
        send_to_hospital(world, t, Message.LEAVE, who, 0 + Queue.CARE_HOME)
    if resident.care_home or resident.home_place == HomePlace.KEPT:
        world.globals[0].settings.care_homes -= 1
    resident.home_place = HomePlace.NONE
    resident.stay_cause = 0
    resident.stay_left = 0.0
    resident.early = 0.0
    resident.listed = 0
    leave_case_manager(world, who)
    resident.coordinator = free_post(world, resident.coordinator)
    resident.plan = 0
    resident.care_home = 0
    resident.consultations = 0
    resident.clinics = 0
    resident.acutes = 0
    resident.spells = 0
    resident.attendances = 0
    resident.carer_breaks = 0
    resident.visits = 0
    resident.stays = 0
    resident.series = 0
    resident.series_left = 0
    resident.histories_repeated = 0
    resident.crossed = 0
    resident.generation += 1
    age = age_of_newcomer(world, who, t)
    move_in(world, who, t, world.globals[0].p.people.known_at_start, age)
    log_event(world, who, t, Activity.MOVED_IN, 1 if age == 0.0 else 0)


@kernel
def age_of_newcomer(world, who, t):
    """Age in years of who takes a row: 0 for a newborn."""
    growing = t >= world.globals[0].settings.grows_from
    draw = uniform_draw(world, NEWCOMER, who, 0, 0)
    ages = world.ages[list_of(world, who)]
    year = 0
    while year < ages.shape[0] - 1:
        upto = ages[year].arriving_growing if growing else ages[year].arriving
        if draw < upto:
            break
        year += 1
    return 0.0 if year == 0 else year + uniform_draw(world, BIRTHDAY, who, 0, 0)


@kernel
def list_of(world, who):
    """The number, among the practices, of the one on whose list a resident is."""
    return int(world.teams[world.residents[who].practice].unit)


@kernel
def moves_a_year(world, who):
    """Moves away a year at a resident's age."""
    return world.ages[list_of(world, who), BAND_BEGINS[world.residents[who].age]].leaving


@kernel
def plan_to_leave(world, who, t, nth):
    """Draw when a resident would move away, if they stay in their age band until then."""
    resident = world.residents[who]
    left = hazard_threshold(world, LEAVES, who, resident.age, nth)
    rate = moves_a_year(world, who)
    resident.leaves_at = t + left * YEAR / rate if rate > 0.0 else NEVER
    if resident.leaves_at >= resident.birthday_at:
        resident.leaves_at = NEVER


@entry_point
def come_of_age(world, who, t):
    """A resident passes into the next age band, and may worry about what comes at their age."""
    resident = world.residents[who]
    resident.age = min(int(resident.age) + 1, AGES - 1)
    resident.birthday_at = next_band_at(resident.born, int(resident.age))
    plan_to_leave(world, who, t, 0)
    set_date(world, who)
    resident.changed = Change.NEEDS
    for kind in range(NEEDS):
        need = world.needs[who, kind]
        if is_absent(need) and need.next_event == NeedEvent.NONE:
            schedule_worry(world, who, kind, t)
