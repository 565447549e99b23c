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
from joinedup.setup.parting import PACES, Before, part_teams, take_over
from joinedup.setup.staffing import SMALLEST_POST, number_members, posts_by_place
from joinedup.setup.teams import mix_of, raised_as
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


class Merger(NamedTuple):
    """A group in a neighbourhood where it is merged."""

    group: Group
    borough: Group  # those of it that are of the whole borough
    place: int
    types: list[int]
    was: Table | None  # the row that these very teams were before today, if they were


class Homes(NamedTuple):
    """The rows that a group's teams have by themselves, and what of each comes together."""

    numbers: list[int]
    shares: list[float]  # of its posts
    was: Table | None


def merge_teams(world: World, force: InForce, before: Before) -> None:
    """Make one team of those that are merged, wherever that holds; called after `set_posts`.

    Those that were merged are parted first, so that who leads may change. Of those that go on, what
    is set is set anew; their pace, what their thresholds have risen by and their trust stay.
    """
    scenario = force.siloed
    mergers = _mergers(force, before)
    if not mergers and not before.merged.any():
        return
    rows = [before.row_of(one.types, one.place) for one in mergers]
    part_teams(world, scenario, before, [row for row in rows if row is not None])
    usual = np.asarray(world.teams.usual).copy()
    _share_pace(world, dict(_merge(world, scenario, one) for one in mergers))
    number_members(world)
    _share_time(world, usual)
    for number in np.flatnonzero(world.teams.merged):
        _set_size(world, world.teams[number])
    take_over(world, before)


def _mergers(force: InForce, before: Before) -> list[Merger]:
    teams, names = force.siloed.all_teams, force.siloed.team_names
    each = [merged_groups(teams, one.arrangement) for one in force.at]
    found = []
    for group in map(list, sorted({tuple(group) for groups in each for group in groups})):
        borough = [name for name in group if teams[name].covers == "borough"]
        where = [place for place, groups_there in enumerate(each) if group in groups_there]
        if len(borough) == len(group) and len(where) < len(each):
            continue  # it serves them all, so it changes when it holds for all
        types = [names.index(name) for name in group]
        for place in where:
            row = before.row_of(types, place)
            was = None if row is None else before.teams[row]
            found.append(Merger(group, borough, place, types, was))
    return found


def _merge(world: World, scenario: Scenario, merger: Merger) -> tuple[int, Homes]:
    """One group in one neighbourhood: who works for it, whom it accepts, who refers to it."""
    group, borough, place, types, was = merger
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
    homes = Homes(numbers, shares, was)
    if not row.merged:
        _accept_all(world, row, homes)
    world.team_of[types, place] = number
    among = ~np.eye(len(types), dtype=bool)
    for column in ("trust", "good_mean", "bad_mean") if was is None else ():
        pairs = np.asarray(world.interfaces[place][column])[np.ix_(types, types)]
        world.interfaces[place, lead, lead][column] = pairs[among].mean()
    set_inside(world.globals[0].p, world.target_interfaces[place], lead, types)
    for column in ("degree", "spoa", "record", "meets"):
        world.interfaces[place][column] = world.target_interfaces[place][column]
    return number, homes


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
    if homes.was is not None:
        row.threshold_now = raised_as(homes.was, row.threshold)
    lead = int(np.flatnonzero(types == row.type)[0])
    brought = np.where(row.low <= 1.0, first, lead)
    row.merged, row.origin = 1, types[brought]
    row.group = np.unique(brought, return_inverse=True)[1]
    takes = _takes(world, homes)
    row.crew = np.unique(takes, axis=1, return_inverse=True)[1].reshape(NEEDS)
    row.pot_takes = 0
    for pot, team in enumerate(teams):
        team.pot, row.pot_takes[pot] = pot, team.takes
    _mix_crews(world, row, homes, takes)


def _takes(world: World, homes: Homes) -> np.ndarray:
    """1 where a team takes a kind: [home, kind]."""
    bits = np.asarray(world.teams.takes)[homes.numbers].astype(int)
    return (bits[:, None] >> np.arange(NEEDS)) & 1


def _mix_crews(world: World, row: Table, homes: Homes, takes: np.ndarray) -> None:
    """Each kind's package by profession, of the staff that take it on."""
    p = world.globals[0].p.care
    usual = np.array([world.teams[number].usual for number in homes.numbers])
    paid = usual * np.array(homes.shares)[:, None] / 1000.0 / p.direct_share
    for kind in range(NEEDS):
        crew = takes[:, kind] == 1
        row.own_mix[kind] = mix_of(p.mix, paid[crew if crew.any() else ...].sum(axis=0))[kind]


def _share_pace(world: World, merged: dict[int, Homes]) -> None:
    """Starts and assessments a week go with posts: what is with a merged team is not its home's.

    A team that goes on has its own already. Any other has its share of each home's, by the lines of
    its kinds, of what those that go on have not.
    """
    left, before = np.ones(len(world.teams)), np.ones(len(world.teams))
    for homes in merged.values():
        left[homes.numbers] -= homes.shares
        if homes.was is not None:
            before[homes.numbers] -= homes.shares
    before = np.where(before > SMALLEST_POST, before, 1.0)
    elsewhere = np.asarray(world.teams.merged) == 0
    for name in PACES:
        pace = np.asarray(world.teams[name])[:, 0] / before
        for number, homes in merged.items():
            if homes.was is None:
                takes, row = _takes(world, homes), world.teams[number]
                own = takes / np.maximum(takes.sum(axis=1, keepdims=True), 1)
                by_kind = (pace[homes.numbers] * homes.shares) @ own
                row[name] = np.bincount(row.group, by_kind, NEEDS)
        world.teams[name][elsewhere] *= (np.maximum(0.0, left) / before)[elsewhere][:, None]


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
