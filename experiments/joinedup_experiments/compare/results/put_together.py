"""Results of several folders as one comparison, and the manifest of what was put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.arms import SAME, distinct, named_apart
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.diagnostics import validity_warnings
from joinedup_experiments.compare.results.known_manifest import ResultsError
from joinedup_experiments.compare.results.manifest import PARTS, sources_of
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.scenario_io.load import scenario_hash

OF_A_PART = ("command", "workers", "versions", "times")


def together(opened: Sequence[Results]) -> Results:
    """Several results as one, the first one's base being the base of all.

    They are refused when differences between their arms would be of place, chance or model.
    """
    first, *others = opened
    if not others:
        return first
    for other in others:
        if reason := _why_apart(first, other):
            raise ResultsError(
                f"{other.folder} and {first.folder} {reason}; to compare them, run all their "
                "scenarios in one command: joinedup compare BASE OTHER..."
            )
    arms: list[tuple[Results, int]] = []
    for one in opened:
        for number, scenario in enumerate(one.comparison.scenarios):
            if not any(scenario == r.comparison.scenarios[n] for r, n in arms):
                arms.append((one, number))
    these = [(one.comparison, number) for one, number in arms]
    names = distinct([c.names[n] for c, n in these])
    whole = replace(
        first.comparison,
        names=names,
        scenarios=named_apart(names, [c.scenarios[n] for c, n in these]),
        months=np.stack([c.months[n] for c, n in these]),
        ledgers=np.stack([c.ledgers[n] for c, n in these]),
        costs=np.stack([c.costs[n] for c, n in these]),
        weights=_stacked([(c.weights, n) for c, n in these]),
        neighbourhoods=_stacked([(c.neighbourhoods, n) for c, n in these]),
        event_log=(),
        otherwise=tuple(dict.fromkeys(x for one in opened for x in one.comparison.otherwise)),
    )
    notes = tuple(note for one in opened for note in one.notes)
    return Results(whole, _manifest(opened, arms, whole), None, notes)


def _manifest(
    opened: Sequence[Results], arms: Sequence[tuple[Results, int]], whole: Comparison
) -> dict[str, Any]:
    """That of the first, with every arm, and what was run at once: each command of its own."""
    first = opened[0].manifest
    written = [one.comparison.scenarios[n] for one, n in arms]
    entries = [
        {
            **one.manifest["arms"][n],
            **({} if scenario == written[arm] else _named_anew(scenario)),
            "name": name,
            "scenario_file": f"scenario-{name}.yaml",
        }
        for arm, ((one, n), name, scenario) in enumerate(
            zip(arms, whole.names, whole.scenarios, strict=True)
        )
    ]
    called = [*zip(written, whole.names, strict=True)]
    return {
        **{key: value for key, value in first.items() if key not in OF_A_PART},
        "arms": entries,
        PARTS: _each_once([part for one in opened for part in _parts_of(one, called)]),
        "versions": first.get("versions", {}),
        "times": first.get("times", {}),
        "warnings": [one._asdict() for one in validity_warnings(whole)],
    }


def _named_anew(scenario: Scenario) -> dict[str, Any]:
    """What an arm's entry says of a scenario that has another name than in its own folder."""
    return {
        "label": scenario.name,
        "scenario_sha256": scenario_hash(scenario),
        "scenario": scenario.model_dump(exclude_none=True),
    }


def _each_once(parts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was run at once, once; it may have been written down at several times."""
    found: dict[str, dict[str, Any]] = {}
    for part in parts:
        times = {key: at for key, at in part.get("times", {}).items() if key != "written"}
        found.setdefault(repr((part.get("command"), times)), part)
    return [*found.values()]


def _parts_of(one: Results, called: Sequence[tuple[Scenario, str]]) -> list[dict[str, Any]]:
    """What was run at once; a command that names a scenario's file in the folder has its name."""
    named = {}
    for arm, scenario in zip(one.manifest["arms"], one.comparison.scenarios, strict=True):
        if not arm.get("read_from", True):
            name = next(name for written, name in called if written == scenario)
            named[f"scenario-{arm['name']}.yaml"] = f"scenario-{name}.yaml"
    parts = one.manifest.get(PARTS) or [one.manifest]
    made = [{key: part[key] for key in OF_A_PART if key in part} for part in parts]
    for part in made:
        part["command"] = [named.get(word, word) for word in part.get("command", [])]
    return made


def _stacked(arms: Sequence[tuple[np.ndarray | None, int]]) -> np.ndarray | None:
    there = [values[number] for values, number in arms if values is not None]
    return np.stack(there) if len(there) == len(arms) else None


def _why_apart(one: Results, other: Results) -> str:
    if sources_of(one.manifest) != sources_of(other.manifest):
        return "were made by different states of the model"
    if one.comparison.seeds != other.comparison.seeds:
        return "have different seeds, and so different random numbers"
    tables = {each.manifest.get("worlds_sha256") for each in (one, other)}
    if one.comparison.worlds != other.comparison.worlds or len(tables) > 1:
        return "were run in different worlds"
    if one.comparison.simulated != other.comparison.simulated:
        return "simulated different numbers of residents"
    a, b = one.comparison.scenarios[0], other.comparison.scenarios[0]
    for part in (*SAME, "disable_mechanisms"):
        if getattr(a, part) != getattr(b, part):
            return f"differ in `{part}`"
    if (a.run.years, a.run.burn_in_years) != (b.run.years, b.run.burn_in_years):
        return "ran for different lengths of time"
    return ""
