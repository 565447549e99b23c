"""Second-order figures: each row's papers are in order, and each reading counts as by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from joinedup.codes import NEEDS, Activity, Age, Cause, Need, Route, State
from joinedup.engine.events import EVENT
from joinedup_experiments.local_place import admissions, stays
from joinedup_experiments.local_place.second_order import READINGS, SECOND_ORDER
from joinedup_experiments.scenario_io.published import published

A, R, C = Activity.ASSESSED, Activity.REFERRED, Activity.CARE_STARTED
OUT, IN = Activity.DISCHARGE, Activity.EMERGENCY_ADMISSION
RESIDENT = [
    ("generation", "u2"), ("age", "u1"), ("quintile", "u1"), ("care_home", "u1"), ("carer", "u1"),
    ("conditions", "u1"),
]  # fmt: skip
ROW = [("team", "u2"), ("state", "u1"), ("genuine", "u1"), ("since", "f8")]


def place(*events: tuple, people: int = 4) -> SimpleNamespace:
    """A run of two teams, with (time, who, team, activity, cause) of what happened."""
    log = np.zeros(len(events), EVENT)
    for row, (time, who, team, activity, cause) in zip(log, events, strict=True):
        row["time"], row["who"], row["team"] = time, who, team
        row["activity"], row["cause"] = activity, cause
    residents, needs = np.zeros(people, RESIDENT), np.zeros((people, NEEDS), ROW)
    residents["age"] = Age.MIDDLE
    world = SimpleNamespace(
        residents=residents,
        needs=needs,
        globals=[SimpleNamespace(settings=SimpleNamespace(today=1_000))],
    )
    return SimpleNamespace(
        events=np.sort(log, order="time"),
        months={"ae_attendances": np.zeros(12)},
        teams=[("clinic", "Clinic", 0), ("other", "Other", 0)],
        world=world,
    )


def test_every_row_has_a_source_a_reading_and_a_range_that_holds_its_value():
    assert len(SECOND_ORDER) > 50
    for row in SECOND_ORDER:
        assert row.source in published(), row.label
        assert row.measure in READINGS, row.label
        assert (row.low is None) == (row.high is None), row.label
        assert row.low is None or row.low <= row.value <= row.high, row.label
    groups = [row.group for row in SECOND_ORDER]
    assert groups == sorted(groups, key=groups.index), "a group stands together"


def test_a_wait_runs_from_the_last_referral_to_the_first_that_follows():
    run = place(
        *[(10, 0, 0, R, 0), (30, 0, 0, R, 0), (40, 0, 0, A, 0), (70, 0, 0, C, 0)],
        *[(70, 1, 0, R, 0), (90, 1, 1, C, 0), (120, 1, 0, C, 0)],
        *[(5, 2, 0, C, 0), (50, 2, 0, R, 0), (60, 3, 0, C, 0)],
    )
    of = "clinic referred care_started"
    assert READINGS["median_wait"](run, of) == pytest.approx(45.0)  # 40 and 50
    assert READINGS["mean_wait_in_weeks"](run, "clinic referred assessed") == pytest.approx(10 / 7)
    assert READINGS["within_six_weeks"](run, of) == pytest.approx(0.5)
    assert np.isnan(READINGS["median_wait"](place(), of))


def test_people_in_lines_are_counted_once_and_by_how_long():
    run = place(people=10)
    needs = run.world.needs
    needs["state"][:4, :2] = State.WAITING_FOR_ASSESSMENT
    needs["team"][3] = 1
    needs["since"][:2] = 700.0
    needs["since"][2] = 990.0
    assert READINGS["waiting"](run, "clinic waiting_for_assessment") == pytest.approx(300.0)
    assert READINGS["waiting"](run, "clinic+other waiting_for_assessment") == pytest.approx(400.0)
    assert READINGS["waiting"](run, "clinic waiting_for_care") == 0.0
    assert READINGS["waiting_over"](run, "clinic 182") == pytest.approx(2 / 3)


def test_a_request_is_from_hospital_when_the_need_came_to_light_there():
    seen, noticed = Activity.PRESENTED, Activity.NOTICED
    run = place(
        *[(1, 0, 1, noticed, Route.NOTICED_IN_HOSPITAL), (2, 0, 0, R, 0)],
        *[(1, 1, 1, seen, Route.SOUGHT_HELP), (2, 1, 0, R, 0)],
        *[(1, 2, 1, noticed, Route.NOTICED_IN_HOSPITAL), (2, 2, 1, R, 0)],
    )
    assert READINGS["from_hospital"](run, "clinic") == 0.5


def test_requests_are_counted_by_age_and_by_who_asks():
    run = place(*[(t, who, 0, R, 0) for t, who in ((800, 0), (900, 0), (950, 1), (990, 2))])
    run.world.residents["age"][:2] = Age.OLD
    assert READINGS["requests_at"](run, "clinic 75-84 85+") == pytest.approx(1500.0)
    assert READINGS["requests_at"](run, "clinic 16-39 40-64") == pytest.approx(500.0)
    assert READINGS["requests_each"](run, "clinic") == pytest.approx(4 / 3)


def test_stays_and_delays_run_from_one_end_to_the_other():
    """A day case is no stay; of two emergencies one ends on its day; 2 of 10 days are delay."""
    fit, elective = Activity.READY_FOR_DISCHARGE, Activity.ELECTIVE_INPATIENT
    run = place(
        *[(700, 0, 0, IN, 0), (708, 0, 0, fit, 1), (710, 0, 0, OUT, 0)],
        *[(700, 1, 0, IN, 0), (700.5, 1, 0, OUT, 0), (800, 1, 0, Activity.DAY_CASE, 0)],
        *[(700, 2, 0, elective, 0), (702, 2, 0, fit, 0), (703, 2, 0, OUT, 0), (999, 2, 0, IN, 0)],
    )
    assert READINGS["mean_stay"](run, "emergency") == pytest.approx(10.5 / 2)
    assert READINGS["mean_stay"](run, "all") == pytest.approx(13.5 / 3)
    assert READINGS["same_day"](run, "") == pytest.approx(1 / 2)
    assert READINGS["mean_delay"](run, "") == pytest.approx(3 / 2)
    assert READINGS["delayed_for_package"](run, "") == pytest.approx(2 / 3)
    assert np.isnan(READINGS["mean_delay"](place(), ""))


def test_contact_is_care_now_or_a_referral_of_this_person_in_the_year():
    moved = Activity.MOVED_IN
    run = place(
        *[(700, 0, 0, R, 0), (700, 1, 0, R, 0), (800, 1, 0, moved, 0), (600, 2, 0, R, 0)],
        *[(950, 0, 0, IN, Cause.CRISIS), (960, 0, 0, IN, Cause.BACKGROUND)],
        *[(970, 3, 0, IN, Cause.SENSITIVE), (980, 1, 0, IN, Cause.BACKGROUND)],
        *[(950, 0, 0, Activity.CRISIS, 0)],
    )
    run.teams[0] = ("memory_service", "Memory", 0)
    run.world.needs["state"][3, 0] = State.IN_CARE
    assert admissions.in_contact(run).tolist() == [True, False, False, True]
    assert READINGS["in_contact"](run, "") == 0.5
    run.months |= {"emergency_admissions": np.full(12, 2.0)}
    run.months |= {"admissions_ambulatory_care_sensitive": np.full(12, 0.5)}
    assert READINGS["sensitive"](run, "") == pytest.approx(1 / 4)
    assert READINGS["for_mental_health"](run, "") == pytest.approx(1 / 3)
    assert admissions.events_of(run, "preventable_admission").tolist() == [0, 0, 0, 1]
    assert READINGS["mental_health_contact"](run, "emergency_admission") == pytest.approx(3.0)


def test_who_carries_what_is_counted_by_age_and_kind():
    run = place(people=8)
    run.world.residents["age"][:4] = Age.OLD
    needs = run.world.needs
    frail, mental, daily = Need.FRAILTY, Need.COMMON_MENTAL_DISORDER, Need.DAILY_LIVING
    run.world.residents["conditions"][:2] = 1, 2
    for who, kinds in enumerate(
        [(frail, mental), (frail, Need.LONG_TERM_CONDITION, daily), (mental,), (daily,), (mental,)]
    ):
        needs["genuine"][who, list(kinds)], needs["state"][who, list(kinds)] = 1, State.MET
    run.world.residents["carer"][3:] = 1
    assert READINGS["carrying"](run, "2") == pytest.approx(2 / 8)
    assert READINGS["carrying"](run, "1 75-84") == pytest.approx(3 / 4)
    assert READINGS["having"](run, "frailty") == pytest.approx(2 / 8)
    assert READINGS["mental_and_physical"](run, "0") == pytest.approx(1 / 8)
    assert READINGS["mixed_of_many"](run, "") == pytest.approx(1 / 2)
    assert READINGS["odds_of_mental_disorder"](run, "2") == 0.0
    assert READINGS["daily_living_if_ill"](run, "") == pytest.approx(1 / 2)
    assert READINGS["cared_for"](run, "") == pytest.approx(1 / 8)
    assert np.isnan(READINGS["daily_living_most_deprived"](run, ""))


def test_a_readmission_is_an_emergency_within_a_month_of_any_discharge():
    day_case = Activity.DAY_CASE
    run = place(
        *[(700, 0, 0, OUT, 0), (720, 0, 0, IN, 0), (725, 0, 0, OUT, 0), (765, 0, 0, IN, 0)],
        *[(700, 1, 0, day_case, 0), (710, 1, 0, IN, 0), (700, 2, 0, OUT, 0)],
    )
    assert stays.readmitted(run, "") == pytest.approx(2 / 4)
    assert admissions.admitted(run, "") == pytest.approx(2 / 4)


def test_odds_are_those_of_like_with_like():
    """Each band has its own odds; between them ill health goes with age, which must not count."""
    exposed, case, age = [], [], []
    for band, cells in ((Age.MIDDLE, (8, 2, 4, 4)), (Age.OLD, (20, 10, 10, 20))):
        for number, (ill, admitted) in zip(cells, ((1, 1), (1, 0), (0, 1), (0, 0)), strict=True):
            exposed += [ill] * number
            case += [admitted] * number
            age += [band] * number
    events = [(900, who, 0, IN, 0) for who in np.flatnonzero(case)]
    run = place(*events, people=len(case))
    run.world.residents["age"] = age
    ill = run.world.needs[:, Need.COMMON_MENTAL_DISORDER]
    ill["genuine"], ill["state"] = 1, np.where(exposed, State.ON_FILE, State.ABSENT)
    by_hand = (8 * 4 / 18 + 20 * 20 / 60) / (2 * 4 / 18 + 10 * 10 / 60)
    assert admissions.odds_of_admission(run, "mental emergency_admission") == pytest.approx(by_hand)
