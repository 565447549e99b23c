"""What a word means, from the glossary, and where a scenario may use it as a value."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from joinedup_experiments.scenario_io.explain.entry import Entry
from joinedup_experiments.scenario_io.explain.of_scenario_keys import dotted, paths

GLOSSARY = Path(__file__).with_name("glossary.yaml")


@cache
def glossary() -> dict[str, Entry]:
    """Every word of the glossary as it stands there, in small letters."""
    sections = YAML(typ="safe", pure=True).load(GLOSSARY)
    return {
        word.lower(): Entry(
            word, "a word", entry["means"], (("Also", entry.get("also", "")), ("From", title))
        )
        for title, words_there in sections.items()
        for word, entry in words_there.items()
    }


def glossary_page() -> str:
    """The entries as docs/glossary.md has them, a section under each heading."""
    text, title = "", ""
    for entry in glossary().values():
        if entry.fact("From") != title:
            title = entry.fact("From")
            text += f"\n## {title}\n"
        also = f" (also {entry.fact('Also')})" if entry.fact("Also") else ""
        text += f"\n**{entry.key}**{also}: {entry.says}\n"
    return text


@cache
def words() -> dict[str, str]:
    """Every way of writing a word of the glossary, and the word that it stands for."""
    ways = {word: word for word in glossary()}
    for word, entry in glossary().items():
        for other in filter(None, entry.fact("Also").split(", ")):
            ways.setdefault(other.strip().lower(), word)
    return ways


def word_entries(key: str) -> list[Entry]:
    """A word of the glossary, with spaces or ``_``; none when it is not there."""
    plain = " ".join(key.lower().replace("_", " ").split())
    found = words().get(plain) or words().get(plain.replace(" ", "-"))
    return [glossary()[found]] if found else []


@cache
def values() -> dict[str, list[str]]:
    """Every name that a scenario chooses from, and the keys under which it may stand."""
    found: dict[str, list[str]] = {}
    for path, node in paths().items():
        for holder in (node, node.get("items", {}), node.get("propertyNames", {})):
            for name in holder.get("enum", ()):
                found.setdefault(name, []).append(dotted(path))
    return found


def value_entries(key: str) -> list[Entry]:
    """A name that a scenario may give as a value: `post_box`, `matrix`; none when it is none."""
    homes = values().get(key, [])
    says = f"A name that a scenario may give, at {len(homes)} place{'s'[: len(homes) > 1]}."
    return [Entry(key, "a value", says, (("Stands at", ", ".join(homes)),))] if homes else []
