"""How two scenarios differ in who lives there, in the hospital, and in how they are run."""

from __future__ import annotations

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff.phrases import from_to, listing, number, told_apart

_FIFTHS = ("least deprived", "second", "third", "fourth", "most deprived")


def of_place(a: Scenario, b: Scenario) -> list[str]:
    """Residents, neighbourhoods, practices, ages and deprivation."""
    said = []
    for key, what in (
        ("residents", "residents"),
        ("neighbourhoods", "neighbourhoods"),
        ("practices_each", "GP practices in each neighbourhood"),
    ):
        before, after = getattr(a.place, key), getattr(b.place, key)
        if before != after:
            entry_point = "has more" if after > before else "has fewer"
            said.append(f"{entry_point} {what}: {number(after)} instead of {number(before)}")
    ages = dict.fromkeys([*a.place.ages, *b.place.ages])
    bands = [
        f"{band} {from_to(a.place.ages.get(band, 0.0), b.place.ages.get(band, 0.0))}"
        for band in ages
        if a.place.ages.get(band, 0.0) != b.place.ages.get(band, 0.0)
    ]
    if bands:
        said.append(f"has other shares of residents by age: {listing(bands)}")
    quintiles = [
        f"{name} {from_to(before, after)}"
        for name, before, after in zip(
            _FIFTHS, a.place.deprivation, b.place.deprivation, strict=True
        )
        if before != after
    ]
    if quintiles:
        said.append(f"has other shares of residents by fifth of deprivation: {listing(quintiles)}")
    return said


def of_hospital(a: Scenario, b: Scenario) -> list[str]:
    """Beds and day-case slots."""
    said = []
    for key, what in (
        ("beds_per_1000", "acute beds for every 1,000 residents"),
        ("day_case_slots_per_1000_a_year", "day-case slots a year for every 1,000 residents"),
    ):
        before, after = getattr(a.hospital, key), getattr(b.hospital, key)
        if before != after:
            said.append(f"{_moves(before, after)} {what} {from_to(before, after)}")
    return said


def of_run(a: Scenario, b: Scenario) -> list[str]:
    """Years, burn-in, replications and seed: nothing that happens in the place."""
    said = []
    for key, what in (
        ("years", "is run for {} years after the day of change, not {}"),
        ("burn_in_years", "lives {} siloed years before it, not {}"),
        ("replications", "is run {} times with other luck, not {}"),
        ("seed", "starts its luck from seed {}, not {}"),
    ):
        before, after = getattr(a.run, key), getattr(b.run, key)
        if before != after:
            first, second = told_apart(before, after)
            said.append(what.format(second, first))
    return said


def of_name(a: Scenario, b: Scenario) -> list[str]:
    """What the scenario is called and said to be, which changes nothing."""
    said = []
    if a.name != b.name:
        said.append(f'is called "{b.name}", not "{a.name}"')
    if a.about != b.about:
        said.append("is described in other words")
    return said


def _moves(before: float, after: float) -> str:
    return "raises" if after > before else "lowers"
