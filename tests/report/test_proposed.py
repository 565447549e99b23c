"""What is proposed, when it comes, and proposals beside each other and not only the base."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from joinedup.outcomes.measures import POSITION
from joinedup.scenario.elements import elements_of
from joinedup.scenario.in_force import spans
from joinedup_experiments.display.document import Points, figures_of
from joinedup_experiments.display.numbers import DASH
from joinedup_experiments.report import against, proposed
from joinedup_experiments.report.proposal import in_a_sentence
from joinedup_experiments.report.view import View
from joinedup_experiments.scenario_io.diff.differences import differences, phase_begins
from joinedup_experiments.scenario_io.load import load_scenario
from tests.report.conftest import made_up

WELL = load_scenario("local_care_network_well")


@pytest.mark.parametrize(
    ("changes", "wording"),
    [
        ({}, "live from month 6; the money goes on to the end"),
        ({"go_live_month": 0.0}, "live from the first day; the money goes on to the end"),
        ({"money_ends_month": 36.0}, "live from month 6; the money ends in month 36"),
        ({"money_ends_month": 600.0}, "live from month 6; the money goes on to the end"),
    ],
)
def test_the_timeline_says_when_it_comes_and_when_the_money_ends(changes, wording) -> None:
    keys = {f"arrangement.programme.{key}": value for key, value in changes.items()}
    assert proposed.timeline_message(WELL.with_(keys)) == wording


def test_neighbourhoods_go_live_in_turn_and_nothing_is_drawn_after_the_run() -> None:
    turn = {"neighbourhoods": 2, "arrangement.programme.go_live_by_neighbourhood": [3, 12]}
    scenario = WELL.with_(turn)
    assert proposed.timeline_message(scenario).startswith(
        "going live from month 3 to 12, neighbourhood by neighbourhood; "
    )
    months = 12.0 * scenario.run.years
    assert proposed.bars(scenario)[:2] == [
        ("live in neighbourhood 1", 3.0, months), ("live in neighbourhood 2", 12.0, months)
    ]  # fmt: skip
    short = scenario.with_({"run.years": 0.5})
    assert [what for what, _, _ in proposed.bars(short)] == [
        "live in neighbourhood 1", "learning together", "money"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("months", "wording", "row"),
    [
        ([0, 30], "live from the first day, and in this run never in neighbourhood 2", 0),
        ([24, 60], "not live in this run", 0),
        ([3, 12], "going live from month 3 to 12, neighbourhood by neighbourhood", None),
    ],
)
def test_a_neighbourhood_that_is_never_live_in_the_run_is_named(months, wording, row) -> None:
    places = {"neighbourhoods": 2, "arrangement.programme.go_live_by_neighbourhood": months}
    scenario = WELL.with_({**places, "run.years": 2.0})
    assert proposed.timeline_message(scenario).partition(";")[0] == wording
    drawn = proposed.timeline(scenario, "t")
    named = [cells for cells in drawn.table.rows if "not live in this run" in cells[0]]
    assert [drawn.table.rows.index(one) for one in named] == ([] if row is None else [row])
    assert len(drawn.drawn.axes[0].get_yticks()) == len(drawn.table.rows)
    assert all(cells[1:] == (DASH, DASH) for cells in named)


def test_a_proposal_has_a_timeline_a_map_its_cost_and_every_difference() -> None:
    some = made_up(months=24).comparison
    base = load_scenario("siloed_borough")
    section = proposed.section(View(replace(some, scenarios=(base, WELL))))
    assert section is not None
    assert [one.name for one in figures_of([section])] == ["timeline-1", "map-1"]
    assert proposed.section(View(made_up(("Alone",)).comparison)) is None


def test_proposals_are_paired_with_each_other() -> None:
    some = made_up(("Siloed", "One", "Other"), replications=12, change=0.0, seeds_per_world=1)
    months = np.repeat(some.comparison.months[:1], 3, axis=0)
    months[1, :, POSITION["emergency_admissions"]] -= 5.0
    months[2, :, POSITION["emergency_admissions"]] -= 8.0
    view = View(replace(some.comparison, months=months))
    mine = against.between(view, 1, 2, "emergency_admissions")
    assert mine.difference.mean == pytest.approx(-36.0) and mine.for_the_better
    section = against.section(view)
    assert section is not None
    (points,) = [part for part in section.parts if isinstance(part, Points)]
    ((who, text),) = points.items
    assert who == "Other beside One:" and text.startswith("better on 1, no change shown on")
    assert against.section(View(made_up().comparison)) is None


def test_what_the_money_pays_for_is_drawn_until_it_ends() -> None:
    """A single point of access with added posts closes, and added posts go; a record stays."""
    scenario = load_scenario("siloed_borough").with_(
        {
            "arrangement.shared_record": ["memory_service", "community_nursing"],
            "arrangement.single_point_of_access": {
                "in_front_of": ["memory_service", "community_nursing"],
                "staff": {"support_worker": 2.0},
            },
            "arrangement.extra_staff": {"adult_social_care": {"social_worker": 1.0}},
            "arrangement.programme_cost_a_year": 100000.0,
            "arrangement.programme.money_ends_month": 60.0,
            "arrangement.phases": [{"elements": ["extra_staff"], "from_month": 12.0}],
            "years": 7,
        }
    )
    assert [(begins, ends) for _, begins, ends in proposed.bars(scenario)] == [
        (0.0, 84.0), (0.0, 60.0), (12.0, 60.0), (0.0, 60.0)
    ]  # fmt: skip
    lasting, paid, phase, money = (what for what, _, _ in proposed.bars(scenario))
    assert "record" in lasting and "single point" not in lasting and "cost" not in lasting
    assert paid.startswith("until the money ends") and "single point of access" in paid
    assert "staff" in phase and money == "money"


def test_what_a_phase_has_of_both_is_drawn_until_the_money_ends_and_after_it() -> None:
    elements = ["care_coordinators", "interfaces.merged", "programme_cost_a_year"]
    scenario = IN_PARTS.with_(
        {
            "arrangement.care_coordinators": 3.0,
            "arrangement.programme.money_ends_month": 12.0,
            "arrangement.phases": [{"elements": elements, "from_month": 8, "until_month": 20}],
        }
    )
    *_, paid, lasting, money = proposed.bars(scenario)
    assert paid[1:] == (8.0, 12.0) and lasting[1:] == (8.0, 20.0) and money[2] == 12.0
    assert "coordinators" in paid[0] and "cost" in paid[0] and "merged" not in paid[0]
    assert lasting[0].startswith("merged (")


IN_PARTS = load_scenario("siloed_borough").with_(
    {
        "arrangement.interfaces": [
            {"between": ["community_nursing", "adult_social_care"], "degree": "co_located"},
            {"between": ["memory_service", "community_mental_health"], "degree": "merged"},
        ],
        "arrangement.hospital": {"virtual_ward_places_per_1000": 0.4, "step_down_beds_per_1000": 1},
        "arrangement.extra_staff": {
            "community_nursing": {"district_nurse": 3}, "general_practice": {"gp": 2},
        },
        "arrangement.programme_cost_a_year": 100_000.0,
        "arrangement.programme.go_live_month": 6,
        "arrangement.phases": [
            {"elements": ["interfaces.merged", "extra_staff.general_practice"], "from_month": 12},
            {"elements": ["hospital.virtual_ward_places_per_1000"], "until_month": 18},
            {"elements": ["programme_cost_a_year", "hospital.virtual_ward_places_per_1000"],
             "from_month": 3, "until_month": 20},
        ],
        "years": 2,
    }
)  # fmt: skip


def test_what_no_phase_names_is_drawn_part_by_part_and_nothing_before_it_is_live() -> None:
    live, later, ward, again, cost, money = proposed.bars(IN_PARTS)
    assert live[1:] == (6.0, 24.0) and live[0].startswith("live: co-located (")
    assert "step-down beds" in live[0] and "Community nursing and therapy" in live[0]
    assert "merged" not in live[0] and "virtual" not in live[0] and "GP" not in live[0]
    assert later[0].startswith("merged (") and later[1:] == (12.0, 24.0)
    assert [ward, again] == [("virtual ward places", 6.0, until) for until in (18.0, 20.0)]
    assert cost[1:] == (3.0, 20.0) and money == ("money", 0.0, 24.0)


def test_differences_say_the_same_months() -> None:
    sentences = differences(load_scenario("siloed_borough"), IN_PARTS)["How it is brought in"]
    assert "brings in virtual ward places from month 6 until month 18" in sentences
    assert any(one.endswith("from month 3 until month 20") and "cost" in one for one in sentences)


@pytest.mark.parametrize("turn", [[0.0, 0.0], [9.0, 3.0], [30.0, 15.0]])
def test_a_phase_begins_where_it_is_first_in_force(turn: list[float]) -> None:
    scenario = IN_PARTS.with_(
        {"neighbourhoods": 2, "arrangement.programme.go_live_by_neighbourhood": turn}
    )
    for phase in scenario.arrangement.phases:
        for part, begins in phase_begins(scenario, phase):
            for element in (one for one in part if one != "programme_cost_a_year"):
                alone = scenario.with_({"arrangement.phases": [phase.model_dump()]})
                there = [s.begins for s in spans(alone, 40.0)
                         if element in elements_of(s.force.anywhere.arrangement)]  # fmt: skip
                never = phase.until_month is not None and begins >= phase.until_month
                assert there[:1] == ([] if never else [begins])


def test_what_the_base_has_and_a_proposal_gives_up_stands_before_details() -> None:
    siloed, managed, network = map(
        load_scenario, ("siloed_borough", "case_management", "local_care_network")
    )
    assert in_a_sentence(managed, siloed).startswith(
        "It gives up coordinated teams, case managers and joint meetings, for "
    )
    assert in_a_sentence(network, siloed).startswith("It gives up a merged team, ")
    both = in_a_sentence(managed, network)
    assert both.startswith("It brings a merged team, ")
    assert ", and gives up coordinated teams and case managers, for " in both
