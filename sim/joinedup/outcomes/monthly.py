"""What a run leaves behind, cut to months after the change: the event log and the columns.

A month is a twelfth of 365.25 days, and has the whole days that begin in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from joinedup.codes import CAUSES, MONTH_DAYS, Activity, Payer, Role
from joinedup.outcomes.after_discharge import still_at_home
from joinedup.outcomes.costs import cash_of_empty_beds, costs
from joinedup.outcomes.in_time import in_time
from joinedup.outcomes.stays import about_stays, emergency_stays, last_days, months_of
from joinedup.rules.collected import ACTIVITY_NUMBERS
from joinedup.scenario.scenario import Scenario
from joinedup.state.months import TALLIES, Tally, TeamTally
from joinedup.state.world import World

ASKED_OF_STAFF = [TeamTally.CARE_MINUTES, TeamTally.OVERHEAD_MINUTES, TeamTally.MEETING_MINUTES]
MINUTES = [*ASKED_OF_STAFF, TeamTally.CAPACITY_MINUTES, TeamTally.PAID_MINUTES]  # in thousandths


def share_of(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """A part of a whole, or a sum by how many it is of; no value, NaN, where there is no whole.

    >>> share_of(np.array([6.0, 0.0]), np.array([4.0, 0.0]))
    array([1.5, nan])
    """
    nothing = np.full(np.shape(whole), np.nan)
    return np.divide(part, whole, out=nothing, where=np.asarray(whole) > 0.0)


@dataclass
class Monthly:
    """What a run leaves behind, cut to the months after the change."""

    by_truth: np.ndarray  # [truth, activity, month] Events about false (0) and true (1) need
    admissions: np.ndarray  # [cause, month]
    tallies: np.ndarray
    stock: np.ndarray  # [month, truth, kind, state, band, quintile] Person-days
    money: np.ndarray  # [month, payer] Pounds
    utility_lost: np.ndarray  # [month] QALYs lost to need; days run
    days: np.ndarray
    hours: np.ndarray
    culture: np.ndarray
    markers: np.ndarray
    surveys: np.ndarray
    extra: dict[str, np.ndarray]  # [month] What takes more than one of these to work out

    @property
    def flows(self) -> np.ndarray:
        """Events by activity and month."""
        return np.asarray(self.by_truth.sum(axis=0))


def monthly_of(
    world: World,
    scenario: Scenario,
    before: np.ndarray,
    chunks: list[np.ndarray],
    change_date: int,
) -> Monthly:
    """Cut a run to months.

    Parameters
    ----------
    before, chunks : ndarray, list of ndarray
        The event log before the index day, as far as it is on record, and since, in any order.
    change_date : int
        Days since day 0; the first whole day of the first month.
    """
    first = int(change_date / MONTH_DAYS)
    months = scenario.run.months
    since = slice(first, first + months)
    by_truth, admissions = counts_of(chunks, change_date, months)
    stays = about_stays([before, *chunks])  # some began before, and so did the last days of some
    ended = emergency_stays(stays, change_date, months)
    tallies = np.asarray(world.months.tallies)[since].reshape(months, TALLIES).T.astype(float)
    days = np.maximum(tallies[Tally.DAYS], 1.0)
    stock = np.asarray(world.months.stock_days)[since]
    flows = by_truth.sum(axis=0)
    markers = np.asarray(world.months.markers)[since].T.astype(float)
    paid = costs(world, scenario, flows, ended, tallies, days, first)
    return Monthly(
        by_truth=by_truth,
        admissions=admissions,
        tallies=tallies,
        stock=stock,
        money=paid.money,
        utility_lost=utility_lost(world, stock),
        days=days,
        hours=np.asarray(world.months.hours)[since],
        culture=np.asarray(world.months.culture)[since],
        markers=markers,
        surveys=np.asarray(world.months.surveys)[since].astype(float),
        extra={
            **community_load(world, since),
            "cost_cashable": paid.cashable,
            "cost_capacity": paid.capacity,
            "empty_beds_cash": cash_of_empty_beds(world, tallies, days),
            "transfer_nhs": paid.transfers[:, Payer.NHS],
            "transfer_council": paid.transfers[:, Payer.COUNCIL],
            **last_days(stays, change_date, months),
            **still_at_home(stays, change_date, months),
            **in_time(world, flows, markers),
        },
    )


def counts_of(chunks: list[np.ndarray], first: int, months: int) -> tuple[np.ndarray, np.ndarray]:
    """Count the event log's rows by month: by truth and activity, and admissions by cause."""
    parts = [_counts_of_chunk(chunk, first, months) for chunk in chunks]
    return np.sum([p[0] for p in parts], axis=0), np.sum([p[1] for p in parts], axis=0)


def _counts_of_chunk(events: np.ndarray, first: int, months: int) -> tuple[np.ndarray, np.ndarray]:
    month = months_of(events["time"], first)
    kept = (month >= 0) & (month < months)
    month = month[kept]
    activity, size = events["activity"][kept].astype(np.int64), ACTIVITY_NUMBERS
    truth = events["genuine"][kept].astype(np.int64)
    by_truth = np.bincount((truth * size + activity) * months + month, minlength=2 * size * months)
    admitted = activity == Activity.EMERGENCY_ADMISSION
    cause = events["cause"][kept][admitted].astype(np.int64)
    admissions = np.bincount(cause * months + month[admitted], minlength=CAUSES * months)
    return by_truth.reshape(2, size, months), admissions.reshape(CAUSES, months)


def community_load(world: World, months: slice) -> dict[str, np.ndarray]:
    """Queues, waits, and what there is and is used of time, of teams with a caseload, by month."""
    teams = np.asarray(world.teams.role) == Role.CASELOAD
    by_team = world.team_tallies[months][:, teams, :].astype(float)
    by_team[:, :, MINUTES] /= 1000.0
    sums = by_team.sum(axis=1).T
    care, overhead, met = (by_team[:, :, tally] for tally in ASKED_OF_STAFF)
    worked = time_worked(care, overhead, met, by_team[:, :, TeamTally.CAPACITY_MINUTES])
    contacts, paperwork, meetings = (minutes.sum(axis=1) for minutes in worked)
    return {
        "assessment_queue_days": sums[TeamTally.ASSESSMENT_QUEUE_DAYS],
        "started": sums[TeamTally.STARTED],
        "waited_days": sums[TeamTally.WAITED_DAYS_THOUSANDTHS] / 1000.0,
        "assessed": sums[TeamTally.ASSESSED],
        "days_to_assessment": sums[TeamTally.ASSESSMENT_DAYS_THOUSANDTHS] / 1000.0,
        "contacts_minutes": contacts,
        "paperwork_minutes": paperwork,
        "meetings_minutes": meetings,
        "asked_minutes": sums[ASKED_OF_STAFF].sum(axis=0),
        "capacity_minutes": sums[TeamTally.CAPACITY_MINUTES],
        "paid_minutes": sums[TeamTally.PAID_MINUTES],
    }


def time_worked(
    contacts: np.ndarray, paperwork: np.ndarray, meetings: np.ndarray, capacity: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Minutes worked of those asked for: paperwork and meetings first, contacts in what is left.

    As `workers.usable_share` has it.

    >>> [float(minutes) for minutes in time_worked(90.0, 20.0, 10.0, 100.0)]
    [70.0, 20.0, 10.0]
    >>> [float(minutes) for minutes in time_worked(90.0, 20.0, 10.0, 15.0)]
    [0.0, 10.0, 5.0]
    """
    overhead = paperwork + meetings
    left = np.maximum(capacity - overhead, 0.0)
    done = np.minimum(capacity, overhead) / np.where(overhead > 0.0, overhead, 1.0)
    return np.minimum(contacts, left), paperwork * done, meetings * done


def utility_lost(world: World, stock: np.ndarray) -> np.ndarray:
    """QALYs lost to need a month: the worst need in full, the others not added (Roberts 2014).

    Decrements are taken per need and person-day, at the middle of each severity band, times
    one half, since they are sub-additive when needs coincide (eq5d_mh_vs_physical).
    """
    p = world.globals[0].p.wellbeing
    middle = np.array([0.2, 0.5, 0.8]) / 0.5
    share = [0.0, *[1.0] * 6, *[float(p.served)] * 3, 0.0]  # by state; what is left of a met need
    lost = stock[:, 1].sum(axis=-1) * np.asarray(p.decrement)[None, :, None, None]
    lost = lost * np.asarray(share)[None, None, :, None] * middle[None, None, None, :]
    return 0.5 * lost.sum(axis=(1, 2, 3)) / 365.25
