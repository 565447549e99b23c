"""The scenarios that come with the project: one short YAML file each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import joinedup


@cache
def folder() -> Path:
    """Where they lie: inside an installed copy, or in ``scenarios/`` of a checkout."""
    package = Path(joinedup.__file__).parent
    inside = package / "scenarios"
    return inside if inside.is_dir() else package.parents[1] / "scenarios"


def names() -> list[str]:
    """Names of the shipped scenarios, in alphabetical order, without ``.yaml``."""
    return sorted(file.stem for file in folder().glob("*.yaml"))
