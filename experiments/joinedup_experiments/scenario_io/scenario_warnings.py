"""What is sound in a scenario and yet hardly meant, for a note before anything is run."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from joinedup.codes import PER
from joinedup.scenario.outside_teams import outside_teams
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff.phrases import listing

MOST_ADDED = 0.5  # of the posts of a place's teams; more is hardly meant


def posts_added(scenario: Scenario) -> tuple[float, float]:
    """Posts that an arrangement adds, and those of the place's teams, in the whole place."""
    arrangement = scenario.arrangement
    staffs = [*arrangement.extra_staff.values()]
    staffs += [team.staff for team in arrangement.new_teams.values()]
    more = sum(max(0.0, posts) for staff in staffs for posts in staff.values())
    more += sum(post.number for post in outside_teams(arrangement))
    there = sum(posts for team in scenario.teams.values() for posts in team.staff.values())
    return more * scenario.place.residents / PER, there * scenario.place.residents / PER


def scenario_warnings(scenario: Scenario) -> list[str]:
    """What of a programme can never come about in the years that are run, a line each.

    Months count from the index date.
    """
    programme = scenario.arrangement.programme
    each = programme.go_live_by_neighbourhood
    live = [programme.go_live_month] if each is None else each
    end, asked_from = scenario.run.years * 12.0, programme.engagement_from_month
    money_ends = inf if programme.money_ends_month is None else programme.money_ends_month
    late = sum(month >= end for month in live)
    first, ends = f"going live is in month {min(live):g}", f"the run ends in month {end:g}"
    late_phases = [
        phase.elements for phase in scenario.arrangement.phases if phase.from_month >= end
    ]
    more, there = posts_added(scenario)
    possible = {
        f"it adds {more:,.0f} posts in the whole place, whose teams have {there:,.0f}: posts are "
        f"for every 30,000 residents unless the file says `posts: whole_place`": (
            more > MOST_ADDED * there
        ),
        f"{listing(element for elements in late_phases for element in elements)} in a phase that "
        f"begins after the run: {ends}": bool(late_phases),
        f"nothing goes live: {first}, and {ends}": late == len(live),
        f"neighbourhoods that do not go live before {ends}: {late} of {len(live)}": (
            0 < late < len(live)
        ),
        f"the money ends in month {money_ends:g} and {first}: posts that the arrangement adds are "
        "never there": money_ends <= min(live),
        f"staff are never asked: `engagement_from_month` is {asked_from:g}, and {ends}": (
            programme.engagement > 0.0 and asked_from >= end
        ),
        "those who use services are never asked: no review is held": (
            programme.users_consulted > 0.0 and programme.review_every_months is None
        ),
    }
    return [warning for warning, holds in possible.items() if holds]


def warnings_between(scenarios: Sequence[Scenario]) -> list[str]:
    """Where arms differ from the base, the first, in more than how they are joined."""
    base = scenarios[0]
    pairs = [(o, set(base.disable_mechanisms) ^ set(o.disable_mechanisms)) for o in scenarios[1:]]
    return [
        f"{other.name} and {base.name} do not leave out the same mechanisms "
        f"({', '.join(sorted(differ))}): what differs between them is not the arrangement's alone"
        for other, differ in pairs
        if differ
    ]
