"""Numbers in words, the same wherever they are read."""

from __future__ import annotations

import numpy as np


def number(value: float) -> str:
    """A number as people write it: three figures below a hundred, commas above a thousand.

    >>> number(1234567.8), number(12.345), number(0.01234), number(0.0)
    ('1,234,568', '12.3', '0.0123', '0')
    """
    if not np.isfinite(value):
        return "-"
    size = abs(value)
    if size == 0.0:
        return "0"
    decimals = 0 if size >= 100 else max(0, 2 - int(np.floor(np.log10(size))))
    text = f"{value:,.{min(decimals, 6)}f}"
    return "0" if float(text.replace(",", "")) == 0.0 else text
