"""What stands between teams before and after, and that the picture shows it whole."""

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from joinedup.codes import PER
from joinedup.rules.collected import declared
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.report.map import drawn, page, sides, stem_of
from joinedup_experiments.report.map.layout import joined_teams, spots
from joinedup_experiments.report.map.page import below
from joinedup_experiments.report.map.picture import DEGREES, ORGANISATIONS, figure_of
from joinedup_experiments.scenario_io.diff.phrases import posts
from joinedup_experiments.scenario_io.load import load_scenario

LOOKED_AT = (
    "local_care_network", "single_point_of_access", "integrated_with_capacity", "hub_at_the_door"
)  # fmt: skip
NURSING, MEMORY = "community_nursing", "memory_service"


def with_arrangement(**arrangement) -> Scenario:
    """The siloed borough with another arrangement."""
    shown = load_scenario("siloed_borough").model_dump()
    return Scenario.model_validate(shown | {"arrangement": arrangement}, strict=True)


def kept(name: str, degree: int) -> float:
    return float(declared()[f"handover.{name}_multiplier"].default[degree])


def test_siloed_is_the_same_before_and_after():
    before, after = sides(load_scenario("siloed_borough"))
    assert len(after.interfaces) == 11 * 10 // 2
    assert before.interfaces == after.interfaces
    assert {interface.left for interface in after.interfaces.values()} == {1.0}
    assert not any(interface.joined for interface in after.interfaces.values())
    assert after.spoa_left is None


def test_what_a_degree_leaves_of_the_barriers_is_what_is_declared():
    _, after = sides(
        with_arrangement(interfaces=[{"between": [NURSING, MEMORY], "degree": "co_located"}])
    )
    interface = after.interfaces[NURSING, MEMORY]
    names = ("eligibility", "wrong_door", "paperwork", "paperwork", "loss", "obstacle")
    assert interface.degree == "co_located"
    assert interface.left == pytest.approx(np.mean([kept(name, 3) for name in names]))
    assert [pair for pair, interface in after.interfaces.items() if interface.joined] == [
        (NURSING, MEMORY)
    ]


def test_a_barrier_set_by_hand_is_shown_as_set():
    target = {"between": [NURSING, MEMORY], "degree": "none", "loss": 0.02}
    _, after = sides(with_arrangement(interfaces=[target]))
    interface = after.interfaces[NURSING, MEMORY]
    assert interface.joined
    assert interface.barriers[4] == pytest.approx(0.02)
    assert "set by hand" in page(*sides(with_arrangement(interfaces=[target])), b"", b"")


def test_who_stays_outside_is_not_joined():
    target = {"between": [NURSING, MEMORY, "crisis_team"], "degree": "coordinated"}
    _, after = sides(with_arrangement(interfaces=[target], stays_outside=["crisis_team"]))
    assert [pair for pair, interface in after.interfaces.items() if interface.joined] == [
        (NURSING, MEMORY)
    ]


def test_merged_teams_are_one_with_no_barrier_inside_and_the_lowest_outside():
    joined = [
        {"between": [NURSING, MEMORY], "degree": "merged"},
        {"between": [MEMORY, "talking_therapies"], "degree": "coordinated"},
    ]
    before, after = sides(with_arrangement(interfaces=joined))
    assert after.merged == [[NURSING, MEMORY]] and before.merged == []
    assert after.staff[NURSING] == before.staff[NURSING] + before.staff[MEMORY]
    assert not any(MEMORY in pair for pair in after.interfaces)
    outside = after.interfaces[NURSING, "talking_therapies"]
    assert outside.degree == "coordinated"
    text = page(before, after, b"", b"")
    label = "Merged team (community nursing and therapy and memory service)"
    assert f"{label}: Community nursing and therapy; Memory service." in text
    assert "<td>council</td>" in text and "2 teams merged into one" in text


def test_a_hub_stands_at_the_door_of_its_teams_and_was_not_there_before():
    before, after = sides(load_scenario("hub_at_the_door"))
    hub, door = "neighbourhood_hub", after.scenario.arrangement.at_the_door["neighbourhood_hub"]
    assert hub not in before.members and set(after.hubs[hub]) == set(door.in_front_of)
    where = spots(after, joined_teams(after))
    practice, teams = where["general_practice"], set(where) - {hub, "general_practice"}
    assert practice.y + practice.high / 2 < where[hub].y - where[hub].high / 2
    assert all(where[hub].y + where[hub].high / 2 < where[t].y - where[t].high / 2 for t in teams)
    text = page(before, after, b"", b"")
    assert "Neighbourhood hub at the door of 3 teams" in text
    assert "no worse than severity 0.5, and hands on the rest" in text


def test_a_closed_team_is_drawn_before_only():
    before, after = sides(with_arrangement(closed_teams=["rehabilitation"]))
    assert "rehabilitation" in before.members and "rehabilitation" not in after.members
    assert re.search(r"Rehabilitation psychiatry</th><td>NHS</td><td>[\d.]+</td><td>0</td>",
                     page(before, after, b"", b""))  # fmt: skip


def test_a_door_takes_wrong_doors_and_losses_away():
    _, after = sides(with_arrangement(single_point_of_access={"in_front_of": [NURSING]}))
    left = [float(declared()[f"joining.{n}"].default) for n in ("sorting_error", "loss_multiplier")]
    assert after.spoa_left == pytest.approx((4.0 + sum(left)) / 6.0)


def test_staff_moved_are_counted_after_and_not_before():
    before, after = sides(with_arrangement(extra_staff={NURSING: {"district_nurse": -2.0}}))
    assert after.staff[NURSING] == before.staff[NURSING] - 2.0


def test_the_page_has_every_team_and_every_interface_and_both_pictures():
    before, after = sides(load_scenario("local_care_network"))
    text = page(before, after, b"<svg>wide</svg>", b"<svg>narrow</svg>")
    rows = re.findall(r'^<tr><th scope="row">', text, re.M)
    assert len(rows) == len(after.members) + len(after.interfaces)
    assert "<td>merged" not in text and "<td>closer working" in text
    assert 'a single point of access in front of 1 team" src=' in text
    for svg in (b"<svg>wide</svg>", b"<svg>narrow</svg>"):
        assert b64encode(svg).decode() in text
    assert not re.findall(r'(?:src|href)="(?!data:|#)', text)


def test_what_a_planner_wrote_is_shown_as_written():
    shown = load_scenario("siloed_borough").model_dump()
    team = shown["teams"][NURSING] | {"label": "Nurses <b>& co"}
    odd = shown | {"teams": shown["teams"] | {NURSING: team}, "name": 'The "<i>" plan'}
    text = page(*sides(Scenario.model_validate(odd, strict=True)), b"", b"")
    assert "Nurses &lt;b&gt;&amp; co" in text and "<i>" not in text and "<b>" not in text


@pytest.mark.parametrize("name", LOOKED_AT)
def test_joined_teams_stand_together_above_the_others(name):
    _, after = sides(load_scenario(name))
    joined = joined_teams(after)
    where = {
        team: spot.y - spot.high / 2 for team, spot in spots(after, joined).items()
        if team not in ("general_practice", *after.hubs)
    }  # fmt: skip
    others = [y for team, y in where.items() if joined.isdisjoint(after.members[team])]
    lowest = max(y for team, y in where.items() if joined & {*after.members[team]})
    assert lowest <= min(others, default=lowest)


@pytest.mark.parametrize("stacked", [False, True], ids=["page", "phone"])
@pytest.mark.parametrize("name", LOOKED_AT)
def test_nothing_is_cut_and_every_team_is_named(name, stacked):
    before, after = sides(load_scenario(name))
    figure = figure_of(before, after, stacked)
    renderer = FigureCanvasAgg(figure).get_renderer()
    whole = figure.bbox
    written = [text for axes in figure.axes for text in axes.texts]
    for text in written:
        box = text.get_window_extent(renderer)
        assert whole.x0 <= box.x0 and box.x1 <= whole.x1, text.get_text()
        assert whole.y0 <= box.y0 and box.y1 <= whole.y1, text.get_text()
    shown = " ".join(" ".join(text.get_text().split()) for text in figure.axes[1].texts)
    for team in after.scenario.teams.values():
        assert team.label in shown
    assert figure.get_size_inches()[0] <= (4.0 if stacked else 8.27)


@pytest.mark.parametrize("name", LOOKED_AT)
def test_no_team_has_words_beyond_its_box(name):
    before, after = sides(load_scenario(name))
    figure = figure_of(before, after, stacked=True)
    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [patch.get_window_extent(renderer) for axes in figure.axes for patch in axes.patches
             if patch.__class__.__name__ == "FancyBboxPatch"]  # fmt: skip
    assert len(boxes) == len(before.members) + len(after.members)
    inside = 0
    for axes in figure.axes:
        for text in axes.texts:
            shown = text.get_window_extent(renderer)
            middle = ((shown.x0 + shown.x1) / 2, (shown.y0 + shown.y1) / 2)
            for box in boxes:
                if box.contains(*middle):
                    assert box.x0 <= shown.x0 and shown.x1 <= box.x1, text.get_text()
                    inside += 1
    assert inside >= 2 * len(boxes)


def test_files_are_what_they_say_and_the_same_each_time():
    before, after = sides(load_scenario("case_management"))
    files = drawn(before, after, stacked=False)
    assert files["png"].startswith(b"\x89PNG")
    assert b"Adult social care" in files["svg"]
    assert b"teams and interfaces before and after" in files["svg"]
    assert files == drawn(before, after, stacked=False)


def test_lines_and_boxes_have_no_colour_in_common():
    assert not {colour for colour, _ in DEGREES.values()} & set(ORGANISATIONS.values())


def test_letters_are_large_enough_for_a_phone():
    figure = figure_of(*sides(load_scenario("local_care_network")), stacked=True)
    smallest = min(text.get_fontsize() for axes in figure.axes for text in axes.texts)
    wide = figure.get_size_inches()[0] * 72.0  # points
    assert smallest * 375.0 / wide >= 9.5  # of 375 pixels across


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("map.pdf", "a map's name ends in .html; pictures (.svg, .png) go beside it; try --out "
         "map.html"),
        (".", "this is a folder"),
        ("..", "this is a folder"),
    ],
)  # fmt: skip
def test_a_name_that_no_map_can_have_is_refused(out, words):
    with pytest.raises(InputError, match=re.escape(f"--out {out}: {words}")):
        stem_of(Path(out))


def test_a_maps_files_are_called_after_it_whichever_is_named():
    names = ("map", "map.html", "map.SVG", "map.png")
    assert {stem_of(Path("maps") / name) for name in names} == {Path("maps/map")}


def test_what_else_is_put_in_place_is_that_of_the_whole_place():
    ways = {"virtual_ward_places_per_1000": 0.1, "step_down_beds_per_1000": 0.2,
            "urgent_community_response": {"therapist": 1.0}}  # fmt: skip
    arrangement = {"care_coordinators": 1.0, "boundary_spanners": 0.5, "hospital": ways,
                   "case_management": {"case_managers": 2.0}}  # fmt: skip
    siloed = load_scenario("siloed_borough").with_({"place.residents": 150_000})
    _, after = sides(siloed.with_({f"arrangement.{key}": one for key, one in arrangement.items()}))
    times = 150_000 / PER
    lines = below(after, 10_000)[:-1]
    roles = (("case_manager", 2.0), ("care_coordinator", 1.0), ("boundary_spanner", 0.5))
    assert lines[:3] == [posts(many * times, role) for role, many in roles]
    assert lines[3:] == [
        f"Step-down beds: {0.2 * 30 * times:g}",
        f"Virtual ward places: {0.1 * 30 * times:g}",
        f"Urgent community response: {posts(times, 'therapist')}",
    ]
