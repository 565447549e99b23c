"""The programme over time: the dates on which something of the arrangement changes, and what.

``change`` is the index date: the day of the announcement. The arrangement holds where it has gone
live; its funding may end, initiatives may replace each other, reviews restore its clarity. How
long adoption takes is not stated here: it comes of staff's weekly moves.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from joinedup.codes import MONTH_DAYS, Leadership, Mechanism, Stage
from joinedup.phases.closing import pass_on_from_closed
from joinedup.phases.interface_week import apply_interfaces
from joinedup.phases.team_week import update_team_staff
from joinedup.phases.workers import hand_over_packages
from joinedup.rules.adoption import fit_after_review
from joinedup.rules.strain import professional_identity
from joinedup.scenario.arrangement import Arrangement, Programme
from joinedup.scenario.scenario import Scenario
from joinedup.setup.apply_arrangement import apply_arrangement
from joinedup.setup.areas import covers_any
from joinedup.setup.merging import merge_teams
from joinedup.setup.staffing import set_posts
from joinedup.state.world import World


def change_dates(scenario: Scenario, change: int, end: int) -> list[int]:
    """The days, in order from the index date, on which `apply_programme` must be called."""
    programme = scenario.arrangement.programme
    months = [0.0, *_live_months(scenario), *_reviews(programme, change, end)]
    months += _initiatives(programme, change, end)
    months.append(programme.engagement_from_month)
    if programme.training_hours_a_week > 0.0:
        months.append(_trained_until(scenario))
    if programme.money_ends_month is not None:
        months.append(programme.money_ends_month)
    days = {_day_of(change, month) for month in months}
    return sorted(day for day in days if day < end)


def apply_programme(world: World, scenario: Scenario, change: int, day: int) -> None:
    """Put into force what the programme changes on ``day``, one of its `change_dates`."""
    programme, row = scenario.arrangement.programme, world.globals[0].programme
    months = _live_months(scenario)
    live = np.array([day >= _day_of(change, month) for month in months])
    today = np.array([day == _day_of(change, month) for month in months])
    paid = day < paid_until(scenario, change)
    if day == change:
        _announce(world, scenario, change)
    row.led = paid
    engaged = day >= _day_of(change, programme.engagement_from_month)
    row.engagement = programme.engagement if engaged and paid else 0.0
    row.training = _training(scenario, change, day) if paid else 0.0
    if day == change or today.any() or day == paid_until(scenario, change):
        _put_in_force(world, scenario, live, day, paid)
    if today.any():
        _cause_upheaval(world, scenario, today)
    end = day + 1
    if paid and day in {_day_of(change, m) for m in _reviews(programme, change, end)}:
        _review(world, programme, day)
    if day in {_day_of(change, m) for m in _initiatives(programme, change, end)}:
        _replace_initiative(world, scenario, live)
    take_effect(world)


def _review(world: World, programme: Programme, day: int) -> None:
    """A review brings the purpose back, and puts right some of what does not fit."""
    row = world.globals[0].programme
    row.reviewed_at = day
    row.clarity = row.purpose
    if not (int(row.disabled) >> Mechanism.REVIEW_FINDINGS) & 1:
        row.fit = fit_after_review(
            world.globals[0].p.adoption, row.fit, row.engagement, programme.users_consulted
        )


def _put_in_force(world: World, scenario: Scenario, live: np.ndarray, day: int, paid: bool) -> None:
    """Apply the arrangement, or what is left of it unpaid, and its posts."""
    managed_before = world.places.case_management.copy()
    if not paid:
        scenario = scenario.model_copy(update={"arrangement": unpaid(scenario)})
    apply_arrangement(world, scenario, live)
    set_posts(world, scenario, live, day)
    merge_teams(world, scenario, live)
    hand_over_packages(world)
    pass_on_from_closed(world, day)
    begun = world.places.case_management > managed_before
    world.places.searched_from = np.where(begun, day, world.places.searched_from)


def take_effect(world: World) -> None:
    """Update teams and interfaces to today's staff and arrangement."""
    for team in range(len(world.teams)):
        update_team_staff(world, team)
    apply_interfaces(world)


def unpaid(scenario: Scenario) -> Arrangement:
    """What is left of an arrangement when its funding ends.

    Added posts, teams and places, coordinators, spanners, case managers and programme cost go,
    and so does what is paid on top of usual pay, for plans or performance. Budgets stay as they
    are held. Posts taken out of teams stay out, unless teams that were added go: their staff go
    back. Added teams stay where they do the work of others that have closed.
    """
    arrangement, closed = scenario.arrangement, scenario.arrangement.closed_teams
    replaced = any(team in scenario.teams for team in closed)
    gone = [] if replaced else [team for team in arrangement.new_teams if team not in closed]
    extra = {} if gone else arrangement.extra_staff
    taken = {team: {p: n for p, n in staff.items() if n < 0.0} for team, staff in extra.items()}
    doors = {hub: served for hub, served in arrangement.at_the_door.items() if hub not in gone}
    paying = arrangement.paying.model_copy(update={"payment": _usual_pay(arrangement)})
    return arrangement.model_copy(
        update={
            "extra_staff": taken,
            "care_coordinators": 0.0,
            "boundary_spanners": 0.0,
            "case_management": None,
            "hospital": None,
            "closed_teams": [*closed, *gone],
            "at_the_door": doors,
            "paying": paying,
            "programme_cost_a_year": 0.0,
        }
    )


def _usual_pay(arrangement: Arrangement) -> str:
    on_top = arrangement.paying.payment in ("pay_for_coordination", "pay_for_performance")
    return "activity" if on_top else arrangement.paying.payment


def first_live(scenario: Scenario) -> float:
    """Months after the index date at which the arrangement is first live anywhere."""
    return min(_live_months(scenario))


def paid_until(scenario: Scenario, change: int) -> float:
    """The day on which the programme's funding ends; infinity when it does not."""
    month = scenario.arrangement.programme.money_ends_month
    return np.inf if month is None else float(_day_of(change, month))


def _day_of(change: int, month: float) -> int:
    return change + round(month * MONTH_DAYS)


def _live_months(scenario: Scenario) -> list[float]:
    programme = scenario.arrangement.programme
    if programme.go_live_by_neighbourhood is not None:
        return list(programme.go_live_by_neighbourhood)
    return [programme.go_live_month] * scenario.place.neighbourhoods


def _repeated(every: float | None, change: int, end: int) -> Iterator[float]:
    count = 1
    while every is not None and _day_of(change, every * count) < end:
        yield every * count
        count += 1


def _reviews(programme: Programme, change: int, end: int) -> list[float]:
    return list(_repeated(programme.review_every_months, change, end))


def _initiatives(programme: Programme, change: int, end: int) -> list[float]:
    return list(_repeated(programme.new_initiative_every_months, change, end))


def _trained_until(scenario: Scenario) -> float:
    programme = scenario.arrangement.programme
    return max(_live_months(scenario)) + programme.training_months


def _training(scenario: Scenario, change: int, day: int) -> float:
    if day >= _day_of(change, _trained_until(scenario)):
        return 0.0
    return scenario.arrangement.programme.training_hours_a_week


def _announce(world: World, scenario: Scenario, change: int) -> None:
    programme = scenario.arrangement.programme
    row = world.globals[0].programme
    row.heard = 1
    row.leadership = Leadership[programme.leadership.upper()]
    row.leaders_involved = programme.opinion_leaders_involved
    row.fit = programme.fit
    row.purpose = programme.shared_purpose
    row.clarity = programme.shared_purpose
    row.reviewed_at = -10_000.0
    row.threat_left = 1.0
    row.live_from = _day_of(change, first_live(scenario))
    disable_mechanisms(world, scenario)


def disable_mechanisms(world: World, scenario: Scenario) -> None:
    """Set the bit of every mechanism that the scenario disables."""
    bits = 0
    for name in scenario.disable_mechanisms:
        bits |= 1 << Mechanism[name.upper()]
    world.globals[0].programme.disabled = bits


def _cause_upheaval(world: World, scenario: Scenario, where: np.ndarray) -> None:
    """Going live moves people and systems: upheaval, longer commutes, some trust lost.

    ``where`` marks the neighbourhoods.
    """
    upheaval, p = scenario.arrangement.programme.upheaval, world.globals[0].p
    usual = p.workforce.commute_least + p.workforce.commute_more
    row = world.globals[0].programme
    row.upheaval = max(float(row.upheaval), upheaval)
    for member in world.staff:
        if member.team < 0 or not member.in_post:
            continue
        team = world.teams[member.team]
        if team.joined and covers_any(scenario, team, where):
            member.commute_change = upheaval * (member.commute - usual)
    shaken = 1.0 - p.trust.upheaval_loss * upheaval
    for place in np.flatnonzero(where):
        interfaces = world.interfaces[place]
        changed = world.target_interfaces[place].degree > 0
        interfaces.trust = np.where(changed, interfaces.trust * shaken, interfaces.trust)


def _replace_initiative(world: World, scenario: Scenario, live: np.ndarray) -> None:
    """A new initiative replaces the old: part of the adoption is lost, fatigue stays."""
    p = world.globals[0].p.adoption
    row = world.globals[0].programme
    turned = professional_identity(world.globals[0].p.strain, p.churn_reset)
    for member in world.staff:
        if member.team < 0 or not world.teams[member.team].joined:
            continue
        member.fatigue = min(1.0, float(member.fatigue) + float(p.fatigue_of_churn))
        # By identity, so that the same staff return to the first stage in every arm.
        if member.stage > Stage.ORIENTATION and member.identity < turned:
            member.stage = Stage.ORIENTATION
    row.clarity = row.purpose
    row.fit = scenario.arrangement.programme.fit  # what was found out about the old one is lost
    row.threat_left = 1.0
    _cause_upheaval(world, scenario, live)
