"""Which keys and values a scenario can have at a place, read off its declaration."""

from __future__ import annotations

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load.problems import Path


def keys_at(path: Path, root: type[BaseModel] = Scenario) -> tuple[str, ...]:
    """The keys that can stand in the table at ``path``; none when names are free there.

    ``root`` declares what the file as a whole says: a scenario, unless given.

    Examples
    --------
    >>> keys_at(("run",))
    ('years', 'burn_in_years', 'replications', 'seed')
    >>> keys_at(("teams", "anything", "staff"))[:2]
    ('gp', 'practice_nurse')
    """
    kind = kind_at(path, root)
    if _is_model(kind):
        inherits = path == () and root is Scenario
        return (*kind.model_fields, "based_on") if inherits else tuple(kind.model_fields)
    if get_origin(kind) is dict:
        return _choices(get_args(kind)[0])
    return ()


def values_at(path: Path, root: type[BaseModel] = Scenario) -> tuple[str, ...]:
    """The values that can stand at ``path``; none when any text or number can.

    Examples
    --------
    >>> values_at(("teams", "anything", "organisation"))
    ('nhs', 'council', 'voluntary')
    """
    return _choices(kind_at(path, root))


def homes_of(key: str, root: type[BaseModel] = Scenario) -> list[str]:
    """Where a key of this name belongs, in words a planner can follow.

    Examples
    --------
    >>> homes_of("beds_per_1000")
    ['hospital']
    """
    homes: list[str] = []
    _search(root, key, "", homes)
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


def kind_at(path: Path, root: type[BaseModel] = Scenario) -> Any:
    """What may stand at ``path``: a type without its conditions; None when nothing may.

    Examples
    --------
    >>> kind_at(("place", "residents"))
    <class 'int'>
    """
    kind: Any = root
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
