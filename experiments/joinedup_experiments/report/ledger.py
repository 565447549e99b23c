"""The barrier ledger as effects: episodes by where they ended, or stand."""

from __future__ import annotations

from joinedup.codes import EPISODE_STATUS_LABELS, EpisodeStatus
from joinedup.outcomes.measures import Better, Measure
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.statistics import Effect, paired

_BETTER: dict[int, Better] = {
    EpisodeStatus.LATENT: "lower",
    EpisodeStatus.DETERRED: "lower",
    EpisodeStatus.REFUSED: "lower",
    EpisodeStatus.BOUNCED: "lower",
    EpisodeStatus.LOST: "lower",
    EpisodeStatus.MET: "higher",
}


def ledger_rows(result: Comparison, truth: int) -> list[tuple[str, list[Effect]]]:
    """A row for each place in which any episode is, with an effect for each arm, the base first.

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
        one = Measure(
            f"status_{place}", label, "episodes", "barrier ledger",
            better=_BETTER.get(place) if truth else None, mean_of="runs",
        )  # fmt: skip
        arms = counts[:, :, place]
        rows.append((
            f"{label[0].upper()}{label[1:]}",
            [paired(one, arms[0], other, arm) for arm, other in enumerate(arms)],
        ))  # fmt: skip
    return rows
