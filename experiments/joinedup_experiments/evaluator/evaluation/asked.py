"""From what is asked of an evaluation to its setting; what cannot be is refused at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor
from pathlib import Path

from joinedup.scenario.in_force import first_live
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.arms import read_arms
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.compare.sizing import sized
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.evaluator.comparators import WITH_INITIATIVE, siloed
from joinedup_experiments.evaluator.designs.catalogue import DESIGNS, designs_named
from joinedup_experiments.evaluator.designs.estimate import OUTCOMES, WINDOWS
from joinedup_experiments.evaluator.designs.regression import statsmodels_api
from joinedup_experiments.evaluator.designs.synthetic import FEWEST
from joinedup_experiments.evaluator.evaluation.dry_run import Refusals, refusals
from joinedup_experiments.evaluator.evaluation.envelope import Envelope
from joinedup_experiments.evaluator.evaluation.in_one_world import Setting
from joinedup_experiments.evaluator.evaluation.performance import FEWEST as FEWEST_WORLDS
from joinedup_experiments.evaluator.evaluation.pool import COMPARED
from joinedup_experiments.evaluator.quality import Quality
from joinedup_experiments.evaluator.window import window_of
from joinedup_experiments.scenario_io.diff.phrases import listing
from joinedup_experiments.scenario_io.load.numbers_meant import hinted_share
from joinedup_experiments.scenario_io.load.problems import meant
from joinedup_experiments.scenario_io.overrides import Overrides
from joinedup_experiments.scenario_io.plausible_worlds import (
    SHIPPED,
    plausible_worlds,
    worlds_sha256,
)

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
        try:
            designs_named(self.designs)
        except InputError as error:
            raise InputError(f"--design {error}") from None
        for outcome in self.outcomes:
            if outcome not in OUTCOMES:
                raise InputError(f"--outcome {outcome}: {meant(outcome, tuple(OUTCOMES))}")
        if self.comparators < FEWEST:
            raise InputError(f"--comparators {self.comparators}: {FEWEST} are needed at least")
        if self.months_before < 1:
            raise InputError(
                f"--months-before {self.months_before}: there must be 1 at least, since every "
                "design compares with the time before"
            )
        if not 0.0 <= self.initiatives <= 1.0:
            what = f"--initiatives {self.initiatives:g}: it must be a share from 0 to 1"
            raise InputError(hinted_share(what, self.initiatives))
        if self.quality.linkage == 0.0:
            raise InputError("--linkage 0: it must be above 0, or nobody's hospital use is known")


@dataclass(frozen=True)
class Prepared:
    """A setting whose comparators are yet to be run, its worlds, and what there is to note."""

    setting: Setting
    worlds: tuple[int, ...]
    place: Scenario  # as asked, of whom fewer may be simulated
    warnings: list[str]


def prepared(scenario: str, overrides: Overrides, asked: EvaluationOptions) -> Prepared:
    """Read and check all that is asked for; an `InputError` where it cannot be run."""
    statsmodels_api()
    arms = read_arms([scenario], overrides, [])
    (place,) = arms.scenarios
    over = asked.over.at(arms.worlds)
    designs = designs_named(asked.designs)
    places = asked.comparators if {*COMPARED} & {*designs} else 0
    _check_worlds(place, over, POOL * places)
    worlds = over.numbers(place)
    programme = sized(place, over.residents(place))
    window_of(programme, asked.months_before, least=1)
    base = siloed(programme)
    if base.arrangement == programme.arrangement:
        raise InputError(f"{scenario}: it joins nothing, so that there is nothing to evaluate")
    setting = Setting(
        programme=programme, base=base, worlds=over.table if any(worlds) else None,
        months_before=asked.months_before, quality=asked.quality, designs=designs,
        outcomes=tuple(dict.fromkeys(asked.outcomes)) or tuple(OUTCOMES),
        windows=_windows(asked.windows, programme), seed=place.run.seed, compared_with=places,
        pool=POOL * places, share=asked.initiatives,
    )  # fmt: skip
    setting = _possible(setting, refusals(setting), asked.designs)
    return Prepared(setting, worlds, place, arms.warnings)


def _check_worlds(place: Scenario, over: OverWorlds, pool: int) -> None:
    """`InputError` for too few worlds to tell from, or more than there are with comparators'."""
    first, many = place.run.seed, place.run.replications
    if many < FEWEST_WORLDS:
        what = "runs" if over.worlds == "one" else "worlds"
        raise InputError(f"--replications {many}: {FEWEST_WORLDS} {what} are needed at least")
    known = len(plausible_worlds(over.table))
    last = first + many - 1
    if over.worlds != "one" and last > known:
        raise InputError(
            f"--seed {first} with --replications {many}: it goes to world {last}, and "
            f"{over.table.name} has {known}"
        )
    _check_apart(place, over, pool)
    left = len(plausible_worlds()) - (last if _as_comparators(over) else 0)
    if pool > left:
        raise InputError(
            f"--comparators {pool // POOL}: {pool} places are drawn from, each in a plausible "
            f"world of its own, and {left} worlds are left for them: {left // POOL} at most"
        )


def _as_comparators(over: OverWorlds) -> bool:
    """Whether places are evaluated in the worlds of which comparators have the last."""
    return over.worlds != "one" and worlds_sha256(over.table) == worlds_sha256(SHIPPED)


def _check_apart(place: Scenario, over: OverWorlds, pool: int) -> None:
    """`InputError` for a seed whose world, counted from the last back, a comparator has, too."""
    if place.run.seed < 1 and pool and _as_comparators(over):
        world = over.numbers(place)[0]
        raise InputError(
            f"--seed {place.run.seed}: its run is in world {world}, which a comparator has, too; "
            "take --seed 1 or another above it"
        )


def _possible(setting: Setting, never: Refusals, named: Sequence[str]) -> Setting:
    """Without designs that can never be had; `InputError` for one that was named, or if none is."""
    none = {
        design: reason
        for (design, _), reason in never.items()
        if all((design, window) in never for window in setting.windows)
    }
    for design in named:
        if design in none:
            raise InputError(f"--design {design}: {none[design]}")
    designs = tuple(one for one in setting.designs if one not in none)
    if not designs:
        reasons = "; ".join(f"{DESIGNS[one].label}: {why}" for one, why in none.items())
        raise InputError(f"no design can be had: {reasons}")
    return replace(setting, designs=designs)


def _windows(asked: Sequence[int], programme: Scenario) -> tuple[int, ...]:
    """Windows in months: those asked for, or of the usual ones those that the run has."""
    left = programme.run.months - floor(first_live(programme))
    for window in asked:
        if not 1 <= window <= left:
            raise InputError(
                f"--window {window}: it must be from 1 to {max(left, 1)}, the whole months of the "
                "run from the one in which the programme goes live; --years makes that longer"
            )
    usual = [window for window in WINDOWS if window <= left]
    if not asked and not usual:
        raise InputError(
            f"the run has {counted(left, 'month')} from the one in which the programme goes live, "
            "too few"
        )
    return tuple(sorted(set(asked))) or tuple(usual)


def check_envelope(envelope: Envelope, file: Path, setting: Setting) -> None:
    """`InputError` where an envelope could not be held against what is evaluated."""
    if envelope.of not in setting.of_whom:
        raise InputError(
            f"{file}: it is `of: {envelope.of}`, and the designs asked for tell of "
            f"{listing(setting.of_whom) or 'none of them'}"
        )
    if envelope.months not in setting.windows:
        windows = ", ".join(map(str, setting.windows))
        raise InputError(f"{file}: `months: {envelope.months}` is not evaluated; {windows} are")
    for outcome in envelope.expected:
        if outcome not in setting.outcomes:
            raise InputError(
                f"{file}: {outcome} is not evaluated; {', '.join(setting.outcomes)} is"
            )
