"""What is asked of a fit, and the command that asks for it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from joinedup_experiments.local_place.new.activity import Activity
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    did_you_mean,
)

REPLICATIONS = 4


@dataclass(frozen=True)
class CalibrationOptions:
    """How to fit.

    ``residents`` are run, None for all up to 15,000; ``adjust`` names parameters to change besides
    those of the figures, ``leave_out`` figures for which nothing is moved; ``anyway`` writes what
    does not fit; the scenarios ``repoint`` are then based on the fitted place.
    """

    activity: Path | None = None
    out: Path | None = None
    residents: int | None = None
    replications: int = REPLICATIONS
    workers: int | None = None
    adjust: Sequence[str] = ()
    leave_out: Sequence[str] = ()
    anyway: bool = False
    repoint: Sequence[Path] = ()

    def command(self, place: str, *more: str) -> str:
        """What to type for the same fit with something more.

        Examples
        --------
        >>> CalibrationOptions(residents=6000).command("place.yaml", "--anyway")
        'joinedup fit place.yaml --residents 6000 --anyway'
        """
        words = ["joinedup", "fit", place]
        single = {"activity": None, "out": None, "residents": None, "replications": REPLICATIONS,
                  "workers": None}  # fmt: skip
        for option, default in single.items():
            value = getattr(self, option)
            words += [] if value == default else [f"--{option}", str(value)]
        for option in ("adjust", "repoint", "leave_out"):
            for value in getattr(self, option):
                words += [f"--{option.replace('_', '-')}", str(value)]
        return shlex.join([*words, *more])


def fitted_first(
    targets: Sequence[Activity], leave_out: Sequence[str], file: str
) -> tuple[list[Activity], list[Activity]]:
    """The figures to fit, and those to leave out, which must be in the table."""
    names = [t.name for t in targets]
    for name in leave_out:
        if name not in names:
            what = f"there is no figure of that name in {file}"
            spot = Spot(f"--leave-out {name[:80]}")
            raise ScenarioError(Problem(spot, what, (), did_you_mean(name, names)))
    fitted = [t for t in targets if t.name not in leave_out]
    if not fitted:
        what = f"this leaves no figure of {file} to fit the place to"
        raise ScenarioError(Problem(Spot("--leave-out"), what))
    return fitted, [t for t in targets if t.name in leave_out]


def next_steps(
    place: str, options: CalibrationOptions, names: Sequence[str], figures: int, *, anyway: bool
) -> list[str]:
    """What a planner can do about figures that are not met, with the commands to type.

    ``names`` are those not met, as in the table, of so many ``figures``; ``anyway`` is whether
    there is a fit to write all the same.
    """
    lines = ["Look at the figure first: the same residents, the same year, all providers?"]
    if anyway:
        lines.append("If it may be further off than 5%, say so in the table: a column `within`.")
    if len(names) < figures:
        out = [word for name in names for word in ("--leave-out", name)]
        lines.append("To fit the others and move nothing for it:")
        lines.append(f"  {options.command(place, *out)}")
    if anyway:
        lines.append("To write it all the same, as near as it comes and marked NOT MET:")
        lines.append(f"  {options.command(place, '--anyway')}")
    return lines
