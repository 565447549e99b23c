"""Building blocks of a scenario that are far smaller than is usual in such a place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import reduce
from typing import Any

from joinedup.codes import PER
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.numbers import number
from joinedup_experiments.scenario_io.load.blocks import Size, blocks, usual

SMALL = 0.5  # of the usual size, and less
_OF_TEAMS = "extra_staff"  # where posts may stand for much else than a block
_FOLLOWS = {
    "single_point_of_access": "referrals wait there to be sorted, and care begins later",
    "new_teams": "people wait at its door before any other team sees them",
}


def too_small(scenario: Scenario, added: Collection[str] = ()) -> Iterator[str]:
    """What is to be said of each block that has at most half its usual size: a line.

    A block is known by its part of an arrangement, however that was written; one that only adds
    posts to teams counts when it is among the names that a file ``added``.
    """
    residents, arrangement = scenario.place.residents, scenario.arrangement.model_dump()
    for block in blocks().values():
        if (size := block.size) is None:
            continue
        element = next(iter(size.adds)).partition(".")[0]
        there, common = size.whole(_stated(arrangement, size), residents), usual(size, residents)
        known = element != _OF_TEAMS or block.name in added
        least = min(common, size.usual * residents / PER)  # the rounded may be far more
        if known and 0.0 < round(there, 6) <= SMALL * least:
            follows = _FOLLOWS.get(element, "it reaches few of those whom it is meant for")
            yield (
                f"`{block.name}` has {number(there)} {size.counts}, and {number(common)} are usual "
                f"for {residents:,} residents: {follows}"
            )


def _stated(arrangement: dict[str, Any], size: Size) -> float:
    """The size that an arrangement states, whatever its professions."""
    paths = [path.split(".") for path in size.adds]
    if len(paths) > 1 and paths[0][0] != _OF_TEAMS:
        paths = [paths[0][:-1]]
    return sum(_sum(reduce(_below, path, arrangement)) for path in paths)


def _below(table: Any, key: str) -> Any:
    return table.get(key) if table else None


def _sum(found: Any) -> float:
    """A number, or all of a table's; posts that are taken away are none that were added."""
    numbers = found.values() if isinstance(found, dict) else [found or 0.0]
    return sum(max(0.0, one) for one in numbers)
