"""A lesson: its text, which is written by hand, and the notebook that is made of it.

The text is Markdown. A block of Python is a code cell, what stands between two is a Markdown cell,
and a line of three dashes begins another. What a reviewer reads is the text; the notebook has the
same cells and what they gave.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "notebooks"
TEXTS = FOLDER / "text"
# What lessons' runs give depends on these alone: baselines have results digit for digit, and
# change when the model's do.
BASELINES = ("siloed_borough", "local_care_network_well", "case_management", "one_kettle")
MADE_OF = (
    *(ROOT / f"tests/baselines/{name}.csv" for name in BASELINES),
    ROOT / "experiments/joinedup_experiments/scenario_io/plausible_worlds.csv",
)
EARLIER = (
    "*The outputs stored here are of an earlier state of the model: run the cells for today's.*"
)
CODE = re.compile(r"^```python\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
PUBLIC = re.compile(
    r"joinedup(\.mesa_model|\.codes)?|joinedup_experiments\.evaluator\.designs(\.\w+)?"
    r"|joinedup_experiments\.readiness|joinedup_experiments\.evaluator\.(evaluation\.envelope|quality)"
)


def model_digest() -> str:
    """What the results of the model are known by: eight letters."""
    digest = hashlib.sha256()
    for file in MADE_OF:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


@dataclass(frozen=True)
class Cell:
    """A cell of a lesson: ``kind`` is ``markdown`` or ``code``."""

    kind: str
    source: str


@dataclass(frozen=True)
class Lesson:
    """A lesson by the name of its text, such as ``1_one_person``."""

    name: str

    @property
    def text_file(self) -> Path:
        return TEXTS / f"{self.name}.md"

    @property
    def text(self) -> str:
        return self.text_file.read_text(encoding="utf-8")

    @property
    def notebook_file(self) -> Path:
        return FOLDER / f"{self.name}.ipynb"

    @property
    def note_file(self) -> Path:
        return FOLDER / "facilitator" / f"{self.name}.md"

    @property
    def notebook(self) -> dict[str, Any]:
        """The stored notebook."""
        found: dict[str, Any] = json.loads(self.notebook_file.read_text(encoding="utf-8"))
        return found

    @property
    def title(self) -> str:
        return self.text.splitlines()[0].removeprefix("# ")

    def cells(self) -> list[Cell]:
        """The cells of the text, in order."""
        found: list[Cell] = []
        for number, part in enumerate(CODE.split(self.text)):
            if number % 2:
                found.append(Cell("code", part.rstrip("\n")))
                continue
            pieces = (piece.strip("\n") for piece in re.split(r"^---\n", part, flags=re.MULTILINE))
            found += [Cell("markdown", piece) for piece in pieces if piece.strip()]
        return found

    def imported(self) -> set[str]:
        """Of joinedup, the modules that its cells import."""
        code = "\n".join(cell.source for cell in self.cells() if cell.kind == "code")
        return {name for name in modules(code) if name.startswith("joinedup")}


def modules(code: str) -> set[str]:
    """The modules that code imports, or imports from."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def lessons() -> list[Lesson]:
    """Every lesson, in order."""
    return [Lesson(file.stem) for file in sorted(TEXTS.glob("*.md"))]
