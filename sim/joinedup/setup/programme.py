"""The programme over time: the dates on which something of the arrangement changes, and what.

``change`` is the index date: the day of the announcement. The arrangement holds where it has gone
live; its funding may end, initiatives may replace each other, reviews restore its clarity. How
long adoption takes is not stated here: it comes of staff's weekly moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from joinedup.codes import Leadership, Mechanism, Stage
from joinedup.engine.tables import Table
from joinedup.phases.closing import pass_on_from_closed
from joinedup.phases.interface_week import apply_interfaces
from joinedup.phases.team_week import update_team_staff
from joinedup.phases.workers import hand_over_packages
from joinedup.rules.adoption import fit_after_review
from joinedup.rules.strain import professional_identity
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.in_force import (
    InForce,
    day_of,
    days_of_change,
    live_months,
)
from joinedup.scenario.joined import pairs_joined, teams_joined
from joinedup.scenario.programme import Programme
from joinedup.scenario.scenario import Scenario
from joinedup.setup.apply_arrangement import apply_arrangement
from joinedup.setup.areas import covers_any
from joinedup.setup.merging import merge_teams
from joinedup.setup.parting import Before
from joinedup.setup.staffing import set_posts
from joinedup.state.world import World


def change_dates(scenario: Scenario, change: int, end: int) -> list[int]:
    """The days, in order from the index date, on which `apply_programme` must be called."""
    programme = scenario.arrangement.programme
    months = [*_reviews(programme, change, end), *_initiatives(programme, change, end)]
    months.append(programme.engagement_from_month)
    if programme.training_hours_a_week > 0.0:
        months.append(_trained_until(scenario))
    days = {*map(day_of, months), *days_of_change(scenario)}
    return sorted(change + day for day in days if change + day < end)


def apply_programme(world: World, scenario: Scenario, change: int, day: int) -> None:
    """Put into force what the programme changes on ``day``, one of its `change_dates`."""
    programme, row, since = scenario.arrangement.programme, world.globals[0].programme, day - change
    force, was = (InForce.on(scenario, date) for date in (since, since - 1))
    ends = day_of(programme.money_ends_month)
    paid = since < ends
    if day == change:
        _announce(world, scenario)
    row.led = paid
    engaged = since >= day_of(programme.engagement_from_month)
    row.engagement = programme.engagement if engaged and paid else 0.0
    row.training = _training(scenario, since) if paid else 0.0
    if since == 0 or force != was:
        later = (date for date in days_of_change(scenario) if date > since)
        _put_in_force(world, force, [InForce.on(scenario, date) for date in later], day)
    both = zip(force.at, was.at, strict=True)
    moving = [_moving(now.arrangement, before.arrangement) for now, before in both]
    if any(moving):
        _cause_upheaval(world, scenario, moving)
    end = day + 1
    if paid and since in map(day_of, _reviews(programme, change, end)):
        _review(world, programme, day)
    if since in map(day_of, _initiatives(programme, change, end)):
        _replace_initiative(world, scenario, [teams_joined(one.arrangement) for one in force.at])
    take_effect(world)


def _moving(now: Arrangement, was: Arrangement) -> set[str]:
    """Teams that are newly joined, and those that are still open and joined otherwise."""
    still = {
        pair: joined
        for pair, joined in pairs_joined(was).items()
        if pair.isdisjoint(now.closed_teams)
    }
    held = pairs_joined(now)
    otherwise = {pair for pair in held.keys() | still.keys() if held.get(pair) != still.get(pair)}
    return (teams_joined(now) - teams_joined(was)).union(*otherwise)


def _review(world: World, programme: Programme, day: int) -> None:
    """A review brings the purpose back, and puts right some of what does not fit."""
    row = world.globals[0].programme
    row.reviewed_at = day
    row.clarity = row.purpose
    if not (int(row.disabled) >> Mechanism.REVIEW_FINDINGS) & 1:
        row.fit = fit_after_review(
            world.globals[0].p.adoption, row.fit, row.engagement, programme.users_consulted
        )


def _put_in_force(world: World, force: InForce, coming: Sequence[InForce], day: int) -> None:
    """Apply what is in force, and its posts; ``coming`` is what will be, in order."""
    managed_before, met_before = world.places.case_management.copy(), world.places.meeting_every > 0
    before = Before.of(world)
    apply_arrangement(world, force, coming)
    set_posts(world, force, day)
    merge_teams(world, force, before)
    hand_over_packages(world)
    pass_on_from_closed(world, day)
    begun = world.places.case_management > managed_before
    world.places.searched_from = np.where(begun, day, world.places.searched_from)
    world.places.met_at = np.where(met_before, world.places.met_at, day)


def take_effect(world: World) -> None:
    """Update teams and interfaces to today's staff and arrangement."""
    for team in range(len(world.teams)):
        update_team_staff(world, team)
    apply_interfaces(world)


def _repeated(every: float | None, change: int, end: int) -> Iterator[float]:
    count = 1
    while every is not None and change + day_of(every * count) < end:
        yield every * count
        count += 1


def _reviews(programme: Programme, change: int, end: int) -> list[float]:
    return list(_repeated(programme.review_every_months, change, end))


def _initiatives(programme: Programme, change: int, end: int) -> list[float]:
    return list(_repeated(programme.new_initiative_every_months, change, end))


def _trained_until(scenario: Scenario) -> float:
    programme = scenario.arrangement.programme
    return max(live_months(scenario)) + programme.training_months


def _training(scenario: Scenario, since: int) -> float:
    over = since >= day_of(_trained_until(scenario))
    return 0.0 if over else scenario.arrangement.programme.training_hours_a_week


def _announce(world: World, scenario: Scenario) -> None:
    programme = scenario.arrangement.programme
    row = world.globals[0].programme
    row.heard = 1
    row.leadership = Leadership[programme.leadership.upper()]
    row.leaders_involved = programme.opinion_leaders_involved
    row.fit = programme.fit
    row.purpose = programme.shared_purpose
    row.clarity = programme.shared_purpose
    row.reviewed_at = -10_000.0
    world.teams.threat_left = 1.0
    disable_mechanisms(world, scenario)


def disable_mechanisms(world: World, scenario: Scenario) -> None:
    """Set the bit of every mechanism that the scenario disables."""
    bits = 0
    for name in scenario.disable_mechanisms:
        bits |= 1 << Mechanism[name.upper()]
    world.globals[0].programme.disabled = bits


def _cause_upheaval(world: World, scenario: Scenario, moving: Sequence[set[str]]) -> None:
    """What joins teams moves people and systems: upheaval, longer commutes, some trust lost.

    ``moving`` are the teams that move, in each neighbourhood. Upheaval is of the place, and so of
    all who work there; only those who move travel otherwise, if their team is joined now.
    """
    upheaval, p = scenario.arrangement.programme.upheaval, world.globals[0].p
    usual = p.workforce.commute_least + p.workforce.commute_more
    where = np.array([bool(each) for each in moving])
    names, teams = scenario.team_names, world.teams
    around = np.array([covers_any(scenario, team, where) for team in teams])
    teams.upheaval = np.where(around, np.maximum(teams.upheaval, upheaval), teams.upheaval)
    moves = [
        _joined_now(team)
        and covers_any(scenario, team, np.array([names[team.type] in each for each in moving]))
        for team in teams
    ]
    for member in world.staff:
        if member.team >= 0 and member.in_post and moves[member.team]:
            member.commute_change = upheaval * (member.commute - usual)
    shaken = 1.0 - p.trust.upheaval_loss * upheaval
    for place in np.flatnonzero(where):
        interfaces = world.interfaces[place]
        changed = world.target_interfaces[place].degree > 0
        interfaces.trust = np.where(changed, interfaces.trust * shaken, interfaces.trust)


def _joined_now(team: Table) -> bool:
    """Whether staff work in a new way today; ``joined`` alone is so of what is to come, too."""
    return bool(team.joined and team.live)


def _replace_initiative(world: World, scenario: Scenario, moving: Sequence[set[str]]) -> None:
    """A new initiative replaces the old: part of the adoption is lost, fatigue stays.

    ``moving`` are the teams that are joined, in each neighbourhood.
    """
    p = world.globals[0].p.adoption
    row = world.globals[0].programme
    turned = professional_identity(world.globals[0].p.strain, p.churn_reset)
    for member in world.staff:
        if member.team < 0 or not _joined_now(world.teams[member.team]):
            continue
        member.fatigue = min(1.0, float(member.fatigue) + float(p.fatigue_of_churn))
        # By identity, so that the same staff return to the first stage in every arm.
        if member.stage > Stage.ORIENTATION and member.identity < turned:
            member.stage = Stage.ORIENTATION
    row.clarity = row.purpose
    row.fit = scenario.arrangement.programme.fit  # what was found out about the old one is lost
    world.teams.threat_left = 1.0
    _cause_upheaval(world, scenario, moving)
