"""Functions whose sensitivity indices are known, to try the machinery on.

Ishigami and Homma (1990), with a = 7 and b = 0.1; Saltelli and Sobol' (1995), the G function
of eight arguments with a = 0, 1, 4.5, 9, 99, 99, 99, 99.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from joinedup_experiments.sweep.factors import Factor

ISHIGAMI_A, ISHIGAMI_B = 7.0, 0.1
SOBOL_G_A = (0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0)


@dataclass(frozen=True)
class Textbook:
    """A function, its arguments, and the first-order and total indices that theory gives."""

    of: Callable[[Sequence[float]], float]
    factors: tuple[Factor, ...]
    first: tuple[float, ...]
    total: tuple[float, ...]


def ishigami(x: Sequence[float]) -> float:
    """sin(x1) + a sin(x2)^2 + b x3^4 sin(x1).

    >>> ishigami([0.0, math.pi / 2, 1.0])
    7.0
    """
    bend = ISHIGAMI_A * math.sin(x[1]) ** 2
    return math.sin(x[0]) * (1.0 + ISHIGAMI_B * x[2] ** 4) + bend


def sobol_g(x: Sequence[float]) -> float:
    """The product of (|4 x - 2| + a) / (1 + a).

    >>> sobol_g([0.5] * 8)
    0.0
    """
    return math.prod(
        (abs(4.0 * v - 2.0) + a) / (1.0 + a) for v, a in zip(x, SOBOL_G_A, strict=True)
    )


def _of_ishigami() -> tuple[tuple[float, ...], tuple[float, ...]]:
    a, b, pi = ISHIGAMI_A, ISHIGAMI_B, math.pi
    first = 0.5 * (1.0 + b * pi**4 / 5.0) ** 2
    second = a**2 / 8.0
    both = b**2 * pi**8 * (1.0 / 18.0 - 1.0 / 50.0)
    whole = first + second + both
    return (
        (first / whole, second / whole, 0.0),
        ((first + both) / whole, second / whole, both / whole),
    )


def _of_sobol_g() -> tuple[tuple[float, ...], tuple[float, ...]]:
    parts = [1.0 / 3.0 / (1.0 + a) ** 2 for a in SOBOL_G_A]
    product = math.prod(1.0 + part for part in parts)
    whole = product - 1.0
    first = tuple(part / whole for part in parts)
    return first, tuple(part * product / (1.0 + part) / whole for part in parts)


def _plain(names: Sequence[str], low: float, high: float) -> tuple[Factor, ...]:
    return tuple(Factor(name, "plain", low, high) for name in names)


TEXTBOOK: dict[str, Textbook] = {
    "ishigami": Textbook(ishigami, _plain(("x1", "x2", "x3"), -math.pi, math.pi), *_of_ishigami()),
    "sobol_g": Textbook(sobol_g, _plain([f"x{i}" for i in range(1, 9)], 0.0, 1.0), *_of_sobol_g()),
}
