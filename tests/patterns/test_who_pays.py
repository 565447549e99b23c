"""Who pays: people by their means, and payers for each other under a pooled budget.

Only what is paid differs between these runs, or how much; directions, degrees and removal.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from joinedup.codes import MONTH_DAYS, Organisation, Payer
from joinedup.outcomes.costs import community_before, staff_cost
from joinedup.outcomes.pooling import moved_between_payers
from joinedup.run import Run, branch, simulate
from joinedup.scenario.arrangement import Arrangement

SHARES = (0.37, 0.45, 0.55)


@pytest.fixture(scope="module")
def by_share(siloed, sized) -> list[Run]:
    """The same place where more and more people have the means to pay for a care home."""
    base = sized(siloed, 6_000, 2.0, 2.0)
    return [
        simulate(base.with_({"assumptions": {"means_test.care_home_self_funders": share}}), 1)
        for share in SHARES
    ]


def test_the_more_have_means_the_more_people_pay_and_the_less_the_council(by_share):
    first = by_share[0]
    assert all(run.events.tobytes() == first.events.tobytes() for run in by_share)
    people, council = ([run.months[key].sum() for run in by_share] for key in PAID)
    assert people == sorted(people) and people[0] < people[-1]
    assert council == sorted(council, reverse=True) and council[0] > council[-1]
    for run in by_share:
        np.testing.assert_array_equal(run.months["cost_nhs"], first.months["cost_nhs"])


PAID = ("cost_people", "cost_council")


@pytest.fixture(scope="module")
def pooled(siloed, sized) -> list[Run]:
    """A council with more home care than before, with budgets apart, aligned and pooled."""
    base = sized(siloed, 4_000, 2.0, 1.0).with_({"disable_mechanisms": ["adoption", "trust"]})
    more = {"adult_social_care": {"support_worker": 40.0}}
    arms = [
        base.model_copy(
            update={
                "name": budgets,
                "arrangement": Arrangement.model_validate(
                    {"extra_staff": more, "paying": {"budgets": budgets}}
                ),
            }
        )
        for budgets in ("separate", "aligned", "pooled")
    ]
    return branch(arms[0], arms[1:], 1)


def test_a_pool_has_the_nhs_bear_its_part_of_what_the_council_adds(pooled):
    apart, aligned, together = pooled
    for run in (apart, aligned):
        assert not run.months["transfer_nhs"].any() and not run.months["transfer_council"].any()
    assert together.months["transfer_nhs"].sum() > 0.0
    moved = together.months["transfer_nhs"] + together.months["transfer_council"]
    np.testing.assert_allclose(moved, 0.0, atol=1e-6)
    spent = community_before(together.world, int(together.index_day / MONTH_DAYS))
    share = spent[Organisation.NHS] / (spent[Organisation.NHS] + spent[Organisation.COUNCIL])
    assert 0.0 < share < 1.0


def spent_by_staff(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Pounds of staff [month, employer], and of the community [employer] in the year before."""
    first = int(run.index_day / MONTH_DAYS)
    paid = staff_cost(run.world, first, np.full(len(run.costs), MONTH_DAYS))
    return paid, community_before(run.world, first)


def test_what_moves_is_as_much_as_is_shared_and_nothing_without_incentives(pooled):
    run = pooled[-1]
    shared, spent = run.world.globals[0].p.incentives.risk_shared, spent_by_staff(run)
    moved = []
    for degree in (0.0, 0.5, 1.0):
        shared[-1] = degree
        paid = moved_between_payers(run.scenario, run.world, *spent)
        moved.append(float(paid[:, Payer.NHS].sum()))
    assert moved[0] == 0.0 and moved[1] == pytest.approx(0.5 * moved[2]) and moved[2] > 0.0
    disabled = run.scenario.with_({"disable_mechanisms": ["incentives"]})
    assert not moved_between_payers(disabled, run.world, *spent).any()


def test_a_pool_of_some_neighbourhoods_is_as_large_as_they_are(pooled):
    """Five neighbourhoods alike: one of them pools a fifth of what all do."""
    run, places = pooled[-1], 5
    five = run.scenario.with_({"place.neighbourhoods": places, "place.practices_each": 1})
    some = five.with_({"arrangement.phases": [{"elements": ["paying"], "neighbourhoods": [2]}]})
    world = SimpleNamespace(
        globals=run.world.globals,
        places=range(places),
        residents=SimpleNamespace(neighbourhood=np.arange(100) % places),
    )
    spent = spent_by_staff(run)
    of_all, of_one = (moved_between_payers(one, world, *spent) for one in (five, some))
    assert of_all[:, Payer.NHS].sum() > 0.0
    np.testing.assert_allclose(of_one, of_all / places)


def test_where_nothing_was_run_before_a_pool_is_shared_as_in_the_first_month(pooled):
    run = pooled[-1]
    community = np.array([[60.0, 40.0, 5.0], [50.0, 70.0, 5.0]])
    nothing = np.zeros(community.shape[1])
    moved = moved_between_payers(run.scenario, run.world, community, nothing)
    np.testing.assert_allclose(moved[0], 0.0, atol=1e-9)
    assert moved[1, Payer.NHS] == pytest.approx(0.6 * 120.0 - 50.0)


def test_a_programme_costs_each_year_what_it_is_planned_at(siloed, sized):
    """Also in years of 365 days, and where it goes live within a day of the index date."""
    added = {"programme_cost_a_year": 100_000.0, "programme": {"go_live_month": 0.016}}
    programme = sized(siloed, 1_000, 1.0, 0.0).with_({"arrangement": added})
    plain, paid = branch(programme.siloed, [programme.siloed, programme], 1)[-2:]
    more = paid.months["cost_nhs"] - plain.months["cost_nhs"]
    np.testing.assert_allclose(more, programme.arrangement.programme_cost_a_year / 12.0)
