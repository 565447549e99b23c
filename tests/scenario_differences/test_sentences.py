"""The sentences on a made-up pair, for each kind of thing in which scenarios differ."""

from __future__ import annotations

from typing import Any

import pytest

from joinedup_experiments.scenario_io.diff.differences import as_lines, staff_are

THREE = ["nursing", "mental_health", "social_care"]
ALL = ["practices", *THREE]
MERGED = {"between": THREE, "degree": "merged"}
LOCATED = {"between": THREE, "degree": "co_located"}
CLOSER = {"between": ALL, "degree": "closer_working"}
DOOR = {"in_front_of": THREE, "staff": {"social_worker": 1.0}}
MEETINGS = {"teams": ["nursing", "social_care"]}
MANAGERS = {"case_managers": 12.0}


def stay(**posts: float) -> dict[str, Any]:
    return {"money_ends_month": 9.0, "staff_after_money": {"nursing": posts}}


# arrangement before, arrangement after, a sentence that must be there word for word
ARRANGEMENTS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "organisations": (
        {},
        {"organisations_merge": ["nhs", "council"]},
        "adds the NHS and the council to the organisations that become one",
    ),
    "organisations apart": (
        {"organisations_merge": ["nhs", "council"]},
        {},
        "takes the NHS and the council out of the organisations that become one",
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
        {"interfaces": [LOCATED]},
        {"interfaces": [LOCATED, CLOSER]},
        "takes 3 interfaces from co-located to closer working: between every two of Mental health, "
        "Nursing and Social care",
    ),
    "one stays outside": (
        {"interfaces": [MERGED]},
        {"interfaces": [MERGED], "stays_outside": ["nursing"]},
        "takes 2 interfaces from merged to none: between Nursing and each of Mental health and "
        "Social care",
    ),
    "sentences to stay outside": (
        {},
        {"stays_outside": ["nursing"]},
        "adds Nursing to the teams left out of every interface that names them",
    ),
    "all but some": (
        {},
        {"interfaces": [CLOSER, {"between": ["nursing", "social_care"], "degree": "none"}]},
        "takes 5 interfaces from none to closer working: between every two of Mental health, "
        "Nursing, The practices and Social care, but not Nursing and Social care with each other",
    ),
    "by hand": (
        {"interfaces": [LOCATED]},
        {"interfaces": [LOCATED | {"loss": 0.02}]},
        (
            "sets the share of people who never arrive at the next team to 0.02 at 3 interfaces, "
            "between every two of Mental health, Nursing and Social care (it followed from the "
            "degree)"
        ),
    ),
    "no longer by hand": (
        {"interfaces": [LOCATED | {"loss": 0.02}]},
        {"interfaces": [LOCATED]},
        (
            "lets the share of people who never arrive at the next team follow from the degree "
            "again at 3 interfaces, between every two of Mental health, Nursing and Social care "
            "(it was 0.02)"
        ),
    ),
    "a door": (
        {},
        {"single_point_of_access": DOOR},
        (
            "adds the single point of access to several teams (teams behind the single point of "
            "access: Nursing, Mental health and Social care; staff of the single point of access:"
            " 1 social worker)"
        ),
    ),
    "no door": (
        {"single_point_of_access": DOOR},
        {},
        (
            "takes away the single point of access to several teams (teams behind the single "
            "point of access: Nursing, Mental health and Social care; staff of the single point "
            "of access: 1 social worker)"
        ),
    ),
    "a door for fewer": (
        {"single_point_of_access": DOOR},
        {"single_point_of_access": DOOR | {"in_front_of": THREE[:2]}},
        "takes Social care out of the teams behind the single point of access",
    ),
    "a fuller desk": (
        {"single_point_of_access": DOOR},
        {"single_point_of_access": DOOR | {"staff": {"social_worker": 2.5}}},
        "adds 1.5 social workers (from 1 to 2.5) to the staff of the single point of access",
    ),
    "record": (
        {},
        {"shared_record": ["nursing", "social_care"]},
        "adds Nursing and Social care to the teams that read each other's record",
    ),
    "record for more": (
        {"shared_record": ["nursing", "social_care"]},
        {"shared_record": THREE},
        "adds Mental health to the teams that read each other's record",
    ),
    "form": (
        {"common_form": THREE},
        {},
        (
            "takes Nursing, Mental health and Social care out of the teams that share an "
            "assessment form"
        ),
    ),
    "meetings": (
        {},
        {"joint_meetings": MEETINGS},
        (
            "adds the joint planning meetings (teams that meet: Nursing and Social care; days "
            "between joint meetings: 14; staff time for joint meetings: 1 hour a week)"
        ),
    ),
    "meetings more often": (
        {"joint_meetings": MEETINGS},
        {"joint_meetings": MEETINGS | {"every_days": 7}},
        "lowers the days between joint meetings from 14 to 7",
    ),
    "case managers": (
        {},
        {"case_management": MANAGERS},
        (
            "adds the case management (case managers: 12; caseload of each: 50; share of "
            "residents enrolled: 0.02; days between visits to each: 30; days between searches by "
            "risk score: 182; share of places for people whom clinicians have seen get worse: 0.3; "
            "share of people to whom it is offered: 1)"
        ),
    ),
    "more case managers": (
        {"case_management": MANAGERS},
        {"case_management": MANAGERS | {"case_managers": 14.0}},
        "raises the case managers from 12 to 14",
    ),
    "coordinators": (
        {},
        {"care_coordinators": 4.0},
        "raises the care coordinators of people with mixed needs from 0 to 4",
    ),
    "fewer coordinators": (
        {"care_coordinators": 4.0},
        {"care_coordinators": 3.0},
        "lowers the care coordinators of people with mixed needs from 4 to 3",
    ),
    "spanners": ({}, {"boundary_spanners": 1.0}, "raises the boundary spanners from 0 to 1"),
    "back to the GP": (
        {},
        {"back_to_gp_below": {"common_mental_disorder": 0.4}},
        (
            "sets the severity below which a need goes back to the GP for common mental disorder "
            "to 0.4"
        ),
    ),
    "processes": (
        {},
        {"processes": {"nursing": "post_box"}},
        "sets the team process that replaces a team's own for Nursing to post box",
    ),
    "extra staff": (
        {},
        {"extra_staff": {"nursing": {"district_nurse": 2.0, "therapist": 1.0}}},
        (
            "adds 2 district nurses (from 8 to 10) and 1 therapist (from 0 to 1) to the staff at "
            "Nursing"
        ),
    ),
    "staff taken out": (
        {"extra_staff": {"nursing": {"district_nurse": 2.0}}},
        {"extra_staff": {"nursing": {"district_nurse": -1.0}}},
        "takes 3 district nurses (from 10 to 7) out of the staff at Nursing",
    ),
    "cost": (
        {},
        {"programme_cost_a_year": 150000.0},
        "raises the cost of the programme itself from 0 to 150,000 pounds a year",
    ),
    "management": (
        {},
        {"management": {"nursing": "matrix", "social_care": "matrix"}},
        "sets the management structure for Nursing and Social care to matrix",
    ),
    "budgets": (
        {},
        {"paying": {"budgets": "pooled"}},
        "changes the budgets for joint work from separate to pooled",
    ),
    "payment": (
        {},
        {"paying": {"payment": "capitated"}},
        (
            "changes the way in which providers are paid from payment by activity to a sum for "
            "each resident"
        ),
    ),
    "leaders": (
        {},
        {"programme": {"leadership": "laissez_faire"}},
        "changes the style of leadership from inspirational to laissez-faire",
    ),
    "money ends": (
        {},
        {"programme": {"money_ends_month": 36.0}},
        "changes the month in which money ends from never to 36",
    ),
    "staff that stay": (
        {"programme": stay(gp=1.0, district_nurse=-1.0)},
        {"programme": stay(gp=3.0, district_nurse=-1.0)},
        "keeps 3 GPs (from 1 to 3) added to Nursing when money ends",
    ),
    "reviews end": (
        {"programme": {"review_every_months": 6.0}},
        {},
        "changes the months between reviews from 6 to never",
    ),
    "opinion leaders": (
        {},
        {"programme": {"opinion_leaders_involved": True}},
        "changes whether opinion leaders are involved from the start from no to yes",
    ),
}


@pytest.mark.parametrize("before, after, sentence", ARRANGEMENTS.values(), ids=ARRANGEMENTS)
def test_an_arrangement_in_words(place, sentences_on, before, after, sentence):
    sentences = sentences_on(place(arrangement=before), place(arrangement=after))
    assert sentence in sentences, sentences


# a key of the scenario and its value before and after, and a sentence
OTHERS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "residents": (
        {"place": {"residents": 30000}},
        {"place": {"residents": 45000}},
        "raises the residents of the whole place from 30,000 to 45,000 people",
    ),
    "deprivation": (
        {},
        {"place": {"deprivation": [0.2, 0.2, 0.2, 0.1, 0.3]}},
        (
            "changes the shares by quintile from 0.2, 0.2, 0.2, 0.2 and 0.2 to 0.2, 0.2, 0.2, 0.1"
            " and 0.3"
        ),
    ),
    "beds": (
        {},
        {"hospital": {"beds_per_1000": 1.8}},
        "lowers the acute beds from 60 to 54",
    ),
    "years": ({}, {"run": {"years": 3.0}}, "lowers the years after the index date from 7 to 3"),
    "mechanisms": (
        {},
        {"disable_mechanisms": ["trust", "fear"]},
        "adds trust and fear to the mechanisms left out of the model",
    ),
    "an assumption": (
        {},
        {"assumptions": {"handover.loss": 0.25}},
        "takes handover.loss from 0.2 to 0.25 share of handovers: share of people who do not "
        "reach the team they are handed to",
    ),
    "one cell": (
        {"assumptions": {"handover.loss_multiplier": {"merged": 0.12}}},
        {"assumptions": {"handover.loss_multiplier": {"merged": 0.11}}},
        "takes handover.loss_multiplier[merged] from 0.12 to 0.11 share left: barrier "
        "multiplier by degree of joining: loss at handover",
    ),
    "a name": (
        {},
        {"name": "Another"},
        'changes the name in tables and pictures from "Made up" to "Another"',
    ),
}


@pytest.mark.parametrize("before, after, sentence", OTHERS.values(), ids=OTHERS)
def test_everything_else_in_words(place, sentences_on, before, after, sentence):
    sentences = sentences_on(place(**before), place(**after))
    assert sentences == [sentence]


TEAM = {
    "label": (
        "Nurses",
        'changes the name in tables and pictures from "Nursing" to "Nurses" at Nursing',
    ),
    "organisation": (
        "council",
        "changes the employer and payer from the NHS to the council at Nursing",
    ),
    "covers": (
        "borough",
        "changes the area that each such team covers from neighbourhood to borough at Nursing",
    ),
    "role": ("crisis", "changes the role from caseload to crisis at Nursing"),
    "staff": (
        {"district_nurse": 9.0},
        "adds 1 district nurse (from 8 to 9) to the staff at Nursing",
    ),
    "accepts": (
        {"frailty": {"severity": [0.3, 1.0], "ages": ["85+"]}},
        "changes the severity from 0 and 1 to 0.3 and 1 for frailty at Nursing",
        "changes the age bands from all to 85+ for frailty at Nursing",
    ),
    "threshold": (
        0.5,
        "raises the severity below which a referral is refused from 0.3 to 0.5 at Nursing",
    ),
    "process": (
        "post_box",
        (
            "changes the team process from reception, assessment and allocation to post box at "
            "Nursing"
        ),
    ),
    "works_weekends": (True, "changes whether it works at weekends from no to yes at Nursing"),
    "direct_access": (
        True,
        "changes whether residents can come without a referral from no to yes at Nursing",
    ),
}


@pytest.mark.parametrize("key", TEAM)
def test_a_team_in_words(place, sentences_on, key):
    value, *sentences = TEAM[key]
    before = place()
    teams = before.model_dump()["teams"]
    teams["nursing"][key] = value
    assert sentences_on(before, place(teams=teams)) == sentences


def test_teams_come_and_go(place, sentences_on):
    full = place()
    fewer = place(teams={k: v for k, v in full.model_dump()["teams"].items() if k != "nursing"})
    (gone,) = sentences_on(full, fewer)
    assert gone.startswith("takes Nursing (") and gone.endswith(" out of the teams")
    (sentences,) = sentences_on(fewer, full)
    assert sentences.startswith("adds Nursing (employer and payer: the NHS;")
    assert "staff: 8 district nurses" in sentences and sentences.endswith(" to the teams")


def test_equal_ones_say_so_and_a_name_is_no_difference_in_the_place(place):
    assert as_lines(place(), place()) == ["no difference"]
    assert as_lines(place(), place(name="Two"))[0] == "no difference but in what they are called"


def test_what_comes_to_the_same_is_told_as_that(place, sentences_on):
    again = [{"between": ["nursing", "social_care"], "degree": "merged"}, MERGED]
    one, two = place(arrangement={"interfaces": [MERGED]}), place(arrangement={"interfaces": again})
    assert sentences_on(one, two) == ["writes `interfaces` in another way, which comes to the same"]


def test_staff_beds_and_places_are_those_of_the_whole_place(place):
    whole = {"place": {"residents": 148_000, "neighbourhoods": 5}}
    more = {"care_coordinators": 6.0 * 30 / 148, "hospital": {"virtual_ward_places_per_1000": 0.5}}
    one, two = place(**whole), place(**whole, arrangement=more)
    lines = as_lines(one, two)
    assert lines[-1] == staff_are(one, two)
    assert lines[-1].endswith("in the whole place of 148,000 residents.")
    assert "  - Raises the care coordinators of people with mixed needs from 0 to 6." in lines
    assert any("virtual ward places: 74)" in line for line in lines)


def test_where_places_differ_in_size_staff_are_for_so_many_residents(place):
    one, two = place(), place(place={"residents": 15_000}, arrangement={"care_coordinators": 4.0})
    lines = as_lines(one, two)
    assert lines[-1] == staff_are(one, two) and "for every 30,000 residents" in lines[-1]
    assert "  - Raises the care coordinators of people with mixed needs from 0 to 4." in lines
