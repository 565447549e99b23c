"""The files that are written for a place, from `templates/`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


def quoted(text: str) -> str:
    r"""A text as YAML takes it whatever is in it.

    >>> print(quoted('St Mary: "north"'))
    "St Mary: \"north\""
    """
    return json.dumps(text, ensure_ascii=False)


def rendered(template: str, values: Mapping[str, Any]) -> str:
    """The text of a template in `templates/`, such as ``place.yaml``."""
    return _templates().get_template(f"{template}.j2").render(values)


@cache
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = FileSystemLoader(Path(__file__).parent / "templates")
    made = Environment(
        loader=folder, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        undefined=StrictUndefined,
    )  # fmt: skip
    made.filters["quoted"] = quoted
    return made
