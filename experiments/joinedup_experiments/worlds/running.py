"""What ``joinedup calibrate`` does."""

from __future__ import annotations

import sys

from joinedup_experiments.display.errors import refusing
from joinedup_experiments.sweep.sweeping import StoppedError
from joinedup_experiments.worlds.calibrating import CalibrationOptions, calibrated, run_again
from joinedup_experiments.worlds.conclusions import conclude, concluded
from joinedup_experiments.worlds.waves import england


def calibrate(options: CalibrationOptions, ship: bool) -> int:
    """Calibrate, write the set and what came of it; 1 when fewer worlds stand than wanted."""
    try:
        with refusing(keeps=True):
            return _calibrate(options, ship)
    except KeyboardInterrupt as stop:
        if not isinstance(stop, StoppedError):
            print("Stopped; run the same command again to go on", file=sys.stderr)
        raise


def _calibrate(options: CalibrationOptions, ship: bool) -> int:
    problem = england(options.residents)
    waves = calibrated(problem, options)
    it = concluded(problem, waves, options.seed) if waves else None
    again = run_again(problem, it, options) if it and len(it.worlds) else None
    if it is None or (again is None and len(it.worlds)):
        share = options.share
        print(f"Share {share.k}/{share.n} of this wave is done; run it again when all are")
        return 0
    return conclude(options, it, again, ship)
