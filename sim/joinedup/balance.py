"""Checks, on every run, that the expected balance: the barrier ledger and the beds."""

from __future__ import annotations

import numpy as np

from joinedup.codes import EPISODE_STATUSES, NEEDS, State
from joinedup.state.hospital import Stay
from joinedup.state.world import World


class LedgerError(AssertionError):
    """The barrier ledger, or the beds, do not add up: a fault of the program."""


def under_way(world: World) -> np.ndarray:
    """Episodes under way by truth, kind and status."""
    state = np.asarray(world.needs.state)
    under_way = (state >= State.HIDDEN) & (state <= State.SUPPORTED)
    truth = np.asarray(world.needs.genuine)[under_way].astype(np.int64)
    kind = np.broadcast_to(np.arange(NEEDS), state.shape)[under_way]
    status = np.asarray(world.needs.status)[under_way].astype(np.int64)
    flat = np.bincount(
        (truth * NEEDS + kind) * EPISODE_STATUSES + status, minlength=2 * NEEDS * EPISODE_STATUSES
    )
    return flat.reshape(2, NEEDS, EPISODE_STATUSES)


def barrier_ledger(world: World, opening: np.ndarray) -> np.ndarray:
    """Where every episode ended or stands, after checking that none is lost.

    Raises
    ------
    LedgerError
        When episodes have been lost or counted twice.
    """
    closed = np.asarray(world.globals.closed[0])
    open_now = under_way(world)
    ended = closed[:, :, :EPISODE_STATUSES]
    begun = closed[:, :, EPISODE_STATUSES]
    expected = opening.sum(axis=2) + begun
    found = ended.sum(axis=2) + open_now.sum(axis=2)
    if not np.array_equal(expected, found):
        raise LedgerError(
            f"the barrier ledger does not add up: {expected.sum()} episodes begun, "
            f"{found.sum()} accounted for"
        )
    return ended + open_now


def check_beds(world: World) -> None:
    """Check that beds taken, of every sort, are those of the residents in them.

    Raises
    ------
    LedgerError
        When they are not.
    """
    hospital = world.globals[0].hospital
    stay = np.asarray(world.residents.stay)
    in_bed = int(np.count_nonzero((stay != Stay.NO) & (stay <= Stay.AWAITING)))
    mental = int(np.count_nonzero(stay == Stay.MENTAL_HEALTH))
    beyond = int(np.count_nonzero(stay >= Stay.STEP_DOWN))
    for taken, people in (
        (hospital.occupied, in_bed),
        (hospital.mental_taken, mental),
        (np.asarray(world.places.beyond_taken).sum(), beyond),
    ):
        if int(taken) != people:
            raise LedgerError(f"{taken} beds taken by {people} people")
