"""What import-linter cannot hold: the size and the names of files, and what a rule may use."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

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


def imported_packages(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("file", CODE + TESTS, ids=name_of)
def test_files_are_short(file):
    lines = len(file.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE, (
        f"{name_of(file)} has {lines} lines: part it where it has two jobs"
    )


@pytest.mark.parametrize("file", CODE + TESTS, ids=name_of)
def test_files_are_named_after_what_they_hold(file):
    assert file.stem.lstrip("_") not in NAMES_THAT_SAY_NOTHING


@pytest.mark.parametrize("file", CODE, ids=name_of)
def test_no_class_is_a_manager_or_a_helper(file):
    classes = re.findall(r"^\s*class (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in classes if re.search(r"(Manager|Helper|Utils?)$", name)] == []


@pytest.mark.parametrize("file", MODEL, ids=name_of)
def test_the_model_passes_no_unnamed_arguments_along(file):
    """Mesa's own signatures are the one exception."""
    if file.stem == "mesa_model":
        pytest.skip("Mesa's agents are made with **kwargs")
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.Lambda)]
    assert [f.lineno for f in functions if f.args.kwarg is not None] == []


@pytest.mark.parametrize("file", RULES, ids=name_of)
def test_a_rule_is_numbers_in_numbers_out(file):
    assert imported_packages(file) <= A_RULE_MAY_IMPORT
