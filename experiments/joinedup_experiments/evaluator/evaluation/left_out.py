"""Designs that could not be had in all runs, and why not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from joinedup_experiments.evaluator.evaluation.dry_run import refusals
from joinedup_experiments.evaluator.evaluation.in_one_world import (
    PROGRAMME,
    Cell,
    Setting,
    evaluate_world,
)
from joinedup_experiments.evaluator.evaluation.performance import FEWEST

FAILED = "the runs failed"


class LeftOut(NamedTuple):
    """What could be had in how many runs only, and why not in the others.

    It is of one outcome, or of all where ``outcome`` is empty. The reason is that of the run
    ``where``, which is empty where it is the same in all.
    """

    design: str
    outcome: str
    window: int
    worlds: int
    where: str
    reason: str

    @property
    def enough(self) -> bool:
        """Whether enough runs are left to say anything of it."""
        return self.worlds >= FEWEST


def named_run(world: int, seed: int) -> str:
    """A run by its world, or by its seed in the model's own values.

    >>> named_run(3, 3), named_run(0, 3)
    ('world 3', 'the run of seed 3')
    """
    return f"world {world}" if world else f"the run of seed {seed}"


def left_out(setting: Setting, found: pd.DataFrame) -> list[LeftOut]:
    """Each design and window that was not had in every run, by outcome unless all lack the same.

    Reasons are no part of results: those that are not known beforehand are made again in a run.
    """
    never, programme = refusals(setting), found[found["arm"] == PROGRAMME]
    few, again = {}, defaultdict(list)
    for (design, window), rows in programme.groupby(["design", "window"], sort=False):
        known, lost = not never.get((str(design), int(window))), rows[rows["estimate"].isna()]
        lacking = {name: tuple(each["seed"]) for name, each in lost.groupby("outcome", sort=False)}
        alike = len(lacking) == rows["outcome"].nunique() and len({*lacking.values()}) == 1
        for outcome in list(lacking)[: 1 if alike else None]:
            cell = Cell(str(design), str(outcome), int(window))
            many = rows["seed"].nunique() - len(lacking[outcome])
            of = "" if alike else cell.outcome
            few[cell] = LeftOut(design, of, window, many, "", never.get(cell[::2], FAILED))
            if known:
                first = lost[lost["outcome"] == outcome].iloc[0]
                again[int(first["world"]), int(first["seed"])].append(cell)
    for (world, seed), cells in again.items():
        reasons, where = _again(setting, cells, world, seed), named_run(world, seed)
        few |= {cell: few[cell]._replace(where=where, reason=reasons[cell]) for cell in cells}
    return list(few.values())


def _again(setting: Setting, cells: list[Cell], world: int, seed: int) -> dict[Cell, str]:
    designs, outcomes, windows = (tuple(dict.fromkeys(each)) for each in zip(*cells, strict=True))
    alone = replace(setting, designs=designs, outcomes=outcomes, windows=windows)
    return {one.cell: one.refusal for one in evaluate_world(alone, world, seed).programme}
