"""What a scenario's values become when some are changed, as a file based on it would say them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, get_origin

from pydantic import BaseModel

from joinedup.scenario.keys import Model, all_keys, bare, keys_at, kind_at
from joinedup.scenario.names import Complaint, Path
from joinedup.scenario.refusals import RefusedError, unknown_key

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
ASSUMED, COST = "assumptions", "programme_cost_a_year"


def steps_of(path: str) -> Path:
    """The keys and positions of a dotted path.

    >>> steps_of("arrangement.interfaces[0].degree")
    ('arrangement', 'interfaces', 0, 'degree')
    """
    return tuple(word or int(number) for word, number in _STEP.findall(path))


def changed_values(values: Mapping[str, Any], changes: object, root: Model) -> dict[str, Any]:
    """A copy of the values with the changes made, to be validated by ``root``.

    Parameters
    ----------
    values
        What a scenario says, as plain tables and lists.
    changes
        By dotted path, or by a key's name alone where only one key is called that. A table is
        merged, unless it is empty; None goes back to what holds by itself; a model or anything
        else replaces. Of two that set one key, one of them in a table, the later holds.

    Raises
    ------
    RefusedError
        For a path that leads nowhere, or is there twice.
    """
    if not isinstance(changes, Mapping):
        advice = "such as {'residents': 5000}"
        raise RefusedError([Complaint(("changes",), "they are no table of paths", advice)])
    made = deepcopy(dict(values))
    complaints: list[Complaint] = []
    paths: dict[Path, object] = {}
    for asked, value in changes.items():
        path = _whole_path(steps_of(asked), root) if isinstance(asked, str) else (str(asked),)
        complaint = _leads_nowhere(path, made, root)
        if (first := paths.setdefault(path, asked)) != asked:
            what = f"`{first}` and `{asked}` are the same key"
            complaint = Complaint(path, what, "change it once")
        if complaint:
            complaints.append(complaint)
        else:
            _put(made, path, value)
    if complaints:
        raise RefusedError(complaints)
    if isinstance(assumed := made.get(ASSUMED), dict):  # a table without a cell assumes nothing
        made[ASSUMED] = {k: v for k, v in assumed.items() if not isinstance(v, dict) or v}
    return made


def _whole_path(path: Path, root: Model) -> Path:
    """The path that is meant by a key's name alone, or by a parameter's, which has dots in it."""
    if path[:1] == (ASSUMED,) and len(path) > 2:
        from joinedup.rules.collected import declared

        ends = range(len(path), 1, -1)
        keys = {".".join(map(str, path[1:end])): path[end:] for end in ends}
        key = next((key for key in keys if key in declared()), next(iter(keys)))
        cell = ", ".join(map(str, keys[key]))
        return (ASSUMED, key, cell) if cell else (ASSUMED, key)
    if len(path) != 1 or path[0] in root.model_fields:
        return path
    homes = [found for found, _ in all_keys(root) if found[-1] == path[0] and "*" not in found]
    return homes[0] if len(homes) == 1 else path


def _leads_nowhere(path: Path, values: Any, root: Model) -> Complaint | None:
    if not path:
        return Complaint(path, "a change needs the path of a key", "such as `place.residents`")
    for length, step in enumerate(path, 1):
        here = path[:length]
        if get_origin(bare(kind_at(root, here[:-1]))) is list and not isinstance(step, int):
            return Complaint(here, f"`{step}` is no entry of a list", "write the first as `[0]`")
        if here[:1] == (ASSUMED,) and length == 3:  # a cell, looked at with its table
            return None
        if kind_at(root, here) is None:
            known = keys_at(root, here[:-1])
            from joinedup.rules.collected import declared

            parameter = ".".join(map(str, path))
            if parameter in declared():
                advice = f"a parameter is set as `assumptions.{parameter}`"
                return Complaint(here, f"unknown key `{parameter}`", advice)
            if length == 1:  # a name alone may stand for a key further down
                known += tuple(str(p[-1]) for p, _ in all_keys(root) if "*" not in p)
            return unknown_key(here, root)._replace(known=known)
        if isinstance(step, int) and not 0 <= step < _length(values, path[: length - 1]):
            return Complaint(here, "there is no such entry in the list", "lists are changed whole")
    return None


def _length(values: Any, path: Path) -> int:
    for step in path:
        values = values.get(step, []) if isinstance(values, Mapping) else values[step]
    return len(values) if isinstance(values, list) else 0


def _put(holder: Any, path: Path, value: Any) -> None:
    """Put a value at a path, making tables on the way."""
    *above, last = path
    for step in above:
        if isinstance(holder, dict) and not isinstance(holder.get(step), dict | list):
            holder[step] = {}
        holder = holder[step]
    if isinstance(value, BaseModel):
        holder[last] = value.model_dump(exclude_none=True)
    elif value is None and isinstance(holder, dict):
        holder.pop(last, None)
    elif isinstance(value, Mapping) and value:
        if not isinstance(holder[last] if isinstance(last, int) else holder.get(last), dict):
            holder[last] = {}
        for key, below in value.items():
            _put(holder[last], (key,), below)
    else:
        holder[last] = {} if isinstance(value, Mapping) else plain(value)


def plain(value: Any) -> Any:
    """A value as a file would give it: of tables, lists and Python's own numbers, also of NumPy's.

    >>> import numpy as np
    >>> plain({"years": np.float32(3.5), "without": ("trust",)})
    {'years': 3.5, 'without': ['trust']}
    """
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_none=True)
    if isinstance(value, Mapping):
        return {key: plain(below) for key, below in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if type(value).__module__ == "numpy" and getattr(value, "shape", None) == ():
        return value.item()
    return value


def sets_cost(changes: Mapping[str, Any]) -> bool:
    """Whether changes say themselves what the programme costs."""
    for asked, value in changes.items():
        path = steps_of(asked)
        whole = path == ("arrangement",) and (not isinstance(value, Mapping) or COST in value)
        if whole or path[-1:] == (COST,):
            return True
    return False


def scale_cost(values: dict[str, Any], before: int) -> None:
    """Let the programme's cost, stated for the whole place, follow its number of residents."""
    place, arrangement = values.get("place"), values.get("arrangement")
    if isinstance(place, dict) and isinstance(arrangement, dict):
        residents, cost = place.get("residents", before), arrangement.get(COST)
        if isinstance(residents, int) and isinstance(cost, float) and residents != before:
            arrangement[COST] = round(max(residents / before, 0.0) * cost, 2)
