"""Published figures for the siloed place: `targets.csv`, a row each."""

from __future__ import annotations

import csv
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Target(BaseModel):
    """One published figure.

    Attributes
    ----------
    key : str
        The same as in `baseline_figures.figures`.
    figure : str
        Its name in tables of activity; empty where it cannot be given there.
    label, unit : str
        For tables.
    value : float
        In that unit.
    source : str
        A key of ``joinedup/evidence/parameters.csv``.
    core : bool
        Whether the exit code of ``joinedup check-baseline`` depends on it.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    figure: str
    label: str
    unit: str
    value: float
    source: str
    core: bool


with (Path(__file__).parent / "targets.csv").open(encoding="utf-8", newline="") as _file:
    TARGETS = tuple(Target.model_validate(row) for row in csv.DictReader(_file))
# By the name that tables of activity use: the figures to which a fit can bring the model.
BY_FIGURE = {target.figure: target for target in TARGETS if target.figure}
