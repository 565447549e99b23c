"""Designs that could not be had in all worlds, and why not."""

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
    """A design and window, in how many worlds it could be had, and why not in the others.

    The reason is that of ``world``; 0 where it is the same in all.
    """

    design: str
    window: int
    worlds: int
    world: int
    reason: str

    @property
    def enough(self) -> bool:
        """Whether enough worlds are left to say anything of it."""
        return self.worlds >= FEWEST


def left_out(setting: Setting, found: pd.DataFrame) -> list[LeftOut]:
    """Each design and window that was not had in every world, for any of its outcomes.

    Reasons are no part of results: those that are not known beforehand are made again in a world.
    """
    never, programme = refusals(setting), found[found["arm"] == PROGRAMME]
    few, again, alone = {}, defaultdict(list), set()
    for (design, window), rows in programme.groupby(["design", "window"], sort=False):
        had = rows.groupby("outcome", sort=False)["estimate"].count()
        if (many := int(had.min())) >= rows["world"].nunique():
            continue
        cell = Cell(str(design), str(had.idxmin()), int(window))
        if had.nunique() > 1:
            alone.add(cell)  # of some outcomes only
        few[cell] = LeftOut(cell.design, cell.window, many, 0, never.get(cell[::2], FAILED))
        missing = rows[(rows["outcome"] == cell.outcome) & rows["estimate"].isna()]
        if cell[::2] not in never and len(missing):
            again[int(missing["world"].iloc[0]), int(missing["seed"].iloc[0])].append(cell)
    for (world, seed), cells in again.items():
        reasons = _again(setting, cells, world, seed)
        few |= {cell: few[cell]._replace(world=world, reason=reasons[cell]) for cell in cells}
    return [
        one._replace(reason=f"of {cell.outcome.replace('_', ' ')}, {one.reason}")
        if cell in alone
        else one
        for cell, one in few.items()
    ]


def _again(setting: Setting, cells: list[Cell], world: int, seed: int) -> dict[Cell, str]:
    designs, outcomes, windows = (tuple(dict.fromkeys(each)) for each in zip(*cells, strict=True))
    alone = replace(setting, designs=designs, outcomes=outcomes, windows=windows)
    return {one.cell: one.refusal for one in evaluate_world(alone, world, seed).programme}
