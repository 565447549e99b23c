"""What a finished sweep proposes: no analysis for which it has too few points."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from joinedup_experiments.sweep.plan import Outcome
from joinedup_experiments.sweep.reading import too_few_for
from joinedup_experiments.sweep.sweep_folder import Sweep
from joinedup_experiments.sweep.sweeping import _say_end

ENDED = {"runs_failed": 0, "runs_lost": 0, "results_sha256": "0" * 64}
PROPOSED = ["Sensitivity analysis: joinedup sensitivity", "Scenario discovery: joinedup discover"]


@pytest.mark.parametrize(
    ("method", "points", "proposed"),
    [
        ("latin_hypercube", 5, []),
        ("latin_hypercube", 59, PROPOSED[:1]),
        ("latin_hypercube", 60, PROPOSED),
        ("morris", 12, PROPOSED[:1]),
    ],
)
def test_analyses_that_lack_points_are_not_proposed(
    at_points, tmp_path: Path, capsys, method: str, points: int, proposed: list[str]
) -> None:
    plan = at_points(np.full((points, 2), 0.5), method)
    plan = replace(plan, outcomes=(Outcome("y", "y", "", "crises", "other", "base"),))
    assert _say_end(Sweep(tmp_path, plan, ""), ENDED) == 0
    printed = capsys.readouterr().out
    assert [words for words in PROPOSED if words in printed] == proposed
    assert len(too_few_for(plan)) == 2 - len(proposed)
