"""The tables that are kept of three sweeps, as sections of a page; and known answers in them."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from joinedup_experiments.display.document import Figures, Section, Table
from joinedup_experiments.report.key_drivers import KeyDriver, KeyDrivers, read_key_drivers
from joinedup_experiments.studies import barriers_and_staff, key_drivers, sensitivity
from joinedup_experiments.studies.effects import DOCS
from joinedup_experiments.studies.running import Outcomes
from joinedup_experiments.studies.sensitivity_page import (
    discovery_section,
    drivers_section,
    information_section,
    sensitivity_section,
)
from joinedup_experiments.studies.study import read_pattern
from tests.questions.test_questions import NAMES


def parts_of(section: Section) -> tuple[Table, str]:
    _, table, figures = section.parts
    assert isinstance(table, Table) and isinstance(figures, Figures)
    assert all(len(row) == len(table.head) for row in table.rows)
    return table, figures.items[0].svg


@pytest.mark.parametrize(("main", "says"), [("ST", "total index"), ("held_out", "share")])
def test_the_greatest_of_each_outcome_are_in_its_row(main: str, says: str) -> None:
    rows = [
        {"label": label, "factor": f"x{i}", "index": index, "value": 0.01 * i}
        for label in ("wait", "cost")
        for index in (main, "other")
        for i in range(30)
    ]
    indices = pd.DataFrame(rows).assign(low_95=0.1, high_95=0.3)
    table, svg = parts_of(sensitivity_section("sensitivity", "Sensitivity", indices))
    assert table.head[1] == f"greatest {says}"
    assert [row[:2] for row in table.rows] == [
        ("wait", "x29 0.29 (0.10 to 0.30)"), ("cost", "x29 0.29 (0.10 to 0.30)")
    ]  # fmt: skip
    assert "x12<" in svg and "x11<" not in svg  # the foremost alone
    assert len(re.findall(r">0\.\d\d</text>", svg)) == 2 * 18  # a number in every cell


def test_a_question_with_a_rule_says_it_and_one_without_says_so() -> None:
    ends = (("", 0.0), ("_low_95", -0.1), ("_high_95", 0.1))
    shares = {f"base_rate{end}": 0.4 + off for end, off in ends}
    questions = pd.DataFrame(
        {"question": key, "label": key.title(), "answer": "helped"} | shares for key in "ab"
    )
    inside = {f"density_out_of_sample{end}": 0.6 + off for end, off in ends}
    rule = {"question": "a", "rule": 1, "where": "fit above 0.5", "answer": "helped"}
    rules = pd.DataFrame([rule | {"rule_is_about_it": True} | inside])
    table, svg = parts_of(discovery_section(questions, rules))
    assert table.rows == [
        (
            "A",
            "helped at 40% (30 to 50%) of the worlds",
            "fit above 0.5",
            "helped at 60% (50 to 70%)",
        ),
        ("B", "helped at 40% (30 to 50%) of the worlds", "no rule", "-"),
    ]
    assert "<svg" in svg


def test_an_assumption_is_worth_something_only_above_what_chance_gives() -> None:
    worth = {"low_95": 500.0, "high_95": 9_000.0, "unit": "GBP"}
    rows = [
        {"kind": "everything", "key": "", "value": 90_000.0, "chance_reaches": np.nan},
        {"kind": "assumption", "key": "x.clear", "value": 5_000.0, "chance_reaches": 800.0},
        {"kind": "assumption", "key": "x.nothing", "value": 700.0, "chance_reaches": 800.0},
        {"kind": "mechanism", "key": "x.*", "value": 9_000.0, "chance_reaches": 100.0},
    ]
    none = [rows[0], {"kind": "assumption", "key": "x.tiny", "value": 1.0, "chance_reaches": 0.0}]
    found = pd.concat([
        pd.DataFrame(worth | row for row in rows).assign(benefit="net_benefit_20000"),
        pd.DataFrame(worth | row for row in none).assign(benefit="unmet_severe", unit="days"),
    ])  # fmt: skip
    driver = KeyDriver("x.clear", "m", "assumed", 0.4, 0.2, 0.6)
    section = information_section(found, {"arm": KeyDrivers("arm less base", (driver,))})
    worth_table, moved = (part for part in section.parts if isinstance(part, Table))
    assert [row[1:] for row in worth_table.rows] == [
        ("£90,000 (500 to 9,000)", "1", "£5,000: x.clear"), ("90,000 (500 to 9,000)", "0", "0")
    ]  # fmt: skip
    assert worth_table.rows[1][0] == "Severe unmet need, days"
    assert moved.rows == [("arm less base", "x.clear +0.40 (+0.20 to +0.60), assumed")]


def test_of_levers_alone_no_assumption_is_worth_anything() -> None:
    row = {"kind": "everything", "key": "", "value": 9.0, "low_95": 1.0, "high_95": 20.0}
    row |= {"chance_reaches": np.nan, "unit": "GBP", "benefit": "net_benefit_20000"}
    table = information_section(pd.DataFrame([row]), {}).parts[1]
    assert isinstance(table, Table) and table.rows[0][2:] == ("0", "0")


def test_a_cell_has_its_change_from_the_place_as_it_is_and_who_agrees() -> None:
    """Two worlds: in one a barrier half as high brings a tenth more, in the other less."""
    one = barriers_and_staff.question()
    level = {key: np.full((2, 3), 10.0) for key in barriers_and_staff.LOOKED_AT}
    values = {(s, a, k): v for s in one.settings for a in one.arms for k, v in level.items()}
    values["0.5 1", "siloed_borough", "needs_presented"] = np.array([[11.0] * 3, [9.5] * 3])
    found = barriers_and_staff.summary(Outcomes(values, (1, 2)))
    assert len(found) == 3 * 9 * len(level)
    cell = found[found["mean"] != 0.0]
    assert len(cell) == 1
    assert cell[["barriers", "staff", "share", "worlds"]].iloc[0].tolist() == [0.5, 1.0, 0.5, 2]
    assert cell["mean"].iloc[0] == pytest.approx(0.025)
    *_, table = barriers_and_staff.section(found).parts
    assert isinstance(table, Table)
    assert table.rows[1][0] == "siloed, barriers 0.5, staff 1"
    assert table.rows[1][1].startswith("+2.5%") and table.rows[1][2].startswith("0")


def test_a_world_without_a_value_is_passed_over_in_every_cell() -> None:
    one, rng = barriers_and_staff.question(), np.random.default_rng(1)
    keys = [(s, a, k) for s in one.settings for a in one.arms for k in barriers_and_staff.LOOKED_AT]
    values = {key: 10.0 + rng.random((3, 3)) for key in keys}
    lacking = {key: np.where(np.arange(3)[:, None] == 1, np.nan, v) for key, v in values.items()}
    two = {key: v[[0, 2]] for key, v in values.items()}
    found = barriers_and_staff.summary(Outcomes(lacking, (1, 2, 3)))
    pd.testing.assert_frame_equal(found, barriers_and_staff.summary(Outcomes(two, (1, 3))))


def test_lower_barriers_with_more_staff_are_that_in_the_scenario() -> None:
    one = barriers_and_staff.question()
    usual, other = (one.scenario("siloed_borough", setting) for setting in ("1 1", "0.5 1.25"))
    team = "community_nursing"
    assert other.teams[team].threshold == pytest.approx(0.5 * usual.teams[team].threshold)
    assert other.teams[team].staff == {k: 1.25 * n for k, n in usual.teams[team].staff.items()}
    assert other.assumptions["handover.loss"] == 0.5 * usual.assumptions["handover.loss"]


def test_the_page_is_of_the_tables_that_are_kept() -> None:
    """Nothing in it is of another sweep than the tables beside the designs."""
    rendered = str(sensitivity.page())
    titles = {name: read_pattern(name).study.title for name in NAMES}
    drivers = read_key_drivers()
    assert drivers and str(drivers_section(titles, drivers)) in rendered
    page = (DOCS / sensitivity.PAGE).read_text(encoding="utf-8")
    for section in sensitivity.page():
        assert section.heading in page
        for table in (part for part in section.parts if isinstance(part, Table)):
            for row in table.rows:
                assert all(cell.replace("|", "\\|") in page for cell in row)


def test_the_greatest_of_many_correlations_is_not_taken_for_a_driver() -> None:
    """Of 300 assumptions one drives the outcome; the greatest of the others are chance."""
    rng = np.random.default_rng(5)
    names = [f"seeking.rate[{i}]" for i in range(300)]

    class Factor:
        def __init__(self, key: str) -> None:
            self.key, self.kind = key, "lever" if key.endswith("[7]") else "parameter"

    class Plan:
        points = rng.random((333, 300))
        factors = tuple(map(Factor, names))

    y = Plan.points[:, 3] + 5.0 * Plan.points[:, 7] + rng.normal(0.0, 1.0, 333)
    sweep = type("Sweep", (), {"plan": Plan})
    found = key_drivers.drivers(sweep, "wait", y)
    assert [one.shows for one in found.factors] == [True, False, False]
    assert found.factors[0].factor == "seeking.rate[3]"
