"""Scenario files: what is read, inherited and written out."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.scenario.scenario import Scenario
from joinedup.scenario.twins import SLIGHT, cost_of_posts
from joinedup_experiments.scenario_io.load import (
    Loaded,
    ScenarioError,
    load_scenario,
    read_scenario,
    scenario_hash,
    shipped_scenarios,
    written_out,
)
from joinedup_experiments.scenario_io.load.yaml_tree import spot_of

SHIPPED = sorted(shipped_scenarios())
BASE = load_scenario("siloed_borough")


def read(folder: Path, text: str, name: str = "mine.yaml") -> Loaded:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return read_scenario(file)


def back(folder: Path, scenario: Scenario) -> Scenario:
    return read(folder, written_out(scenario), "written.yaml").scenario


@pytest.mark.parametrize("name", SHIPPED)
class TestShipped:
    def test_is_short_cites_its_paper_and_describes_itself(self, name: str) -> None:
        text = shipped_scenarios()[name].read_text(encoding="utf-8")
        assert re.search("papers? 00[0-4]", text) or name == "siloed_three_networks"
        assert load_scenario(name).about
        if name != "siloed_borough":
            assert len(text.splitlines()) <= 40
            assert "based_on:" in text

    def test_written_out_reads_back_the_same(self, name: str, tmp_path: Path) -> None:
        scenario = load_scenario(name)
        assert back(tmp_path, scenario) == scenario
        assert "based_on" not in written_out(scenario)
        assert scenario_hash(back(tmp_path, scenario)) == scenario_hash(scenario)

    def test_has_the_same_place_and_teams_as_what_it_is_compared_with(self, name: str) -> None:
        base = "siloed_three_networks" if "three_networks" in name else "siloed_borough"
        scenario, siloed = load_scenario(name), load_scenario(base)
        assert scenario.teams == siloed.teams
        if name != "siloed_three_networks":
            assert scenario.place == siloed.place


def test_every_shipped_scenario_has_a_name_and_hash_of_its_own() -> None:
    loaded = [load_scenario(name) for name in SHIPPED]
    assert len({s.name for s in loaded}) == len({scenario_hash(s) for s in loaded}) == len(SHIPPED)


def test_merged_on_paper_differs_in_the_organisations_alone() -> None:
    paper = load_scenario("merged_on_paper")
    siloed = paper.arrangement.model_copy(update={"organisations_merge": []})
    assert siloed == BASE.arrangement


@pytest.mark.parametrize("name", SHIPPED)
def test_staff_are_neither_made_nor_lost_unless_the_scenario_says_so(name: str) -> None:
    arrangement = load_scenario(name).arrangement
    front = arrangement.single_point_of_access
    posts = arrangement.care_coordinators + arrangement.boundary_spanners
    posts += sum(front.staff.values()) if front else 0.0
    moved = sum(sum(changes.values()) for changes in arrangement.extra_staff.values())
    if name == "integrated_with_capacity":
        assert moved > 0
    elif arrangement.new_teams:  # of other professions, at the same cost
        assert abs(cost_of_posts(load_scenario(name))) < SLIGHT
    elif arrangement.programme.leadership == "transformational":
        assert posts + moved == pytest.approx(arrangement.boundary_spanners) == pytest.approx(2.0)
    else:
        assert posts + moved == pytest.approx(0.0)


def test_with_and_without_capacity_are_the_same_integration() -> None:
    no_more = load_scenario("integrated_no_extra_capacity").arrangement
    with_more = load_scenario("integrated_with_capacity").arrangement
    apart = {"extra_staff": {}, "programme_cost_a_year": 0.0}
    assert with_more.model_copy(update=apart) == no_more.model_copy(update=apart)
    for team, changes in with_more.extra_staff.items():
        for profession, more in changes.items():
            assert 0.15 <= more / BASE.teams[team].staff[profession] <= 0.20


class TestInheriting:
    def test_tables_merge_and_anything_else_replaces(self, tmp_path: Path) -> None:
        mine = read(
            tmp_path,
            "based_on: siloed_borough\n"
            "place: {deprivation: [0.1, 0.1, 0.2, 0.3, 0.3]}\n"
            "teams:\n  talking_therapies:\n    staff: {psychologist: 6}\n",
        ).scenario
        assert mine.place.deprivation == [0.1, 0.1, 0.2, 0.3, 0.3]
        assert mine.place.residents == BASE.place.residents
        assert mine.teams["talking_therapies"].staff == {"psychologist": 6.0}
        assert mine.teams["talking_therapies"].accepts == BASE.teams["talking_therapies"].accepts
        assert list(mine.teams) == list(BASE.teams)

    def test_an_empty_key_removes_what_was_inherited(self, tmp_path: Path) -> None:
        text = "based_on: siloed_borough\nteams:\n  early_intervention:\n  rehabilitation: ~\n"
        teams = read(tmp_path, text).scenario.teams
        assert set(BASE.teams) - set(teams) == {"early_intervention", "rehabilitation"}

    def test_name_and_description_are_not_inherited(self, tmp_path: Path) -> None:
        mine = read(tmp_path, "based_on: siloed_borough\n", "two_teams.yaml").scenario
        assert (mine.name, mine.about) == ("Two teams", "")

    def test_a_file_beside_comes_before_a_shipped_one(self, tmp_path: Path) -> None:
        base = "based_on: siloed_borough\nplace: {practices_each: 7}\n"
        read(tmp_path, base, "siloed_borough.yaml")
        for asked in ("siloed_borough", "siloed_borough.yaml", "./siloed_borough.yaml"):
            mine = read(tmp_path, f"based_on: {asked}\n")
            assert mine.scenario.place.practices_each == 7
            assert [f.name for f in mine.files] == ["mine.yaml"] + 2 * ["siloed_borough.yaml"]

    def test_every_value_knows_where_it_came_from(self, tmp_path: Path) -> None:
        mine = read(tmp_path, "based_on: siloed_borough\n\nrun: {years: 3}\n")
        assert str(spot_of(mine.tree, ("run", "years"))) == f"{tmp_path / 'mine.yaml'}:3"
        assert str(spot_of(mine.tree, ("place", "residents"))).endswith("siloed_borough.yaml:10")


class TestReading:
    def test_text_stays_text_and_numbers_are_numbers(self, tmp_path: Path) -> None:
        mine = read(
            tmp_path,
            "based_on: siloed_borough\nname: No\nabout: 1e-3 \u00e9\n"
            "hospital: {beds_per_1000: 2e0}\n"
            "teams:\n  early_intervention:\n"
            "    accepts: {severe_mental_illness: {ages: [16-39, 40-64]}}\n",
        ).scenario
        assert mine.name == "No"
        assert mine.hospital.beds_per_1000 == 2.0
        accepted = mine.teams["early_intervention"].accepts["severe_mental_illness"]
        assert accepted.ages == ["16-39", "40-64"]

    def test_a_byte_order_mark_and_windows_lines_do_no_harm(self, tmp_path: Path) -> None:
        file = tmp_path / "windows.yaml"
        file.write_bytes(b"\xef\xbb\xbfbased_on: siloed_borough\r\nname: Windows\r\n")
        assert load_scenario(file).name == "Windows"

    def test_anchors_and_aliases_within_reason(self, tmp_path: Path) -> None:
        mine = read(
            tmp_path,
            "based_on: siloed_borough\narrangement:\n"
            "  shared_record: &both [memory_service, community_nursing]\n"
            "  common_form: *both\n",
        ).scenario
        assert mine.arrangement.common_form == mine.arrangement.shared_record != []

    def test_needs_nothing_heavy(self) -> None:
        code = (
            "import sys; from joinedup_experiments.scenario_io.load import load_scenario;"
            "load_scenario('local_care_network');"
            "print([m for m in ('numba','numpy','pandas','matplotlib','mesa') if m in sys.modules])"
        )
        root = Path(__file__).parents[2]
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True
        )
        assert done.stdout.strip() == "[]"


class TestHash:
    def test_neither_comments_nor_the_order_of_keys_matter(self, tmp_path: Path) -> None:
        one = "based_on: siloed_borough\nname: A\nrun: {years: 3, seed: 2}\n"
        two = (
            "# A note.\nrun:\n  seed: 2   # luck\n  years: 3.0\nname: A\nbased_on: siloed_borough\n"
        )
        assert scenario_hash(read(tmp_path, one).scenario) == scenario_hash(
            read(tmp_path, two).scenario
        )

    def test_any_value_matters(self, tmp_path: Path) -> None:
        one = read(tmp_path, "based_on: siloed_borough\nname: A\nrun: {seed: 2}\n").scenario
        two = read(tmp_path, "based_on: siloed_borough\nname: A\nrun: {seed: 3}\n").scenario
        assert scenario_hash(one) != scenario_hash(two)


words = st.text(max_size=60)


labels = st.text(st.characters(exclude_characters="[]"), min_size=1, max_size=60).filter(
    str.isprintable
)


@settings(max_examples=50)
@given(label=labels, about=words, share=st.floats(0, 1))
def test_any_text_or_number_survives_being_written_out(
    tmp_path_factory: pytest.TempPathFactory, label: str, about: str, share: float
) -> None:
    try:
        label.encode(), about.encode()
    except UnicodeEncodeError:
        return
    team = BASE.teams["memory_service"].model_copy(update={"label": label, "threshold": share})
    teams = {**BASE.teams, "memory_service": team}
    scenario = BASE.model_copy(update={"about": about, "teams": teams})
    assert back(tmp_path_factory.mktemp("written"), scenario) == scenario


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029", "\r", "\x0c"])
def test_an_odd_end_of_a_line_survives_being_written_out(tmp_path: Path, end: str) -> None:
    scenario = BASE.model_copy(update={"about": f"before{end}after"})
    assert back(tmp_path, scenario) == scenario


def test_square_brackets_in_a_name_are_refused_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="square brackets cannot stand here") as caught:
        read(tmp_path, "based_on: siloed_borough\nname: '[/red] x'\n")
    assert ":2:" in str(caught.value)


def test_control_characters_in_a_name_are_refused_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="control characters cannot stand here") as caught:
        read(tmp_path, 'based_on: siloed_borough\nname: "x \\e y"\n')
    assert ":2:" in str(caught.value)
