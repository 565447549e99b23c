"""What a report says of money, worth, benefit, units and bands is what its own run bears out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.compare.results.writing import read_me
from joinedup_experiments.compare.statistics import paired
from joinedup_experiments.compare.value import Value
from joinedup_experiments.display.document import Words
from joinedup_experiments.report import proposed, teams, verdict
from joinedup_experiments.report.exports.inputs import run_sheet
from joinedup_experiments.report.exports.outcomes import effects_sheet
from joinedup_experiments.report.first_page import answer, picture
from joinedup_experiments.report.method import method
from joinedup_experiments.report.own_drivers import drivers_of
from joinedup_experiments.report.view import View
from joinedup_experiments.scenario_io.load import load_scenario
from tests.report.conftest import made_up

SILOED = load_scenario("siloed_borough")
RECORD = {"arrangement.shared_record": ["memory_service", "community_nursing"]}
ENDS = {"arrangement.programme.money_ends_month": 12.0}
UP, FEWER = np.tile([30.0, 40.0, 50.0], 8), np.tile([-1.0, -2.0, -3.0], 8)


def over(**changes: np.ndarray) -> verdict.Outcomes:
    """Effects over 24 plausible worlds, no difference but for those named."""
    base = np.full(24, 1000.0)
    return {
        key: paired(measure(key), base, base + changes.get(key, np.zeros(24)), True)
        for key in verdict.READ
    }


@pytest.mark.parametrize("worlds", [3, 24])
def test_what_differs_in_no_world_is_worth_the_same(worlds) -> None:
    nothing = np.zeros(worlds)
    words = verdict.verdict(over(), Value(nothing, nothing, True))[1]
    assert words == "There is no difference in cost; worth the same at NICE's prices of health."


def test_a_timeline_has_no_money_where_none_is_put_in() -> None:
    scenario = SILOED.with_(RECORD)
    assert proposed.timeline_message(scenario) == "live from the first day"
    assert [what for what, _, _ in proposed.bars(scenario)] == ["arrangement live"]
    paid = scenario.with_({"arrangement.programme_cost_a_year": 1e5})
    assert proposed.timeline_message(paid).endswith("; the money goes on to the end")
    assert [what for what, _, _ in proposed.bars(paid)][-1] == "money"


def test_money_that_is_not_there_has_no_end() -> None:
    """What is paid on top of usual pay is in no line of a cost, and ends with the money."""
    some = made_up(months=36).comparison
    pay = {"arrangement.paying": {"payment": "pay_for_performance"}}
    for more, ends in (({}, None), (pay, 12.0)):
        scenario = SILOED.with_(RECORD | ENDS | more)
        view = View(replace(some, scenarios=(SILOED, scenario)))
        assert view.money_ends(1) == (ends and ends / 12.0)
        assert ("money" in proposed.timeline_message(scenario)) is bool(ends)
        assert (("money", 0.0, 12.0) in proposed.bars(scenario)) is bool(ends)


def test_needs_are_in_the_unit_of_the_sheet_or_page_that_has_them() -> None:
    results = made_up()
    says = "on an average day"
    page = [text for part in method(results).parts for text in getattr(part, "items", [])]
    assert [text for text in page if says in text] == [
        "Unmet need is counted in person-days, and shown here as needs on an average day."
    ]
    sheet = effects_sheet(results.comparison)
    assert sheet and any("person-days a year" in str(row[2]) for row in sheet.rows)
    (words,) = [str(row[1]) for row in run_sheet(results).rows if says in str(row[1])]
    assert words.endswith(
        "Unmet need is in person-days a year; divided by 365.25, as on the sheet Summary, it is "
        "needs on an average day."
    )


@pytest.mark.parametrize(
    ("changes", "wording"),
    [
        ({}, "No benefit shown in unmet need, admissions, burnout or waits. "),
        ({"staff_burnout": UP}, "No benefit shown in unmet need, admissions or waits, but more "),
        ({"emergency_admissions": FEWER}, "No benefit shown in unmet need, burnout or waits. "),
        (dict.fromkeys(("unmet_need", "emergency_admissions", "staff_burnout", "waiting_days"), UP),
         "More unmet need, emergency admissions and staff burnout, and longer waits for care, in "),
    ],
)  # fmt: skip
def test_it_is_said_of_what_no_benefit_is_shown(changes, wording) -> None:
    nothing = Value(np.zeros(24), np.zeros(24), True)
    assert verdict.verdict(over(**changes), nothing)[0].startswith(wording)


def first_picture(results: Results, key: str) -> tuple[str, str]:
    """The words in the picture of one measure, and the note before it."""
    view = View(results.comparison)
    notes = [part.text for part in answer(view, drivers_of(results)).parts
             if isinstance(part, Words) and part.tone == "note"]  # fmt: skip
    drawn = picture(view, 1, key).drawn
    return " ".join(text.get_text() for text in drawn.axes[0].texts), notes[-1]


@pytest.mark.parametrize(
    ("key", "unit"),
    [("staff_burnout", "points"), ("cost_total", "a year"), ("emergency_admissions", "a year"),
     ("unmet_need", "on an\naverage day")],
)  # fmt: skip
def test_the_first_picture_has_its_unit_beside_its_number(key, unit) -> None:
    assert unit in first_picture(made_up(months=24), key)[0]


@pytest.mark.parametrize(
    ("replications", "worlds", "months", "note"),
    [
        (12, 1, 24, "Ranges, band: nine worlds in ten."),
        (12, 1, 12, "Ranges: nine worlds in ten."),  # one year has no band
        (4, 0, 24, "Ranges, band: intervals of the mean."),
        (1, 0, 24, "One run has no range."),
    ],
)
def test_the_band_of_the_first_picture_has_a_name(replications, worlds, months, note) -> None:
    results = made_up(replications=replications, months=months, seeds_per_world=worlds)
    assert first_picture(results, "staff_burnout")[1] == note


def test_the_band_of_a_picture_by_itself_has_a_name() -> None:
    view = View(made_up(replications=12, months=24, seeds_per_world=1).comparison)
    assert "band: nine worlds in ten" in picture(view, 1, "staff_burnout").alt


def test_which_requests_the_bottleneck_leaves_out_is_said() -> None:
    assert "Requests from before the index date are left out" in teams.ABOUT


def test_the_readme_says_whose_extra_cost_it_is() -> None:
    assert "extra cost to public services" in " ".join(read_me(made_up().comparison, {}).split())
