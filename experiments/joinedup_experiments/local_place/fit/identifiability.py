"""Which parameters the given figures identify, alone or only together, and which they miss."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Array = np.ndarray
LINKED = 0.15  # of the projector onto what stays open
OPEN = 0.4  # standard deviation in half ranges: a 95% interval then spans nearly the whole range


@dataclass(frozen=True)
class Identifiability:
    """What the figures say of each parameter.

    ``alike`` has groups of which only the joint effect is known, ``open`` those of which nearly
    the whole range stays open; ``spread`` [parameters] is the standard deviation of each log
    factor after the fit; before it, a half of its range.
    """

    alike: list[list[int]]
    open: list[int]
    spread: Array


def identify(slopes: Array, low: Array, high: Array, error: Array) -> Identifiability:
    """Look at what the figures leave open, in units of each parameter's own range.

    A direction in which all parameters can move by half their range without moving any figure by
    more than its standard error is open. Parameters with a share in the same open directions are
    alike. ``slopes`` [targets, parameters] and ``error`` [targets] are of log figures, the bounds
    ``low`` and ``high`` [parameters] of log factors.
    """
    from scipy.sparse.csgraph import connected_components

    half = (high - low) / 2.0
    scaled = slopes * half / error[:, None]
    _, sizes, directions = np.linalg.svd(scaled, full_matrices=True)
    sizes = np.pad(sizes, (0, len(half) - len(sizes)))
    vague = directions[sizes < 1.0]
    projector = np.abs(vague.T @ vague)
    _, group = connected_components(projector > LINKED, directed=False)
    spread = half * np.sqrt(np.diag(np.linalg.inv(scaled.T @ scaled + np.eye(len(half)))))
    groups = [np.flatnonzero(group == number).tolist() for number in range(group.max() + 1)]
    alike = [members for members in groups if len(members) > 1]
    alone = [members[0] for members in groups if len(members) == 1]
    is_open = [j for j in alone if projector[j, j] >= LINKED or spread[j] > OPEN * half[j]]
    return Identifiability(alike, is_open, spread)
