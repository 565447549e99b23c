"""Sweeps with made-up outcomes: an arm that helps in a known box of two factors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from joinedup.outcomes.measures import MEASURES
from joinedup_experiments.sweep import sweeping, worker_pools
from joinedup_experiments.sweep.discovery.questions import ALONE, Question
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.plan import columns_of
from joinedup_experiments.sweep.reading import read_design
from joinedup_experiments.sweep.sweep_folder import Sweep, make_sweep
from joinedup_experiments.sweep.sweeping import Share
from joinedup_experiments.sweep.worker_pools import WorkerPool

QUANTITIES = """[worsening.in_care, crisis.admitted, eligibility.standard_wait_weeks,
  care.false_needs_missed, care_home.from_severity, acute.direct, expectations.elasticity,
  joining.spanner_interfaces, strain.by_refusal, strain.pace_loss, strain.threat_decay,
  skill.false_alarms, workforce.settling_weeks, adoption.leader_share]"""
DESIGN = f"""
name: A box
base: siloed_borough
arms: [local_care_network_well]
place: {{residents: 300}}
run: {{years: 3, burn_in_years: 1}}
vary: {QUANTITIES}
levers:
  staff of every team: {{scales: ["teams.*.staff.*"], low: 0.8, high: 1.25}}
  arrangement.paying.budgets: {{choices: [separate, aligned, pooled]}}
outcomes:
  - {{measure: unmet_severe}}
  - {{measure: emergency_admissions}}
method: latin_hypercube
size: 400
runs_in_a_task: 50
"""


@dataclass(frozen=True)
class MadeUp:
    """Unmet need falls by 10 a year of 120 inside the box, and rises by as much outside.

    The box is the first factor above 0.45 (of 0.1 to 0.8), and budgets that are not separate.
    Admissions fall at every point, but by 1 in 120 alone. Chance has this deviation in a year.
    """

    spread: float = 0.0
    blank: bool = False

    def __call__(self, coordinates: Sequence[float], seed: int):
        chance = np.random.default_rng([seed, *(int(1e6 * x) for x in coordinates)]).normal()
        inside = coordinates[0] > 0.45 and coordinates[-1] >= 1.0 and not self.blank
        change = (-10.0 if inside else 0.0 if self.blank else 10.0) + self.spread * chance
        months = {key: np.full(36, 10.0) for key in columns_of(m.key for m in MEASURES)}
        arm = months | {
            "unmet_severe": np.full(36, 10.0 + change / 12.0),
            "emergency_admissions": np.full(36, 10.0 - 1.0 / 12.0),
        }
        return {"siloed_borough": months, "local_care_network_well": arm}


@pytest.fixture
def swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Sweep]:
    """Runs a design's text with made-up work; the sweep."""
    return sweeps_in(tmp_path, monkeypatch)


def sweeps_in(folder: Path, patch: pytest.MonkeyPatch) -> Callable[..., Sweep]:
    """Runs a design's text with made-up work in a folder, until the patch is undone."""
    patch.setattr(
        worker_pools, "local_pools", lambda many: [WorkerPool(lambda: ThreadPoolExecutor(1))]
    )
    patch.setattr("joinedup_experiments.compare.executors.warm_up", lambda scenario: None)

    def run(work, text: str = DESIGN, name: str = "swept") -> Sweep:
        from dataclasses import replace

        design = folder / f"{name}.yaml"
        design.write_text(text, encoding="utf-8")
        sweep = make_sweep(folder / name, read_design(design), ["joinedup"], False)
        sweep = replace(sweep, plan=replace(sweep.plan, work=work))
        sweeping.go_on(sweep, Share(1, 1), 1, None)
        return sweep

    return run


@pytest.fixture
def design() -> str:
    """The design's text."""
    return DESIGN


@pytest.fixture(scope="session")
def made_up() -> type[MadeUp]:
    """Work of which it is known where the arm helps."""
    return MadeUp


@pytest.fixture(scope="session")
def asked() -> Callable[[np.ndarray], Question]:
    """A question of which these points are helped."""

    def ask(helped: np.ndarray) -> Question:
        codes = np.where(helped, 0, 2)
        return Question("q", "Question", "Asked.", ALONE, codes, helped.astype(float))

    return ask


@pytest.fixture(scope="session")
def plain() -> Callable[[int], list[Factor]]:
    """So many factors from 0 to 1."""
    return lambda many: [Factor(f"x{i}", "parameter", 0.0, 1.0) for i in range(many)]
