"""Capacity or integration: a proposal's effect taken apart by its twins, in a two-by-two.

Siloed, its capacity alone, its joining alone, and both: the proposal. What both do beyond the sum
of each alone is the interaction. Every figure is paired by replication.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from joinedup.outcomes.measures import Measure
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.scenario import Scenario
from joinedup.scenario.twins import TWINS, is_twin, twins
from joinedup_experiments.compare.comparison import ALL_YEARS, Comparison
from joinedup_experiments.compare.intervals import Interval, ratio_of
from joinedup_experiments.compare.statistics import Effect, paired
from joinedup_experiments.scenario_io.load.translation import first_complaint

POST = 1e-3  # whole-time equivalents; less is rounding of money in another number of residents
CELLS = ("capacity_only", "joining_only")


@dataclass(frozen=True)
class TwoByTwo:
    """One measure's effects beside the siloed place, a year's value.

    ``interaction`` is ``both`` less ``money`` less ``joining``. The shares are of ``both``, and NaN
    where its interval spans zero; with the interaction's they add up to one.
    """

    money: Effect
    joining: Effect
    both: Effect
    interaction: Effect
    share_of_money: Interval
    share_of_joining: Interval

    def as_read(self) -> TwoByTwo:
        """The same with person-days a year as needs on an average day."""
        cells = (self.money, self.joining, self.both, self.interaction)
        money, joining, both, interaction = (one.as_read() for one in cells)
        return replace(self, money=money, joining=joining, both=both, interaction=interaction)


def two_by_two(
    measure: Measure,
    siloed: np.ndarray,
    money: np.ndarray,
    joining: np.ndarray,
    both: np.ndarray,
    *,
    plausible: bool = False,
) -> TwoByTwo:
    """Take an effect apart: a value for each replication of each of the four cells."""

    def beside_siloed(other: np.ndarray) -> Effect:
        return paired(measure, siloed, other, plausible)

    expected = money + joining - siloed  # if each did what it does alone
    return TwoByTwo(
        money=beside_siloed(money),
        joining=beside_siloed(joining),
        both=beside_siloed(both),
        interaction=beside_siloed(siloed + both - expected),
        share_of_money=ratio_of(money - siloed, both - siloed),
        share_of_joining=ratio_of(joining - siloed, both - siloed),
    )


def twins_in(result: Comparison) -> dict[int, dict[str, int]]:
    """The arms that are proposals with twins: by their number, each twin's arm by its kind.

    A twin that was not run is left out, and one is no proposal beside its own. Nothing where the
    base is not siloed.
    """
    found = _with_any(result)
    of_others = {n for there in found.values() for n in there.values()}
    return {arm: there for arm, there in found.items() if arm not in of_others}


def twins_of(proposal: Scenario) -> tuple[dict[str, Scenario], str]:
    """Its twins, and why it has none where they cannot be made."""
    try:
        return twins(proposal), ""
    except ValueError as error:  # they have more posts than can be, or fewer than none
        return {}, first_complaint(error)


def twins_as_otherwise_run(result: Comparison) -> dict[int, int]:
    """Twins of an arm as it was not run, such as for other years, each with the arm's number."""
    base, *others = result.scenarios
    if not _alike(base, base.siloed):
        return {}
    own = {n for there in _with_any(result).values() for n in there.values()}
    kinds = tuple(f": {kind}" for kind in TWINS.values())
    return {
        arm: of
        for arm, one in enumerate(others, 1) if arm not in own and one.name.endswith(kinds)
        for of, proposal in enumerate(others, 1)
        if is_twin(one, proposal)
    }  # fmt: skip


def _with_any(result: Comparison) -> dict[int, dict[str, int]]:
    """All that have twins, those that are another's too."""
    base, *others = result.scenarios
    found: dict[int, dict[str, int]] = {}
    for arm, proposal in enumerate(others, 1) if _alike(base, base.siloed) else ():
        made, _ = twins_of(proposal)
        if made and not any(_alike(twin, proposal) for twin in made.values()):
            found[arm] = {
                kind: n
                for kind, twin in made.items()
                for n, one in enumerate(others, 1)
                if _alike(one, twin)
            }
    return found


def of_proposal(
    result: Comparison, arm: int, mine: dict[str, int], one: Measure, period: int = ALL_YEARS
) -> TwoByTwo | None:
    """The two-by-two of an arm with these twins; None where a cell of it was not run."""
    if not all(kind in mine for kind in CELLS):
        return None
    cells = (0, *(mine[kind] for kind in CELLS), arm)
    base, money, joining, both = result.paired_yearly(cells, one, period)
    return two_by_two(one, base, money, joining, both, plausible=result.plausible)


def beyond_the_money(
    result: Comparison, arm: int, mine: dict[str, int], one: Measure, period: int = ALL_YEARS
) -> Effect | None:
    """The proposal beside the same money as capacity alone; None where this was not run."""
    if "cost_matched" not in mine:
        return None
    matched, own = result.paired_yearly((mine["cost_matched"], arm), one, period)
    return paired(one, matched, own, result.plausible)


def _alike(one: Scenario, other: Scenario) -> bool:
    """Whether two arrangements are the same but for the rounding of their posts."""
    a, b = (scenario.arrangement for scenario in (one, other))
    if _without_posts(a) != _without_posts(b):
        return False
    mine, yours = (
        {
            (number, t, p): n
            for number, some in enumerate((x.extra_staff, x.programme.staff_after_money or {}))
            for t, staff in some.items()
            for p, n in staff.items()
        }
        for x in (a, b)
    )
    posts = {*mine, *yours}
    return all(abs(mine.get(at, 0.0) - yours.get(at, 0.0)) < POST for at in posts)


def _without_posts(arrangement: Arrangement) -> Arrangement:
    """The rest of it; a team that it has and closes is only another arm's."""
    closed = set(arrangement.closed_teams)
    new = {name: team for name, team in arrangement.new_teams.items() if name not in closed}
    other = sorted(closed - arrangement.new_teams.keys())
    programme = arrangement.programme.model_copy(update={"staff_after_money": None})
    return arrangement.model_copy(
        update={
            "extra_staff": {}, "new_teams": new, "closed_teams": other, "programme": programme,
        }
    )  # fmt: skip
