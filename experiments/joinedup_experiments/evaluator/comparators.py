"""Comparator places: like the evaluated one, in other plausible worlds, and never quite like it.

They differ in age and deprivation, in their world, in their trend, where the place has one, since
that is the world's, and some have an initiative of their own. Staff and beds go with need, as
allocations by weighted capitation do (NHS England, Technical guide to allocations).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from joinedup.codes import Age
from joinedup.labels import labels
from joinedup.rules.collected import declared
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.plausible_worlds import in_world, plausible_worlds

# Of the logarithm of how many are 65 and over. Half the spread of local authorities, since
# comparators are chosen to be alike: 18.6% are 65 and over, and more than 25% in 56 of 331 areas
# (ONS, Census 2021, first results, England and Wales)
AGES_APART = 0.15
DEPRIVATION_APART = 0.15  # of the logarithm from one quintile to the next: assumed
INITIATIVES = ("case_management", "closer_working", "co_located", "single_point_of_access")
WITH_INITIATIVE = 0.25  # of comparators, unless asked for otherwise: assumed
NAMED = 170  # letters of a name that leave room for what is added to it
LATEST_START = 24.0  # months after the index date until which initiatives of others begin: assumed


class Comparator(NamedTuple):
    """A comparator place: its scenario, in its world, and the initiative that it has, if any."""

    place: Scenario
    world: int
    initiative: str


def comparator(place: Scenario, number: int, seed: int, share: float) -> Comparator:
    """The comparator of a number, from 1, of an evaluated place without its programme.

    With the chance ``share`` it has an initiative of its own. The same arguments give the same.
    """
    rng = np.random.default_rng([seed, number])
    world = len(plausible_worlds()) + 1 - number
    if world < 1:
        raise InputError(
            f"{number} comparators: there are plausible worlds for {number - 1} at most"
        )
    other = in_world(_elsewhere(place, rng), world)
    draw, which, begins = rng.random(), int(rng.integers(len(INITIATIVES))), rng.random()
    if draw >= share:
        return Comparator(other, world, "")
    name = INITIATIVES[which]
    arrangement = load_scenario(name).arrangement.model_dump(exclude_none=True)
    arrangement |= {"programme": {"go_live_month": round(LATEST_START * begins)}}
    try:
        return Comparator(other.with_({"arrangement": arrangement}), world, name)
    except RefusedError:  # it is about teams that this place has not
        return Comparator(other, world, "")


def siloed(scenario: Scenario) -> Scenario:
    """The same place without its programme: every team behind its own barriers."""
    name = f"{scenario.name[:NAMED]}, without its programme"
    return scenario.model_copy(update={"arrangement": Arrangement(), "name": name})


def _elsewhere(place: Scenario, rng: np.random.Generator) -> Scenario:
    """The place with other ages and deprivation, its staff and beds in proportion to need."""
    older, steeper = AGES_APART * rng.standard_normal(), DEPRIVATION_APART * rng.standard_normal()
    here = place.place
    ages = np.array([here.ages.get(name, 0.0) for name in labels(Age)])
    tilted = ages * np.where(np.arange(len(ages)) >= Age.YOUNG_OLD, np.exp(older), 1.0)
    quintiles = np.array(here.deprivation)
    deprived = quintiles * np.exp(steeper * np.arange(-2, 3))
    tilted, deprived = tilted / tilted.sum(), deprived / deprived.sum()
    times = _need(tilted, deprived) / _need(ages / ages.sum(), quintiles / quintiles.sum())
    teams = {
        name: {"staff": {who: float(many * times) for who, many in team.staff.items()}}
        for name, team in place.teams.items()
    }
    return place.with_(
        {
            "place.ages": dict(zip(labels(Age), tilted.tolist(), strict=True)),
            "place.deprivation": deprived.tolist(),
            "place.by_neighbourhood": [],
            "hospital.beds_per_1000": place.hospital.beds_per_1000 * times,
            "teams": teams,
        }
    )


def _need(ages: np.ndarray, quintiles: np.ndarray) -> float:
    """Emergency admissions expected of ages and quintiles, by the model's own values."""
    d = declared()
    each = np.asarray(d["acute.ae_rate"].default) * np.asarray(d["acute.admitted"].default)
    ratio = float(d["acute.deprivation_ratio"].default)
    return float((ages @ each) * (quintiles @ ratio ** np.linspace(0.0, 1.0, len(quintiles))))
