"""Once a week each team settles what its members make of it, and each interface what it does.

Members have lived their week before; here their rows are only read, in the order of the
staff table, so that sums come out the same whoever was visited first.
"""

from __future__ import annotations

from joinedup.codes import (
    DOMAINS,
    PER,
    PROFESSIONS,
    WEEK_HOURS,
    Degree,
    Mechanism,
    Role,
    Stage,
)
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.counting import month_of
from joinedup.phases.staff_week import is_disabled, stage_of
from joinedup.rules.handover import interpolate
from joinedup.rules.strain import pressure
from joinedup.rules.trust import fidelity_of, trust_after_week
from joinedup.rules.workforce import usually_worked
from joinedup.state.place import Culture, Hours

WEEK = 7.0
FULL_TIME_MINUTES = 60.0 * WEEK_HOURS
SMOOTHING = 0.1


@entry_point
def update_team_week(world, team):
    """Monday in a team: who is at work, what last week pressed on them, and the books."""
    update_members(world, team)
    update_workload_pressure(world, team)
    for member in range(world.teams[team].first_member, world.teams[team].after_members):
        count_member(world, team, member)


@entry_point
def update_members(world, team):
    """Who is at work in a team, how well, and how they are: from its members' rows."""
    aggregate_staff(world, team)
    work_of_the_week(world, team)


@kernel
def aggregate_staff(world, team):
    """Means over a team's members, weighted by their posts."""
    row = world.teams[team]
    p = world.globals[0].p
    posts, held, absent, new = 0.0, 0.0, 0.0, 0.0
    strain, special, novelty = 0.0, 0.0, 0.0
    changed, weight, heard = 0.0, 0.0, 0.0
    first, after = int(row.first_member), int(row.after_members)
    for domain in range(DOMAINS):
        row.skill[domain] = 0.0
    for member in range(first, after):
        one = world.staff[member]
        posts += one.post
        if one.in_post == 0 or one.post <= 0.0:
            continue
        held += one.post
        absent += one.post * one.absent_days / WEEK
        if one.joined_at == world.globals[0].settings.today:
            new += one.post
        strain += one.post * one.strain
        special += one.post * one.special
        novelty += one.post * one.novelty
        for domain in range(DOMAINS):
            row.skill[domain] += one.post * one.skill[domain]
        counts = one.post * (p.adoption.leader_weight if one.opinion_leader else 1.0)
        weight += counts
        if one.stage >= Stage.CHANGE:
            changed += one.post
            heard += counts
    for domain in range(DOMAINS):
        if held > 0.0:
            row.skill[domain] = min(1.0, row.skill[domain] / held)
    some = max(held, 1e-9)
    row.vacant = 1.0 - held / max(posts, 1e-9) if posts > 0.0 else 0.0
    row.absent = absent / some
    row.newcomers = new / max(posts, 1e-9)
    row.strain = strain / some
    row.special = special / some if held > 0.0 else 1.0
    row.novelty = novelty / some
    row.adoption = changed / some
    row.peers = heard / max(weight, 1e-9)
    if is_disabled(world, Mechanism.ADOPTION):
        row.adoption = 1.0
        row.peers = 1.0


@kernel
def share_worked(world, member):
    """What of a post is worked this week, against a settled member who is never sick."""
    one = world.staff[member]
    p = world.globals[0].p
    if one.in_post == 0:
        return p.workforce.covered
    worked = one.pace
    if not is_disabled(world, Mechanism.SICKNESS):
        worked *= (1.0 - one.absent_days / WEEK) / (1.0 - p.workforce.usual_sickness)
    if not is_disabled(world, Mechanism.STRAIN):
        if one.strain >= p.strain.burnt_from:
            worked *= 1.0 - p.strain.slower
        worked /= p.workforce.usual_pace
    return worked


@kernel
def work_of_the_week(world, team):
    """The team's time this week by profession, and what meetings and training take of it."""
    row = world.teams[team]
    p = world.globals[0].p
    first, after = int(row.first_member), int(row.after_members)
    total = 0.0
    people = 0.0
    steady = is_disabled(world, Mechanism.LEAVING)
    for profession in range(PROFESSIONS):
        usual = row.usual[profession]
        if usual <= 0.0:
            row.capacity[profession] = 0
            continue
        worked, posts = 0.0, 0.0
        for member in range(first, after):
            one = world.staff[member]
            if one.profession != profession or one.post <= 0.0:
                continue
            posts += one.post
            share = share_worked(world, member)
            worked += one.post * share
            people += one.post * one.in_post
        expected = posts if steady else posts * usually_worked(p.workforce, profession)
        if expected > 0.0:
            usual *= worked / expected
        row.capacity[profession] = int(usual + 0.5)
        total += usual
    row.minutes = total / 1000.0
    managed = p.management.coordination[row.management] - p.management.coordination[0]
    trained = 60.0 * world.globals[0].programme.training if row.joined else 0.0
    row.fixed_overhead = row.meeting_minutes + people * (managed + trained)


@kernel
def count_member(world, team, member):
    """Add a post's week to the month's books of hours and of how staff are."""
    one = world.staff[member]
    if one.post <= 0.0:
        return
    p = world.globals[0].p
    month = world.months[month_of(world)]
    hours = month.hours[world.teams[team].organisation, one.profession]
    hours[Hours.POSTS] += one.post * WEEK_HOURS
    if one.in_post:
        hours[Hours.HELD] += one.post * WEEK_HOURS
        hours[Hours.SICK] += one.post * WEEK_HOURS * one.absent_days / WEEK
    else:
        hours[Hours.COVERED] += one.post * WEEK_HOURS * p.workforce.covered
    hours[Hours.LEAVERS] += one.post * one.left_week
    book = month.culture
    if one.in_post:
        book[Culture.MEMBERS] += one.post
        book[Culture.STRAIN] += one.post * one.strain
        book[Culture.BURNT] += one.post * (one.strain >= p.strain.burnt_from)
        book[Culture.SATISFACTION] += one.post * one.satisfaction
        book[Culture.FEAR] += one.post * one.fear
        book[Culture.SPECIAL] += one.post * one.special
        for domain in range(DOMAINS):
            gained = one.skill[domain] - p.noticing.skill[one.profession, domain]
            book[Culture.LEARNT] += one.post * gained
        if world.teams[team].joined:
            book[Culture.JOINED] += one.post
            book[Culture.STAGES + stage_of(world, member)] += one.post


@kernel
def update_workload_pressure(world, team):
    """What the team's week presses on each member; then its counts begin anew."""
    row = world.teams[team]
    p = world.globals[0].p
    load = row.load
    if row.role == Role.GENERAL_PRACTICE and row.minutes > 0.0:
        # Whoever finds no appointment is not seen: a practice works no more than all its time.
        load = min(1.0, row.demand / row.minutes)
    staff = max(0.5, row.paid_minutes / FULL_TIME_MINUTES)
    over = max(0.0, row.wait_weeks / p.eligibility.standard_wait_weeks - 1.0)
    pressed = pressure(
        p.strain,
        min(2.0, load),
        over,
        row.refused_week / staff,
        row.crises_week / staff,
        row.beyond_week / staff,
    )
    row.pressure = pressed
    count = row.good_week + row.bad_week
    if count > 0:
        row.wins += (row.good_week / count - row.wins) * SMOOTHING
    row.refused_week = 0
    row.crises_week = 0
    row.beyond_week = 0
    row.good_week = 0
    row.bad_week = 0


@entry_point
def settle_interfaces(world):
    """Monday at the interfaces: trust follows last week, and what they do follows trust."""
    types = int(world.globals[0].settings.types)
    for where in range(world.interfaces.shape[0]):
        for first in range(types):
            for second in range(first + 1, types):
                grow_trust(world, where, first, second)
    apply_interfaces(world)
    for where in range(world.interfaces.shape[0]):
        for sender in range(types):
            for receiver in range(types):
                if receiver != sender:
                    count_interface(world, world.interfaces[where, sender, receiver])


@entry_point
def apply_interfaces(world):
    """What every interface does from today, and what teams have of working together."""
    settle_spanners(world)
    for team in range(world.teams.shape[0]):
        row = world.teams[team]
        row.joint = 0.0
        row.generic = 0.0
        for domain in range(DOMAINS):
            row.taught[domain] = 0.0
    types = int(world.globals[0].settings.types)
    for where in range(world.interfaces.shape[0]):
        for sender in range(world.interfaces.shape[1]):
            for receiver in range(types):
                settle_interface(world, where, sender, receiver)


@kernel
def count_interface(world, interface):
    """Add an interface's week to the month's book."""
    book = world.months[month_of(world)].culture
    if interface.degree > Degree.NONE:
        book[Culture.INTERFACES] += 1.0
        book[Culture.FIDELITY] += interface.fidelity


@kernel
def settle_spanners(world):
    """How many interfaces the boundary spanners at work look after, and how that loads them."""
    programme = world.globals[0].programme
    p = world.globals[0].p
    types = int(world.globals[0].settings.types)
    wanted = 0.5 * types * (types - 1) * world.interfaces.shape[0]
    posts, at_work = 0.0, 0.0
    for member in range(world.staff.shape[0]):
        one = world.staff[member]
        if one.team >= 0:
            break
        posts += one.post
        if one.in_post and one.post > 0.0:
            worked = one.post * (1.0 - one.absent_days / WEEK) * one.pace
            at_work += worked * (1.0 - p.strain.slower * (one.strain >= p.strain.burnt_from))
    programme.spanner_cover = 0.0
    programme.spanner_load = 0.0
    if posts > 0.0:
        looked_after = at_work * p.joining.spanner_interfaces
        programme.spanner_cover = min(1.0, looked_after / max(1.0, wanted))
        promised = min(wanted, posts * p.joining.spanner_interfaces)
        programme.spanner_load = min(2.0, promised / max(looked_after, 1e-9))


@kernel
def units_of(world, type_):
    """How many teams of a type, one after another, serve each neighbourhood."""
    settings = world.globals[0].settings
    return int(settings.practices_each) if type_ == settings.practice_type else 1


@kernel
def adoption_of(world, where, type_):
    """Share of the staff of one type of team, in one neighbourhood, who work in the new way."""
    first, units = int(world.team_of[type_, where]), units_of(world, type_)
    total = 0.0
    for team in range(first, first + units):
        total += world.teams[team].adoption
    return total / units


@kernel
def newcomers_in(world, where, type_):
    """Share of a type of team, in one neighbourhood, who are new this week."""
    first, units = int(world.team_of[type_, where]), units_of(world, type_)
    total = 0.0
    for team in range(first, first + units):
        total += world.teams[team].newcomers
    return total / units


@kernel
def grow_trust(world, where, first, second):
    """Trust between two types of team in one neighbourhood, from both sides' week."""
    one = world.interfaces[where, first, second]
    other = world.interfaces[where, second, first]
    p = world.globals[0].p
    spanned = world.globals[0].programme.spanner_cover
    good = float(one.good_week + other.good_week)
    bad = float(one.bad_week + other.bad_week)
    scale = PER * world.interfaces.shape[0] / world.residents.shape[0]
    trust = trust_after_week(p.trust, one.trust, good * scale, bad * scale, spanned)
    new = 0.5 * (newcomers_in(world, where, first) + newcomers_in(world, where, second))
    trust *= 1.0 - p.trust.with_leavers * min(1.0, new)
    one.trust = trust
    other.trust = trust
    book = world.months[month_of(world)].culture
    book[Culture.HANDOVERS] += good + bad
    book[Culture.TRUST] += (good + bad) * trust
    one.good_week = 0
    one.bad_week = 0
    other.good_week = 0
    other.bad_week = 0


@kernel
def settle_interface(world, where, sender, receiver):
    """An interface today: between apart and agreed, as far as it has been taken up."""
    p = world.globals[0].p
    types = int(world.globals[0].settings.types)
    interface = world.interfaces[where, sender, receiver]
    target_interface = world.target_interfaces[where, sender, receiver]
    baseline_interface = world.baseline_interfaces[0]
    fidelity = adoption_of(world, where, receiver)
    if sender < types:
        trust = 1.0 if is_disabled(world, Mechanism.TRUST) else interface.trust
        fidelity = fidelity_of(p.trust, adoption_of(world, where, sender), fidelity, trust)
    interface.fidelity = fidelity
    interface.eligibility = interpolate(
        baseline_interface.eligibility, target_interface.eligibility, fidelity
    )
    interface.wrong_door = interpolate(
        baseline_interface.wrong_door, target_interface.wrong_door, fidelity
    )
    interface.misdirected = interpolate(
        baseline_interface.misdirected, target_interface.misdirected, fidelity
    )
    interface.minutes = interpolate(baseline_interface.minutes, target_interface.minutes, fidelity)
    interface.days = interpolate(baseline_interface.days, target_interface.days, fidelity)
    interface.loss = interpolate(baseline_interface.loss, target_interface.loss, fidelity)
    interface.obstacle = interpolate(
        baseline_interface.obstacle, target_interface.obstacle, fidelity
    )
    interface.retelling = interpolate(
        baseline_interface.retelling, target_interface.retelling, fidelity
    )
    interface.joint = target_interface.joint * fidelity
    interface.advice = target_interface.advice * fidelity
    if sender < types and sender != receiver:
        left = 1.0 - world.globals[0].programme.spanner_cover * (1.0 - p.joining.spanner_wrong_door)
        interface.wrong_door *= left
        interface.loss *= left
        work_together(world, where, sender, receiver)


@kernel
def work_together(world, where, sender, receiver):
    """What a team has of one it is joined with: joint time, teaching, less of its own work."""
    interface = world.interfaces[where, sender, receiver]
    if interface.degree == Degree.NONE:
        return
    p = world.globals[0].p
    partner = world.teams[world.team_of[receiver, where]]
    first = int(world.team_of[sender, where])
    for number in range(first, first + units_of(world, sender)):
        team = world.teams[number]
        team.joint = max(team.joint, interface.joint)
        if interface.degree == Degree.MERGED:
            team.generic = max(team.generic, p.skill.generic * interface.fidelity)
        for domain in range(DOMAINS):
            team.taught[domain] = max(team.taught[domain], partner.skill[domain])
