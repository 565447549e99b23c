"""Whether a scenario's `assumptions` name parameters that the model declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from joinedup.scenario.checks import complaints_about_assumptions
from joinedup_experiments.scenario_io.load.problems import Problem, closest, did_you_mean
from joinedup_experiments.scenario_io.load.tree import Node, at, spot_of


def wrong_assumptions(assumptions: Mapping[str, Any], tree: Node) -> list[Problem]:
    """What is wrong with each of the assumptions that a file makes."""
    problems = []
    for path, what, advice, *_ in complaints_about_assumptions(assumptions):
        if advice.startswith("one of "):
            advice = did_you_mean(str(path[-1]), advice.removeprefix("one of ").split(", "))
        hint = advice or _hint(str(path[1]), at(tree, path))
        problems.append(Problem(spot_of(tree, path), what, path, hint))
    return problems


def _hint(key: str, node: Node | None) -> str:
    """What to do about an assumption that nothing looks like, or that is out of its range."""
    from joinedup.rules.collected import declared

    known = declared()
    if key not in known:
        close = closest(key.rpartition(".")[2], [name.rpartition(".")[2] for name in known])
        near = [name for name in known if close and name.endswith(f".{close}")]
        hint = f"did you mean `{near[0]}`? " if len(near) == 1 else ""
        return hint + "`joinedup parameters` lists them all"
    advice = f"`joinedup explain {key}` says what it is"
    parameter = known[key]
    value = node.value if node else None
    if parameter.per or not isinstance(value, int | float):
        return advice
    low, high = parameter.bounds(float(known[key].default))
    meant = f"did you mean `{value / 100:.10g}`? "
    return meant + advice if high <= 1 and low <= value / 100 <= high else advice
