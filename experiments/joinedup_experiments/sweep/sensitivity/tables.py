"""The analysis as tables, each as Parquet and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from joinedup_experiments.sweep.record_tables import Row, write_rows
from joinedup_experiments.sweep.sensitivity.analysis import Analysed
from joinedup_experiments.sweep.sensitivity.indices import Index, Pair


def write_index_tables(folder: Path, analysed: Sequence[Analysed]) -> None:
    """Write every table of `index_tables`."""
    for name, rows in index_tables(analysed).items():
        write_rows(folder, name, rows)


def index_tables(analysed: Sequence[Analysed]) -> dict[str, list[Row]]:
    """Indices, noise, tornado, convergence, rank regression and second order, where there are."""
    tables: dict[str, list[Row]] = {}
    for one in analysed:
        for name, row in _rows_of(one):
            tables.setdefault(name, []).append({"outcome": one.outcome.key} | row)
    return tables


def _rows_of(one: Analysed) -> Iterator[tuple[str, Row]]:
    """Every row about one outcome, with the name of its table."""
    about: Row = {"label": one.outcome.label, "unit": one.outcome.unit, "mean": one.mean}
    about |= {"standard_deviation": one.deviation, "varies": one.indices is not None}
    within, between, of_run, of_mean = one.noise
    about |= {"variance_within_points": within, "variance_between_points": between}
    yield "noise", about | {"noise_share_of_a_run": of_run, "noise_share_of_a_mean": of_mean}
    if one.indices is None:
        return
    c, fit = one.convergence, one.indices.ranks
    for index in one.indices.each:
        row: Row = {"label": one.outcome.label, "factor": index.factor, "index": index.name}
        half = c.half.of(index.name).get(index.factor) if c else None
        floor = {"idle_factors_stay_below": one.indices.idle.get(index.name)}
        of_half = {"from_half_the_sample": half.value if half else None}
        yield "indices", row | _interval(index) | floor | of_half
    for pair in one.indices.pairs:
        yield "second_order", {"first": pair.first, "second": pair.second} | _interval(pair)
    for bar in one.tornado:
        value, low, high = bar.difference
        row = {"factor": bar.factor, "in_the_lowest_quarter": bar.at_low.value}
        row |= {"in_the_highest_quarter": bar.at_high.value, "difference": value}
        yield "tornado", row | {"difference_low_95": low, "difference_high_95": high}
    if c:
        row = {"rank_correlation": c.rank_correlation, "top": c.top, "top_shared": c.top_shared}
        yield "convergence", row | {"greatest_change": c.greatest_change}
    if fit:
        row = {"factors": len(fit.value), "r2": fit.r2, "adjusted_r2": fit.adjusted_r2}
        yield "rank_regression", row


def _interval(index: Index | Pair) -> Row:
    return {"value": index.value, "low_95": index.low, "high_95": index.high}
