"""What a fit is asked for: its options, and the figures of the table that it has to meet."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from joinedup.engine.sources import sources_digest
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.local_place.new.figures import Activity, read_activity
from joinedup_experiments.scenario_io.load import scenario_hash
from joinedup_experiments.scenario_io.load.problems import did_you_mean, refusal
from joinedup_experiments.scenario_io.plausible_worlds import worlds_sha256

# Figures of one team alone, which the place must have.
_TEAMS = {"requests": "adult_social_care", "acceptance": "community_mental_health"}


@dataclass(frozen=True)
class FitOptions:
    """How to fit: how many ``residents`` are run, None for all up to 15,000; the rest as typed.

    Over ``plausible`` worlds the local ones are sought among the first ``worlds_tried``, until
    ``worlds_wanted`` fit; with ``one``, the model's own values alone are fitted. ``replications``
    are runs at each point. ``adjust`` names parameters to change besides those of the figures,
    ``leave_out`` figures for which nothing is moved; the scenarios ``repoint`` are then based on
    the fitted place.
    """

    activity: Path | None = None
    out: Path | None = None
    residents: int | None = None
    replications: int | None = None
    workers: int | None = None
    adjust: tuple[str, ...] = ()
    repoint: tuple[Path, ...] = ()
    leave_out: tuple[str, ...] = ()
    worlds: str = "plausible"
    worlds_tried: int = 60
    worlds_wanted: int = 24
    anyway: bool = False

    @property
    def runs(self) -> int:
        """At each point: unless given, one in each of many worlds, four in one."""
        return self.replications or (4 if self.worlds == "one" else 1)

    def command(self, place: str, *more: str) -> str:
        """What to type for the same fit with something more.

        >>> FitOptions(residents=6000).command("place.yaml", "--anyway")
        'joinedup fit place.yaml --residents 6000 --anyway'
        """
        words = ["joinedup", "fit", place]
        for option in fields(self)[:-1]:
            value = getattr(self, option.name)
            values = value if isinstance(value, tuple) else [value]
            for one in values if value != option.default else ():
                words += [f"--{option.name.replace('_', '-')}", str(one)]
        return shlex.join([*words, *more])


def design_of(
    place: Scenario, targets: Sequence[Activity], options: FitOptions, table: Path
) -> dict[str, Any]:
    """Everything that the runs of a fit depend on, under words for what may differ."""
    how = ("residents", "replications", "adjust", "leave_out", "worlds_tried", "worlds_wanted")
    return {
        "the place": scenario_hash(place),
        "its figures": [t._asdict() for t in targets],
        "the options": {key: getattr(options, key) for key in how},
        "the worlds": "" if options.worlds == "one" else worlds_sha256(table),
        "the model's own code": sources_digest(),
    }


def targets_of(place: Scenario, options: FitOptions, file: Path) -> list[Activity]:
    """The figures of the table, once it and the options are sound."""
    residents = place.place.residents
    targets = read_activity(file, residents, place.place.ages)
    names = [t.name for t in targets]
    for name in options.leave_out:
        if name not in names:
            what = f"there is no figure of that name in {file}"
            raise refusal(f"--leave-out {name[:80]}", what, did_you_mean(name, names))
    fitted = [t for t in targets if t.name not in options.leave_out]
    if not fitted:
        raise refusal("--leave-out", f"this leaves no figure of {file} to fit the place to")
    for target in fitted:
        team = _TEAMS.get(target.key)
        if team and team not in place.teams:
            what = f"`{target.name}` is a figure of the team {team}, and the place has none"
            raise refusal(str(file), what, "take this line out", target.line)
    if options.residents is not None and not 600 <= options.residents <= residents:
        what = f"a fit of {options.residents:,} residents"
        raise refusal("--residents", what, f"give 600 to {residents:,}, the place's own")
    return targets
