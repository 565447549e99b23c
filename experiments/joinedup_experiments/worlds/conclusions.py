"""What a calibration leaves: the set of plausible worlds with its provenance, and what came out."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from joinedup_experiments.compare.results.folder import write_whole
from joinedup_experiments.compare.results.manifest import versions
from joinedup_experiments.local_place.fit.world_search import CUTOFF
from joinedup_experiments.scenario_io.plausible_worlds import SHIPPED, written_worlds
from joinedup_experiments.sweep.manifest import read_manifest
from joinedup_experiments.worlds.acceptance import Judged, judged
from joinedup_experiments.worlds.calibrating import CalibrationOptions, Wave, plausible
from joinedup_experiments.worlds.waves import (
    SEEDS_APART,
    YEARS,
    Problem,
    Runs,
    together,
    wave_folder,
)

WHAT = (
    "plausible worlds of joinedup: sets of assumed numbers that published figures do not rule out"
)
DIGITS = 6
CHECKED = 3  # worlds whose figures are kept, so that a test can run them again


@dataclass(frozen=True)
class Conclusions:
    """Every run of a calibration beside the matched figures; its worlds in their order.

    ``worlds`` are rows of ``runs``: those that are plausible, in an order that is random.
    """

    problem: Problem
    waves: tuple[Wave, ...]
    runs: Runs
    judged: Judged
    worlds: np.ndarray

    def worlds_table(self) -> pd.DataFrame:
        """A row for each world, a column for each uncertain quantity; a table's is a factor."""
        values = self.problem.uncertain.values(self.runs.coordinates[self.worlds])
        rounded = np.array([[float(f"{x:.{DIGITS}g}") for x in row] for row in values])
        ends = np.array([(f.low, f.high) for f in self.problem.uncertain.factors]).T
        frame = pd.DataFrame(np.clip(rounded, *ends), columns=self.problem.uncertain.keys)
        return frame.set_axis(pd.RangeIndex(1, len(frame) + 1, name="world"))

    def waves_table(self) -> pd.DataFrame:
        """For each wave: runs, the share of the space they were drawn from, plausible, minutes."""
        ends = np.cumsum([0, *(len(wave.runs) for wave in self.waves)])
        many = np.histogram(self.worlds, ends)[0]
        return pd.DataFrame(
            {
                "wave": wave.number, "runs": len(wave.runs), "share_remaining": wave.share,
                "plausible": int(many[n]), "minutes": wave.seconds / 60.0,
            }
            for n, wave in enumerate(self.waves)
        )  # fmt: skip

    def diagnostics_table(self) -> pd.DataFrame:
        """For each wave and figure, its emulator tried on that wave's runs; a first has none."""
        return pd.DataFrame((
            {
                "wave": wave.number, "figure": one.label, "explained": d.explained,
                "error": d.error, "beyond_2": d.surprised[0], "beyond_3": d.surprised[1],
            }
            for wave in self.waves
            for one, d in zip(self.problem.matched, wave.diagnostics, strict=False)
        ), columns=["wave", "figure", "explained", "error", "beyond_2", "beyond_3"])  # fmt: skip

    def conflicts_table(self) -> pd.DataFrame:
        """For each matched figure: how much is chance, and how many worlds without it."""
        return pd.DataFrame(
            {
                "figure": one.label, "chance": float(np.sqrt(self.judged.chance[n])),
                "allowed": float(np.sqrt(one.variance)),
                "near": float(np.mean(self.judged.implausibility[:, n] <= CUTOFF)),
                "worlds_without_it": self.judged.worlds_without(n),
            }
            for n, one in enumerate(self.problem.matched)
        )  # fmt: skip

    def narrowed_table(self) -> pd.DataFrame:
        """For each quantity, how far what remains differs from its range: narrowest first.

        ``distance`` is Kolmogorov and Smirnov's, of the worlds' coordinates from an even spread,
        and ``low_90`` to ``high_90`` hold nine worlds in ten.
        """
        from scipy.stats import kstest

        at = self.runs.coordinates[self.worlds]
        ends = self.problem.uncertain.values(np.quantile(at, [0.05, 0.5, 0.95], axis=0))
        rows = [
            {
                "key": f.key, "meaning": f.meaning, "evidence": f.evidence,
                "low": f.low, "high": f.high, "low_90": ends[0, n], "median": ends[1, n],
                "high_90": ends[2, n],
                "distance": float(kstest(at[:, n], "uniform").statistic),
            }
            for n, f in enumerate(self.problem.uncertain.factors)
        ]  # fmt: skip
        return pd.DataFrame(rows).sort_values("distance", ascending=False, kind="stable")


def concluded(problem: Problem, waves: Sequence[Wave], seed: int) -> Conclusions:
    """What the waves of a calibration leave."""
    found = plausible(problem, waves)
    order = np.random.default_rng(seed).permutation(np.flatnonzero(found.worlds))
    runs = together([wave.runs for wave in waves])
    return Conclusions(problem, tuple(waves), runs, found, order)


def figures_table(problem: Problem, again: Runs) -> pd.DataFrame:
    """What each world gave for every published figure when it was run again."""
    order = np.argsort(again.points, kind="stable")
    found = pd.DataFrame({one.key: again.figures[one.key][order] for one in problem.figures})
    return found.set_axis(pd.Index(again.points[order] + 1, name="world"))


def beside_published(problem: Problem, found: pd.DataFrame) -> pd.DataFrame:
    """For every published figure, matched or not, what the worlds give: see `figures_table`."""
    low, middle, high = (found.quantile(q) for q in (0.05, 0.5, 0.95))
    return pd.DataFrame(
        {
            "figure": one.label, "unit": one.unit, "matched": one.matched,
            "published": one.value, "low_90": low[one.key], "median": middle[one.key],
            "high_90": high[one.key],
        }
        for one in problem.figures
    )  # fmt: skip


def made_by(folder: Path, waves: int) -> str:
    """The command that began the waves; each in its turn, where they were begun by several."""
    manifests = (read_manifest(wave_folder(folder, number)) for number in range(1, waves + 1))
    return "; ".join(dict.fromkeys(shlex.join(one["command"]) for one in manifests))


def provenance(options: CalibrationOptions, it: Conclusions, found: pd.DataFrame) -> dict[str, Any]:
    """Everything that the set came from; and what its first worlds gave, to be run again."""
    first = found.head(CHECKED)
    return {
        "what": WHAT,
        "made_by": made_by(options.folder, len(it.waves)),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "residents": options.residents,
        "years": YEARS,
        "seed": options.seed,
        "cutoff": CUTOFF,
        "targets": [one._asdict() for one in it.problem.matched],
        "waves": it.waves_table().to_dict("records"),
        "again": {
            "first_seed": options.seed + SEEDS_APART * (len(it.waves) + 1),
            "figures": {f"{world}": row.dropna().to_dict() for world, row in first.iterrows()},
        },
    }


def conclude(options: CalibrationOptions, it: Conclusions, again: Runs | None, ship: bool) -> int:
    """Write the set and its tables, and say what came out; 1 when worlds are too few.

    ``again`` are the worlds' runs with other seeds; None where there is no world.
    """
    from joinedup_experiments.worlds.pictures import draw_pictures
    from joinedup_experiments.worlds.saying import say

    _write(options.folder, "waves", it.waves_table())
    _write(options.folder, "diagnostics", it.diagnostics_table())
    _write(options.folder, "conflicts", it.conflicts_table())
    kept = np.nan
    if again is not None:
        found = figures_table(it.problem, again)
        kept = float(judged(again, it.problem.matched, it.judged.chance).accepted.mean())
        _write(options.folder, "figures", found.reset_index())
        _write(options.folder, "beside_published", beside_published(it.problem, found))
        _write(options.folder, "narrowed", it.narrowed_table())
        worlds = it.worlds_table().to_dict("records")
        table, about = written_worlds(worlds, provenance(options, it, found))
        for file in (options.folder / SHIPPED.name, *([SHIPPED] if ship else [])):
            write_whole(file, table)
            write_whole(file.with_suffix(".json"), about)
        draw_pictures(options.folder, options.folder, it.problem.uncertain, it.worlds_table())
    say(options, it, kept)
    return int(len(it.worlds) < options.worlds)


def _write(folder: Path, name: str, frame: pd.DataFrame) -> None:
    text = frame.to_csv(index=False, float_format="%.6g", lineterminator="\n")
    write_whole(folder / f"{name}.csv", text.encode())
