"""How many there are of something: one is not called several, wherever it is counted."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import joinedup as ju
from joinedup_experiments.compare import room
from joinedup_experiments.compare.results.results import EFFECTS
from joinedup_experiments.compare.room import Need, TooLargeError, workers_that_fit
from joinedup_experiments.local_place.fit.fitting import _how
from joinedup_experiments.local_place.fit.narrowed import Narrowed
from joinedup_experiments.sweep.discovery.rules import _why_not
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.information.analysis import Benefit, _mechanisms

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("years", "arms", "words"),
    [(1.0, 1, "1 arm, 1 year: "), (7.5, 2, "2 arms, 7.5 years: "), (2, 1, "1 arm, 2 years: ")],
)
def test_a_refusal_for_memory_counts_years_and_arms(monkeypatch, years, arms, words) -> None:
    monkeypatch.setattr(room, "free_bytes", lambda: 1e9)
    with pytest.raises(TooLargeError, match=f"^5,000,000 residents, {words}"):
        workers_that_fit(Need(5_000_000, years, 5, arms=arms, held=arms), 1, "")


def test_a_mechanism_of_one_parameter_is_of_one_parameter() -> None:
    draw = np.random.default_rng(1).normal
    factors = [Factor(key, "parameter", 0.0, 1.0) for key in ("a.x", "b.x", "b.y")]
    benefits = [Benefit("b", "b", "", draw(size=(60, 1, 2)))]
    rows = _mechanisms(factors, draw(size=(60, 3)), benefits, np.arange(60), 1)["b"]
    words = [cell for row in rows for cell in row.values() if "together" in str(cell)]
    assert words == ["1 parameter together", "2 parameters together"]


def test_what_is_one_is_not_several() -> None:
    question = SimpleNamespace(codes=[0], counts=np.array([1]), classes=["helped"])
    assert _why_not(question, np.arange(1)).startswith("1 point: too few")
    place = ju.load("siloed_borough")
    one = SimpleNamespace(names=("a",), seeds=(1,), scenarios=(place,))
    assert repr(ju.Results(one, {})) == "<Results of a: 1 replication, 7 years>"
    edge = Narrowed("a", "share", (0.0, 1.0), (0.0, 0.5), 0.5, 0.0, at_edge=1).cells()[0]
    assert edge.endswith("in 1 world")
    assert ", 1 run at each point, and 1 with" in _how(place, place, SimpleNamespace(runs=1), "")


def test_the_readme_names_every_column_of_effects() -> None:
    (line,) = [
        line for line in (ROOT / "README.md").read_text("utf-8").splitlines()
        if line.startswith("# ") and line.endswith("share_up, share_down, verdict")
    ]  # fmt: skip
    assert line.partition(": ")[2].split(", ") == [*EFFECTS.values()]
