"""What import-linter cannot hold: the size and the names of files, and what a rule may use."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = [file for room in ("sim", "experiments") for file in (ROOT / room).rglob("*.py")]
TESTS = [*(ROOT / "tests").rglob("*.py"), ROOT / "conftest.py"]
RULES = [f for f in (ROOT / "sim/joinedup/rules").glob("*.py") if f.stem != "collected"]
MODEL = [file for file in CODE if file.is_relative_to(ROOT / "sim")]

LONGEST_FILE = 400
NAMES_THAT_SAY_NOTHING = {
    "base", "common", "core", "helper", "helpers", "manager", "managers", "misc", "stuff",
    "tool", "tools", "util", "utils",
}  # fmt: skip
A_RULE_MAY_IMPORT = {"__future__", "enum", "math", "numba", "typing", "joinedup"}


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def imported_packages(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(text_of(file))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").partition(".")[0])
    return found


def breaking(files: Iterable[Path], holds: Callable[[Path], bool]) -> list[str]:
    """The files of which something does not hold."""
    return [name_of(file) for file in files if not holds(file)]


def test_files_are_short():
    """A file that is longer has two jobs: part it."""
    lines = {file: len(text_of(file).splitlines()) for file in CODE + TESTS}
    assert breaking(CODE + TESTS, lambda file: lines[file] <= LONGEST_FILE) == []


def test_files_are_named_after_what_they_hold():
    named = [file for file in CODE + TESTS if not file.stem.startswith("__")]
    assert breaking(named, lambda file: file.stem.lstrip("_") not in NAMES_THAT_SAY_NOTHING) == []


def test_no_class_is_a_manager_or_a_helper():
    empty = re.compile(r"^\s*class \w*(Manager|Helper|Utils?)\b", re.MULTILINE)
    assert breaking(CODE, lambda file: not empty.search(text_of(file))) == []


def test_the_model_passes_no_unnamed_arguments_along():
    """But for Mesa's own signatures, and ``by``, whose keywords are an enumeration's members."""
    elsewhere = ("mesa_model", "parameter.py")
    files = [file for file in MODEL if not set(elsewhere) & set(file.parts)]
    assert breaking(files, lambda file: not takes_any_keyword(file)) == []


def takes_any_keyword(file: Path) -> bool:
    functions = (ast.FunctionDef, ast.Lambda)
    nodes = [node for node in ast.walk(ast.parse(text_of(file))) if isinstance(node, functions)]
    return any(node.args.kwarg is not None for node in nodes)


def test_a_rule_is_numbers_in_numbers_out():
    assert RULES
    assert breaking(RULES, lambda file: imported_packages(file) <= A_RULE_MAY_IMPORT) == []


def test_no_docstring_stands_for_two_things():
    """A second copy in a file describes something else, or nothing."""

    def docstrings(file: Path) -> list[str]:
        kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
        nodes = [node for node in ast.walk(ast.parse(text_of(file))) if isinstance(node, kinds)]
        return [text for text in map(ast.get_docstring, nodes) if text]

    assert breaking(MODEL, lambda file: len(docstrings(file)) == len(set(docstrings(file)))) == []
