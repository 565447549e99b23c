"""What care homes and support cost whom, counted again month by month."""

from __future__ import annotations

from joinedup.codes import MONTH_DAYS
from joinedup.run import Run
from joinedup.state.months import Tally


def homes_of_the_council(run: Run, first: int, months: int) -> float:
    """Pounds of weeks in a care home of those who do not pay for it themselves."""
    weeks = 0.0
    for month in run.world.months[first : first + months]:
        counted, own = (
            int(month.tallies[t]) for t in (Tally.HOMES_COUNTED, Tally.OWN_HOMES_COUNTED)
        )
        share = 1.0 - own / counted if counted else 1.0
        weeks += share * int(month.tallies[Tally.CARE_HOME_DAYS]) / 7.0
    return weeks * float(run.world.globals[0].p.money.care_home_week)


def own_care(run: Run, first: int, months: int) -> float:
    """Pounds of care homes, and of hours of support, that people pay for themselves.

    Both are counted on every twenty-eighth day, and hold for the month.
    """
    p, pounds_ = run.world.globals[0].p.money, 0.0
    for number in range(first, first + months):
        tallies = run.world.months[number].tallies
        share = tallies[Tally.OWN_HOMES_COUNTED] / max(1, int(tallies[Tally.HOMES_COUNTED]))
        weeks = share * tallies[Tally.CARE_HOME_DAYS] / 7.0
        pounds_ += weeks * p.care_home_week * p.own_care_home_ratio
        counts = sum(int(28 * n / MONTH_DAYS) == number for n in range(20 * 14))
        hours = tallies[Tally.OWN_CARE_MINUTES] / 60.0 / counts * tallies[Tally.DAYS] / 7.0
        pounds_ += hours * p.own_care_hour
    return float(pounds_)
