"""The table of local activity: the figures that `joinedup fit` brings the model to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from joinedup_experiments.local_place.baseline_targets import TARGETS, Target
from joinedup_experiments.local_place.new.cells import number, one_of
from joinedup_experiments.local_place.new.csv_table import Row, read_table
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    clipped,
    did_you_mean,
)

# The figure as a planner writes it, and the baseline figure that it is.
FIGURES = {
    "ae_attendances": "ae",
    "emergency_admissions": "emergency",
    "outpatient_attendances": "outpatient",
    "elective_stays": "elective",
    "consultations": "consultations",
    "social_care_requests": "requests",
    "common_mental_disorder_treated": "treated",
    "unmet_daily_living_65": "unmet_65",
    "mental_health_referrals_accepted": "acceptance",
    "lost_at_handover": "loss",
    "bed_occupancy": "occupancy",
    "delayed_beds": "delayed",
}
WHOLE, PER_RESIDENT, PER_1000, PER_1000_ADULTS, SHARE = (
    "whole_place",
    "resident",
    "1000_residents",
    "1000_adults",
    "share",
)
LOOSEST = 0.5  # of a figure: known no better than this, it is no target
_PERS = (WHOLE, PER_RESIDENT, PER_1000, PER_1000_ADULTS, SHARE)
_UNITS = {
    "per 1,000 residents a year": PER_1000,
    "per resident a year": PER_RESIDENT,
    "per 1,000 adults a year": PER_1000_ADULTS,
    "share": SHARE,
}


@dataclass(frozen=True)
class Activity:
    """One local figure.

    Attributes
    ----------
    name : str
        As in the table.
    key, label, unit : str
        The baseline figure that it is, and the model's unit.
    value : float
        In the model's unit.
    line : int
        Of the table.
    within : float or None
        How far off the figure may be, as a share of it, 19 times in 20; None when not said.
    """

    name: str
    key: str
    label: str
    unit: str
    value: float
    line: int
    within: float | None = None


def read_activity(path: Path, residents: int, adults: float) -> list[Activity]:
    """Read ``figure,value,per``, and ``within`` where it is there.

    Parameters
    ----------
    path
        The file.
    residents, adults
        People, and people of 16 and older, in the whole place: for totals.

    Raises
    ------
    ScenarioError
        For every fault, with its line.
    """
    table = read_table(path, ("figure", "value", "per"), ("within", "source"))
    found: dict[str, Activity] = {}
    problems: list[Problem] = []
    for row in table.rows:
        try:
            name = one_of(row, "figure", list(FIGURES), "figure")
            if name in found:
                what = f"`{name}` stands there twice: here and in line {found[name].line}"
                raise ScenarioError(Problem(row.spot, what, (), "keep one of them"))
            found[name] = _read_row(row, name, residents, adults)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return list(found.values())


def unit_of(name: str) -> str:
    """How the model states a figure, in the words of the column ``per``.

    Examples
    --------
    >>> unit_of("consultations")
    'resident'
    """
    return _UNITS[_target(name).unit]


def _target(name: str) -> Target:
    return next(t for t in TARGETS if t.key == FIGURES[name])


def _per(row: Row) -> str:
    said = row.cells["per"].lower().replace(",", "").replace("per ", "").strip()
    said = said.removesuffix("a year").strip().replace(" ", "_")
    if said not in _PERS:
        what = f"`per` is `{clipped(row.cells['per'])}`" if said else "`per` is empty"
        raise ScenarioError(Problem(row.spot, what, (), did_you_mean(said, _PERS)))
    return said


def _read_row(row: Row, name: str, residents: int, adults: float) -> Activity:
    target = _target(name)
    own, per = unit_of(name), _per(row)
    value = number(row, "value", "a figure for a year", percent=own == SHARE)
    if (own == SHARE) != (per == SHARE):
        hint = "write `share`" if own == SHARE else f"write `{WHOLE}` or `{own}`"
        unit = "a share" if own == SHARE else target.unit
        what = f"`{name}` cannot be per `{per}`: it is {unit}"
        raise ScenarioError(Problem(row.spot, what, (), hint))
    if own == SHARE and not 0.0 < value < 1.0:
        what = f"`{name}` is {clipped(row.cells['value'])}, and a share lies between 0 and 1"
        raise ScenarioError(Problem(row.spot, what, (), "write 0.37 or 37%"))
    if value <= 0.0:
        what = f"`{name}` is nought, which no fit can reach"
        raise ScenarioError(Problem(row.spot, what, (), "take the line out if it is not known"))
    if own != SHARE:
        people = {WHOLE: 1.0, PER_RESIDENT: residents, PER_1000: residents / 1000.0}
        total = value * (people | {PER_1000_ADULTS: adults / 1000.0})[per]
        value = total / {PER_RESIDENT: residents, PER_1000: residents / 1000.0}.get(
            own, adults / 1000.0
        )
        _refuse_absurd(row, name, value, target.value, target.unit)
    line, within = row.spot.line, _within(row)
    return Activity(name, target.key, target.label, target.unit, value, line, within)


def _within(row: Row) -> float | None:
    """How well the figure is known, as a share of it."""
    if not row.cells.get("within"):
        return None
    share = number(row, "within", "a share of the figure", percent=True)
    if not 0.0 < share <= LOOSEST:
        what = f"`within` is {clipped(row.cells['within'])}"
        hint = "write how far off the figure may be, as a share of it: 5%, and 50% at most"
        raise ScenarioError(Problem(row.spot, what, (), hint))
    return share


def _refuse_absurd(row: Row, name: str, value: float, national: float, unit: str) -> None:
    """A figure twenty times the national one is a slip in the column ``per``, or of a nought."""
    if not 1 / 20 < value / national < 20:
        what = f"`{name}` comes to {value:,.4g} {unit}, and the national figure is {national:,.4g}"
        hint = "is `per` right, and does the figure cover the whole place for one year?"
        raise ScenarioError(Problem(row.spot, what, (), hint))
