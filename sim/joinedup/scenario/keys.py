"""What keys there are, what may stand under each, and what each means: read off the models."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from joinedup.scenario.names import OneOf, Path, Says

Model = type[BaseModel]


class Meaning(NamedTuple):
    """What a key means, as a planner would say it: all that its field declares."""

    says: str
    unit: str
    phrase: str
    absent: str


def meaning_of(model: Model, key: str) -> Meaning:
    """The meaning of a model's key."""
    field = model.model_fields[key]
    said = [*_marks(field.annotation, Says), *(m for m in field.metadata if isinstance(m, Says))]
    unit, phrase, absent = (
        next((getattr(s, name) for s in reversed(said) if getattr(s, name)), "")
        for name in ("unit", "phrase", "absent")
    )
    return Meaning(field.description or "", unit, phrase or key.replace("_", " "), absent)


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


def choices(kind: Any) -> tuple[str, ...]:
    """The names that a type chooses from; none when any text or number will do."""
    while get_origin(kind) in (Annotated, Union, types.UnionType):
        for mark in get_args(kind):
            if isinstance(mark, OneOf):
                return mark.names
        kind = next(a for a in get_args(kind) if a is not type(None))
    return get_args(kind) if get_origin(kind) is Literal else ()


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
