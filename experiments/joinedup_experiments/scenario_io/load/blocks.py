"""The shelf of building blocks (`scenarios/blocks`), and what `add` in a scenario makes of them.

A block is part of an arrangement that planners name: a virtual ward, care coordinators. `add` lays
blocks over what a file is based on, with sizes in the file's whole place; the file's own
`arrangement` comes after them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from typing import Any

from joinedup.codes import PER, Degree
from joinedup.scenario.interface import HOSPITAL
from joinedup_experiments.scenario_io.load.files import shipped_scenarios, shown, text_of
from joinedup_experiments.scenario_io.load.in_place import residents_of
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    Spot,
    clipped,
    did_you_mean,
    listed,
)
from joinedup_experiments.scenario_io.load.yaml_tree import Node, at, plain, tree_of

HINT = "write, for example, `add: [shared_record, {care_coordinators: 6}]`"
COST = "programme_cost_a_year"
_TEAMS = ("between", "in_front_of", "shared_record", "teams")  # keys of lists of teams
_PER = {"posts": PER, "places": 1000.0}  # residents for whom a scenario states them
Keys = tuple[str, ...]


@dataclass(frozen=True)
class Size:
    """What a block's size counts, the usual one for 30,000 residents, and where it goes.

    ``adds`` has the share of the size by path in the arrangement.
    """

    counts: str
    usual: float
    adds: Mapping[str, float]

    def stated(self, number: float, residents: float) -> Iterator[tuple[Keys, float]]:
        """Each path, and what is added there, of so many in a place of so many residents."""
        for path, share in self.adds.items():
            yield tuple(path.split(".")), number * share * _PER[self.counts] / residents

    def whole(self, stated: float, residents: float) -> float:
        """The size in a place of so many residents of what a scenario states."""
        return stated * residents / _PER[self.counts]


@dataclass(frozen=True)
class Block:
    """A building block; ``cannot`` says why one has no arrangement: it cannot be modelled."""

    name: str
    label: str
    does: str
    cannot: str = ""
    acts_through: Sequence[str] = ()
    moves: Mapping[str, str] = field(default_factory=dict)  # its rules, first: higher or lower
    not_shown: Mapping[str, str] = field(default_factory=dict)  # why a move of those does not show
    costs: str = ""
    known: str = ""
    assumed: str = ""
    size: Size | None = None
    programme_cost_a_year: float = 0.0  # pounds, for 30,000 residents
    arrangement: Mapping[str, Any] = field(default_factory=dict)


@cache
def blocks() -> dict[str, Block]:
    """Every block by its name."""
    folder = next(iter(shipped_scenarios().values())).parent / "blocks"
    return {file.stem: _block(file.stem, file) for file in sorted(folder.glob("*.yaml"))}


def _block(name: str, file: Any) -> Block:
    values = plain(tree_of(text_of(file), shown(file), "building block"))
    size = values.pop("size", None)
    return Block(name, size=Size(**size) if size else None, **values)


@dataclass(frozen=True)
class Asked:
    """A block that a scenario adds, where that is written, and its size, None for the usual."""

    block: Block
    spot: Spot
    number: float | None


def asked(entry: Node, problems: list[Problem]) -> Iterator[Asked]:
    """The blocks of an `add`; what cannot be is added to ``problems``."""
    items = entry.value if isinstance(entry.value, list) else None
    if not items:
        problems.append(Problem(entry.spot, "`add` must be a list of blocks", ("add",), HINT))
        return
    seen: set[str] = set()
    for item in items:
        alone = "a list" if isinstance(item.value, list) else item.value
        table = item.value if isinstance(item.value, dict) else {alone: Node(item.spot, None)}
        for name, node in table.items():
            complaint = _complaint(name, node.value, seen)
            if complaint:
                problems.append(Problem(node.spot, complaint[0], ("add",), complaint[1]))
            else:
                seen.add(name)
                yield Asked(blocks()[name], node.spot, node.value)


def _complaint(name: Any, number: Any, seen: set[str]) -> tuple[str, str] | None:
    """What is wrong with a block that is asked for, and a hint."""
    block = blocks().get(name) if isinstance(name, str) else None
    quoted = f"`{clipped(str(name))}`"
    if block is None:
        hint = did_you_mean(str(name), list(blocks())) or f"there are: {listed(list(blocks()))}"
        return f"there is no block {quoted}", hint
    if block.cannot:
        return f"{quoted} cannot be modelled: {' '.join(block.cannot.split())}", ""
    if name in seen:
        return f"{quoted} is added twice", "give it one size"
    if number is None:
        return None
    if block.size is None:
        return f"{quoted} has no size", f"write `{name}` alone"
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 < number < 1e6:
        what = f"{quoted} needs a number of {block.size.counts} above 0, in the whole place"
        return what, f"such as `{name}: {block.size.usual:g}`"
    return None


def fragment(tree: Node, one: Asked, problems: list[Problem]) -> Node:
    """What a block lays over a scenario's tree; what the place lacks is added to ``problems``."""
    block, residents, there = one.block, residents_of(tree), _teams(tree, one.block)
    values = _known(block.arrangement, there)
    missing = sorted(_short(block.arrangement, values))
    adds = [path.split(".") for path in (block.size.adds if block.size else ())]
    missing += sorted({path[1] for path in adds if path[0] == "extra_staff"} - there)
    if missing:
        what = f"the block `{block.name}` needs teams that are not in this place: {listed(missing)}"
        problems.append(Problem(one.spot, what, ("add",), "write what it does by hand"))
        return Node(tree.spot, {})
    now = at(tree, ("arrangement",)) or Node(one.spot, {})
    if block.size:
        number = usual(block.size, residents) if one.number is None else float(one.number)
        for path, more in block.size.stated(number, residents):
            _put(values, path, _number(now, path) + more)
    if block.programme_cost_a_year:
        whole = block.programme_cost_a_year * residents / PER
        _put(values, (COST,), _number(now, (COST,)) + whole)
    return Node(tree.spot, {"arrangement": _node(_joined(now, values), one.spot)})


def usual(size: Size, residents: float) -> float:
    """The usual size in a place of so many residents, to half a post or place."""
    return max(0.5, round(2.0 * size.usual * residents / PER) / 2.0)


def _teams(tree: Node, block: Block) -> set[str]:
    parts = (at(tree, path) for path in (("teams",), ("arrangement", "new_teams")))
    there = {name for part in parts if part and isinstance(part.value, dict) for name in part.value}
    return there | set(block.arrangement.get("new_teams", ())) | {HOSPITAL}


def _known(values: Any, there: set[str], key: str = "") -> Any:
    """A block's values, with those of its teams that a place has."""
    if isinstance(values, Mapping):
        return {name: _known(below, there, name) for name, below in values.items()}
    if isinstance(values, list):
        return [_known(one, there) for one in values if key not in _TEAMS or one in there]
    return values


def _short(block: Any, known: Any, key: str = "") -> set[str]:
    """Teams that are not there of lists that say nothing with those that are."""
    pairs: list[tuple[Any, Any, str]] = []
    if isinstance(block, Mapping):
        pairs = [(below, known[name], name) for name, below in block.items()]
    elif isinstance(block, list) and key not in _TEAMS:
        pairs = [(one, other, "") for one, other in zip(block, known, strict=True)]
    elif isinstance(block, list) and len(known) < (1 if key == "in_front_of" else 2):
        return set(block) - set(known)
    return set().union(*(_short(*pair) for pair in pairs))


def _number(now: Node, path: Keys) -> float:
    node = at(now, path)
    value = node.value if node else None
    return float(value) if isinstance(value, int | float) and value is not True else 0.0


def _put(values: dict[str, Any], path: Keys, number: float) -> None:
    for key in path[:-1]:
        values = values.setdefault(key, {})
    values[path[-1]] = round(number, 9)


def _joined(now: Node, values: dict[str, Any]) -> dict[str, Any]:
    """The values, with what lists have already; interfaces are raised, never lowered."""
    before = plain(now) if isinstance(now.value, dict) else {}
    made = dict(values)
    for key, value in values.items():
        old = before.get(key)
        if key == "interfaces":
            made[key] = [*(old or []), *_raised(old or [], value)]
        elif isinstance(value, list) and isinstance(old, list):
            made[key] = [*old, *(one for one in value if one not in old)]
        elif isinstance(value, dict):
            below = at(now, (key,))
            made[key] = _joined(below, value) if below else value
    return made


def _raised(old: list[Any], new: list[Any]) -> Iterator[dict[str, Any]]:
    """Entries for those pairs of teams that a block joins further than they are."""
    for entry in new:
        degree = Degree[entry["degree"].upper()]
        pairs = list(combinations(sorted(entry["between"]), 2))
        higher = [pair for pair in pairs if _degree(old, pair) < degree]
        if len(higher) == len(pairs):
            yield dict(entry)
        else:
            yield from ({**entry, "between": list(pair)} for pair in higher)


def _degree(entries: list[Any], pair: tuple[str, ...]) -> Degree:
    found = Degree.NONE
    for entry in entries:  # of a file: anything may stand there
        named = entry.get("between") if isinstance(entry, dict) else None
        degree = str(entry.get("degree")).upper() if isinstance(entry, dict) else ""
        if isinstance(named, list) and set(pair) <= set(map(str, named)):
            found = Degree[degree] if degree in Degree.__members__ else found
    return found


def _node(value: Any, spot: Spot) -> Node:
    """A tree of plain values, all of it written at one spot."""
    if isinstance(value, Mapping):
        return Node(spot, {key: _node(below, spot) for key, below in value.items()})
    if isinstance(value, list):
        return Node(spot, [_node(one, spot) for one in value])
    return Node(spot, value, str(value))
