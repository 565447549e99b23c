"""What words mean: ``glossary.yaml``, of which docs/glossary.md is made."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML


class Word(NamedTuple):
    """A word, what it means, other ways of saying it, and the section it stands in."""

    word: str
    means: str
    also: str
    section: str


@cache
def glossary() -> tuple[Word, ...]:
    """Every word, section by section."""
    sections = YAML(typ="safe", pure=True).load(Path(__file__).with_suffix(".yaml"))
    return tuple(
        Word(word, entry["means"], entry.get("also", ""), section)
        for section, words_there in sections.items()
        for word, entry in words_there.items()
    )


def words() -> dict[str, Word]:
    """Every word by every way of writing it, in small letters."""
    others = {o.lower(): word for word in glossary() for o in word.also.split(", ") if o}
    return others | {word.word.lower(): word for word in glossary()}


def glossary_page() -> str:
    """The words as docs/glossary.md has them, a section under each heading."""
    text = ""
    for word in glossary():
        heading = f"\n## {word.section}\n"
        text += heading if heading not in text else ""
        also = f" (also {word.also})" if word.also else ""
        text += f"\n**{word.word}**{also}: {word.means}\n"
    return text
