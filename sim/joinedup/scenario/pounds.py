"""What posts, and places between hospital and home, cost in a year."""

from __future__ import annotations

from joinedup.codes import PER, Profession
from joinedup.scenario.in_force import InForce
from joinedup.scenario.outside_teams import places_in_force
from joinedup.scenario.scenario import Scenario


def cost_of_places(scenario: Scenario) -> float:
    """Pounds a year, for every 30,000 residents, of places between hospital and home."""
    whole = pounds_of_places(scenario, InForce.everywhere(scenario))
    return whole * PER / scenario.place.residents


def pounds_of_places(scenario: Scenario, force: InForce) -> float:
    """Pounds a year, in the whole place, of places between hospital and home that are in force."""
    from joinedup.rules.collected import parameter_record

    day = parameter_record(scenario.assumptions, scenario.outside_range)[0]["money"]["beyond_day"]
    places = zip(places_in_force(force), day, strict=True)
    return sum(number * float(each) for number, each in places) * 365.25


def yearly_pay(scenario: Scenario) -> dict[str, float]:
    """Pounds a year for a whole-time post of each profession."""
    from joinedup.rules.collected import parameter_record
    from joinedup.rules.money import post_year

    pay = post_year(parameter_record(scenario.assumptions, scenario.outside_range)[0]["money"])
    return {kind.name.lower(): float(pay[kind]) for kind in Profession}
