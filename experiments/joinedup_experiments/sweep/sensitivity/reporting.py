"""What ``joinedup sensitivity`` does: analyse, write tables and pictures, print a summary."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from joinedup_experiments.compare.arms import distinct
from joinedup_experiments.compare.results.folder import new_folder
from joinedup_experiments.compare.results.tables import write_table
from joinedup_experiments.display.errors import refusing
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.display.progress import progress
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.sweep.design import SHARED_SEEDS, Design
from joinedup_experiments.sweep.plan import outside_in
from joinedup_experiments.sweep.sensitivity.analysis import Analysed, analyse, index_tables
from joinedup_experiments.sweep.sensitivity.methods import (
    ALONE,
    FACTORIAL,
    RHO,
    SIGNED,
    SRRC,
    TOGETHER,
    Indices,
    labels_of,
)
from joinedup_experiments.sweep.sensitivity.pictures import LONGEST, draw_index_pictures
from joinedup_experiments.sweep.sweep_folder import open_sweep

SHOWN = 10
WHEN_TOGETHER = f"(rank correlation above {TOGETHER}, and above what chance reaches)"
FOLDER = "sensitivity"
UNORDERED = f"    no factor has an {SRRC}, since three choices or more are taken without order"
ANALYSING = 0.6  # of the time, the rest being for pictures


def report_sensitivity(folder: Path, pictures: bool) -> None:
    """Analyse the sweep in a folder, and write its sensitivity beside its results."""
    inside = folder / FOLDER
    with refusing(keeps=True):
        sweep = open_sweep(folder)
        part = ANALYSING if pictures else 1.0
        with progress("Analysing and drawing" if pictures else "Analysing") as report:
            analysed = analyse(sweep, lambda share: report(part * share))
            with new_folder(inside, replaces=True) as making:
                for name, table in index_tables(analysed).items():
                    write_table(making, name, table)
                names = distinct([one.outcome.key for one in analysed], LONGEST)
                for number, one in enumerate(analysed if pictures else ()):
                    report(part + (1.0 - part) * number / len(analysed))
                    draw_index_pictures(making, one, names[number])
    with saying(f"the tables are whole in {inside}"):
        for line in outside_in(sweep.plan):
            print(f"Note: {line}")
        for one in analysed:
            print("\n".join(lines_of(one)), end="\n\n")
        print(seeds_of(sweep.plan.design), end="")
        print(f"Tables and pictures: {inside}")


def seeds_of(design: Design) -> str:
    """What indices and intervals leave out where all points share their seeds; else nothing."""
    if design.method == FACTORIAL:
        if design.replications == 1:
            return "95% intervals of effects are not known, since each point has one replication.\n"
        shared = "the replications that all points share"
        by = shared if design.common_random_numbers else "all runs"
        return f"95% intervals of effects are by Student's t of {by}.\n"
    if not design.common_random_numbers:
        return ""
    more = "Beside what is quickly worked out stands what one replication gives by itself"
    if design.replications == 1:
        more = "Replications show how far seeds differ"
    return (
        f"{SHARED_SEEDS} Nor is what a seed does through a factor: indices and intervals hold for "
        f"{design.holds_for}, and with others a factor may do more or less. {more}; "
        "`common_random_numbers: false` takes chance into the intervals.\n"
    )


def lines_of(one: Analysed) -> list[str]:
    """The lines about one outcome."""
    if one.valueless:
        return [f"{one.outcome.full_label}: left out, {one.valueless}"]
    unit = f" {one.outcome.unit}" if one.outcome.unit else ""
    lines = [
        f"{one.outcome.full_label}: mean {one.mean:,.4g}{unit} (an average year), "
        f"standard deviation over the design {one.deviation:,.3g}{unit}"
    ]
    if one.indices is None:
        return [*lines, "  it is the same at every design point: nothing to analyse"]
    main, floor, c = one.indices.main, one.indices.floor, one.convergence
    noise, chance = one.noise, "not known, since each point has one replication"
    if np.isfinite(noise.noise_share_of_a_mean):
        chance = f"{noise.noise_share_of_a_run:.0%} of the variance of single runs, "
        chance += f"{noise.noise_share_of_a_mean:.0%} of that of the points' means"
    lines += [f"  chance: {chance}", *_first_of(one.indices.ranked(), main)]
    if np.isfinite(floor):
        lines.append(f"  a factor that does nothing gets {main} up to {floor:.3g}, by chance alone")
    if c:
        same = f"{c.top_shared} of the first {c.top} factors are the same"
        change = f"{main} changes by up to {c.greatest_change:.2g}"
        lines.append(f"  half the sample: {same}, {change}")
    if np.isfinite(one.indices.predicted):
        share = max(one.indices.predicted, 0.0)
        lines.append(f"  trees predict {share:.0%} of the variance of worlds that were left out")
    lines += [*_aliased_of(one.indices), *_together_of(one)]
    return lines + _ranks_of(one.indices)


def _ranks_of(indices: Indices) -> list[str]:
    """The rank regression, or the rank correlations; and of which factors there are none."""
    lines, fit = [], indices.ranks
    if len(rho := indices.of(RHO)):
        over = f"over {counted(indices.worlds, 'world')}"
        lines.append(f"  {len(rho)} factors are too many for a rank regression {over}; ")
        lines[-1] += "rank correlations:"
        lines += _first_of(indices.ranked(RHO), RHO)
    if fit:
        ranked = indices.ranked(SRRC)
        adjusted = f"{fit.adjusted_r2:.0%} adjusted for {counted(len(fit.value), 'coefficient')}"
        explains = f"explains {fit.r2:.0%} of the variance of ranks, {adjusted}"
        lines.append(f"  rank regression ({SRRC}) {explains}:")
        lines += _first_of(ranked, SRRC) if len(ranked) else [UNORDERED]
        clear = int(((ranked["low_95"] > 0.0) | (ranked["high_95"] < 0.0)).sum())
        if 0.05 * len(ranked) >= 1.0:
            by_chance = f"chance alone would give about {0.05 * len(ranked):.0f}"
            lines.append(f"  {clear} of {len(ranked)} intervals exclude 0; {by_chance}")
    signed = [name for name in SIGNED if len(indices.of(name))]
    for name in signed:
        if signless := [
            x for x in indices.of(indices.main).index if x not in indices.of(name).index
        ]:
            why = "three choices or more are taken without order"
            lines.append(f"  {', '.join(signless)}: no {name}, since {why}")
    return lines


def _aliased_of(indices: Indices) -> list[str]:
    """How many pairs of a fractional factorial cannot be parted from others."""
    if "aliases" not in indices.pairs:
        return []
    many = int((indices.pairs["aliases"] != "").sum())
    what = f"  {many} of {counted(len(indices.pairs), 'pair')} cannot be parted from others"
    return [f"{what}, named in second_order.csv: each is the sum of them"] if many else []


def _together_of(one: Analysed) -> list[str]:
    """What else goes with the factors that are shown, since each then has a part of the other's."""
    if one.indices is None or one.together is None:
        return []
    shown = one.indices.ranked().index[:SHOWN]
    pairs = one.together[one.together["factor"].isin(shown)]
    by_factor = [
        f"{factor} with " + ", ".join(
            f"{other} ({value:+.2f})" for other, value in mine.iloc[:, 1:].itertuples(index=False)
        )
        for factor, mine in pairs.groupby("factor", sort=False)
    ]  # fmt: skip
    if not by_factor:
        return [f"  none of these goes with another factor {WHEN_TOGETHER}"]
    first = f"  go together {WHEN_TOGETHER}, so share what is theirs:"
    return [first, *(f"    {line}" for line in by_factor)]


def _first_of(ranked: pd.DataFrame, name: str) -> list[str]:
    """A line for each of the greatest, and how many more there are."""
    shown = ranked[:SHOWN]
    labels, lines = labels_of(shown), []
    width = max(map(len, labels), default=0)
    values = shown.reindex(columns=["value", "low_95", "high_95", *ALONE]).itertuples(index=False)
    for label, (value, low, high, lowest, highest) in zip(labels, values, strict=True):
        interval = f"  ({low:.3g} to {high:.3g})" if np.isfinite(low) else ""
        if np.isfinite(lowest):
            interval += f"; by replication {lowest:.3g} to {highest:.3g}"
        lines.append(f"  {label:<{width}}  {name} {value:.3g}{interval}")
    return lines + ([f"  and {len(ranked) - SHOWN} more"] if len(ranked) > SHOWN else [])
