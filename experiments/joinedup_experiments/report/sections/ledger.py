"""The barrier ledger: where every episode of need ended, or stands."""

from __future__ import annotations

from joinedup.codes import EpisodeStatus, labels
from joinedup.outcomes.measures import Better, Measure
from joinedup_experiments.compare.comparison import Comparison, how_long
from joinedup_experiments.compare.statistics import Effect, paired
from joinedup_experiments.display.document import Figures, Part, Section, Words
from joinedup_experiments.report.blocks import bars_figure, effect_tables
from joinedup_experiments.report.source import Source

BETTER: dict[int, Better] = {
    EpisodeStatus.LATENT: "lower",
    EpisodeStatus.DETERRED: "lower",
    EpisodeStatus.REFUSED: "lower",
    EpisodeStatus.BOUNCED: "lower",
    EpisodeStatus.LOST: "lower",
    EpisodeStatus.MET: "higher",
}
KINDS = ((1, "true", "True need"), (0, "false", "False-positive need"))


def section(source: Source) -> Section:
    """The barrier ledger."""
    view = source.view
    when = f"where episodes ended, or stand, after {how_long(view.result)}"
    parts: list[Part] = [
        Words(
            "Every episode of need under way on, or begun after, the index date is in exactly "
            "one of these places. Barriers also protect: what they turn away does not burden a "
            "team that is over-worked."
        )
    ]
    kinds = [(key, name, rows) for n, key, name in KINDS if (rows := ledger_rows(view.result, n))]
    if kinds:
        bars = [
            bars_figure(view, f"ledger-{k}", t, "episodes of need", rows) for k, t, rows in kinds
        ]
        parts.append(Figures(bars))
    for _, name, rows in kinds if view.others else ():
        parts += effect_tables(view, f"Barrier ledger, {name.lower()}", rows, when)
    return Section("ledger", "The barrier ledger", parts)


def ledger_rows(result: Comparison, truth: int) -> list[tuple[str, list[Effect]]]:
    """A row for each status that any episode has, with an effect for each arm, the base first.

    Parameters
    ----------
    truth : int
        1 for true need, 0 for false-positive need.
    """
    counts = result.ledgers[:, :, truth].sum(axis=2).astype(float)
    rows = []
    for status, label in enumerate(labels(EpisodeStatus)):
        if not counts[..., status].any():
            continue
        better = BETTER.get(status) if truth else None
        title = f"{label[0].upper()}{label[1:]}"
        measure = Measure(str(status), title, "episodes", "ledger", better=better, mean_of="runs")
        arms = counts[:, :, status]
        rows.append((title, [paired(measure, arms[0], one) for one in arms]))
    return rows
