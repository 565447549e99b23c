"""A proposal's effect taken apart by its twins: known answers on made-up figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from joinedup.codes import EPISODE_STATUSES, NEEDS
from joinedup.outcomes.measures import MEASURES, measure
from joinedup.scenario.twins import twins
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.diagnostics import money_and_joining, validity_warnings
from joinedup_experiments.compare.intervals import ratio_of
from joinedup_experiments.compare.results.tables import two_by_two_table
from joinedup_experiments.compare.two_by_two import twins_in, two_by_two
from joinedup_experiments.display.markdown import markdown
from joinedup_experiments.report.two_by_two import section
from joinedup_experiments.report.view import View
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.load.scenario_file import written_out
from joinedup_experiments.studies.results import two_by_two_section
from joinedup_experiments.studies.running import Outcomes
from joinedup_experiments.studies.study import USUAL, read_pattern

ADMISSIONS = measure("emergency_admissions")
SILOED = load_scenario("siloed_borough")
PROPOSAL = load_scenario("case_management")
# A year's admissions beside the siloed 1,200: money takes 60 away, joining adds 36, both take 48.
CHANGES = {"": 0.0, "capacity_only": -5.0, "joining_only": 3.0, "both": -4.0, "cost_matched": -6.0}


def made_up(scenarios, changes, spread=0.2, replications=8, seed=3) -> Comparison:
    rng = np.random.default_rng(seed)
    shape = (len(scenarios), replications, len(MEASURES), 12)
    shared = rng.normal(100.0, 10.0, (1, *shape[1:]))
    apart = rng.normal(0.0, spread, shape)
    apart += np.reshape(changes, (-1, 1, 1, 1)) - apart.mean(axis=(1, 3), keepdims=True)
    return Comparison(
        names=tuple(f"arm_{n}" for n in range(len(scenarios))),
        scenarios=tuple(scenarios),
        seeds=tuple(range(1, replications + 1)),
        months=shared + apart,
        ledgers=np.zeros((*shape[:2], 2, NEEDS, EPISODE_STATUSES)),
        costs=np.zeros((*shape[:2], 12, 3)),
        event_log=(),
        index_day=0.0,
        worlds=(0,) * replications,
        simulated=scenarios[0].place.residents,
    )


@pytest.fixture
def result() -> Comparison:
    made = twins(PROPOSAL)
    cells = (made["capacity_only"], made["joining_only"], PROPOSAL, made["cost_matched"])
    return made_up([SILOED, *cells], list(CHANGES.values()))


def test_money_joining_and_interaction_add_up(result):
    (row,) = two_by_two_table(result, "emergency_admissions", [1]).to_dict("records")
    assert row["arm"] == "arm_3"
    for part, true in {"money": -60, "joining": 36, "both": -48, "interaction": -24,
                       "beyond_same_money": 24}.items():  # fmt: skip
        assert row[part] == pytest.approx(true)
        assert row[f"{part}_low_95"] < true < row[f"{part}_high_95"]
    assert row["share_of_money"] == pytest.approx(60 / 48)
    assert row["share_of_joining"] == pytest.approx(-36 / 48)
    assert row["share_of_joining_low_95"] < -36 / 48 < row["share_of_joining_high_95"] < 0.0


def test_no_share_is_given_of_what_may_be_nothing():
    rng = np.random.default_rng(5)
    siloed, money, joining, both = rng.normal(100.0, 1.0, (4, 8))
    found = two_by_two(ADMISSIONS, siloed, money, joining, both - (both - siloed).mean())
    assert not found.both.changed
    assert np.isnan([found.share_of_money.mean, found.share_of_joining.low]).all()
    assert np.isfinite(found.interaction.difference.mean)


def test_two_additive_causes_have_no_interaction():
    rng = np.random.default_rng(6)
    siloed, money, joining = rng.normal(100.0, 1.0, (3, 8))
    found = two_by_two(ADMISSIONS, siloed, money, joining, money + joining - siloed)
    assert found.interaction.difference.mean == pytest.approx(0.0, abs=1e-9)


def test_fieller_covers_as_often_as_it_says():
    """Of 2,000 intervals of a ratio of paired means, 95% hold it: within four standard errors."""
    rng, truth = np.random.default_rng(7), 0.6
    hits = []
    for _ in range(2000):
        bottom = rng.normal(5.0, 2.0, 8)
        top = truth * bottom + rng.normal(0.0, 1.0, 8)
        found = ratio_of(top, bottom)
        if found.replications and np.isfinite(found.mean):
            hits.append(found.low <= truth <= found.high)
    assert len(hits) > 1900
    assert abs(np.mean(hits) - 0.95) < 4.0 * np.sqrt(0.05 * 0.95 / len(hits))


def test_twins_are_known_by_what_they_are(tmp_path, result):
    """Renamed, written down and read again, or of another number of residents."""
    named = [s.with_({"name": f"no {n}"}) for n, s in enumerate(result.scenarios)]
    small = [s.with_({"residents": 5_300}) for s in result.scenarios]
    files = []
    for number, one in enumerate(small):
        (tmp_path / f"{number}.yaml").write_text(written_out(one))
        files.append(load_scenario(tmp_path / f"{number}.yaml"))
    there = {3: {"capacity_only": 1, "joining_only": 2, "cost_matched": 4}}
    for scenarios in (result.scenarios, named, small, files):
        assert twins_in(replace(result, scenarios=tuple(scenarios))) == there
    another = result.scenarios[1].with_({"arrangement.extra_staff.general_practice.gp": 2.0})
    assert "capacity_only" not in twins_in(
        replace(result, scenarios=(SILOED, another, *result.scenarios[2:]))
    ).get(3, {})
    unlike = (PROPOSAL, *result.scenarios[1:])
    assert twins_in(replace(result, scenarios=unlike)) == {}


def test_teams_of_other_arms_make_no_twin_another(result):
    hub = SILOED.teams["advice_and_support"].model_copy(update={"label": "Hub"})
    other = SILOED.with_({"arrangement.new_teams": {"hub": hub}})
    together = tuple(one.beside([other]) for one in result.scenarios)
    there = {3: {"capacity_only": 1, "joining_only": 2, "cost_matched": 4}}
    assert twins_in(replace(result, scenarios=together)) == there


def test_a_proposal_without_its_twins_is_warned_of(result):
    alone = replace(result, scenarios=(SILOED, PROPOSAL), names=("siloed", "cases"))
    (warning,) = money_and_joining(alone)
    assert f"{PROPOSAL.name} changes staff" in warning.text
    assert "its name or file with :capacity_only and :joining_only; on the page," in warning.text
    assert not any(one.text.startswith(alone.names) for one in validity_warnings(alone))
    assert not [*money_and_joining(result)]
    assert len(two_by_two_table(alone)) == 0
    assert section(View(alone)) is None


def test_a_proposal_with_both_cells_is_not_warned_of_where_the_same_money_was_not_run(result):
    cells = replace(result, scenarios=result.scenarios[:4], names=result.names[:4])
    assert not [*money_and_joining(cells)]
    money = replace(result, scenarios=(*result.scenarios[:2], PROPOSAL), names=result.names[:3])
    (warning,) = money_and_joining(money)
    assert "its name or file with :joining_only; on the page," in warning.text


def test_the_section_has_each_share_and_the_comparison_with_the_same_money(result):
    found = section(View(result))
    page = " ".join(markdown("x", "y", [found]).split())
    (row,) = two_by_two_table(result, "emergency_admissions", [0]).to_dict("records")
    assert f"{100 * row['share_of_money']:.1f}% (" in page
    assert "Case management beside Case management: the same money as capacity" in page
    assert "| Emergency admissions, admissions a year |" in page


def test_a_view_looks_for_twins_once(result, monkeypatch):
    looked = []
    found = twins_in(result)
    finding = "joinedup_experiments.report.view.twins_in"
    monkeypatch.setattr(finding, lambda of: looked.append(of) or found)
    view = View(result)
    assert view.proposals == view.proposals and section(view)
    assert len(looked) == 1


def test_a_question_about_twins_is_answered_with_its_two_by_twos():
    question = read_pattern("capacity_or_integration")
    rng = np.random.default_rng(8)
    values = {
        (USUAL, arm, key): rng.normal(50.0, 1.0, (4, 7)) + 10.0 * arm.endswith("capacity_only")
        for arm in question.arms
        for key in question.measures
    }
    found = two_by_two_section(question, Outcomes(values, (1, 2, 3, 4)), True)
    text = markdown("x", "y", [found])
    for name in ("Integrated, with extra capacity", "Case management"):
        assert f"### {name}\n" in text
    assert "well brought in" not in text  # only its same money is asked for
    row = next(line for line in text.splitlines() if line.startswith("| Emergency admissions"))
    assert row.split("|")[2].strip().startswith("+")


@pytest.mark.parametrize(("plausible", "share"), [(True, "\N{EN DASH}"), (False, "%")])
def test_over_plausible_worlds_a_change_in_too_few_of_them_is_not_parted(plausible, share):
    """As reports judge: its interval leaves out zero, and 15 of 20 worlds have its direction."""
    question = read_pattern("capacity_or_integration")
    moved = np.where(np.arange(20) < 15, 10.0, -1.0)[:, None]
    values = {
        (USUAL, arm, key): np.full((20, 7), 50.0) + (arm != question.base) * moved
        for arm in question.arms
        for key in question.measures
    }
    found = two_by_two_section(question, Outcomes(values, tuple(range(20))), plausible)
    text = markdown("x", "y", [found])
    row = next(line for line in text.splitlines() if line.startswith("| Emergency admissions"))
    assert row.rstrip("| ").endswith((share, f"{share})"))
