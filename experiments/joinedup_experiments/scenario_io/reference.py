"""What words, mechanisms and activities mean, and tables of docs/scenarios.md and docs/glossary.md.

``python -m joinedup_experiments.scenario_io.reference docs/*.md`` writes each anew between its
markers: ``<!-- keys of teams.* -->`` and ``<!-- end -->``; ``<!-- names -->`` holds the names to
choose from, ``<!-- mechanisms -->`` what leaving out each does, ``<!-- words -->`` the glossary.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path as File
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from joinedup.codes import Mechanism, title
from joinedup.rules.collected import ACTIVITIES
from joinedup.scenario import names
from joinedup.scenario.keys import one_of
from joinedup_experiments.display.document import Table
from joinedup_experiments.display.markdown import markdown_table
from joinedup_experiments.scenario_io.scenario_keys import paths, value_words

_MARKED = re.compile(
    r"(<!-- (keys of (?P<of>\S+)|names|mechanisms|words) -->\n)(.*?)(<!-- end -->)", re.S
)
_TOP = "a_scenario"
_HEADINGS = ("key", "meaning", "unit or values", "default")
_FOR_FILES = (
    ("`based_on`", "the scenario this one starts from", "name or path", "none"),
    ("`worlds`", "the place's own plausible worlds, from `joinedup fit`", "table", "England's"),
    (
        "`posts`",
        "whether this file's posts, and `hours_a_week` of joint meetings, are those of the whole "
        "place, or for every 30,000 residents",
        "whole_place, per_30000",
        "per_30000",
    ),
    (
        "`add`",
        "[building blocks](blocks.md) with their sizes in this place, laid over what it is "
        "based on and under its own `arrangement`",
        "list",
        "none",
    ),
)
_MOST_NAMES = 90  # characters; longer lists stand below the tables


class Word(NamedTuple):
    """A word, what it means, other ways of saying it, and the section it stands in."""

    word: str
    means: str
    also: str
    section: str


@cache
def glossary() -> tuple[Word, ...]:
    """Every word, section by section."""
    return tuple(
        Word(word, entry["means"], entry.get("also", ""), section)
        for section, words_there in _file("glossary").items()
        for word, entry in words_there.items()
    )


@cache
def mechanisms() -> dict[str, Mapping[str, str]]:
    """What each mechanism ``does``, and what happens ``without`` it, in the order of their bits."""
    return {name: _file("meanings")["mechanisms"][name] for name in names.names_of(Mechanism)}


@cache
def activities() -> dict[str, str]:
    """What each activity of the event log means, by its title."""
    return {title(one): _file("meanings")["activities"][title(one)] for one in ACTIVITIES.values()}


def _file(name: str) -> Any:
    return YAML(typ="safe", pure=True).load(File(__file__).with_name(f"{name}.yaml"))


def words() -> dict[str, Word]:
    """Every word by every way of writing it, in small letters."""
    others = {o.lower(): word for word in glossary() for o in word.also.split(", ") if o}
    return others | {word.word.lower(): word for word in glossary()}


def written(page: str) -> str:
    """A page with the tables between its markers as they are now."""

    def anew(found: re.Match[str]) -> str:
        pieces = {"names": _names, "mechanisms": _mechanisms, "words": _glossary_page}
        piece = _table(found["of"]) if found["of"] else pieces[found[2]]()
        return f"{found[1]}\n{piece.strip()}\n\n{found[5]}"

    return _MARKED.sub(anew, page)


def _table(of: str) -> str:
    """The table of the keys of one part: ``place``, ``teams.*``."""
    part = () if of == _TOP else tuple(of.split("."))
    rows = [*_FOR_FILES] if of == _TOP else []
    for path, node in paths().items():
        if path[:-1] == part and path[-1] != "*":
            values = value_words(node)
            if "enum" in node and len(values) > _MOST_NAMES:
                values = "a name, below"
            rows.append((f"`{path[-1]}`", node["meaning"], values, node["given"]))
    return markdown_table(Table("", _HEADINGS, rows))


def _names() -> str:
    """The names to choose from that are too many for a table, each list once."""
    lists = filter(None, map(one_of, vars(names).values()))
    return "".join(f"- {a.noun}: {', '.join(a.names)}\n" for a in lists if a.noun != "name")


def _mechanisms() -> str:
    rows = [(f"`{name}`", one["without"]) for name, one in mechanisms().items()]
    return markdown_table(Table("", ("mechanism", "what leaving it out does"), rows))


def _glossary_page() -> str:
    """The words as docs/glossary.md has them, a section under each heading."""
    text = ""
    for word in glossary():
        heading = f"\n## {word.section}\n"
        text += heading if heading not in text else ""
        also = f" (also {word.also})" if word.also else ""
        text += f"\n**{word.word}**{also}: {word.means}\n"
    return text


if __name__ == "__main__":
    for asked in sys.argv[1:]:
        File(asked).write_text(written(File(asked).read_text("utf-8")), "utf-8")
