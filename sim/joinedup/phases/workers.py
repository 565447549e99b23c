"""Who carries a package of care: a member of the team with time, or one who may stand in.

The time is the profession's: a package starts when the profession has time for it, and goes to
its least loaded member, who may so have more than a week's work and then sends others. The
caseload stays with the post and its next holder.
"""

from __future__ import annotations

from joinedup.codes import NEEDS, NO_WORKER, PROFESSIONS, Mechanism, Role, State
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.need_state import in_care
from joinedup.phases.resident_draws import nth_of, uniform_draw, what_of
from joinedup.phases.staff_posts import has_adopted, is_disabled
from joinedup.phases.team_messages import NOT_QUEUED, thousandths
from joinedup.rules.merging import as_adopted
from joinedup.rules.substitution import easing_share, load_with, substitutes_minutes

WANTED = purpose("workers.wanted")

NO_PROFESSION = -1
GENERATIONS = 256


@kernel
def wanted_profession(world, who, kind, team):
    """The profession that a need's care calls for, of those that the team has."""
    need = world.needs[who, kind]
    row = world.teams[team]
    left = uniform_draw(world, WANTED, who, what_of(need, kind), nth_of(need, need.tries))
    last = 0
    for profession in range(PROFESSIONS):
        share = row.mix[kind, profession]
        if row.merged:
            share = as_adopted(row.own_mix[kind, profession], share, row.adoption)
        if share > 0.0:
            last = profession
            left -= share
            if left < 0.0:
                break
    return last


@kernel
def count_wanted(world, team, who, kind, step):
    """A need joins the waiting list for care, or leaves it: by the profession wanted."""
    need = world.needs[who, kind]
    if step > 0:
        need.wanted = wanted_profession(world, who, kind, team)
    world.teams[team].wanted[need.wanted] += step


@kernel
def share_of_easing(world, wanted, given):
    """How well a profession carries a package that calls for another; 0 when it may not."""
    if wanted != given and is_disabled(world, Mechanism.SUBSTITUTION):
        return 0.0
    return easing_share(world.globals[0].p.substitution, wanted, given)


@kernel
def usable_share(row):
    """The share of a team's time that is left for care."""
    if row.minutes <= 0.0:
        return 0.0
    return max(0.0, 1.0 - (row.overhead + row.fixed_overhead) / row.minutes)


@kernel
def takes_on(world, row, member, kind):
    """Whether a member carries care of a kind.

    In a merged team what their own team took on, and any once they have adopted the change.
    """
    if row.merged and not has_adopted(world, member):
        return (world.teams[world.staff[member].home].takes >> kind) & 1 == 1
    return True


@kernel
def has_time(world, row, profession, kind, time, usable):
    """Whether those of a profession who take a kind on have time for one more package of it.

    They have when they carry none yet.
    """
    capacity, committed = int(row.capacity[profession]), int(row.committed[profession])
    if row.merged:
        capacity, committed = 0, 0
        for place in range(int(row.first_member), int(row.after_members)):
            member = int(world.members[place])
            one = world.staff[member]
            there = one.profession == profession and one.post > 0.0
            if there and takes_on(world, row, member, kind):
                capacity += one.room
                committed += one.committed
    room = int(capacity * usable)
    return room > 0 and (committed == 0 or committed + time <= room)


@kernel
def profession_with_time(world, row, wanted, kind, minutes):
    """Who of a team can begin today: those wanted, else the best who may stand in, or none."""
    p = world.globals[0].p.substitution
    usable = usable_share(row)
    best, found = 0.0, NO_PROFESSION
    for profession in range(PROFESSIONS):
        if row.capacity[profession] <= 0:
            continue
        share = share_of_easing(world, wanted, profession)
        if share <= best:
            continue
        time = thousandths(substitutes_minutes(p, minutes, share))
        if has_time(world, row, profession, kind, time, usable):
            best, found = share, profession
    return found


@kernel
def note_who_has_time(world, row):
    """Before a line is served: of the professions wanted on it, which have no time left at all.

    Noted for kinds that the same staff take on, ``row.crew``; returns how many are left in all.
    """
    left, seen = 0, 0
    for kind in range(NEEDS):
        crew = int(row.crew[kind])
        if seen & (1 << crew):
            continue
        seen |= 1 << crew
        row.turned_away[crew] = 0
        for wanted in range(PROFESSIONS):
            if row.wanted[wanted] == 0:
                continue
            if profession_with_time(world, row, wanted, kind, 0.0) == NO_PROFESSION:
                row.turned_away[crew] |= 1 << wanted
            else:
                left += 1
    return left


@kernel
def minutes_by(world, wanted, given, minutes):
    """Minutes a week of a package when profession ``given`` carries it."""
    share = share_of_easing(world, wanted, given)
    return substitutes_minutes(world.globals[0].p.substitution, minutes, share)


@kernel
def least_loaded(world, row, profession, kind, time):
    """The member of a profession with most time left, of those who take the kind on.

    An empty post only where nobody is there, and one who does not only where nobody does.
    """
    found, least, first = NO_WORKER, 0.0, 0
    for place in range(int(row.first_member), int(row.after_members)):
        member = int(world.members[place])
        one = world.staff[member]
        if one.profession != profession or one.post <= 0.0:
            continue
        choice = 2 * takes_on(world, row, member, kind) + (one.in_post == 1 and one.room > 0)
        load = load_with(float(one.committed), float(time), max(1.0, float(one.room)))
        better = choice > first or (choice == first and load < least)
        if found == NO_WORKER or better:
            found, least, first = member, load, choice
    return found


@kernel
def take_on(world, team, who, kind, profession):
    """The least loaded of a profession takes on a package, of the need's minutes."""
    row = world.teams[team]
    need = world.needs[who, kind]
    time = thousandths(float(need.minutes))
    worker = least_loaded(world, row, profession, kind, time)
    need.worker = worker
    if worker == NO_WORKER:
        return
    one = world.staff[worker]
    need.worker_generation = one.generation % GENERATIONS
    one.committed += time
    one.packages += 1
    row.committed[profession] += time


@kernel
def release_worker(world, worker, minutes):
    """A package ends: its worker has that time again, and the team that they work in."""
    if worker == NO_WORKER:
        return
    time = thousandths(minutes)
    one = world.staff[worker]
    one.committed -= time
    one.packages -= 1
    world.teams[one.team].committed[one.profession] -= time


@kernel
def change_time(world, worker, time):
    """A package under way takes so many thousandths of a minute more of its worker, or less."""
    one = world.staff[worker]
    one.committed += time
    world.teams[one.team].committed[one.profession] += time


@kernel
def worker_easing(world, who, kind):
    """The share of the usual easing that a package's own worker brings."""
    need = world.needs[who, kind]
    if need.worker == NO_WORKER:
        return 1.0
    return share_of_easing(world, int(need.wanted), int(world.staff[need.worker].profession))


@entry_point
def hand_over_packages(world):
    """After a change of posts: packages of posts that are gone pass to colleagues.

    Care that called for a profession that its team has lost calls for another.
    """
    for who in range(world.needs.shape[0]):
        for kind in range(NEEDS):
            need = world.needs[who, kind]
            if need.state == State.WAITING_FOR_CARE and need.queue_next != NOT_QUEUED:
                if world.teams[need.team].usual[need.wanted] <= 0.0:
                    count_wanted(world, need.team, who, kind, -1)
                    count_wanted(world, need.team, who, kind, 1)
            elif in_care(need) and world.teams[need.team].role == Role.CASELOAD:
                hand_over(world, who, kind)


@kernel
def hand_over(world, who, kind):
    """A package whose worker's post is gone, or in another team, passes to the best of its own."""
    need = world.needs[who, kind]
    team = int(need.team)
    row = world.teams[team]
    if need.worker != NO_WORKER:
        one = world.staff[need.worker]
        if one.post > 0.0 and one.team == team:
            return
    release_worker(world, int(need.worker), float(need.minutes))
    if row.usual[need.wanted] <= 0.0:
        need.wanted = wanted_profession(world, who, kind, team)
    best, successor = 0.0, int(need.wanted)
    for profession in range(PROFESSIONS):
        share = share_of_easing(world, int(need.wanted), profession)
        if row.usual[profession] > 0.0 and share > best:
            best, successor = share, profession
    take_on(world, team, who, kind, successor)
