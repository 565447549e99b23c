"""What must come of staff's weeks when one thing about their work or the change is different.

Random numbers are the same in both arms, so directions show in one place of some hundreds of
posts; residents stand still, and what teams have to do is given.
"""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Organisation, Stage
from joinedup.state.months import Culture, Hours

YEAR = 52


def test_more_load_brings_strain_sickness_leaving_and_empty_posts(staff_weeks, rises):
    easy, full, over = (staff_weeks(5 * YEAR, load=x) for x in (0.6, 1.1, 1.8))
    for name in ("strain", "burnt", "absent", "left", "vacant"):
        assert rises([each.mean(name, YEAR) for each in (easy, full, over)]), name
    assert rises([each.mean("satisfaction", YEAR) for each in (over, full, easy)])


@pytest.mark.parametrize("left_out", ["strain", "sickness", "leaving"])
def test_each_link_of_the_circle_can_be_left_out(staff_weeks, left_out):
    """No controlled English study links integration to turnover, so each link is switchable."""
    over = staff_weeks(2 * YEAR, load=1.8, disabled=(left_out,))
    easy = staff_weeks(2 * YEAR, load=0.6, disabled=(left_out,))
    if left_out == "strain":
        for name in ("strain", "absent", "left", "vacant"):
            assert over.seen[name] == easy.seen[name], name
        assert max(over.seen["strain"]) == 0.0
    elif left_out == "sickness":
        assert max(over.seen["absent"]) == 0.0
    else:
        assert max(over.seen["left"]) == max(over.seen["vacant"]) == 0.0


BETTER = {
    "leadership": ({"leadership": "laissez_faire"}, {"leadership": "transformational"}),
    "engagement": ({"engagement": 0.0}, {"engagement": 1.0}),
    "training": ({"training_hours_a_week": 0.0}, {"training_hours_a_week": 2.0}),
    "opinion leaders": ({}, {"opinion_leaders_involved": True}),
    "fit with routine": ({"fit": 0.3}, {"fit": 0.9}),
    "common purpose": ({"shared_purpose": 0.3}, {"shared_purpose": 1.0}),
    "reviews": ({}, {"review_every_months": 3.0}),
    "users and carers asked": (
        {"review_every_months": 3.0, "fit": 0.3},
        {"review_every_months": 3.0, "fit": 0.3, "users_consulted": 1.0},
    ),
    "readiness": ({"readiness_by_neighbourhood": [0.4]}, {"readiness_by_neighbourhood": [0.9]}),
    "all partners leading": ({}, {"led_by": ["nhs", "council"]}),
    "early wins": ({"good": 1, "bad": 5}, {"good": 5, "bad": 1}),
    "no upheaval": ({"upheaval": 1.0}, {"upheaval": 0.0}),
    "no churn": ({"new_initiative_every_months": 12.0}, {}),
    "no strain": ({"load": 1.6}, {"load": 0.5}),
}


@pytest.mark.parametrize("what", list(BETTER))
def test_what_helps_staff_take_up_the_new_way_sooner(staff_weeks, what):
    """000, table 2, and 004: each alone, over three years from the index day."""
    before, after = BETTER[what]
    worse, better = staff_weeks(3 * YEAR, **before), staff_weeks(3 * YEAR, **after)
    assert better.mean("adoption") > worse.mean("adoption")
    assert better.mean("fidelity") > worse.mean("fidelity")


def test_newcomers_carry_adoption_away(staff_weeks):
    """Staff turnover: newcomers begin at the beginning, and know nobody."""

    def high_turnover(p) -> None:
        p.workforce.leaving *= 3.0
        p.workforce.fill_weeks[:] = 4.0  # posts stay filled: what is lost goes with the people

    steady, changing = staff_weeks(4 * YEAR, disabled=("leaving",)), staff_weeks(4 * YEAR)
    revolving = staff_weeks(4 * YEAR, alter=high_turnover)
    for name in ("adoption", "trust", "fidelity"):
        end = [each.mean(name, 3 * YEAR) for each in (revolving, changing, steady)]
        assert end == sorted(end), name
        assert end[0] < end[-1], name


def test_trust_grows_with_joint_work_that_goes_well_and_falls_with_bounces(staff_weeks, rises):
    bounced, mixed, well = (staff_weeks(good=g, bad=b) for g, b in ((0, 6), (4, 1), (8, 0)))
    assert rises([each.seen["trust"][-1] for each in (bounced, mixed, well)])
    assert bounced.seen["trust"][-1] < bounced.seen["trust"][0]
    assert well.seen["trust"][-1] > well.seen["trust"][0]
    assert rises([each.seen["fidelity"][-1] for each in (bounced, mixed, well)])


def test_reorganisation_shakes_trust(staff_weeks):
    calm, shaken = staff_weeks(4, upheaval=0.0), staff_weeks(4, upheaval=1.0)
    assert shaken.seen["trust"][0] < calm.seen["trust"][0]


def test_boundary_spanners_raise_trust_and_their_posts_take_time_to_fill(staff_weeks):
    spanned = {"boundary_spanners": 500.0}
    alone, together = staff_weeks(good=8, bad=0), staff_weeks(good=8, bad=0, arrangement=spanned)
    assert together.mean("trust") > alone.mean("trust")
    cover = together.world.globals[0].programme.spanner_cover
    assert 0.0 < cover <= 1.0


def test_money_that_ends_takes_posts_and_leaders_with_it_and_take_up_falls(staff_weeks):
    posts = {
        "boundary_spanners": 500.0,
        "extra_staff": {"community_nursing": {"district_nurse": 1_000.0}},
    }
    lasting = staff_weeks(5 * YEAR, arrangement=posts, leadership="transformational")
    ends = staff_weeks(
        5 * YEAR, arrangement=posts, leadership="transformational", money_ends_month=30.0
    )
    month_30 = round(2.5 * YEAR)
    assert ends.seen["adoption"][: month_30 - 1] == lasting.seen["adoption"][: month_30 - 1]
    assert ends.mean("adoption", 4 * YEAR) < lasting.mean("adoption", 4 * YEAR)
    assert ends.seen["adoption"][-1] < ends.seen["adoption"][month_30 - 2]
    there = [np.asarray(each.world.staff.post).sum() for each in (ends, lasting)]
    assert there[0] < there[1]
    assert (np.asarray(ends.world.staff.post)[np.asarray(ends.world.staff.team) < 0] == 0).all()


def test_with_full_adoption_and_trust_it_works_from_the_first_day(staff_weeks):
    at_once = staff_weeks(30, disabled=("adoption", "trust"))
    assert set(at_once.seen["fidelity"]) == {1.0}
    assert staff_weeks(30).seen["fidelity"][0] < 0.1


@pytest.mark.parametrize("disabled", [(), ("adoption", "trust")])
def test_a_later_go_live_is_a_later_effect(staff_weeks, disabled):
    soon, late = (staff_weeks(3 * YEAR, go_live_month=x, disabled=disabled) for x in (0.0, 12.0))
    year = YEAR  # month 12 is day 365, in week 52
    assert max(late.seen["fidelity"][:year]) == 0.0
    assert late.mean("fidelity") < soon.mean("fidelity")
    assert late.seen["fidelity"][-1] > 0.0


def test_before_it_goes_live_staff_hear_and_fear_but_nobody_has_adopted(staff_weeks):
    """000: fear comes before the change, and goes with acceptance and with living with it."""
    late = staff_weeks(4 * YEAR, go_live_month=12.0, degree="merged", engagement=0.2)
    before = slice(0, YEAR)
    assert late.seen["heard"][YEAR - 1] > 0.5
    assert max(late.seen["adoption"][before]) == 0.0
    assert max(late.seen["fear"][before]) > 2.0 * late.seen["fear"][-1]


def test_fear_strains_and_being_asked_takes_some_of_it_away(staff_weeks):
    joined = {"degree": "merged", "upheaval": 0.8}
    informed, asked = (staff_weeks(YEAR, engagement=x, **joined) for x in (0.0, 1.0))
    assert asked.mean("fear") < informed.mean("fear")
    assert asked.mean("strain") < informed.mean("strain")
    fearless = staff_weeks(YEAR, engagement=0.0, disabled=("fear",), **joined)
    assert max(fearless.seen["fear"]) == 0.0
    assert fearless.mean("strain") < informed.mean("strain")


def test_mixed_teams_learn_the_basics_and_lose_some_of_what_is_special(staff_weeks):
    """000: both the gain and "generic goo"."""
    loose, merged = (staff_weeks(6 * YEAR, degree=x) for x in ("closer_working", "merged"))
    assert merged.seen["learnt"][-1] > loose.seen["learnt"][-1]
    assert merged.seen["special"][-1] < loose.seen["special"][-1]
    unlearning = staff_weeks(6 * YEAR, degree="merged", disabled=("learning",))
    assert len(set(unlearning.world.staff.special[unlearning.world.staff.in_post == 1])) == 1


def test_churn_sends_staff_back_and_leaves_fatigue(staff_weeks):
    """004: a new initiative replaces the old; part of the adoption is lost, fatigue stays."""
    churned = staff_weeks(4 * YEAR, new_initiative_every_months=24.0)
    week = int(np.ceil(round(24 * 365.25 / 12) / 7))
    assert churned.seen["adoption"][week] < churned.seen["adoption"][week - 1]
    staff = churned.world.staff
    assert max(staff.fatigue) > 0.0
    assert (np.asarray(staff.stage)[np.asarray(staff.in_post) == 0] == Stage.NOT_YET).all()


def test_staff_recover_faster_the_more_time_they_have_to_spare(staff_weeks, rises):
    """004: relief when load falls. Without it, all loads below the sustainable one are alike."""
    loads = (0.85, 0.7, 0.5, 0.3)
    eased = [staff_weeks(2 * YEAR, load=x).mean("strain", YEAR) for x in loads]
    assert rises(eased[::-1])
    alike = [staff_weeks(YEAR, load=x, disabled=("relief",)).mean("strain") for x in loads]
    assert max(alike) - min(alike) < 0.001


def test_burnt_out_staff_are_dissatisfied_as_often_as_published(staff_weeks):
    """`burnout_job_dissatisfaction_or`, 3.79 (3.24 to 4.43), at about the share burnt out then."""
    months = staff_weeks(4 * YEAR, load=1.0, places=6).world.months
    sums = np.asarray(months.culture)[2 * 12 :].sum(axis=0)
    members, burnt, unhappy, both = (
        sums[x] / sums[Culture.MEMBERS]
        for x in (Culture.MEMBERS, Culture.BURNT, Culture.DISSATISFIED, Culture.DISSATISFIED_BURNT)
    )
    neither = members - burnt - unhappy + both
    odds_ratio = both * neither / ((burnt - both) * (unhappy - both))
    print(f"burnt out {burnt:.3f}, dissatisfied {unhappy:.3f}, odds ratio {odds_ratio:.2f}")
    assert 0.25 < burnt < 0.4
    assert 3.24 <= odds_ratio <= 4.43


def fear_by_employer(found) -> tuple[float, float]:
    """Mean fear of health's and of social care's staff."""
    teams, staff = found.world.teams, found.world.staff
    council = np.asarray(teams.organisation)[np.asarray(staff.team)] == Organisation.COUNCIL
    theirs = (np.asarray(staff.in_post) == 1) & (np.asarray(teams.joined)[staff.team] == 1)
    fear = np.asarray(staff.fear)
    return float(fear[theirs & ~council].mean()), float(fear[theirs & council].mean())


def fear_measured(found) -> np.ndarray:
    """Mean fear by employer in the first half year, of the staff of all its teams."""
    hours = np.asarray(found.world.months.hours)[:6].sum(axis=(0, 2))
    return hours[:, Hours.FEARED] / np.maximum(hours[:, Hours.HELD], 1e-9)


def test_social_care_is_afraid_as_a_junior_partner_and_less_where_it_leads_too(staff_weeks):
    """000: social care can often feel a junior partner, with health care leading the change."""
    merged = {"degree": "merged", "engagement": 0.8, "go_live_month": 12.0}
    found = [
        staff_weeks(26, **merged | more)
        for more in ({}, {"disabled": ("junior_partner",)}, {"led_by": ["nhs", "council"]})
    ]
    junior, alone, led = (fear_by_employer(each) for each in found)
    assert junior[0] == alone[0] == led[0], "nothing changes for those who lead"
    assert junior[1] > 1.1 * alone[1]
    assert alone[1] == led[1]
    measured = [fear_measured(each) for each in found[:2]]
    assert measured[0][Organisation.NHS] == measured[1][Organisation.NHS] > 0.0
    assert measured[0][Organisation.COUNCIL] > measured[1][Organisation.COUNCIL]
    turned = fear_by_employer(staff_weeks(26, led_by=["council"], **merged))
    assert turned[0] > junior[0] and turned[1] < junior[1]


def test_reviews_put_right_what_users_and_staff_tell_of_by_and_by(staff_weeks, rises):
    """Not at once; more the more are asked; and not where reviews change nothing."""
    kept = {"review_every_months": 3.0, "fit": 0.4, "engagement": 0.5}
    found = [staff_weeks(2 * YEAR, users_consulted=x, **kept) for x in (0.0, 0.5, 1.0)]
    assert all(each.seen["fit"][12] == 0.4 for each in found), "before the first review"
    assert rises([each.seen["fit"][-1] for each in found])
    assert rises([each.mean("adoption", YEAR) for each in found])
    ends = [
        staff_weeks(2 * YEAR, users_consulted=x, disabled=("review_findings",), **kept)
        for x in (0.0, 1.0)
    ]
    assert ends[0].seen == ends[1].seen
    assert set(ends[0].seen["fit"]) == {0.4}
    churned = staff_weeks(2 * YEAR, new_initiative_every_months=12.0, **kept)
    assert min(churned.seen["fit"][YEAR:]) == 0.4, "what was found out goes with the initiative"


def test_each_site_takes_it_up_at_the_pace_that_it_is_ready_for(staff_weeks, rises):
    """001: readiness of each site. The one next door has no part in it."""

    def adopted(*ready: float) -> list[float]:
        kept = {"places": len(ready), "readiness_by_neighbourhood": list(ready)}
        world = staff_weeks(YEAR, **kept).world
        mine = [(t.joined == 1) & (t.after_members > t.first_member) for t in world.teams]
        teams = world.teams[np.array(mine)]
        return [float(teams.adoption[teams.unit == unit].mean()) for unit in range(len(ready))]

    assert rises(adopted(0.0, 0.3, 0.6, 1.0))
    assert adopted(0.0, 1.0)[0] == 0.0
