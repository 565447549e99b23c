"""A sweep as an xarray Dataset: point, replication, arm and month, with names and units."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from joinedup_experiments.display.given import listed

if TYPE_CHECKING:
    import xarray

    from joinedup_experiments.sweep.plan import Plan

RUNS = ["point", "replication"]
DIMS = (*RUNS, "arm", "month")


def to_xarray(folder: str | Path, measures: Sequence[str] | None = None) -> xarray.Dataset:
    """The monthly results of a sweep, finished or not, by point, replication, arm and month.

    A variable for each of the ``measures``, all of them unless given, and the value of each factor
    as a coordinate of ``point``. Runs that failed, were lost or are still to do are NaN; the
    attribute ``runs_missing`` counts them. Raises ImportError without xarray, KeyError for an
    unknown measure, and `FolderError` when a file cannot be read, or no run gave anything.
    """
    try:
        import xarray
    except ImportError:
        hint = 'install it with: pip install "joinedup[xarray]"'
        raise ImportError(f"to_xarray needs xarray; {hint}") from None
    import pandas as pd

    from joinedup_experiments.compare.results.folder import FolderError
    from joinedup_experiments.sweep.shards import shard_path
    from joinedup_experiments.sweep.sweep_folder import ALL_FAILED, open_sweep

    sweep = open_sweep(Path(folder))
    plan = sweep.plan
    measures = [measures] if isinstance(measures, str) else measures
    keys = list(plan.measures if measures is None else dict.fromkeys(listed(measures, "measures")))
    if unknown := [key for key in keys if key not in plan.measures]:
        raise KeyError(f"there is no measure {unknown[0]}")
    frames = []
    for number in range(plan.tasks):
        if shard_path(sweep.folder, number).exists():
            frames.append(sweep.rows(number, [*DIMS, *keys])[0].to_pandas())
    if not frames:
        raise FolderError(f"{sweep.folder}: no run is done yet")
    frame = pd.concat(frames).set_index(list(DIMS))
    if frame.empty:
        raise FolderError(f"{sweep.folder}: {ALL_FAILED}")
    missing = plan.runs - frame.index.droplevel(["arm", "month"]).nunique()
    months = range(1, int(frame.index.get_level_values("month").max()) + 1)
    replications = range(1, plan.design.replications + 1)
    everything = [range(len(plan.points)), replications, plan.names, months]
    frame = frame.reindex(pd.MultiIndex.from_product(everything, names=DIMS))
    data = xarray.Dataset.from_dataframe(frame).sel(arm=list(plan.names))
    return _described(data.assign_attrs(title=plan.design.name, runs_missing=missing), plan)


def _described(data: xarray.Dataset, plan: Plan) -> xarray.Dataset:
    """The same with seeds and factors as coordinates, and everything in words."""
    from joinedup.outcomes.measures import MEASURES
    from joinedup_experiments.sweep.design import design_columns

    data["month"].attrs["long_name"] = "month after the change"
    for m in MEASURES:
        if m.key in data:
            about = {"long_name": m.label, "units": m.unit, "months_make_a_year_by": m.combine}
            data[m.key].attrs |= about
    runs = np.arange(plan.runs).reshape(data.sizes["point"], -1)
    seeds = np.reshape([plan.run(int(run)).seed for run in runs.flat], runs.shape)
    coordinates: dict[str, Any] = {"run": (RUNS, runs), "seed": (RUNS, seeds)}
    columns = design_columns(plan.factors, plan.points)
    for factor in plan.factors:
        taken = factor.key in {*data.variables, *coordinates}
        about = {"long_name": factor.meaning or factor.key, "units": factor.unit}
        name = f"{factor.key} (factor)" if taken else factor.key
        coordinates[name] = ("point", columns[factor.key], about)
    return data.assign_coords(coordinates)
