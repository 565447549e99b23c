"""An arrangement without its phases: the mean, over its paid time, of what they have in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.elements import unpaid
from joinedup.scenario.in_force import Span, spans
from joinedup.scenario.phase import day_of
from joinedup.scenario.planned import shares_of_staff, works_by
from joinedup.scenario.scenario import Scenario

AMOUNTS = (
    "staff", "extra_staff", "case_managers", "care_coordinators", "boundary_spanners", "hospital",
    "programme_cost_a_year",
)  # fmt: skip
OF_TEAMS = ("extra_staff", "new_teams")  # tables of amounts by team
BY_TEAM = (*OF_TEAMS, "at_the_door", "management", "processes")
OTHERS = ""  # what is of no team
Weights = Mapping[str, float]  # months of the whole place, by team and of `OTHERS`


def averaged(scenario: Scenario, paid: bool = True) -> Scenario:
    """A scenario without phases, with the posts, places and money of the mean of its paid time.

    That is from going live until its money, or the run, ends, and else the time after. What is
    no number is as it is at the last. A new team has its posts while it is there; a team of the
    place that closes has them taken away as ``extra_staff`` while it is closed.
    """
    arrangement = scenario.arrangement
    if not arrangement.phases:
        return scenario if paid else scenario.arranged(unpaid(arrangement, scenario.teams))
    paid_until = day_of(arrangement.programme.money_ends_month)
    found: list[tuple[Weights, dict[str, Any]]] = []
    for span in spans(scenario, scenario.run.months):
        if (day_of(span.begins) < paid_until) == paid:
            found += _held(scenario, span)
    if not found:
        return scenario.siloed
    whole: dict[str, float] = defaultdict(float)
    for weights, _ in found:
        for name, weight in weights.items():
            whole[name] += weight
    shares = [({name: w / whole[name] for name, w in ws.items()}, held) for ws, held in found]
    return scenario.arranged(Arrangement.model_validate(_mean(shares)))


def _held(scenario: Scenario, span: Span) -> Iterator[tuple[Weights, dict[str, Any]]]:
    """What is in force in each neighbourhood that is live, and the months that it counts for."""
    place, force = scenario.place, span.force
    months, live = span.ends - span.begins, force.live.count(True)
    shares = {
        name: [1.0 / live] * len(force.live) if team.covers == "borough"
        else shares_of_staff(place, team)
        for name, team in scenario.all_teams.items() if live
    }  # fmt: skip
    shares[OTHERS] = place.shares_of_residents
    works = {name: [one for _, one in works_by(force, name)] for name in scenario.all_teams}
    for number in (n for n, there in enumerate(force.live) if there):
        held = force.at[number].arrangement.model_dump(exclude_none=True)
        by = {name: ones[number if len(ones) > 1 else 0] for name, ones in works.items()}
        held |= {"programme_cost_a_year": force.programme_cost, "phases": [], "closed_teams": []}
        held |= {"extra_staff": _extra(by), "new_teams": _new(by)}
        yield {name: months * share[number] for name, share in shares.items()}, held


def _extra(works: Mapping[str, Scenario]) -> dict[str, dict[str, float]]:
    """Staff that teams have more than usual, by what each works by, and less where they close."""
    found = {}
    for name, one in works.items():
        staff: Mapping[str, float] = one.arrangement.extra_staff.get(name, {})
        if name in one.arrangement.closed_teams:
            own = one.teams[name].staff if name in one.teams else {}
            staff = {profession: -number for profession, number in own.items()}
        if staff:
            found[name] = {str(profession): number for profession, number in staff.items()}
    return found


def _new(works: Mapping[str, Scenario]) -> dict[str, Any]:
    """New teams that are there, by what each works by."""
    return {
        name: one.arrangement.new_teams[name].model_dump(exclude_none=True)
        for name, one in works.items()
        if name in one.arrangement.new_teams and name not in one.arrangement.closed_teams
    }


def _mean(found: Sequence[tuple[Weights, Any]], path: tuple[str, ...] = ()) -> Any:
    """The mean of amounts at any depth of tables; of all else, the last that is given."""
    values = [value for _, value in found if value is not None]
    if values and isinstance(values[-1], dict):
        keys = dict.fromkeys(key for value in values for key in value)
        return {
            key: _mean([(w, v.get(key) if v else None) for w, v in found], (*path, key))
            for key in keys
        }
    by_team = path[0] in BY_TEAM  # the second is a team's name, whatever it is called
    if {path[0], *path[1 + by_team :]} & {*AMOUNTS}:
        of = path[1] if path[0] in OF_TEAMS else OTHERS
        return sum(weight[of] * value for weight, value in found if value is not None)
    return values[-1] if values else None
