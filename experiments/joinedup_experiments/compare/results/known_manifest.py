"""The manifest of saved results, read: whole, as it was written, and with what is taken from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, NotRequired

from pydantic import Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from joinedup_experiments.compare.results.manifest import MANIFEST
from joinedup_experiments.compare.results.sealed import read_sealed
from joinedup_experiments.display.errors import InputError, first_fault


class ResultsError(InputError):
    """Results that cannot be read; the text says why, and what to do."""


class Arm(TypedDict):
    """An arm, whose scenario is checked where it is read."""

    name: str
    scenario: dict[str, Any]
    label: NotRequired[str]
    scenario_sha256: NotRequired[str]
    scenario_file: NotRequired[str]
    read_from: NotRequired[list[str]]
    changed_by_the_command: NotRequired[dict[str, dict[str, Any]]]


class Part(TypedDict):
    """What was run at once, where results were put together of several."""

    command: list[str]


class Known(TypedDict):
    """What is taken from a manifest; earlier versions wrote less."""

    arms: list[Arm]
    seeds: list[int]
    index_day: Annotated[float, Field(allow_inf_nan=False)]
    worlds: NotRequired[list[int] | None]
    worlds_sha256: NotRequired[str | None]
    worlds_read_from: NotRequired[str | None]
    simulated: NotRequired[int | None]
    command: NotRequired[list[str]]
    put_together: NotRequired[list[Part]]
    versions: NotRequired[dict[str, str]]
    times: NotRequired[dict[str, Any]]
    files_sha256: NotRequired[dict[str, str]]


_KNOWN = TypeAdapter(Known)


def known_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of results of run or compare; raises `ResultsError` where it is none.

    One that carries its checksum must be as it was written; earlier versions wrote none.
    """
    file = folder / MANIFEST
    shown = _shown(folder, file)
    checked(file, shown, _KNOWN, ResultsError, is_sealed=False)
    return shown


def checked(
    file: Path,
    values: dict[str, Any],
    schema: TypeAdapter[Any],
    kind: type[InputError],
    is_sealed: bool = True,
) -> Any:
    """A manifest as its schema has it; an error of a kind where it was changed, or does not fit."""
    try:
        if is_sealed:
            read_sealed(file)
        return schema.validate_python(values, strict=True)
    except ValidationError as error:
        raise kind(f"{file}: {first_fault(error)}") from None
    except (OSError, ValueError) as error:
        raise kind(f"{file}: it cannot be read: {error}") from None


def _shown(folder: Path, file: Path) -> dict[str, Any]:
    try:
        there, whole = folder.is_dir(), file.is_file()
    except (OSError, ValueError) as error:  # a name that is too long, or may not be looked at
        raise ResultsError(f"{folder}: it cannot be read: {error}") from None
    if not there:
        raise ResultsError(f"{folder}: there is no such folder")
    if not whole:
        raise ResultsError(
            f"{folder}: this is no results folder of run or compare: it has no {MANIFEST}"
        )
    try:
        shown = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(shown, dict) and "seal" in shown:
            read_sealed(file)  # what is damaged is not taken for the manifest of something else
    except (ValueError, OSError, RecursionError) as error:
        raise ResultsError(f"{file}: it cannot be read: {error}") from None
    match shown:
        case {"arms": _, "seeds": _, "index_day": _}:
            return dict(shown)
        case {"sweep": _}:
            what = "a sweep's: try joinedup status"
        case _:
            what = "not one of run or compare"
    raise ResultsError(f"{file}: this manifest is {what}")
