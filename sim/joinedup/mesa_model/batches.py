"""What Mesa's ``batch_run`` needs of a model: other lives each time, and a row for each step."""

from __future__ import annotations

import inspect
from typing import Any

from joinedup.mesa_model.given import whole_number
from joinedup.scenario.place import SEEDS
from joinedup.scenario.scenario import Scenario

USUAL_DAYS = 7  # between two rows of the collector


def scenario_of(given: object) -> Scenario:
    """What is given, where it is a scenario; else a TypeError."""
    if isinstance(given, Scenario):
        return given
    what = f"a Scenario is needed, as `ju.load` gives, not {type(given).__name__}"
    if isinstance(given, tuple) and _iteration() is not None:  # batch_run took it apart
        what += ": batch_run takes it in a list, `[scenario]`"
    raise TypeError(what)


def seed_and_days(
    scenario: Scenario, seed: int | None, rng: int | None, collect_every: int | None
) -> tuple[int, int]:
    """The seed of a model, and the days between two rows of its collector.

    In ``batch_run`` each iteration has the next seed. `ValueError` where it would get the same
    lives again, or would look for rows that are not there, and where one is no whole number.
    """
    seed = None if seed is None else whole_number(seed, "seed", *SEEDS)
    days = whole_number(_or(collect_every, USUAL_DAYS), "collect_every")
    iteration = _iteration()
    if iteration is None:
        return _or(seed, scenario.run.seed), days
    if iteration and seed is not None:
        raise ValueError(
            "with a `seed`, every iteration of batch_run would live the same lives: give `seed` a "
            "list and leave `iterations` out, or leave `seed` out"
        )
    if rng is not None and seed is None:
        raise ValueError(
            "`rng` only shuffles Mesa's agents, so each run of batch_run would live the same "
            "lives: give the list as `seed`"
        )
    if _or(collect_every, 1) != 1:
        raise ValueError("batch_run reads a row for every step: leave `collect_every` out")
    return _or(seed, scenario.run.seed + iteration), 1


def _or(given: int | None, usual: int) -> int:
    return usual if given is None else given


def _iteration() -> int | None:
    """The iteration of ``batch_run`` that is making a model, from 0; None outside of it.

    Mesa hands it to nobody, so it is looked up where Mesa keeps it.
    """
    frame = inspect.currentframe()
    while frame is not None:
        here = (frame.f_globals.get("__name__"), frame.f_code.co_name)
        if here == ("mesa.batchrunner", "_model_run_func"):
            run: tuple[int, int, dict[str, Any]] = frame.f_locals["run"]
            return run[1]
        frame = frame.f_back
    return None
