"""What is said of a made-up pair, for each kind of thing in which scenarios differ."""

from __future__ import annotations

from typing import Any

import pytest

from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff import as_lines
from joinedup_experiments.scenario_io.diff.differences import STAFF_ARE, keys_told

THREE = ["nursing", "mental_health", "social_care"]
ALL = ["practices", *THREE]
MERGED = {"between": THREE, "degree": "merged"}
CLOSER = {"between": ALL, "degree": "closer_working"}
DOOR = {"in_front_of": THREE, "staff": {"social_worker": 1.0}}
MEETINGS = {"teams": ["nursing", "social_care"]}
MANAGERS = {"case_managers": 12.0}

# arrangement before, arrangement after, a sentence that must be there word for word
ARRANGEMENTS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "organisations": (
        {},
        {"organisations_merge": ["nhs", "council"]},
        "merges the NHS and the council into one organisation, whatever their teams do",
    ),
    "organisations apart": (
        {"organisations_merge": ["nhs", "council"]},
        {},
        "no longer merges the NHS and the council into one organisation",
    ),
    "merged": (
        {},
        {"interfaces": [MERGED]},
        "takes 3 interfaces from none to merged: between every two of Mental health, Nursing and "
        "Social care",
    ),
    "a star": (
        {"interfaces": [MERGED]},
        {"interfaces": [CLOSER, MERGED]},
        "takes 3 interfaces from none to closer working: between The practices and each of Mental "
        "health, Nursing and Social care",
    ),
    "the later entry holds": (
        {"interfaces": [MERGED]},
        {"interfaces": [MERGED, CLOSER]},
        "takes 3 interfaces from merged to closer working: between every two of Mental health, "
        "Nursing and Social care",
    ),
    "one stays outside": (
        {"interfaces": [MERGED]},
        {"interfaces": [MERGED], "stays_outside": ["nursing"]},
        "takes 2 interfaces from merged to none: between Nursing and each of Mental health and "
        "Social care",
    ),
    "said to stay outside": (
        {},
        {"stays_outside": ["nursing"]},
        "leaves Nursing outside what is joined",
    ),
    "all but some": (
        {},
        {"interfaces": [CLOSER, {"between": ["nursing", "social_care"], "degree": "none"}]},
        "takes 5 interfaces from none to closer working: between every two of Mental health, "
        "Nursing, The practices and Social care, but not Nursing and Social care with each other",
    ),
    "by hand": (
        {"interfaces": [MERGED]},
        {"interfaces": [MERGED | {"loss": 0.02}]},
        "sets the share of people lost to 0.02 at 3 interfaces, between every two of Mental "
        "health, Nursing and Social care (it followed from the degree)",
    ),
    "no longer by hand": (
        {"interfaces": [MERGED | {"loss": 0.02}]},
        {"interfaces": [MERGED]},
        "lets the share of people lost follow from the degree again at 3 interfaces, between "
        "every two of Mental health, Nursing and Social care (it was 0.02)",
    ),
    "a door": (
        {},
        {"single_point_of_access": DOOR},
        "adds a single point of access in front of 3 teams: Nursing, Mental health and Social "
        "care, answered by 1 social worker",
    ),
    "no door": (
        {"single_point_of_access": DOOR},
        {},
        "takes away the single point of access in front of 3 teams: Nursing, Mental health and "
        "Social care",
    ),
    "a door for fewer": (
        {"single_point_of_access": DOOR},
        {"single_point_of_access": DOOR | {"in_front_of": THREE[:2]}},
        "takes Social care out of what lies behind the single point of access",
    ),
    "a fuller desk": (
        {"single_point_of_access": DOOR},
        {"single_point_of_access": DOOR | {"staff": {"social_worker": 2.5}}},
        "adds 1.5 social workers (from 1 to 2.5) to the single point of access",
    ),
    "record": (
        {},
        {"shared_record": ["nursing", "social_care"]},
        "adds one record shared by 2 teams: Nursing and Social care",
    ),
    "record for more": (
        {"shared_record": ["nursing", "social_care"]},
        {"shared_record": THREE},
        "brings Mental health into the shared record",
    ),
    "form": (
        {"common_form": THREE},
        {},
        "takes away a common assessment form for 3 teams: Nursing, Mental health and Social care",
    ),
    "meetings": (
        {},
        {"joint_meetings": MEETINGS},
        "adds joint planning meetings every 14 days of Nursing and Social care, at 1 hour a week "
        "for each team",
    ),
    "meetings more often": (
        {"joint_meetings": MEETINGS},
        {"joint_meetings": MEETINGS | {"every_days": 7}},
        "takes the time between joint planning meetings from 14 to 7 days",
    ),
    "case managers": (
        {},
        {"case_management": MANAGERS},
        "adds 12 case managers for 50 people each, found by searching for the 2% of residents at "
        "highest risk every 182 days and visited every 30 days",
    ),
    "more case managers": (
        {"case_management": MANAGERS},
        {"case_management": MANAGERS | {"case_managers": 14.0}},
        "takes the number of case managers from 12 to 14",
    ),
    "coordinators": ({}, {"care_coordinators": 4.0}, "adds 4 care coordinators"),
    "fewer coordinators": (
        {"care_coordinators": 4.0},
        {"care_coordinators": 3.0},
        "takes away 1 care coordinator (from 4 to 3)",
    ),
    "spanners": ({}, {"boundary_spanners": 1.0}, "adds 1 boundary spanner"),
    "back to the GP": (
        {},
        {"back_to_gp_below": {"common_mental_disorder": 0.4}},
        "sends common mental disorder below severity 0.4 back to the GP",
    ),
    "processes": (
        {},
        {"processes": {"nursing": "post_box"}},
        "changes how Nursing works to post box",
    ),
    "extra staff": (
        {},
        {"extra_staff": {"nursing": {"district_nurse": 2.0, "therapist": 1.0}}},
        "adds 2 district nurses (from 8 to 10) and 1 therapist (from 0 to 1) to Nursing",
    ),
    "staff taken out": (
        {"extra_staff": {"nursing": {"district_nurse": 2.0}}},
        {"extra_staff": {"nursing": {"district_nurse": -1.0}}},
        "takes 3 district nurses (from 10 to 7) out of Nursing",
    ),
    "cost": (
        {},
        {"programme_cost_a_year": 150000.0},
        "costs £150,000 a year for the programme itself",
    ),
    "management": (
        {},
        {"management": {"nursing": "matrix", "social_care": "matrix"}},
        "changes how Nursing and Social care are managed, from profession managed to matrix",
    ),
    "budgets": (
        {},
        {"paying": {"budgets": "pooled"}},
        "has organisations hold pooled budgets, not separate ones",
    ),
    "payment": (
        {},
        {"paying": {"payment": "capitated"}},
        "pays providers by a sum for each resident, not by activity",
    ),
    "leaders": (
        {},
        {"programme": {"leadership": "laissez_faire"}},
        "is led in a laissez-faire style, not an inspirational one",
    ),
    "money ends": (
        {},
        {"programme": {"money_ends_month": 36.0}},
        "ends the programme's money after 36 months",
    ),
    "reviews end": (
        {"programme": {"review_every_months": 6.0}},
        {},
        "never reviews progress (every 6 months before)",
    ),
    "opinion leaders": (
        {},
        {"programme": {"opinion_leaders_involved": True}},
        "involves those whom others follow from the start",
    ),
}


@pytest.mark.parametrize("before, after, sentence", ARRANGEMENTS.values(), ids=ARRANGEMENTS)
def test_an_arrangement_in_words(place, told, before, after, sentence):
    said = told(place(arrangement=before), place(arrangement=after))
    assert sentence in said, said


# a key of the scenario and its value before and after, and a sentence
OTHERS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "residents": (
        {"place": {"residents": 30000}},
        {"place": {"residents": 45000}},
        "has more residents: 45,000 instead of 30,000",
    ),
    "deprivation": (
        {},
        {"place": {"deprivation": [0.2, 0.2, 0.2, 0.1, 0.3]}},
        "has other shares of residents by fifth of deprivation: fourth from 0.2 to 0.1 and most "
        "deprived from 0.2 to 0.3",
    ),
    "beds": (
        {},
        {"hospital": {"beds_per_1000": 1.8}},
        "lowers acute beds for every 1,000 residents from 2 to 1.8",
    ),
    "years": ({}, {"run": {"years": 3.0}}, "is run for 3 years after the day of change, not 7"),
    "mechanisms": (
        {},
        {"disable_mechanisms": ["trust", "fear"]},
        "leaves trust and fear out of the model",
    ),
    "an assumption": (
        {},
        {"assumptions": {"handover.loss": 0.25}},
        "takes handover.loss from 0.2 to 0.25 share of handovers: share of people who do not "
        "reach the team they are handed to",
    ),
    "one cell": (
        {"assumptions": {"handover.loss_kept": {"merged": 0.12}}},
        {"assumptions": {"handover.loss_kept": {"merged": 0.11}}},
        "takes handover.loss_kept[merged] from 0.12 to 0.11 share left: what is left of this "
        "barrier at each degree of joining, against none: loss at handover",
    ),
    "a name": ({}, {"name": "Another"}, 'is called "Another", not "Made up"'),
}


@pytest.mark.parametrize("before, after, sentence", OTHERS.values(), ids=OTHERS)
def test_everything_else_in_words(place, told, before, after, sentence):
    said = told(place(**before), place(**after))
    assert said == [sentence]


TEAM = {
    "label": ("Nurses", 'calls the team Nursing "Nurses"'),
    "organisation": ("council", "has Nursing employed and paid by the council, not the NHS"),
    "covers": (
        "borough",
        "has Nursing cover another area: there is one for the whole borough",
    ),
    "role": ("crisis", "gives Nursing another part: it answers crises"),
    "staff": (
        {"district_nurse": 9.0},
        "adds 1 district nurse (from 8 to 9) to Nursing",
    ),
    "accepts": (
        {"frailty": {"severity": [0.3, 1.0], "ages": ["85+"]}},
        "has Nursing take frailty of severity 0.3 to 1 at 85+, not frailty of severity 0 to 1 at "
        "all ages",
    ),
    "threshold": (0.5, "raises the severity below which Nursing refuses a referral from 0.3 to "
                       "0.5"),
    "process": (
        "post_box",
        "has Nursing work by post box, not by reception, assessment and allocation",
    ),
    "works_weekends": (True, "has Nursing working at weekends"),
    "direct_access": (True, "lets residents come to Nursing without a referral"),
}  # fmt: skip


@pytest.mark.parametrize("key", TEAM)
def test_a_team_in_words(place, told, key):
    value, sentence = TEAM[key]
    before = place()
    teams = before.model_dump()["teams"]
    teams["nursing"][key] = value
    assert told(before, place(teams=teams)) == [sentence]


def test_teams_come_and_go(place, told):
    full = place()
    fewer = place(teams={k: v for k, v in full.model_dump()["teams"].items() if k != "nursing"})
    assert told(full, fewer) == ["takes out the team Nursing"]
    (said,) = told(fewer, full)
    assert said.startswith("adds the team Nursing, of the NHS, with 8 district nurses")


def test_every_key_is_told_of():
    assert keys_told("arrangement") == set(Arrangement.model_fields)
    assert keys_told("scenario") == set(Scenario.model_fields) - {"arrangement"}


def test_equal_ones_say_so_and_a_name_is_no_difference_in_the_place(place):
    assert as_lines(place(), place()) == ["no difference"]
    assert as_lines(place(), place(name="Two"))[0] == "no difference but in what they are called"


def test_what_comes_to_the_same_is_told_as_that(place, told):
    again = [{"between": ["nursing", "social_care"], "degree": "merged"}, MERGED]
    one, two = place(arrangement={"interfaces": [MERGED]}), place(arrangement={"interfaces": again})
    assert told(one, two) == ["writes `interfaces` in another way, which comes to the same"]


def test_the_unit_of_staff_is_said_where_staff_are(place):
    lines = as_lines(place(), place(arrangement={"care_coordinators": 4.0}))
    assert lines[-1] == STAFF_ARE
    assert "  - Adds 4 care coordinators." in lines
