"""Posts that a file states for its whole place, and totals that are hardly meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario, read_scenario
from joinedup_experiments.scenario_io.proposal_cost import lines
from joinedup_experiments.scenario_io.scenario_warnings import scenario_warnings, warnings_in

FILE = """
based_on: siloed_borough
{posts}
place: {{residents: 148000}}
arrangement:
  care_coordinators: 6
  extra_staff: {{community_nursing: {{district_nurse: 3}}}}
  hospital: {{virtual_ward_places_per_1000: 0.2}}
"""


def written(tmp_path: Path, posts: str) -> Path:
    file = tmp_path / "ashcombe.yaml"
    file.write_text(FILE.format(posts=posts), encoding="utf-8")
    return file


def test_six_coordinators_in_the_whole_place_are_six(tmp_path) -> None:
    scenario = load_scenario(written(tmp_path, "posts: whole_place"))
    found = {line.what: line.posts for line in lines(scenario)}
    assert found["care_coordinator"] == pytest.approx(6.0)
    assert found["district_nurse"] == pytest.approx(3.0)
    assert scenario.arrangement.hospital.virtual_ward_places_per_1000 == 0.2
    usual = load_scenario("siloed_borough").teams["community_nursing"].staff
    assert scenario.teams["community_nursing"].staff == usual


@pytest.mark.parametrize("posts", ["", "posts: per_30000"])
def test_posts_are_for_every_30000_unless_the_file_says_so(tmp_path, posts) -> None:
    assert load_scenario(written(tmp_path, posts)).arrangement.care_coordinators == 6.0


def test_what_is_based_on_it_keeps_its_posts(tmp_path) -> None:
    written(tmp_path, "posts: whole_place")
    other = tmp_path / "later.yaml"
    other.write_text("based_on: ashcombe.yaml\narrangement: {boundary_spanners: 1}\n", "utf-8")
    arrangement = load_scenario(other).arrangement
    assert arrangement.care_coordinators == pytest.approx(6.0 * 30_000 / 148_000)
    assert arrangement.boundary_spanners == 1.0


def test_another_word_is_refused_with_its_line(tmp_path) -> None:
    with pytest.raises(ScenarioError) as refused:
        load_scenario(written(tmp_path, "posts: all"))
    (problem,) = refused.value.problems
    assert problem.spot.line == 3 and "`whole_place` or `per_30000`, not `all`" in problem.what


def test_posts_over_a_place_that_counts_its_own_are_noted_with_both_numbers(tmp_path) -> None:
    written(tmp_path, "posts: whole_place")
    other = tmp_path / "later.yaml"
    text = "based_on: ashcombe.yaml\n{}arrangement: {{care_coordinators: 6}}\n"
    other.write_text(text.format(""), "utf-8")
    (note,) = read_scenario(other).notes
    assert "`arrangement.care_coordinators` of 6.00 makes 29.6 posts" in note
    (tmp_path / "fitted.yaml").write_text("based_on: ashcombe.yaml\n", "utf-8")
    other.write_text(text.format("").replace("ashcombe", "fitted"), "utf-8")
    assert read_scenario(other).notes == (note,)
    for line in ("posts: per_30000\n", "posts: whole_place\n"):
        other.write_text(text.format(line), "utf-8")
        assert read_scenario(other).notes == ()


def test_a_file_that_counts_its_place_is_not_advised_to(tmp_path) -> None:
    file = written(tmp_path, "posts: whole_place")
    file.write_text(
        file.read_text("utf-8").replace("coordinators: 6", "coordinators: 900"), "utf-8"
    )
    (warning,) = warnings_in(read_scenario(file))
    assert warning.startswith("it adds 903 posts in the whole place")
    assert "whole_place`" not in warning
    absurd = file.read_text("utf-8").replace("posts: whole_place", "")
    file.write_text(absurd, "utf-8")
    assert "unless the file says `posts: whole_place`" in warnings_in(read_scenario(file))[0]


def test_staff_that_a_team_cannot_lose_are_counted_in_the_place(tmp_path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "based_on: siloed_borough\nposts: whole_place\nplace: {residents: 148000}\n"
        "teams: {memory_service: {staff: {psychiatrist: 2.2}}}\n"
        "arrangement: {extra_staff: {memory_service: {psychiatrist: -2.5}}}\n",
        "utf-8",
    )
    with pytest.raises(ScenarioError) as refused:
        load_scenario(file)
    (problem,) = refused.value.problems
    assert "memory_service has 2.2 psychiatrist and cannot lose 2.5" in problem.what
    assert problem.hint == "take away at most 2.2"


def test_six_hundred_coordinators_are_questioned() -> None:
    siloed = load_scenario("siloed_borough").with_({"residents": 148_000})
    absurd = siloed.with_({"care_coordinators": 600})
    (warning,) = scenario_warnings(absurd)
    assert warning.startswith("it adds 2,960 posts in the whole place, whose teams have ")
    assert scenario_warnings(siloed.with_({"care_coordinators": 6})) == []


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("joint_meetings: {teams: [community_nursing, memory_service], hours_a_week: 200}",
         "`hours_a_week` must be at most 197.3333333, but is `200`"),
        ("boundary_spanners: -3", "`boundary_spanners` must be at least 0, but is `-3`"),
        ("case_management: {case_managers: 5000}",
         "`case_managers` must be at most 4,933.333333, but is `5000`"),
    ],
)  # fmt: skip
def test_posts_out_of_range_are_refused_as_they_are_written(tmp_path, line, what) -> None:
    file = tmp_path / "mine.yaml"
    above = "based_on: siloed_borough\nposts: whole_place\nplace: {residents: 148000}\n"
    file.write_text(f"{above}arrangement: {{{line}}}\n", "utf-8")
    with pytest.raises(ScenarioError) as refused:
        load_scenario(file)
    (problem,) = refused.value.problems
    assert problem.what == what
