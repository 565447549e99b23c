"""What a word means, from docs/glossary.md, and where a scenario may use it as a value."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from joinedup_experiments.scenario_io.documents import page, sections
from joinedup_experiments.scenario_io.explain.entry import Entry
from joinedup_experiments.scenario_io.explain.of_scenario_keys import dotted, paths
from joinedup_experiments.scenario_io.explain.where_described import sections_naming

_ENTRY = re.compile(r"^\*\*(.+?)\*\*(?: \(also (.+?)\))?: (.+)$", re.M)


@cache
def glossary() -> dict[str, Entry]:
    """Every word of the glossary as it stands there, in small letters."""
    found = {}
    for title, text in sections(page("glossary.md")):
        for word, also, meaning in _ENTRY.findall(text):
            facts = (
                ("Also", also),
                ("Described in", sections_naming(word)),
                ("From", f'docs/glossary.md: "{title}"'),
            )
            plain = meaning.replace("*", "")
            found[word.lower()] = Entry(word, "a word", plain[:1].upper() + plain[1:], facts)
    return found


@cache
def words() -> dict[str, str]:
    """Every way of writing a word of the glossary, and the word that it stands for."""
    ways = {word: word for word in glossary()}
    for word, entry in glossary().items():
        for other in entry.fact("Also").split(","):
            if other.strip():
                ways.setdefault(other.strip().lower(), word)
    return ways


def word_entries(key: str) -> list[Entry]:
    """A word of the glossary, with spaces or ``_``; none when it is not there."""
    plain = " ".join(key.lower().replace("_", " ").split())
    hyphened = plain.replace(" ", "-")
    found = words().get(plain) or words().get(hyphened)
    return [glossary()[found]] if found else []


@cache
def values() -> dict[str, list[str]]:
    """Every name that a scenario chooses from, and the keys under which it may stand."""
    found: dict[str, list[str]] = {}
    for path, node in paths().items():
        for name in _names(node):
            found.setdefault(name, []).append(dotted(path))
    return found


def _names(node: dict[str, Any]) -> list[str]:
    kernel = node.get("items", node)
    return [name for name in kernel.get("enum", ()) if isinstance(name, str)]


def value_entries(key: str) -> list[Entry]:
    """A name that a scenario may give as a value: `post_box`, `matrix`; none when it is none."""
    homes = values().get(key)
    if not homes:
        return []
    says = f"A value that a scenario may give, at {len(homes)} place{'s'[: len(homes) > 1]}."
    facts = (
        ("Stands at", ", ".join(homes)),
        ("Described in", sections_naming(f"`{key}`", key.replace("_", " "))),
    )
    return [Entry(key, "a value", says, facts)]
