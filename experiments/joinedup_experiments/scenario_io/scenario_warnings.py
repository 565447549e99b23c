"""What is sound in a scenario and yet hardly meant, for a note before anything is run."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import inf

from joinedup.codes import PER
from joinedup.scenario.in_force import InForce, days_of_change, live_months
from joinedup.scenario.interface import HOSPITAL
from joinedup.scenario.joined import teams_joined
from joinedup.scenario.planned import staff_of
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff.phrases import listing, number, posts
from joinedup_experiments.scenario_io.in_vain import in_vain
from joinedup_experiments.scenario_io.load import Loaded
from joinedup_experiments.scenario_io.proposal_cost import LEAST, lines, there_now
from joinedup_experiments.scenario_io.small_blocks import too_small

LENGTHS = ("years", "burn_in_years")
MOST_ADDED = 0.5  # of the posts of a place's teams; more is hardly meant


def scenario_warnings(
    scenario: Scenario, added: Collection[str] = (), in_place: bool = False
) -> list[str]:
    """What is hardly meant, a line each: too many posts, too few, and what never comes about.

    Months count from the index date; ``added`` are the blocks that a file adds by name,
    and ``in_place`` whether its posts are those of the whole place.
    """
    programme = scenario.arrangement.programme
    live = live_months(scenario)
    end, asked_from = float(scenario.run.months), programme.engagement_from_month
    money_ends = inf if programme.money_ends_month is None else programme.money_ends_month
    late = sum(month >= end for month in live)
    first, ends = f"going live is in month {min(live):g}", f"the run ends in month {end:g}"
    late_phases = [
        phase.elements for phase in scenario.arrangement.phases if phase.from_month >= end
    ]
    more = sum(max(0.0, line.posts) for line in lines(scenario))
    there, _ = there_now(scenario)
    unless = ": posts are for every 30,000 residents unless the file says `posts: whole_place`"
    unless = "" if in_place else unless
    possible = {
        f"it adds {more:,.0f} posts in the whole place, whose teams have {there:,.0f}{unless}": (
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
        "joint meetings decide nothing: it is the practices that do as they say, and these are "
        "joined with nobody; add them to the teams that meet": _meet_in_vain(scenario),
    }
    never = [warning for warning, holds in possible.items() if holds]
    apart, more_after = _leaders_apart(scenario), _more_after_money(scenario)
    return [*never, *apart, *more_after, *in_vain(scenario), *too_small(scenario, added)]


def _meet_in_vain(scenario: Scenario) -> bool:
    """Whether teams meet, and nowhere are practices joined with any before the meetings end."""
    if scenario.arrangement.joint_meetings is None:
        return False
    practices = {name for name, team in scenario.teams.items() if team.role == "general_practice"}
    heed = [False] * scenario.place.neighbourhoods  # who has taken it up goes on with it
    for day in days_of_change(scenario):
        for place, here in enumerate(InForce.on(scenario, day).at):
            heed[place] |= not practices.isdisjoint(teams_joined(here.arrangement))
            if heed[place] and here.arrangement.joint_meetings is not None:
                return False
    return True


def _leaders_apart(scenario: Scenario) -> Iterator[str]:
    """Organisations that lead a change in which no team of theirs takes part at any time."""
    arrangement = scenario.arrangement
    if leaders := arrangement.programme.led_by:
        days = (InForce.on(scenario, day).at for day in days_of_change(scenario))
        joined = set[str]().union(*(teams_joined(one.arrangement) for at in days for one in at))
        part = {scenario.all_teams[name].organisation for name in joined if name != HOSPITAL}
        for leader in leaders:
            if leader not in part.union(arrangement.organisations_merge):
                yield (
                    f"`led_by` names `{leader}`, and none of its teams is ever joined with others: "
                    "nobody is a junior partner of those who take no part"
                )


def _more_after_money(scenario: Scenario) -> Iterator[str]:
    """Posts that stay when money ends, which are more than were added before it does."""
    programme, people = scenario.arrangement.programme, scenario.place.residents / PER
    if programme.money_ends_month is None or programme.money_ends_month >= scenario.run.months:
        return
    for team, staff in (programme.staff_after_money or {}).items():
        extra = scenario.arrangement.extra_staff.get(team, {})
        for profession, stay in staff.items():
            added = max(extra.get(profession, 0.0), 0.0)
            if (stay - added) * people >= LEAST:
                yield (
                    f"`staff_after_money` keeps {posts(round(stay * people, 2), profession)} at "
                    f"{scenario.all_teams[team].label} when the money ends, and "
                    f"{number(round(added * people, 2))} are added before it does"
                )


def warnings_in(loaded: Loaded) -> list[str]:
    """What in a file, or its scenario, is sound and hardly meant, a line each."""
    found = scenario_warnings(loaded.scenario, loaded.added, loaded.in_place)
    return [*loaded.notes, *found, *_groups_for_nobody(loaded.scenario)]


def _groups_for_nobody(scenario: Scenario) -> Iterator[str]:
    """Voluntary groups in a place where no team has a link worker to bring anybody."""
    place = scenario.place
    assets = [place.assets, *(one.assets or 0.0 for one in place.by_neighbourhood)]
    staff = (staff_of(scenario, name) for name in scenario.all_teams)
    if max(assets) > 0.0 and not any(one.get("link_worker", 0.0) > 0.0 for one in staff):
        yield "`assets` changes nothing: no team has a `link_worker`, who would bring people"


def runs_otherwise(names: Sequence[str], scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """Arms that ask for other years than the first, as which every arm is run, a line each."""
    asked = [one.run.model_dump(include=set(LENGTHS)) for one in scenarios]
    lines = []
    for name, own in zip(names[1:], asked[1:], strict=True):
        differ = [key for key in LENGTHS if own[key] != asked[0][key]]
        if differ:
            mine, first = (
                listing(f"`{key}: {run[key]:g}`" for key in differ) for run in (own, asked[0])
            )
            lines.append(
                f"{name}: its own {mine} under `run` {'is' if len(differ) == 1 else 'are'} not "
                f"used: all arms run as the first, {names[0]}, with {first}"
            )
    return tuple(lines)


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
