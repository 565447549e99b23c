"""A trial by lot: to whom case management is offered."""

from __future__ import annotations

import numpy as np

from joinedup.phases.case_management import lot_of
from joinedup.phases.resident_draws import key_of
from joinedup_experiments.evaluator.recording import Recording
from joinedup_experiments.evaluator.register import Register


def offered_by_lot(recording: Recording, register: Register) -> np.ndarray:
    """To whom in the register case management is offered: everybody, unless there is a trial."""
    managed = recording.run.scenario.arrangement.case_management
    if managed is None or managed.offered_to >= 1.0:
        return np.ones(len(register), bool)
    people = zip(register.who.tolist(), register.generation.tolist(), strict=True)
    lots = np.array([lot_of(recording.run.seed, key_of(*one)) for one in people])
    return np.asarray(lots < managed.offered_to)
