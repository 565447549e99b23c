"""Case finding and case management: risk stratification, enrolment by the week, visits."""

from __future__ import annotations

from joinedup.codes import NEEDS, Activity, Age, Route
from joinedup.engine.draws import purpose, uniform
from joinedup.engine.jit import entry_point, kernel
from joinedup.engine.schedule import schedule
from joinedup.phases.beyond_hospital import is_in_bed
from joinedup.phases.carried import (
    NONE,
    is_at_work,
    leave_case_manager,
    pick_up,
    settle_carriers,
    with_most_room,
)
from joinedup.phases.clocks import next_event_time
from joinedup.phases.dates import set_date
from joinedup.phases.detection import holistic_assessment, opportunistic_detection
from joinedup.phases.end_of_life import AT_VISIT, recognise
from joinedup.phases.interfaces import place_of, sender_case_manager
from joinedup.phases.joint_meeting import hold_meeting
from joinedup.phases.markers import mark_plan
from joinedup.phases.ranking import list_resident, risk_of, threshold_among, tie_breaker
from joinedup.phases.records import log_event, tally
from joinedup.phases.resident_draws import rng_key, uniform_draw
from joinedup.phases.team_messages import thousandths
from joinedup.phases.urgent_visit import look_for_what_cannot_wait
from joinedup.rules.case_management import (
    chance_of_visit,
    is_still_at_risk,
    minutes_of_visit,
    taken_on_in,
)
from joinedup.rules.joining import has_assessment
from joinedup.state.months import Tally
from joinedup.state.residents import NEVER

FIRST_VISIT = purpose("case_management.first_visit")
VISIT = purpose("case_management.visit")
PUT_OFF = purpose("case_management.put_off")
LOT = purpose("case_management.lot")


@entry_point
def find_cases(world, place, day):
    """Stratify a neighbourhood by risk, and find the score from which people are enrolled."""
    people = int(place.after - place.first)
    wanted = int(place.share_searched * people)
    if wanted <= 0:
        return
    for row in range(people):
        who = int(place.first) + row
        risk = risk_of(world, who, day)
        world.residents[who].risk = risk
        list_resident(world, row, who, risk)
    place.bar = threshold_among(world, people, wanted)


@entry_point
def case_management_week(world, day):
    """Monday: what was asked of case managers, whom they take on, and the joint meetings."""
    settle_carriers(world)
    for number in range(world.places.shape[0]):
        place = world.places[number]
        if place.case_management:
            enrol_this_week(world, place, day)
        if place.meeting_every > 0.0 and day - place.met_at >= place.meeting_every:
            hold_meeting(world, place, day)


@kernel
def enrol_this_week(world, place, day):
    """Fill the places that case managers have: some by clinicians' judgement, others by score."""
    p = world.globals[0].p.case_management
    room, places = 0, 0.0
    for member in range(place.first_manager, place.after_managers):
        row = world.staff[member]
        if row.post > 0.0 and row.in_post:
            places += place.caseload_each * row.post
            free = min(place.caseload_each * row.post - row.cases, taken_on_in(p, day // 7))
            room += max(0, int(free))
    if room <= 0:
        return
    quota = int(place.by_clinicians * places)
    count = 0
    for who in range(place.first, place.after):
        resident = world.residents[who]
        quota -= resident.by_judgement
        if day - resident.concern_at <= p.concern_days and can_be_enrolled(world, who):
            rank = worst_severity(world, who) + tie_breaker(world, who)
            count = list_resident(world, count, who, rank)
    room -= enrol_highest(world, place, count, max(0, min(room, quota)), day, 1)
    count = 0
    for who in range(place.first, place.after):
        risk = world.residents[who].risk
        if risk >= place.bar and can_be_enrolled(world, who):
            count = list_resident(world, count, who, risk)
    enrol_highest(world, place, count, room, day, 0)


@kernel
def can_be_enrolled(world, who):
    """Whether a resident may be enrolled: an adult at home, offered it, and not enrolled yet."""
    resident = world.residents[who]
    if resident.enrolled or resident.care_home or resident.age == Age.CHILD:
        return False
    share = place_of(world, who).offered_to
    return share >= 1.0 or lot_of(world.globals[0].settings.seed, rng_key(world, who)) < share


@entry_point
def lot_of(seed, person):
    """A person's lot in a trial: it is offered to those whose lot is below the share of it.

    ``person`` is the key of `key_of`. It is uniform on (0, 1), and the same for good.
    """
    return uniform(seed, LOT, person, 0, 0)


@kernel
def worst_severity(world, who):
    """The severity of a resident's worst true need."""
    resident = world.residents[who]
    worst = 0.0
    for kind in range(NEEDS):
        if (resident.unserved | resident.served) & (1 << kind):
            worst = max(worst, world.needs[who, kind].severity)
    return worst


@kernel
def enrol_highest(world, place, count, room, day, judged):
    """Enrol the highest of those listed, as far as there is room; returns how many."""
    if room <= 0 or count <= 0:
        return 0
    p = world.globals[0].p.case_management
    lowest = threshold_among(world, count, room)
    enrolled = 0
    for row in range(count):
        who = int(world.due[row])
        if world.residents[who].rank < lowest or enrolled == room:
            continue
        first, after = int(place.first_manager), int(place.after_managers)
        most = taken_on_in(p, day // 7)
        member = with_most_room(world, first, after, place.caseload_each, most)
        if member == NONE:
            break
        pick_up(world, member)
        world.residents[who].manager = member + 1
        world.residents[who].by_judgement = judged
        enrol(world, who, float(day))
        enrolled += 1
    return enrolled


@kernel
def enrol(world, who, t):
    """Enrol a resident; the first visit follows within one interval between visits."""
    settings = world.globals[0].settings
    resident = world.residents[who]
    resident.enrolled = 1
    resident.enrolled_at = t
    log_event(world, who, t, Activity.ENROLLED, 0)
    first = uniform_draw(world, FIRST_VISIT, who, 0, resident.visits)
    resident.visit_at = (
        t + world.globals[0].p.joining.first_visit_days + first * place_of(world, who).visit_every
    )
    set_date(world, who)
    schedule(world.calendar, who, max(next_event_time(world, who), float(settings.today)))


@entry_point
def receive_visit(world, who, t):
    """A case manager's visit is due: paid, late, or the last."""
    p = world.globals[0].p
    resident = world.residents[who]
    if not resident.enrolled or is_over(world, who, t):
        leave_case_manager(world, who)
        resident.visit_at = NEVER
    elif not is_at_work(world, resident.manager):
        put_off(world, who, t)
    else:
        row = world.staff[resident.manager - 1]
        today = world.globals[0].settings.today
        if uniform_draw(world, PUT_OFF, who, 0, today) >= chance_of_visit(row.load):
            row.asked += thousandths(minutes_of_visit(p.case_management, 0, 0))
            put_off(world, who, t)
        elif not is_in_bed(resident):
            row.asked += visit(world, who, t)
    if resident.visit_at <= t:
        resident.visit_at = t + place_of(world, who).visit_every
    set_date(world, who)


@kernel
def put_off(world, who, t):
    """A visit that nobody has time for is late."""
    tally(world, Tally.LATE_VISITS, 1)
    world.residents[who].visit_at = t + world.globals[0].p.case_management.late_days


@kernel
def is_over(world, who, t):
    """Whether case management ends: a care home, no case managers, or no risk at a review."""
    p = world.globals[0].p
    resident, place = world.residents[who], place_of(world, who)
    gone = resident.manager == 0 or world.staff[resident.manager - 1].post <= 0.0
    if not place.case_management or resident.care_home or gone:
        return True
    if resident.visits == 0 or not has_assessment(p.joining, resident.visits):
        return False
    score = risk_of(world, who, t)
    return not is_still_at_risk(p.case_management, score, place.bar, t - resident.concern_at)


@kernel
def visit(world, who, t):
    """A visit, perhaps an assessment, and what cannot wait; returns thousandths of its minutes."""
    p = world.globals[0].p
    resident = world.residents[who]
    number = resident.visits
    resident.visits = number + 1
    tally(world, Tally.VISITS, 1)
    assessed = assess_at_visit(world, who, t, number)
    urgent = look_for_what_cannot_wait(world, who, t, number)
    return thousandths(minutes_of_visit(p.case_management, assessed, urgent))


@kernel
def assess_at_visit(world, who, t, number):
    """A holistic assessment at the first of so many visits, at the others what a contact shows.

    Returns 1 for an assessment, else 0.
    """
    p = world.globals[0].p
    sender, route = sender_case_manager(world), Route.SEARCHED_FOR
    if has_assessment(p.joining, number):
        world.residents[who].plan = 1
        tally(world, Tally.PLANS, 1)
        mark_plan(world, who, t)
        recognise(world, who, AT_VISIT)
        holistic_assessment(world, who, t, sender, route, VISIT, 0, number, 1.0)
        return 1
    skill = p.noticing.case_manager_skill
    opportunistic_detection(
        world, who, t, skill[0], skill[1], skill[2], 0.0, sender, route, VISIT, 0, number
    )
    return 0
