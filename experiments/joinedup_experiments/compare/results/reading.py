"""Old results open again: a results folder read back into the comparison it was written from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pydantic import ValidationError

from joinedup.codes import EPISODE_STATUSES, NEEDS
from joinedup.engine.sources import sources_digest
from joinedup.outcomes.measures import MEASURES, WEIGHTS
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.results.as_text import read_csv
from joinedup_experiments.compare.results.event_log import LOG
from joinedup_experiments.compare.results.known_manifest import ResultsError, known_manifest
from joinedup_experiments.compare.results.manifest import command_of, sources_of, versions
from joinedup_experiments.compare.results.neighbourhoods import NAME, neighbourhoods_of
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.errors import reading
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.scenario_io.plausible_worlds import worlds_sha256

TABLES = ("monthly_wide", "barrier_ledger", "costs")  # those without which there are no figures
FORMS, TEXTS = (".parquet", ".csv"), (".csv", ".yaml", ".txt")


def open_results(folder: Path) -> Results:
    """Read a results folder.

    `ResultsError` is raised when it is none, is not whole, has a table of another run, or was
    written by a version whose scenarios this one cannot read.
    """
    manifest = known_manifest(folder)
    scenarios = _scenarios(folder, manifest)
    wide, ledger, costs = (_read_table(folder, name) for name in TABLES)
    keys = [m.key for m in MEASURES]
    try:
        names = tuple(str(arm["name"]) for arm in manifest["arms"])
        seeds = tuple(int(seed) for seed in manifest["seeds"])
        runs = (len(names), len(seeds))
        weighted = {*WEIGHTS.values()} <= {*wide}
        episodes = ledger["episodes"].to_numpy(float)
        pounds = costs["pounds"].to_numpy(float)
        result = Comparison(
            names=names,
            scenarios=scenarios,
            seeds=seeds,
            months=_series(wide.reindex(columns=keys), runs),
            weights=_series(wide[[*WEIGHTS.values()]], runs) if weighted else None,
            ledgers=episodes.reshape(*runs, 2, NEEDS, EPISODE_STATUSES),
            costs=pounds.reshape(*runs, -1, costs["payer"].nunique()),
            event_log=(),
            index_day=float(manifest["index_day"]),
            worlds=tuple(manifest.get("worlds") or (0,) * len(seeds)),
            simulated=int(manifest.get("simulated") or scenarios[0].place.residents),
            neighbourhoods=_neighbourhoods(folder, *runs),
            otherwise=_otherwise(manifest),
        )
    except (KeyError, ValueError) as error:
        raise ResultsError(
            f"{folder}: its tables do not fit its manifest ({error}); run it again with: "
            f"{command_of(manifest)}"
        ) from None
    missing = [key for key in keys if key not in wide]
    if missing == keys:
        raise ResultsError(f"{folder}: monthly_wide holds no measure, so it is another table")
    changed = _changed(folder, manifest)
    _of_this_run(folder, manifest, result, changed)
    return Results(result, manifest, folder, tuple(_notes(folder, manifest, changed, missing)))


def _of_this_run(
    folder: Path, manifest: dict[str, Any], result: Comparison, changed: Sequence[str]
) -> None:
    """Refuse a table that figures are read from, and that is not the one of the manifest's run.

    By its months, and by being among the files that ``changed``. Lives and their counts are read
    from the event log whenever a report is made, so that it is one of these tables.
    """
    remedy = "put back the one that was written with the manifest, or run it again with: "
    remedy += command_of(manifest)
    months = result.scenarios[0].run.months
    held = {"monthly_wide": result.months.shape[-1], "costs": result.costs.shape[2]}
    for name, there in held.items():
        if there != months:
            held_months = counted(there, "month")
            raise ResultsError(
                f"{_table_file(folder, name)}: it has {held_months} of each replication where "
                f"the run in the manifest has {months}, so it is another run's; {remedy}"
            )
    names = (*TABLES, *([NAME] if result.neighbourhoods is not None else []))
    for file in (*(_table_file(folder, name) for name in names), folder / LOG):
        if file.name in changed:
            why = "its checksum is not the manifest's, so it is another run's, or was changed"
            raise ResultsError(f"{file}: {why}; {remedy}")


def _otherwise(manifest: dict[str, Any]) -> tuple[str, ...]:
    """What the manifest has on arms that asked for other years than were run."""
    warned = [one for one in manifest.get("warnings") or () if isinstance(one, dict)]
    return tuple(str(one.get("text")) for one in warned if one.get("key") == "run")


def _series(columns: pd.DataFrame, runs: tuple[int, int]) -> np.ndarray:
    """A column's months in each arm and replication: [arms, replications, columns, months]."""
    values = columns.to_numpy(float).reshape(*runs, -1, columns.shape[1])
    return np.ascontiguousarray(np.moveaxis(values, -1, 2))


def _scenarios(folder: Path, manifest: dict[str, Any]) -> tuple[Scenario, ...]:
    try:
        return tuple(Scenario.model_validate(arm["scenario"]) for arm in manifest["arms"])
    except (ValidationError, KeyError, TypeError) as error:
        made = manifest.get("versions", {}).get("joinedup", "an unknown version")
        first = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
        raise ResultsError(
            f"{folder}: made by joinedup {made}, whose scenarios this version "
            f"({versions()['joinedup']}) cannot read: {first}"
        ) from None


def _read_table(folder: Path, name: str) -> pd.DataFrame:
    file = _table_file(folder, name)
    with reading(file, ResultsError), file.open("rb") as opened:
        return pd.read_parquet(opened) if file.suffix == ".parquet" else read_csv(opened)


def _table_file(folder: Path, name: str) -> Path:
    """The file that a table is read from; its CSV where there is no Parquet."""
    for ending in FORMS:
        if (file := folder / f"{name}{ending}").is_file():
            return file
    raise ResultsError(f"{folder}: the table {name} is missing, so the results are not whole")


def _neighbourhoods(folder: Path, arms: int, replications: int) -> np.ndarray | None:
    """What each neighbourhood had; None in results of before it was counted."""
    if not any((folder / f"{NAME}{ending}").is_file() for ending in FORMS):
        return None
    return neighbourhoods_of(_read_table(folder, NAME), arms, replications)


def _notes(
    folder: Path, manifest: dict[str, Any], changed: Sequence[str], missing: Sequence[str]
) -> list[str]:
    """What a reader has to know; ``missing`` are the measures that the tables do not have."""
    notes = []
    if sources_of(manifest) != sources_digest():
        notes.append(
            f"{folder}: made by another state of the model; the figures are as they were then. "
            f"To run it with this one: {command_of(manifest)}"
        )
    known = (None, worlds_sha256())
    if manifest.get("worlds_sha256") not in known and not manifest.get("worlds_read_from"):
        notes.append(f"{folder}: made in other plausible worlds than those of this version")
    tables = [folder / name for name in manifest.get("files_sha256", {}) if name.endswith(FORMS)]
    gone = [file.name for file in tables if not (file.is_file() or _stands_in(file))]
    if gone:
        notes.append(f"{folder}: what is made of {', '.join(gone)} is left out: it is not there")
    if changed:
        notes.append(f"{folder}: changed since it was written: {', '.join(changed)}")
    if missing:
        notes.append(f"{folder}: measures that were not counted then: {', '.join(missing)}")
    return notes


def _changed(folder: Path, manifest: dict[str, Any]) -> list[str]:
    """The files that are there with another checksum than the manifest's; each is read once."""
    written = manifest.get("files_sha256", {})
    return [
        name
        for name, digest in written.items()
        if (folder / name).is_file() and _sha256(folder / name) != digest
    ]


def _sha256(file: Path) -> str:
    """Of a file as joinedup writes it: Git may give the lines of a text other ends."""
    data = file.read_bytes()
    data = data.replace(b"\r\n", b"\n") if file.suffix in TEXTS else data
    return hashlib.sha256(data).hexdigest()


def _stands_in(file: Path) -> bool:
    """Whether the same table is there in another form; the event log's CSV is a sample of it."""
    other = file.with_suffix({".csv": ".parquet", ".parquet": ".csv"}[file.suffix])
    return other.is_file() and file.name != LOG
