"""Noise refused apart from effects; nothing worked out from results that are not there."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pytest
from typer.testing import CliRunner

from joinedup.outcomes.measures import measure
from joinedup_experiments.cli import app
from joinedup_experiments.compare.results.sealed import NONE_YET, SEAL, sealed
from joinedup_experiments.compare.statistics import Verdict, paired
from joinedup_experiments.sweep.design import Design, sampled
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.observed import IncompleteError, observed
from joinedup_experiments.sweep.plan import Outcome
from joinedup_experiments.sweep.sensitivity.analysis import (
    Analysed,
    Noise,
    analyse,
    index_tables,
    noise_of,
    tornado_of,
)
from joinedup_experiments.sweep.sensitivity.methods import indices_of
from joinedup_experiments.sweep.shards import shard_path

pytestmark = pytest.mark.usefixtures("in_threads")


@dataclass(frozen=True)
class Noisy:
    """x1 / sqrt(pi^2 / 3), which has variance 1, and normal chance of its own."""

    spread: float

    def __call__(self, coordinates, seed):
        chance = np.random.default_rng([seed, int(1e9 * abs(coordinates[0]))]).normal()
        value = coordinates[0] / np.sqrt(np.pi**2 / 3.0) + self.spread * chance
        return {"ishigami": {"y": np.array([value])}}


@dataclass(frozen=True)
class Odd:
    """Gives something that is no number where x1 is large."""

    value: float

    def __call__(self, coordinates, seed):
        return {"ishigami": {"y": np.array([self.value if coordinates[0] > 2.9 else 1.0])}}


def test_the_variance_of_chance_is_found(swept) -> None:
    text = "base: ishigami\nmethod: rbd_fast\nsize: 400\nreplications: 8\n"
    sweep, _ = swept(text, work=Noisy(2.0))
    (found,) = analyse(sweep)
    assert found.noise.variance_within_points == pytest.approx(4.0, rel=0.1)
    assert found.noise.variance_between_points == pytest.approx(1.0, rel=0.25)
    assert found.noise.noise_share_of_a_run == pytest.approx(0.8, abs=0.05)
    assert found.noise.noise_share_of_a_mean == pytest.approx(0.5 / 1.5, abs=0.06)


def test_one_replication_tells_nothing_of_chance() -> None:
    assert np.isnan(noise_of(np.ones((5, 1))).variance_within_points)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_finite_number_is_refused_with_its_rows_named(swept, ishigami, value) -> None:
    sweep, code = swept(ishigami, work=Odd(value))
    assert code == 0
    with pytest.raises(IncompleteError) as caught:
        observed(sweep)
    run = int(np.flatnonzero(sweep.plan.points[:, 0] > 2.9)[0])
    assert f"run {run} (point {run}, replication 1, seed 1) gave {value}" in str(caught.value)


def test_a_missing_run_is_refused_and_the_program_leaves_with_2(swept, ishigami) -> None:
    sweep, _ = swept(ishigami)
    table = sweep.table("outcomes")
    sweep.write_table("outcomes", table.filter(np.arange(len(table)) != 11))
    result = CliRunner().invoke(app, ["sensitivity", str(sweep.folder)])
    assert result.exit_code == 2
    assert "run 11 (point 11, replication 1, seed 1) is missing" in result.output


def test_an_outcome_that_does_not_vary_has_no_indices_rather_than_zeros(swept, ishigami) -> None:
    sweep, _ = swept(ishigami, work=Odd(1.0))
    (found,) = analyse(sweep)
    assert found.indices is None and found.convergence is None


@dataclass(frozen=True)
class Rounded:
    """Two arms that are the same but for the rounding of floats."""

    def __call__(self, coordinates, seed):
        rounding = 1e-10 * coordinates[0]
        return {
            "ishigami": {"y": np.array([387159.0 + rounding])},
            "base": {"y": np.array([387159.0])},
        }


def test_the_rounding_of_floats_is_no_finding(swept, ishigami) -> None:
    sweep, _ = swept(ishigami, work=Rounded())
    (found,) = analyse(sweep)
    assert found.deviation > 0.0 and found.indices is None
    arms = Rounded()([2.0], 1)
    assert Outcome("y", "y", "", "y", "ishigami", "base").value(arms) == 0.0
    effect = paired(measure("cost_total"), np.full(9, 0.3), np.full(9, 0.1 + 0.2))
    assert effect.verdict is Verdict.IDENTICAL


def test_a_changed_flag_is_noticed(swept, ishigami) -> None:
    sweep, _ = swept(ishigami)
    manifest = sweep.folder / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    assert '"second_order": false' in text
    text = text.replace('"second_order": false', '"second_order": true')
    text = re.sub(f'{SEAL}.*(?=")', SEAL + NONE_YET, text)
    manifest.write_bytes(sealed(text.encode()))
    result = CliRunner().invoke(app, ["sensitivity", str(sweep.folder)])
    assert result.exit_code == 2
    assert "has been changed since the sweep was begun" in result.output


def test_groups_are_named_in_the_order_of_their_indices(at_points) -> None:
    assert at_points(np.zeros((0, 3)), "sobol", ("y", "x", "y")).inputs == ["y", "x"]


def test_tables_and_vector_pictures_are_written(swept) -> None:
    more = "second_order: true\n"
    sweep, _ = swept(f"base: ishigami\nmethod: sobol\nsize: 64\n{more}")
    result = CliRunner().invoke(app, ["sensitivity", str(sweep.folder)])
    assert result.exit_code == 0, result.output
    assert "x1" in result.output and "ST" in result.output
    inside = {file.name for file in (sweep.folder / "sensitivity").iterdir()}
    for kind in ("indices", "tornado", "second_order", "convergence"):
        assert {f"{kind}-y.pdf", f"{kind}-y.svg", f"{kind}-y.png"} <= inside
    for table in ("indices", "noise", "second_order", "convergence", "tornado"):
        assert {f"{table}.csv", f"{table}.parquet"} <= inside
    svg = (sweep.folder / "sensitivity" / "indices-y.svg").read_text(encoding="utf-8")
    assert ">x1<" in svg  # text stays text


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_each_group_gets_its_own_index_whatever_the_order_of_names(method, at_points) -> None:
    """y = 3 x0 + x2, with x0 in the group that comes last in the alphabet."""
    factors, groups = (
        [Factor(f"x{i}", "parameter", 0.0, 1.0) for i in range(4)],
        ("z", "m", "a", "m"),
    )
    points = sampled(Design(name="x", base="y", method=method, size=256), factors, groups)
    plan = at_points(points, method, groups)
    found = indices_of(plan, 3.0 * points[:, 0] + points[:, 2])
    values = found.of(found.main)["value"]
    assert list(values.index) == ["z", "m", "a"]
    share = {"sobol": (0.9, 0.0, 0.1), "morris": (3.0, 0.0, 1.0)}[method]
    assert list(values) == pytest.approx(share, abs=0.05)


def test_what_does_nothing_gets_no_bar_from_too_few_blocks_or_along_trajectories(
    swept, at_points
) -> None:
    """Morris moves one factor at a time, so its two ends differ in the other factors as well."""
    few, _ = swept("base: ishigami\nmethod: morris\nsize: 40\n", "along")
    assert analyse(few)[0].tornado is None
    points = np.random.default_rng(3).random((40, 2))
    in_tens, in_twenties = at_points(points, "sobol"), at_points(points, "morris", ("a", "a"))
    assert (in_tens.block, in_twenties.block) == (4, 2)
    assert tornado_of(in_tens, points[:, 0]) is None
    found = tornado_of(in_twenties, points[:, 0]).set_index("factor")
    assert found.difference_low_95["x0"] > 0.5
    assert found.difference_low_95["x1"] < 0.0 < found.difference_high_95["x1"]


def test_a_handful_of_points_of_no_method_is_refused(swept) -> None:
    sweep, _ = swept("base: ishigami\nmethod: latin_hypercube\nsize: 8\n")
    result = CliRunner().invoke(app, ["sensitivity", str(sweep.folder)])
    assert result.exit_code == 2
    assert "8 points: too few" in result.output


def test_an_unfinished_sweep_is_refused_with_its_runs_named(swept, ishigami) -> None:
    sweep, _ = swept(ishigami)
    shard_path(sweep.folder, 2).unlink()
    (sweep.folder / "outcomes.parquet").unlink()
    result = CliRunner().invoke(app, ["sensitivity", str(sweep.folder)])
    assert result.exit_code == 2
    first = sweep.plan.task(2, "").runs[0].run
    assert f"(run {first}, {first + 1}, " in result.output


def test_a_shard_that_was_cut_short_is_to_be_done_again(swept, ishigami) -> None:
    sweep, _ = swept(ishigami)
    file = shard_path(sweep.folder, 1)
    file.write_bytes(file.read_bytes()[:-10])
    assert sweep.missing() == [1]


@pytest.mark.parametrize(
    ("combine", "unit", "read"),
    [("sum", "person-days", "person-days a year"), ("mean", "share", "share"), ("sum", "", "")],
)
def test_a_years_value_has_the_unit_of_a_year(combine: str, unit: str, read: str) -> None:
    """Reports have needs on an average day, so a table says which of both it has."""
    outcome = Outcome("unmet", "Severe unmet need", unit, "unmet", "joined", combine=combine)
    noise = index_tables([Analysed(outcome, 1.0, 0.0, Noise())])["noise"]
    assert noise["unit"].tolist() == [read]


def test_a_difference_says_whose_it_is_whatever_it_is_called() -> None:
    named = Outcome("k", "people waiting", "people", "waiting", "joined", "siloed")
    assert named.full_label == "people waiting, joined less siloed"
    assert Outcome("k", "Crises, a less b", "crises", "crises", "a", "b").full_label == (
        "Crises, a less b"
    )
    assert Outcome("k", "people waiting", "people", "waiting", "siloed").full_label == (
        "people waiting"
    )
