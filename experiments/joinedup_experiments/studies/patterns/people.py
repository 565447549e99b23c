"""Readings of single people, for questions that ask who gains: what a run's last day says."""

from __future__ import annotations

import numpy as np

from joinedup.codes import DOMAIN_OF_NEED, DOMAINS, NEEDS, Activity, State
from joinedup.run import Run

SERVED = (State.IN_CARE, State.MET)
NONE = (State.ABSENT, State.RESOLVED)
Values = dict[str, np.ndarray]


def true_needs(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """The true needs that residents have at the end, and those that nobody serves.

    Returns
    -------
    there, unserved : ndarray of bool, [residents, NEEDS]
    """
    needs = np.asarray(run.world.needs)
    there = (needs["genuine"] == 1) & ~np.isin(needs["state"], NONE)
    return there, there & ~np.isin(needs["state"], SERVED)


def domains_with_need(there: np.ndarray) -> np.ndarray:
    """In how many domains each resident has true needs: ndarray [residents]."""
    domain = np.asarray(DOMAIN_OF_NEED)
    each = [there[:, domain == d].any(axis=1) for d in range(DOMAINS)]
    return np.sum(each, axis=0)


def standardised(there: np.ndarray, unserved: np.ndarray, who: np.ndarray) -> float:
    """The share of some people's needs that go unserved, as if they had everybody's needs.

    Each kind of need counts as much as it does in the whole place (direct standardisation), so
    that groups do not differ merely because they have other kinds of need.

    Parameters
    ----------
    there, unserved : ndarray of bool, [residents, NEEDS]
    who : ndarray of bool, [residents]
        Those who are meant.
    """
    weight, share = np.zeros(NEEDS), np.zeros(NEEDS)
    for kind in range(NEEDS):
        mine = there[who, kind].sum()
        if mine:
            weight[kind] = there[:, kind].sum()
            share[kind] = unserved[who, kind].sum() / mine
    return float((weight * share).sum() / max(weight.sum(), 1.0))


def stayed(run: Run) -> np.ndarray:
    """Residents who have lived here since the day of change: ndarray of bool, [residents]."""
    here = np.ones(len(run.world.residents), bool)
    arrived = run.events["activity"] == Activity.MOVED_IN
    here[run.events["who"][arrived].astype(np.int64)] = False
    return here


def counted(run: Run, activity: Activity) -> np.ndarray:
    """How often something happened to each resident since the change: ndarray [residents]."""
    rows = run.events["who"][run.events["activity"] == activity].astype(np.int64)
    size = len(run.world.residents)
    return np.bincount(rows[rows < size], minlength=size)


def in_last_year(run: Run, value: float) -> np.ndarray:
    """A value that belongs to the end of the run: NaN in every year but the last."""
    years = np.full(max(1, int(run.years)), np.nan)
    years[-1] = value
    return years
