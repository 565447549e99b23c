"""``python -m tests.lessons.make [NAME ...]``: run lessons from top to bottom and store them.

Without names, those whose code or whose model has changed; words are always stored anew. Code is
formatted first, where ruff is there. It takes ``pip install -e ".[lessons]"``. The plan in
``notebooks/README.md`` gets the seconds that each took. With ``--earlier`` nothing is run:
notebooks whose model has changed say so in their first cell.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.lessons.lesson import (
    CODE,
    EARLIER,
    FOLDER,
    ROOT,
    TEXTS,
    Cell,
    Lesson,
    lessons,
    model_digest,
)

TABLE = re.compile(r"(<!-- seconds -->\n).*?(<!-- end -->)", re.DOTALL)
ADDRESS = re.compile(r"0x[0-9a-f]{8,}|moving-[0-9a-f]{8}")


def blank(lesson: Lesson, more: Sequence[Cell] = ()) -> dict[str, Any]:
    """The notebook of a lesson's text, and of ``more`` cells after it, without outputs."""
    cells = []
    for number, cell in enumerate([*lesson.cells(), *more]):
        made: dict[str, Any] = {
            "cell_type": cell.kind,
            "id": f"cell-{number:02}",
            "metadata": {},
            "source": cell.source,
        }
        if cell.kind == "code":
            made |= {"execution_count": None, "outputs": []}
        cells.append(made)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}


def format_code(lesson: Lesson) -> None:
    """Format the text's cells of code as ruff formats a notebook's."""
    ruff = shutil.which("ruff")
    if not ruff:
        return
    with tempfile.TemporaryDirectory(prefix="lesson-") as folder:
        file = Path(folder, "lesson.ipynb")
        file.write_text(json.dumps(blank(lesson)), encoding="utf-8")
        command = [ruff, "format", "--quiet", "--config", str(ROOT / "pyproject.toml"), str(file)]
        subprocess.run(command, check=True)
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    code = iter(["".join(one["source"]) for one in cells if one["cell_type"] == "code"])
    text = CODE.sub(lambda found: f"```python\n{next(code)}\n```\n", lesson.text)
    (TEXTS / f"{lesson.name}.md").write_text(text, encoding="utf-8")


def run(lesson: Lesson, more: Sequence[Cell] = ()) -> dict[str, Any]:
    """Run a lesson's cells, and ``more`` after them, in a session and an empty folder of its own.

    Returns the notebook; raises where a cell fails.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.from_dict(blank(lesson, more))
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="lesson-") as folder:
        place = {"metadata": {"path": folder}}
        NotebookClient(
            notebook, timeout=600, resources=place, record_timing=False, coalesce_streams=True
        ).execute()
    seconds = time.perf_counter() - began
    found: dict[str, Any] = json.loads(nbformat.writes(notebook))
    for cell in found["cells"]:  # how far the machine was, and what it lacks, is not the lesson's
        if cell["cell_type"] == "code":
            cell["outputs"] = [o for o in cell["outputs"] if o.get("name") != "stderr"]
    found["metadata"]["language_info"] = {"name": "python"}
    found["metadata"]["joinedup"] = {"model": model_digest(), "seconds": round(seconds)}
    return found


def store(lesson: Lesson, notebook: dict[str, Any]) -> None:
    """Write a notebook such that the same cells and outputs give the same bytes."""
    for cell in notebook["cells"]:  # as Jupyter writes it
        cell["source"] = "".join(cell["source"]).splitlines(keepends=True)
    text = json.dumps(notebook, indent=1, ensure_ascii=False)
    seen: dict[str, str] = {}
    for found in ADDRESS.findall(text):  # what differs from run to run, and means nothing
        name = hashlib.sha256(f"{lesson.name} {len(seen)}".encode()).hexdigest()[: len(found) - 2]
        seen.setdefault(found, f"0x{name}" if found.startswith("0x") else f"moving-{name[:8]}")
    for old, new in seen.items():
        text = text.replace(old, new)
    lesson.notebook_file.write_text(text + "\n", encoding="utf-8")


def outputs_still_hold(lesson: Lesson) -> bool:
    """Whether the stored outputs are of today's model and the text's code, however it is set."""
    if not lesson.notebook_file.is_file():
        return False
    notebook = lesson.notebook
    stored = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    wanted = [cell.source for cell in lesson.cells() if cell.kind == "code"]
    same = [*map(_parsed, stored)] == [*map(_parsed, wanted)]
    return same and notebook["metadata"]["joinedup"]["model"] == model_digest()


def _parsed(code: str) -> str:
    return ast.dump(ast.parse(code))


def reworded(lesson: Lesson) -> dict[str, Any]:
    """The notebook with the text's words and the stored outputs."""
    notebook, stored = blank(lesson), lesson.notebook
    outputs = iter([cell for cell in stored["cells"] if cell["cell_type"] == "code"])
    for number, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code":
            mine = {"id": cell["id"], "source": cell["source"]}
            notebook["cells"][number] = next(outputs) | mine
    return notebook | {"metadata": stored["metadata"]}


def say_earlier(lesson: Lesson) -> None:
    """Let a notebook say that its outputs are of an earlier model."""
    notebook = lesson.notebook
    first = notebook["cells"][0]
    source = "".join(first["source"])
    if notebook["metadata"]["joinedup"]["model"] != model_digest() and EARLIER not in source:
        first["source"] = f"{source}\n\n{EARLIER}"
        store(lesson, notebook)


def plan_table() -> str:
    """What each stored lesson took to run, as the course plan has it."""
    rows = ["| lesson | computing, seconds |", "|---|---:|"]
    for one in lessons():
        if one.notebook_file.is_file():
            seconds = one.notebook["metadata"]["joinedup"]["seconds"]
            rows.append(f"| [{one.title}]({one.name}.ipynb) | {seconds} |")
    return "\n".join(rows) + "\n"


def write_plan() -> None:
    page = FOLDER / "README.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(TABLE.sub(rf"\g<1>{plan_table()}\g<2>", text), encoding="utf-8")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("names", nargs="*", help="lessons by the beginning of their names")
    ask.add_argument("--earlier", action="store_true", help="run nothing, say what is earlier")
    asked = ask.parse_args()
    chosen = [one for one in lessons() if any(one.name.startswith(n) for n in asked.names)]
    for lesson in chosen or ([] if asked.names else lessons()):
        if asked.earlier:
            say_earlier(lesson)
            continue
        format_code(lesson)
        if outputs_still_hold(lesson) and not asked.names:
            store(lesson, reworded(lesson))
        else:
            store(lesson, notebook := run(lesson))
            seconds = notebook["metadata"]["joinedup"]["seconds"]
            print(f"{Path(lesson.notebook_file).name}: {seconds} seconds", flush=True)
    write_plan()


if __name__ == "__main__":
    main()
