"""Keyed random numbers: a draw is a function of *why, who, what, which time*, never of turn.

A draw's key is ``(seed, purpose, who, what, nth)``. The same key gives the same number in
every arrangement, on every machine and in any order, so the same person can be followed
through two worlds and a step added to the model moves nobody else's draws.

The hash is two rounds of the 64-bit finaliser of SplitMix64 (Steele, Lea and Flood 2014,
*Fast splittable pseudorandom number generators*, OOPSLA), with the variant 13 constants of
Stafford's mix, one round for the person and one for the rest of the key.
``tests/known_answers/test_draws.py`` tests uniformity and the independence of
neighbouring keys.
"""

from __future__ import annotations

from hashlib import blake2b
from math import log, sqrt

import numpy as np
from numba import uint64

from joinedup.engine.jit import rule

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_A = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B = np.uint64(0x94D049BB133111EB)
_WHO = np.uint64(0xD1B54A32D192ED03)
_S30, _S27, _S31, _S12 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12)
_S32 = np.uint64(32)
_TO_UNIT = 2.0**-52


def purpose(name: str) -> np.int64:
    """The key of a named purpose: 63 bits of BLAKE2b of its name, which is ``module.name``.

    A purpose is declared once, in the module that draws for it. Its key depends on its name alone,
    so that a purpose added or removed elsewhere moves no draw.
    """
    key = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") >> 1
    return np.int64(key)  # of a Python int, numba would compile every draw anew


@rule
def _mix(bits):
    """SplitMix64's finaliser: a bijection on 64 bits in which every bit moves every bit."""
    bits = (bits ^ (bits >> _S30)) * _MIX_A
    bits = (bits ^ (bits >> _S27)) * _MIX_B
    return bits ^ (bits >> _S31)


@rule
def uniform(seed, purpose, who, what, nth):
    """A number in the open interval (0, 1) that belongs to this key alone.

    Parameters
    ----------
    seed : int
        The run's seed, 0 to 2**63 - 1.
    purpose : int
        Why the number is drawn: a `purpose`, or two as ``purpose ^ encounter``.
    who, what, nth : int
        The person or team (below 2**63), the need or thing (below 2**32), and which time it
        is (below 2**32).

    Returns
    -------
    float
        Uniform on (0, 1), never 0 or 1, so that its logarithm is finite.
    """
    return uniform_of(uint64(person_key(seed, who)), purpose, what, nth)


@rule
def person_key(seed, who):
    """What the draws of one person in one run have in common; see `uniform`."""
    return _mix(uint64(seed) * _GOLDEN + uint64(who) * _WHO + _GOLDEN)


@rule
def uniform_of(person, purpose, what, nth):
    """`uniform` where `person_key` has been computed: it is half of the work."""
    rest = uint64(nth) ^ (uint64(what) << _S32)
    bits = _mix(person ^ (rest * _GOLDEN) ^ uint64(purpose))
    return (float(bits >> _S12) + 0.5) * _TO_UNIT


@rule
def hazard_threshold(seed, purpose, who, what, nth):
    """A unit-exponential threshold, used up at the current hazard until nothing is left.

    This is the internal time of the modified next reaction method (Anderson 2007, *A modified
    next reaction method for simulating chemical systems with time dependent propensities and
    delays*, J Chem Phys 127:214107): two arms share the threshold, and only
    the hazard differs.
    """
    return -log(uniform(seed, purpose, who, what, nth))


@rule
def normal(seed, purpose, who, what, nth):
    """A standard normal number by inversion (Acklam's rational approximation, error < 1.2e-9)."""
    return normal_from_uniform(uniform(seed, purpose, who, what, nth))


@rule
def normal_from_uniform(u):
    """The standard normal quantile of ``u`` in (0, 1).

    P. J. Acklam's algorithm (2003), relative error below 1.15e-9.
    """
    if u < 0.02425:
        q = sqrt(-2.0 * log(u))
        return _tail(q)
    if u > 1.0 - 0.02425:
        q = sqrt(-2.0 * log(1.0 - u))
        return -_tail(q)
    q = u - 0.5
    r = q * q
    top = -3.969683028665376e01 * r + 2.209460984245205e02
    top = (top * r - 2.759285104469687e02) * r + 1.383577518672690e02
    top = (top * r - 3.066479806614716e01) * r + 2.506628277459239e00
    low = -5.447609879822406e01 * r + 1.615858368580409e02
    low = (low * r - 1.556989798598866e02) * r + 6.680131188771972e01
    low = (low * r - 1.328068155288572e01) * r + 1.0
    return top * q / low


@rule
def _tail(q):
    top = -7.784894002430293e-03 * q - 3.223964580411365e-01
    top = (top * q - 2.400758277161838e00) * q - 2.549732539343734e00
    top = (top * q + 4.374664141464968e00) * q + 2.938163982698783e00
    low = 7.784695709041462e-03 * q + 3.224671290700398e-01
    low = (low * q + 2.445134137142996e00) * q + 3.754408661907416e00
    low = low * q + 1.0
    return top / low
