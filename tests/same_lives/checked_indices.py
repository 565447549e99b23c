"""Runs shipped scenarios compiled so that each index outside its table is written down.

``python -m tests.same_lives.checked_indices FILE`` with a folder of its own in NUMBA_CACHE_DIR.
The file ends with what the control is caught at: one below nought, and one too many.
"""

from __future__ import annotations

import os
import sys

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types

from joinedup.engine.compiler import Context
from joinedup.engine.jit import rule
from joinedup.run import simulate
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios

WRITTEN_TO = 97  # a number of an open file that compiled code can hold


def checked(context, builder, kind, index, length):
    """As of `Context`, but that a place outside the table is written down."""
    at = context.cast(builder, index, kind, types.intp)
    with builder.if_then(builder.icmp_unsigned(">=", at, length), likely=False):
        whole, text = ir.IntType(32), cgutils.voidptr_t
        kind_of_write = ir.FunctionType(whole, [whole, text], var_arg=True)
        write = cgutils.get_or_insert_function(builder.module, kind_of_write, "dprintf")
        words = f"%lld of %lld in {builder.function.name}\n\0".encode()
        name = builder.module.get_unique_name("outside")
        outside = cgutils.global_constant(builder.module, name, cgutils.make_bytearray(words))
        outside.linkage = "internal"
        builder.call(write, [whole(WRITTEN_TO), builder.bitcast(outside, text), at, length])
    return at


@rule
def control(table, at):
    """What the check must find."""
    return table[at]


def main(file: str) -> None:
    """Run, and write into ``file``."""
    os.dup2(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND), WRITTEN_TO)
    changes = {"place": {"residents": 3_000}, "run": {"years": 2.0, "burn_in_years": 1.0}}
    for name in shipped_scenarios():
        simulate(load_scenario(name).with_(changes), 1, contacts=True)
    for at in (-1, 5):
        control(np.zeros(5), at)


if __name__ == "__main__":
    Context.index = checked
    main(sys.argv[1])
