"""What ``joinedup discover`` does: find rules, write and print them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from joinedup_experiments.compare.results.folder import new_folder
from joinedup_experiments.display.errors import refusing
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.sweep.discovery.discovery import Discovery, discover
from joinedup_experiments.sweep.discovery.questions import TOGETHER, QuestionError
from joinedup_experiments.sweep.discovery.rule import Answered, Condition, plain
from joinedup_experiments.sweep.discovery.trees import FOLDS, ROUNDS
from joinedup_experiments.sweep.sweep_folder import open_sweep

FOLDER = "discovery"
PAGE = "scenario_discovery.md"
PULLS = 3


def report_discovery(folder: Path, margin: float | None, pictures: bool) -> None:
    """Look for the regions in which a finished sweep's arms help, and write them down.

    ``margin`` is how much an outcome must move to count, as a share of the base's level.

    Raises
    ------
    SystemExit
        With code 2 when the sweep is incomplete, or nothing can be asked of its outcomes.
    """
    inside = folder / FOLDER
    with refusing(keeps=True):
        if margin is not None and not 0.0 <= margin < 1.0:
            raise QuestionError(f"--margin must be from 0 to below 1, not {margin:g}")
        found = discover(open_sweep(folder), margin)
        with new_folder(inside, replaces=True) as making:
            _write(making, found, pictures)
    with saying(f"the tables are whole in {inside}"):
        print(*found.left_out, sep="\n", end="\n" if found.left_out else "")
        for one in found.answered:
            print("\n".join(lines_of(one)), end="\n\n")
        print(f"In words, with tables and pictures: {inside / PAGE}")


def _write(inside: Path, found: Discovery, pictures: bool) -> None:
    from joinedup_experiments.sweep.discovery.tables import write_rule_tables

    write_rule_tables(inside, found)
    drawn: list[str] = []
    if pictures:
        from joinedup_experiments.sweep.discovery.pictures import draw_pictures

        drawn = draw_pictures(inside, found)
    (inside / PAGE).write_text(page_of(found, drawn), encoding="utf-8")


def lines_of(one: Answered) -> list[str]:
    """The lines about one question."""
    shares = zip(one.question.classes, one.base, strict=True)
    lines = [
        one.question.label,
        "  " + ", ".join(f"{name} at {share.text}" for name, share in shares if share.value),
        f"  {one.skill_text}",
    ]
    if one.goes_with and not one.rules:
        pulls = "; ".join(
            f"the {'higher' if pull.correlation > 0 else 'lower'} {pull.factor.key} (rank "
            f"correlation {pull.correlation:.2f}, {pull.low:.2f} to {pull.high:.2f})"
            for pull in one.goes_with[:PULLS]
        )
        lines.append(f"  It is better {pulls}.")
    for number, rule in enumerate(one.rules, 1):
        about = rule.about
        lines += [
            f"  {number}. {rule.text}",
            f"     {one.question.classes[about]}: {one.base[about].value:.0%} everywhere, density "
            f"{rule.density_unseen[about].text}, coverage "
            f"{rule.coverage_unseen[about].text} out of sample; {rule.support:,} points",
        ]
    return lines


def page_of(found: Discovery, pictures: Sequence[str]) -> str:
    """The whole page, as Markdown; ``pictures`` are names without their endings."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("joinedup_experiments.sweep.discovery", ".")
    environment = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True,
                              lstrip_blocks=True, keep_trailing_newline=True)  # fmt: skip
    environment.filters |= {"condition_line": condition_line, "plain": plain}
    return environment.get_template("page.md.jinja").render(
        found=found,
        design=found.plan.design,
        pictures=pictures,
        factors=len(found.plan.factors),
        points=f"{len(found.values):,}",
        has_model=bool(found.plan.scenarios),
        together=TOGETHER,
        spreads=[np.quantile(t.differences[:, -1], [0.05, 0.5, 0.95]) for t in found.over_time],
        rounds=ROUNDS,
        folds=FOLDS,
    )


def condition_line(condition: Condition) -> str:
    """A condition with its factor's name, range and evidence, and how sure its edge is."""
    factor = condition.factor
    notes = [factor.evidence] if factor.evidence else []
    if factor.choices:
        notes.append("of " + ", ".join(str(choice) for choice in factor.choices))
    else:
        notes.append(f"varied from {factor.low:g} to {factor.high:g}")
    notes.append(f"used again by {condition.used:.0%}")
    if math.isfinite(condition.low_95) and not factor.choices:
        notes.append(f"edge {condition.low_95:.3g} to {condition.high_95:.3g}")
    return f"{factor.name}: **{condition.text}** ({'; '.join(notes)})"
