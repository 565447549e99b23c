"""Readings of money: what a head costs, what a contact costs, and who pays for their own care."""

from __future__ import annotations

import numpy as np

from joinedup.codes import MONTH_DAYS, NONE_TEAM, Activity, Need, State
from joinedup.rules.money import post_year
from joinedup.run import Run
from joinedup.state.months import Tally
from joinedup_experiments.local_place.conditions import Readings, mean
from joinedup_experiments.local_place.stays import EMERGENCY, stays_of

SERVED = (State.IN_CARE, State.SUPPORTED)


def emergency_cost(run: Run, of: str) -> float:
    """Pounds of emergency stays a year, for each resident."""
    p = run.world.globals[0].p.money
    days = stays_of(run, EMERGENCY)
    paid = np.where(days < 1.0, p.emergency_short, p.emergency_long).sum()
    return float(paid / _years(run) / len(run.world.residents))


def cost_a_head(run: Run, of: str) -> float:
    """Pounds a year of a measure of cost, for each resident."""
    return float(run.months[of].sum() / _years(run) / len(run.world.residents))


def contact_cost(run: Run, of: str) -> float:
    """Pounds of a team's staff in post for each contact or assessment, on the last day's rates."""
    teams = [n for n, (key, _, _) in enumerate(run.teams) if key in of.split("+")]
    needs, p = run.world.needs, run.world.globals[0].p
    there = np.isin(needs["team"], teams) & np.isin(needs["state"], SERVED)
    contacts = float((there / np.asarray(p.care.contact_every)).sum()) * 365.25
    rows = run.events[np.isin(run.events["team"], teams)]
    contacts += np.count_nonzero(rows["activity"] == Activity.ASSESSED) / _years(run)
    staff = run.world.staff
    posts = staff["post"] * (staff["in_post"] > 0) * np.isin(staff["team"], teams)
    paid = float((posts * post_year(p.money)[staff["profession"]]).sum())
    return paid / contacts if contacts else np.nan


def care_homes_paid_oneself(run: Run, of: str) -> float:
    """Share of care home residents who pay for the home themselves."""
    first = int(run.index_day / MONTH_DAYS)
    tallies = np.asarray(run.world.months.tallies)[first:].sum(axis=0)
    whole = float(tallies[Tally.HOMES_COUNTED])
    return float(tallies[Tally.OWN_HOMES_COUNTED]) / whole if whole else np.nan


def support_paid_oneself(run: Run, of: str) -> float:
    """Share of those supported in daily living at home who pay for it themselves."""
    need = run.world.needs[:, Need.DAILY_LIVING]
    supported = np.isin(need["state"], SERVED) & (need["genuine"] == 1)
    return mean(need["team"][supported] == NONE_TEAM)


def support_hours(run: Run, of: str) -> float:
    """Mean hours a week of contact of those whom a team supports in daily living for long."""
    need = run.world.needs[:, Need.DAILY_LIVING]
    supported = (need["state"] == State.SUPPORTED) & (need["team"] != NONE_TEAM)
    return mean(need["minutes"][supported]) / 60.0


def _years(run: Run) -> float:
    return len(run.months["ae_attendances"]) * MONTH_DAYS / 365.25


READINGS: Readings = {
    reading.__name__: reading
    for reading in (
        emergency_cost, cost_a_head, contact_cost, care_homes_paid_oneself, support_paid_oneself,
        support_hours,
    )
}  # fmt: skip
