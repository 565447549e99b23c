"""The reference network in C (``clinic.c``), compiled into a temporary folder when asked for."""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from joinedup_experiments.benchmarks import network as net

SOURCE = Path(__file__).with_name("clinic.c")
EVENTS_PER_SLOT = 0.8


@cache
def library(keyed: bool) -> ctypes.CDLL:
    """Compile ``clinic.c`` and load it; ``keyed`` takes its draws from the engine's keys."""
    folder = Path(tempfile.mkdtemp(prefix="clinic-"))
    built = folder / ("keyed.so" if keyed else "bare.so")
    command = ["gcc", "-O3", "-shared", "-fPIC", str(SOURCE), "-o", str(built), "-lm"]
    subprocess.run(command + ["-DKEYED"] * keyed, check=True)
    loaded = ctypes.CDLL(str(built))
    pointer = np.ctypeslib.ndpointer(np.float64, flags="C_CONTIGUOUS")
    number, real = ctypes.c_int64, ctypes.c_double
    loaded.simulate.argtypes = [number, number, real, number, real, pointer]
    return loaded


def simulate(people, seed, service_mean=net.SERVICE_MEAN, together=net.LOCALITY, keyed=False):
    """Monthly measures, shape (localities, months, measures); see ``engine_clinic.simulate``."""
    monthly = net.nothing_counted(people)
    run = library(keyed).simulate
    if run(people, seed, service_mean, together, EVENTS_PER_SLOT, monthly):
        raise MemoryError("no memory for the C version")
    queue = monthly[:, :, net.Measure.QUEUE]
    np.cumsum(queue, axis=1, out=queue)
    return monthly
