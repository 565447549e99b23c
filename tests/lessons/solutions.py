"""The folded solutions of a lesson's exercises: their code, and what it asks of the library."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator

from tests.lessons.lesson import Cell, Lesson

FOLDED = re.compile(r"<details><summary>Solution</summary>\n(.*?)</details>", re.DOTALL)
BLOCK = re.compile(r"^```\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def solutions(lesson: Lesson) -> list[Cell]:
    """Each block of code in the lesson's folded solutions, in order."""
    blocks = (code for folded in FOLDED.findall(lesson.text) for code in BLOCK.findall(folded))
    return [Cell("code", code.rstrip("\n")) for code in blocks]


def code_of(lesson: Lesson) -> str:
    """The lesson's own cells of code, as one text."""
    return "\n".join(cell.source for cell in lesson.cells() if cell.kind == "code")


def defined(code: str) -> set[str]:
    """The names that code gives a value, at any depth."""
    found = set(dir(builtins)) | {"self"}
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.alias(name=name, asname=other):
                found.add(other or name.split(".")[0])
    return found


def used(code: str) -> set[str]:
    """The names that code reads."""
    nodes = ast.walk(ast.parse(code))
    return {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def calls(code: str, of: str) -> Iterator[tuple[str, ast.Call]]:
    """Each call of an attribute of a name, such as ``ju.compare(...)``, with the attribute."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if name == of:
                yield attr, node


def first_texts(code: str, *methods: str) -> Iterator[str]:
    """The first argument of each call of a method so named, where it is written as text."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(
                func=ast.Attribute(attr=attr), args=[ast.Constant(value=str(text)), *_]
            ) if attr in methods:
                yield text
