"""Which functions of the model read a parameter, or a key of a scenario, from its source.

A function is taken to read a parameter when it names both its group and it, or is a rule of the
group; and so do the functions that call such a rule.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

import joinedup
from joinedup.rules.collected import GROUPS

HERE = Path(joinedup.__file__).parent
Uses = dict[str, list[str]]


class Function(NamedTuple):
    """A function of the model, and every name that stands in it."""

    file: str
    name: str
    takes_parameters: bool
    attributes: frozenset[str]
    texts: frozenset[str]
    calls: frozenset[str]


def rule_file(group: str) -> str:
    """The file in which a group of parameters is declared: ``joinedup/rules/handover.py``."""
    return GROUPS[group].__module__.replace(".", "/") + ".py"


def names_in(group: str) -> tuple[str, ...]:
    """The names of a group's parameters."""
    return tuple(d.name for d in GROUPS[group].declared)


def uses_of_parameter(group: str, name: str) -> Uses:
    """Files and functions that read a parameter, and those that call a rule which does."""
    readers = [function for function in _functions() if _reads(function, group, name)]
    rules = {one.name for one in readers if one.file.startswith("joinedup/rules/")}
    callers = [one for one in _functions() if one.calls & rules - {one.name}]
    return _by_file([*readers, *callers])


def uses_of_key(key: str) -> Uses:
    """Files and functions that read what a scenario says under a key."""
    return _by_file(
        [one for one in _functions() if key in one.attributes and _about_scenarios(one.file)]
    )


def in_words(uses: Uses) -> str:
    """Uses in words: ``joinedup/setup/apply_arrangement.py (apart); joinedup/day.py``."""
    return "; ".join(f"{file} ({', '.join(found)})" for file, found in uses.items())


def _by_file(functions: list[Function]) -> Uses:
    uses: Uses = {}
    for one in dict.fromkeys(functions):
        names = uses.setdefault(one.file, [])
        if one.name not in names:
            names.append(one.name)
    return uses


def _reads(function: Function, group: str, name: str) -> bool:
    if group in function.attributes and name in function.attributes | function.texts:
        return True
    if not function.takes_parameters or name not in function.attributes:
        return False
    return rule_file(group) == function.file or _only_in(name) == group


@cache
def _only_in(name: str) -> str:
    """The group of a parameter whose name no other group has."""
    groups = [group for group in GROUPS if name in names_in(group)]
    return groups[0] if len(groups) == 1 else ""


@cache
def _about_scenarios(file: str) -> bool:
    text = (HERE.parent / file).read_text(encoding="utf-8")
    return "from joinedup.scenario." in text and not file.startswith("joinedup/scenario/")


@cache
def _functions() -> tuple[Function, ...]:
    """Every function of the model, with its file as people write it."""
    found = []
    for file in sorted(HERE.rglob("*.py")):
        name = file.relative_to(HERE.parent).as_posix()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                found.append(_function(name, node))
    return tuple(found)


def _function(file: str, function: ast.FunctionDef) -> Function:
    nodes = list(ast.walk(function))
    return Function(
        file,
        function.name,
        any(argument.arg == "p" for argument in function.args.args),
        frozenset(n.attr for n in nodes if isinstance(n, ast.Attribute)),
        frozenset(n.value for n in nodes if isinstance(n, ast.Constant) and type(n.value) is str),
        frozenset(
            n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        ),
    )
