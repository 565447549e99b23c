"""What ``joinedup discover`` does: find rules, and put them in tables and in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from joinedup_experiments.compare.results.folder import new_folder
from joinedup_experiments.compare.results.tables import write_table
from joinedup_experiments.display.errors import refusing
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.sweep.design import SHARED_SEEDS
from joinedup_experiments.sweep.discovery.pictures import draw_pictures
from joinedup_experiments.sweep.discovery.questions import TOGETHER, Estimate
from joinedup_experiments.sweep.discovery.rules import Discovery, check_margin, discover
from joinedup_experiments.sweep.discovery.trees import FOLDS, ROUNDS, Answered, Condition, plain
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.plan import outside_in
from joinedup_experiments.sweep.sweep_folder import open_sweep

FOLDER = "discovery"
PAGE = "scenario_discovery.md"
PULLS = 3
BANDS = (0.05, 0.25, 0.5, 0.75, 0.95)
SKILL = ("out_of_sample_skill", "out_of_sample_skill_low", "out_of_sample_skill_high")
SIZES = ("leaves", "price_of_a_leaf", "brier_score", "standard_error_from_best")
Row = dict[str, Any]
ABOUT_FACTOR = ("factor", "meaning", "unit", "evidence")
FOUND = ("density", "density_out_of_sample", "coverage", "coverage_out_of_sample")
ENDS = ("", "_low_95", "_high_95")
HEADS: dict[str, tuple[str, ...]] = {  # of the tables that may be without rows
    "rules": (
        "question", "rule", "where", "answer", "rule_is_about_it", "points_inside",
        "likeness_out_of_sample", "base_rate", *(name + end for name in FOUND for end in ENDS),
    ),
    "conditions": (
        "question", "rule", *ABOUT_FACTOR, "condition", "above", "up_to", "range_low",
        "range_high", "used_in_share_of_resamples", "edge_low_95", "edge_high_95",
    ),
    "goes_with": (
        "question", *ABOUT_FACTOR, *(f"rank_correlation{end}" for end in ENDS),
        "chance_alone_reaches",
    ),
    "tree_sizes": ("question", *SIZES, "chosen"),
}  # fmt: skip


def report_discovery(folder: Path, margin: float | None, pictures: bool) -> None:
    """Look for the regions in which a finished sweep's arms help, and write them down.

    ``margin`` is how much an outcome must move to count, as a share of the base's level.
    """
    inside = folder / FOLDER
    with refusing(keeps=True):
        check_margin(margin, "--margin")
        found = discover(open_sweep(folder), margin)
        with new_folder(inside, replaces=True) as making:
            write_rule_tables(making, found)
            drawn = draw_pictures(making, found) if pictures else []
            (making / PAGE).write_text(page_of(found, drawn), encoding="utf-8")
    with saying(f"the tables are whole in {inside}"):
        print(*found.left_out, sep="\n", end="\n" if found.left_out else "")
        for line in outside_in(found.plan):
            print(f"Note: {line}")
        for one in found.answered:
            print("\n".join(lines_of(one, found.plan.design.points_are)), end="\n\n")
        print(f"In words, with tables and pictures: {inside / PAGE}")


def write_rule_tables(folder: Path, found: Discovery) -> None:
    """Write everything that was found, each table as Parquet and as CSV.

    One in which there is nothing has its columns, and no rows.
    """
    tables: dict[str, Any] = {name: [] for name in HEADS} | {"answers": pd.DataFrame()}
    tables["rules"] = rules_table(found)
    for name, row in _rows(found):
        tables.setdefault(name, []).append(row)
    for question in (one.question for one in found.answered):
        tables["answers"][question.key] = np.array(question.classes)[question.codes]
    tables["answers"].insert(0, "point", range(len(found.values)))
    for name, rows in tables.items():
        write_table(folder, name, _table(name, rows).replace([np.inf, -np.inf], np.nan))


def _table(name: str, rows: Any) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=None if len(rows) else HEADS.get(name))


def rules_table(found: Discovery) -> pd.DataFrame:
    """A row for each question, rule and answer: coverage and density, seen and unseen."""
    rows = [
        {"question": one.question.key, "rule": number, "where": rule.text, "answer": answer}
        | {"rule_is_about_it": rule.about == i, "points_inside": rule.support}
        | {"likeness_out_of_sample": rule.likeness, "base_rate": one.base[i].value}
        | _share("density", rule.density[i])
        | _share("density_out_of_sample", rule.density_unseen[i])
        | _share("coverage", rule.coverage[i])
        | _share("coverage_out_of_sample", rule.coverage_unseen[i])
        for one in found.answered
        for number, rule in enumerate(one.rules, 1)
        for i, answer in enumerate(one.question.classes)
    ]
    return _table("rules", rows)


def _rows(found: Discovery) -> Iterator[tuple[str, Row]]:
    """Every other row, with the name of its table."""
    for one in found.answered:
        question, pruning = one.question, one.pruning
        about: Row = {"question": question.key}
        skill: Row = dict.fromkeys(SKILL)
        skill |= zip(SKILL, pruning.skill, strict=True) if pruning else ()
        for answer, many, base in zip(question.classes, question.counts, one.base, strict=True):
            row = about | {"label": question.label, "answer": answer, "points": int(many)}
            row |= _share("base_rate", base)
            row["points_are"] = found.plan.design.points_are
            yield "questions", row | {"rules": len(one.rules), "why_no_rules": one.why_none} | skill
        for number, rule in enumerate(one.rules, 1):
            for part in rule.conditions:
                row = about | {"rule": number} | _factor(part.factor) | {"condition": part.text}
                row |= {"above": part.low, "up_to": part.high, "range_low": part.factor.low}
                row |= {"range_high": part.factor.high, "used_in_share_of_resamples": part.used}
                row |= {"edge_low_95": part.low_95, "edge_high_95": part.high_95}
                yield "conditions", row
        for pull in one.goes_with:
            row = about | _factor(pull.factor) | _share("rank_correlation", pull.correlation)
            yield "goes_with", row | {"chance_alone_reaches": pull.chance}
        if pruning:
            sizes = zip(pruning.leaves, pruning.prices, pruning.loss, pruning.error, strict=True)
            for i, size in enumerate(sizes):
                row = about | dict(zip(SIZES, size, strict=True))
                yield "tree_sizes", row | {"chosen": i == pruning.chosen}
    for time in found.over_time:
        what = time.outcome
        row = {"outcome": what.key, "label": what.label, "unit": what.unit_of_year}
        row |= {"period": time.period}
        for number, values in enumerate(time.spread(BANDS).T, 1):
            bands = (f"quantile_{100 * band:.0f}" for band in BANDS)
            of = {"number": number, "points_with_a_value": int(time.points[number - 1])}
            yield "fan", row | of | dict(zip(bands, values, strict=True))


def _factor(one: Factor) -> Row:
    meaning = one.meaning or one.key
    return {"factor": one.key, "meaning": meaning, "unit": one.unit_text, "evidence": one.evidence}


def _share(name: str, share: Estimate) -> Row:
    return {name: share.value, f"{name}_low_95": share.low, f"{name}_high_95": share.high}


def lines_of(one: Answered, points_are: str) -> list[str]:
    """The lines about one question; ``points_are`` is what the points are called."""
    shares = zip(one.question.classes, one.base, strict=True)
    answers = ", ".join(f"{name} at {share.text}" for name, share in shares if share.value)
    lines = [one.question.label, f"  {answers} of {points_are}", f"  {one.skill_text}"]
    if one.goes_with and not one.rules:
        pulls = [f"the {pull.side} {pull.factor.key} (rank correlation {pull.words})"
                 for pull in one.goes_with[:PULLS]]  # fmt: skip
        lines.append(f"  It is better {'; '.join(pulls)}.")
    for number, rule in enumerate(one.rules, 1):
        about, answer = rule.about, one.question.classes[rule.about]
        density, coverage = rule.density_unseen[about].text, rule.coverage_unseen[about].text
        inside = (
            f"density {density}, coverage {coverage} out of sample; {rule.support:,} {points_are}"
        )
        lines.append(f"  {number}. {rule.text}")
        lines.append(f"     {answer}: {one.base[about].value:.0%} everywhere, {inside}")
    return lines


def page_of(found: Discovery, pictures: Sequence[str]) -> str:
    """The whole page, as Markdown; ``pictures`` are names without their endings."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("joinedup_experiments.sweep.discovery", ".")
    environment = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True,
                              lstrip_blocks=True, keep_trailing_newline=True)  # fmt: skip
    environment.filters |= {"condition_line": condition_line, "plain": plain, "counted": counted}
    return environment.get_template("page.md.jinja").render(
        found=found, design=found.plan.design, points_are=found.plan.design.points_are,
        pictures=pictures, together=TOGETHER, factors=len(found.plan.factors),
        shared_seeds=SHARED_SEEDS,
        points=f"{len(found.values):,}", rounds=ROUNDS, folds=FOLDS,
        spreads=[time.spread([0.05, 0.5, 0.95])[:, -1] for time in found.over_time],
    )  # fmt: skip


def condition_line(condition: Condition) -> str:
    """A condition with its factor's name, range and evidence, and how sure its edge is."""
    factor = condition.factor
    choices = "of " + ", ".join(map(str, factor.choices))
    varied = choices if factor.choices else f"varied from {factor.low:g} to {factor.high:g}"
    notes = [factor.evidence] if factor.evidence else []
    notes += [varied, f"used again by {condition.used:.0%}"]
    if math.isfinite(condition.low_95) and not factor.choices:
        notes.append(f"edge {condition.low_95:.3g} to {condition.high_95:.3g}")
    return f"{factor.name}: **{condition.text}** ({'; '.join(notes)})"
