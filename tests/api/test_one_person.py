"""One person's two lives, and an evaluator's records, through the front door."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import joinedup as ju
from joinedup.rules.life_course import LEAVINGS
from joinedup_experiments.compare.journey import NobodyError, life_of
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.designs.before_and_after import (
    area_before_and_after,
    enrolled_before_and_after,
)
from joinedup_experiments.report.journeys import journey_parts

SMALL = {"residents": 2000, "years": 2, "burn_in_years": 1.5}


@pytest.fixture(scope="module")
def lives():
    arms = (ju.load(name, **SMALL) for name in ("siloed_borough", "local_care_network_well"))
    return ju.journey(*arms, seed=2, world=2)


def test_two_lives_are_told_in_words_a_table_and_a_picture(lives):
    assert str(lives.who) in repr(lives) and "typical" in lives.why
    frame = lives.to_frame()
    assert set(frame["arm"]) == set(lives.found.names) and (frame["resident"] == lives.who).all()
    assert list(lives.side_by_side().columns) == [*lives.found.names]
    assert "a story, not an effect" in lives.words()
    figure = lives.plot()
    assert [axes.get_title(loc="left") for axes in figure.axes] == [*lives.found.names]
    shown = {text.get_text() for text in figure.legends[0].get_texts()}
    assert {"hidden", "in care", "bounced"} <= shown


def test_the_same_person_can_be_asked_for_and_one_who_is_not_there_is_refused(lives):
    arms = [run.scenario for run in lives.found.runs]
    again = ju.journey(*arms, seed=2, person=lives.who)
    pd.testing.assert_frame_equal(again.to_frame(), lives.to_frame())
    with pytest.raises(NobodyError, match="no resident 2000"):
        ju.journey(*arms, person=2000)


@pytest.fixture(scope="module")
def recorded():
    arms = (ju.load(name, **SMALL) for name in ("case_management", "siloed_borough"))
    return ju.records(*arms, seed=1, world=1, months_before=12)


def test_records_of_two_arms_are_one_place_until_the_index_date(recorded):
    mine, otherwise = recorded
    before = [
        one.people[one.people["month"] < 0].reset_index(drop=True).astype({"person": str})
        for one in (mine, otherwise)
    ]
    columns = ["person", "month", "emergency_admissions", "days"]
    pd.testing.assert_frame_equal(before[0][columns], before[1][columns])
    assert mine.area["month"].min() == -12 and mine.people["enrolled"].any()
    found = enrolled_before_and_after(mine.people, "emergency_admissions", window=12)
    truth = mine.truth(found, otherwise)
    assert truth.counterfactual > 0.0 and truth.effect > -truth.counterfactual
    assert mine.truth(found, mine).effect == 0.0


OTHERS = {
    "seeds": lambda one: replace(one, run=replace(one.run, seed=2)),
    "differ in `assumptions`": lambda one: replace(
        one, run=replace(one.run, scenario=one.run.scenario.with_({"assumptions": {}}))
    ),
    "index dates": lambda one: replace(one, window=replace(one.window, index_day=30.0)),
    "months after": lambda one: replace(one, window=replace(one.window, after=6)),
}


@pytest.mark.parametrize("reason", OTHERS)
def test_no_truth_is_told_beside_another_place(recorded, reason):
    mine, otherwise = recorded
    found = enrolled_before_and_after(mine.people, "emergency_admissions", window=12)
    another = replace(otherwise, recording=OTHERS[reason](otherwise.recording))
    with pytest.raises(InputError, match=f"otherwise: .*{reason}"):
        mine.truth(found, another)


def test_no_truth_of_an_area_is_told_as_if_of_people(recorded):
    mine, otherwise = recorded
    found = area_before_and_after(mine.area, "emergency_admissions", window=6)
    with pytest.raises(InputError, match="the truth is told of people"):
        mine.truth(found, otherwise)


def test_no_truth_is_told_of_an_estimate_that_was_made_of_other_records(recorded):
    mine, otherwise = recorded
    found = enrolled_before_and_after(mine.people, "emergency_admissions", window=12)
    of_some = enrolled_before_and_after(mine.people.query("age_band != '85+'"), found.outcome, 12)
    assert of_some.records == found.records, "a part of a table is still of its records"
    elsewhere = (replace(one, recording=OTHERS["differ in `assumptions`"](one.recording))
                 for one in recorded)  # fmt: skip
    others = [
        (otherwise, mine, found),  # the other way round
        (*elsewhere, found),  # another world, whose people have the same pseudonyms
        (mine, otherwise, replace(found, records="", people=("nobody",))),  # another seed
        (otherwise, mine, replace(found, records="")),  # nobody is enrolled there
    ]
    for one, other, estimate in others:
        with pytest.raises(InputError, match="found: it was made of other records"):
            one.truth(estimate, other)


def test_a_newcomer_under_the_same_number_is_told_of(lives):
    assert "newcomer" not in lives.words() and lives.found.followed_by_newcomer == []
    first, other = lives.found.runs
    left = first.events["who"][np.isin(first.events["activity"], LEAVINGS)]
    who = int(left[0])
    gone = tuple(life_of(run.events, who) for run in (first, other))
    found = replace(lives.found, who=who, lives=gone)
    assert lives.found.names[0] in found.followed_by_newcomer
    (line,) = [part.text for part in journey_parts(found, False)
               if "newcomer" in getattr(part, "text", "")]  # fmt: skip
    assert f"goes on under number {who}" in line and lives.found.names[0] in line
