"""Whether the teams that care for one person know of each other's work, and who comes to a contact.

Both are recorded at each contact in the person's row, where the hazards of `care_hazards` read
them, and in the monthly tallies of experience (004).
"""

from __future__ import annotations

from joinedup.codes import NEEDS, NO_WORKER, Mechanism, Need, Role
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.carried import has_coordinator
from joinedup.phases.experience import remember_coordination
from joinedup.phases.interfaces import interface_between, is_with_another, type_as
from joinedup.phases.markers import mark_contact
from joinedup.phases.need_state import all_rates_change, in_care
from joinedup.phases.records import tally
from joinedup.phases.resident_draws import nth_of, uniform_draw, what_of_care
from joinedup.phases.staff_posts import WEEK, is_disabled, is_off_sick
from joinedup.phases.workers import GENERATIONS, usable_share
from joinedup.rules.care import minutes_after_joint_visits, package_minutes
from joinedup.rules.care_plan import activation_after_contact
from joinedup.rules.continuity import chance_that_named_worker_comes, continuity_after_contact
from joinedup.rules.coordination import minutes_without_duplicates
from joinedup.rules.experience import chance_of_either, chance_of_working_together
from joinedup.state.months import Tally

NAMED_WORKER = purpose("coordination.named_worker")
KNOWN = purpose("coordination.known")
AT_START = purpose("coordination.at_start")
AT_REVIEW = purpose("coordination.at_review")


@kernel
def joint_share(world, who, kind, team):
    """The share of visits about a need that serve another need as well."""
    joint = 0.0
    for other in range(NEEDS):
        row = world.needs[who, other]
        if other != kind and in_care(row) and world.teams[row.team].role == Role.CASELOAD:
            interface = interface_between(world, who, type_as(world, who, int(row.team)), team)
            joint = max(joint, interface.joint)
    return joint


@kernel
def chance_that_teams_know(world, who, kind, team):
    """The chance that this team and another that cares for the person know of each other's work.

    Below 0 where no other team does. Those within a merged team know as its interface inside has
    it.
    """
    p = world.globals[0].p
    known = -1.0
    for other in range(NEEDS):
        row = world.needs[who, other]
        if is_with_another(world, who, kind, other, team):
            interface = interface_between(world, who, type_as(world, who, int(row.team)), team)
            degree = int(interface.degree)
            chance = chance_of_working_together(p.experience, degree, interface.fidelity)
            known = max(known, chance)
    if known < 0.0:
        return known
    if world.residents[who].plan:
        known = chance_of_either(known, p.experience.by_plan)
    if has_coordinator(world, who):
        known = chance_of_either(known, p.experience.by_coordinator)
    return known


@kernel
def minutes_of_package(world, who, kind, team, moment, nth):
    """Minutes a week that a package takes of a team, as the need is at this moment.

    Fewer where a visit serves another need as well, and where teams that know of each other's
    work do nothing twice. ``moment`` and ``nth`` say for which draw.
    """
    p = world.globals[0].p
    need = world.needs[who, kind]
    minutes = package_minutes(p.care, kind, need.severity)
    if not is_disabled(world, Mechanism.COORDINATION):
        known = chance_that_teams_know(world, who, kind, team)
        what = what_of_care(need, kind)
        if uniform_draw(world, KNOWN ^ moment, who, what, nth_of(need, nth)) < known:
            minutes = minutes_without_duplicates(p.coordination, minutes)
    if kind == Need.ISOLATION and world.residents[who].in_group:
        minutes *= p.groups.minutes_left
    return minutes_after_joint_visits(p.care, minutes, joint_share(world, who, kind, team))


@kernel
def record_contact(world, who, kind, t):
    """At a contact: who comes, whether teams know of each other; returns the worker who came."""
    need = world.needs[who, kind]
    resident = world.residents[who]
    came = named_worker_comes(world, who, kind, t)
    mark_contact(world, who, kind, t)
    tally(world, Tally.CONTINUITY_CONTACTS, 1)
    if came:
        tally(world, Tally.USUAL_STAFF_CONTACTS, 1)
    p = world.globals[0].p
    resident.continuity = continuity_after_contact(p.continuity, resident.continuity, came)
    if resident.plan:
        resident.activation = activation_after_contact(p.care_plan, resident.activation)
    all_rates_change(resident)
    known = chance_that_teams_know(world, who, kind, int(need.team))
    need.uncoordinated = 0
    if known >= 0.0:
        tally(world, Tally.SHARED_CONTACTS, 1)
        what, nth = what_of_care(need, kind), nth_of(need, need.contacts)
        need.uncoordinated = 0 if uniform_draw(world, KNOWN, who, what, nth) < known else 1
        tally(world, Tally.COORDINATED, 1 - need.uncoordinated)
        remember_coordination(world, who, t, 1.0 - need.uncoordinated)
    return int(need.worker) if came else NO_WORKER


@kernel
def named_worker_comes(world, who, kind, t):
    """Whether the named worker comes: in post, well, on duty, with time, and no other in turn.

    The next holder of the post is a stranger at the first contact, and the named worker from then.
    """
    need = world.needs[who, kind]
    if need.worker == NO_WORKER:
        return False
    one = world.staff[need.worker]
    if one.in_post == 0 or one.post <= 0.0:
        return False
    holder = one.generation % GENERATIONS
    if need.worker_generation != holder:
        need.worker_generation = holder
        return False
    if is_off_sick(world, int(need.worker), t):
        return False
    team = world.teams[need.team]
    shared = chance_of_either(team.generic, joint_share(world, who, kind, int(need.team)))
    at_work = 1.0 - one.absent_days / WEEK  # days off are missed above, and leave the rest as it is
    room = one.room / at_work * usable_share(team) if at_work > 0.0 else 0.0
    p = world.globals[0].p.continuity
    chance = chance_that_named_worker_comes(p, room, float(one.committed), shared)
    what, nth = what_of_care(need, kind), nth_of(need, need.contacts)
    return uniform_draw(world, NAMED_WORKER, who, what, nth) < chance
