"""Months after the last whole year are in no year's figures, and a report says so."""

from __future__ import annotations

import pytest

from joinedup_experiments.compare.comparison import beyond_the_last_year, how_long
from joinedup_experiments.display.document import Table, figures_of
from joinedup_experiments.report.exports.inputs import run_sheet
from joinedup_experiments.report.first_page import picture
from joinedup_experiments.report.journeys import Chosen, journeys
from joinedup_experiments.report.page import sections
from joinedup_experiments.report.proposed import bars, timeline, timeline_message
from joinedup_experiments.report.view import View
from joinedup_experiments.report.worth import section
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.proposal_cost import parts_of, year_names
from joinedup_experiments.scenario_io.scenario_warnings import scenario_warnings
from tests.report.conftest import made_up


@pytest.mark.parametrize(
    ("months", "named"),
    [(12, ""), (36, ""), (13, "month 13 is in no year"), (18, "months 13 to 18 are in no year")],
)
def test_months_in_no_year_are_named(months: int, named: str) -> None:
    there = beyond_the_last_year(made_up(months=months).comparison)
    assert named in there and bool(named) == bool(there)


def test_money_by_year_says_so() -> None:
    shown = section(View(made_up(months=18).comparison))
    assert "months 13 to 18 are in no year" in str(shown)
    assert "in no year" not in str(section(View(made_up(months=24).comparison)))


@pytest.mark.parametrize(
    ("months", "names", "axis"),
    [
        (6, ["All of it"], "6 months"),
        (18, ["Year 1"], "first year"),
        (24, ["Year 1", "Year 2"], "first year"),
    ],
)
def test_the_picture_of_the_first_page_calls_no_part_of_a_year_a_year(months, names, axis) -> None:
    drawn = picture(View(made_up(months=months).comparison), 1, "unmet_need")
    assert [row[0] for row in drawn.table.rows] == names
    shown = [label.get_text() for label in drawn.drawn.axes[0].get_xticklabels()]
    assert shown[0].replace("0.5 years", "6 months") == axis
    assert ("(not months 13 to 18)" in drawn.table.caption) is (months == 18)


def test_every_table_by_year_says_which_months_it_leaves_out(undrawn) -> None:
    """On the page, on paper, in Word (the same sections) and in the workbook."""
    made = sections(made_up(months=30))
    tables = [one.table for one in figures_of(made) if one.yearly]
    assert tables and all("by year (not months 25 to 30)" in one.caption for one in tables)
    for key in ("when", "worth", "method"):
        assert "months 25 to 30 are in no year" in str(next(s for s in made if s.key == key))
    rows = dict(row[:2] for row in run_sheet(made_up(months=30)).rows)
    assert "months 25 to 30 are in no year" in rows["Years after the index date"]


def test_a_year_that_is_only_begun_says_how_many_months_it_has() -> None:
    year = load_scenario("case_management").with_({"years": 1.5})
    assert year_names(year) == ["Year 1", "Year 2 (6 months)"]
    assert year_names(year.with_({"years": 13 / 12}))[1] == "Year 2 (1 month)"
    table = next(p for p in parts_of(year) if isinstance(p, Table) and p.head[0] == "year")
    assert [row[0] for row in table.rows] == ["Year 1", "Year 2 (6 months)"]
    assert year_names(load_scenario("case_management").with_({"years": 2.0}))[1] == "Year 2"


def test_one_year_is_no_years() -> None:
    assert how_long(made_up(months=12).comparison) == "1 year"


NEARLY = {"run.years": 1.49}  # 18 months, the last of which is run to its end


def test_pictures_end_with_the_last_month_which_is_run_whole() -> None:
    base = load_scenario("siloed_borough").with_(NEARLY)
    arms, lives = [base, base.model_copy(update={"name": "Other"})], ([], [])
    (shown,) = figures_of([journeys(arms, [Chosen(1, "why", (0, 0), lives)], 100.0)])
    assert shown.drawn.axes[0].get_xlim()[1] == pytest.approx(1.5)
    proposal = load_scenario("case_management").with_(NEARLY)
    late = {"arrangement.programme.money_ends_month": 17.95}
    assert {last for *_, last in bars(proposal)} == {18.0}
    assert timeline(proposal, "t").drawn.axes[0].get_xlim()[1] == 1.5
    assert timeline_message(proposal.with_(late)).endswith("the money ends in month 17.95")


def test_what_begins_in_the_last_month_is_not_after_the_run() -> None:
    begins = {**NEARLY, "arrangement.programme.go_live_month": 17.9}
    found = scenario_warnings(load_scenario("case_management").with_(begins))
    assert not any("the run ends" in one for one in found)
