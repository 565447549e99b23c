"""Write ``docs/what_it_hangs_on.md``: the big Sobol analysis, every number from its folder.

``python -m joinedup_experiments.sweep.sensitivity.page FOLDER --luck FOLDER`` takes a finished
sweep of ``studies/designs/what_it_hangs_on.yaml`` and one of ``how_much_is_luck.yaml``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import ArrayLike

from joinedup_experiments.display.chart_style import STYLE
from joinedup_experiments.sweep.sensitivity.analysis import Analysed, analyse
from joinedup_experiments.sweep.sensitivity.index_pictures import draw_index_pictures
from joinedup_experiments.sweep.sensitivity.indices import Index
from joinedup_experiments.sweep.sensitivity.noise import Noise, noise_of
from joinedup_experiments.sweep.sensitivity.results import observed
from joinedup_experiments.sweep.shards import shard_path
from joinedup_experiments.sweep.sweep_folder import Sweep, open_sweep, read_manifest

DOCS = Path("docs")
PAGE = DOCS / "what_it_hangs_on.md"
FIRST = 5
PAUSE = 20.0
SHOWN_IN_FULL = ("need_that_is_known_and_unserved", "emergency_admissions")
MAP = "what_it_hangs_on"


def time_taken(written: ArrayLike, runs_in_each: int) -> tuple[float, float, float]:
    """Hours at work, and runs a second: over all, and at best.

    A gap between two shards longer than ``PAUSE`` times the usual one is a pause, in which the
    sweep was stopped, and is left out. The best is the tenth of the shards that came fastest one
    after another: what the machine does when nothing else is asked of it.

    Parameters
    ----------
    written
        When each shard was written, in seconds; in any order.
    runs_in_each
        Runs in a shard.

    >>> hours, rate, best = time_taken([0, 1800, 3600, 360000, 361800], 900)
    >>> hours, rate, best
    (1.5, 0.5, 0.5)
    """
    times = np.sort(np.asarray(written, dtype=float))
    gaps = np.diff(times)
    gaps = gaps[gaps <= PAUSE * np.median(gaps)]
    span = max(1, len(gaps) // 10)
    quickest = float(np.convolve(gaps, np.ones(span), "valid").min())
    worked = float(gaps.sum())
    return worked / 3600.0, runs_in_each * len(gaps) / worked, runs_in_each * span / quickest


def _written(sweep: Sweep) -> list[float]:
    return [shard_path(sweep.folder, n).stat().st_mtime for n in range(sweep.plan.tasks)]


def page_of(sweep: Sweep, analysed: Sequence[Analysed], luck: dict[str, Noise]) -> str:
    """The whole page."""
    design, scenario = sweep.plan.design, sweep.plan.scenarios[0]
    hours, rate, best = time_taken(_written(sweep), sweep.plan.runs_in_a_task)
    begun = datetime.fromisoformat(read_manifest(sweep.folder)["begun"])
    groups = dict.fromkeys(sweep.plan.groups)
    parameters = sum(f.kind != "lever" for f in sweep.plan.factors)
    levers = len(sweep.plan.factors) - parameters
    opening = f"""# What the effects hang on: a Sobol analysis of everything

<!-- Written by `python -m joinedup_experiments.sweep.sensitivity.page`; do not edit by hand. -->

{len(groups)} factors: {levers} levers, and {len(groups) - levers} groups that together hold all
{parameters} quantities of the model that are not constants, each over its whole declared range
([the design](
../experiments/joinedup_experiments/studies/designs/what_it_hangs_on.yaml)).
N = {design.size}, second order:
{len(sweep.plan.points):,} points, {len(sweep.plan.names)} arms from one burn-in of
{scenario.run.burn_in_years:g} years, {scenario.place.residents:,} residents,
{scenario.run.years:g} years. Begun on {begun:%d %B %Y}; {hours:.1f} hours, pauses left out, with
two workers on two cores that had other work to do: {rate:.2f} runs a second over all and
{best:.2f} in its quickest tenth; a run is a burn-in and both arms.

A **total index** is the share of an outcome's variance over all points that would be left if
everything but this factor were known; a **first-order index** the share that would go if the
factor alone were known. They part the *assumptions'* share of what is not known, over ranges
that are themselves mostly assumed; they do not say which assumption is true. 95% intervals are
bootstrapped over the {design.size} base points. Differences are of the Local Care Network, well
brought in, less the siloed borough. **Luck**: the share of an outcome's variance between points
that other luck would change, from a [second sweep](
../experiments/joinedup_experiments/studies/designs/how_much_is_luck.yaml)
with replications; a total index cannot be told from nothing below it, and all of them together are
raised by it.

![Total index of each factor for each outcome](pictures/{MAP}.svg)

"""
    parts = [_section(one, luck.get(one.outcome.key)) for one in analysed]
    whole = [opening, _in_short(sweep, analysed), _stability(analysed), *parts]
    return "\n".join(whole) + CLOSING


CLOSING = """
## Two outcomes in full

![Total and first-order indices of known unmet need](pictures/{})

![Total and first-order indices of emergency admissions](pictures/{})

Run it again, and go on with it whenever it was stopped:

```
joinedup sweep experiments/joinedup_experiments/studies/designs/what_it_hangs_on.yaml \\
  --out results/what_it_hangs_on
joinedup sensitivity results/what_it_hangs_on
```
""".format(*(f"indices-{name}.svg" for name in SHOWN_IN_FULL))


def _in_short(sweep: Sweep, analysed: Sequence[Analysed]) -> str:
    """Which factors matter most over all outcomes, and the levers among them."""
    totals = [one.indices.of("ST") for one in analysed if one.indices]
    mean = {f: float(np.mean([found[f].value for found in totals])) for f in totals[0]}
    first = sorted(mean, key=lambda factor: -mean[factor])[:3]
    levers = [f.key for f in sweep.plan.factors if f.kind == "lever"]
    told = [", ".join(f"{f} {mean[f]:.2f}" for f in some) for some in (first, levers)]
    return (
        f"Over all outcomes the greatest mean total indices are those of: {told[0]}. "
        f"Of the levers: {told[1] or 'there are none'}. The indices of one outcome add up to more "
        "than 1 as far as factors matter together.\n"
    )


def _stability(analysed: Sequence[Analysed]) -> str:
    rows = [
        f"| {one.outcome.label} | {c.top_shared} of {c.top} | {_same_first(one)} | "
        f"{c.greatest_change:.2f} | {c.rank_correlation:.2f} |"
        for one in analysed
        if (c := one.convergence) is not None
    ]
    return "\n".join(
        [
            "## Whether half the sample says the same\n",
            "The first five factors by total index from N/2 base points and from N; how many of",
            "the first three are the same; the greatest change of any total index; Spearman's",
            "correlation of the ranks of all factors.\n",
            "| outcome | first five shared | first three shared | greatest change | ranks |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _same_first(one: Analysed, many: int = 3) -> str:
    assert one.indices is not None and one.convergence is not None
    whole = {index.factor for index in one.indices.ranked()[:many]}
    half = {index.factor for index in one.convergence.half.ranked()[:many]}
    return f"{len(whole & half)} of {many}"


def _section(one: Analysed, luck: Noise | None) -> str:
    lines = [f"## {one.outcome.label[0].upper()}{one.outcome.label[1:]}\n"]
    unit = f" {one.outcome.unit}" if one.outcome.unit else ""
    span = " a year" if one.outcome.combine == "sum" else ""
    lines.append(f"Mean over all points {_plain(one.mean)}{unit}{span}, standard deviation "
                 f"{_plain(one.deviation)}.{_luck(luck)}\n")  # fmt: skip
    if one.indices is None:
        return "\n".join([*lines, "It is the same at every point.\n"])
    first = one.indices.of("S1")
    lines += ["| factor | total index | first order |", "| --- | --- | --- |"]
    lines += [
        f"| {index.factor} | {_said(index)} | {_said(first[index.factor])} |"
        for index in one.indices.ranked()[:FIRST]
    ]
    clear = [p for p in one.indices.pairs if p.low > 0.0]
    clear.sort(key=lambda pair: -pair.value)
    if clear:
        told = "; ".join(
            f"{p.first} with {p.second} {p.value:.2f} ({p.low:.2f} to {p.high:.2f})"
            for p in clear[:3]
        )
        many = len(one.indices.pairs)
        lines.append(
            f"\nPairs whose second-order index lies above zero: {len(clear)} of {many} (luck alone "
            f"would give about {0.025 * many:.0f}); the greatest: {told}."
        )
    else:
        lines.append("\nNo pair's second-order index can be told from zero.")
    return "\n".join(lines) + "\n"


def _luck(noise: Noise | None) -> str:
    if noise is None or not np.isfinite(noise.share_of_a_run):
        return ""
    return f" Luck: {100.0 * noise.share_of_a_run:.0f}% of the variance."


def _plain(value: float) -> str:
    """A number of three digits or more, without an exponent.

    >>> _plain(-58381.2), _plain(4.0579), _plain(0.04536)
    ('-58,381', '4.06', '0.0454')
    """
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:,.3g}"


def _said(index: Index) -> str:
    return f"{index.value:.2f} ({index.low:.2f} to {index.high:.2f})"


def draw_map(analysed: Sequence[Analysed], file: Path) -> None:
    """Total indices of all factors for all outcomes, as a table of shades with the numbers."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot, rc_context

    shown = [one for one in analysed if one.indices is not None]
    totals: dict[str, dict[str, Index]] = {
        one.outcome.key: one.indices.of("ST") for one in shown if one.indices
    }
    names = list(next(iter(totals.values())))
    weight = {n: sum(found[n].value for found in totals.values()) for n in names}
    names.sort(key=lambda name: -weight[name])
    grid = np.array([[totals[one.outcome.key][n].value for one in shown] for n in names])
    with rc_context({**STYLE, "svg.fonttype": "none"}):
        figure, axes = pyplot.subplots(figsize=(9.0, 7.6), layout="constrained")
        axes.imshow(np.clip(grid, 0.0, 1.0), cmap="cividis_r", vmin=0.0, vmax=1.0, aspect="auto")
        for i, j in np.ndindex(*grid.shape):
            ink = "white" if grid[i, j] > 0.55 else "black"
            axes.text(j, i, f"{grid[i, j]:.2f}", ha="center", va="center", fontsize=6.5, color=ink)
        axes.grid(False)
        axes.set_yticks(range(len(names)), names, fontsize=8)
        labels = [one.outcome.label for one in shown]
        axes.set_xticks(range(len(labels)), labels, rotation=45, ha="right", fontsize=8)
        figure.suptitle("total index of each factor (share of the outcome's variance)",
                        x=0.01, ha="left", fontsize=10)  # fmt: skip
        figure.savefig(file, metadata={"Date": None})
        pyplot.close(figure)


def luck_of(sweep: Sweep) -> dict[str, Noise]:
    """How much of each outcome's variance is luck, from a sweep with replications."""
    return {seen.outcome.key: noise_of(seen.values) for seen in observed(sweep)}


def write_page(folder: Path, luck: Path | None, page: Path = PAGE) -> None:
    """Analyse the sweep, and write the page and its pictures."""
    sweep = open_sweep(folder)
    analysed = analyse(sweep)
    pictures = page.parent / "pictures"
    draw_map(analysed, pictures / f"{MAP}.svg")
    chosen = [one for one in analysed if one.outcome.key in SHOWN_IN_FULL]
    with TemporaryDirectory() as drawn:
        draw_index_pictures(Path(drawn), chosen)
        for one in chosen:
            name = f"indices-{one.outcome.key}.svg"
            (pictures / name).write_bytes((Path(drawn) / name).read_bytes())
    known = luck_of(open_sweep(luck)) if luck else {}
    page.write_text(page_of(sweep, analysed, known), encoding="utf-8")


def main() -> None:
    """Read the folders and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the finished Sobol sweep")
    parser.add_argument("--luck", type=Path, help="the finished sweep with replications")
    parser.add_argument("--out", type=Path, default=PAGE)
    asked = parser.parse_args()
    write_page(asked.folder, asked.luck, asked.out)
    print(f"Written: {asked.out}")


if __name__ == "__main__":
    main()
