"""Months after the last whole year are in no year's figures, and a report says so."""

from __future__ import annotations

import pytest

from joinedup_experiments.compare.comparison import beyond_the_last_year, how_long, in_years
from joinedup_experiments.report.view import View
from joinedup_experiments.report.worth import section
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


def test_one_year_is_no_years() -> None:
    assert (in_years(1.0), in_years(2.5)) == ("1 year", "2.5 years")
    assert how_long(made_up(months=12).comparison) == "1 year"
