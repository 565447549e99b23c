"""One team, no barriers: the model's own settling is M/M/c, and Little's law holds on every line.

Nothing of the model is replaced. Residents who are well fall in need at a constant rate, ask at
once, wait for the team's staff, are in care for an exponential time, are met, and come back. With
``N`` residents this is the closed queue M/M/c//N: a delay station (any law of delay gives the
same answer, Baskett, Chandy, Muntz and Palacios 1975) and ``c`` servers in order of arrival. With
many residents to each place in care it is M/M/c, and Erlang's C gives the chance of waiting.
"""

from __future__ import annotations

from math import exp, log, sqrt
from typing import NamedTuple

import numpy as np
import pytest
from scipy import stats

from joinedup.codes import PER, Activity, Need, Process
from joinedup.day import run_days
from joinedup.scenario.place import Team
from joinedup.state.months import Tally, TeamTally

MONTH_DAYS = 365.25 / 12.0
KIND = Need.HOUSING_AND_MONEY
CARE_DAYS = 20.0
PEOPLE = 2_000
WARM_UP, DAYS = 2_000, 24_000
SURE = 0.999  # one in a thousand runs of a right model would fall outside


class Law(NamedTuple):
    """What theory says of a line: chance of waiting, mean wait in days, mean length."""

    chance: float
    wait: float
    length: float


def erlang_c(servers: int, load: float, care_days: float) -> Law:
    """M/M/c: Erlang's C for an offered ``load`` in erlangs (Erlang 1917)."""
    below = sum(load**k / np.prod(np.arange(1, k + 1)) for k in range(servers))
    top = load**servers / np.prod(np.arange(1, servers + 1)) / (1.0 - load / servers)
    chance = top / (below + top)
    wait = chance * care_days / (servers - load)
    return Law(chance, wait, load / care_days * wait)


def finite_source(servers: int, people: int, away_days: float, care_days: float) -> Law:
    """M/M/c//N: ``people`` who stay away ``away_days``, wait, and are in care ``care_days``."""
    states = np.arange(people + 1)
    weight = np.zeros(people + 1)
    for n in states[1:]:
        rate_in, rate_out = (people - n + 1) / away_days, min(n, servers) / care_days
        weight[n] = weight[n - 1] + log(rate_in / rate_out)
    share = np.exp(weight - weight.max())
    share /= share.sum()
    coming = share * (people - states) / away_days
    chance = coming[states >= servers].sum() / coming.sum()
    length = (share * np.maximum(states - servers, 0)).sum()
    return Law(chance, length / coming.sum(), length)


def test_the_two_formulas_agree_when_the_source_is_large():
    """A check of the checker: with 200,000 people M/M/c//N is M/M/c."""
    few = finite_source(5, 200_000, 1_000_000.0, 20.0)
    many = erlang_c(5, 200_000 / 1_000_020.0 * 20.0, 20.0)
    assert few == pytest.approx(many, rel=1e-3)


@pytest.fixture
def one_team(siloed, sized, quiet_place):
    """A place where one team alone takes `KIND`, with whole servers and exponential care."""

    def make(servers: int, people: int, away_days: float, seed: int):
        teams = dict(siloed.teams)
        for name, team in siloed.teams.items():
            accepts = {need: how for need, how in team.accepts.items() if need != KIND.name.lower()}
            teams[name] = team.model_copy(update={"accepts": accepts})
        teams["the_team"] = Team(
            label="The one team",
            organisation="voluntary",
            staff={"support_worker": servers * PER / people},  # each is a server
            accepts={KIND.name.lower(): {}},
            threshold=0.0,
            process="parallel_pathway",
            works_weekends=True,
            direct_access=True,
        )
        place = sized(siloed.model_copy(update={"teams": teams}), people, 1, 0)

        def alter(p):
            p.onset.rate[KIND] = 365.25 / away_days
            p.care.relapse[KIND] = 365.25 / away_days
            p.onset.severity_low[KIND] = p.onset.severity_high[KIND] = 0.5
            p.seeking.rate[KIND] = 1e7
            p.care.years[KIND] = CARE_DAYS / 365.25
            p.care.contact_every[KIND] = 1e9

        world = quiet_place(place, alter, DAYS, seed)
        world.globals[0].settings.index_day = -1
        team = next(n for n, row in enumerate(world.teams) if row.type == len(teams) - 1)
        row = world.teams[team]
        for stage in ("reception", "allocation", "assessment", "review"):
            assert not row[stage].any()
        assert Process.PARALLEL_PATHWAY == 0
        package = int(world.globals[0].p.care.minutes_a_week[KIND] * 1000 + 0.5)
        assert int(row.after_members - row.first_member) == servers
        row.usual[:] = np.where(row.mix[KIND] > 0, servers * package, 0)
        row.capacity[:] = row.usual
        row.minutes = servers * package / 1000.0
        return world, team

    return make


def waits_of(world) -> np.ndarray:
    """Arrival, and days waited, of everybody served after the warm-up; as (2, people)."""
    events = np.asarray(world.events[: world.globals[0].settings.events])
    key = events["who"].astype(np.int64) << 16 | events["episode"]
    joined = dict(
        zip(
            key[of(events, Activity.ACCEPTED)],
            events["time"][of(events, Activity.ACCEPTED)].astype(float),
            strict=True,
        )
    )
    began = of(events, Activity.CARE_STARTED)
    at = np.array([joined[k] for k in key[began]])
    return np.array([at, events["time"][began].astype(float) - at])[:, at > WARM_UP]


def of(events, activity):
    return events["activity"] == activity


def mean_line(world, team) -> float:
    """People in the line at the end of a day, after the warm-up."""
    first, last = int(WARM_UP / MONTH_DAYS) + 1, int(DAYS / MONTH_DAYS)
    days = np.asarray(world.months.tallies)[first:last, Tally.DAYS]
    line = world.team_tallies[first:last, team, TeamTally.QUEUE_DAYS]
    return line.sum() / days.sum()


def interval(values: list[float]) -> tuple[float, float]:
    """Mean over replications, and the half-width of its interval at the level `SURE`."""
    half = stats.t.ppf(0.5 + SURE / 2, len(values) - 1) * stats.sem(values)
    return float(np.mean(values)), float(half)


# Servers, how full they are, and seeds: with one at 0.5 half must wait, with ten at 0.85 as many.
@pytest.mark.parametrize(
    ("servers", "full", "seeds"),
    [
        (1, 0.5, 80),
        pytest.param(4, 0.75, 80, marks=pytest.mark.slow),
        pytest.param(10, 0.85, 48, marks=pytest.mark.slow),
    ],
)
def test_one_team_without_barriers_is_the_queue_of_theory(one_team, servers, full, seeds):
    """Chance of waiting, mean wait and mean line lie within simulation error of theory.

    The error is that of the mean over independent replications; it is asked to be small
    enough to tell the model from one that starts care only at the next half day.
    """
    away = PEOPLE * CARE_DAYS / (full * servers) - CARE_DAYS
    found: dict[str, list[float]] = {"chance": [], "wait": [], "length": []}
    clock_times = []
    for seed in range(seeds):
        world, team = one_team(servers, PEOPLE, away, seed)
        assert run_days(world, 0, DAYS, 16_384) == DAYS
        assert max(world.staff.packages) <= 1, "nobody serves two at once"
        at, waited = waits_of(world)
        found["chance"].append((waited > 0.0).mean())
        found["wait"].append(waited.mean())
        found["length"].append(mean_line(world, team))
        clock_times.append((at + waited)[waited > 0.0] % 1.0)
    # On the way: asking takes minutes, and a referral is read on the following day.
    closed = finite_source(servers, PEOPLE, away + 1.0, CARE_DAYS)
    opened = erlang_c(servers, full * servers, CARE_DAYS)
    for name, values in found.items():
        mean, half = interval(values)
        expected = getattr(closed, name)
        print(f"{servers} {full} {name}: {mean:.4f} +- {half:.4f}, theory {expected:.4f}")
        assert half < 0.12 * expected, "too few replications to tell"
        assert abs(mean - expected) < half
        assert abs(mean - getattr(opened, name)) < half + abs(expected - getattr(opened, name))
        assert expected == pytest.approx(getattr(opened, name), rel=0.05)
    # Care starts whenever staff become free, at any time of the day; except that care which ends
    # on the very day on which it began gives its staff back on the next morning, since a team
    # settles a day once. No more starts than that share are moved, to whatever time.
    starts = np.concatenate(clock_times)
    mornings = 1.0 - CARE_DAYS * (1.0 - exp(-1.0 / CARE_DAYS))
    error = 4.0 * sqrt(mornings / len(starts))
    assert (starts == 0.0).mean() < mornings + error
    assert stats.kstest(starts, "uniform").statistic < mornings + error + 1.0 / sqrt(len(starts))


def test_care_starts_at_the_moment_that_staff_become_free(one_team):
    """Nobody who had to wait waits a moment longer than until a package has ended."""
    world, _ = one_team(2, 400, 5_000.0, 1)
    assert run_days(world, 0, DAYS, 16_384) == DAYS
    events = np.asarray(world.events[: world.globals[0].settings.events])
    ended = np.sort(events["time"][of(events, Activity.CARE_ENDED)])
    at, waited = waits_of(world)
    started = (at + waited)[waited > 0.0]
    gap = started - ended[np.searchsorted(ended, started + 1e-3) - 1]
    # But for those whose predecessor's care ended on the very day on which it began: that is
    # settled the next morning (a day is settled once).
    assert (gap < 2e-3).mean() > 0.95
    assert gap.max() < 1.0
