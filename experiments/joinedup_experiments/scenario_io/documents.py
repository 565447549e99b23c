"""The documents that the program itself reads, so that nothing in them has a second copy.

A checkout has them in ``docs/``; an installed copy carries them beside this file.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_PLACES = (Path(__file__).parent / "pages", Path(__file__).parents[3] / "docs")


@cache
def page(name: str) -> str:
    """The text of a page: ``page("scenarios.md")``.

    Raises
    ------
    FileNotFoundError
        When the installed copy came without it.
    """
    for folder in _PLACES:
        if (folder / name).is_file():
            return (folder / name).read_text(encoding="utf-8")
    raise FileNotFoundError(f"docs/{name} did not come with this copy of joinedup")


def sections(text: str) -> list[tuple[str, str]]:
    r"""A page's headings, as written, each with what stands below it up to the next.

    >>> sections("# One\na\n## Two\nb\n")
    [('One', 'a\n'), ('Two', 'b\n')]
    """
    parts = re.split(r"^#+ +(.+)\n", text, flags=re.M)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def anchor(heading: str) -> str:
    """What a link to a heading ends with, as repositories show pages.

    >>> anchor("Handover (`handover`): barriers 2 to 5")
    'handover-handover-barriers-2-to-5'
    """
    plain = re.sub(r"[^\w\- ]", "", heading.lower())
    return plain.replace(" ", "-")
