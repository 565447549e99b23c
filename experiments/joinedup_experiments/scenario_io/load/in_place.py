"""Posts that a file states for its whole place, as the model has them: for 30,000 residents."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML

from joinedup.codes import PER
from joinedup.scenario.keys import unit_at
from joinedup.scenario.names import Complaint, Path
from joinedup.scenario.place import Place
from joinedup.scenario.refusals import dotted
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load.problems import Problem, clipped
from joinedup_experiments.scenario_io.load.yaml_tree import Node, at

POSTS = "posts"  # the key
WHOLE_PLACE, PER_30000 = "whole_place", "per_30000"
_FOR_EACH = "for every 30,000 residents"
_OUT_OF_RANGE = re.compile(r"(.* must be [a-z ]+) (-?[\d,]+(?:\.\d+)?), but is `")


def residents_of(tree: Node) -> float:
    """The residents that a file and what it is based on give; as usual where they give none."""
    node = at(tree, ("place", "residents"))
    given = node.value if node else Place().residents
    return float(given) if isinstance(given, int | float) and given > 0 else PER


def counted_in_place(tree: Node, problems: list[Problem]) -> bool:
    """Whether a file's posts are those of the whole place; what cannot be is a problem."""
    entry = tree.value.get(POSTS)
    if entry is None:
        return False
    if entry.value not in (WHOLE_PLACE, PER_30000):
        what = f"`{POSTS}` must be `{WHOLE_PLACE}` or `{PER_30000}`, not `{clipped(entry.written)}`"
        hint = f"write `{POSTS}: {WHOLE_PLACE}` if the posts are those of all the place"
        problems.append(Problem(entry.spot, what, (POSTS,), hint))
    return entry.value == WHOLE_PLACE


def for_30000(node: Node, residents: float, path: Path = ()) -> Node:
    """A file's tree with the posts of a place of so many residents for every 30,000 of them."""
    if isinstance(node.value, dict):
        below = {key: for_30000(one, residents, (*path, key)) for key, one in node.value.items()}
        return Node(node.spot, below, node.written, node.removed)
    if isinstance(node.value, list):
        items = [for_30000(one, residents, (*path, n)) for n, one in enumerate(node.value)]
        return Node(node.spot, items, node.written, node.removed)
    number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
    if number and _FOR_EACH in unit_at(Scenario, path):
        return Node(node.spot, float(node.value) * PER / residents, node.written)
    return node


def as_in_place(complaint: Complaint, tree: Node) -> Complaint:
    """A complaint about posts for every 30,000 residents, with those of the whole place."""
    if complaint.in_place:
        what, advice = complaint.in_place
        return complaint._replace(what=what, advice=advice)
    node, found = at(tree, complaint.path), _OUT_OF_RANGE.match(complaint.what)
    if node is None or found is None or _FOR_EACH not in unit_at(Scenario, complaint.path):
        return complaint
    times = residents_of(tree) / PER
    limit, given = float(found[2].replace(",", "")) * times, float(node.value) * times
    what = f"{found[1]} {limit:,.10g}, but is `{given:.10g}`"
    return complaint._replace(what=what)


def stated_posts(
    node: Node, residents: float, path: Path = ()
) -> Iterator[tuple[str, float, float]]:
    """Posts that a tree states for every 30,000 residents: where, how many, and in the place."""
    inside = node.value if isinstance(node.value, dict | list) else ()
    below = inside.items() if isinstance(inside, dict) else enumerate(inside)
    for key, one in below:
        yield from stated_posts(one, residents, (*path, key))
    if isinstance(node.value, int | float) and _FOR_EACH in unit_at(Scenario, path):
        yield dotted(path), float(node.value), node.value * residents / PER


def in_whole_place(text: str, times: float) -> str:
    """A shipped file's text, remarks and all, with the posts of a place so many times 30,000.

    Posts are rounded to hundredths, those below one to three figures.
    """
    yaml = YAML(typ="rt", pure=True)
    yaml.width = 100
    yaml.indent(mapping=2, sequence=4, offset=2)
    values = yaml.load(text)
    _scale(values, times, ())
    values.insert(1, POSTS, WHOLE_PLACE)
    written = io.StringIO()
    yaml.dump(values, written)
    return written.getvalue()


def _scale(values: Any, times: float, path: Path) -> None:
    items = values.items() if isinstance(values, dict) else enumerate(values)
    for key, value in list(items):
        here = (*path, key)
        if isinstance(value, dict | list):
            _scale(value, times, here)
        elif isinstance(value, int | float) and _FOR_EACH in unit_at(Scenario, here):
            posts = float(value) * times
            values[key] = round(posts, 2) if abs(posts) >= 1.0 else float(f"{posts:.3g}")
