"""Life's course in a place: ageing, moving away, being born and moving in."""

from __future__ import annotations

from joinedup.codes import Activity, Age, OwnActivity
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter

BAND_BEGINS = (0, 16, 40, 65, 75, 85)  # the age in years at which each band of `Age` begins
OLDEST = 105
YEAR = 365.25


class LifeCourseActivity(OwnActivity):
    """What happens as people come and go."""

    MOVED_AWAY = 47


LEAVINGS = (Activity.DIED, LifeCourseActivity.MOVED_AWAY)  # another person follows in the row


class LifeCourse(Parameters):
    """How many move away and are born."""

    # fmt: off
    leaving = parameter(
        by(Age, child=0.035, young_adult=0.085, middle=0.03, young_old=0.02, old=0.018,
           very_old=0.025),
        "moves per person a year", (0.6, 1.5), "internal_migration_rate for the sum; the split by "
        "age recalled",
        "people who move away, by age; more where the population would not be steady otherwise",
        evidence="recalled")
    deaths = parameter(
        by(Age, child=0.0003, young_adult=0.0006, middle=0.0032, young_old=0.0145, old=0.042,
           very_old=0.15),
        "deaths per person a year", (0.9, 1.1), "life_table_deaths",
        "deaths of all people, by age, to which the ages of newcomers are fitted where the "
        "population is steady", evidence="recalled", role="constant")
    births = parameter(0.0105, "births per resident a year", (0.009, 0.013), "birth_rate",
        "children born, where the population is left to age", evidence="recalled")
    # fmt: on

    resident_columns = (
        ("born", "f8", "day of birth, before day 0 for who was there then"),
        ("birthday_at", "f8", "when they pass into the next age band"),
        ("leaves_at", "f8", "when they would move away, unless a birthday comes first"),
    )


@rule
def years_old(born, t):
    """Age in years, with its fraction."""
    return (t - born) / YEAR


@rule
def band_of(years):
    """The age band of an age in years."""
    band = 0
    for number in range(len(BAND_BEGINS)):
        if years >= BAND_BEGINS[number] - 1e-9:
            band = number
    return band


@rule
def next_band_at(born, band):
    """When a person passes into the band after ``band``; far off from the last."""
    if band + 1 >= len(BAND_BEGINS):
        return born + 1000.0 * YEAR
    return born + BAND_BEGINS[band + 1] * YEAR
