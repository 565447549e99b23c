"""The page of the big analysis says what its folder holds, and nothing that is typed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from joinedup_experiments.sweep.sensitivity.page import luck_of, time_taken, write_page
from joinedup_experiments.sweep.shards import shard_path

DESIGN = """
base: siloed_borough
arms: [closer_working]
place: {residents: 300}
run: {years: 1, burn_in_years: 0.5}
vary: ["handover.*", "crisis.*"]
groups: {handovers: ["handover.*"], crises: ["crisis.*"]}
levers:
  staff of every team: {scales: ["teams.*.staff.*"], low: 0.5, high: 1.5}
outcomes:
  - {measure: unmet_known, arm: siloed_borough, value: level, name: need that is known and unserved}
  - {measure: emergency, arm: siloed_borough, value: level, name: emergency admissions}
"""


@pytest.fixture
def page(swept, in_threads, tmp_path: Path) -> str:
    sobol, _ = swept(DESIGN + "method: sobol\nsize: 8\nsecond_order: true\n", "sobol")
    luck, _ = swept(DESIGN.partition("groups")[0] + DESIGN.partition("crisis.*\"]}\n")[2]
                    + "method: latin_hypercube\nsize: 6\nreplicates: 3\n", "luck")  # fmt: skip
    (tmp_path / "pictures").mkdir()
    for n in range(sobol.plan.tasks):
        os.utime(shard_path(sobol.folder, n), (1000.0 + 10.0 * n,) * 2)
    assert set(luck_of(luck)) == {one.key for one in sobol.plan.outcomes}
    write_page(sobol.folder, luck.folder, tmp_path / "page.md")
    return (tmp_path / "page.md").read_text(encoding="utf-8")


def test_the_page_names_factors_time_luck_and_stability(page: str, tmp_path: Path) -> None:
    flat = " ".join(page.split())
    assert "3 factors: 1 levers" in flat
    assert "N = 8, second order: 64 points, 2 arms" in flat
    assert "Luck: " in flat
    assert "| need that is known and unserved |" in flat
    for name in ("handovers", "crises", "staff of every team"):
        assert f"| {name} | " in page
    for line in page.splitlines():
        if line.startswith("!["):
            picture = tmp_path / line.partition("](")[2].rstrip(")")
            assert picture.stat().st_size > 1000


def test_a_night_in_which_the_sweep_was_stopped_is_no_time_taken() -> None:
    """Fifty shards of 20 runs, ten seconds apart; the last ten of them five; a night between."""
    written = [10.0 * n for n in range(40)] + [40_000.0 + 5.0 * n for n in range(11)]
    hours, rate, best = time_taken(written[::-1], 20)
    assert hours * 3600.0 == pytest.approx(39 * 10.0 + 10 * 5.0)
    assert rate == pytest.approx(20 * 49 / 440.0)
    assert best == pytest.approx(4.0)
