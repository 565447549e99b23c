"""What the whole model must do when one thing is changed, on a small place and several seeds.

Directions only: how large a difference is, is a finding, and not for a test to hold still.
"""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import EPISODE_STATUSES, EpisodeStatus
from joinedup.run import Run, branch
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load import load_scenario

SEEDS = (1, 2, 3, 4)


def arrangements(base: Scenario) -> dict[str, Arrangement]:
    """One change each against the siloed place."""
    cared = [name for name, team in base.teams.items() if team.role != "crisis"]
    carrying = [name for name, team in base.teams.items() if team.role == "caseload"]
    half_gone = {
        name: {who: -0.5 * posts for who, posts in base.teams[name].staff.items()}
        for name in carrying
    }
    managed = load_scenario("case_management").arrangement.case_management
    assert managed is not None
    arranged = {
        "siloed": {},
        "more_loss": {"interfaces": [{"between": cared, "degree": "none", "loss": 0.6}]},
        "fewer_staff": {"extra_staff": half_gone},
        "spoa": {"single_point_of_access": {"in_front_of": carrying}},
        "tiny_spoa": {
            "single_point_of_access": {"in_front_of": carrying, "staff": {"support_worker": 0.2}}
        },
        "case_managed": {"case_management": managed.model_dump()},
        "on_paper": load_scenario("merged_on_paper").arrangement.model_dump(),
        "merger_that_costs": {
            **load_scenario("merged_on_paper").arrangement.model_dump(),
            "programme_cost_a_year": 1e6,
        },
    }
    return {name: Arrangement.model_validate(each) for name, each in arranged.items()}


@pytest.fixture(scope="module")
def runs(siloed, steady, sized) -> dict[str, list[Run]]:
    """Every arrangement's runs, by seed, from shared burn-ins.

    Staff are steady, so that what is arranged works as arranged, and from the first day.
    """
    base = sized(steady(siloed), 2_000, 2.0, 1.5)
    worlds = [
        base.model_copy(update={"arrangement": arrangement, "name": name})
        for name, arrangement in arrangements(base).items()
    ]
    found: dict[str, list[Run]] = {world.name: [] for world in worlds}
    for seed in SEEDS:
        for run in branch(worlds[0], worlds[1:], seed):
            found[run.scenario.name].append(run)
    return found


def total(runs, name: str, key: str) -> np.ndarray:
    """A measure's sum over the two years, by seed."""
    return np.array([run.months[key].sum() for run in runs[name]])


def test_more_loss_at_handovers_loses_more_people(runs):
    assert (
        total(runs, "more_loss", "lost_at_handover") > total(runs, "siloed", "lost_at_handover")
    ).all()
    arrived = total(runs, "more_loss", "referrals_accepted").sum()
    assert arrived < total(runs, "siloed", "referrals_accepted").sum()


def test_fewer_staff_mean_longer_lines_and_less_care(runs):
    assert (
        total(runs, "fewer_staff", "people_waiting") > total(runs, "siloed", "people_waiting")
    ).all()
    started = total(runs, "fewer_staff", "care_started").sum()
    assert started < total(runs, "siloed", "care_started").sum()
    assert (total(runs, "fewer_staff", "cost_total") < total(runs, "siloed", "cost_total")).all()


def test_a_door_far_too_small_passes_on_what_it_cannot_sort(runs):
    """It delays everybody by weeks, but not for ever: the teams then sort their own."""
    for run in runs["tiny_spoa"]:
        places = run.world.places
        a_week = float(places.spoa_minutes.sum())
        behind = 7.0 * float(places.spoa_backlog.sum()) / a_week
        asked_in_a_week = run.months["referrals_of_need"].mean() / 4.35 * 25.0
        assert asked_in_a_week > 5.0 * a_week  # with no way past it, it would be years behind
        assert behind < 90.0
    tiny, sorted_by_teams = (
        total(runs, n, "referrals_accepted").sum() for n in ("tiny_spoa", "spoa")
    )
    assert 0.8 * sorted_by_teams < tiny < sorted_by_teams


def test_a_single_point_of_access_bounces_fewer(runs):
    """000; also for every referral made, since an easier door brings more of them."""
    bounced, made = (
        total(runs, "spoa", key).sum() for key in ("referrals_bounced", "referrals_of_need")
    )
    before, then = (
        total(runs, "siloed", key).sum() for key in ("referrals_bounced", "referrals_of_need")
    )
    assert bounced < before
    assert bounced / made < before / then


def test_case_management_brings_need_to_light_true_and_false_and_finds_what_cannot_wait(runs):
    """001: case finding detects needs, and some of them go to hospital."""
    for key in ("needs_presented", "false_positive_presentations", "case_manager_visits"):
        assert (total(runs, "case_managed", key) > total(runs, "siloed", key)).all(), key
    assert (total(runs, "siloed", "emergency_admissions_found") == 0).all()
    assert total(runs, "case_managed", "emergency_admissions_found").sum() > 0


def test_organisations_that_merge_on_paper_change_nothing_at_all(runs):
    """002: structure by itself does not deliver. The same life, day by day, byte for byte."""
    for paper, siloed in zip(runs["on_paper"], runs["siloed"], strict=True):
        assert paper.events.tobytes() == siloed.events.tobytes()
        for key, values in paper.months.items():
            assert values.tobytes() == siloed.months[key].tobytes(), key


def test_a_merger_that_costs_changes_the_cost_and_nothing_else(runs):
    for merger, siloed in zip(runs["merger_that_costs"], runs["siloed"], strict=True):
        assert merger.events.tobytes() == siloed.events.tobytes()
        differs = {k for k, v in merger.months.items() if v.tobytes() != siloed.months[k].tobytes()}
        assert differs == {"cost_total", "cost_public", "cost_nhs", "cost_capacity"}
        more = (merger.months["cost_total"] - siloed.months["cost_total"]).sum()
        assert more == pytest.approx(2e6, rel=0.02)


def test_worlds_from_one_burn_in_are_the_same_place(runs):
    """The same people, at the same addresses, from the same day on."""
    for name in ("more_loss", "spoa", "case_managed"):
        for run, siloed in zip(runs[name], runs["siloed"], strict=True):
            assert run.index_day == siloed.index_day
            assert run.events["time"].min() >= run.index_day
            for column in ("age", "quintile", "practice", "neighbourhood"):
                then, theirs = (one.history.residents[column] for one in (run, siloed))
                assert np.array_equal(then, theirs)


def test_lost_people_stand_in_the_ledger_as_lost_and_not_elsewhere(runs):
    """More loss: more episodes end, or stand, lost at a handover."""
    lost, before = (
        sum(run.barrier_ledger[:, :, EpisodeStatus.LOST].sum() for run in runs[name])
        for name in ("more_loss", "siloed")
    )
    assert lost > before
    assert runs["siloed"][0].barrier_ledger.shape[2] == EPISODE_STATUSES
