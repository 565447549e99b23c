"""A sweep's manifest: what was begun, with what, and what came out; read through a schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NotRequired

from pydantic import ConfigDict, TypeAdapter, with_config
from typing_extensions import TypedDict

from joinedup_experiments.compare.results.folder import FolderError, write_whole
from joinedup_experiments.compare.results.known_manifest import checked
from joinedup_experiments.compare.results.sealed import NONE_YET, SEAL, sealed
from joinedup_experiments.display.as_json import as_json
from joinedup_experiments.sweep.shards import MONTHLY

MANIFEST = "manifest.json"
WHAT = "a sweep of joinedup; README.txt beside this file says what each file holds"
SAMPLE = "sample"
OTHERS = (MONTHLY, f"{SAMPLE}.parquet")  # what every sweep has beside its manifest
STRICT = ConfigDict(strict=True, extra="forbid")


@with_config(STRICT)
class Results(TypedDict):
    """What came of a sweep's runs."""

    finished: str
    runs_failed: int
    runs_lost: int
    results_sha256: str  # of every run's numbers, months and failures, whatever it is called


@with_config(STRICT)
class Manifest(TypedDict):
    """What the manifest of a sweep holds."""

    what: Literal["a sweep of joinedup; README.txt beside this file says what each file holds"]
    sweep: str  # its fingerprint
    command: list[str]
    begun: str
    method: str
    calc_second_order: bool
    points: int
    runs: int
    tasks: int
    runs_in_a_task: int
    problem: dict[str, Any]
    versions: dict[str, str]
    plan: dict[str, Any]
    files: NotRequired[dict[str, str]]  # checksums of texts beside it, by SHA-256
    warnings: NotRequired[list[str]]  # of values outside their declared ranges
    results: NotRequired[Results]


_SCHEMA = TypeAdapter(Manifest)


def manifest_from(values: Mapping[str, Any]) -> Manifest:
    """A manifest of these values; `ValidationError` where they are none."""
    return _SCHEMA.validate_python(values)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, sealed, whole or not at all."""
    write_whole(folder / MANIFEST, sealed(as_json({**manifest, "seal": SEAL + NONE_YET})))


def read_manifest(folder: Path) -> Manifest:
    """The manifest; raises `FolderError` when there is none, or it cannot be read.

    One that is damaged is named: the folder of a sweep is known by its other files too.
    """
    file = folder / MANIFEST
    try:
        values = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        values = None
    values = values if isinstance(values, dict) else {}
    if values.get("what") != WHAT and not all((folder / name).exists() for name in OTHERS):
        raise FolderError(f"{folder} is not the folder of a sweep")
    values.pop("seal", None)
    manifest: Manifest = checked(file, values, _SCHEMA, FolderError)
    return manifest
