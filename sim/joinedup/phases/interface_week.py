"""A week of the interfaces: trust follows experience, and fidelity follows trust."""

from __future__ import annotations

from joinedup.codes import DOMAINS, PER, Degree, Mechanism
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.records import month_of
from joinedup.phases.staff_posts import WEEK, is_disabled
from joinedup.rules.case_management import OUTSIDE_TEAMS
from joinedup.rules.handover import interpolate
from joinedup.rules.trust import LAST_WEEK, fidelity_of, trust_after_week
from joinedup.state.months import Culture


@entry_point
def update_interfaces_week(world):
    """Monday at the interfaces: trust follows last week, and fidelity follows trust."""
    types = int(world.globals[0].settings.types)
    for where in range(world.interfaces.shape[0]):
        follow_merged(world, where)
        for first in range(types):
            for second in range(first, types):
                update_trust(world, where, first, second)
        follow_merged(world, where)
    apply_interfaces(world)
    for where in range(world.interfaces.shape[0]):
        for sender in range(types):
            for receiver in range(types):
                if receiver != sender:
                    record_interface(world, world.interfaces[where, sender, receiver])


@entry_point
def apply_interfaces(world):
    """Set what every interface does from today, and teams' joint work with it."""
    update_boundary_spanners(world)
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
                update_interface(world, where, sender, receiver)


@kernel
def record_interface(world, interface):
    """Add an interface's week to the month's sums."""
    sums = world.months[month_of(world)].culture
    if interface.degree > Degree.NONE:
        sums[Culture.INTERFACES] += 1.0
        sums[Culture.FIDELITY] += interface.fidelity


@kernel
def interfaces_of_live(world):
    """Interfaces between teams that serve places that are live, for every 30,000 residents."""
    total = 0.0
    for where in range(world.places.shape[0]):
        place, teams = world.places[where], 0.0
        for type_ in range(world.team_of.shape[0]):
            row = world.teams[world.team_of[type_, where]]
            teams += 1.0 if row.type == type_ and not row.closed else 0.0
        total += 0.5 * teams * (teams - 1.0) * place.live * (place.after - place.first) / PER
    return total


@kernel
def update_boundary_spanners(world):
    """The share of interfaces that boundary spanners at work cover, and their workload."""
    programme = world.globals[0].programme
    p = world.globals[0].p
    wanted = interfaces_of_live(world)
    posts, at_work = 0.0, 0.0
    for member in range(world.staff.shape[0]):
        one = world.staff[member]
        if one.team <= OUTSIDE_TEAMS:
            continue
        if one.team >= 0:
            break
        posts += one.post
        if one.in_post and one.post > 0.0:
            worked = one.post * (1.0 - one.absent_days / WEEK) * one.pace
            at_work += worked * (
                1.0 - p.strain.pace_loss * (one.strain >= p.strain.burnout_threshold)
            )
    programme.spanner_cover = 0.0
    programme.spanner_load = 0.0
    if posts > 0.0:
        looked_after = at_work * p.joining.spanner_interfaces
        programme.spanner_cover = min(1.0, looked_after / max(1e-9, wanted))
        promised = min(wanted, posts * p.joining.spanner_interfaces)
        programme.spanner_load = min(p.strain.load_counts_to, promised / max(looked_after, 1e-9))


@kernel
def units_of(world, type_):
    """How many teams of a type, one after another, serve each neighbourhood."""
    settings = world.globals[0].settings
    return int(settings.practices_each) if type_ == settings.practice_type else 1


@kernel
def adoption_of(world, where, type_):
    """Share of the staff of one type of team, in one neighbourhood, who have adopted the change."""
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
def merged_into(world, where, type_):
    """The type of the team that a type of team is part of, in one neighbourhood: its own, else."""
    return int(world.teams[world.team_of[type_, where]].type)


@kernel
def follow_merged(world, where):
    """Two that are part of others trust as those do, from the same past, also when they part.

    What is still recorded between the two counts for those.
    """
    types = int(world.globals[0].settings.types)
    for first in range(types):
        for second in range(types):
            one, other = merged_into(world, where, first), merged_into(world, where, second)
            if one == first and other == second:
                continue
            part, whole = (
                world.interfaces[where, first, second],
                world.interfaces[where, one, other],
            )
            part.trust = whole.trust
            part.good_mean, part.bad_mean = whole.good_mean, whole.bad_mean
            whole.good_week += part.good_week
            whole.bad_week += part.bad_week
            part.good_week = 0
            part.bad_week = 0


@kernel
def update_trust(world, where, first, second):
    """Trust between two types of team in one neighbourhood, from both sides' week.

    Inside a merged team, from its own; nothing where a team has become part of another.
    """
    if merged_into(world, where, first) != first or merged_into(world, where, second) != second:
        return
    inside = first == second
    if inside and not world.teams[world.team_of[first, where]].merged:
        return
    one = world.interfaces[where, first, second]
    other = world.interfaces[where, second, first]
    p = world.globals[0].p
    spanned = world.globals[0].programme.spanner_cover * world.places[where].live
    good = float(one.good_week) if inside else float(one.good_week + other.good_week)
    bad = float(one.bad_week) if inside else float(one.bad_week + other.bad_week)
    scale = PER / (world.places[where].after - world.places[where].first)
    one.good_mean += (good * scale - one.good_mean) * LAST_WEEK
    one.bad_mean += (bad * scale - one.bad_mean) * LAST_WEEK
    trust = trust_after_week(p.trust, one.trust, one.good_mean, one.bad_mean, spanned)
    new = 0.5 * (newcomers_in(world, where, first) + newcomers_in(world, where, second))
    trust *= 1.0 - p.trust.leaver_loss * min(1.0, new)
    one.trust = trust
    other.trust = trust
    other.good_mean, other.bad_mean = one.good_mean, one.bad_mean
    sums = world.months[month_of(world)].culture
    sums[Culture.HANDOVERS] += good + bad
    sums[Culture.TRUST] += (good + bad) * trust
    one.good_week = 0
    one.bad_week = 0
    other.good_week = 0
    other.bad_week = 0


@kernel
def update_interface(world, where, sender, receiver):
    """An interface today: between baseline and target, by its implementation fidelity."""
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
        spanned = world.globals[0].programme.spanner_cover * world.places[where].live
        left = 1.0 - spanned * (1.0 - p.joining.spanner_multiplier)
        interface.wrong_door *= left
        interface.misdirected *= left
        interface.loss *= left
        update_joint_work(world, where, sender, receiver)


@kernel
def update_joint_work(world, where, sender, receiver):
    """What a team has of one it is joined with: joint time, teaching, less specialised work."""
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
            team.generic = max(team.generic, p.skill.work_shared * interface.fidelity)
        for domain in range(DOMAINS):
            skill = partner.skill[domain]
            if world.team_of[receiver, where] == number:  # merged: each learns from the best
                skill = best_skill(world, team, domain)
            team.taught[domain] = max(team.taught[domain], skill)


@kernel
def best_skill(world, team, domain):
    """The skill of a team's most skilled member in a domain."""
    best = 0.0
    for place in range(int(team.first_member), int(team.after_members)):
        one = world.staff[world.members[place]]
        if one.in_post and one.post > 0.0:
            best = max(best, one.skill[domain])
    return best
