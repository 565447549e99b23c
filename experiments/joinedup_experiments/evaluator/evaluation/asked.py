"""From what is asked of an evaluation to its setting; what cannot be is refused at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from joinedup.scenario.scenario import Scenario
from joinedup.setup.programme import first_live
from joinedup_experiments.compare.arms import read_arms, warnings_of
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.compare.sizing import sized
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.comparators import WITH_INITIATIVE, siloed
from joinedup_experiments.evaluator.designs.catalogue import designs_named
from joinedup_experiments.evaluator.designs.estimate import OUTCOMES, WINDOWS, scale_of
from joinedup_experiments.evaluator.designs.regression import statsmodels_api
from joinedup_experiments.evaluator.designs.stepped import FEWEST as FEWEST_NEIGHBOURHOODS
from joinedup_experiments.evaluator.designs.synthetic import FEWEST
from joinedup_experiments.evaluator.evaluation.in_one_world import SERIES, Setting
from joinedup_experiments.evaluator.evaluation.performance import FEWEST as FEWEST_WORLDS
from joinedup_experiments.evaluator.quality import Quality
from joinedup_experiments.evaluator.window import window_of
from joinedup_experiments.scenario_io.overrides import Overrides

COMPARED, IN_TURN = {"comparator_areas", "synthetic_control"}, "stepped_wedge"
PLACES = 8  # comparators of an evaluation, unless asked for otherwise
WHOLE, PLAUSIBLE = Quality(), OverWorlds()
POOL = 3  # times as many places are run, of which each world has its own


@dataclass(frozen=True)
class EvaluationOptions:
    """What is asked: see ``joinedup evaluate --help``. Empty is all that there is."""

    designs: Sequence[str] = ()
    windows: Sequence[int] = ()
    outcomes: Sequence[str] = ()
    months_before: int = 24
    quality: Quality = WHOLE
    comparators: int = PLACES
    initiatives: float = WITH_INITIATIVE
    over: OverWorlds = PLAUSIBLE

    def __post_init__(self) -> None:
        designs_named(self.designs)
        for outcome in self.outcomes:
            scale_of(outcome)
        if self.comparators < FEWEST:
            raise InputError(f"--comparators {self.comparators}: {FEWEST} are needed at least")
        if not 0.0 <= self.initiatives <= 1.0:
            raise InputError(f"--initiatives {self.initiatives:g}: it must be a share from 0 to 1")
        if self.quality.linkage == 0.0:
            raise InputError("--linkage 0: it must be above 0, or nobody's hospital use is known")


@dataclass(frozen=True)
class Prepared:
    """A setting whose comparators are yet to be run, its worlds, and what there is to note."""

    setting: Setting
    worlds: tuple[int, ...]
    pool: int
    place: Scenario  # as asked, of whom fewer may be simulated
    warnings: list[str]


def prepared(scenario: str, overrides: Overrides, asked: EvaluationOptions) -> Prepared:
    """Read and check all that is asked for; an `InputError` where it cannot be run."""
    statsmodels_api()
    arms = read_arms([scenario], overrides, [])
    (place,) = arms.scenarios
    over = asked.over.at(arms.worlds)
    if (many := place.run.replications) < FEWEST_WORLDS:
        raise InputError(f"--replications {many}: {FEWEST_WORLDS} worlds are needed at least")
    worlds = over.numbers(place)
    programme = sized(place, over.residents(place))
    window_of(programme, asked.months_before)
    base = siloed(programme)
    if base.arrangement == programme.arrangement:
        raise InputError(f"{scenario}: it joins nothing, so that there is nothing to evaluate")
    designs = _designs(asked.designs, programme)
    places = asked.comparators if COMPARED & {*designs} else 0
    setting = Setting(
        programme=programme, base=base, worlds=over.table if any(worlds) else None,
        months_before=asked.months_before, quality=asked.quality, designs=designs,
        outcomes=tuple(dict.fromkeys(asked.outcomes)) or tuple(OUTCOMES),
        windows=_windows(asked.windows, programme), seed=place.run.seed, compared_with=places,
        share=asked.initiatives, comparators=np.zeros((0, 0, 1 + len(SERIES))),
    )  # fmt: skip
    return Prepared(setting, worlds, POOL * places, place, warnings_of(arms.names, arms.scenarios))


def _designs(asked: Sequence[str], programme: Scenario) -> tuple[str, ...]:
    """Designs asked for, or all that there can be: neighbourhoods in turn need a turn each."""
    months = set(programme.arrangement.programme.go_live_by_neighbourhood or ())
    if len(months) > 1 and programme.place.neighbourhoods >= FEWEST_NEIGHBOURHOODS:
        return designs_named(asked)
    if IN_TURN in asked:
        raise InputError(
            f"--design {IN_TURN}: `go_live_by_neighbourhood` must give at least "
            f"{FEWEST_NEIGHBOURHOODS} neighbourhoods different months of going live"
        )
    return tuple(one for one in designs_named(asked) if one != IN_TURN)


def _windows(asked: Sequence[int], programme: Scenario) -> tuple[int, ...]:
    """Windows in months: those asked for, or of the usual ones those that the run has."""
    left = math.floor(12.0 * programme.run.years) - round(first_live(programme))
    for window in asked:
        if not 1 <= window <= left:
            raise InputError(
                f"--window {window}: it must be from 1 to {max(left, 1)}, the whole months of the "
                "run from when the programme goes live; --years makes that longer"
            )
    usual = [window for window in WINDOWS if window <= left]
    if not asked and not usual:
        raise InputError(f"the run has {left} months from when the programme goes live, too few")
    return tuple(sorted(set(asked))) or tuple(usual)
