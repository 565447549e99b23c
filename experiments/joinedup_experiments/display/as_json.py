"""Values as the bytes of a JSON file."""

from __future__ import annotations

import json
from typing import Any


def as_json(values: Any, indent: int = 1) -> bytes:
    r"""Values as the bytes of a JSON file; what is not UTF-8 in a path is written as JSON can.

    >>> as_json({"out": "caf\udce9"}).decode()
    '{\n "out": "caf\\udce9"\n}\n'
    """
    text = json.dumps(values, indent=indent, ensure_ascii=False)
    return f"{text}\n".encode(errors="backslashreplace")
