"""What can never be had of a setting, known before anything is run: a dry run on made-up months."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from joinedup_experiments.evaluator.designs.catalogue import DESIGNS, Material
from joinedup_experiments.evaluator.designs.estimate import OUTCOMES, DesignError
from joinedup_experiments.evaluator.evaluation.in_one_world import Setting
from joinedup_experiments.evaluator.person_months import PLACE
from joinedup_experiments.evaluator.window import window_of

NOBODY = "nobody is enrolled: the arrangement has no `case_management`"
NO_TURNS = "`go_live_by_neighbourhood` gives neighbourhoods no different months of going live"
A_MONTH, A_COUNT = 30.0, 1_000.0  # person-days and events of a made-up month: any will do
Refusals = dict[tuple[str, int], str]


def refusals(setting: Setting) -> Refusals:
    """By design and window, why it can never be had; what may be had is not there.

    Designs of areas are made of made-up counts of the months and neighbourhoods that the records
    would have. Those of people enrolled need case management, and more is not known of them.
    """
    found = {}
    made_up = _material(setting)
    for design in setting.designs:
        for window in setting.windows:
            if reason := _reason(setting, made_up, design, window):
                found[design, window] = reason
    return found


def _reason(setting: Setting, made_up: Material, design: str, window: int) -> str:
    if DESIGNS[design].of == "enrolled":
        return "" if setting.programme.arrangement.case_management else NOBODY
    if DESIGNS[design].of == "neighbourhoods" and len(set(setting.live.values())) < 2:
        return NO_TURNS
    try:
        DESIGNS[design].make(made_up, next(iter(OUTCOMES)), window)
    except DesignError as error:
        return str(error)
    return ""


def _material(setting: Setting) -> Material:
    rng = np.random.default_rng(0)
    months = window_of(setting.programme, setting.months_before)
    keys = pd.MultiIndex.from_product(
        [
            range(-months.before, months.after),
            range(PLACE, PLACE + setting.programme.place.neighbourhoods),
        ],
        names=["month", "neighbourhood"],
    ).to_frame(index=False)

    def area() -> pd.DataFrame:
        counts = {name: rng.poisson(A_COUNT, len(keys)).astype(float) for name in OUTCOMES}
        return keys.assign(person_days=A_MONTH * A_COUNT, **counts)

    begins, season = setting.begins, setting.base.place.winters
    nobody = Material(pd.DataFrame(), area(), (), begins, setting.live, season)
    return replace(nobody, comparators=[area() for _ in range(setting.compared_with)])
