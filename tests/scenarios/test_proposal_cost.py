"""What a proposal costs before it runs: by hand, and beside what its twins spend."""

from __future__ import annotations

from math import copysign

import numpy as np
import pytest
from typer.testing import CliRunner

from joinedup.codes import PER
from joinedup.scenario.twins import added_money
from joinedup_experiments.cli import app
from joinedup_experiments.display.document import Table, Words
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.proposal_cost import (
    by_year,
    in_a_line,
    in_all,
    in_each_year,
    lines,
    lines_by_year,
    parts_of,
    programme_in_each_year,
)

SIZE = {"residents": 148_000}


@pytest.mark.parametrize("name", shipped_scenarios())
def test_lines_add_up_to_what_the_twins_spend(name: str) -> None:
    scenario = load_scenario(name).with_(SIZE)
    money = added_money(scenario) * scenario.place.residents / PER
    assert sum(one.pounds for one in lines(scenario)) == pytest.approx(money, abs=0.01)


def test_a_proposal_by_hand() -> None:
    """Six coordinators and £100,000 in a place of 60,000, live in month 6, paid until month 30."""
    changes = {
        "residents": 60_000, "years": 4, "care_coordinators": 3.0,
        "arrangement.programme_cost_a_year": 100_000.0,
        "programme": {"go_live_month": 6, "money_ends_month": 30},
    }  # fmt: skip
    scenario = load_scenario("siloed_borough").with_(changes)
    posts, programme = lines(scenario)
    hour = 47.0 * 1.0247 * 1.0402
    assert (posts.what, posts.payer, posts.posts) == ("care_coordinator", "nhs", 6.0)
    assert posts.pounds == pytest.approx(6.0 * hour * 37.5 * 42.0, rel=1e-4)
    assert programme.pounds == 100_000.0
    whole = posts.pounds
    assert by_year(scenario)["nhs"] == pytest.approx(
        [whole / 2.0 + 100_000.0, whole + 100_000.0, whole / 2.0 + 50_000.0, 0.0]
    )


def test_what_moves_between_teams_costs_nothing() -> None:
    network = load_scenario("local_care_network")
    assert sum(one.posts for one in lines(network)) == pytest.approx(0.0, abs=1e-9)
    assert in_a_line(network).startswith("it adds £150,000 a year, in the whole place of 30,000")
    assert in_a_line(load_scenario("siloed_borough")) == ""


def moved_for_half_a_year():
    """Posts that move between teams of unlike neighbourhoods, and £72,500 a year for six months."""
    changes = {
        "residents": 333_333, "place.neighbourhoods": 11,
        "arrangement.programme_cost_a_year": 72_500.0,
        "arrangement.programme": {"money_ends_month": 6},
    }  # fmt: skip
    return load_scenario("local_care_network").with_(changes)


def test_posts_that_move_leave_nothing_over() -> None:
    mine = moved_for_half_a_year()
    once = [36_250.0, *[0.0] * 6]
    paid = by_year(mine)
    assert paid == {"nhs": once, "council": [0.0] * 7}
    assert all(copysign(1.0, x) == 1.0 for year in paid.values() for x in year)
    assert in_each_year(mine, 7).tolist() == programme_in_each_year(mine, 7).tolist() == once
    assert in_all(lines(mine)) == (0.0, 72_500.0)
    years = parts_of(mine)[-2]
    assert isinstance(years, Table)
    assert years.rows[0][1:] == ("£36,200", "£0", "£36,200", "£36,200")
    unpaid = mine.with_({"residents": 97_000, "place.neighbourhoods": 7})
    unpaid = unpaid.with_({"arrangement.programme_cost_a_year": 0.0})
    assert in_a_line(unpaid).startswith("it adds £0 a year, in ")


def test_what_is_taken_away_is_removed_and_not_added_below_nothing() -> None:
    base = load_scenario("siloed_borough")
    fewer = {"extra_staff": {"community_nursing": {"district_nurse": -10.0}}}
    line = in_a_line(base.with_({"arrangement": fewer}))
    assert line.startswith("it removes 10.0 posts and £")
    dear = {**fewer, "programme_cost_a_year": 5e6}
    line = in_a_line(base.with_({"arrangement": dear}))
    assert line.startswith("it adds £") and " a year and removes 10.0 posts, in the " in line


def test_staff_that_teams_gave_up_do_not_come_back_when_money_ends() -> None:
    ends = load_scenario("local_care_network_money_ends")
    paid = np.sum(list(by_year(ends).values()), axis=0)
    assert paid[:3] == pytest.approx([paid[1]] * 3, rel=0.5)
    assert paid[3:] == pytest.approx([0.0] * 4, abs=1.0)


def test_the_command_prints_posts_payers_and_years() -> None:
    result = CliRunner().invoke(app, ["cost", "case_management"])
    assert result.exit_code == 0
    for text in ("district nurse", "the NHS", "12.0", "All that the NHS pays", "Year 7"):
        assert text in result.output, text


def test_a_line_says_of_what_the_cost_of_a_post_is_made() -> None:
    mine = load_scenario("case_management").with_({"assumptions": {"money.working_weeks": 43.0}})
    (line,) = [
        part.text for part in parts_of(mine) if isinstance(part, Words) and "37.5" in part.text
    ]
    assert "37.5 hours a week in 43 working weeks a year" in line
    assert "at the cost of an hour: district nurse £61.00" in line
    (only,) = [p for p in parts_of(load_scenario("merged_on_paper")) if isinstance(p, Words)]
    assert "working weeks" not in only.text


def test_nine_hundred_thousand_pounds_by_year_and_payer_by_hand() -> None:
    """A borough of 148,000: posts of the NHS and the council, and a programme for the rest."""
    nurse, worker = 61.0 * 37.5 * 42.0, 52.0 * 1.0247 * 1.0402 * 37.5 * 42.0
    posts = 4.0 * nurse + 3.0 * worker
    people = 30_000 / 148_000
    changes = {
        "residents": 148_000, "years": 3,
        "arrangement.extra_staff": {
            "community_nursing": {"district_nurse": 4.0 * people},
            "adult_social_care": {"social_worker": 3.0 * people},
        },
        "arrangement.programme_cost_a_year": 900_000.0 - posts,
        "arrangement.phases": [{"elements": ["extra_staff.adult_social_care"], "from_month": 12}],
    }  # fmt: skip
    paid = by_year(load_scenario("siloed_borough").with_(changes))
    assert paid["nhs"] == pytest.approx([900_000.0 - 3.0 * worker] * 3, rel=1e-4)
    assert paid["council"] == pytest.approx([0.0, 3.0 * worker, 3.0 * worker], rel=1e-4)
    assert sum(year[2] for year in paid.values()) == pytest.approx(900_000.0, abs=30.0)


@pytest.mark.parametrize(
    ("years", "paid"),
    [
        (0.25, [25e3]), (1.0, [100e3]), (1.02, [100e3]), (1.25, [100e3, 25e3]),
        (1.5, [100e3, 50e3]), (2.0, [100e3, 100e3]),
    ],
)  # fmt: skip
def test_a_year_of_fewer_months_costs_their_share(years: float, paid: list[float]) -> None:
    changes = {"years": years, "arrangement.programme_cost_a_year": 100e3}
    scenario = load_scenario("siloed_borough").with_(changes)
    assert by_year(scenario)["nhs"] == pytest.approx(paid)
    assert in_each_year(scenario, len(paid)) == pytest.approx(paid)
    assert programme_in_each_year(scenario, len(paid)) == pytest.approx(paid)


def test_the_table_of_years_ends_with_the_run() -> None:
    changes = {"years": 1.5, "arrangement.programme_cost_a_year": 15e3}
    found = parts_of(load_scenario("siloed_borough").with_(changes))
    by_years = next(one for one in found if isinstance(one, Table) and one.head[0] == "year")
    assert [row[-2:] for row in by_years.rows] == [("£15,000", "£15,000"), ("£7,500", "£22,500")]


def test_what_is_paid_once_is_whole_and_what_begins_late_is_paid_to_the_end() -> None:
    """Of 18 months: £100,000 in the first six, once, and coordinators from month 14 on."""
    changes = {
        "residents": 60_000, "years": 1.5, "care_coordinators": 3.0,
        "arrangement.programme_cost_a_year": 200_000.0,
        "arrangement.phases": [
            {"elements": ["programme_cost_a_year"], "from_month": 0, "until_month": 6},
            {"elements": ["care_coordinators"], "from_month": 14},
        ],
    }  # fmt: skip
    scenario = load_scenario("siloed_borough").with_(changes)
    (posts,) = (one.pounds for one in lines(scenario) if one.posts)
    assert by_year(scenario)["nhs"] == pytest.approx([100e3, posts * 4.0 / 12.0])


@pytest.mark.parametrize(
    "never",
    [
        {"programme": {"money_ends_month": 0}},
        {"programme": {"go_live_month": 30}, "care_coordinators": 3.0},
        {"arrangement.phases": [{"elements": ["programme_cost_a_year"], "from_month": 36}]},
    ],
)
def test_what_is_never_paid_within_the_run_costs_nothing_in_each_year(never: dict) -> None:
    changes = {"years": 2, "arrangement.programme_cost_a_year": 5_000.0, **never}
    scenario = load_scenario("siloed_borough").with_(changes)
    paid = lines_by_year(scenario)
    assert ("programme", "nhs", False) in paid
    tables = [part for part in parts_of(scenario) if isinstance(part, Table)]
    assert [row[0] for row in tables[-1].rows] == ["Year 1", "Year 2"]
    if "care_coordinators" not in never:
        assert by_year(scenario) == {"nhs": [0.0, 0.0]}
