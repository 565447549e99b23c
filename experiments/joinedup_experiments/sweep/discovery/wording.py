"""Rules in words."""

from __future__ import annotations

import math
from collections.abc import Sequence

from joinedup_experiments.sweep.discovery.rule import Condition, GoesWith, Share
from joinedup_experiments.sweep.factors import Factor, declared, parted


def evidence_of(factor: Factor) -> str:
    """How well a factor's quantity is known, or what else it is.

    >>> evidence_of(Factor("crisis.rate", "table", 0.7, 1.4))
    'assumed'
    >>> evidence_of(Factor("hospital.beds_per_1000", "lever", 1.5, 2.5))
    'lever of the design'
    """
    if factor.kind == "lever":
        return "lever of the design"
    found = declared().get(parted(factor.key)[0])
    return found.evidence if found else ""


def meaning_of(factor: Factor) -> str:
    """What a factor is, in plain English, with its key where that says something else."""
    return factor.meaning or factor.key


def unit_of(factor: Factor) -> str:
    """The unit; ``times its usual value`` for what multiplies."""
    if (factor.kind == "table" and factor.unit == "times") or factor.scales:
        return "times the usual"
    return factor.unit


def said_of_condition(one: Condition) -> str:
    """A condition without its factor's name.

    >>> f = Factor("a.b", "quantity", 0.0, 1.0, unit="share of visits")
    >>> said_of_condition(Condition(f, -math.inf, 0.4))
    'at or below 0.4 share of visits'
    >>> said_of_condition(Condition(f, 0.1, 0.4))
    'above 0.1 and at or below 0.4 share of visits'
    >>> f = Factor("a.b", "lever", 0, 3, choices=("separate", "aligned", "pooled"))
    >>> said_of_condition(Condition(f, 0.5, math.inf))
    'aligned or pooled'
    """
    factor = one.factor
    if factor.choices:
        mine = [str(c) for i, c in enumerate(factor.choices) if one.low < i <= one.high]
        return " or ".join(mine)
    low, high = one.low, one.high
    if factor.whole:
        low, high = (math.floor(x) if math.isfinite(x) else x for x in (low, high))
    parts = []
    if math.isfinite(low):
        parts.append(f"above {low:g}")
    if math.isfinite(high):
        parts.append(f"at or below {high:g}")
    unit = unit_of(factor)
    return " and ".join(parts) + (f" {unit}" if unit else "")


def said_of_rule(conditions: tuple[Condition, ...]) -> str:
    """A whole rule in one line, by the factors' keys."""
    return ", and ".join(f"{one.factor.key} {said_of_condition(one)}" for one in conditions)


def per_cent(share: Share) -> str:
    """A share with its interval.

    >>> per_cent(Share(0.5, 0.45, 0.55))
    '50% (45 to 55%)'
    """
    if not math.isfinite(share.value):
        return "not known"
    return f"{share.value:.0%} ({100.0 * share.low:.0f} to {share.high:.0%})"


def said_of_pulls(found: Sequence[GoesWith]) -> str:
    """With which factors the size of an effect goes.

    >>> f = Factor("crisis.rate", "table", 0.7, 1.4)
    >>> said_of_pulls([GoesWith(f, -0.304, -0.36, -0.24, 0.11)])
    'the lower crisis.rate (rank correlation -0.30, -0.36 to -0.24)'
    """
    return "; ".join(
        f"the {'higher' if one.correlation > 0 else 'lower'} {one.factor.key} "
        f"(rank correlation {one.correlation:.2f}, {one.low:.2f} to {one.high:.2f})"
        for one in found
    )


def plain(value: float) -> str:
    """A number with about three digits, and with commas in place of powers of ten.

    >>> plain(-60271.4), plain(2.5), plain(0.01234)
    ('-60,300', '2.5', '0.0123')
    """
    if abs(value) < 1000.0:
        return f"{value:.3g}"
    return f"{float(f'{value:.3g}'):,.0f}"
