"""Nothing is lost under random scenarios: people, needs, staff hours, beds, pounds.

Every check counts again, from rows that the model does not use for the number checked.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.codes import (
    NEEDS,
    NO_WORKER,
    NONE_TEAM,
    PROFESSIONS,
    QUINTILES,
    Activity,
    Age,
    Cause,
    Need,
    Organisation,
    Payer,
    Profession,
    Role,
    State,
)
from joinedup.engine.schedule import NOBODY
from joinedup.phases.team_messages import NOT_QUEUED, lane_of
from joinedup.rules.life_course import BAND_BEGINS, LifeCourseActivity
from joinedup.run import Run, simulate
from joinedup.scenario.beyond_hospital import BeyondHospital
from joinedup.state.hospital import HomePlace
from joinedup.state.months import BANDS, STOCK, Hours, Tally
from joinedup.state.needs import NeedEvent
from joinedup.state.teams import LANES
from tests.conservation.own_care import homes_of_the_council, own_care

EXAMPLES = 25
MONTH_DAYS = 365.25 / 12.0


def conserved(what):
    """A test that ``what`` holds for the runs of `EXAMPLES` random scenarios."""

    @settings(max_examples=EXAMPLES)
    @given(data=st.data())
    def test(check, data):
        check(data, what)

    test.__doc__ = what.__doc__
    return test


# --- people --------------------------------------------------------------------------------


def people(run: Run) -> None:
    """Those who die or move away are followed by newcomers; nobody else comes or goes."""
    residents = run.world.residents
    assert len(residents) == run.scenario.place.residents
    events = run.events
    left = np.isin(events["activity"], (Activity.DIED, LifeCourseActivity.MOVED_AWAY))
    gone, came = events[left], events[events["activity"] == Activity.MOVED_IN]
    assert np.array_equal(np.sort(gone["who"]), np.sort(came["who"]))
    years = (run.world.globals[0].settings.today + 1.0 - np.asarray(residents.born)) / 365.25
    assert np.array_equal(np.searchsorted(BAND_BEGINS, years, "right") - 1, residents.age)
    has_conditions = np.asarray(residents.conditions) > 0
    ill = run.world.needs[:, Need.LONG_TERM_CONDITION]
    there = (ill.genuine == 1) & ~np.isin(ill.state, (State.ABSENT, State.RESOLVED))
    assert np.array_equal(has_conditions, there)
    if run.scenario.run.burn_in_years == 0.0:
        often = np.bincount(gone["who"], minlength=len(residents))
        assert np.array_equal(residents.generation, often)
    kept = np.asarray(residents.home_place) == HomePlace.KEPT
    homes = int((kept | (np.asarray(residents.care_home) == 1)).sum())
    assert int(run.world.globals[0].settings.care_homes) == homes
    assert homes <= int(run.world.globals[0].hospital.care_home_beds)
    assert not (np.asarray(residents.enrolled) & (np.asarray(residents.age) == Age.CHILD)).any()


test_people_are_conserved = conserved(people)

# --- needs ---------------------------------------------------------------------------------


def needs_counted(run: Run) -> None:
    """The stock of needs that is kept day by day is what a census would find."""
    needs, residents = run.world.needs, run.world.residents
    census, p = np.zeros(STOCK, np.int64), run.world.globals[0].p.worsening
    ends = [p.moderate_from, p.severe_from]
    for who, kind in np.ndindex(needs.shape):
        need = needs[who, kind]
        if need.state not in (State.ABSENT, State.RESOLVED):
            band = int(np.searchsorted(ends, need.severity, side="right"))
            assert 0 <= band < BANDS
            assert 0.0 <= need.severity <= 1.0
            quintile = residents[who].quintile
            assert 0 <= quintile < QUINTILES
            census[need.genuine, kind, need.state, band, quintile] += 1
    assert np.array_equal(run.world.globals[0].stock, census)


test_the_stock_of_needs_is_what_a_census_finds = conserved(needs_counted)


def masks(run: Run) -> None:
    """What a resident's row says of their needs is what the needs say."""
    state = np.asarray(run.world.needs.state)
    genuine = np.asarray(run.world.needs.genuine) == 1
    bits = 1 << np.arange(NEEDS)
    for name, these in (
        ("hidden", (State.HIDDEN,)),
        ("idle", (State.HIDDEN, State.ON_FILE)),
        ("unserved", tuple(s for s in State if State.HIDDEN <= s <= State.WAITING_FOR_CARE)),
        ("served", (State.IN_CARE, State.SUPPORTED, State.MET)),
    ):
        expected = ((np.isin(state, these) & genuine) * bits).sum(axis=1)
        assert np.array_equal(np.asarray(run.world.residents[name]), expected), name
    bought = (state == State.SUPPORTED) & (np.asarray(run.world.needs.team) == NONE_TEAM)
    assert np.array_equal(np.asarray(run.world.residents.buys), (bought * bits).sum(axis=1))


test_a_residents_marks_are_the_states_of_their_needs = conserved(masks)


def causes(run: Run) -> None:
    """Every emergency admission has one of the causes that are measured."""
    named = [f"emergency_admissions_{cause.name.lower()}" for cause in Cause if cause]
    by_cause = sum(run.months[name] for name in named)
    assert np.array_equal(by_cause, run.months["emergency_admissions"])


test_emergency_admissions_by_cause_add_up_to_all = conserved(causes)


def barrier_ledger(run: Run) -> None:
    """Every episode begun ends or stands in one place, false and true apart."""
    events, ledger = run.events, run.barrier_ledger
    assert (ledger >= 0).all()
    begun = Counter()
    for event in events:
        if event["activity"] in (Activity.ONSET, Activity.RELAPSED):
            begun[event["kind"]] += 1
    at_least = np.array([begun[kind] for kind in range(NEEDS)])
    assert (ledger[1].sum(axis=1) >= at_least).all()
    met_or_ended = ledger.sum()
    assert met_or_ended >= at_least.sum()


test_the_barrier_ledger_holds_every_episode = conserved(barrier_ledger)


def in_lane(world, team, lane) -> list[int]:
    """The needs of one lane, as its links say, each checked against its neighbours."""
    found: list[int] = []
    at, before = int(team.queue_first[lane]), NOBODY
    while at != NOBODY:
        need = world.needs[at // NEEDS, at % NEEDS]
        assert need.queue_before == before
        assert lane_of.py_func(need) == lane
        found.append(at)
        assert len(found) <= world.needs.size, "a line that bites its tail"
        before, at = at, int(need.queue_next)
    assert int(team.queue_last[lane]) == before
    return found


def lines(run: Run) -> None:
    """A waiting list holds exactly the needs that wait for its team, each once; none is in two."""
    world = run.world
    state, step = np.asarray(world.needs.state), np.asarray(world.needs.next_event)
    waiting = (state == State.WAITING_FOR_ASSESSMENT) | (state == State.WAITING_FOR_CARE)
    waits = waiting & (step == NeedEvent.RENEGE)
    linked: list[int] = []
    for number, team in enumerate(world.teams):
        lanes = [in_lane(world, team, lane) for lane in range(LANES)]
        line = [key for lane in lanes for key in lane]
        assert int(team.queue_length) == len(line)
        assert int(team.to_be_assessed) == len(lanes[0]) + len(lanes[1])
        mine = np.flatnonzero((waits & (np.asarray(world.needs.team) == number)).ravel())
        assert sorted(line) == mine.tolist()
        linked += line
    assert len(set(linked)) == len(linked)
    outside = np.asarray(world.needs.queue_next)[~waits]
    assert (outside == NOT_QUEUED).all()


test_every_line_holds_exactly_those_who_wait_in_it = conserved(lines)

# --- staff hours ---------------------------------------------------------------------------


def hours(run: Run) -> None:
    """The time that members have promised is the sum of their packages, and no more than there is.

    More only where one package alone is bigger than a profession's week, or where staff were
    taken away from work already promised: by the arrangement (its posts, or a merger that ends), by
    sickness, or by leaving; or where a review made packages grow, as odd assumptions have it.
    """
    world, staff = run.world, run.world.staff
    always_there = {"strain", "sickness", "leaving"} <= set(run.scenario.disable_mechanisms)
    always_there &= not run.scenario.assumptions
    arrangement = run.scenario.arrangement
    altered = {name for name, posts in arrangement.extra_staff.items() if posts}
    ended = [p.elements for p in arrangement.phases if p.until_month is not None]
    if any(element.startswith("interfaces") for elements in ended for element in elements):
        merged = (one.between for one in arrangement.interfaces if one.degree == "merged")
        altered.update(name for teams in merged for name in teams)
    promised, packages = np.zeros(len(staff), np.int64), np.zeros(len(staff), np.int64)
    state, team_of = np.asarray(world.needs.state), np.asarray(world.needs.team)
    cared = np.isin(state, (State.IN_CARE, State.SUPPORTED)) & (team_of != NONE_TEAM)
    for who, kind in np.argwhere(cared):
        need = world.needs[who, kind]
        if need.worker != NO_WORKER:
            assert staff[need.worker].team == need.team and staff[need.worker].post > 0.0
            promised[need.worker] += int(float(need.minutes) * 1000.0 + 0.5)
            packages[need.worker] += 1
        else:
            assert world.teams[need.team].role == Role.GENERAL_PRACTICE
    assert np.array_equal(staff.committed, promised)
    assert np.array_equal(staff.packages, packages)
    for number, team in enumerate(world.teams):
        mine = np.asarray(staff.team) == number
        by_profession = np.zeros(PROFESSIONS, np.int64)
        np.add.at(by_profession, np.asarray(staff.profession)[mine], promised[mine])
        assert np.array_equal(team.committed, by_profession), run.teams[number]
        assert int(team.caseload) == (cared & (team_of == number)).sum(), run.teams[number]
        wants = np.asarray(world.needs.queue_next) != NOT_QUEUED
        wants &= (team_of == number) & (state == State.WAITING_FOR_CARE)
        line = np.bincount(np.asarray(world.needs.wanted)[wants], minlength=PROFESSIONS)
        assert np.array_equal(team.wanted, line), run.teams[number]
        name = run.teams[number][0]
        if always_there and name not in altered:
            sharing = np.bincount(
                np.asarray(staff.profession)[mine], packages[mine], minlength=PROFESSIONS
            )
            over = (by_profession > np.asarray(team.capacity)) & (sharing > 1)
            assert not over.any(), run.teams[number]


test_staff_hours_promised_are_those_of_the_packages = conserved(hours)

# --- pounds --------------------------------------------------------------------------------


def emergency_stays(run: Run, end: float) -> Counter:
    """Emergency stays that end after the index date, by length: short when under a day."""
    counts: Counter = Counter()
    since: dict[int, float] = {}
    for event in np.concatenate([run.history.events, run.events]):
        who = int(event["who"])
        if event["activity"] == Activity.EMERGENCY_ADMISSION:
            since[who] = float(event["time"])
        elif event["activity"] == Activity.DISCHARGE and event["cause"] != Cause.NONE:
            days = event["time"] - since.pop(who, -np.inf)
            if run.index_day <= event["time"] < end:
                counts["short" if days < 1.0 else "long"] += 1
    return counts


def staff_wages(run: Run, first: int, months: int) -> dict[Organisation, float]:
    """Pounds of hours held, and of hours covered at their premium, as booked on Mondays.

    Four or five Mondays fall in a month; what they book is paid for all the days of it.
    """
    p = run.world.globals[0].p
    rates = np.asarray(p.money.staff_hour) * p.money.working_weeks / (365.25 / 7.0)
    found = dict.fromkeys(Organisation, 0.0)
    for month in range(first, first + months):
        days = float(run.world.months[month].tallies[Tally.DAYS])
        mondays = sum(int(7 * week / MONTH_DAYS) == month for week in range(20 * 53))
        hours = np.asarray(run.world.months[month].hours)
        for organisation in Organisation:
            held = hours[organisation, :, Hours.HELD] @ rates
            covered = hours[organisation, :, Hours.COVERED] @ rates
            paid = held + covered * p.workforce.cover_premium
            found[organisation] += paid * days / 7.0 / mondays
    return found


def programme_bill(run: Run, months: int) -> dict[Organisation, float]:
    """Pounds of the programme and of posts outside the teams, while there is money for them.

    Each month is a twelfth of a year. Posts cost from going live of their neighbourhood on,
    spanners from the first one's. Those of a single point of access that came out of teams stay
    when the money ends, unless `staff_after_money` puts them back.
    """
    money = run.world.globals[0].p.money
    joined, place = run.scenario.arrangement, run.scenario.place
    size, programme = place.residents / 30_000, joined.programme

    def wage(profession: str, posts: float) -> float:
        hour = float(money.staff_hour[Profession[profession.upper()]])
        return posts * size * 37.5 * money.working_weeks * hour

    def held(begins: float, ends: float, month: int) -> float:
        upto = np.clip([begins - month, ends - month], 0.0, 1.0)
        return max(0.0, float(upto[1] - upto[0]))

    funded = wage("care_coordinator", joined.care_coordinators)
    if joined.case_management:
        funded += wage("district_nurse", joined.case_management.case_managers)
    if joined.hospital:
        for profession, number in joined.hospital.urgent_community_response.items():
            funded += wage(profession, number)
    found = dict.fromkeys(Organisation, 0.0)
    live = programme.go_live_by_neighbourhood or [programme.go_live_month] * place.neighbourhoods
    ends = np.inf if programme.money_ends_month is None else programme.money_ends_month
    spanners = wage("care_coordinator", joined.boundary_spanners)
    left = [{kind: min(0.0, n) for kind, n in one.items()} for one in joined.extra_staff.values()]
    if programme.staff_after_money is not None:
        left = list(programme.staff_after_money.values())
    a_day = money.beyond_day
    beds = joined.hospital or BeyondHospital()
    places = [
        float(np.dot(beds.places_of(place, number), a_day)) * 365.25
        for number in range(place.neighbourhoods)
    ]
    for month in range(months):
        nhs = joined.programme_cost_a_year * held(0.0, ends, month)
        nhs += spanners * held(min(live), ends, month)
        for begins, share, beyond in zip(live, place.shares_of_residents, places, strict=True):
            nhs += (funded * share + beyond) * held(begins, ends, month)
            if joined.single_point_of_access:
                stays, paid = held(begins, np.inf, month), held(begins, ends, month)
                for profession, number in joined.single_point_of_access.staff.items():
                    council = profession in ("social_worker", "support_worker")  # its own employees
                    payer = Organisation.COUNCIL if council else Organisation.NHS
                    moved = min(number, max(0.0, -sum(one.get(profession, 0.0) for one in left)))
                    there = moved * stays + (number - moved) * paid
                    found[payer] += wage(profession, there) * share / 12.0
        found[Organisation.NHS] += nhs / 12.0
    return found


def pounds(run: Run) -> None:
    """What everybody pays is activity times unit cost, staff and programme; twice counted."""
    if run.scenario.arrangement.phases:
        return  # tests/scenarios/test_phases.py has what they cost
    months = len(run.costs)
    first = int(run.index_day / MONTH_DAYS)
    end = np.ceil((first + months) * MONTH_DAYS)
    events = run.events[run.events["time"] < end]
    count = Counter(int(a) for a in events["activity"])
    p = run.world.globals[0].p.money
    tallies = np.asarray(run.world.months.tallies)[first : first + months].sum(axis=0)
    stays = emergency_stays(run, end)
    bill = count[Activity.AE_ATTENDANCE] * p.ae + count[Activity.OUTPATIENT] * p.outpatient
    bill += count[Activity.ELECTIVE_INPATIENT] * p.elective + count[Activity.DAY_CASE] * p.day_case
    bill += stays["short"] * p.emergency_short + stays["long"] * p.emergency_long
    bill += tallies[Tally.READY_BED_DAYS] * p.excess_bed_day
    mental = tallies[Tally.MENTAL_HEALTH_BED_DAYS] + tallies[Tally.OUT_OF_AREA_DAYS]
    bill += mental * p.mental_health_bed_day
    bill += tallies[Tally.CORRIDOR_DAYS] * p.corridor_day + tallies[Tally.CANCELLED] * p.cancelled
    wages = staff_wages(run, first, months)
    wages[Organisation.NHS] += bill
    for organisation, pounds_ in programme_bill(run, months).items():
        wages[organisation] += pounds_
    wages[Organisation.COUNCIL] += homes_of_the_council(run, first, months)
    paid = run.costs.sum(axis=0)
    for payer in ("nhs", "council"):
        paid[Payer[payer.upper()]] -= run.months[f"transfer_{payer}"].sum()
    assert paid[Payer.PEOPLE] == pytest.approx(own_care(run, first, months))
    for organisation in Organisation:
        assert paid[organisation] == pytest.approx(wages[organisation]), organisation.name
    parts = sum(run.months[f"cost_{part}"] for part in ("cashable", "capacity", "people"))
    np.testing.assert_allclose(run.months["cost_total"], parts)
    payers = sum(run.months[f"cost_{who}"] for who in ("nhs", "council", "voluntary", "people"))
    np.testing.assert_allclose(run.months["cost_total"], payers)
    np.testing.assert_allclose(run.months["cost_public"], payers - run.months["cost_people"])
    moved = run.months["transfer_nhs"] + run.months["transfer_council"]
    np.testing.assert_allclose(moved, 0.0, atol=1e-6)


test_pounds_are_activity_times_unit_cost = conserved(pounds)

# --- the same again ------------------------------------------------------------------------


@settings(max_examples=5)
@given(data=st.data())
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(any_scenario, data):
    scenario = data.draw(any_scenario)
    one, same, other = (simulate(scenario, seed) for seed in (5, 5, 6))
    tables = ("globals", "residents", "needs", "teams", "team_tallies", "months", "clocks", "staff")
    for name in tables:
        assert getattr(one.world, name).tobytes() == getattr(same.world, name).tobytes(), name
    assert one.events.tobytes() == same.events.tobytes()
    assert one.events.tobytes() != other.events.tobytes()
    for key, values in one.months.items():
        assert values.tobytes() == same.months[key].tobytes(), key
