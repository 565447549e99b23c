"""Which quantities the given figures pin down, which they cannot tell apart, which they miss."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Array = np.ndarray
LINKED = 0.15  # of the projector onto what stays open
OPEN = 0.4  # standard deviation in half ranges: a 95% interval then spans nearly the whole range


@dataclass(frozen=True)
class Told:
    """What the figures say of each quantity.

    Attributes
    ----------
    alike : list of list of int
        Groups of dials of which only the joint effect is known.
    silent : list of int
        Dials of which the figures leave nearly the whole range open, each by itself.
    spread : ndarray [dials]
        Standard deviation of each log factor after the fit; before it, a half of its range.
    """

    alike: list[list[int]]
    silent: list[int]
    spread: Array


def told_apart(slopes: Array, low: Array, high: Array, noise: Array) -> Told:
    """Look at what the figures leave open, in units of each quantity's own range.

    A direction in which all quantities can move by half their range without moving any figure
    by more than its noise is open. Dials with a share in the same open directions are alike.

    Parameters
    ----------
    slopes : ndarray [targets, dials]
        Change of each log figure with each log factor.
    low, high : ndarray [dials]
        Bounds on the log factors.
    noise : ndarray [targets]
        Standard errors of the log figures.
    """
    half = (high - low) / 2.0
    scaled = slopes * half / noise[:, None]
    _, sizes, directions = np.linalg.svd(scaled, full_matrices=True)
    every = np.zeros(len(half))
    every[: len(sizes)] = sizes
    vague = directions[every < 1.0]
    projector = vague.T @ vague
    silent, alike = [], []
    seen: set[int] = set()
    for first in range(len(half)):
        if first in seen or projector[first, first] < LINKED:
            continue
        group = _linked(projector, first)
        seen |= set(group)
        if len(group) == 1:
            silent.append(first)
        else:
            alike.append(group)
    precision = scaled.T @ scaled + np.eye(len(half))
    spread = half * np.sqrt(np.diag(np.linalg.inv(precision)))
    silent += [int(j) for j in np.flatnonzero(spread > OPEN * half) if j not in seen]
    return Told(alike, sorted(silent), spread)


def _linked(projector: Array, first: int) -> list[int]:
    """All dials that share open directions with one, straight or through others."""
    found, left = {first}, [first]
    while left:
        row = np.abs(projector[left.pop()])
        new = {int(j) for j in np.flatnonzero(row > LINKED)} - found
        found |= new
        left += new
    return sorted(found)
