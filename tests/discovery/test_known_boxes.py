"""Regions that are known beforehand are found, and where there is nothing nothing is found."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup_experiments.sweep.discovery.questions import share_of
from joinedup_experiments.sweep.discovery.rules import _about, answer, goes_with
from joinedup_experiments.sweep.discovery.trees import MOST_LEAVES, Condition, Pruning, prune
from joinedup_experiments.sweep.discovery.trees import plain as in_digits
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.information.estimates import perfect

MANY, FACTORS = 1000, 20
WORLDS = 332


def in_a_box(rng: np.random.Generator, flipped: float) -> tuple[np.ndarray, np.ndarray]:
    """Points, and whether they are helped: x3 above 0.6 and x7 up to 0.5, some turned round."""
    points = rng.random((MANY, FACTORS))
    box = (points[:, 3] > 0.6) & (points[:, 7] <= 0.5)
    return points, box ^ (rng.random(MANY) < flipped)


@pytest.fixture(scope="module", name="found")
def answered(asked, plain):
    points, helped = in_a_box(np.random.default_rng(5), 0.1)
    return answer(asked(helped), plain(FACTORS), points, np.arange(MANY), 1)


def test_the_box_is_found_and_nothing_else_is_in_the_rules(found) -> None:
    first = found.rules[0]
    sides = {c.factor.key: (c.low, c.high) for c in first.conditions}
    assert sides == {
        "x3": (pytest.approx(0.6, abs=0.03), np.inf),
        "x7": (-np.inf, pytest.approx(0.5, abs=0.03)),
    }
    assert found.importance[:2] in {(3, 7), (7, 3)}
    assert len(found.rules) == 3
    assert {c.factor.key for rule in found.rules for c in rule.conditions} == {"x3", "x7"}


def test_density_and_coverage_are_those_of_theory_seen_and_unseen(found) -> None:
    """A fifth of the points are in the box, nine tenths of them helped, one tenth of the others."""
    first = found.rules[0]
    for density in (first.density[0], first.density_unseen[0]):
        assert density.low <= 0.9 <= density.high
        assert density.high - density.low < 0.12
    coverage = 0.2 * 0.9 / (0.2 * 0.9 + 0.8 * 0.1)
    for one in (first.coverage[0], first.coverage_unseen[0]):
        assert one.low <= coverage <= one.high
    assert found.base[0].low <= 0.26 <= found.base[0].high


def test_rules_part_the_points(found) -> None:
    inside = np.stack([rule.inside for rule in found.rules])
    assert (inside.sum(axis=0) == 1).all()
    assert sum(rule.coverage[0].value for rule in found.rules) == pytest.approx(1.0)


def test_edges_are_found_again_in_resamples(found) -> None:
    for condition in found.rules[0].conditions:
        edge = {"x3": 0.6, "x7": 0.5}[condition.factor.key]
        assert condition.used > 0.95
        assert condition.low_95 - 0.02 <= edge <= condition.high_95 + 0.02
        assert condition.high_95 - condition.low_95 < 0.15


def test_the_same_seed_gives_the_same_rules(found, asked, plain) -> None:
    points, helped = in_a_box(np.random.default_rng(5), 0.1)
    again = answer(asked(helped), plain(FACTORS), points, np.arange(MANY), 1)
    assert [rule.conditions for rule in again.rules] == [rule.conditions for rule in found.rules]
    assert [r.density_unseen for r in again.rules] == [r.density_unseen for r in found.rules]
    assert (again.pruning.loss == found.pruning.loss).all()


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2, 3))]
)
def test_of_pure_chance_there_is_no_rule(asked, plain, seed) -> None:
    rng = np.random.default_rng(seed)
    points = rng.random((300, 228))
    found = answer(asked(rng.random(300) < 0.6), plain(228), points, np.arange(300), 1)
    assert found.rules == () and "No rule is better than the base rate" in found.why_none


def test_what_is_discovered_at_points_of_one_world_is_not_counted_twice(asked, plain) -> None:
    twice = np.tile(np.arange(WORLDS), 2)
    points = np.random.default_rng(2).random((WORLDS, 2))
    once = answer(asked(points[:, 0] > 0.67), plain(2), points, np.arange(WORLDS), 1)
    both = answer(asked(points[twice, 0] > 0.67), plain(2), points[twice], twice, 1)
    first, second = once.rules[0], both.rules[0]
    for one, other in (
        (once.base[0], both.base[0]),
        (first.density[0], second.density[0]),
        (first.coverage[0], second.coverage[0]),
        (first.density_unseen[0], second.density_unseen[0]),
    ):
        assert other == pytest.approx(one, abs=0.01)


def test_copies_of_a_point_do_not_make_a_rule_believed(asked, plain) -> None:
    """Ten copies of each of 60 points of pure chance: taken one by one they look predicted."""
    rng = np.random.default_rng(3)
    points = np.repeat(rng.random((60, 30)), 10, axis=0)
    helped = np.repeat(rng.random(60) < 0.5, 10)
    blocks = np.repeat(np.arange(60), 10)
    assert answer(asked(helped), plain(30), points, blocks, 1).rules == ()
    assert answer(asked(helped), plain(30), points, np.arange(600), 1).rules != ()


@pytest.mark.slow
def test_a_factor_that_resamples_do_not_use_is_in_no_rule(asked, plain) -> None:
    """Two of 60 factors matter; whatever else a tree splits by is chance."""
    for seed in range(4):
        rng = np.random.default_rng(seed)
        points = rng.random((400, 60))
        chance = 0.15 + 0.35 * (points[:, 0] > 0.5) + 0.3 * (points[:, 1] > 0.4)
        found = answer(asked(rng.random(400) < chance), plain(60), points, np.arange(400), seed + 1)
        factors = {c.factor.key for rule in found.rules for c in rule.conditions}
        assert "x0" in factors and factors <= {"x0", "x1"}
        assert all(c.used >= 0.5 for rule in found.rules for c in rule.conditions)


@pytest.mark.slow
def test_what_an_effect_goes_with_is_told_with_its_side(asked, plain) -> None:
    """Spearman's of x and x + e is (6 / pi) arcsin(r / 2), nearly, where Pearson's is r."""
    rng = np.random.default_rng(8)
    points = rng.normal(size=(1000, 100))
    effect = 0.5 * points[:, 4] - 0.3 * points[:, 9] + rng.normal(size=1000)
    question = asked(effect > 0.0)._replace(strength=effect)
    found = answer(question, plain(100), points, np.arange(1000), 1)
    assert [one.factor.key for one in found.goes_with] == ["x4", "x9"]
    for one, slope in zip(found.goes_with, (0.5, -0.3), strict=True):
        r = slope / np.sqrt(0.5**2 + 0.3**2 + 1.0)
        assert one.correlation.low <= 6.0 / np.pi * np.arcsin(r / 2.0) <= one.correlation.high
        assert one.side == ("higher" if slope > 0.0 else "lower")


def test_chance_goes_with_nothing_in_nineteen_sweeps_of_twenty(plain) -> None:
    rng = np.random.default_rng(1)
    many = sum(
        bool(goes_with(plain(228), correlations, np.arange(500)))
        for correlations in np.tanh(rng.normal(0.0, 1.03 / np.sqrt(497), (400, 228)))
    )
    assert 5 <= many <= 38


def test_what_cannot_be_asked_is_said(asked, plain) -> None:
    points = np.random.default_rng(1).random((200, 3))
    numbers = np.arange(200)

    def why(helped, points=points, blocks=numbers):
        return answer(asked(helped), plain(3), points, blocks[: len(points)], 1).why_none

    assert why(numbers >= 0) == "The answer is the same at every point: helped."
    assert "All but 5 points have one answer" in why(numbers >= 5)
    assert "50 points: too few" in why(numbers[:50] > 20, points[:50])
    together = why(numbers > 80, blocks=numbers // 11)
    assert "200 points that were drawn together in 19 blocks: too few" in together
    assert "All but 60 points, of 6 blocks, have one answer" in why(
        numbers >= 60, blocks=numbers // 10
    )


def test_of_few_blocks_a_tree_must_be_better_by_more() -> None:
    """Student's t of six blocks is 2.571, and of as many points as there are about 1.96."""
    gain = np.repeat([0.6, 0.1, -0.3, 0.5, 0.2, 0.4], 100)
    losses = np.stack([np.ones(600), 1.0 - gain], axis=1)
    made = Pruning(np.ones(2), np.ones(2), losses, [0.0, 0.0], 1, np.arange(600) // 100, [])
    error = gain[::100].std(ddof=1) / np.sqrt(6)
    value, low, high = made.skill
    assert (value, low, high) == pytest.approx(
        (0.25, 0.25 - 2.570582 * error, 0.25 + 2.570582 * error)
    )
    everything, _ = perfect(np.stack([np.zeros(600), gain], axis=1)[:, None], made.blocks)
    gained = np.maximum(gain, 0.0) - gain
    error = gained[::100].std(ddof=1) / np.sqrt(6)
    assert everything.high == pytest.approx(gained.mean() + 2.570582 * error, rel=1e-4)


def test_pruning_goes_from_one_leaf_to_the_whole_tree() -> None:
    points, helped = in_a_box(np.random.default_rng(2), 0.2)
    pruning = prune(points, helped.astype(int), np.arange(MANY), 7)
    assert pruning.leaves[0] == 1 and pruning.leaves[-1] <= MOST_LEAVES
    assert (np.diff(pruning.leaves) > 0).all() and (np.diff(pruning.prices) < 0).all()
    assert pruning.leaves[pruning.chosen] == 3
    assert pruning._replace(chosen=0).skill == pruning._replace(chosen=1).skill


def test_every_point_is_left_out_once_in_every_round() -> None:
    rng = np.random.default_rng(1)
    points, codes = rng.random((100, 2)), rng.integers(0, 2, 100)
    blocks = np.arange(100) // 5
    folds = prune(points, codes, blocks, 1).folds[0]
    left_out = np.stack([fold.left_out for fold in folds])
    assert (left_out.sum(axis=0) == len(folds) // 10).all()
    for part in left_out:
        assert len(set(blocks[part]) & set(blocks[~part])) == 0


def test_wilsons_interval_is_that_of_the_book() -> None:
    """Newcombe (1998), table I: 81 of 263, and 0 of 20."""
    found = share_of(81, 263)
    assert (found.low, found.high) == (pytest.approx(0.2553, 5e-4), pytest.approx(0.3662, 5e-4))
    found = share_of(0, 20)
    assert (found.low, found.high) == (pytest.approx(0.0, abs=1e-9), pytest.approx(0.1611, 5e-4))


def test_a_rule_is_about_what_is_frequent_beyond_its_base_rate_or_else_about_most() -> None:
    counts = np.array([800, 4, 196])
    assert _about(np.array([60, 2, 38]), counts) == 2
    assert _about(np.array([80, 2, 18]), counts) == 0


def test_conditions_and_numbers_are_read_in_plain_words() -> None:
    share = Factor("a.b", "parameter", 0.0, 1.0, unit="share of visits")
    assert Condition(share, -np.inf, 0.4).text == "at or below 0.4 share of visits"
    assert Condition(share, 0.1, 0.4).text == "above 0.1 and at or below 0.4 share of visits"
    budgets = Factor("a.b", "lever", 0, 3, choices=("separate", "aligned", "pooled"))
    assert Condition(budgets, 0.5, np.inf).text == "aligned or pooled"
    numbers = {-60271.4: "-60,300", 2.5: "2.5", 0.01234: "0.0123"}
    assert [in_digits(number) for number in numbers] == list(numbers.values())
