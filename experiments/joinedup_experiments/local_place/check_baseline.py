"""The first-order figures of the baseline, of `targets.csv`: what a fit can bring the model to."""

from __future__ import annotations

import csv
from math import inf
from pathlib import Path

import numpy as np
from pydantic import BaseModel

from joinedup.codes import YEAR_HOURS, Activity, Age, Need, Organisation, Profession, State
from joinedup.outcomes.measures import MONTH_DAYS
from joinedup.run import Run
from joinedup.state.months import Hours, Tally, TeamTally
from joinedup_experiments.compare.statistics import Interval
from joinedup_experiments.local_place.second_order import months_of, teams_of

PER_RESIDENT = {
    "ae": "ae_attendances",
    "emergency": "emergency_admissions",
    "outpatient": "outpatient_attendances",
    "elective": "elective_admissions",
    "consultations": "consultations",
}


class Target(BaseModel, frozen=True):
    """One published figure."""

    key: str  # as in `figures`
    figure: str  # its name in tables of activity; empty where it cannot be given there
    label: str
    unit: str
    value: float
    source: str  # a key of ``joinedup/evidence/parameters.csv``
    fitted: bool  # whether the model was brought to it
    core: bool  # fitted, and core: the exit code of ``joinedup check-baseline`` depends on it
    driver: str  # the parameters that a fit changes for it, and why those
    why: str
    reason: str  # why the siloed borough lies outside it, where it does


with (Path(__file__).parent / "targets.csv").open(encoding="utf-8", newline="") as _file:
    TARGETS = {row["key"]: Target.model_validate(row) for row in csv.DictReader(_file)}
# By the name that tables of activity use: the figures to which a fit can bring the model.
BY_FIGURE = {target.figure: target for target in TARGETS.values() if target.figure}


def as_level(found: Interval, unit: str, falls: bool = False) -> Interval:
    """The interval of a figure as it is shown: cut where the figure itself ends.

    That is at nought, unless it is a growth that ``falls`` too, and of a share at the whole.

    >>> found = as_level(Interval(0.8, -0.2, 1.8, 2), "share")
    >>> found.low, found.high
    (0.0, 1.0)
    """
    is_part = unit.startswith("share") and not unit.endswith("a year")
    return found.within(-inf if falls else 0.0, 1.0 if is_part else inf)


def interval_words(found: Interval) -> str:
    """A mean with its 95% interval, if known.

    >>> interval_words(Interval(0.2, 0.15, 0.25, 4))
    '0.2 (0.15 to 0.25)'
    """
    mean = f"{found.mean:,.4g}"
    return f"{mean} ({found.low:,.4g} to {found.high:,.4g})" if found.has_ends else mean


def figures(run: Run) -> dict[str, float]:
    """The value of every target by its key, over the months after the index date."""
    years = len(run.months["ae_attendances"]) * MONTH_DAYS / 365.25
    ages = run.residents["age"]
    adults = int(np.count_nonzero(ages != Age.CHILD))
    found = {key: run.months[of].sum() / (years * len(ages)) for key, of in PER_RESIDENT.items()}
    per_1000 = {key: value * 1000.0 for key, value in found.items() if key != "consultations"}
    of_teams = _of_teams(run, years, len(ages), adults)
    return found | per_1000 | of_teams | _of_needs(run, adults) | _of_hospital(run) | of_staff(run)


def of_staff(run: Run) -> dict[str, float]:
    """Burnout, sickness, leavers and vacancy rates by employer and profession."""
    hours = np.asarray(run.world.months.hours)[months_of(run)].sum(axis=0)
    nhs, council = hours[Organisation.NHS], hours[Organisation.COUNCIL]
    social_workers = council[Profession.SOCIAL_WORKER]
    support_workers = council[Profession.SUPPORT_WORKER]
    return {
        "burnt_out": run.mean("staff_burnout"),
        "sickness": _share(nhs[:, Hours.SICK].sum(), nhs[:, Hours.HELD].sum()),
        "nhs_leavers": _leavers_a_year(nhs.sum(axis=0)),
        "social_worker_leavers": _leavers_a_year(social_workers),
        "support_leavers": _leavers_a_year(support_workers),
        "nurse_vacancy": _vacancy(nhs[Profession.MENTAL_HEALTH_NURSE]),
        "social_worker_vacancy": _vacancy(social_workers),
        "support_vacancy": _vacancy(support_workers),
    }


def _of_teams(run: Run, years: float, residents: int, adults: int) -> dict[str, float]:
    per_1000_adults = 1000.0 / years / adults
    social_care, mental_health = (
        run.events[np.isin(run.events["team"], teams_of(run, name))]
        for name in ("adult_social_care", "community_mental_health")
    )
    requests = _count(social_care, Activity.REFERRED)
    accepted = _count(mental_health, Activity.ACCEPTED)
    rejected = _count(mental_health, Activity.REFUSED) + _count(mental_health, Activity.BOUNCED)
    real = (social_care["genuine"] == 1) & (social_care["kind"] == Need.DAILY_LIVING)
    started = _count(social_care[real], Activity.CARE_STARTED)
    long_term = 1.0 - float(run.world.globals[0].p.care.reablement_share)
    # Contacts in community nursing: days in care over the days between two contacts.
    tallies = run.world.team_tallies[months_of(run)][:, teams_of(run, "community_nursing")]
    days_in_care = tallies[..., TeamTally.CASELOAD_DAYS].sum()
    contacts = float(days_in_care / run.world.globals[0].p.care.contact_every[Need.FRAILTY])
    return {
        "nursing": contacts / years / residents * 1000.0,
        "requests": requests * per_1000_adults,
        "acceptance": _share(accepted, accepted + rejected),
        "no_service": _share(
            _count(social_care, Activity.REFUSED) + _count(social_care, Activity.NOT_ELIGIBLE),
            requests,
        ),
        "long_term": _share(started * long_term, requests),
        "cmht_referrals": _count(mental_health, Activity.REFERRED) * per_1000_adults,
        "loss": _share(_count(run.events, Activity.LOST), _count(run.events, Activity.REFERRED)),
    }


def _of_needs(run: Run, adults: int) -> dict[str, float]:
    """Common mental disorder over the whole time; unmet need of older people on the last day."""
    stock = np.asarray(run.world.months.stock_days)[months_of(run)]
    stock_days = stock[:, 1, Need.COMMON_MENTAL_DISORDER].sum(axis=(0, 2, 3))
    by_state = stock_days / _days(run)
    present = by_state[State.HIDDEN : State.MET].sum()
    residents, needs = run.world.residents, run.world.needs[:, Need.DAILY_LIVING]
    old = (np.asarray(residents.age) >= Age.YOUNG_OLD) & (np.asarray(residents.care_home) == 0)
    state = np.asarray(needs.state)
    unmet = (state >= State.HIDDEN) & (state < State.IN_CARE) & (np.asarray(needs.genuine) == 1)
    return {
        "treated": _share(by_state[State.IN_CARE], present),
        "cmd": float(present / adults),
        "unmet_65": float(unmet[old].mean()),
    }


def _of_hospital(run: Run) -> dict[str, float]:
    bed_days = _days(run) * float(run.world.globals[0].hospital.beds)
    return {
        "occupancy": float(run.months["bed_days"].sum()) / bed_days,
        "delayed": float(run.months["delayed_discharge_bed_days"].sum()) / bed_days,
    }


def _count(events: np.ndarray, activity: Activity) -> int:
    return int(np.count_nonzero(events["activity"] == activity))


def _days(run: Run) -> float:
    return float(np.asarray(run.world.months.tallies)[months_of(run), Tally.DAYS].sum())


def _share(part: float, whole: float) -> float:
    """A share; 0 where there is nothing to be a share of."""
    return float(part / whole) if whole else 0.0


def _leavers_a_year(hours: np.ndarray) -> float:
    """For each whole-time equivalent in post; ``hours`` [Hours]."""
    return _share(hours[Hours.LEAVERS], hours[Hours.HELD] / YEAR_HOURS)


def _vacancy(hours: np.ndarray) -> float:
    """Share of the hours of posts that are vacant; ``hours`` [Hours]."""
    return 1.0 - _share(hours[Hours.HELD], hours[Hours.POSTS])
