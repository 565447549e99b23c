"""The analysis as tables, each as Parquet and as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.compare.results.tables import write_table
from joinedup_experiments.sweep.sensitivity.analysis import Analysed


def write_index_tables(folder: Path, analysed: Sequence[Analysed]) -> None:
    """Write indices, second order, rank regression, convergence, noise and swings."""
    write_table(folder, "indices", indices_table(analysed))
    write_table(folder, "noise", noise_table(analysed))
    swings = swings_table(analysed)
    if swings["outcome"]:
        write_table(folder, "swings", swings)
    convergence = convergence_table(analysed)
    if convergence["outcome"]:
        write_table(folder, "convergence", convergence)
    regression = regression_table(analysed)
    if regression["outcome"]:
        write_table(folder, "rank_regression", regression)
    pairs = pairs_table(analysed)
    if pairs["outcome"]:
        write_table(folder, "second_order", pairs)


def indices_table(analysed: Sequence[Analysed]) -> dict[str, Any]:
    """A row for each outcome, factor and index; from half the sample where that can be."""
    rows = []
    for one in analysed:
        if one.indices is None:
            continue
        for index in one.indices.each:
            half = (
                one.convergence.half.of(index.name).get(index.factor) if one.convergence else None
            )
            idle = one.indices.idle.get(index.name)
            rows.append((one.outcome.key, index, half.value if half else None, idle))
    return {
        "outcome": [key for key, *_ in rows],
        "factor": [index.factor for _, index, *_ in rows],
        "index": [index.name for _, index, *_ in rows],
        "value": [_or_none(index.value) for _, index, *_ in rows],
        "low_95": [_or_none(index.low) for _, index, *_ in rows],
        "high_95": [_or_none(index.high) for _, index, *_ in rows],
        "idle_factors_stay_below": [idle for _, _, _, idle in rows],
        "from_half_the_sample": [half for _, _, half, _ in rows],
    }


def pairs_table(analysed: Sequence[Analysed]) -> dict[str, Any]:
    """A row for each outcome and pair of factors."""
    rows = [(one, pair) for one in analysed if one.indices for pair in one.indices.pairs]
    return {
        "outcome": [one.outcome.key for one, _ in rows],
        "first": [pair.first for _, pair in rows],
        "second": [pair.second for _, pair in rows],
        "value": [_or_none(pair.value) for _, pair in rows],
        "low_95": [_or_none(pair.low) for _, pair in rows],
        "high_95": [_or_none(pair.high) for _, pair in rows],
    }


def convergence_table(analysed: Sequence[Analysed]) -> dict[str, Any]:
    """A row for each outcome: half the sample beside the whole."""
    rows = [(one.outcome.key, one.convergence) for one in analysed if one.convergence]
    return {
        "outcome": [key for key, _ in rows],
        "rank_correlation": [_or_none(c.rank_correlation) for _, c in rows],
        "top": [c.top for _, c in rows],
        "top_shared": [c.top_shared for _, c in rows],
        "greatest_change": [_or_none(c.greatest_change) for _, c in rows],
    }


def regression_table(analysed: Sequence[Analysed]) -> dict[str, Any]:
    """A row for each outcome: how much of its ranks the rank regression tells of."""
    rows = [(one.outcome.key, one.indices.ranks) for one in analysed if one.indices]
    fits = [(key, fit) for key, fit in rows if fit is not None]
    return {
        "outcome": [key for key, _ in fits],
        "factors": [len(fit.value) for _, fit in fits],
        "r2": [fit.r2 for _, fit in fits],
        "adjusted_r2": [fit.adjusted_r2 for _, fit in fits],
    }


def noise_table(analysed: Sequence[Analysed]) -> dict[str, Any]:
    """A row for each outcome: its mean, its spread, and how much of it is luck."""
    return {
        "outcome": [one.outcome.key for one in analysed],
        "label": [one.outcome.label for one in analysed],
        "unit": [one.outcome.unit for one in analysed],
        "mean": [one.mean for one in analysed],
        "standard_deviation": [one.deviation for one in analysed],
        "varies": [one.indices is not None for one in analysed],
        "variance_within_points": [_or_none(one.noise.within) for one in analysed],
        "variance_between_points": [_or_none(one.noise.between) for one in analysed],
        "noise_share_of_a_run": [_or_none(one.noise.share_of_a_run) for one in analysed],
        "noise_share_of_a_mean": [_or_none(one.noise.share_of_a_mean) for one in analysed],
    }


def swings_table(analysed: Sequence[Analysed]) -> dict[str, Any]:
    """A row for each outcome and factor: where the factor is low, and where it is high."""
    rows = [(one.outcome.key, swing) for one in analysed for swing in one.swings]
    return {
        "outcome": [key for key, _ in rows],
        "factor": [swing.factor for _, swing in rows],
        "in_the_lowest_quarter": [swing.at_low.value for _, swing in rows],
        "in_the_highest_quarter": [swing.at_high.value for _, swing in rows],
        "difference": [swing.difference.value for _, swing in rows],
        "difference_low_95": [_or_none(swing.difference.low) for _, swing in rows],
        "difference_high_95": [_or_none(swing.difference.high) for _, swing in rows],
    }


def _or_none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
