"""The barrier ledger as findings: episodes by where they ended, or stand."""

from __future__ import annotations

from typing import Literal

from joinedup.codes import PLACE_LABELS, Place
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.statistics import interval_of
from joinedup_experiments.report.findings import Finding

_BETTER: dict[int, Literal["less", "more"]] = {
    Place.LATENT: "less",
    Place.DETERRED: "less",
    Place.REFUSED: "less",
    Place.BOUNCED: "less",
    Place.LOST: "less",
    Place.MET: "more",
}


def ledger_rows(result: Comparison, truth: int) -> list[tuple[str, list[Finding]]]:
    """A row for each place in which any episode is, with a finding for each arm, the base first.

    Parameters
    ----------
    truth : int
        1 for true need, 0 for what was only taken for need.
    """
    counts = result.ledgers[:, :, truth].sum(axis=2).astype(float)
    rows = []
    for place, label in enumerate(PLACE_LABELS):
        if not counts[..., place].any():
            continue
        good = _BETTER.get(place) if truth else None
        worlds = counts[:, :, place]
        rows.append((
            f"{label[0].upper()}{label[1:]}",
            [
                Finding(label, "episodes", interval_of(worlds[0]), interval_of(one),
                        interval_of(one - worlds[0]), good)
                for one in worlds
            ],
        ))  # fmt: skip
    return rows
