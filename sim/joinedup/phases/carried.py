"""Who carries a person across teams: a case manager, a care coordinator, or nobody today."""

from __future__ import annotations

from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.staff_posts import is_off_sick
from joinedup.phases.team_messages import THOUSAND, thousandths
from joinedup.phases.team_week import FULL_TIME_MINUTES, share_worked
from joinedup.rules.case_management import OUTSIDE_TEAMS

NONE = -1


@kernel
def is_at_work(world, number):
    """Whether the post that carries a person is held by someone who is not off sick today.

    ``number`` is the post's row and 1, as a resident's columns have it; 0 is none.
    """
    if number == 0:
        return False
    row, today = world.staff[number - 1], float(world.globals[0].settings.today)
    return row.post > 0.0 and row.in_post == 1 and not is_off_sick(world, number - 1, today)


@kernel
def has_coordinator(world, who):
    """Whether a case manager or care coordinator deals with this person's barriers today."""
    resident = world.residents[who]
    return is_at_work(world, resident.manager) or is_at_work(world, resident.coordinator)


@kernel
def with_most_room(world, first, after, people, new_a_week):
    """Of the posts ``first`` to ``after`` - 1, the row of who has most room; or NONE.

    ``people`` is the caseload of a full post; nobody takes on more than ``new_a_week``.
    """
    found, most = NONE, 1.0
    for member in range(first, after):
        row = world.staff[member]
        if row.post <= 0.0 or row.in_post == 0:
            continue
        room = min(people * row.post - row.cases, new_a_week - row.new_cases)
        if room >= most and (found == NONE or room > most):
            found, most = member, room
    return found


@kernel
def pick_up(world, member):
    """A post takes on one person more."""
    row = world.staff[member]
    row.cases += 1
    row.new_cases += 1


@kernel
def free_post(world, number):
    """A post carries one person fewer; ``number`` as in `is_at_work`. Returns none, 0."""
    if number > 0:
        world.staff[number - 1].cases -= 1
    return 0


@kernel
def leave_case_manager(world, who):
    """A person is no longer enrolled: their case manager carries one fewer."""
    resident = world.residents[who]
    resident.manager = free_post(world, resident.manager)
    resident.enrolled = 0
    resident.by_judgement = 0


@entry_point
def settle_carriers(world):
    """The week of case managers and coordinators: what was asked of them, of the time they had."""
    p = world.globals[0].p
    for member in range(world.staff.shape[0]):
        row = world.staff[member]
        if row.team > OUTSIDE_TEAMS:
            return  # teams and spanners come after them
        if (OUTSIDE_TEAMS - row.team) % 2 == 1:
            row.asked = thousandths(row.cases * p.case_management.coordinator_minutes)
        time = 0.0
        if row.in_post == 1 and row.post > 0.0:
            worked = row.post * share_worked(world, member)
            time = worked * FULL_TIME_MINUTES * p.case_management.time_for_cases
        row.load = row.asked / THOUSAND / time if time > 1.0 else 0.0
        row.asked = 0
        row.new_cases = 0
