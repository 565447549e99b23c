"""When: admissions, cost and adoption by year, with the end of the money marked."""

from __future__ import annotations

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.comparison import beyond_the_last_year
from joinedup_experiments.display.document import Figures, Section, Words
from joinedup_experiments.report.sentences import by_year
from joinedup_experiments.report.view import View

HEADING = "When it comes"
SHOWN = ("unmet_need", "emergency_admissions", "cost_total", "adoption")


def section(view: View) -> Section | None:
    """Levels by year, a line for each arm; None where there are no years to compare."""
    if not view.others or view.result.whole_years < 2:
        return None
    wording = [
        part
        for arm in view.proposals
        for part in view.points(
            arm, [by_year(measure(key).label, view.by_year(arm, key)) for key in SHOWN[:3]]
        )
    ]
    beyond = beyond_the_last_year(view.result)
    note = [Words(beyond)] if beyond else []
    figures = Figures([view.years(key) for key in SHOWN])
    return Section("when", HEADING, [figures, *wording, *note])
