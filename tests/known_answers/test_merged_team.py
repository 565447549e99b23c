"""Merged teams are one team: no barrier inside, one line; each cost of it can be left out."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import NO_WORKER, PER, Activity, Need, Process, Profession, Route, State
from joinedup.day import run_days
from joinedup.phases.assessment_time import NO_TIME, time_to_assess
from joinedup.phases.help_seeking import present
from joinedup.phases.referral import pass_on
from joinedup.rules.eligibility import expected_wait, threshold_under_load
from joinedup.rules.merging import FOR_ANY
from joinedup.run import Run, branch
from joinedup.scenario.place import Team
from joinedup.setup.programme import apply_programme
from joinedup.setup.teams import WEEK_MINUTES
from joinedup.state.world import copied
from joinedup_experiments.scenario_io.load import load_scenario
from tests.known_answers.test_queue import WARM_UP, finite_source

TEAMS = ["adult_social_care", "community_mental_health", "community_nursing", "memory_service"]
LEAD = TEAMS[0]
BARRIERS = {Activity.REFERRED, Activity.BOUNCED, Activity.LOST, Activity.REFUSED}
COSTS = ["team_coordination", "fading", "overlooking"]


@pytest.fixture(scope="module")
def runs() -> dict[str, Run]:
    """Two neighbourhoods: siloed, the same teams merged, and with each cost left out in turn."""
    siloed = load_scenario("siloed_borough").with_({
        "place": {"residents": 6_000, "neighbourhoods": 2},
        "run": {"years": 2.0, "burn_in_years": 2.0},
    })  # fmt: skip
    merged = siloed.with_({
        "disable_mechanisms": ["adoption"],
        "arrangement.interfaces": [{"between": TEAMS, "degree": "merged"}],
    })  # fmt: skip
    arms = {"siloed": siloed, "merged": merged}
    arms |= {cost: merged.with_({"disable_mechanisms": ["adoption", cost]}) for cost in COSTS}
    arms |= {"slowly": merged.with_({"disable_mechanisms": []})}  # fear is of those who still doubt
    arms |= {"fear": merged.with_({"disable_mechanisms": ["fear"]})}
    nobody = {"leadership": "laissez_faire", "engagement": 0.0, "fit": 0.0, "shared_purpose": 0.0}
    arms |= {"on_paper": arms["slowly"].with_({"arrangement.programme": nobody})}
    found = branch(siloed, list(arms.values())[1:], 3)
    return dict(zip(arms, found, strict=True))


def row_of(run: Run, name: str, unit: int = 0) -> int:
    return run.teams.index(next(t for t in run.teams if t[0] == name and t[2] == unit))


def inside(run: Run) -> list[set[int]]:
    """What follows when a member of one of the teams presents a need that another of them takes."""
    world, names = copied(run.world), run.scenario.team_names
    day = float(world.globals[0].settings.today)
    sender = names.index("community_nursing")
    takes = [Need.DAILY_LIVING, Need.COGNITIVE, Need.SEVERE_MENTAL_ILLNESS]
    hidden = np.argwhere(np.asarray(world.needs.state) == State.HIDDEN)
    found = []
    for who, kind in hidden[np.isin(hidden[:, 1], takes)]:
        start = int(world.globals[0].settings.events)
        present(world, int(who), int(kind), day, sender, Route.NOTICED_BY_TEAM)
        pass_on(world, int(who), int(kind), day)
        rows = world.events[start : world.globals[0].settings.events]
        found.append({int(a) for a in rows["activity"]})
    return found


def test_nothing_is_referred_bounced_lost_or_refused_inside(runs) -> None:
    merged, siloed = inside(runs["merged"]), inside(runs["siloed"])
    assert len(merged) > 50
    assert sum(bool(what & BARRIERS) for what in siloed) > 0.9 * len(siloed)
    assert sum(bool(what & BARRIERS) for what in merged) == 0
    assert sum(Activity.ACCEPTED in what for what in merged) > 0.9 * len(merged)


def test_a_merged_team_has_all_posts_lines_and_people(runs) -> None:
    """Those of the borough's team are shared among the neighbourhoods; nobody is left behind."""
    run, before = runs["merged"], runs["siloed"]
    staff, teams = run.world.staff, run.world.teams
    leads = [row_of(run, LEAD, unit) for unit in range(2)]
    homes = [n for n, (name, _, _) in enumerate(run.teams) if name in TEAMS]
    there = np.isin(np.asarray(staff.home), homes)
    assert np.isin(np.asarray(staff.team)[there], leads).all()
    assert np.asarray(staff.post).sum() == np.asarray(before.world.staff.post).sum()
    usual = np.asarray(teams.usual).sum(axis=0)
    assert usual == pytest.approx(np.asarray(before.world.teams.usual).sum(axis=0), abs=10.0)
    left = [number for number in homes if number not in leads]
    for column in ("queue_length", "caseload", "committed", "usual"):
        assert not np.asarray(teams[left][column]).any(), column
    in_care = np.isin(np.asarray(run.world.needs.state), [State.IN_CARE, State.SUPPORTED])
    caring = in_care & np.isin(np.asarray(run.world.needs.team), leads)
    worker = np.asarray(run.world.needs.worker)[caring]
    known = worker != NO_WORKER
    assert (np.asarray(staff.team)[worker[known]] == run.world.needs.team[caring][known]).all()
    for number in leads:
        assert int(teams[number].caseload) == (caring & (run.world.needs.team == number)).sum()


def carried_for_others(run: Run) -> float:
    """Share of the packages in a merged team that staff of another of its teams carry."""
    needs, staff, teams = run.world.needs, run.world.staff, run.world.teams
    in_care = np.isin(np.asarray(needs.state), [State.IN_CARE, State.SUPPORTED])
    leads = [row_of(run, LEAD, unit) for unit in range(2)]
    carried = in_care & np.isin(needs.team, leads) & (np.asarray(needs.worker) != NO_WORKER)
    _, kind = np.nonzero(carried)
    home = np.asarray(staff.home)[np.asarray(needs.worker)[carried]]
    came_from = np.asarray(teams.type)[home]
    return float((came_from != np.asarray(teams.origin)[needs.team[carried], kind]).mean())


def test_staff_take_on_others_work_as_they_adopt_the_change(runs) -> None:
    """None of it by those who have not: pooling by degrees, from nought to all."""
    shares = [carried_for_others(runs[name]) for name in ("on_paper", "slowly", "merged")]
    assert 0.0 == shares[0] < shares[1] < shares[2]
    assert shares[2] > 0.05


def kept_for_assessments(run: Run) -> np.ndarray:
    """Minutes a week that these teams keep, each for its own kinds, and last for any."""
    rows = [number for number, (name, _, _) in enumerate(run.teams) if name in TEAMS]
    return np.asarray(run.world.teams.assessing_minutes)[rows].sum(axis=0)


def test_a_merged_team_keeps_time_for_assessments_as_its_teams_did(runs) -> None:
    """As much, each for its own work; for anybody's as staff adopt the change."""
    kept = [kept_for_assessments(runs[name]) for name in ("on_paper", "slowly", "merged")]
    for minutes in kept:
        assert minutes.sum() == pytest.approx(kept_for_assessments(runs["siloed"]).sum(), rel=0.15)
    shares = [minutes[FOR_ANY] / minutes.sum() for minutes in kept]
    assert 0.0 == shares[0] < shares[1] < shares[2] == 1.0


def test_time_for_assessments_goes_to_ones_own_first_then_to_any(runs) -> None:
    row = copied(runs["on_paper"].world).teams[row_of(runs["on_paper"], LEAD)]
    own = TEAMS.index("memory_service")
    row.assessing_credit = 0.0
    assert time_to_assess.py_func(row, Need.COGNITIVE) == NO_TIME
    row.assessing_credit[FOR_ANY] = 1.0
    assert time_to_assess.py_func(row, Need.COGNITIVE) == FOR_ANY
    row.assessing_credit[own] = 1.0
    assert time_to_assess.py_func(row, Need.COGNITIVE) == own
    row.assessing_credit[FOR_ANY] = 0.0
    assert time_to_assess.py_func(row, Need.DAILY_LIVING) == NO_TIME


def test_each_kind_keeps_the_process_and_the_pace_of_its_own_team(runs) -> None:
    """Nursing's people need no assessment; a merger does not forget how fast care began."""
    run, before = runs["merged"], runs["siloed"]
    row, p = run.world.teams[row_of(run, LEAD)], run.world.globals[0].p.team_process
    kinds = {
        Need.FRAILTY: "community_nursing",
        Need.COGNITIVE: "memory_service",
        Need.SEVERE_MENTAL_ILLNESS: "community_mental_health",
    }
    for kind, name in kinds.items():
        process = Process[before.scenario.teams[name].process.upper()]
        for stage in ("reception", "allocation", "assessment", "review"):
            assert row[stage][kind] == p[stage][process], (name, stage)
    assert (row.starts[row.group[list(kinds)]] > 0.0).all()


def test_a_merger_expects_its_teams_waits_until_the_change_is_adopted(runs) -> None:
    """Thresholds rise by the line for one's own work, and by that of all once it is one line."""
    kinds = [Need.COGNITIVE, Need.FRAILTY, Need.DAILY_LIVING, Need.SEVERE_MENTAL_ILLNESS]
    for name in ("on_paper", "merged"):
        row = runs[name].world.teams[row_of(runs[name], LEAD)]
        p = runs[name].world.globals[0].p.eligibility
        groups = row.group[kinds]
        waits = [
            expected_wait(
                p,
                row.covered,
                row.waiting[0, g],
                row.assessments[g],
                row.waiting[1, g],
                row.starts[g],
            )
            for g in groups
        ]
        if name == "merged":
            waits = [float(row.wait_weeks)] * len(kinds)
        else:
            assert len({round(wait, 6) for wait in waits}) == len(kinds)
        risen = [
            threshold_under_load(p, row.threshold[kind], wait)
            for kind, wait in zip(kinds, waits, strict=True)
        ]
        assert row.threshold_now[kinds] == pytest.approx(risen)


def test_each_kind_keeps_the_threshold_of_its_own_team(runs) -> None:
    run = runs["merged"]
    row = run.world.teams[row_of(run, LEAD)]
    own = {
        Need.DAILY_LIVING: "adult_social_care",
        Need.COGNITIVE: "memory_service",
        Need.FRAILTY: "community_nursing",
    }
    for kind, name in own.items():
        team = run.scenario.teams[name]
        assert row.threshold[kind] == team.threshold
        assert row.eligible_from[kind] == team.eligible_from
        assert row.means_tested[kind] == team.means_tested
    assert (row.threshold_now >= row.threshold).all()


def test_what_merging_costs_goes_when_its_cost_is_left_out(runs) -> None:
    def lead(name: str, column: str) -> float:
        run = runs[name]
        rows = run.world.teams[[row_of(run, LEAD, unit) for unit in range(2)]]
        return float(np.asarray(rows[column]).mean())

    assert lead("merged", "fixed_overhead") > lead("team_coordination", "fixed_overhead") + 60.0
    assert lead("merged", "special") < lead("fading", "special") - 0.001
    assert lead("fading", "special") == pytest.approx(lead("siloed", "special"), abs=0.01)
    fear = [runs[name].months["fear"][:12].mean() for name in ("slowly", "fear")]
    assert fear[0] > 0.0 == fear[1]
    refused = {}
    for name in ("merged", "overlooking"):
        events = runs[name].events
        memory = events[events["kind"] == Need.COGNITIVE]
        refused[name] = [
            (memory["activity"] == a).sum() for a in (Activity.REFUSED, Activity.ACCEPTED)
        ]
    assert refused["merged"] != refused["overlooking"]


def mean_wait(world) -> float:
    """Days between acceptance and care, of all who were served after a warm-up."""
    events = world.events[: world.globals[0].settings.events]
    joined: dict[tuple[int, ...], float] = {}
    waits = []
    for row in events[np.isin(events["activity"], [Activity.ACCEPTED, Activity.CARE_STARTED])]:
        key = tuple(int(row[column]) for column in ("who", "kind", "episode"))
        if row["activity"] == Activity.ACCEPTED:
            joined[key] = float(row["time"])
        elif joined[key] > WARM_UP:
            waits.append(float(row["time"]) - joined[key])
    return float(np.mean(waits))


@pytest.mark.slow
@pytest.mark.parametrize("merged", [False, True])
def test_pooled_staff_serve_a_line_as_theory_says(
    siloed, sized, steady, quiet_place, merged
) -> None:
    """Two M/M/2 lines at three quarters full, and the M/M/4 line that they are once merged."""
    people, care_days, days, servers = 2_000, 20.0, 12_000, 2
    away = people * care_days / (0.75 * servers) - care_days
    kinds = [Need.HOUSING_AND_MONEY, Need.ISOLATION]
    names = {kind.name.lower() for kind in kinds}
    teams = {
        name: team.model_copy(
            update={"accepts": {n: how for n, how in team.accepts.items() if n not in names}}
        )
        for name, team in siloed.teams.items()
        if not set(team.accepts) or set(team.accepts) - names
    }
    for kind in kinds:
        name = kind.name.lower()
        teams[f"team_{name}"] = Team(
            label=name, organisation="voluntary", accepts={name: {}}, threshold=0.0,
            staff={"support_worker": servers * PER / people}, process="parallel_pathway",
            works_weekends=True, direct_access=True,
        )  # fmt: skip
    both = [{"between": [f"team_{name}" for name in sorted(names)], "degree": "merged"}]
    place = sized(siloed.model_copy(update={"teams": teams}), people, 1, 0)
    if merged:
        place = place.with_({
            "arrangement.interfaces": both,
            "disable_mechanisms": [*place.disable_mechanisms, "adoption"],
        })  # fmt: skip

    def alter(p):
        for kind in kinds:
            p.onset.rate[kind] = p.care.relapse[kind] = 365.25 / away
            p.onset.severity_low[kind] = p.onset.severity_high[kind] = 0.5
            p.seeking.rate[kind] = 1e7
            p.care.years[kind] = care_days / 365.25
            p.care.contact_every[kind] = 1e9
            p.care.minutes_a_week[kind] = (
                WEEK_MINUTES * p.care.direct_share[Profession.SUPPORT_WORKER]
            )

    waits = []
    for seed in range(48):
        world = quiet_place(place, alter, days, seed)
        if merged:
            apply_programme(world, steady(place), 0, 0)
        assert run_days(world, 0, days, 16_384) == days
        waits.append(mean_wait(world))
    one = finite_source(4 if merged else 2, (2 if merged else 1) * people, away + 1.0, care_days)
    half = 3.3 * np.std(waits, ddof=1) / np.sqrt(len(waits))
    print(f"merged {merged}: {np.mean(waits):.3f} +- {half:.3f}, theory {one.wait:.3f}")
    assert half < 0.15 * one.wait
    assert abs(np.mean(waits) - one.wait) < half
