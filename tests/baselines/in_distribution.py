"""After a change of every draw: has any measure moved in distribution?

``python -m tests.baselines.in_distribution REVISION`` runs many seeds of a small place with the
code of a git revision and with the code here, and compares the mean of every measure. Where
nothing moved, about 5% of the differences lie outside their 95% interval, by chance.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
SCENARIOS = ("siloed_borough", "local_care_network_well")
# Run with the code of either revision: only names that both have.
RUN = """
import sys
import numpy as np
from joinedup.run import branch
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.overrides import Overrides, changed

seeds, names, file = int(sys.argv[1]), sys.argv[2].split(","), sys.argv[3]
size = Overrides(residents=2_000, burn_in=1.0, years=3.0)
small = [changed(load_scenario(name), size) for name in names]
rows = []
for seed in range(1, seeds + 1):
    runs = branch(small[0], small[1:], seed)
    rows.append([[np.nanmean(run.months[m]) for m in sorted(run.months)] for run in runs])
np.savez(file, means=rows, measures=sorted(runs[0].months))
"""


def measured(tree: Path, seeds: int) -> tuple[np.ndarray, list[str]]:
    """The mean of every measure, ``[seed, scenario, measure]``, with the code of a source tree."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "means.npz"
        paths = os.pathsep.join(str(tree / part) for part in ("sim", "experiments"))
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", RUN, str(seeds), ",".join(SCENARIOS), str(file)],
            env={**os.environ, "PYTHONPATH": paths},
            cwd=folder,
            check=True,
        )
        with np.load(file) as found:
            return found["means"], found["measures"].tolist()


def checked_out(revision: str, folder: Path) -> Path:
    """The files of a revision in a folder of their own."""
    archive = subprocess.run(
        ["git", "archive", revision], cwd=ROOT, capture_output=True, check=True
    ).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        tar.extractall(folder, filter="data")
    return folder


def compared(before: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Differences of means in standard errors, and as shares of the mean before."""
    difference = np.nanmean(after, axis=0) - np.nanmean(before, axis=0)
    error = np.sqrt(
        np.nanvar(before, axis=0, ddof=1) / len(before)
        + np.nanvar(after, axis=0, ddof=1) / len(after)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(error > 0.0, difference / error, np.where(difference == 0.0, 0.0, np.inf))
        return z, difference / np.nanmean(before, axis=0)


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare, and print how many measures lie outside their interval, and which most."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revision", help="the code before: anything that git understands")
    parser.add_argument("--seeds", type=int, default=200)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        before, names = measured(checked_out(options.revision, Path(folder)), options.seeds)
    after, names_now = measured(ROOT, options.seeds)
    here, there = ([each.index(n) for n in names if n in names_now] for each in (names, names_now))
    z, share = compared(before[:, :, here], after[:, :, there])
    kept = [names[i] for i in here]
    many = z.size
    outside = int((np.abs(z) > 1.96).sum())
    print(f"{options.seeds} seeds, {len(kept)} measures of {len(SCENARIOS)} scenarios:")
    print(f"{outside} of {many} differences lie outside their 95% interval ({outside / many:.1%})")
    for at in np.argsort(-np.abs(z), axis=None)[:10]:
        scenario, measure = np.unravel_index(at, z.shape)
        print(
            f"  {SCENARIOS[scenario]}, {kept[measure]}: "
            f"{z[scenario, measure]:+.2f} standard errors, {share[scenario, measure]:+.2%}"
        )


if __name__ == "__main__":
    main()
