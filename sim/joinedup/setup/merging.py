"""Teams that an arrangement merges become one row: people, posts, lines and what they accept.

Where it is live, teams joined with degree ``merged`` (those of pairs that share a team are one) are
the team that comes first by name; a team of the whole borough gives up the posts that fall to the
neighbourhood. General practice and the crisis team stay teams of their own.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from joinedup.codes import NEEDS, PROFESSIONS
from joinedup.engine.tables import Table
from joinedup.rules.merging import doublings_of
from joinedup.scenario.in_force import InForce
from joinedup.scenario.no_effect import merged_groups
from joinedup.scenario.scenario import Scenario
from joinedup.setup.interfaces import set_inside
from joinedup.setup.parting import PACES, part_teams, take_over
from joinedup.setup.staffing import number_members, posts_by_place
from joinedup.setup.teams import mix_of
from joinedup.state.world import World

Group = list[str]
_BY_KIND = (
    "low", "threshold", "threshold_now", "eligible_from", "means_tested", "step",
    "reception", "allocation", "assessment", "review",
)  # fmt: skip
_BY_ANY = (
    "high", "ages", "domains", "weekends", "direct", "record", "form", "at_door", "front",
    "keeps_to", "meeting_minutes",
)  # fmt: skip


class Homes(NamedTuple):
    """The rows that a group's teams have by themselves, and what of each comes together."""

    numbers: list[int]
    shares: list[float]  # of its posts
    paces: list[np.ndarray]  # of all of it, in the order of `PACES`: [teams]


def merge_teams(world: World, force: InForce) -> None:
    """Make one team of those that are merged, wherever that holds; called after `set_posts`.

    Those that were merged are parted first, so that who leads may change.
    """
    scenario = force.siloed
    each = [merged_groups(scenario.all_teams, one.arrangement) for one in force.at]
    groups = sorted({tuple(group) for groups in each for group in groups})
    if not groups and not np.asarray(world.teams.merged).any():
        return
    before = part_teams(world, scenario)
    usual = np.asarray(world.teams.usual).copy()
    pace = [np.asarray(world.teams[name])[:, 0].copy() for name in PACES]
    left = np.ones(len(world.teams))  # of each team's posts: what no merged one has
    for group in map(list, groups):
        borough = [name for name in group if scenario.all_teams[name].covers == "borough"]
        where = [place for place, groups_there in enumerate(each) if group in groups_there]
        if len(borough) == len(group) and len(where) < len(each):
            continue  # it serves them all, so it changes when it holds for all
        for place in where:
            _merge(world, scenario, group, borough, place, pace, left)
    for name in PACES:  # what is with a merged team is not its home's too
        elsewhere = np.asarray(world.teams.merged) == 0
        world.teams[name][elsewhere] *= np.maximum(0.0, left[elsewhere])[:, None]
    number_members(world)
    _share_time(world, usual)
    for number in np.flatnonzero(world.teams.merged):
        _set_size(world, world.teams[number])
    take_over(world, before)


def _merge(
    world: World,
    scenario: Scenario,
    group: Group,
    borough: Group,
    place: int,
    pace: list[np.ndarray],
    left: np.ndarray,
) -> None:
    """One group in one neighbourhood: who works for it, whom it accepts, who refers to it."""
    types = [scenario.team_names.index(name) for name in group]
    local = [name for name in group if name not in borough] or group
    lead = scenario.team_names.index(local[0])
    numbers = [int(world.team_of[type_, place]) for type_ in types]
    number = int(world.team_of[lead, place])
    row, shares = world.teams[number], []
    for name, home in zip(group, numbers, strict=True):
        mine = np.flatnonzero(world.staff.home == home)
        posts = np.asarray(world.staff.post)[mine].sum()
        if name in borough and local != group:
            mine = mine[posts_by_place(world, scenario, mine) == place]
        world.staff.team[mine] = number
        shares.append(np.asarray(world.staff.post)[mine].sum() / max(posts, 1e-9))
    left[numbers] -= shares
    if not row.merged:
        homes = Homes(numbers, shares, [each[numbers] for each in pace])
        _accept_all(world, row, homes)
    world.team_of[types, place] = number
    among = ~np.eye(len(types), dtype=bool)
    for column in ("trust", "good_mean", "bad_mean"):
        pairs = np.asarray(world.interfaces[place][column])[np.ix_(types, types)]
        world.interfaces[place, lead, lead][column] = pairs[among].mean()
    set_inside(world.globals[0].p, world.target_interfaces[place], lead, types)
    for column in ("degree", "spoa", "record", "meets"):
        world.interfaces[place][column] = world.target_interfaces[place][column]


def _accept_all(world: World, row: Table, homes: Homes) -> None:
    """What any of them accepts, each kind by the rules of the team that takes it earliest."""
    teams = [world.teams[number] for number in homes.numbers]
    columns = {name: np.array([team[name] for team in teams]) for name in _BY_KIND + _BY_ANY}
    columns["meeting_minutes"] *= homes.shares
    types = np.array([int(team.type) for team in teams])
    first = np.lexsort((columns["threshold"], columns["low"]), axis=0)[0]
    for name in _BY_KIND:
        row[name] = columns[name][first, np.arange(NEEDS)]
    for name in _BY_ANY:
        row[name] = columns[name].max(axis=0)
    lead = int(np.flatnonzero(types == row.type)[0])
    brought = np.where(row.low <= 1.0, first, lead)
    row.merged, row.origin = 1, types[brought]
    row.group = np.unique(brought, return_inverse=True)[1]
    takes = np.array([[(int(team.takes) >> kind) & 1 for kind in range(NEEDS)] for team in teams])
    row.crew = np.unique(takes, axis=1, return_inverse=True)[1].reshape(NEEDS)
    row.pot_takes = 0
    for pot, team in enumerate(teams):
        team.pot, row.pot_takes[pot] = pot, team.takes
    _mix_crews(world, row, homes, takes)
    _expect_as_before(row, homes, takes)


def _mix_crews(world: World, row: Table, homes: Homes, takes: np.ndarray) -> None:
    """Each kind's package by profession, of the staff that take it on."""
    p = world.globals[0].p.care
    usual = np.array([world.teams[number].usual for number in homes.numbers])
    paid = usual * np.array(homes.shares)[:, None] / 1000.0 / p.direct_share
    for kind in range(NEEDS):
        crew = takes[:, kind] == 1
        row.own_mix[kind] = mix_of(p.mix, paid[crew if crew.any() else ...].sum(axis=0))[kind]


def _expect_as_before(row: Table, homes: Homes, takes: np.ndarray) -> None:
    """Starts and assessments a week: each team's share of its own, by the lines of its kinds."""
    own = takes / np.maximum(takes.sum(axis=1, keepdims=True), 1)
    for column, pace in zip(PACES, homes.paces, strict=True):
        by_kind = (pace * homes.shares) @ own
        row[column] = np.bincount(row.group, by_kind, NEEDS)


def _share_time(world: World, usual: np.ndarray) -> None:
    """Each team's usual time: of each post that works in it, its share of its home's."""
    staff = world.staff
    at_work = np.flatnonzero((np.asarray(staff.team) >= 0) & (np.asarray(staff.post) > 0.0))
    home, profession = np.asarray(staff.home)[at_work], np.asarray(staff.profession)[at_work]
    posts = np.asarray(staff.post)[at_work]
    of_home = np.zeros((len(world.teams), PROFESSIONS))
    np.add.at(of_home, (home, profession), posts)
    shared = np.zeros_like(of_home)
    time = usual[home, profession] * posts / of_home[home, profession]
    np.add.at(shared, (np.asarray(staff.team)[at_work], profession), time)
    direct = world.globals[0].p.care.direct_share
    team = np.asarray(staff.team)[at_work]
    moved = home != team
    for number in np.unique(np.concatenate([home[moved], team[moved]])):
        row = world.teams[number]
        if not row.merged:  # some of its posts work elsewhere
            left = max(1e-9, shared[number].sum() / usual[number].sum())
            row.covered, row.meeting_minutes = row.covered * left, row.meeting_minutes * left
        row.usual = np.round(shared[number])
        paid = row.usual / 1000.0 / direct
        row.minutes, row.paid_minutes = row.usual.sum() / 1000.0, paid.sum()
        row.mix = mix_of(world.globals[0].p.care.mix, paid)


def _set_size(world: World, row: Table) -> None:
    """How much larger and more mixed than its members' teams, and whose staff take each kind."""
    mine = world.members[int(row.first_member) : int(row.after_members)]
    mine = mine[np.asarray(world.staff.post)[mine] > 0.0]
    home, posts = np.asarray(world.staff.home)[mine], np.asarray(world.staff.post)[mine]
    homes = sorted(set(home.tolist()))
    each = [float(posts[home == one].sum()) for one in homes]
    trades = [len(set(world.staff.profession[mine][home == one].tolist())) for one in homes]
    row.doublings = doublings_of(each)
    whole = max(sum(each), 1e-9)
    usual = sum(n * many for n, many in zip(trades, each, strict=True)) / whole
    row.further = len(set(world.staff.profession[mine].tolist())) - usual
    takes = np.asarray(world.teams.takes)[homes].astype(int)
    for kind in range(NEEDS):
        row.own_share[kind] = np.array(each) @ ((takes >> kind) & 1) / whole
