"""What ``joinedup sensitivity`` does: analyse, write tables and pictures, say what came out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.compare.results.unfinished import anew
from joinedup_experiments.display.progress import progress
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.sweep.sensitivity.analysis import Analysed, analyse
from joinedup_experiments.sweep.sensitivity.indices import SRRC, Index
from joinedup_experiments.sweep.sensitivity.results import IncompleteError
from joinedup_experiments.sweep.sweep_folder import open_sweep

BAD_INPUT = 2
SHOWN = 10
FOLDER = "sensitivity"
ANALYSING = 0.6  # of the time, the rest being for pictures


def report_sensitivity(folder: Path, pictures: bool) -> None:
    """Analyse the sweep in a folder, and write what it hangs on beside its results.

    Raises
    ------
    SystemExit
        With code 2 when the sweep is incomplete or has results that are no finite numbers.
    """
    inside = folder / FOLDER
    try:
        sweep = open_sweep(folder)
        analysing = ANALYSING if pictures else 1.0
        with progress("Analysing and drawing" if pictures else "Analysing") as tell:
            analysed = analyse(sweep, lambda share: tell(analysing * share))
            with anew(inside) as making:
                from joinedup_experiments.sweep.sensitivity.index_tables import write_index_tables

                write_index_tables(making, analysed)
                if pictures:
                    from joinedup_experiments.sweep.sensitivity.index_pictures import (
                        draw_index_pictures,
                    )

                    draw_index_pictures(
                        making, analysed, lambda share: tell(analysing + (1.0 - analysing) * share)
                    )
    except (FolderError, IncompleteError) as error:
        print(error, file=sys.stderr)
        raise SystemExit(BAD_INPUT) from None
    except OSError as error:
        print(f"{error.filename or folder}: {error.strerror or error}", file=sys.stderr)
        raise SystemExit(BAD_INPUT) from None
    with saying(f"the tables are whole in {inside}"):
        for one in analysed:
            print("\n".join(said_of(one)))
            print()
        print(f"Tables and pictures: {inside}")


def said_of(one: Analysed) -> list[str]:
    """The lines about one outcome."""
    unit = f" {one.outcome.unit}" if one.outcome.unit else ""
    lines = [
        f"{one.outcome.full_label}: mean {one.mean:,.4g}{unit} (an average year), "
        f"standard deviation over the design {one.deviation:,.3g}{unit}"
    ]
    if one.indices is None:
        return [*lines, "  it is the same at every design point: nothing to part"]
    share = one.noise.share_of_a_mean
    if np.isfinite(share):
        lines.append(
            f"  luck: {one.noise.share_of_a_run:.0%} of the variance of single runs, "
            f"{share:.0%} of that of the points' means"
        )
    else:
        lines.append("  luck: not known, since each point has one replication")
    main = one.indices.main
    lines += _first_of(one.indices.ranked(), main)
    floor = one.indices.idle.get(main)
    if floor is not None:
        lines.append(f"  a factor that does nothing gets {main} up to {floor:.3g}, by luck alone")
    if one.convergence:
        c = one.convergence
        lines.append(
            f"  half the sample: {c.top_shared} of the first {c.top} factors are the same, "
            f"{main} changes by up to {c.greatest_change:.2g}"
        )
    fit = one.indices.ranks
    if fit is not None:
        ranked = one.indices.ranked(SRRC)
        lines.append(
            f"  rank regression ({SRRC}) tells of {fit.r2:.0%} of the variance of ranks, "
            f"{fit.adjusted_r2:.0%} adjusted for {len(ranked)} factors:"
        )
        lines += _first_of(ranked, SRRC)
        by_luck = 0.05 * len(ranked)
        if by_luck >= 1.0:
            clear = sum(index.excludes_zero for index in ranked)
            lines.append(
                f"  {clear} of {len(ranked)} intervals exclude 0; luck alone would give about "
                f"{by_luck:.0f}"
            )
    return lines


def _first_of(ranked: Sequence[Index], name: str) -> list[str]:
    """A line for each of the greatest, and how many more there are."""
    width = max(len(index.factor) for index in ranked[:SHOWN])
    lines = []
    for index in ranked[:SHOWN]:
        interval = ""
        if np.isfinite(index.low):
            interval = f"  ({index.low:.3g} to {index.high:.3g})"
        lines.append(f"  {index.factor:<{width}}  {name} {index.value:.3g}{interval}")
    if len(ranked) > SHOWN:
        lines.append(f"  and {len(ranked) - SHOWN} more")
    return lines
