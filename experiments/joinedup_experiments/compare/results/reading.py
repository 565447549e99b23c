"""Old results open again: a results folder read back into the comparison it was written from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.results.manifest import MANIFEST, versions
from joinedup.outcomes.measures import MEASURES
from joinedup.scenario.scenario import Scenario
from joinedup.codes import NEEDS, PAYERS, EPISODE_STATUSES

IDENTITY = ("arm", "replication", "seed")


class ResultsError(Exception):
    """Results that cannot be read; the text says why, and what to do."""


@dataclass(frozen=True)
class Opened:
    """Results as they were written.

    Attributes
    ----------
    result : Comparison
        Without what happened to single people; ``events`` in the folder has that.
    manifest : dict
        What ``manifest.json`` says.
    notes : tuple of str
        What a reader has to know: another version of the model, files that were changed,
        measures that were not yet there.
    """

    folder: Path
    result: Comparison
    manifest: dict[str, Any]
    notes: tuple[str, ...]

    @property
    def same_model(self) -> bool:
        """Whether the model that is installed here is the one that made them."""
        return bool(sources_of(self.manifest) == versions()["model_sources_sha256"])


def sources_of(manifest: dict[str, Any]) -> str:
    """The state of the model's sources that made some results."""
    return str(manifest.get("versions", {}).get("model_sources_sha256", ""))


def open_results(folder: Path) -> Opened:
    """Read a results folder.

    Raises
    ------
    ResultsError
        When it is no results folder, is not whole, or was written by a version whose scenarios
        this one cannot read.
    """
    manifest = _manifest(folder)
    scenarios = _scenarios(folder, manifest)
    names = tuple(str(arm["name"]) for arm in manifest["arms"])
    seeds = tuple(int(seed) for seed in manifest["seeds"])
    table = read_columns(folder, "monthly_wide")
    shape = (len(names), len(seeds), -1)
    missing = [m.key for m in MEASURES if m.key not in table]
    try:
        months = np.stack(
            [
                np.asarray(table[m.key], float).reshape(shape)
                if m.key in table
                else np.full(np.asarray(table["month"]).reshape(shape).shape, np.nan)
                for m in MEASURES
            ],
            axis=2,
        )
        episodes = read_columns(folder, "barrier_ledger")["episodes"]
        ledgers = np.asarray(episodes, float).reshape(len(names), len(seeds), 2, NEEDS, EPISODE_STATUSES)
        pounds = np.asarray(read_columns(folder, "costs")["pounds"], float)
        costs = pounds.reshape(len(names), len(seeds), -1, PAYERS)
    except (KeyError, ValueError) as error:
        raise ResultsError(
            f"{folder}: its tables do not fit its manifest ({error}); run it again with: "
            f"{command_of(manifest)}"
        ) from None
    result = Comparison(
        names=names,
        scenarios=tuple(scenarios),
        seeds=seeds,
        months=months,
        ledgers=ledgers,
        costs=costs,
        event_log=(),
        index_day=float(manifest["day_of_change"]),
    )
    return Opened(folder, result, manifest, tuple(_notes(folder, manifest, missing)))


def _manifest(folder: Path) -> dict[str, Any]:
    file = folder / MANIFEST
    if not folder.is_dir():
        raise ResultsError(f"{folder}: there is no such folder")
    if not file.is_file():
        raise ResultsError(
            f"{folder}: this is no results folder of run or compare: it has no {MANIFEST}"
        )
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise ResultsError(f"{file}: it cannot be read: {error}") from None
    if not isinstance(said, dict) or not {"arms", "seeds", "day_of_change"} <= said.keys():
        what = "a sweep's: try joinedup status" if isinstance(said, dict) and "sweep" in said else (
            "not one of run or compare"
        )  # fmt: skip
        raise ResultsError(f"{file}: this manifest is {what}")
    return said


def _scenarios(folder: Path, manifest: dict[str, Any]) -> list[Scenario]:
    try:
        return [Scenario.model_validate(arm["scenario"]) for arm in manifest["arms"]]
    except (ValidationError, KeyError, TypeError) as error:
        made = manifest.get("versions", {}).get("joinedup", "an unknown version")
        first = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
        raise ResultsError(
            f"{folder}: made by joinedup {made}, whose scenarios this version "
            f"({versions()['joinedup']}) cannot read: {first}"
        ) from None


def read_columns(folder: Path, name: str) -> dict[str, Any]:
    """A table of a results folder, from Parquet, or from CSV where that is not there.

    Raises
    ------
    ResultsError
        When neither is there, or cannot be read.
    """
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    for file, read in (
        (folder / f"{name}.parquet", pq.read_table),
        (folder / f"{name}.csv", pc.read_csv),
    ):
        if file.is_file():
            try:
                table = read(file)
            except (pa.ArrowException, OSError) as error:
                raise ResultsError(f"{file}: it cannot be read: {error}") from None
            return {c: table[c].to_numpy(zero_copy_only=False) for c in table.column_names}
    raise ResultsError(f"{folder}: the table {name} is missing, so the results are not whole")


def _notes(folder: Path, manifest: dict[str, Any], missing: Sequence[str]) -> list[str]:
    notes = []
    if sources_of(manifest) != versions()["model_sources_sha256"]:
        notes.append(
            f"{folder}: made by another state of the model; the figures are as they were then. "
            f"To run it with this one: {command_of(manifest)}"
        )
    changed = [
        name
        for name, digest in manifest.get("files_sha256", {}).items()
        if name.endswith((".parquet", ".csv"))
        and (folder / name).is_file()
        and hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest
    ]
    if changed:
        notes.append(f"{folder}: changed since it was written: {', '.join(changed)}")
    if missing:
        notes.append(f"{folder}: measures that were not counted then: {', '.join(missing)}")
    return notes


def command_of(manifest: dict[str, Any]) -> str:
    """The command that made some results."""
    return " ".join(str(word) for word in manifest.get("command", ["joinedup", "compare"]))


def together(opened: Sequence[Opened]) -> Comparison:
    """Several folders as one comparison, the first one's base being the base of all.

    Raises
    ------
    ResultsError
        When their arms did not live in the same place with the same luck, so that differences
        between them would be differences of place, luck or model.
    """
    first = opened[0]
    for other in opened[1:]:
        reason = _why_apart(first, other)
        if reason:
            raise ResultsError(
                f"{other.folder} and {first.folder} {reason}; to compare them, run all their "
                "scenarios in one command: joinedup compare BASE OTHER..."
            )
    names: list[str] = []
    arms: list[tuple[Opened, int]] = []
    for one in opened:
        for number, name in enumerate(one.result.names):
            scenario = one.result.scenarios[number]
            if any(scenario == o.result.scenarios[n] for o, n in arms):
                continue
            free, again = name, 2
            while free in names:
                free, again = f"{name}-{again}", again + 1
            names.append(free)
            arms.append((one, number))
    return Comparison(
        names=tuple(names),
        scenarios=tuple(one.result.scenarios[n] for one, n in arms),
        seeds=first.result.seeds,
        months=np.stack([one.result.months[n] for one, n in arms]),
        ledgers=np.stack([one.result.ledgers[n] for one, n in arms]),
        costs=np.stack([one.result.costs[n] for one, n in arms]),
        event_log=(),
        index_day=first.result.index_day,
    )


def _why_apart(one: Opened, other: Opened) -> str:
    if sources_of(one.manifest) != sources_of(other.manifest):
        return "were made by different states of the model"
    if one.result.seeds != other.result.seeds:
        return "have different seeds, and so different luck"
    a, b = one.result.scenarios[0], other.result.scenarios[0]
    for part in ("place", "hospital", "teams", "assumptions", "disable_mechanisms"):
        if getattr(a, part) != getattr(b, part):
            return f"differ in `{part}`"
    if (a.run.years, a.run.burn_in_years) != (b.run.years, b.run.burn_in_years):
        return "ran for different lengths of time"
    return ""
