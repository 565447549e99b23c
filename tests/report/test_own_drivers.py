"""What a proposal leans on in its own place: told where one assumption moves its effect."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from joinedup.outcomes.measures import MEASURES, measure
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.document import Fold, Points, Words
from joinedup_experiments.report.frame import evidence
from joinedup_experiments.report.own_drivers import drivers_of
from joinedup_experiments.report.view import View
from joinedup_experiments.scenario_io.plausible_worlds import (
    SHIPPED,
    plausible_worlds,
    worlds_sha256,
)
from tests.report.conftest import made_up

MOVES = "care.assessment_minutes"
MANY = 96


def results_in_worlds(weight: float, **of_manifest: str) -> Results:
    """Unmet need rises with the rank of one assumption, beside what is drawn by chance."""
    made = made_up(replications=MANY, months=12, seeds_per_world=1)
    worlds, months = plausible_worlds(), made.comparison.months.copy()
    ranks = np.argsort(np.argsort(worlds.values[:MANY, worlds.keys.index(MOVES)])) / MANY
    unmet = [m.key for m in MEASURES].index(measure("unmet_need").plus[0])
    months[1, :, unmet] += weight * 1000.0 * ranks[:, None]
    manifest = made.manifest | {"worlds_sha256": worlds_sha256(), "worlds_read_from": None}
    comparison = replace(made.comparison, months=months)
    return replace(made, comparison=comparison, manifest=manifest | of_manifest)


def test_an_assumption_that_moves_the_effect_is_told_and_no_other() -> None:
    found = {one.outcome: one for one in drivers_of(results_in_worlds(1.0)).here}
    first = found["Unmet need of every kind"].factors[0]
    assert first.factor == MOVES and first.shows and first.low > 0.8
    falls = {one.outcome: one for one in drivers_of(results_in_worlds(-1.0)).here}
    assert falls["Unmet need of every kind"].factors[0].high < -0.8
    cost = found["Cost to all payers"].factors
    assert not any(one.shows for one in cost), "it is chance alone"


def test_what_is_known_of_this_place_comes_first() -> None:
    drivers = drivers_of(results_in_worlds(1.0))
    assert [one.factor for one in drivers.foremost] == [MOVES]
    nothing_shown = drivers_of(results_in_worlds(0.0))
    assert nothing_shown.foremost == [], "what another place leans on is not this place's"
    assert replace(nothing_shown, here=()).foremost


def test_nothing_is_said_over_other_worlds_or_too_few(tmp_path: Path) -> None:
    assert not drivers_of(results_in_worlds(1.0, worlds_sha256="of another table")).here
    assert not drivers_of(results_in_worlds(1.0, worlds_read_from=str(tmp_path / "gone.csv"))).here
    assert not drivers_of(made_up(replications=MANY, months=12)).here, "the model's own values"


def test_worlds_of_a_place_are_found_beside_the_results(tmp_path: Path) -> None:
    for ending in (".csv", ".json"):
        (tmp_path / f"local{ending}").write_bytes(SHIPPED.with_suffix(ending).read_bytes())
    results = results_in_worlds(1.0, worlds_read_from="elsewhere/local.csv")
    assert not drivers_of(results).here
    assert drivers_of(replace(results, folder=tmp_path / "results")).here


def test_the_report_says_what_the_proposal_leans_on() -> None:
    for weight, says in (
        (1.0, "can be shown to weigh on unmet need of every kind."),
        (0.0, "no single assumption can be shown"),
    ):
        results = results_in_worlds(weight)
        parts = evidence(View(results.comparison), drivers_of(results)).parts
        wording = " ".join(part.text for part in parts if isinstance(part, Words))
        assert "What Joined leans on in this place: over the 96 plausible worlds" in wording
        assert says in wording
        folded = [part.summary for part in parts if isinstance(part, Fold)]
        assert ("What Joined leans on in this place" in folded) is (weight > 0.0)


def test_a_place_fitted_at_the_edge_says_so(tmp_path: Path) -> None:
    about = json.loads(SHIPPED.with_suffix(".json").read_text())
    (tmp_path / "local.csv").write_bytes(SHIPPED.read_bytes())
    for at_edge in ({MOVES: 6}, {}):
        (tmp_path / "local.json").write_text(json.dumps(about | {"at_edge": at_edge}))
        plausible_worlds.cache_clear()
        results = results_in_worlds(0.0, worlds_read_from=str(tmp_path / "local.csv"))
        warning = evidence(View(results.comparison), drivers_of(results)).parts[0]
        assert isinstance(warning, Points)
        says = [str(item) for item in warning.items if "at the edge" in str(item)]
        assert len(says) == len(at_edge)
        assert all(f"({MOVES}), in 6" in one for one in says)
