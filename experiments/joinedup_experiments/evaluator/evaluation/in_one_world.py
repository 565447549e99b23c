"""One world: a programme is run with its records, evaluated by every design, and held to truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import floor
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np
import pandas as pd

from joinedup.scenario.in_force import first_live
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.evaluator.comparators import comparator
from joinedup_experiments.evaluator.designs.areas import Area, rates_of
from joinedup_experiments.evaluator.designs.catalogue import DESIGNS, Material, Of
from joinedup_experiments.evaluator.designs.estimate import OUTCOMES, DesignError, Estimate
from joinedup_experiments.evaluator.designs.people import Panel, panel_of
from joinedup_experiments.evaluator.evaluation.pool import (
    COMPARED,
    EXCHANGED,
    drawn,
    found_exchanged,
)
from joinedup_experiments.evaluator.person_months import PLACE
from joinedup_experiments.evaluator.quality import Quality
from joinedup_experiments.evaluator.recording import Recording, records_of
from joinedup_experiments.evaluator.truth import (
    UNKNOWN,
    Truth,
    truth_for_area,
    truth_for_people,
    truth_in_turn,
)
from joinedup_experiments.evaluator.writing import Recorded
from joinedup_experiments.scenario_io.plausible_worlds import in_world, worlds_sha256
from joinedup_experiments.sweep.plan import Months

PROGRAMME, PLACEBO, AREA = "programme", "placebo", "area"
NUMBERS = ("estimate", "low", "high", "truth", "counterfactual", "units")
SERIES = ("person_days", *OUTCOMES)
RANDOMISED, OFFERED_TO = "randomised", 0.5
WHOLE = Quality()
COMPARATOR_SEEDS = 1_000_000  # apart from those of evaluated places


@dataclass(frozen=True)
class Setting:
    """What is evaluated: a programme in its place, by which designs, over which windows.

    ``base`` is the same place without it. ``worlds`` is the table of its plausible worlds, None
    for the model's own values. ``comparators`` [places, months, 1 + `SERIES`], the month first, is
    the ``pool`` of which each evaluation has ``compared_with``, none before they were run;
    ``share`` of them have initiatives of their own.
    """

    programme: Scenario
    base: Scenario
    worlds: Path | None
    months_before: int
    quality: Quality
    designs: tuple[str, ...]
    outcomes: tuple[str, ...]
    windows: tuple[int, ...]
    seed: int
    compared_with: int
    pool: int
    share: float
    comparators: np.ndarray = field(default_factory=lambda: np.zeros((0, 0, 1 + len(SERIES))))

    def places_of(self, seed: int) -> np.ndarray:
        """Which of the comparators that ran a run has, and the spare one: see `drawn`."""
        return drawn(len(self.comparators), self.compared_with, self.seed, seed)

    @property
    def noun(self) -> str:
        """What one evaluation is made in: a plausible world, or a run of the model's own values."""
        return "world" if self.worlds else "run"

    @property
    def begins(self) -> int:
        """The month in which the programme goes live, the first of those after it.

        It counts as after though it goes live within it, as that of each neighbourhood does: no
        month before is live in part.
        """
        return floor(first_live(self.programme))

    @property
    def live(self) -> dict[int, int]:
        """The month in which each neighbourhood goes live, by its number."""
        months = self.programme.arrangement.programme.go_live_by_neighbourhood or ()
        return {number: floor(month) for number, month in enumerate(months, PLACE)}

    @property
    def about(self) -> str:
        """What results depend on beside the scenarios and what is evaluated, in a line."""
        table = worlds_sha256(self.worlds) if self.worlds else "none"
        quality = "; ".join(f"{name} {share:g}" for name, share in vars(self.quality).items())
        return (
            f"{counted(self.months_before, 'month')} before; {quality}; {self.compared_with} of "
            f"{self.pool} comparators, {self.share:g} of them with initiatives; "
            f"seed {self.seed}; worlds {table}"
        )

    @property
    def of_whom(self) -> tuple[Of, ...]:
        """Of whom a truth is known that is of all of them."""
        whole = {DESIGNS[name].of for name in self.designs if not DESIGNS[name].whom}
        return tuple(of for of in get_args(Of) if of in whole)

    def cells(self) -> Iterator[Cell]:
        """Every design, outcome and window, in order."""
        for design in self.designs:
            for outcome in self.outcomes:
                for window in self.windows:
                    yield Cell(design, outcome, window)


class Cell(NamedTuple):
    """One evaluation of those that are made."""

    design: str
    outcome: str
    window: int

    def column(self, number: str) -> str:
        """Where one of its `NUMBERS` is in results."""
        return f"{self.design}/{self.outcome}/{self.window}/{number}"


class Answer(NamedTuple):
    """What an evaluation found, or why there is none, beside the truth.

    ``exchanged`` is what it would have without each of its comparators: see `found_exchanged`.
    """

    cell: Cell
    estimate: Estimate | None
    truth: Truth
    refusal: str = ""
    exchanged: np.ndarray | None = None

    @property
    def numbers(self) -> tuple[float, ...]:
        """As `NUMBERS` names them, NaN for what there is not."""
        one = self.estimate
        if one is None:
            return (UNKNOWN,) * len(NUMBERS)
        return one.estimate, one.low, one.high, *self.truth, float(one.units)


@dataclass(frozen=True)
class Evaluated:
    """A world's evaluations: of the ``programme``, and, as a ``placebo``, of the place without."""

    programme: tuple[Answer, ...]
    placebo: tuple[Answer, ...]


def evaluated(setting: Setting, coordinates: Sequence[float], seed: int) -> Months:
    """Every evaluation in a world, by its number; 0 is the model's own values: a run's ``work``."""
    found = evaluate_world(setting, int(coordinates[0]), seed)
    rows = max(setting.compared_with, 1)
    return {
        arm: {name: values for one in each for name, values in _columns(one, rows)}
        for arm, each in ((PROGRAMME, found.programme), (PLACEBO, found.placebo))
    }


def _columns(one: Answer, rows: int) -> Iterator[tuple[str, np.ndarray]]:
    """An answer's numbers in the first row, and in a row each those without a comparator."""
    for name, value in zip(NUMBERS, one.numbers, strict=True):
        yield one.cell.column(name), np.append(value, np.full(rows - 1, UNKNOWN))
    if one.cell.design in COMPARED:
        none = np.full((len(EXCHANGED), rows), UNKNOWN)
        each = none if one.exchanged is None else one.exchanged
        yield from zip(map(one.cell.column, EXCHANGED), each, strict=True)


def evaluate_world(setting: Setting, world: int, seed: int) -> Evaluated:
    """Run a place with its programme and without in a world, and evaluate both.

    Where a trial is asked for it is run, too, with the programme offered to half by lot.
    """
    arms = [setting.base, setting.programme, *_trial(setting)]
    if world and setting.worlds:
        arms = [in_world(arm, world, setting.worlds) for arm in arms]
    enrols = setting.programme.arrangement.case_management is not None
    base, mine, *trial = [
        _had(one, setting.quality, enrols) for one in records_of(arms, seed, setting.months_before)
    ]
    areas = [_as_rates(one) for one in setting.comparators[setting.places_of(seed)]]
    others, spare = areas[: setting.compared_with], areas[setting.compared_with :]
    begins, live, season = setting.begins, setting.live, setting.base.place.winters
    material = [
        Material(one.people, one.area, others, begins, live, season) for one in (mine, *trial)
    ]
    whole = replace(material[0], trial=material[1] if trial else None)
    nobody = replace(whole, people=mine.people.iloc[:0], area=base.area, trial=None)
    cells = list(setting.cells())
    truths = _Truths(base, mine, trial[0] if trial else mine, begins)
    return Evaluated(
        tuple(_found(whole, spare, cell, truths) for cell in cells),
        tuple(_found(nobody, spare, cell, replace(truths, mine=base)) for cell in cells),
    )


def _trial(setting: Setting) -> list[Scenario]:
    """The programme as a trial by lot, where that is asked for and it finds people."""
    if RANDOMISED not in setting.designs or not setting.programme.arrangement.case_management:
        return []
    return [setting.programme.with_({"arrangement.case_management.offered_to": OFFERED_TO})]


@dataclass(frozen=True)
class _Had:
    """Of one run: everybody, for the truth, and what an evaluator has; or the area alone."""

    everybody: Panel | None
    people: pd.DataFrame
    area: pd.DataFrame


def _had(recording: Recording, quality: Quality, people_too: bool) -> _Had:
    recorded = Recorded(recording)
    area = recorded.area().to_pandas()
    if not people_too:
        return _Had(None, pd.DataFrame(), area)
    everybody = people = recorded.people(WHOLE).to_pandas()
    if quality != WHOLE:
        people = recorded.people(quality).to_pandas()
    return _Had(panel_of(everybody), people, area)


@dataclass(frozen=True)
class _Truths:
    """What the truth of an estimate is told from: runs without the programme, with it, and by lot.

    In the run that is evaluated as a placebo, ``mine`` is ``base``.
    """

    base: _Had
    mine: _Had
    trial: _Had
    begins: int

    def of(self, found: Estimate, design: str) -> Truth:
        mine = self.trial if design == RANDOMISED else self.mine
        if found.people and mine.everybody and self.base.everybody:
            return truth_for_people(found, mine.everybody, self.base.everybody)
        if found.in_turn:
            return truth_in_turn(found, self.mine.area, self.base.area)
        return truth_for_area(found, self.mine.area, self.base.area, self.begins)


def _found(its: Material, spare: Sequence[Area], cell: Cell, truths: _Truths) -> Answer:
    try:
        estimate = DESIGNS[cell.design].make(its, cell.outcome, cell.window)
    except DesignError as error:
        return Answer(cell, None, Truth(UNKNOWN, UNKNOWN), str(error))
    others = (
        found_exchanged(its, next(iter(spare), None), *cell) if cell.design in COMPARED else None
    )
    return Answer(cell, estimate, truths.of(estimate, cell.design), "", others)


def comparator_months(setting: Setting, coordinates: Sequence[float], seed: int) -> Months:
    """The area-months of a comparator, by its number from 1: a run's ``work``."""
    one = comparator(setting.base, int(coordinates[0]), setting.seed, setting.share)
    (recording,) = records_of([one.place], seed, setting.months_before)
    table = Recorded(recording).area().to_pandas().groupby("month")[list(SERIES)].sum()
    return {AREA: {name: table[name].to_numpy(float) for name in SERIES}}


def _as_rates(series: np.ndarray) -> Area:
    """The rates of a comparator's months [months, 1 + `SERIES`], the month first."""
    area = pd.DataFrame(series, columns=["month", *SERIES]).astype({"month": int})
    return {outcome: rates_of(area, outcome) for outcome in OUTCOMES}
