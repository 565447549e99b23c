"""Finds where the names of ``old_names.py`` still stand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.architecture.old_names import ALLOWED, IDENTIFIER, NAMED, OLD_NAMES, WORD, OldName

READ = {".py", ".md", ".yaml", ".yml", ".toml", ".j2", ".ipynb"}
GAP = r"[\s_#*>-]+"  # what may stand between two words, the end of a line included
WORDS = sorted((n for n in OLD_NAMES if n.where == WORD), key=lambda n: -len(n.old))


class Occurrence(NamedTuple):
    """An old name where it stands; ``str`` of it is what a test prints."""

    file: str
    line: int
    name: OldName

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.name.old} → {self.name.new}"


def _pattern(old: str) -> str:
    """An entry for prose as an expression that ends where the word ends."""
    end = "(?![a-z])" * old[-1].isalpha()
    return GAP.join(re.escape(word.lower()) for word in old.split()) + end


_STARTS = "".join(sorted({re.escape(n.old[0].lower()) for n in WORDS}))
_ANY_WORD = re.compile(
    f"(?<![a-z])(?=[{_STARTS}])(?:" + "|".join(f"({_pattern(n.old)})" for n in WORDS) + ")"
)


def _names(tree: ast.Module) -> Iterator[tuple[int, str, bool]]:
    """Each Python name with its line, and whether it names a function, class or module."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 1)
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield line, node.name, True
                for field in node.body if isinstance(node, ast.ClassDef) else []:
                    if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                        yield field.lineno, f"{node.name}.{field.target.id}", False
            case ast.Import() | ast.ImportFrom():
                module = getattr(node, "module", None)
                for name in filter(None, [module, *(a.name for a in node.names)]):
                    yield line, name, True
                    if "." in name:
                        yield from ((line, part, True) for part in name.split("."))
                yield from ((line, a.asname, True) for a in node.names if a.asname)
            case ast.Attribute():
                owner = getattr(node.value, "attr", getattr(node.value, "id", ""))
                yield line, node.attr, False
                yield line, f"{owner}.{node.attr}", False
            case ast.Name():
                yield line, node.id, False
            case ast.arg() | ast.keyword() if node.arg:
                yield line, node.arg, False


@cache
def _retired(identifier: str, named: bool) -> tuple[OldName, ...]:
    kinds = (IDENTIFIER, NAMED) if named else (IDENTIFIER,)
    return tuple(n for n in OLD_NAMES if n.where in kinds and fnmatchcase(identifier, n.old))


def _everywhere(file: str, text: str) -> Iterator[Occurrence]:
    for match in _ANY_WORD.finditer(f"{file}\n{text}".lower()):
        line = max(1, match.string.count("\n", 0, match.start()))
        yield Occurrence(file, line, WORDS[(match.lastindex or 0) - 1])
    if file.endswith(".py"):
        names = [(1, Path(file).stem, True), *_names(ast.parse(text))]
        for line, identifier, named in names:
            for name in _retired(identifier, named)[:1]:
                yield Occurrence(file, line, name)


def occurrences(root: Path, files: Iterable[str]) -> Iterator[Occurrence]:
    """Every old name in ``files`` (paths below ``root``) that no exception allows."""
    for file in files:
        if Path(file).suffix not in READ or file.startswith("results/"):
            continue
        allowed = [a.old for a in ALLOWED if fnmatchcase(file, a.within)]
        for one in _everywhere(file, (root / file).read_text(encoding="utf-8")):
            excused = any(fnmatchcase(one.name.old, old) for old in allowed)
            if not excused and fnmatchcase(file, one.name.within):
                yield one
