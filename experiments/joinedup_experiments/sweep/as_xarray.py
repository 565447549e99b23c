"""A sweep as an xarray Dataset: point, replication, arm and month, with names and units."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xarray

    from joinedup_experiments.sweep.plan import Plan

DIMS = ("point", "replication", "arm", "month")
MISSING = 'to_xarray needs xarray; install it with: pip install "joinedup[xarray]"'


def to_xarray(folder: str | Path, measures: Sequence[str] | None = None) -> xarray.Dataset:
    """The monthly results of a sweep, finished or not.

    Parameters
    ----------
    folder : path
        A sweep's folder.
    measures : sequence of str, optional
        Which measures to read; all of them unless given. Each takes 8 bytes for each point,
        replication, arm and month.

    Returns
    -------
    xarray.Dataset [point, replication, arm, month]
        A variable for each measure, with ``long_name`` and ``units``; what each factor was as a
        coordinate of ``point``; ``run`` and ``seed`` by point and replication. Runs that failed,
        were lost or are still to do are NaN; the attribute ``runs_missing`` counts them.

    Raises
    ------
    ImportError
        When xarray is not installed.
    KeyError
        When there is no such measure.
    joinedup_experiments.compare.results.folder.FolderError
        When the folder is not a sweep's, or a file of it cannot be read.

    Examples
    --------
    >>> found = to_xarray("results/my_sweep", ["unmet_severe"])  # doctest: +SKIP
    >>> found.unmet_severe.mean("replication").sel(arm="siloed_borough")  # doctest: +SKIP
    """
    try:
        import xarray
    except ImportError:
        raise ImportError(MISSING) from None
    import numpy as np

    from joinedup_experiments.sweep.shards import shard_path
    from joinedup_experiments.sweep.sweep_folder import open_sweep

    sweep = open_sweep(Path(folder))
    plan = sweep.plan
    keys = list(plan.measures if measures is None else dict.fromkeys(measures))
    for key in keys:
        if key not in plan.measures:
            raise KeyError(f"there is no measure {key}")
    shape = (len(plan.points), plan.design.replications, len(plan.names), _months(plan))
    values = {key: np.full(shape, np.nan) for key in keys}
    there = np.zeros(shape[:2], bool)
    for number in range(plan.tasks):
        if shard_path(sweep.folder, number).exists():
            _fill(sweep.folder, number, plan, values, there)
    about = _about(plan)
    return xarray.Dataset(
        {key: (DIMS, values[key], about.get(key, {})) for key in keys},
        coords=_coordinates(plan, keys),
        attrs={"title": plan.design.name, "runs_missing": int((~there).sum())},
    )


def _months(plan: Plan) -> int:
    return max(1, round(plan.scenarios[0].run.years * 12)) if plan.scenarios else 1


def _fill(folder: Path, number: int, plan: Plan, values: dict[str, Any], there: Any) -> None:
    """Put the runs of one shard in their places."""
    import numpy as np
    import pyarrow.parquet as pq

    from joinedup_experiments.compare.results.folder import FolderError
    from joinedup_experiments.sweep.shards import shard_path

    file = shard_path(folder, number)
    try:
        table = pq.read_table(file, columns=["point", "replication", "arm", "month", *values])
    except (OSError, ValueError) as error:
        again = f"joinedup resume {folder} makes it anew"
        raise FolderError(f"{file} cannot be read; {again}: {error}") from None
    arms = {name: i for i, name in enumerate(plan.names)}
    point, replication = table["point"].to_numpy(), table["replication"].to_numpy() - 1
    arm = np.array([arms[name] for name in table["arm"].to_pylist()], np.int64)
    month = table["month"].to_numpy() - 1
    there[point, replication] = True
    for key, whole in values.items():
        whole[point, replication, arm, month] = table[key].to_numpy()


def _coordinates(plan: Plan, keys: Sequence[str]) -> dict[str, Any]:
    import numpy as np

    from joinedup_experiments.sweep.given_points import design_columns

    points, replications = len(plan.points), plan.design.replications
    runs = np.arange(plan.runs).reshape(points, replications)
    seeds = np.array([plan.run(int(run)).seed for run in runs.flat]).reshape(runs.shape)
    found: dict[str, Any] = {
        "point": np.arange(points),
        "replication": np.arange(1, replications + 1),
        "arm": list(plan.names),
        "month": (
            "month",
            np.arange(1, _months(plan) + 1),
            {"long_name": "month after the change"},
        ),
        "run": (DIMS[:2], runs),
        "seed": (DIMS[:2], seeds),
    }
    columns = design_columns(plan.factors, plan.points)
    for factor in plan.factors:
        name = factor.key if factor.key not in {*found, *keys} else f"{factor.key} (factor)"
        said = {"long_name": factor.meaning or factor.key, "units": factor.unit}
        found[name] = ("point", columns[factor.key], said)
    return found


def _about(plan: Plan) -> dict[str, dict[str, str]]:
    """What each measure is."""
    if not plan.scenarios:
        return {}
    from joinedup.outcomes.measures import MEASURES

    return {
        m.key: {"long_name": m.label, "units": m.unit, "months_make_a_year_by": m.combine}
        for m in MEASURES
    }
