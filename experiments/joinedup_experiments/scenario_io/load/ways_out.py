"""What to write instead of a value of the wrong kind."""

from __future__ import annotations

from typing import get_args

from pydantic import BaseModel

from joinedup_experiments.scenario_io.load.key_meanings import unit_of
from joinedup_experiments.scenario_io.load.known_names import kind_at
from joinedup_experiments.scenario_io.load.meant_number import hint_for_number
from joinedup_experiments.scenario_io.load.problems import Path, clipped
from joinedup_experiments.scenario_io.load.tree import Items, Leaf, Node, Table

_TRUE = frozenset(["true", "yes", "y", "on", "1", "x"])
_FALSE = frozenset(["false", "no", "n", "off", "0"])
_SHORT = 60


def way_out(node: Node | None, wanted: str, path: Path, root: type[BaseModel]) -> str:
    """How to write what was probably meant; empty when that cannot be told.

    Parameters
    ----------
    node
        What stands there.
    wanted
        What should, as messages say it: "a whole number", "a list, such as [a, b]".
    path
        The keys that lead there.
    root
        What declares the file as a whole.
    """
    if wanted == "text":
        return "put it in quotes" if isinstance(node, Leaf) else "put the whole text in quotes"
    if wanted == "true or false":
        return _yes_or_no(node)
    if wanted.startswith("a list"):
        return _as_list(node, path, root)
    if wanted.startswith("a table"):
        return _as_table(node)
    return _as_number(node, wanted, path) if "number" in wanted else ""


def _yes_or_no(node: Node | None) -> str:
    text = node.written.strip().lower() if isinstance(node, Leaf) else ""
    meant = "true" if text in _TRUE else "false" if text in _FALSE else ""
    return f"did you mean `{meant}`?" if meant else ""


def _as_list(node: Node | None, path: Path, root: type[BaseModel]) -> str:
    kernel = get_args(kind_at(path, root))
    if kernel and isinstance(kernel[0], type) and issubclass(kernel[0], BaseModel):
        return "each entry begins with `- ` before its first key"
    if isinstance(node, Table):
        return "write names with commas between them, in `[ ]`"
    if not isinstance(node, Leaf) or not 0 < len(node.written.strip()) <= _SHORT:
        return ""
    text = node.written.strip()
    if isinstance(node.value, str):
        return f"did you mean `[{text}]`?"
    return f"a list stands in brackets, with commas: `[{text}, …]`"


def _as_table(node: Node | None) -> str:
    if isinstance(node, Items):
        pairs = [_pair(item) for item in node.items]
        together = ", ".join(pair for pair in pairs if pair)
        if pairs and all(pairs) and len(together) <= _SHORT:
            return f"did you mean `{{{together}}}`?"
        return "take out the dashes or square brackets, and write `name: value`"
    return "below it, write each as `name: value` on a line of its own"


def _pair(item: Node) -> str:
    """An entry of a list that is one key with one value, as a table would have it."""
    if isinstance(item, Table) and len(item.entries) == 1:
        key, entry = next(iter(item.entries.items()))
        if isinstance(entry.value, Leaf):
            return f"{clipped(key)}: {clipped(entry.value.written)}"
    return ""


def _as_number(node: Node | None, wanted: str, path: Path) -> str:
    if isinstance(node, Items) and len(node.items) == 1:
        return "write the number without brackets"
    if not isinstance(node, Leaf):
        return ""
    if isinstance(node.value, float):
        return _whole(node.value, path)
    return "" if isinstance(node.value, bool) else hint_for_number(node.written, unit_of(path))


def _whole(value: float, path: Path) -> str:
    """A whole number instead of one with decimals."""
    if value == int(value):
        return f"did you mean `{int(value)}`?"
    if path[-1] == "residents" and value >= 1:
        return f"if that is thousands, write `{value * 1000:.0f}`"
    return f"round it: `{value:.0f}`" if value >= 1 else ""
