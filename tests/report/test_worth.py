"""Money by year, payer and use: sums that a finance director can add up, and what they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from joinedup.outcomes.measures import POSITION
from joinedup_experiments.compare.statistics import Verdict
from joinedup_experiments.report import worth
from joinedup_experiments.report.view import View
from joinedup_experiments.scenario_io.load import load_scenario
from tests.report.conftest import made_up

WORLDS, YEARS = 12, 3
A_MONTH = 1000.0  # pounds more of everything that is counted in pounds
STAYS = -2.0  # elective stays a month beside the base


def paid(*names: str, **a_month: float) -> View:
    """Arms, the base first, whose measures differ from it by so much a month, as named."""
    some = made_up(months=12 * YEARS, replications=WORLDS, change=0.0, seeds_per_world=1)
    months = np.repeat(some.comparison.months[:1], 1 + len(names), axis=0)
    for key, by in a_month.items():
        months[1:, :, POSITION[key]] += by
    scenarios = [load_scenario(one) for one in ("siloed_borough", *names)]
    run = some.comparison.scenarios[0].run
    result = replace(
        some.comparison, months=months, names=("siloed_borough", *names),
        scenarios=tuple(one.model_copy(update={"run": run}) for one in scenarios),
    )  # fmt: skip
    return View(result)


def test_uses_add_up_to_the_whole_and_payers_too() -> None:
    view = paid("local_care_network_money_ends", cost_total=3 * A_MONTH, cost_nhs=2 * A_MONTH,
                cost_council=A_MONTH, elective_inpatient=STAYS)  # fmt: skip
    uses = worth.by_use(view, 1)
    parts = [each for name, each in uses.items() if name != "All"]
    assert np.allclose(sum(parts), uses["All"]) and np.allclose(uses["All"], 36 * A_MONTH)
    assert np.allclose(sum(worth.by_payer(view, 1).values()), uses["All"])
    price = 6689.0  # an elective stay, as rules/money.py has it
    assert np.allclose(uses["Operations and clinics"], 12 * STAYS * price)


def test_programme_and_posts_end_with_the_money() -> None:
    name = "local_care_network_money_ends"
    ends = load_scenario(name).with_({"arrangement.programme.money_ends_month": 18.0})
    view = paid(name)
    base = view.result.scenarios[0]
    result = replace(view.result, scenarios=(base, ends.model_copy(update={"run": base.run})))
    whole = ends.arrangement.programme_cost_a_year
    programme = worth.by_use(View(result), 1)["The programme itself"]
    assert np.allclose(programme, [[whole, whole / 2, 0.0]] * WORLDS)
    assert View(result).money_ends(1) == 1.5


def test_the_table_has_every_year_the_sum_and_what_is_planned_without_an_interval() -> None:
    view = paid("case_management", cost_total=A_MONTH, cost_nhs=A_MONTH)
    table = worth.payers_table(view, 1)
    assert [row[0] for row in table.rows] == ["Year 1", "Year 2", "Year 3", "All years"]
    assert [row[1] for row in table.rows] == ["+12.0"] * 3 + ["+36.0"]
    assert [row[-1] for row in table.rows] == ["+12.0", "+24.0", "+36.0", ""]
    assert "Voluntary sector" not in table.head


def test_who_pays_is_of_the_years_in_the_table_which_says_so() -> None:
    some = made_up(months=27, replications=WORLDS, change=0.0, seeds_per_world=1)
    months = some.comparison.months
    months[1] = months[0]
    months[1, :, POSITION["cost_nhs"], 24:] += A_MONTH  # more in what is no whole year
    view = View(some.comparison)
    assert view.effect(1, "cost_nhs").verdict is Verdict.HIGHER
    assert worth.who_pays(view, 1) == "No payer is shown to pay more or less"
    table = worth.payers_table(view, 1)
    assert table.rows[-1][0] == "Whole years" and table.caption.endswith("not months 25 to 27")


@pytest.mark.parametrize(
    ("each", "put_in", "wording"),
    [
        (np.full(12, 3e6), 1e6, "It costs £3.00 million over 3 years, more than is put in"),
        (np.tile([2e5, 4e5], 6), 1e6,
         "It costs £300,000 over 3 years, of £1.00 million put in"),
        (np.tile([2e5, 4e5], 6), 281e3,
         "It costs £300,000 over 3 years, beside £281,000 put in"),
        (np.tile([2e5, 4e5], 6), -281e3,
         "It costs £300,000 over 3 years, though £281,000 less is put in"),
        (np.tile([2e5, 4e5], 6), 0.2, "It costs £300,000 over 3 years"),
        (np.tile([-2e6, -4e6], 6), 1e6, "It costs £3.00 million less over 3 years, all counted"),
        (np.tile([-4e7, 4e7], 6), 1e6, "Cost over 3 years: too uncertain to tell"),
    ],
)  # fmt: skip
def test_the_message_of_the_money_by_its_interval(effect, each, put_in, wording) -> None:
    f = effect(1e8, each, form="pounds", plausible=True)
    assert worth.message(f, put_in, 3) == wording


def test_what_is_ruled_out_of_a_run_is_a_share_of_what_the_whole_of_it_costs() -> None:
    """The same 3% as of the average year, so that tile and message agree."""
    view = paid("case_management")
    months, at = view.result.months.copy(), POSITION["cost_total"]
    a_year = 0.06 * months[0, :, at].sum(axis=-1).mean() / YEARS
    months[1, :, at] += np.tile([-a_year, a_year], WORLDS // 2)[:, None] / 36
    view = View(replace(view.result, months=months))
    assert view.effect(1, "cost_total").verdict is Verdict.NO_CHANGE
    assert worth.cumulative(view, 1).title == "Cost over 3 years: no change shown"


def test_who_pays_more_and_who_less() -> None:
    view = paid("case_management", cost_nhs=A_MONTH, cost_council=-A_MONTH)
    assert worth.who_pays(view, 1) == "Who pays more: NHS; less: Council"
    assert worth.who_pays(paid("case_management"), 1) == "No payer is shown to pay more or less"
    some = made_up(replications=4, seeds_per_world=1).comparison
    assert worth.who_pays(View(some), 1) == "Who pays: too few runs to tell"
    assert worth.section(View(made_up(("Alone",)).comparison)) is None
