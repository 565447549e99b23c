"""The barrier ledger as findings: episodes by where they ended, or stand."""

from __future__ import annotations

from typing import Literal

from joinedup.codes import EPISODE_STATUS_LABELS, EpisodeStatus
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.statistics import interval_of
from joinedup_experiments.report.findings import Finding

_BETTER: dict[int, Literal["lower", "higher"]] = {
    EpisodeStatus.LATENT: "lower",
    EpisodeStatus.DETERRED: "lower",
    EpisodeStatus.REFUSED: "lower",
    EpisodeStatus.BOUNCED: "lower",
    EpisodeStatus.LOST: "lower",
    EpisodeStatus.MET: "higher",
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
    for place, label in enumerate(EPISODE_STATUS_LABELS):
        if not counts[..., place].any():
            continue
        better = _BETTER.get(place) if truth else None
        worlds = counts[:, :, place]
        rows.append((
            f"{label[0].upper()}{label[1:]}",
            [
                Finding(label, "episodes", interval_of(worlds[0]), interval_of(one),
                        interval_of(one - worlds[0]), better)
                for one in worlds
            ],
        ))  # fmt: skip
    return rows
