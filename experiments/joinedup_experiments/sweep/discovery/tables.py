"""What was found as tables, each as Parquet and as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from joinedup_experiments.sweep.discovery.discovery import Discovery
from joinedup_experiments.sweep.discovery.rule import Answered, Condition, Share
from joinedup_experiments.sweep.record_tables import Row, write_rows

BANDS = (0.05, 0.25, 0.5, 0.75, 0.95)


def write_rule_tables(folder: Path, found: Discovery) -> None:
    """Write everything that was found."""
    questions: list[Row] = []
    conditions: list[Row] = []
    correlations: list[Row] = []
    sizes: list[Row] = []
    for one in found.answered:
        key = {"question": one.question.key}
        questions += [key | row for row in _answers(one)]
        for number, rule in enumerate(one.rules, 1):
            conditions += [key | {"rule": number} | _condition(c) for c in rule.conditions]
        correlations += [
            key
            | {"factor": pull.factor.key, "evidence": pull.factor.evidence}
            | {"rank_correlation": pull.correlation, "rank_correlation_low_95": pull.low}
            | {"rank_correlation_high_95": pull.high, "chance_alone_reaches": pull.chance}
            for pull in one.goes_with
        ]
        sizes += [key | row for row in _sizes(one)]
    write_rows(folder, "questions", questions)
    write_rows(folder, "rules", rules_table(found))
    write_rows(folder, "conditions", conditions)
    write_rows(folder, "goes_with", correlations)
    write_rows(folder, "tree_sizes", sizes)
    write_rows(folder, "answers", _by_point(found))
    write_rows(folder, "fan", _fan(found))


def rules_table(found: Discovery) -> list[Row]:
    """A row for each question, rule and answer."""
    return [{"question": one.question.key} | row for one in found.answered for row in _rules(one)]


def _answers(one: Answered) -> list[Row]:
    """A row for each answer: how many points have it."""
    names = ("skill", "skill_low", "skill_high")
    skill = one.pruning.skill if one.pruning else (None, None, None)
    return [
        {"label": one.question.label, "answer": answer, "points": int(one.question.counts[i])}
        | _share("base_rate", one.base[i])
        | {"rules": len(one.rules), "why_no_rules": one.why_none}
        | {f"out_of_sample_{name}": value for name, value in zip(names, skill, strict=True)}
        for i, answer in enumerate(one.question.classes)
    ]


def _rules(one: Answered) -> list[Row]:
    """A row for each rule and answer: coverage and density, seen and unseen."""
    return [
        {"rule": number, "where": rule.text, "answer": answer}
        | {"rule_is_about_it": rule.about == i, "points_inside": rule.support}
        | {"likeness_out_of_sample": rule.likeness, "base_rate": one.base[i].value}
        | _share("density", rule.density[i])
        | _share("density_out_of_sample", rule.density_unseen[i])
        | _share("coverage", rule.coverage[i])
        | _share("coverage_out_of_sample", rule.coverage_unseen[i])
        for number, rule in enumerate(one.rules, 1)
        for i, answer in enumerate(one.question.classes)
    ]


def _condition(one: Condition) -> Row:
    factor = one.factor
    return {
        "factor": factor.key,
        "meaning": factor.meaning or factor.key,
        "condition": one.text,
        "unit": factor.unit_text,
        "evidence": factor.evidence,
        "above": one.low,
        "up_to": one.high,
        "range_low": factor.low,
        "range_high": factor.high,
        "used_in_share_of_resamples": one.used,
        "edge_low_95": one.low_95,
        "edge_high_95": one.high_95,
    }


def _sizes(one: Answered) -> list[Row]:
    """A row for each number of leaves: how well points left out are predicted."""
    pruning = one.pruning
    if pruning is None:
        return []
    return [
        {"leaves": int(leaves), "price_of_a_leaf": float(pruning.prices[i])}
        | {"brier_score": float(pruning.loss[i])}
        | {"standard_error_from_best": float(pruning.error[i]), "chosen": i == pruning.chosen}
        for i, leaves in enumerate(pruning.leaves)
    ]


def _by_point(found: Discovery) -> list[Row]:
    """A row for each design point, a column for each question."""
    columns: dict[str, Any] = {
        one.question.key: np.array(one.question.classes)[one.question.codes].tolist()
        for one in found.answered
    }
    return [
        {"point": point} | {key: values[point] for key, values in columns.items()}
        for point in range(len(found.values))
    ]


def _fan(found: Discovery) -> list[Row]:
    """A row for each outcome and period: quantiles over design points of the difference."""
    rows: list[Row] = []
    for time in found.over_time:
        one = time.outcome
        quantiles = np.quantile(time.differences, BANDS, axis=0)
        for period, values in enumerate(quantiles.T.tolist(), 1):
            row: Row = {"outcome": one.key, "label": one.label, "unit": one.unit}
            row |= {"period": time.period, "number": period}
            bands = (f"quantile_{100 * band:.0f}" for band in BANDS)
            rows.append(row | dict(zip(bands, values, strict=True)))
    return rows


def _share(name: str, share: Share) -> Row:
    return {name: share.value, f"{name}_low_95": share.low, f"{name}_high_95": share.high}
