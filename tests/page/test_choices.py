"""From a bookmark to two arms and back; what of it cannot be is said in one line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.scenario.twins import TWINS
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.page.bookmark import CONTROLS, from_query, understood
from joinedup_experiments.page.choices import Choices, not_split
from joinedup_experiments.page.controls import ARRANGEMENT, PLACE
from joinedup_experiments.page.widgets import PLACES
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios

TEAMS = ("memory_service", "community_nursing")


def arms(**query: str):
    return from_query(query).arms()


def test_nothing_chosen_is_the_borough_beside_a_shipped_network() -> None:
    siloed, joined = Choices().arms().values()
    assert siloed == load_scenario("siloed_borough")
    assert joined == load_scenario("local_care_network") and Choices().query() == {}


def test_every_control_reads_what_it_is_set_to() -> None:
    """Set each to something else, one at a time, and read it back from the arm."""
    began = Choices().started()[1]
    for one in (*PLACE, *ARRANGEMENT):
        usual = one.read(began)
        if one.kind == "switch":
            value = not usual
        elif one.kind == "teams":
            value = TEAMS
        elif one.kind == "pairs":
            value = ("memory_service/community_nursing:co_located",)
            continue
        elif one.kind == "choice":
            value = next(name for name in one.choices if name not in (usual, "as it is", "none"))
        else:
            value = one.limits[0] if usual != one.limits[0] else one.limits[0] + one.limits[2]
        made = Choices(changes={one.key: value}).arms()["joined up"]
        if one.key in ("older", "staff", "extra"):  # beside what there was
            assert made != began
        else:
            assert one.read(made) == value, one.key


def test_a_place_is_changed_in_both_arms_and_an_arrangement_in_one() -> None:
    siloed, joined = arms(residents="12000", older="1.5", managers="3").values()
    assert siloed.place == joined.place and siloed.place.residents == 12_000
    assert siloed.arrangement == type(siloed.arrangement)()
    assert joined.arrangement.case_management.case_managers == 3.0
    assert joined.name == "Local Care Network, changed"


def test_switches_follow_the_teams_that_are_joined() -> None:
    _, joined = arms(teams=",".join(TEAMS), degree="merged", record="yes", meetings="7").values()
    ((interface,), record) = joined.arrangement.interfaces, joined.arrangement.shared_record
    assert interface.degree == "merged" and set(interface.between) == set(TEAMS)
    assert joined.arrangement.joint_meetings.every_days == 7
    assert set(record) >= set(TEAMS)


def test_posts_added_are_a_share_of_what_teams_have() -> None:
    _, joined = arms(arrangement="closer_working", extra="0.1").values()
    for team, posts in joined.arrangement.extra_staff.items():
        for who, added in posts.items():
            assert added == pytest.approx(0.1 * joined.teams[team].staff[who], abs=1e-3)


def test_twins_are_run_beside_it_if_asked_for() -> None:
    assert list(arms(arrangement="case_management", split="yes")) == [
        "siloed", "joined up", "capacity alone", "the same money as capacity", "joining alone"
    ]  # fmt: skip


def test_a_questionnaire_says_how_it_is_brought_in_and_controls_go_on_from_there() -> None:
    weak, strong = (from_query({"ready": f"aqua:{','.join([n] * 8)}"}) for n in ("0", "5"))
    low, high = (one.arms()["joined up"].arrangement.programme for one in (weak, strong))
    assert high.shared_purpose > low.shared_purpose
    assert high.training_hours_a_week > low.training_hours_a_week
    assert strong.query() == {"ready": "aqua:5,5,5,5,5,5,5,5"}
    both = from_query(strong.query() | {"purpose": "0.2"}).arms()["joined up"].arrangement.programme
    assert both.shared_purpose == 0.2
    assert both.training_hours_a_week == high.training_hours_a_week


def test_every_shipped_arrangement_fits_the_borough() -> None:
    for name in shipped_scenarios():
        if load_scenario(name).arrangement != type(load_scenario(name).arrangement)():
            query = {"arrangement": name}
            if load_scenario(name).place.neighbourhoods > 1:
                query["place"] = "siloed_three_networks"
            assert list(from_query(query).arms()) == ["siloed", "joined up"]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"place": "siloed_burough"}, "did you mean `siloed_borough`"),
        ({"arrangement": "x/../../etc"}, "there are "),
        ({"degre": "merged"}, "degre: there is no such choice; did you mean `degree`"),
        ({"pairs": "memory_service/memory_service:merged"}, "it must be two teams"),
        ({"pairs": "memory_service/gardeners:merged"}, "gardeners"),
        ({"pairs": "memory_service/community_nursing:mergd"}, "did you mean `merged`"),
        ({"degree": "maximal"}, "degree=maximal"),
        ({"record": "maybe"}, "record=maybe: it must be yes or no"),
        ({"residents": "many"}, "residents=many: it must be a number from 1000"),
        ({"residents": "1e99"}, "it must be a number from 1000"),
        ({"years": "nan"}, "it must be a number from 1"),
        ({"teams": "memory_service,gardeners"}, "gardeners"),
        ({"arrangement": "merged_on_paper", "split": "perhaps"}, "split=perhaps"),
        ({"arrangement": "siloed_borough"}, "nothing is joined"),
        ({"ready": "aquarium:3"}, "did you mean `aqua`"),
        ({"ready": "aqua:3,3"}, "aqua: 8 scores are needed"),
        ({"ready": "aqua:3,3,3,3,3,3,3,9"}, "must be a number from 0 to 5"),
        ({"ready": "aqua:a,b"}, "scores must be numbers"),
    ],
)
def test_what_cannot_be_is_said_in_words(query: dict[str, str], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        from_query(query).arms()


VALUES = {
    "switch": st.booleans(), "share": st.integers(0, 10).map(lambda x: x / 20.0)
}  # fmt: skip


@st.composite
def chosen(draw) -> Choices:
    """Any choices that widgets can make."""
    changes = {}
    for key in draw(st.lists(st.sampled_from(sorted(CONTROLS)), unique=True, max_size=6)):
        one = CONTROLS[key]
        low, high, step = one.limits
        if one.kind == "teams":
            value = draw(st.permutations(TEAMS).map(tuple))
        elif one.kind == "pairs":
            value = draw(st.sampled_from([(), (f"{'/'.join(TEAMS)}:none",)]))
        elif one.kind == "choice":
            value = draw(st.sampled_from(one.choices))
        elif one.kind == "number":
            value = round(low + step * draw(st.integers(0, int((high - low) / step))), PLACES)
        else:
            value = draw(VALUES[one.kind])
        changes[key] = value
    return Choices(changes=changes, split=draw(st.booleans()))


@settings(max_examples=60, deadline=None)
@given(chosen())
def test_a_bookmark_brings_the_same_choices_back(mine: Choices) -> None:
    again = from_query(mine.query())
    assert again.query() == mine.query() and again.split == mine.split
    try:
        expected = mine.arms()
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert again.arms() == expected


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([*CONTROLS, "place", "arrangement", "x"]), st.text()))
def test_any_address_ends_in_choices_or_in_a_sentence(query: dict[str, str]) -> None:
    try:
        from_query(query).arms()
    except InputError as error:
        assert str(error)


def test_with_teams_goes_what_they_share() -> None:
    _, joined = arms(teams="memory_service,community_nursing,talking_therapies").values()
    made = joined.arrangement
    assert made.shared_record == ["memory_service", "community_nursing", "talking_therapies"]
    assert set(made.joint_meetings.teams) == set(made.shared_record)
    assert set(made.single_point_of_access.in_front_of) == set(made.joint_meetings.teams)


def test_without_teams_nothing_is_shared_and_posts_go_back() -> None:
    choices = from_query({"teams": "", "cost": "0"})
    _, began = choices.started()
    (one,) = (each for each in ARRANGEMENT if each.key == "teams")
    made = began.with_(one.changes(began, ())).arrangement
    assert began.arrangement.extra_staff and not made.extra_staff
    assert not made.interfaces and made.single_point_of_access is None
    assert not made.shared_record and not made.common_form and made.joint_meetings is None


def test_arms_are_described_as_they_are() -> None:
    siloed, joined = arms(residents="12000", record="no").values()
    assert siloed.about == (
        "Siloed borough, changed here. It lowers the residents of the whole place from 30,000 to "
        "12,000 people."
    )
    assert "takes Community mental health team" in joined.about
    assert "one network" not in joined.about


def test_all_that_a_bookmark_has_wrong_is_said_and_the_rest_kept() -> None:
    query = {"residents": "nan", "years": "2.5", "teams": "banana", "engagement": "0.9"}
    choices, wrong = understood(query)
    assert dict(choices.changes) == {"engagement": 0.9}
    assert [one.partition("=")[0] for one in wrong] == ["residents", "years", "teams"]
    assert "it must be a whole number" in wrong[1]


def test_why_money_and_joining_cannot_be_parted_is_said() -> None:
    def why(**query: str) -> str:
        """Why, of the twins that are run."""
        run = arms(split="yes", **query)
        return not_split([kind for kind, name in TWINS.items() if name in run])

    assert "adds no posts" in why() and not why(arrangement="case_management")
    assert "neither posts nor money" in why(arrangement="merged_on_paper")
