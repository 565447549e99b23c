"""A scenario with everything that it inherits: file over file, and blocks between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite, isnan, nan
from pathlib import Path

from joinedup.scenario.changing import scale_cost
from joinedup.scenario.keys import keys_at
from joinedup.scenario.names import Path as Keys
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.numbers import number, value
from joinedup_experiments.scenario_io.load.blocks import COST, asked, fragment
from joinedup_experiments.scenario_io.load.files import base_of, shown, text_of
from joinedup_experiments.scenario_io.load.in_place import (
    POSTS,
    counted_in_place,
    for_30000,
    residents_of,
    stated_posts,
)
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    clipped,
    closest,
)
from joinedup_experiments.scenario_io.load.translation import FOR_FILES
from joinedup_experiments.scenario_io.load.ways_out import is_taken
from joinedup_experiments.scenario_io.load.yaml_tree import Node, at, spot_of, tree_of

LONGEST_CHAIN = 20
PAID = ("arrangement", COST)


@dataclass
class Whole:
    """What files say together, and where from.

    ``files`` has the scenario's own first, then what each is based on. ``added`` are the blocks
    that they name, ``in_place`` whether the scenario's own posts are those of the whole place,
    ``base_in_place`` what the last line on them says, in whichever file.
    ``problems`` and ``notes`` are what is wrong, and what is sound and hardly meant.
    """

    tree: Node
    files: tuple[Path, ...]
    worlds: Path | None = None
    in_place: bool = False
    base_in_place: bool = False
    added: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def lay(self, own: dict[str, Node]) -> None:
        """Lay some keys of a file over what there is."""
        self.tree = _over(self.tree, Node(self.tree.spot, own), (), self.problems)


def whole_of(path: Path) -> Whole:
    """What a scenario's file says, with everything it inherits.

    `ScenarioError` where a file cannot be read, or there is no telling what it is based on.
    """
    files: list[Path] = []
    trees: list[Node] = []
    following: Path | None = path
    while following is not None:
        files.append(following)
        trees.append(tree_of(text_of(following), shown(following)))
        following = _base(trees[-1].value.get("based_on"), files)
    whole = Whole(Node(trees[0].spot, {}), tuple(files))
    for tree in reversed(trees):
        _lay_file(whole, tree, tree is trees[0])
    named = ((f, t.value["worlds"]) for f, t in zip(files, trees, strict=True)
             if "worlds" in t.value)  # fmt: skip
    whole.worlds = next((_worlds(file, node) for file, node in named), None)
    return whole


def _lay_file(whole: Whole, tree: Node, last: bool) -> None:
    """Lay a file over what it is based on, its blocks first."""
    # A name and a description belong to one scenario.
    left = FOR_FILES if last else (*FOR_FILES, "name", "about")
    own = {key: node for key, node in tree.value.items() if key not in left}
    residents = residents_of(_over(whole.tree, Node(tree.spot, own), (), []))
    if at(Node(tree.spot, own), PAID) is None:
        whole.problems += _scaled_too_far(whole.tree, Node(tree.spot, own), residents)
    whole.tree = _cost_scaled(whole.tree, residents)
    whole.in_place = counted_in_place(tree, whole.problems)
    if whole.in_place:
        own = for_30000(Node(tree.spot, own), residents).value
    elif whole.base_in_place and POSTS not in tree.value:
        whole.notes += _otherwise_counted(Node(tree.spot, own), residents)
    if POSTS in tree.value:
        whole.base_in_place = whole.in_place
    whole.notes += _month_beside_list(Node(tree.spot, own))
    if "add" in tree.value:  # of this place, and under what the file says of the arrangement
        after = {key: own.pop(key) for key in ("arrangement",) if key in own}
        whole.lay(own)
        paid = _cost(whole.tree)
        for one in asked(tree.value["add"], whole.problems):
            whole.added.append(one.block.name)
            whole.lay(fragment(whole.tree, one, whole.problems).value)
        own, blocks = after, _cost(whole.tree) - paid
        whole.notes += _cost_replaced(Node(tree.spot, own), blocks)
    whole.lay(own)


def _cost(tree: Node) -> float:
    node = at(tree, PAID)
    given = node.value if node else None
    return float(given) if isinstance(given, int | float) else 0.0


def _cost_scaled(tree: Node, residents: float) -> Node:
    """What is inherited, with the programme's cost of a place of so many residents.

    A cost that cannot be, or could not be there, is left as it is.
    """
    cost, scaled = at(tree, PAID), _scaled(tree, residents)
    if cost is None or scaled == cost.value or not _can_be(scaled):
        return tree
    node = Node(cost.spot, scaled, f"{scaled:.12g}")
    own = {"arrangement": Node(cost.spot, {COST: node})}
    return _over(tree, Node(tree.spot, own), (), [])


def _scaled(tree: Node, residents: float) -> float:
    """The cost that is inherited, for so many residents; NaN where it is none."""
    cost = at(tree, PAID)
    given = None if cost is None or isinstance(cost.value, bool) else cost.value
    if not isinstance(given, int | float) or not _can_be(given):
        return nan
    arrangement = {COST: float(given)}
    values = {"place": {"residents": int(residents)}, "arrangement": arrangement}
    scale_cost(values, int(residents_of(tree)))
    return arrangement[COST]


def _can_be(cost: float) -> bool:
    return isfinite(cost) and is_taken(f"`{cost:.2f}`", PAID, Scenario)


def _scaled_too_far(tree: Node, own: Node, residents: float) -> Iterator[Problem]:
    """A sound cost that is inherited, and too much for the residents that a file states."""
    cost, scaled = at(tree, PAID), _scaled(tree, residents)
    if cost is None or isnan(scaled) or _can_be(scaled):
        return
    path = ("place", "residents")
    what = (
        f"`{COST}` that is inherited from {cost.spot}, £{cost.value:,.0f} for "
        f"{residents_of(tree):,.0f} residents, would be £{scaled:,.0f} for {residents:,.0f}, and "
        "cannot be that much"
    )
    hint = f"state `{COST}` in this file, for all its residents"
    yield Problem(spot_of(own, path), what, path, hint)


def _cost_replaced(own: Node, blocks: float) -> Iterator[str]:
    """A programme's cost that a file gives, where its blocks have one as well."""
    given = _cost(own)
    if given and blocks:
        yield (
            f"`{COST}` is {value(given, 'pounds')}, which takes the place of "
            f"{value(blocks, 'pounds')} that its blocks add: write {given + blocks:.0f} to pay both"
        )


def _month_beside_list(own: Node) -> Iterator[str]:
    """A month of going live in a file that also gives each neighbourhood its own."""
    above = ("arrangement", "programme")
    month, listed = (at(own, (*above, f"go_live_{one}")) for one in ("month", "by_neighbourhood"))
    if month and month.value and listed and listed.value:
        yield "`go_live_month` changes nothing: `go_live_by_neighbourhood` says when each goes live"


def _otherwise_counted(own: Node, residents: float) -> Iterator[str]:
    """Posts for every 30,000 residents over a file whose posts are those of the whole place."""
    for path, given, in_place in stated_posts(own, residents):
        if number(given) != number(in_place):
            yield (
                f"what this is based on says `posts: whole_place`, and this file does not: "
                f"`{path}` of {number(given)} makes {number(in_place)} posts in the whole place; "
                f"write `posts: whole_place` if {number(given)} is meant, else `posts: per_30000`"
            )
            return


def _worlds(file: Path, entry: Node) -> Path:
    """The table of plausible worlds that a scenario file names, beside it."""
    asked = entry.value if isinstance(entry.value, str) else ""
    table = file.parent / asked
    if table.suffix == ".csv" and table.is_file():
        return table
    what = f"`worlds` must name a table that is there: no file `{clipped(str(table), 200)}`"
    hint = "`joinedup fit` writes it beside the fitted place: keep the two together"
    raise ScenarioError(Problem(entry.spot, what, ("worlds",), hint))


def _base(entry: Node | None, files: list[Path]) -> Path | None:
    """What the last of ``files`` is based on."""
    if entry is None:
        return None

    def refused(what: str, hint: str = "") -> ScenarioError:
        return ScenarioError(Problem(entry.spot, what, ("based_on",), hint))

    if not isinstance(entry.value, str) or not entry.value:
        hint = "write, for example, `based_on: siloed_borough`"
        raise refused("`based_on` must name one scenario", hint)
    path = base_of(entry.value, files[-1], entry.spot)
    chain = [file.resolve() for file in files]
    if path.resolve() in chain:
        circle = [*files[chain.index(path.resolve()) :], path]
        what = "scenarios are based on each other in a circle: "
        what = what if len(circle) > 2 else "this scenario is based on itself: "
        hint = "one of them must stand on its own, or be based on a shipped scenario"
        raise refused(what + " → ".join(file.name for file in circle), hint)
    if len(files) >= LONGEST_CHAIN:
        raise refused(f"more than {LONGEST_CHAIN} scenarios are based on one another")
    return path


def _over(base: Node | None, upper: Node, path: Keys, problems: list[Problem]) -> Node:
    """``upper`` laid over ``base``: tables merge, anything else replaces, empty removes."""
    table = base if base and isinstance(base.value, dict) else Node(upper.spot, {})
    entries, removed = dict(table.value), dict(table.removed)
    for key, node in upper.value.items():
        here, inherited = (*path, key), entries.get(key)
        removed.pop(key, None)
        if isinstance(node.value, dict):
            entries[key] = _over(inherited, node, here, problems)
        elif node.value is not None:
            entries[key] = node
        elif inherited is not None:
            removed[key] = node.spot
            del entries[key]
        else:
            close = closest(key, [*entries, *keys_at(Scenario, path)])
            unlike = close in (None, key)
            hint = "give it a value, or take it out" if unlike else f"did you mean `{close}`?"
            what = f"`{clipped(key)}` is empty, and nothing inherited is there to be removed"
            problems.append(Problem(node.spot, what, here, hint))
    return Node(upper.spot, entries, "", removed)
