"""Which keys and values a scenario can have at a place, read off its declaration."""

from __future__ import annotations

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from experiments.scenario_files.problems import Path
from sim.scenario import Scenario


def keys_at(path: Path) -> tuple[str, ...]:
    """The keys that can stand in the table at ``path``; none when names are free there.

    Examples
    --------
    >>> keys_at(("run",))
    ('years', 'burn_in_years', 'replicates', 'seed')
    >>> keys_at(("teams", "anything", "staff"))[:2]
    ('gp', 'practice_nurse')
    """
    kind = _kind_at(path)
    if _is_model(kind):
        return (*kind.model_fields, "based_on") if path == () else tuple(kind.model_fields)
    if get_origin(kind) is dict:
        return _choices(get_args(kind)[0])
    return ()


def values_at(path: Path) -> tuple[str, ...]:
    """The values that can stand at ``path``; none when any text or number can.

    Examples
    --------
    >>> values_at(("teams", "anything", "organisation"))
    ('nhs', 'council', 'voluntary')
    """
    return _choices(_kind_at(path))


def homes_of(key: str) -> list[str]:
    """Where a key of this name belongs, in words a planner can follow.

    Examples
    --------
    >>> homes_of("beds_per_1000")
    ['hospital']
    """
    homes: list[str] = []
    _search(Scenario, key, "", homes)
    return homes


def _search(model: type[BaseModel], key: str, prefix: str, homes: list[str]) -> None:
    for name, field in model.model_fields.items():
        here = f"{prefix}{name}"
        kind = _bare(field.annotation)
        if get_origin(kind) is dict:
            kind, here = _bare(get_args(kind)[1]), f"{here}.<name>"
        elif get_origin(kind) is list:
            kind = _bare(get_args(kind)[0])
        if _is_model(kind):
            if key in kind.model_fields:
                homes.append(here)
            _search(kind, key, f"{here}.", homes)


def _kind_at(path: Path) -> Any:
    kind: Any = Scenario
    for part in path:
        kind = _bare(kind)
        if _is_model(kind):
            field = kind.model_fields.get(str(part))
            kind = field.annotation if field else None
        elif get_origin(kind) is dict:
            kind = get_args(kind)[1]
        elif get_origin(kind) is list:
            kind = get_args(kind)[0]
        else:
            return None
    return _bare(kind)


def _bare(kind: Any) -> Any:
    """A type without its conditions, and without being allowed to be absent."""
    while get_origin(kind) in (Annotated, Union, types.UnionType):
        options = [a for a in get_args(kind) if a is not type(None)]
        kind = options[0]
    return kind


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _choices(kind: Any) -> tuple[str, ...]:
    kind = _bare(kind)
    return get_args(kind) if get_origin(kind) is Literal else ()
