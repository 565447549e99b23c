"""The scenarios that come with the project: one short YAML file each."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def names() -> list[str]:
    """Names of the shipped scenarios, in alphabetical order, without ``.yaml``."""
    return sorted(file.stem for file in _HERE.glob("*.yaml"))


def path_of(name: str) -> Path:
    """Where the shipped scenario called ``name`` lies.

    Raises
    ------
    KeyError
        When no scenario of that name is shipped.

    Examples
    --------
    >>> path_of("utopia")
    Traceback (most recent call last):
    KeyError: 'utopia'
    """
    if name not in names():
        raise KeyError(name)
    return _HERE / f"{name}.yaml"
