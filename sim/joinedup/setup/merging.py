"""Teams that an arrangement merges become one row: people, posts, lines and what they accept.

Where it is live, teams joined with degree ``merged`` (those of pairs that share a team are one) are
the team that comes first by name; a team of the whole borough gives up the posts that fall to the
neighbourhood. General practice and the crisis team stay teams of their own.
"""

from __future__ import annotations

import numpy as np

from joinedup.codes import NEEDS, PROFESSIONS, State
from joinedup.engine.tables import Table
from joinedup.phases.merger import join_lines
from joinedup.rules.merging import doublings_of
from joinedup.scenario.no_effect import merged_groups
from joinedup.scenario.scenario import Scenario
from joinedup.setup.interfaces import set_inside
from joinedup.setup.staffing import number_members
from joinedup.setup.teams import mix_of
from joinedup.state.world import World

Group = list[str]
_BY_KIND = (
    "low", "threshold", "eligible_from", "means_tested", "step",
    "reception", "allocation", "assessment", "review",
)  # fmt: skip
_BY_ANY = (
    "high", "ages", "domains", "weekends", "direct", "record", "form", "at_door", "front",
    "keeps_to", "meeting_minutes",
)  # fmt: skip
IN_HAND = [*range(State.REFERRED, State.WAITING_FOR_CARE + 1), State.IN_CARE, State.SUPPORTED]


def merge_teams(world: World, scenario: Scenario, live: np.ndarray) -> None:
    """Make one team of those that are merged, wherever that is live; called after `set_posts`."""
    groups = merged_groups(scenario.all_teams, scenario.arrangement)
    usual = np.asarray(world.teams.usual).copy()
    for group in groups:
        borough = [name for name in group if scenario.all_teams[name].covers == "borough"]
        if len(borough) == len(group) and not live.all():
            continue  # it serves them all, so it changes when all are live
        for place in np.flatnonzero(live):
            _merge(world, scenario, group, borough, int(place))
    if not groups:
        return
    number_members(world)
    _share_time(world, usual)
    for number in np.flatnonzero(world.teams.merged):
        _set_size(world, world.teams[number])
    _take_over(world)


def _merge(world: World, scenario: Scenario, group: Group, borough: Group, place: int) -> None:
    """One group in one neighbourhood: who works for it, whom it accepts, who refers to it."""
    types = [scenario.team_names.index(name) for name in group]
    local = [name for name in group if name not in borough] or group
    lead = scenario.team_names.index(local[0])
    homes = _homes(world, scenario, group, place)
    row = world.teams[world.team_of[lead, place]]
    number = int(world.team_of[lead, place])
    shares = []
    for name, home in zip(group, homes, strict=True):
        mine = np.flatnonzero(world.staff.home == home)
        posts = np.asarray(world.staff.post)[mine].sum()
        if name in borough and local != group:
            turn = np.asarray(world.staff.person)[mine] + np.asarray(world.staff.profession)[mine]
            mine = mine[turn % len(world.places) == place]
        world.staff.team[mine] = number
        shares.append(np.asarray(world.staff.post)[mine].sum() / max(posts, 1e-9))
    if not row.merged:
        _accept_all(row, [world.teams[home] for home in homes])
        _expect_as_before(row, [world.teams[home] for home in homes], shares)
    world.team_of[types, place] = number
    set_inside(world.globals[0].p, world.target_interfaces[place], lead, types)
    for column in ("degree", "spoa", "record", "meets"):
        world.interfaces[place][column] = world.target_interfaces[place][column]


def _homes(world: World, scenario: Scenario, group: Group, place: int) -> list[int]:
    """The rows that the posts of a group's teams belong to."""
    types = np.asarray(world.teams.type)
    units = np.asarray(world.teams.unit)
    found = []
    for name in group:
        unit = 0 if scenario.all_teams[name].covers == "borough" else place
        type_ = scenario.team_names.index(name)
        found.append(int(np.flatnonzero((types == type_) & (units == unit))[0]))
    return found


def _accept_all(row: Table, homes: list[Table]) -> None:
    """What any of them accepts, each kind by the rules of the team that takes it earliest."""
    columns = {name: np.array([home[name] for home in homes]) for name in _BY_KIND + _BY_ANY}
    low, types = columns["low"], np.array([int(home.type) for home in homes])
    first = low.argmin(axis=0)
    for name in _BY_KIND:
        row[name] = columns[name][first, np.arange(NEEDS)]
    for name in _BY_ANY:
        row[name] = columns[name].max(axis=0)
    row.merged = 1
    row.threshold_now = row.threshold
    lead = int(np.flatnonzero(types == row.type)[0])
    brought = np.where(row.low <= 1.0, first, lead)
    row.group, row.origin = brought, types[brought]
    row.own_mix = np.array([home.mix for home in homes])[brought, np.arange(NEEDS)]


def _expect_as_before(row: Table, homes: list[Table], shares: list[float]) -> None:
    """Starts and assessments a week: each team's share of its own, once, on being merged."""
    if np.asarray(row.starts)[1:].any():
        return
    for column in ("starts", "assessments"):
        row[column][: len(homes)] = [h[column][0] * n for h, n in zip(homes, shares, strict=True)]


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
        row.usual = np.round(shared[number])
        paid = row.usual / 1000.0 / direct
        row.minutes, row.paid_minutes = row.usual.sum() / 1000.0, paid.sum()
        row.mix = mix_of(world.globals[0].p.care.mix, paid)


def _set_size(world: World, row: Table) -> None:
    """How much larger and more mixed than its members' teams, and who came with which kind."""
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
    types = np.asarray(world.teams.type)[homes]
    for kind in range(NEEDS):
        came = sum(n for n, type_ in zip(each, types, strict=True) if type_ == row.origin[kind])
        row.own_share[kind] = came / whole


def _take_over(world: World) -> None:
    """Lines and caseloads of teams that have become others."""
    needs, team = world.needs, np.asarray(world.needs.team).astype(int)
    state = np.asarray(needs.state)
    who, kind = np.nonzero(np.isin(state, IN_HAND) & (team < len(world.teams)))
    types = np.asarray(world.teams.type)[team[who, kind]]
    practice = types == world.globals[0].settings.practice_type
    now = world.team_of[types, np.asarray(world.residents.neighbourhood)[who]]
    moves = ~practice & np.isin(now, now[~practice & (now != team[who, kind])])
    who, kind = who[moves], kind[moves]
    order = np.lexsort((kind, who, np.asarray(needs.since)[who, kind]))
    join_lines(world, (who * NEEDS + kind)[order])
    committed = np.zeros((len(world.teams), PROFESSIONS), np.int64)
    staff = world.staff
    mine = np.asarray(staff.team) >= 0
    np.add.at(committed, (staff.team[mine], staff.profession[mine]), staff.committed[mine])
    world.teams.committed = committed
