"""Building blocks: what `add` makes of them, in the whole place, and what it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from joinedup.rules.collected import GROUPS
from joinedup.scenario.elements import elements_of
from joinedup.scenario.in_force import InForce
from joinedup.scenario.phase import day_of
from joinedup.scenario.twins import cost_of_posts
from joinedup_experiments.scenario_io import block_pages
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario, read_scenario
from joinedup_experiments.scenario_io.load.blocks import blocks
from joinedup_experiments.scenario_io.load.files import shipped_scenarios
from joinedup_experiments.scenario_io.scenario_warnings import warnings_in
from joinedup_experiments.scenario_io.small_blocks import too_small

ABLE = [name for name, block in blocks().items() if not block.cannot]
PLACE = "place: {residents: 148000, neighbourhoods: 5}\n"


@pytest.fixture
def written(tmp_path):
    """A scenario from the text of its file, based on another unless it says so."""

    def write(text: str, base: str = "siloed_borough"):
        file = tmp_path / "mine.yaml"
        file.write_text(f"based_on: {base}\n{text}", encoding="utf-8")
        return load_scenario(file)

    return write


@pytest.mark.parametrize("name", ABLE)
def test_each_block_makes_a_scenario_alone(written, name: str) -> None:
    made = written(f"add: [{name}]")
    assert made.arrangement != load_scenario("siloed_borough").arrangement
    rules = {*GROUPS, "beyond_hospital", "at_the_door"}
    block = blocks()[name]
    assert block.acts_through and set(block.acts_through) <= rules
    assert all((block.label, block.does, block.costs, block.known, block.assumed))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("single_point_of_access: 4", "4.00 posts, and 10.0 are usual for 148,000 residents: ref"),
        ("virtual_ward: 20", "20.0 places, and 59.0 are usual"),
        ("mental_health_hub: 9", "people wait at its door"),
        ("more_home_care: 12", "12.0 posts, and 39.5 are usual"),
    ],
)
def test_a_block_of_half_its_usual_size_or_less_is_noted(tmp_path, asked, words) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"based_on: siloed_borough\n{PLACE}add: [{{{asked}}}]\n", "utf-8")
    (note,) = warnings_in(read_scenario(file))
    assert words in note
    name = asked.partition(":")[0]
    file.write_text(f"based_on: siloed_borough\n{PLACE}add: [{name}]\n", "utf-8")
    assert warnings_in(read_scenario(file)) == []


def test_a_programme_that_takes_the_place_of_its_blocks_is_noted_with_both_sums(tmp_path) -> None:
    file = tmp_path / "mine.yaml"
    text = "based_on: siloed_borough\nadd: [single_point_of_access]\narrangement: {}\n"
    file.write_text(text.format("{programme_cost_a_year: 300000}"), "utf-8")
    (note,) = read_scenario(file).notes
    assert "is £300,000, which takes the place of £60,000" in note and "write 360000" in note
    assert read_scenario(f"{file}:cost_matched").notes == ()  # it has no such cost
    file.write_text(text.format("{care_coordinators: 4}"), "utf-8")
    assert read_scenario(file).notes == ()


def test_faults_of_blocks_values_and_teams_are_told_at_once(tmp_path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "based_on: siloed_borough\n"
        "add: [{virtual_wards: 60}, mental_health_hubb]\n"
        "arrangement:\n"
        "  care_coordinators: six\n"
        "  shared_record: [social_services, community_nursing, mental_health_hub]\n"
        "  stays_outside: [zebra]\n"
        "  phases: [{elements: [hospital], from_month: 6}]\n",
        "utf-8",
    )
    with pytest.raises(ScenarioError) as refused:
        load_scenario(file)
    found = [(p.spot.line, p.what.partition(" must")[0]) for p in refused.value.problems]
    assert found == [
        (2, "there is no block `virtual_wards`"),
        (2, "there is no block `mental_health_hubb`"),
        (4, "`care_coordinators`"),
        (5, "there is no team `social_services`"),
        (6, "there is no team `zebra`"),
    ]
    assert refused.value.problems[3].hint == "did you mean `adult_social_care`?"


def test_a_value_that_is_wrong_makes_no_name_wrong(tmp_path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "based_on: siloed_borough\n"
        "teams: {memory_service: 5}\n"
        "arrangement:\n"
        "  care_coordinators: six\n"
        "  phases: [{elements: [care_coordinators], from_month: 6}]\n"
        "  stays_outside: [memory_service]\n",
        "utf-8",
    )
    with pytest.raises(ScenarioError) as refused:
        load_scenario(file)
    assert [problem.spot.line for problem in refused.value.problems] == [2, 4]


def test_sizes_are_those_of_the_whole_place(written) -> None:
    sizes = "virtual_ward: 60, care_coordinators: 6, urgent_community_response: 8"
    made = written(PLACE + f"add: [{{{sizes}}}]").arrangement
    assert made.care_coordinators * 148 / 30 == pytest.approx(6.0)
    assert made.hospital.virtual_ward_places_per_1000 * 148 == pytest.approx(60.0)
    posts = sum(made.hospital.urgent_community_response.values())
    assert posts * 148 / 30 == pytest.approx(8.0)


def test_the_usual_size_goes_by_residents_to_half_a_post(written) -> None:
    made = written(PLACE + "add: [social_prescribing_link_workers]").arrangement
    posts = made.extra_staff["advice_and_support"]["link_worker"]
    assert posts * 148 / 30 == pytest.approx(10.0)  # 2 for 30,000 are 9.87


@pytest.mark.parametrize("name", ABLE)
def test_a_block_has_months_where_phases_name_what_its_page_says(written, name: str) -> None:
    whole = written(f"add: [{name}]")
    line = block_pages.months_line(whole).strip("`.")
    if name == "merger_on_paper":
        assert line == "it has no months of its own"
        return
    phased = written(f"add: [{name}]\narrangement:\n  {line}")
    before, after = (InForce.on(phased, day_of(month)).at[0] for month in (11, 13))
    known = "hospital|closed_teams.*|new_teams.*"  # of no places, and teams that are not there
    assert all(re.fullmatch(known, one) for one in elements_of(before.arrangement))
    assert elements_of(after.arrangement) == elements_of(whole.arrangement)


@pytest.mark.parametrize("name", [name for name in ABLE if blocks()[name].size])
def test_twice_the_size_costs_twice_as_much(written, name: str) -> None:
    usual = blocks()[name].size.usual
    once, twice = (cost_of_posts(written(f"add: [{{{name}: {n * usual}}}]")) for n in (1, 2))
    assert once > 0.0 and twice == pytest.approx(2.0 * once)


def test_blocks_add_up_and_raise_interfaces_but_never_lower_them(written) -> None:
    text = "add: [multidisciplinary_team, {care_coordinators: 3}, single_point_of_access]"
    base = load_scenario("local_care_network").arrangement
    made = written(text, "local_care_network").arrangement
    assert made.interfaces[: len(base.interfaces)] == base.interfaces
    assert all(one.degree == "closer_working" for one in made.interfaces[len(base.interfaces) :])
    assert made.care_coordinators == 3.0
    front = made.single_point_of_access.in_front_of
    assert set(front) > set(base.single_point_of_access.in_front_of)
    assert made.programme_cost_a_year == base.programme_cost_a_year + 60_000


def test_what_a_file_says_itself_holds(written) -> None:
    text = "add: [case_management]\narrangement: {case_management: {caseload_each: 30}}"
    managed = written(text).arrangement.case_management
    assert (managed.case_managers, managed.caseload_each) == (12.0, 30.0)


def test_lists_leave_out_teams_that_a_place_does_not_have(written) -> None:
    made = written("teams: {rehabilitation: }\nadd: [single_point_of_access]")
    front = made.arrangement.single_point_of_access.in_front_of
    assert len(front) == 5 and "rehabilitation" not in front


@pytest.mark.parametrize(("text", "line", "words"), [
    ("add: virtual_ward", 2, "must be a list of blocks"),
    ("add:\n  - vitual_ward", 3, "did you mean `virtual_ward`?"),
    ("add:\n  - shared_record\n  - reablement", 4, "`reablement` cannot be modelled"),
    ("add: [{shared_record: 4}]", 2, "`shared_record` has no size"),
    ("add: [{care_coordinators: -1}]", 2, "a number of posts above 0, in the whole place"),
    ("add: [{care_coordinators: yes}]", 2, "a number of posts above 0"),
    ("add: [{virtual_ward: .inf}]", 2, "is not a finite number"),
    ("add: [virtual_ward, {virtual_ward: 3}]", 2, "`virtual_ward` is added twice"),
    ("add: [5, [virtual_ward]]", 2, "there is no block"),
    ("add:\n  - more_home_care\nteams: {adult_social_care: }", 3, "needs teams that are not in"),
    ("arrangement:\n  add: [virtual_ward]", 3, "`add` can only stand at the top of a file"),
])  # fmt: skip
def test_what_cannot_be_added_is_refused_with_its_line(written, text, line, words) -> None:
    with pytest.raises(ScenarioError) as refused:
        written(text)
    message = str(refused.value)
    assert f"mine.yaml:{line}:" in message and words in message


def test_the_page_is_what_blocks_say(tmp_path) -> None:
    page = Path("docs/blocks.md")
    before = page.read_text(encoding="utf-8")
    again = tmp_path / "blocks.md"
    block_pages.write_page(again, block_pages.TITLE, block_pages.MADE_BY, block_pages.page())
    assert again.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("name", shipped_scenarios())
@pytest.mark.parametrize("residents", [200, 1_500, 30_000, 150_000])
def test_no_shipped_scenario_is_doubted_in_a_place_of_another_size(name, residents) -> None:
    scenario = load_scenario(name)
    one_place = {"residents": residents} if scenario.place.neighbourhoods == 1 else {}
    assert list(too_small(scenario.with_(one_place))) == []
