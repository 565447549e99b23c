"""Records beside the run that they are of: what must agree agrees."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd
import pytest

from joinedup.codes import Activity, Age, Need, State
from joinedup.labels import labels
from joinedup.rules.life_course import LifeCourseActivity
from joinedup.run import simulate
from joinedup.scenario.scenario import Scenario
from joinedup.state.months import Tally
from joinedup_experiments.evaluator.person_months import recorded_key
from joinedup_experiments.evaluator.recording import Recording
from joinedup_experiments.evaluator.register import register_of
from tests.evaluator.conftest import AFTER, BEFORE, PEOPLE, SEED

MEASURED = {
    "emergency_admissions": "emergency_admissions",
    "mental_health_admissions": "mental_health_admissions",
    "elective_stays": "elective_inpatient",
    "day_cases": "day_cases",
    "outpatient_attendances": "outpatient_attendances",
    "ae_attendances": "ae_attendances",
    "care_home_moves": "care_home_admissions",
    "died": "deaths",
    "consultations": "consultations",
}


def after(table: pd.DataFrame, column: str) -> np.ndarray:
    """A column's sum in each month after the index date."""
    return table[table["month"] >= 0].groupby("month")[column].sum().to_numpy(float)


def test_what_is_recorded_of_is_the_run_itself(managed: Scenario, recording: Recording) -> None:
    run = simulate(managed, SEED, contacts=True)
    assert np.array_equal(run.events, recording.run.events)
    assert np.array_equal(run.history.events, recording.run.history.events)
    for key, values in run.months.items():
        assert np.array_equal(values, recording.run.months[key], equal_nan=True), key


def test_needs_ease_at_contacts_and_the_log_says_when(recording: Recording) -> None:
    events = np.concatenate([recording.run.history.events, recording.run.events])
    moments = {
        activity: set(events[events["activity"] == activity][["time", "who", "kind"]].tolist())
        for activity in (Activity.IMPROVED, Activity.CONTACT)
    }
    assert moments[Activity.IMPROVED]
    assert moments[Activity.IMPROVED] < moments[Activity.CONTACT]


@pytest.mark.parametrize("column", MEASURED)
def test_each_month_sums_to_the_runs_own_measure(
    whole: dict[str, pd.DataFrame], recording: Recording, column: str
) -> None:
    measured = recording.run.months[MEASURED[column]]
    for table in ("person_months", "area_months"):
        assert np.array_equal(after(whole[table], column), measured), table


def test_areas_are_the_sums_of_their_people(whole: dict[str, pd.DataFrame]) -> None:
    area, people = whole["area_months"], whole["person_months"]
    shared = [name for name in area.columns if name in people.columns]
    counted = [name for name in shared if name not in ("month", "neighbourhood", "enrolled")]
    keys = ["neighbourhood", "month"]
    sums = people.groupby(keys)[counted].sum()
    assert len(sums) == 2 * (BEFORE + AFTER)
    np.testing.assert_allclose(sums, area.set_index(keys).loc[sums.index, counted])


def test_before_the_index_date_the_event_log_agrees(
    whole: dict[str, pd.DataFrame], recording: Recording
) -> None:
    window, events = recording.window, recording.events
    inside = (events["time"] >= window.edges[0]) & (events["time"] < window.index_day)
    people = whole["person_months"]
    early = people[people["month"] < 0]
    for column, activity in (
        ("emergency_admissions", Activity.EMERGENCY_ADMISSION),
        ("outpatient_attendances", Activity.OUTPATIENT),
        ("died", Activity.DIED),
        ("moved_out", LifeCourseActivity.MOVED_AWAY),
        ("referrals", Activity.REFERRED),
    ):
        many = np.sum(inside & (events["activity"] == activity))
        assert early[column].sum() == many > 0, column


def test_every_home_is_always_lived_in(
    whole: dict[str, pd.DataFrame], recording: Recording
) -> None:
    area = whole["area_months"].groupby("month").sum()
    assert (area["residents"] == PEOPLE).all()
    for days in (area["person_days"], whole["person_months"].groupby("month")["days"].sum()):
        assert days.to_numpy() == pytest.approx(PEOPLE * np.diff(recording.window.edges), rel=1e-6)


def test_who_comes_takes_the_place_of_who_goes(people: pd.DataFrame) -> None:
    each = people.groupby("month")[["born", "moved_in", "died", "moved_out"]].sum()
    assert (each["born"] + each["moved_in"] == each["died"] + each["moved_out"]).all()
    assert (each.sum() > 0).all()


def test_a_person_has_each_month_once_and_none_after_leaving(people: pd.DataFrame) -> None:
    assert not people.duplicated(["person", "month"]).any()
    each = people.groupby("person", observed=True)
    months = each["month"]
    assert (months.max() - months.min() + 1 == months.size()).all()
    gone = people[(people["died"] == 1) | (people["moved_out"] == 1)]
    assert (gone["month"].to_numpy() == months.max()[gone["person"]].to_numpy()).all()
    assert each.ngroups == PEOPLE + people[["born", "moved_in"]].sum().sum()
    assert (each["quintile"].nunique() == 1).all()
    assert (people["days"] > 0.0).all() and (people["days"] <= 31.0).all()


def test_ages_are_those_of_the_residents(people: pd.DataFrame, recording: Recording) -> None:
    first = people[(people["month"] == 0) & (people["born"] + people["moved_in"] == 0)]
    there = np.bincount(recording.run.history.residents["age"], minlength=len(Age))
    counted = first["age_band"].value_counts().reindex(labels(Age))
    assert counted.sum() == PEOPLE
    assert np.array_equal(counted, there)
    youngest = people.loc[people["born"] == 1, "age_band"]
    assert len(youngest) and (youngest == labels(Age)[0]).all()


def at_the_end(people: pd.DataFrame, recording: Recording) -> pd.DataFrame:
    """The last month of each resident's row, by row, but for those who moved in after it."""
    now = recording.run.residents["generation"]
    register = register_of(recording)
    there = (register.generation == now[register.who]) & (
        register.came < recording.window.edges[-1]
    )
    register = register.of(there)
    assert PEOPLE - 20 < len(register) <= PEOPLE  # the run goes on for a day or two
    last = people[people["month"] == AFTER - 1].set_index("person")
    return last.loc[register.pseudonyms(SEED)].set_axis(register.who, axis=0).sort_index()


def test_people_live_where_and_as_their_rows_say(
    people: pd.DataFrame, recording: Recording
) -> None:
    last = at_the_end(people, recording)
    traits = {name: of[last.index] for name, of in recording.run.residents.items()}
    assert np.array_equal(last["quintile"] - 1, traits["quintile"])
    assert np.array_equal(last["neighbourhood"] - 1, traits["neighbourhood"])
    bands = {name: number for number, name in enumerate(labels(Age))}
    older = traits["age"].astype(int) - last["age_band"].map(bands).astype(int).to_numpy()
    assert set(older) <= {0, 1} and older.sum() < PEOPLE / 100  # a month later


def test_what_is_on_file_follows_the_event_log(people: pd.DataFrame, recording: Recording) -> None:
    """One event after another, in the order of time: the same as all at once."""
    files: dict[tuple[int, int], dict[tuple[int, int], int]] = {}
    none: defaultdict[int, set[tuple[int, ...]]] = defaultdict(set)
    seen = (Activity.MOVED_IN, Activity.PRESENTED, Activity.ASSESSED, Activity.CARE_STARTED,
            Activity.FOUND_FALSE)  # fmt: skip
    events = recording.events[np.isin(recording.events["activity"], seen)]
    for row in events[events["time"] < recording.window.edges[-1]]:
        who, kind, episode = int(row["who"]), int(row["kind"]), (row["genuine"], row["episode"])
        if row["activity"] == Activity.MOVED_IN:
            files |= {(who, kind): {} for kind in Need}
            none[who].clear()
        elif row["activity"] == Activity.FOUND_FALSE:
            none[who].add((kind, *episode))
        elif row["activity"] == Activity.PRESENTED:
            files.setdefault((who, kind), {}).setdefault(episode, 1)
        else:
            files.setdefault((who, kind), {})[episode] = 2
    last = at_the_end(people, recording)
    for kind in Need:
        expected = []
        for who in last.index:
            file = files.get((who, kind), {})
            levels = [file[one] for one in file if (kind, *one) not in none[who]]
            expected.append(max(levels, default=0))
        assert last[recorded_key(kind)].tolist() == expected, kind
        assert set(expected) == {0, 1, 2}, kind


def test_what_services_know_of_is_on_file(people: pd.DataFrame, recording: Recording) -> None:
    """All of it, but for what came to light since the last month ended; and not all that is."""
    last = at_the_end(people, recording)
    needs = np.asarray(recording.run.world.needs)
    for kind in Need:
        state, on_file = needs["state"][last.index, kind], last[recorded_key(kind)] > 0
        known = ~np.isin(state, (State.ABSENT, State.HIDDEN, State.RESOLVED))
        assert np.sum(known & ~on_file) <= 3 < np.sum(known), kind
        assert np.sum((state == State.HIDDEN) & ~on_file) > 0, kind


def test_consultations_are_the_practices_own(people: pd.DataFrame, recording: Recording) -> None:
    """Practices count by the day and records by the hour, so that a day's may be a month apart."""
    months = np.asarray(recording.run.world.months.tallies)[recording.window.calendar]
    for column, item in (
        ("consultations", Tally.CONSULTATIONS),
        ("community_contacts", Tally.CONTACTS),
    ):
        counted = months[:, item].sum()
        assert people[column].sum() == pytest.approx(counted, abs=3.0 * counted / len(months) / 30)


def test_a_stay_costs_what_it_does(people: pd.DataFrame, recording: Recording) -> None:
    p = recording.run.world.globals[0].p.money
    planned = ["elective_stays", "day_cases", "outpatient_attendances"]
    pounds = people[planned] @ [p.elective, p.day_case, p.outpatient]
    rest, many = people["hospital_cost"] - pounds, people["emergency_admissions"]
    assert rest[many == 0].abs().max() < 1e-6
    found = set(rest[many == 1].round(2))
    assert found == {round(float(p.emergency_short), 2), round(float(p.emergency_long), 2)}


def test_enrolment_lasts_from_the_first_on(people: pd.DataFrame, recording: Recording) -> None:
    events = recording.run.events
    until = events["time"] < recording.window.edges[-1]
    many = np.sum(until & (events["activity"] == Activity.ENROLLED))
    assert people["enrolments"].sum() == many > 0
    assert people.loc[people["month"] < 0, "enrolled"].sum() == 0
    ever = people.groupby("person", observed=True)["enrolments"].cumsum() > 0
    assert np.array_equal(ever.astype(int), people["enrolled"])


def test_staff_returns_are_the_runs_own(
    whole: dict[str, pd.DataFrame], recording: Recording
) -> None:
    staff = whole["staff_returns"]
    each = staff[staff["month"] >= 0].groupby("month")[["posts", "in_post", "sickness_days"]].sum()
    months = recording.run.months
    vacant = 1.0 - each["in_post"] / each["posts"]
    np.testing.assert_allclose(vacant, months["vacancy_rate"], atol=1e-9)
    # A whole-time equivalent in post works 5 days in each of the month's 4 or 5 weeks
    weeks = each["sickness_days"] / (5.0 * each["in_post"]) / months["sickness"]
    assert set(weeks.round(6)) == {4.0, 5.0}


def test_surveys_have_the_runs_own_answers(
    whole: dict[str, pd.DataFrame], recording: Recording
) -> None:
    survey = whole["survey"]
    first = survey[survey["month"].between(0, 11)]
    health = first[first["question"] == "health"]
    response = health["answered"].sum() / health["asked"].sum()
    assert response == pytest.approx(recording.run.months["survey_response"][0])
    mean = np.average(health["mean"].fillna(0.0), weights=health["answered"])
    assert mean == pytest.approx(recording.run.months["health_status_survey"][0])
