"""How many residents of a place are simulated, and what of the results grows with the place."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from joinedup.outcomes.measures import MEASURES, Measure
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.overrides import OverrideError


def grows_with_place(one: Measure) -> bool:
    """Whether a measure doubles where a place is twice as large and otherwise the same.

    Totals do, and people on an average day. What is told of each person, package or day does not.

    >>> from joinedup.outcomes.measures import measure
    >>> [grows_with_place(measure(key)) for key in ("crises", "people_waiting", "waiting_days")]
    [True, True, False]
    """
    return one.form in ("count", "pounds") and one.mean_of in ("", "days")


def growth(times: float) -> np.ndarray:
    """By measure, what its value is multiplied by where the place is so many times as large."""
    return np.array([times if grows_with_place(one) else 1.0 for one in MEASURES])


def sized(scenario: Scenario, residents: int) -> Scenario:
    """The place with as many residents, its staff, beds and money in proportion.

    `OverrideError` is raised where so few cannot be.
    """
    if residents == scenario.place.residents:
        return scenario
    try:
        return scenario.with_({"residents": residents})
    except RefusedError as error:
        what = f"residents to simulate ({residents:,}): {error}"
        raise OverrideError(f"{what}; or simulate more residents") from error


def enough(scenarios: Iterable[Scenario], residents: int) -> int:
    """So many residents, doubled until every scenario can be had with as many.

    At most those of the place, in which each can.
    """
    several = [*scenarios]
    whole = several[0].place.residents
    while residents < whole and not all(_fits(one, residents) for one in several):
        residents *= 2
    return min(residents, whole)


def _fits(scenario: Scenario, residents: int) -> bool:
    try:
        return bool(sized(scenario, residents))
    except OverrideError:
        return False
