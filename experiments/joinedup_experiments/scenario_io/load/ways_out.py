"""What to write instead of a value of the wrong kind, or of a list of the wrong length."""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf
from typing import Any, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from joinedup.scenario.keys import Model, bare, is_model, kind_at, unit_at
from joinedup_experiments.scenario_io.load.numbers_meant import hint_for_number, number_in
from joinedup_experiments.scenario_io.load.problems import Path, clipped
from joinedup_experiments.scenario_io.load.yaml_tree import Node

_YES_OR_NO = {**dict.fromkeys(("true", "yes", "y", "on", "1", "x"), "true"),
              **dict.fromkeys(("false", "no", "n", "off", "0"), "false")}  # fmt: skip
_SHORT = 60
_PROPOSED = re.compile(r"`([-\d.]+(?:, [-\d.]+)*)`")
MOST_EXACT = 1e15  # beyond which a decimal number is no exact count


def way_out(node: Node, path: Path, root: Model) -> str:
    """How to write what was probably meant; empty when that is unclear.

    ``node`` stands at ``path`` of a file that ``root`` declares as a whole.
    """
    kind = bare(kind_at(root, path))
    if kind is str:
        whole = isinstance(node.value, dict | list)
        return "put the whole text in quotes" if whole else "put it in quotes"
    if kind is bool:
        meant = _YES_OR_NO.get(node.written.strip().lower())
        return f"did you mean `{meant}`?" if meant else ""
    if get_origin(kind) is list:
        return _as_list(node, get_args(kind)[0])
    if is_model(kind) or get_origin(kind) is dict:
        return _as_table(node)
    return _as_number(node, path, root) if kind in (int, float) else ""


def _as_list(node: Node, entry: Any) -> str:
    text = node.written.strip()
    if is_model(bare(entry)):
        return "each entry begins with `- ` before its first key"
    if isinstance(node.value, dict):
        return "write names with commas between them, in `[ ]`"
    if not 0 < len(text) <= _SHORT:
        return ""
    if isinstance(node.value, str):
        return f"did you mean `[{text}]`?"
    return f"a list stands in brackets, with commas: `[{text}, …]`"


def _as_table(node: Node) -> str:
    if not isinstance(node.value, list):
        return "below it, write each as `name: value` on a line of its own"
    entries = [item.value for item in node.value]
    if entries and all(isinstance(entry, dict) and len(entry) == 1 for entry in entries):
        pairs = [(key, value) for entry in entries for key, value in entry.items()]
        together = ", ".join(f"{clipped(key)}: {clipped(value.written)}" for key, value in pairs)
        if len(together) <= _SHORT and all(value.written for _, value in pairs):
            return f"did you mean `{{{together}}}`?"
    return "take out the dashes or square brackets, and write `name: value`"


def _as_number(node: Node, path: Path, root: Model) -> str:
    value = node.value
    if isinstance(value, list):
        return "write the number without brackets" if len(value) == 1 else ""
    if isinstance(value, dict | bool):
        return ""
    if not isinstance(value, float):
        unit = unit_at(root, path)
        hint = hint_for_number(node.written, unit)
        return hint if is_taken(hint, path, root) else number_in(unit)
    if value.is_integer():
        hint = f"did you mean `{int(value)}`?" if abs(value) < MOST_EXACT else ""
    elif path[-1] == "residents" and 1 <= value < inf:
        hint = f"if that is thousands, write `{value * 1000:.0f}`"
    else:
        hint = f"round it: `{value:.0f}`" if 1 <= value < inf else ""
    return hint if is_taken(hint, path, root) else ""


def is_taken(hint: str, path: Path, root: Model) -> bool:
    """Whether the numbers that a hint proposes would do where a number stands."""
    proposed = next(iter(_PROPOSED.findall(hint)), "")
    numbers = proposed.split(", ") if proposed else []
    if len(numbers) > 1 and not isinstance(path[-1], int):
        return False
    try:
        for number in numbers:
            value = float(number)
            whole = int(value) if value.is_integer() else value
            _taken_at(root, path).validate_python(whole, strict=True)
    except ValidationError:
        return False
    return True


@lru_cache(256)
def _taken_at(root: Model, path: Path) -> TypeAdapter[Any]:
    return TypeAdapter(kind_at(root, path))


def parted(items: list[Node]) -> str:
    """What to do about a list whose commas part too much or too little."""
    if len(items) > 2 and all(isinstance(item.value, int) for item in items):
        return f"decimals take a point: `{items[0].written}.{items[1].written}`"
    if len(items) == 1 and " " in items[0].written.strip():
        return "put commas between them"
    return ""
