"""What was found as tables, each as Parquet and as CSV."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.compare.results.tables import write_table
from joinedup_experiments.sweep.discovery.finding import Discovery
from joinedup_experiments.sweep.discovery.rule import Share
from joinedup_experiments.sweep.discovery.wording import (
    evidence_of,
    meaning_of,
    said_of_condition,
    said_of_rule,
    unit_of,
)

BANDS = (0.05, 0.25, 0.5, 0.75, 0.95)


def write_rule_tables(folder: Path, found: Discovery) -> None:
    """Write everything that was found."""
    write_table(folder, "questions", questions_table(found))
    write_table(folder, "rules", rules_table(found))
    write_table(folder, "conditions", conditions_table(found))
    write_table(folder, "goes_with", pulls_table(found))
    write_table(folder, "tree_sizes", sizes_table(found))
    write_table(folder, "answers", answers_table(found))
    write_table(folder, "fan", fan_table(found))


def questions_table(found: Discovery) -> dict[str, Any]:
    """A row for each question and answer: how many points have it."""
    import pyarrow as pa

    rows = [(one, i) for one in found.answered for i in range(len(one.base))]
    skills = [one.chosen for one, _ in rows]
    columns = {
        "question": [one.question.key for one, _ in rows],
        "label": [one.question.label for one, _ in rows],
        "answer": [one.question.classes[i] for one, i in rows],
        "points": [int(one.question.counts[i]) for one, i in rows],
        **_share_columns("base_rate", [one.base[i] for one, i in rows]),
        "rules": [len(one.rules) for one, _ in rows],
        "why_no_rules": [one.why_none for one, _ in rows],
    }
    for name in ("skill", "skill_low", "skill_high"):
        numbers = [getattr(chosen, name) if chosen else None for chosen in skills]
        columns[f"out_of_sample_{name}"] = pa.array(numbers, pa.float64())
    return columns


def rules_table(found: Discovery) -> dict[str, Any]:
    """A row for each question, rule and answer: coverage and density, seen and unseen."""
    import pyarrow as pa

    rows = [
        (one, rule, i) for one in found.answered for rule in one.rules for i in range(len(one.base))
    ]
    columns = {
        "question": pa.array([one.question.key for one, _, _ in rows], pa.string()),
        "rule": pa.array([rule.number for _, rule, _ in rows], pa.int64()),
        "where": pa.array([said_of_rule(rule.conditions) for _, rule, _ in rows], pa.string()),
        "answer": pa.array([one.question.classes[i] for one, _, i in rows], pa.string()),
        "rule_is_about_it": pa.array([rule.about == i for _, rule, i in rows], pa.bool_()),
        "points_inside": pa.array([rule.support for _, rule, _ in rows], pa.int64()),
        "likeness_out_of_sample": pa.array([rule.likeness for _, rule, _ in rows], pa.float64()),
        "base_rate": pa.array([one.base[i].value for one, _, i in rows], pa.float64()),
    }
    for name in ("density", "coverage"):
        columns |= _share_columns(name, [getattr(rule, name)[i] for _, rule, i in rows])
        unseen = [getattr(rule, f"{name}_unseen")[i] for _, rule, i in rows]
        columns |= _share_columns(f"{name}_out_of_sample", unseen)
    return columns


def conditions_table(found: Discovery) -> dict[str, Any]:
    """A row for each question, rule and factor."""
    import pyarrow as pa

    rows = [
        (one.question.key, rule.number, condition)
        for one in found.answered
        for rule in one.rules
        for condition in rule.conditions
    ]
    conditions = [condition for _, _, condition in rows]
    factors = [condition.factor for condition in conditions]
    texts = {
        "question": [key for key, _, _ in rows],
        "factor": [factor.key for factor in factors],
        "meaning": [meaning_of(factor) for factor in factors],
        "condition": [said_of_condition(condition) for condition in conditions],
        "unit": [unit_of(factor) for factor in factors],
        "evidence": [evidence_of(factor) for factor in factors],
    }
    numbers = {
        "above": [condition.low for condition in conditions],
        "up_to": [condition.high for condition in conditions],
        "range_low": [factor.low for factor in factors],
        "range_high": [factor.high for factor in factors],
        "used_in_share_of_resamples": [condition.used for condition in conditions],
        "edge_low_95": [condition.low_95 for condition in conditions],
        "edge_high_95": [condition.high_95 for condition in conditions],
    }
    return {
        **{name: pa.array(values, pa.string()) for name, values in texts.items()},
        "rule": pa.array([number for _, number, _ in rows], pa.int64()),
        **{
            name: pa.array([_or_none(x) for x in values], pa.float64())
            for name, values in numbers.items()
        },
    }


def pulls_table(found: Discovery) -> dict[str, Any]:
    """A row for each question and factor that the size of the effect goes with beyond luck."""
    import pyarrow as pa

    rows = [(one.question.key, pull) for one in found.answered for pull in one.goes_with]
    return {
        "question": pa.array([key for key, _ in rows], pa.string()),
        "factor": pa.array([pull.factor.key for _, pull in rows], pa.string()),
        "evidence": pa.array([evidence_of(pull.factor) for _, pull in rows], pa.string()),
        "rank_correlation": pa.array([pull.correlation for _, pull in rows], pa.float64()),
        "rank_correlation_low_95": pa.array([pull.low for _, pull in rows], pa.float64()),
        "rank_correlation_high_95": pa.array([pull.high for _, pull in rows], pa.float64()),
        "luck_alone_reaches": pa.array([pull.luck for _, pull in rows], pa.float64()),
    }


def sizes_table(found: Discovery) -> dict[str, Any]:
    """A row for each question and number of leaves: how well points left out are foretold."""
    import pyarrow as pa

    tried = [(one.question.key, one.chosen) for one in found.answered if one.chosen]
    rows = [(key, chosen, i) for key, chosen in tried for i in range(len(chosen.loss))]
    return {
        "question": pa.array([key for key, _, _ in rows], pa.string()),
        "leaves": pa.array([i + 1 for _, _, i in rows], pa.int64()),
        "brier_score": pa.array([float(c.loss[i]) for _, c, i in rows], pa.float64()),
        "standard_error_from_best": pa.array([float(c.error[i]) for _, c, i in rows], pa.float64()),
        "chosen": pa.array([c.leaves == i + 1 for _, c, i in rows], pa.bool_()),
    }


def answers_table(found: Discovery) -> dict[str, Any]:
    """A row for each design point, a column for each question."""
    columns: dict[str, Any] = {"point": np.arange(len(found.values), dtype=np.int64)}
    for one in found.answered:
        columns[one.question.key] = [one.question.classes[code] for code in one.question.codes]
    return columns


def fan_table(found: Discovery) -> dict[str, Any]:
    """A row for each outcome and period: quantiles over design points of the difference."""
    rows = [
        (time, period, np.quantile(time.differences[:, period], BANDS))
        for time in found.over_time
        for period in range(time.differences.shape[1])
    ]
    columns: dict[str, Any] = {
        "outcome": [time.outcome.key for time, _, _ in rows],
        "label": [time.outcome.label for time, _, _ in rows],
        "unit": [time.outcome.unit for time, _, _ in rows],
        "period": ["year" if time.months > 1 else "month" for time, _, _ in rows],
        "number": [period + 1 for _, period, _ in rows],
    }
    for i, band in enumerate(BANDS):
        columns[f"quantile_{100 * band:.0f}"] = [float(found[i]) for _, _, found in rows]
    return columns


def _share_columns(name: str, shares: list[Share]) -> dict[str, Any]:
    import pyarrow as pa

    return {
        name: pa.array([_or_none(share.value) for share in shares], pa.float64()),
        f"{name}_low_95": pa.array([_or_none(share.low) for share in shares], pa.float64()),
        f"{name}_high_95": pa.array([_or_none(share.high) for share in shares], pa.float64()),
    }


def _or_none(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
