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

from tests.lessons import figures
from tests.lessons.lesson import (
    CODE,
    EARLIER,
    FOLDER,
    ROOT,
    Cell,
    Lesson,
    lessons,
    model_digest,
)
from tests.lessons.solutions import solutions

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
    lesson.text_file.write_text(text, encoding="utf-8")


def run(lesson: Lesson) -> dict[str, Any]:
    """Run a lesson's cells, then its solutions and its figures, in a session of its own.

    Returns the notebook without what came after it; raises where a cell fails. Seconds are those
    of the lesson's own cells.
    """
    own = len(lesson.cells())
    found, ended = _run(blank(lesson, [*solutions(lesson), figures.last_cell(lesson)]))
    gave = figures.of_output(found["cells"][-1])
    found["cells"] = found["cells"][:own]
    for cell in found["cells"]:  # how far the machine was, and what it lacks, is not the lesson's
        if cell["cell_type"] == "code":
            cell["outputs"] = [o for o in cell["outputs"] if o.get("name") != "stderr"]
    found["metadata"]["language_info"] = {"name": "python"}
    seconds = round(max(when for number, when in ended.items() if number < own))
    about = {"model": model_digest(), "seconds": seconds}
    found["metadata"]["joinedup"] = about | {"basis": basis_digest(lesson), "figures": gave}
    return found


def _run(cells: dict[str, Any]) -> tuple[dict[str, Any], dict[int, float]]:
    """A notebook, run in an empty folder, and by when each cell of code had run, in seconds."""
    import nbformat
    from nbclient import NotebookClient

    notebook, ended = nbformat.from_dict(cells), dict[int, float]()
    began = time.perf_counter()

    def note(cell_index: int, **_: Any) -> None:
        ended[cell_index] = time.perf_counter() - began

    with tempfile.TemporaryDirectory(prefix="lesson-") as folder:
        client = NotebookClient(
            notebook, timeout=600, resources={"metadata": {"path": folder}}, record_timing=False
        )
        client.coalesce_streams = True
        client.on_cell_executed = note
        client.execute()
    return json.loads(nbformat.writes(notebook)), ended


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


def basis_digest(lesson: Lesson) -> str:
    """What a lesson's figures rest on beside the lesson and the model, in eight letters."""
    return hashlib.sha256("\n".join(figures.basis(lesson)).encode()).hexdigest()[:8]


def outputs_still_hold(lesson: Lesson) -> bool:
    """Whether stored outputs and figures are of today's model and code, however it is set."""
    if not lesson.notebook_file.is_file():
        return False
    notebook = lesson.notebook
    stored = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    wanted = [cell.source for cell in lesson.cells() if cell.kind == "code"]
    same = [*map(_parsed, stored)] == [*map(_parsed, wanted)]
    about = notebook["metadata"]["joinedup"]
    return same and (about["model"], about.get("basis")) == (model_digest(), basis_digest(lesson))


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
            figures.put_into_words(lesson)
            store(lesson, reworded(lesson))
            seconds = notebook["metadata"]["joinedup"]["seconds"]
            print(f"{Path(lesson.notebook_file).name}: {seconds} seconds", flush=True)
    write_plan()


if __name__ == "__main__":
    main()
