"""How many posts, beds and hours differ: worked out before they are rounded to be read."""

from __future__ import annotations

import pytest

from joinedup_experiments.scenario_io.diff.differences import as_lines

LARGE = {"place": {"residents": 500_000, "neighbourhoods": 10}}
TIMES = 30_000 / 500_000


def with_nurses(place, posts: float, **changes):
    """The made-up place with so many nurses in all of its 500,000 residents."""
    teams = place().model_dump()["teams"]
    teams["nursing"]["staff"] = {"district_nurse": posts * TIMES}
    return place(**LARGE, **changes, teams=teams)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (1366.67, 1367.07, "adds 0.4 district nurses (from 1,366.67 to 1,367.07) to the staff"),
        (4100 / 3, 1368.2666, "adds 1.6 district nurses (from 1,366.7 to 1,368.3) to the staff"),
        (152.0, 151.96, "takes 0.04 district nurses (from 152 to 151.96) out of the staff"),
        (1366.67, 1366.6701, "adds 0.0001 district nurses (from 1,366.67 to 1,366.6701) to"),
    ],
)
def test_a_change_of_a_large_team_is_as_large_as_it_is(
    place, sentences_on, before, after, sentence
) -> None:
    (found,) = sentences_on(with_nurses(place, before), with_nurses(place, after))
    assert found.startswith(sentence)


def test_staff_that_an_arrangement_moves_are_as_many_as_it_moves(place, sentences_on) -> None:
    moved = {"extra_staff": {"nursing": {"district_nurse": 0.126 * TIMES}}}
    one, two = with_nurses(place, 325.0), with_nurses(place, 325.0, arrangement=moved)
    assert sentences_on(one, two) == [
        "adds 0.126 district nurses (from 325 to 325.126) to the staff at Nursing"
    ]


def test_few_coordinators_more_are_not_hidden_by_rounding(place, sentences_on) -> None:
    """Of every number that is stated for so many residents, not of staff alone."""
    one, two = (
        place(**LARGE, arrangement={"care_coordinators": many * TIMES}) for many in (1366.67, 1367)
    )
    assert sentences_on(one, two) == [
        "raises the care coordinators of people with mixed needs from 1,366.67 to 1,367"
    ]


def test_what_arithmetic_leaves_of_posts_is_no_change(place, sentences_on) -> None:
    one, two = (with_nurses(place, posts) for posts in (0.1 + 0.2, 0.3))
    assert one != two
    (same,) = sentences_on(one, two)
    assert same.startswith("writes `staff` in another way, which comes to the same")


def test_places_of_two_sizes_differ_in_no_team_that_has_as_many_for_each_resident(place) -> None:
    """Files have six figures of posts, so that these come to 0.2 and 0.2000002 for 30,000."""
    teams = place().model_dump()["teams"]
    teams["nursing"]["staff"] = {"district_nurse": 8.0000016, "therapist": 0.55692465}
    lines = as_lines(place(), place(place={"residents": 61_837}, teams=teams))
    assert [line for line in lines if "Nursing" in line] == [
        "  - Adds 0.5569 therapists (from 0 to 0.5569) to the staff at Nursing."
    ]


def test_hours_of_meetings_are_those_of_the_place_with_their_unit(place, sentences_on) -> None:
    meetings = {"teams": ["nursing", "social_care"], "hours_a_week": 3 * TIMES}
    (added,) = sentences_on(
        place(**LARGE), place(**LARGE, arrangement={"joint_meetings": meetings})
    )
    assert added.endswith("staff time for joint meetings: 3 hours a week)")
    one, two = (
        place(**LARGE, arrangement={"joint_meetings": meetings | {"hours_a_week": hours * TIMES}})
        for hours in (3, 4.5)
    )
    assert sentences_on(one, two) == [
        "raises the staff time for joint meetings from 3 to 4.5 hours a week"
    ]


def test_a_list_that_is_not_given_holds_for_all(place, sentences_on) -> None:
    """To name some of what had been all takes the others away, and adds none."""
    teams = place().model_dump()["teams"]
    teams["nursing"]["accepts"]["frailty"]["ages"] = ["75-84", "85+"]
    narrowed = place(teams=teams)
    assert sentences_on(place(), narrowed) == [
        "changes the age bands from all to 75-84 and 85+ for frailty at Nursing"
    ]
    assert sentences_on(narrowed, place()) == [
        "changes the age bands from 75-84 and 85+ to all for frailty at Nursing"
    ]


def test_a_setting_of_nought_is_said_where_it_is_not_the_default(place, sentences_on):
    none = {
        "case_managers": 12.0,
        "share_of_residents": 0.0,
        "filled_by_clinicians": 0.0,
        "offered_to": 0.0,
    }
    (words,) = sentences_on(place(), place(arrangement={"case_management": none}))
    assert "share of residents enrolled: 0;" in words
    assert "have seen get worse: 0; share of people to whom it is offered: 0)" in words
    before = place()
    ready = before.model_dump()["teams"]
    nurses = ready["nursing"] | {"threshold": 0.0, "assessing": 0.0, "eligible_from": 0.0}
    (words,) = sentences_on(before, place(teams=ready | {"more": nurses | {"label": "More"}}))
    assert "a referral is refused: 0;" in words and "is kept for assessments: 0)" in words
    assert "eligible need" not in words and "weekends" not in words


def test_the_month_of_going_live_is_not_said_where_a_list_holds(place, sentences_on):
    def live(**programme):
        shape = {"residents": 30_000, "neighbourhoods": 2}
        return place(place=shape, arrangement={"programme": programme})

    each = {"go_live_by_neighbourhood": [0.0, 6.0]}
    lists = live(**each), live(**each, go_live_month=4.0)
    same = "writes `go_live_month` in another way, which comes to the same"
    assert sentences_on(*lists) == [same]
    (words,) = sentences_on(live(), live(**each, go_live_month=4.0))
    assert words.startswith("changes the months of going live")
    (words,) = sentences_on(live(go_live_month=4.0), live(**each))
    assert words.startswith("changes the months of going live")
    assert any("to 4" in words for words in sentences_on(live(**each), live(go_live_month=4.0)))
    (words,) = sentences_on(live(), live(go_live_month=4.0))
    assert words.startswith("raises the month in which")


def test_reasons_for_what_is_outside_a_range_are_said_as_such(place, sentences_on):
    loss = {"assumptions": {"handover.loss": 0.9}}
    reason = {"handover.loss": "a local audit"}
    sentences = sentences_on(place(), place(**loss, outside_range=reason))
    assert 'gives a reason for handover.loss outside its range: "a local audit"' in sentences
    again = place(**loss, outside_range={"handover.loss": "the council's audit"})
    assert sentences_on(place(**loss, outside_range=reason), again) == [
        'gives another reason for handover.loss outside its range: "the council\'s audit"'
    ]
    assert "gives no reason any more for handover.loss outside its range" in sentences_on(
        again, place()
    )
