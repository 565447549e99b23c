"""Which sections of docs/model.md tell of something, and which shipped scenarios set it."""

from __future__ import annotations

import re
from functools import cache

from joinedup_experiments.scenario_io.documents import page, sections

MOST_SECTIONS = 4


@cache
def _sections() -> list[tuple[str, str]]:
    return sections(page("model.md"))


def sections_on_group(group: str, key: str) -> str:
    """The section of a group of parameters, and others that name the key."""
    own = [title for title, _ in _sections() if f"(`{group}`)" in title]
    named = [title for title, text in _sections() if f"`{key}`" in text]
    return _said([*own, *named])


def sections_naming(*names: str) -> str:
    """Sections in which one of the names stands, as code or in words."""
    patterns = [re.compile(rf"(?<![\w-]){re.escape(name)}", re.I) for name in names if name]
    return _said([t for t, text in _sections() if any(p.search(f"{t}\n{text}") for p in patterns)])


def _said(titles: list[str]) -> str:
    once = list(dict.fromkeys(title.replace("`", "") for title in titles))
    if not once:
        return ""
    more = len(once) - MOST_SECTIONS
    listed = "; ".join(f'"{title}"' for title in once[:MOST_SECTIONS])
    return f"docs/model.md: {listed}" + (f" and {more} more" if more > 0 else "")
