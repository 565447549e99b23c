"""Made-up findings, of which it is known what may be said."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from experiments.intervals import interval_of
from experiments.report import sentences
from experiments.report.findings import Finding

Make = Callable[..., Finding]


@pytest.fixture
def finding() -> Make:
    """A finding from one base value and a change for each replicate."""

    def make(base, changes, good="less", form="count", label="emergency admissions",
             unit="admissions a year") -> Finding:  # fmt: skip
        pairs = np.asarray(changes, float)
        worlds = np.full(len(pairs), float(base))
        return Finding(label, unit, interval_of(worlds), interval_of(worlds + pairs),
                       interval_of(pairs), good, form)  # fmt: skip

    return make


BETTER = (-21.0, -20.0, -19.0, -20.0)
WORSE = (21.0, 20.0, 19.0, 20.0)
NOTHING = (1.0, -1.0, 0.5, -0.5)
NOISY = (90.0, -80.0, 120.0, -110.0)
TINY = (-2.1, -2.0, -1.9, -2.0)


@pytest.fixture
def outcomes(finding) -> Callable[..., dict[str, Finding]]:
    """Findings for every key that the answer reads, all alike but for those named."""
    keys = (*sentences.FOR_RESIDENTS, *sentences.TO_LIGHT, *sentences.HOSPITAL,
            *sentences.MONEY, *sentences.STAFF)  # fmt: skip

    def make(changes, base=1000.0, **other) -> dict[str, Finding]:
        neither = (*sentences.TO_LIGHT[:2], "bed_days")
        return {
            key: finding(
                base,
                other.get(key, changes),
                None if key in neither else "more" if key == "satisfaction" else "less",
                label=key.replace("_", " "),
            )
            for key in keys
        }

    return make
