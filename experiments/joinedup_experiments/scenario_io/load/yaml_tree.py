"""From YAML text to a tree that remembers the file and line of every part.

The parser's events are read one by one, so nothing in a file is ever built or run: a tag
makes no object, an alias is counted before it is used, and too deep or too long a file is
left as soon as it shows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NoReturn

from ruamel.yaml import YAML, events
from ruamel.yaml.error import YAMLError

from joinedup.scenario.names import Path
from joinedup_experiments.scenario_io.load.numbers_meant import hint_for_parted
from joinedup_experiments.scenario_io.load.problems import Problem, ScenarioError, Spot, clipped
from joinedup_experiments.scenario_io.load.slips import explained, slip_near

MOST_PARTS, DEEPEST = 20_000, 20
LONGEST_TEXT, LONGEST_NUMBER = 5_000, 40

_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False, ".inf": math.inf,
          "+.inf": math.inf, "-.inf": -math.inf, ".nan": math.nan, ".NaN": math.nan}  # fmt: skip
_WHOLE = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_ENDS = (events.MappingEndEvent, events.SequenceEndEvent)


@dataclass(frozen=True)
class Node:
    """A part of a file: a table (dict of Node), a list (of Node) or a single value.

    ``spot`` is where its key is written, or, without a key, where it begins; ``written`` a single
    value as it stands in the file; ``removed`` where inherited names of a table are taken out.
    """

    spot: Spot
    value: Any
    written: str = ""
    removed: dict[str, Spot] = field(default_factory=dict)


def plain(node: Node) -> Any:
    """The tree as ordinary dictionaries, lists and values."""
    if isinstance(node.value, dict):
        return {key: plain(below) for key, below in node.value.items()}
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return node.value


def at(node: Node, path: Path) -> Node | None:
    """The part that a path leads to, if it is there."""
    found, steps = _nearest(node, path)
    return found if steps == len(path) else None


def spot_of(node: Node, path: Path) -> Spot:
    """Where the last part of a path is written, or the last one of its parts that is there."""
    return _nearest(node, path)[0].spot


def _nearest(node: Node, path: Path) -> tuple[Node, int]:
    """The last part of a path that is there, and how many steps lead to it."""
    for steps, part in enumerate(path):
        below: Any = dict(enumerate(node.value)) if isinstance(node.value, list) else node.value
        if not isinstance(below, dict) or part not in below:
            return node, steps
        node = below[part]
    return node, len(path)


def tree_of(text: str, shown: str, noun: str = "scenario") -> Node:
    """The tree of a YAML text; messages call the file ``shown``, and what it should be ``noun``.

    `ScenarioError` when it is not YAML, or YAML of a kind that no scenario needs.
    """
    root, problems = read_tree(text, shown, noun)
    if problems:
        raise ScenarioError(problems)
    return root


# What is shipped is read again for every scenario that is based on it.
@lru_cache(maxsize=16)
def read_tree(text: str, shown: str, noun: str) -> tuple[Node, tuple[Problem, ...]]:
    """The same beside what is wrong with single parts of it, to be named with what else is wrong.

    `ScenarioError` where there is no tree.
    """
    reader = _Reader(text, shown, noun)
    return reader.document(), tuple(reader.problems)


class _Reader:
    """Reads events into a tree, and keeps what is wrong until the end."""

    def __init__(self, text: str, shown: str, noun: str) -> None:
        self.text, self.shown, self.noun = text, shown, noun
        self.events = self._events()
        self.anchors: dict[str, Node | None] = {}
        self.parts = 0
        self.problems: list[Problem] = []

    def _events(self) -> Iterator[Any]:
        try:
            yield from YAML(typ="safe", pure=True).parse(self.text)
        except YAMLError as error:
            raise ScenarioError(explained(error, self.text, self.shown)) from None
        except Exception:
            # On odd text the parser itself can fail in ways that it does not announce.
            what = "this is not YAML that can be read"
            raise ScenarioError(Problem(Spot(self.shown), what)) from None

    def document(self) -> Node:
        next(self.events)
        if isinstance(next(self.events), events.StreamEndEvent):
            hint = "start with `based_on: siloed_borough`" if self.noun == "scenario" else ""
            self.stop(Spot(self.shown, 1), "this file is empty", (), hint)
        root = self.node(next(self.events), ())
        next(self.events)
        event = next(self.events)
        if isinstance(event, events.DocumentStartEvent):
            what = f"a second document starts here; a {self.noun} is a file of its own"
            self.stop(self.spot(event), what, (), "take out the `---`")
        if not isinstance(root.value, dict):
            what = f"this is not a {self.noun}: it must consist of keys with values"
            self.stop(root.spot, f"{what}, such as `name: …`", (), self.meant_by(root))
        return root

    def meant_by(self, root: Node) -> str:
        """What to do about a file without keys."""
        line = [*self.text.splitlines(), ""][root.spot.line - 1]
        if self.noun == "scenario" and line.count(",") > 1 and ":" not in line:
            return "a table is given to `joinedup new`, with `--teams` or the like"
        slip = slip_near(self.text, root.spot.line)
        return slip[2] if slip else ""

    def node(self, event: Any, path: Path) -> Node:
        spot = self.spot(event)
        self.parts += 1
        if self.parts > MOST_PARTS:
            what = f"there are more than {MOST_PARTS} values here, too many for a {self.noun}"
            self.stop(spot, what, path)
        if len(path) >= DEEPEST:
            self.stop(spot, f"this lies more than {DEEPEST} levels deep", path)
        if isinstance(event, events.AliasEvent):
            return self.alias(event, path)
        if event.tag is not None:
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            what = f"the tag `{clipped(tag)}` cannot be used in a {self.noun}"
            self.say(spot, what, path, "write the value without it")
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        if isinstance(event, events.ScalarEvent):
            made = self.single(event, path)
        elif isinstance(event, events.SequenceStartEvent):
            made = Node(spot, [])
            while not isinstance(event_below := next(self.events), _ENDS):
                made.value.append(self.node(event_below, (*path, len(made.value))))
        else:
            made = Node(spot, self.table(path))
        if event.anchor is not None:
            self.anchors[event.anchor] = made
        return made

    def alias(self, event: events.AliasEvent, path: Path) -> Node:
        name, spot = event.anchor, self.spot(event)
        if name not in self.anchors:
            what = f"there is no anchor `&{clipped(name)}` above this"
            self.stop(spot, what, path, "put it in quotes if it is meant as text")
        meant = self.anchors[name]
        if meant is None:
            self.stop(spot, f"the alias `*{clipped(name)}` refers to itself", path)
        parts, levels = _extent(meant)
        self.parts += parts
        if self.parts > MOST_PARTS or len(path) + 1 + levels > DEEPEST:
            what = f"the aliases down to `*{clipped(name)}` stand for too much, or lie too deep"
            self.stop(spot, what, path, "write out what is meant")
        return meant

    def table(self, path: Path) -> dict[str, Node]:
        found: dict[str, Node] = {}
        last: Node | None = None
        while not isinstance(event := next(self.events), _ENDS):
            spot, meant = self.spot(event), _goes_on(event, last)
            if meant and last and "," in last.written:  # the same number, of which more was found
                self.problems.pop()
            key = self.key(event, path, meant)
            node = self.node(next(self.events), (*path, key))
            if meant and last:
                last = Node(last.spot, None, f"{last.written},{key}")
                continue
            last = node
            if key in found:
                what = f"`{clipped(key)}` is written twice, first on line {found[key].spot.line}"
                self.say(spot, what, (*path, key), "keep one of them")
            found.setdefault(key, Node(spot, last.value, last.written))
        return found

    def key(self, event: Any, path: Path, meant: str) -> str:
        spot = self.spot(event)
        if not isinstance(event, events.ScalarEvent):
            self.stop(spot, "a key must be a plain name", path)
        text = str(event.value)
        if event.tag is not None or event.anchor is not None:
            self.say(spot, f"the key `{clipped(text)}` carries a tag or an anchor", path)
        if event.style is None and text == "<<":
            what = f"`<<` cannot be used in a {self.noun}"
            self.say(spot, what, path, "use `based_on` to take over from another scenario")
        elif event.style is None and not isinstance(_value(text), str):
            what = f"a key must be a name, and `{clipped(text)}` is not"
            self.say(spot, what, path, meant or "put it in quotes if it is meant as a name")
        if len(text) > LONGEST_TEXT:
            self.stop(spot, f"a key of {len(text)} characters is too long", path)
        return text

    def single(self, event: events.ScalarEvent, path: Path) -> Node:
        spot, text = self.spot(event), str(event.value)
        value = _value(text) if event.style is None else text
        number = not isinstance(value, str)
        if len(text) > LONGEST_TEXT and not number:
            what = f"a text of {len(text)} characters is too long"
            self.say(spot, what, path, f"at most {LONGEST_TEXT}")
        elif number and len(text) > LONGEST_NUMBER:
            self.say(spot, f"`{clipped(text)}` is too long for a number", path)
        elif isinstance(value, float) and not math.isfinite(value):
            self.say(spot, f"`{clipped(text)}` is not a finite number", path)
        return Node(spot, value, text)

    def spot(self, event: Any) -> Spot:
        return Spot(self.shown, event.start_mark.line + 1)

    def say(self, spot: Spot, what: str, path: Path = (), hint: str = "") -> None:
        self.problems.append(Problem(spot, what, path, hint))

    def stop(self, spot: Spot, what: str, path: Path = (), hint: str = "") -> NoReturn:
        raise ScenarioError([*self.problems, Problem(spot, what, path, hint)])


def _extent(node: Node) -> tuple[int, int]:
    """How many parts a part has with itself, and on how many levels."""
    below = node.value.values() if isinstance(node.value, dict) else node.value
    extents = [_extent(part) for part in below] if isinstance(node.value, dict | list) else []
    return 1 + sum(parts for parts, _ in extents), 1 + max((n for _, n in extents), default=0)


def _goes_on(event: Any, last: Node | None) -> str:
    """What was meant where a key is what follows a comma in the number before it; else empty."""
    if not isinstance(event, events.ScalarEvent) or event.style is not None or last is None:
        return ""
    beside = last.spot.line == event.start_mark.line + 1
    return hint_for_parted(last.written, str(event.value)) if beside else ""


def _value(text: str) -> str | int | float | bool | None:
    """What unquoted text stands for: YAML 1.2, so ``no`` is text and ``1e-3`` a number."""
    for word, value in _WORDS.items():
        if text in (word, word.title(), word.upper()):
            return value
    if not _NUMBER.fullmatch(text):
        return text
    return int(text) if _WHOLE.fullmatch(text) and len(text) <= LONGEST_NUMBER else float(text)
