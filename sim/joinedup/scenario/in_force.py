"""What of an arrangement is in force on a day: where it is live, in phase, and paid for.

Days are counted from the index date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.elements import less, unpaid
from joinedup.scenario.phase import Phase, day_of
from joinedup.scenario.scenario import Scenario

if TYPE_CHECKING:
    import numpy as np


def live_months(scenario: Scenario) -> list[float]:
    """The month in which each neighbourhood goes live."""
    programme = scenario.arrangement.programme
    each = [programme.go_live_month] * scenario.place.neighbourhoods
    return programme.go_live_by_neighbourhood or each


def first_live(scenario: Scenario) -> float:
    """Months after the index date at which the arrangement is first live anywhere."""
    return min(live_months(scenario))


@dataclass(frozen=True)
class InForce:
    """What holds on one day.

    Parameters
    ----------
    live : tuple of bool
        Which neighbourhoods have gone live.
    at : tuple of Scenario
        What holds in each neighbourhood: the siloed scenario where it is not live. A team of the
        whole place closes in none of them until it does in all.
    anywhere : Scenario
        All that holds in some neighbourhood.
    planned : Scenario
        What staff have, or know to be coming: all that is not over.
    siloed : Scenario
    programme_cost : float
        Pounds a year of the programme itself, which is paid from the index date on.
    """

    live: tuple[bool, ...]
    at: tuple[Scenario, ...]
    anywhere: Scenario
    planned: Scenario
    siloed: Scenario
    programme_cost: float = 0.0

    @classmethod
    def nowhere(cls, scenario: Scenario) -> InForce:
        """Nothing of a scenario's arrangement."""
        places, siloed = scenario.place.neighbourhoods, scenario.siloed
        return cls((False,) * places, (siloed,) * places, siloed, siloed, siloed)

    @classmethod
    def everywhere(cls, scenario: Scenario) -> InForce:
        """All of a scenario's arrangement, whatever its dates."""
        places = scenario.place.neighbourhoods
        cost = scenario.arrangement.programme_cost_a_year
        everywhere = (scenario,) * places
        return cls((True,) * places, everywhere, scenario, scenario, scenario.siloed, cost)

    @classmethod
    def on(cls, scenario: Scenario, day: float) -> InForce:
        """What holds of a scenario's arrangement on a day after the index date."""
        arrangement, siloed = scenario.arrangement, scenario.siloed
        if day >= day_of(arrangement.programme.money_ends_month):
            arrangement = unpaid(arrangement, scenario.teams)
        live = tuple(day >= day_of(month) for month in live_months(scenario))
        phases, places = arrangement.phases, range(len(live))
        gone = [_not_in(phases, day, {place}) for place in places]
        today = _less(arrangement, _held_open(scenario, arrangement, live, gone))
        here = {these: _arranged(scenario, _less(today, these)) for these in set(gone)}
        at = [here[these] if on else siloed for these, on in zip(gone, live, strict=True)]
        where = {place for place in places if live[place]}
        anywhere = siloed
        if where:
            anywhere = _arranged(scenario, _less(today, _not_in(phases, day, where)))
        planned = _arranged(scenario, _less(arrangement, _over(phases, day)))
        cost = _less(arrangement, _not_in(phases, day, set(places))).programme_cost_a_year
        return cls(live, tuple(at), anywhere, planned, siloed, cost)


def _arranged(scenario: Scenario, arrangement: Arrangement) -> Scenario:
    if arrangement is scenario.arrangement:
        return scenario
    return scenario.arranged(arrangement)


def _less(arrangement: Arrangement, elements: Iterable[str]) -> Arrangement:
    for element in elements:
        arrangement = less(arrangement, element)
    return arrangement


def _not_in(phases: list[Phase], day: float, places: set[int]) -> tuple[str, ...]:
    """Elements that phases name, of which none holds on a day in any of the neighbourhoods."""
    named = dict.fromkeys(element for phase in phases for element in phase.elements)
    holding = {
        element
        for phase in phases
        if any(phase.holds(day, place) for place in places)
        for element in phase.elements
    }
    return tuple(element for element in named if element not in holding)


def _held_open(
    scenario: Scenario,
    arrangement: Arrangement,
    live: Sequence[bool],
    gone: Sequence[Sequence[str]],
) -> Iterator[str]:
    """Closings of teams of the whole place that do not hold in all of it, and so in none of it."""
    for name in arrangement.closed_teams:
        if name in scenario.teams and scenario.teams[name].covers == "borough":
            closing = f"closed_teams.{name}"
            here = ({"closed_teams", closing}.isdisjoint(these) for these in gone)
            if not (all(live) and all(here)):
                yield closing


def _over(phases: list[Phase], day: float) -> list[str]:
    """Elements that phases name, all of which have ended."""
    named = dict.fromkeys(element for phase in phases for element in phase.elements)
    left = {x for phase in phases if day < day_of(phase.until_month) for x in phase.elements}
    return [element for element in named if element not in left]


def days_of_change(scenario: Scenario) -> list[int]:
    """The days, from 0 on, on which something else comes into force."""
    return sorted(map(day_of, _months_of_change(scenario)))


def _months_of_change(scenario: Scenario) -> list[float]:
    """The months in which it does, the first of each such day."""
    programme, phases = scenario.arrangement.programme, scenario.arrangement.phases
    months = [0.0, *live_months(scenario), programme.money_ends_month]
    months += [month for phase in phases for month in (phase.from_month, phase.until_month)]
    some = sorted((month for month in months if month is not None), reverse=True)
    return sorted({day_of(month): month for month in some}.values())


class Span(NamedTuple):
    """Months from the index date, first and after the last, over which the same is in force."""

    begins: float
    ends: float
    force: InForce

    def share_of_months(self, months: int) -> np.ndarray:
        """Which share of each month lies in it: [month]."""
        import numpy as np  # reading a scenario needs nothing so heavy

        month = np.arange(months)
        upto = np.clip(self.ends - month, 0.0, 1.0)
        return np.asarray(upto - np.clip(self.begins - month, 0.0, 1.0))


def spans(scenario: Scenario, months: float) -> Iterator[Span]:
    """What is in force over so many months from the index date, span by span."""
    begin = [month for month in _months_of_change(scenario) if month < months]
    for begins, ends in pairwise([*begin, float(months)]):
        yield Span(begins, ends, InForce.on(scenario, day_of(begins)))
