"""Which functions of the model read a parameter, or a key of a scenario, from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import joinedup
from joinedup.rules.collected import GROUPS

HERE = Path(joinedup.__file__).parent
Uses = dict[str, list[str]]


def rule_file(group: str) -> str:
    """The file in which a group of parameters is declared: ``joinedup/rules/handover.py``."""
    return GROUPS[group].__module__.replace(".", "/") + ".py"


def uses_of_parameter(group: str, name: str) -> Uses:
    """Files and functions that read a parameter, and those that call a rule which does."""
    return {file: list(found) for file, found in _parameters().get((group, name), {}).items()}


def uses_of_key(key: str) -> Uses:
    """Files and functions that read what a scenario says under a key."""
    return {file: list(found) for file, found in _attributes().get(key, {}).items()}


def said(uses: Uses) -> str:
    """Uses in words: ``joinedup/setup/apply_arrangement.py (apart); joinedup/day.py``."""
    return "; ".join(f"{file} ({', '.join(found)})" for file, found in uses.items())


Found = dict[str, dict[str, None]]


@cache
def _parameters() -> dict[tuple[str, str], Found]:
    found: dict[tuple[str, str], Found] = {}
    rules: dict[str, list[tuple[str, str]]] = {}
    for file, function in _functions():
        declares = [group for group in GROUPS if rule_file(group) == file]
        for group, name in _reads(function, declares[0] if declares else None):
            found.setdefault((group, name), {}).setdefault(file, {})[function.name] = None
            if file.startswith("joinedup/rules/"):
                rules.setdefault(function.name, []).append((group, name))
    for file, function in _functions():
        for called in _called(function):
            for key in rules.get(called, ()) if called != function.name else ():
                found[key].setdefault(file, {})[function.name] = None
    return found


@cache
def _attributes() -> dict[str, Found]:
    found: dict[str, Found] = {}
    for file, function in _functions():
        if file.startswith("joinedup/scenario/") or not _about_scenarios(file):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Attribute):
                found.setdefault(node.attr, {}).setdefault(file, {})[function.name] = None
    return found


@cache
def _about_scenarios(file: str) -> bool:
    text = (HERE.parent / file).read_text(encoding="utf-8")
    return "from joinedup.scenario." in text


@cache
def _functions() -> tuple[tuple[str, ast.FunctionDef], ...]:
    """Every function of the model, with its file as people write it."""
    found = []
    for file in sorted(HERE.rglob("*.py")):
        name = file.relative_to(HERE.parent).as_posix()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                found.append((name, node))
    return tuple(found)


def _reads(function: ast.FunctionDef, declares: str | None) -> Iterator[tuple[str, str]]:
    """Group and name of the parameters that a function reads.

    Rules get their own group as ``p``; everything else has all groups as ``p``, or gives one of
    them a name first.
    """
    names: dict[str, str] = {}
    if declares and any(argument.arg == "p" for argument in function.args.args):
        names["p"] = declares
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            group = _group(node.value, {})
            if group:
                names[node.targets[0].id] = group
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute):
            group = _group(node.value, names)
            if group and node.attr in names_in(group):
                yield group, node.attr
        elif isinstance(node, ast.Subscript):  # faces[column] = h[column], for several columns
            group = _group(node.value, names)
            if group and isinstance(node.slice, ast.Name):
                yield from ((group, text) for text in _texts(function, names_in(group)))


def names_in(group: str) -> tuple[str, ...]:
    """The names of a group's parameters."""
    return tuple(d.name for d in GROUPS[group].declared)


def _group(node: ast.expr, names: dict[str, str]) -> str | None:
    """The group that an expression stands for: a name given to one, or ``….p.handover``."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute) and node.attr in GROUPS:
        holder = node.value
        is_all = isinstance(holder, ast.Name) and holder.id == "p" and "p" not in names
        return node.attr if is_all or (isinstance(holder, ast.Attribute) and holder.attr == "p") \
            else None  # fmt: skip
    return None


def _texts(function: ast.FunctionDef, among: tuple[str, ...]) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and node.value in among:
            yield node.value


def _called(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
