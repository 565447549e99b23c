"""Keeps pictures small enough for a repository."""

from __future__ import annotations

from pathlib import Path

from PIL import Image


def keep_small(picture: Path, to: Path, colours: int = 32) -> None:
    """Write a PNG again with so many colours, in a folder that is made if need be."""
    to.parent.mkdir(exist_ok=True)
    with Image.open(picture) as opened:
        opened.convert("RGB").quantize(colours).save(to, optimize=True)
