"""The kept tables of the two big sweeps, as rows and a figure for a page."""

from __future__ import annotations

from pathlib import Path

import joinedup_experiments.studies
from joinedup_experiments.sweep.summaries import discovery_summary, sensitivity_summary

DESIGNS = Path(joinedup_experiments.studies.__file__).parent / "designs"


def test_the_greatest_total_indices_of_each_outcome_are_in_its_row() -> None:
    found = sensitivity_summary(DESIGNS / "sensitivity")
    assert len(found.rows) == 17
    assert all(len(row) == len(found.heads) for row in found.rows)
    by_outcome = {row[0]: row[1:] for row in found.rows}
    assert by_outcome["undetected need"][0] == "effects of joining up 0.61 (0.51 to 0.71)"
    assert len(found.figure.axes[0].texts) == 17 * 20


def test_a_question_with_a_rule_says_it_and_one_without_says_so(tmp_path: Path) -> None:
    found = discovery_summary(DESIGNS / "scenario_discovery")
    assert len(found.rows) == 7
    ruled = [row for row in found.rows if row[2] != "no rule"]
    assert len(ruled) == 3
    assert ruled[0][1:] == (
        "helped at 20% of the points",
        "care.minutes_a_week at or below 0.92 times the usual",
        "helped at 37%",
    )
    found.figure.savefig(tmp_path / "shares.png")
