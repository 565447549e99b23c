"""Measures the house: how big it is, how its rooms hang together, what of the old is left.

    python -m tests.architecture.measure_house              the working tree
    python -m tests.architecture.measure_house REV          any git revision
    python -m tests.architecture.measure_house --compare REV    REV beside the working tree

How it counts, the same for `sim/` and `experiments/` and for `sim/joinedup/` and
`experiments/joinedup_experiments/`:

- **room**: what a reader sees first. The model is one room, `scenarios/` another; in the
  experiments package each folder with Python in it is one, and so is each loose file.
- **loose file**: a `.py` file directly in the experiments package, `__init__.py` left out.
- **folder**: a folder directly in the experiments package, with Python in it or not.
- **edge**: one module imports another of ours, however often; `from a import b` goes to the
  module `a.b` where there is one, else to `a`. Imports inside a function, and those for types
  alone, count. An edge between rooms is counted once, however many modules make it.
- **circle**: modules (or rooms) each of which can be reached from each other by imports: a
  strongly connected component of two or more. "At run time" leaves out `if TYPE_CHECKING`.
- **floors**: the rooms on the longest way down; a circle of rooms is one floor.
- **lines**: all lines of `.py` files, blank ones and comments included; a function's lines
  run from `def` to its last line, docstring included. Long functions and files are counted
  in the model and the experiments, benchmarks included; those of the tests stand apart.
- **words**: what `wc -w` counts, in the Markdown files that git tracks, outside `results/`.
- **old names**: see `old_names.py`. A `.py` file is code; Markdown, YAML, notebooks and the
  like are docs.
"""

from __future__ import annotations

import argparse
import ast
import io
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.architecture.find_old_names import occurrences
from tests.architecture.import_graph import House, circles, floors

ROOT = Path(__file__).parents[2]
GOALS = {
    "experiments: loose files": "0",
    "experiments: lines, no benchmarks": "<= 16,000",
    "rooms": "<= 13",
    "circles of modules, typing included": "0",
    "circles of modules, at run time": "0",
    "circles of rooms, typing included": "0",
    "functions over 40 lines": "0",
    "files over 250 lines": "0",
    "files over 400 lines": "0",
    "words of docs": "<= 35,000",
    "old names in code": "0",
    "old names in docs": "0",
}


@dataclass
class Measured:
    """The figures of one state of the repository, and what stands behind some of them."""

    figures: dict[str, int] = field(default_factory=dict)
    circles: list[str] = field(default_factory=list)
    old_names: dict[str, Counter[str]] = field(
        default_factory=lambda: {"code": Counter(), "docs": Counter()}
    )


def measure(root: Path, files: list[str]) -> Measured:
    """Everything, of the files below a folder."""
    house, out = House(root, files), Measured()
    _sizes(house, out)
    _drawing(house, out)
    docs = [f for f in files if f.endswith(".md") and not f.startswith("results/")]
    words = sum(len((root / f).read_text("utf-8").split()) for f in docs)
    out.figures |= {"words of docs": words, "old names in code": 0, "old names in docs": 0}
    for one in occurrences(root, files):
        kind = "code" if one.file.endswith(".py") else "docs"
        out.figures[f"old names in {kind}"] += 1
        out.old_names[kind][one.name.old] += 1
    return out


def _sizes(house: House, out: Measured) -> None:
    inside = [f for f in house.files if f.startswith(f"{house.experiments}/")]
    parts = [f.removeprefix(f"{house.experiments}/").split("/") for f in inside]
    loose = [p for p in parts if len(p) == 1 and p[0].endswith(".py") and p != ["__init__.py"]]
    lines = {file: text.count("\n") for file, text in house.text.items()}

    def total(folder: str) -> int:
        return sum(many for file, many in lines.items() if file.startswith(f"{folder}/"))

    tests = [f for f in lines if f.startswith("tests/")]
    ours = [f for f in lines if f.startswith(("sim/", "experiments/", "scenarios/"))]
    functions = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for file in ours
        for node in ast.walk(house.trees[file])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    everything, benchmarks = total("experiments"), total(f"{house.experiments}/benchmarks")
    out.figures |= {
        "experiments: folders": len({p[0] for p in parts if len(p) > 1}),
        "experiments: loose files": len(loose),
        "experiments: lines, no benchmarks": everything - benchmarks,
        "experiments: lines": everything,
        "sim: lines": total("sim"),
        "tests: lines": total("tests"),
        "functions over 40 lines": sum(many > 40 for many in functions),
        "files over 250 lines": sum(lines[f] > 250 for f in ours),
        "files over 400 lines": sum(lines[f] > 400 for f in ours),
        "tests: files over 250 lines": sum(lines[f] > 250 for f in tests),
        "tests: files over 400 lines": sum(lines[f] > 400 for f in tests),
    }


def _drawing(house: House, out: Measured) -> None:
    typed, run = house.imports(types=True), house.imports(types=False)
    rooms = house.between_rooms(typed)
    out.figures |= {
        "rooms": rooms.number_of_nodes(),
        "floors of rooms": floors(rooms),
        "edges between rooms": rooms.number_of_edges(),
        "modules": typed.number_of_nodes(),
        "edges between modules": typed.number_of_edges(),
        "edges between modules, at run time": run.number_of_edges(),
    }
    for what, graph in (
        ("modules, typing included", typed),
        ("modules, at run time", run),
        ("rooms, typing included", rooms),
    ):
        out.figures[f"circles of {what}"] = len(circles(graph))
        out.circles += [f"{what}: {', '.join(c)}" for c in circles(graph)]


def git(*words: str) -> bytes:
    """What git answers, or the end of the program with git's own reason."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True)
    if done.returncode:
        sys.exit(done.stderr.decode().strip())
    return done.stdout


def measured(revision: str | None) -> Measured:
    """A revision, in a folder that is swept away; without one, the tracked files as they are."""
    if revision is None:
        listed = git("ls-files", "-z").decode().split("\0")
        return measure(ROOT, [f for f in listed if f and (ROOT / f).is_file()])
    packed = git("archive", revision, "--", ".", ":!results")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        root = Path(folder)
        files = [f.relative_to(root).as_posix() for f in root.rglob("*") if f.is_file()]
        return measure(root, sorted(files))


def show(columns: dict[str, Measured]) -> None:
    """The figures as columns beside the goal; then the last column's circles and names."""
    print(f"{'':36}" + "".join(f"{name[:12]:>14}" for name in columns) + f"{'goal':>14}")
    last = list(columns.values())[-1]
    for figure in last.figures:
        values = "".join(f"{m.figures[figure]:>14,}" for m in columns.values())
        print(f"{figure:36}{values}{GOALS.get(figure, ''):>14}")
    for circle in last.circles:
        print(f"\ncircle of {circle}")
    for kind, names in last.old_names.items():
        top = ", ".join(f"{name} {many:,}" for name, many in names.most_common(10))
        print(f"\nold names in {kind}, the ten most common: {top or 'none'}")


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("revision", nargs="?", help="a git revision; without, the working tree")
    parser.add_argument("--compare", metavar="REV", help="a revision to set beside it")
    asked = parser.parse_args()
    before = {"before": measured(asked.compare)} if asked.compare else {}
    show(before | {"now": measured(asked.revision)})


if __name__ == "__main__":
    main()
