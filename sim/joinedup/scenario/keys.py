"""What keys there are, what may stand under each, and what each means: read off the models."""

from __future__ import annotations

import types
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from joinedup.scenario.names import OneOf, Path, Says

Model = type[BaseModel]


def meaning_of(model: Model, key: str) -> Says:
    """All that a model's key and its type say of it, the key's own words before its type's."""
    marks = [*_marks(kind_at(model, (key,)), Says)][::-1]
    words = {
        name: next((getattr(one, name) for one in marks if getattr(one, name)), "")
        for name in ("meaning", "unit", "absent")
    }
    return Says(**words)


def unit_at(root: Model, path: Path) -> str:
    """What a number at a path is counted in; empty when that is not known."""
    units = [marks.unit for marks in _marks(kind_at(root, path), Says) if marks.unit]
    return units[-1] if units else ""


def _marks(kind: Any, wanted: type) -> Iterator[Any]:
    """Every mark of a sort on a type, also on what it may hold: the innermost first."""
    for part in get_args(kind):
        if isinstance(part, wanted):
            yield part
        elif get_origin(kind) is not Literal:
            yield from _marks(part, wanted)


def bare(kind: Any) -> Any:
    """A type without its conditions, and without being allowed to be absent."""
    while get_origin(kind) in (Annotated, Union, types.UnionType):
        kind = next(a for a in get_args(kind) if a is not type(None))
    return kind


def is_model(kind: Any) -> bool:
    """Whether a type is a table with declared keys."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def one_of(kind: Any) -> OneOf | None:
    """The names that a type chooses from; None when any text or number will do."""
    while get_origin(kind) in (Annotated, Union, types.UnionType):
        mark = next((mark for mark in get_args(kind) if isinstance(mark, OneOf)), None)
        if mark:
            return mark
        kind = next(a for a in get_args(kind) if a is not type(None))
    return OneOf(get_args(kind)) if get_origin(kind) is Literal else None


def choices(kind: Any) -> tuple[str, ...]:
    """The names that a type chooses from; none when any text or number will do."""
    found = one_of(kind)
    return found.names if found else ()


@lru_cache(1024)
def kind_at(root: Model, path: Path) -> Any:
    """What may stand at a path, with its conditions; None when nothing may."""
    kind: Any = root
    for part in path:
        kind = bare(kind)
        if is_model(kind):
            field = kind.model_fields.get(str(part))
            kind = Annotated[field.annotation, *field.metadata, ""] if field else None
        elif get_origin(kind) in (dict, list):
            kind = get_args(kind)[-1]
        else:
            return None
    return kind


def keys_at(root: Model, path: Path) -> tuple[str, ...]:
    """The keys that can stand in the table at a path; none when names are free there."""
    kind = bare(kind_at(root, path))
    if is_model(kind):
        return tuple(kind.model_fields)
    return choices(get_args(kind)[0]) if get_origin(kind) is dict else ()


def values_at(root: Model, path: Path) -> tuple[str, ...]:
    """The names to choose from at a path; none when any text or number can stand there."""
    return choices(kind_at(root, path))


def all_keys(root: Model, path: Path = ()) -> Iterator[tuple[Path, Model]]:
    """The path of every key, ``*`` where names are free, and the model that declares it.

    >>> from joinedup.scenario.place import Running
    >>> [".".join(path) for path, _ in all_keys(Running)][:2]
    ['years', 'burn_in_years']
    """
    for key, field in root.model_fields.items():
        here: Path = (*path, key)
        yield here, root
        kind = bare(field.annotation)
        while get_origin(kind) in (dict, list):
            kind, here = bare(get_args(kind)[-1]), (*here, "*")
        if is_model(kind):
            yield from all_keys(kind, here)
