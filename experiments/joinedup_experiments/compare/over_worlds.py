"""Which worlds the replications of a comparison are run in, and how many people are simulated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.sizing import enough, sized
from joinedup_experiments.scenario_io.plausible_worlds import (
    SHIPPED,
    WorldsError,
    check_varies,
    plausible_worlds,
)

WORLDS = 24  # or as many as the table has, unless replications are asked for
NEIGHBOURHOOD = 10_000  # residents of one, at most, that are simulated over plausible worlds


@dataclass(frozen=True)
class OverWorlds:
    """What replications vary beside their random numbers.

    Over ``plausible`` worlds, the replication of seed s is in world s, and after the last comes the
    first again; in ``one``, all have the
    model's own values. Else ``worlds`` is a table of worlds, as `joinedup fit` writes it. With
    several ``seeds_per_world``, so many replications in turn share a world, with other random
    numbers. ``simulate`` is how many residents, at most.
    """

    worlds: str = "plausible"
    seeds_per_world: int = 1
    simulate: int | None = None

    def __post_init__(self) -> None:
        known = ("plausible", "one")
        named = isinstance(self.worlds, str)  # in Python anything may be given
        if not named or (self.worlds not in known and not self.worlds.endswith(".csv")):
            raise WorldsError(
                f"worlds `{self.worlds}`: they must be plausible, one, or a table of them (.csv)"
            )
        if self.seeds_per_world < 1:
            raise WorldsError(f"seeds per world ({self.seeds_per_world}) must be at least 1")
        if self.seeds_per_world > 1 and self.worlds == "one":
            raise WorldsError("seeds per world: it takes plausible worlds, or a table of them")

    def at(self, own: Path | None) -> OverWorlds:
        """The same for a place that has its ``own`` table of worlds, unless another was asked for.

        >>> OverWorlds().at(Path("fitted-worlds.csv")).table.name
        'fitted-worlds.csv'
        """
        return replace(self, worlds=str(own)) if own and self.worlds == "plausible" else self

    @property
    def table(self) -> Path:
        """The table of the worlds."""
        return SHIPPED if self.worlds in ("plausible", "one") else Path(self.worlds)

    def replications(self, asked: int | None) -> int | None:
        """How many to run; None for as many as the scenario says."""
        if asked is None and self.worlds != "one":
            return min(WORLDS, len(plausible_worlds(self.table))) * self.seeds_per_world
        if asked is not None and asked % self.seeds_per_world:
            raise WorldsError(
                f"replications ({asked}) must be a multiple of seeds per world "
                f"({self.seeds_per_world}), since every world gets as many"
            )
        return asked

    def numbers(self, base: Scenario) -> tuple[int, ...]:
        """The world of each replication; 0 is the model's own values.

        `WorldsError` is raised where there are too few worlds for so many replications, or the base
        is the same in all.
        """
        many = base.run.replications
        if self.worlds == "one":
            return (0,) * many
        first, known = base.run.seed, plausible_worlds(self.table)
        check_varies(base, known)
        each = self.seeds_per_world
        if many > len(known) * each:
            raise WorldsError(
                f"{many} replications: {self.table.name} has worlds for {len(known) * each} at the "
                "most; more seeds per world give each more"
            )
        if each > 1 and many < 2 * each:
            raise WorldsError(
                f"seeds per world ({each}): chance is told from assumption by two worlds at "
                f"least, so by {2 * each} replications"
            )
        return tuple(known.number(first + nth // each) for nth in range(many))

    def residents(self, base: Scenario, *others: Scenario) -> int:
        """How many residents are simulated; `OverrideError` where those asked for cannot be.

        Unless it was asked for, there are as many as every arm takes.
        """
        place = base.place
        if self.simulate is None:
            over = NEIGHBOURHOOD * place.neighbourhoods if self.worlds != "one" else place.residents
            return enough([base, *others], min(place.residents, over))
        many = min(place.residents, self.simulate)
        return min(sized(one, many).place.residents for one in (base, *others))

    def options(self, replications: int) -> tuple[str, ...]:
        """The words of a command that ask for it."""
        words = ["--replications", replications, "--worlds", self.worlds]
        words += ["--seeds-per-world", self.seeds_per_world] if self.seeds_per_world > 1 else []
        words += ["--simulate", self.simulate] if self.simulate is not None else []
        return tuple(map(str, words))
