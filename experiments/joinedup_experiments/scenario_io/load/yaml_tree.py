"""From YAML text to a tree with line numbers.

The parser's events are read one by one, so nothing in a file is ever built or run: a tag
makes no object, an alias is counted before it is used, and too deep or too long a file is
left as soon as it shows.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from joinedup_experiments.scenario_io.load.problems import (
    Path,
    Problem,
    ScenarioError,
    Spot,
    clipped,
)
from joinedup_experiments.scenario_io.load.tree import Entry, Items, Leaf, Node, Table
from joinedup_experiments.scenario_io.load.yaml_slips import slip_near
from joinedup_experiments.scenario_io.load.yaml_syntax import explained

MOST_PARTS = 20_000
DEEPEST = 20
LONGEST_TEXT = 5_000
LONGEST_NUMBER = 40

_EMPTY = re.compile(r"|~|null|Null|NULL")
_YES_OR_NO = re.compile(r"true|True|TRUE|false|False|FALSE")
_WHOLE = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


# What is shipped is read again for every scenario that is based on it.
@lru_cache(maxsize=16)
def tree_of(text: str, shown: str, noun: str = "scenario") -> Table:
    """The tree of a scenario's text, or of another kind of file's.

    Parameters
    ----------
    text
        YAML.
    shown
        The file's name as messages give it.
    noun
        What the file is meant to be, as messages call it.

    Raises
    ------
    ScenarioError
        When it is not YAML, or YAML of a kind that no scenario needs.
    """
    return _Reader(text, shown, noun).document()


class _Reader:
    """Reads events into a tree, and keeps what is wrong until the end."""

    def __init__(self, text: str, shown: str, noun: str) -> None:
        self.noun = noun
        self.text = text
        self.shown = shown
        self.events = YAML(typ="safe", pure=True).parse(text)
        self.anchors: dict[str, Node | None] = {}
        self.parts = 0
        self.problems: list[Problem] = []

    def document(self) -> Table:
        event = self.next()
        while not isinstance(event, (DocumentStartEvent, StreamEndEvent)):
            event = self.next()
        if isinstance(event, StreamEndEvent):
            what, scenario = "this file is empty", self.noun == "scenario"
            hint = "start with `based_on: siloed_borough`" if scenario else ""
            self.stop(Spot(self.shown, 1), what, (), hint)
        root = self.node(self.next(), (), 1)
        self.next()
        event = self.next()
        if isinstance(event, DocumentStartEvent):
            what = f"a second document starts here; a {self.noun} is a file of its own"
            self.stop(self.spot(event), what, (), "take out the `---`")
        if not isinstance(root, Table):
            what = f"this is not a {self.noun}: it must consist of keys with values"
            what += ", such as `name: …`"
            self.stop(root.spot, what, (), self.meant_by(root))
        if self.problems:
            raise ScenarioError(self.problems)
        return root

    def meant_by(self, root: Node) -> str:
        """What to do about a file without keys."""
        line = "".join(self.text.splitlines()[root.spot.line - 1 : root.spot.line])
        if self.noun == "scenario" and line.count(",") > 1 and ":" not in line:
            return "a table is given to `joinedup new`, with `--teams` or the like"
        slip = slip_near(self.text, root.spot.line, 0)
        return slip.hint if slip else ""

    def next(self) -> Any:
        try:
            return next(self.events)
        except YAMLError as error:
            raise ScenarioError(explained(error, self.text, self.shown)) from None
        except Exception:
            # On odd text the parser itself can fail in ways that it does not announce.
            what = "this is not YAML that can be read"
            raise ScenarioError(Problem(Spot(self.shown), what)) from None

    def node(self, event: Any, path: Path, depth: int) -> Node:
        self.parts += 1
        if self.parts > MOST_PARTS:
            what = f"there are more than {MOST_PARTS} values here, too many for a {self.noun}"
            self.stop(self.spot(event), what, path)
        if depth > DEEPEST:
            what = f"this lies more than {DEEPEST} levels deep"
            self.stop(self.spot(event), what, path[:DEEPEST])
        if isinstance(event, AliasEvent):
            return self.alias(event, path, depth)
        if event.tag is not None:
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            what = f"the tag `{clipped(tag)}` cannot be used in a {self.noun}"
            self.say(self.spot(event), what, path, "write the value without it")
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        if isinstance(event, ScalarEvent):
            node: Node = self.leaf(event, path)
        elif isinstance(event, SequenceStartEvent):
            node = self.items(event, path, depth)
        else:
            node = self.table(event, path, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def alias(self, event: AliasEvent, path: Path, depth: int) -> Node:
        name = event.anchor
        if name not in self.anchors:
            what = f"there is no anchor `&{clipped(name)}` above this"
            self.stop(self.spot(event), what, path, "put it in quotes if it is meant as text")
        node = self.anchors[name]
        if node is None:
            self.stop(self.spot(event), f"the alias `*{clipped(name)}` refers to itself", path)
        self.parts += node.size
        if self.parts > MOST_PARTS or depth + node.height > DEEPEST:
            what = f"the aliases down to `*{clipped(name)}` stand for too much, or lie too deep"
            self.stop(self.spot(event), what, path, "write out what is meant")
        return node

    def items(self, start: Any, path: Path, depth: int) -> Items:
        found: list[Node] = []
        event = self.next()
        while not isinstance(event, SequenceEndEvent):
            found.append(self.node(event, (*path, len(found)), depth + 1))
            event = self.next()
        return Items(self.spot(start), tuple(found))

    def table(self, start: MappingStartEvent, path: Path, depth: int) -> Table:
        entries: dict[str, Entry] = {}
        last: Node | None = None
        event = self.next()
        while not isinstance(event, MappingEndEvent):
            spot = self.spot(event)
            key = self.key(event, path, last)
            value = self.node(self.next(), (*path, key), depth + 1)
            if key in entries:
                what = f"`{clipped(key)}` is written twice, first on line {entries[key].spot.line}"
                self.say(spot, what, (*path, key), "keep one of them")
            entries.setdefault(key, Entry(spot, value))
            last = value
            event = self.next()
        return Table(self.spot(start), entries)

    def key(self, event: Any, path: Path, last: Node | None) -> str:
        spot = self.spot(event)
        if not isinstance(event, ScalarEvent):
            self.stop(spot, "a key must be a plain name", path)
        text = str(event.value)
        if event.tag is not None or event.anchor is not None:
            self.say(spot, f"the key `{clipped(text)}` carries a tag or an anchor", path)
        if event.style is None and text == "<<":
            what = f"`<<` cannot be used in a {self.noun}"
            self.say(spot, what, path, "use `based_on` to take over from another scenario")
        elif event.style is None and not isinstance(_value(text), str):
            what = f"a key must be a name, and `{clipped(text)}` is not"
            self.say(spot, what, path, _meant_by_key(text, last))
        if len(text) > LONGEST_TEXT:
            self.stop(spot, f"a key of {len(text)} characters is too long", path)
        return text

    def leaf(self, event: ScalarEvent, path: Path) -> Leaf:
        spot, text = self.spot(event), str(event.value)
        quoted = event.style is not None
        if len(text) > LONGEST_TEXT:
            what = f"a text of {len(text)} characters is too long"
            self.say(spot, what, path, f"at most {LONGEST_TEXT}")
        elif not quoted and len(text) > LONGEST_NUMBER and _NUMBER.fullmatch(text):
            self.say(spot, f"`{clipped(text)}` is too long for a number", path)
        elif not quoted and not _finite(text):
            self.say(spot, f"`{clipped(text)}` is not a finite number", path)
        else:
            return Leaf(spot, text if quoted else _value(text), text, quoted)
        return Leaf(spot, 0)

    def spot(self, event: Any) -> Spot:
        return Spot(self.shown, event.start_mark.line + 1)

    def say(self, spot: Spot, what: str, path: Path = (), hint: str = "") -> None:
        self.problems.append(Problem(spot, what, path, hint))

    def stop(self, spot: Spot, what: str, path: Path = (), hint: str = "") -> NoReturn:
        raise ScenarioError([*self.problems, Problem(spot, what, path, hint)])


def _meant_by_key(text: str, last: Node | None) -> str:
    """What was meant by a number where a key belongs: mostly decimals after a comma."""
    if isinstance(last, Leaf) and isinstance(last.value, int) and _WHOLE.fullmatch(text):
        return f"did you mean `{last.written}.{text}`? Decimals take a point"
    return "put it in quotes if it is meant as a name"


def _finite(text: str) -> bool:
    if _NOT_FINITE.fullmatch(text):
        return False
    return not _NUMBER.fullmatch(text) or math.isfinite(float(text))


def _value(text: str) -> str | int | float | bool | None:
    """What unquoted text stands for: YAML 1.2, so ``no`` is text and ``1e-3`` a number."""
    if _EMPTY.fullmatch(text):
        return None
    if _YES_OR_NO.fullmatch(text):
        return text.lower() == "true"
    if _WHOLE.fullmatch(text):
        return int(text) if len(text) <= LONGEST_NUMBER else 0
    return float(text) if _NUMBER.fullmatch(text) else text
