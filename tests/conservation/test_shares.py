"""No part is more than its whole, and nothing below nought, but where it can be."""

from __future__ import annotations

import numpy as np

from joinedup.outcomes.measures import MEASURES
from joinedup.run import Run
from tests.conservation.test_conservation import conserved


def shares(run: Run) -> None:
    """No value lies beyond where its measure says that it ends."""
    for one in MEASURES:
        known = run.months[one.key][~np.isnan(run.months[one.key])]
        assert (known <= one.most + 1e-9).all(), one.key
        assert (known >= one.least).all(), one.key


test_no_part_is_more_than_the_whole = conserved(shares)
