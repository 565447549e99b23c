"""Benchmarks are run by hand: what they lean on must not go without being noticed."""

from __future__ import annotations

from importlib import import_module

import pytest

NAMES = (
    "before_and_after",
    "clinic_benchmark",
    "compare_benchmark",
    "full_model_benchmark",
    "mesa_batch",
    "sweep_benchmark",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_finds_all_that_it_imports(name: str) -> None:
    assert import_module(f"joinedup_experiments.benchmarks.{name}")
