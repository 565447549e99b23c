"""What somebody changes of a scenario on the command line, checked as a file would be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.errors import InputError

_ASSUMED = re.compile(r"([\w.]+)(?:\[([^\]]+)\])?=(.+)")


class OverrideError(InputError):
    """A value given on the command line that cannot be; the text names the option."""


@dataclass(frozen=True)
class Overrides:
    """Values in place of the scenario's own; None leaves them.

    Attributes
    ----------
    assume : sequence of str
        ``key=value``, or ``key[cell]=value`` for one cell of a table.
    """

    years: float | None = None
    burn_in: float | None = None
    replications: int | None = None
    seed: int | None = None
    residents: int | None = None
    assume: Sequence[str] = ()


def _written(value: float) -> str:
    """A number as people write it, whatever its size.

    >>> _written(99999999999), _written(0.5), _written(1e11), _written(7.0)
    ('99,999,999,999', '0.5', '100,000,000,000', '7')
    """
    return f"{value:,}" if isinstance(value, int) else f"{value:,.15g}"


_WHERE = {
    "years": ("run", "years"),
    "burn_in": ("run", "burn_in_years"),
    "replications": ("run", "replications"),
    "seed": ("run", "seed"),
    "residents": ("place", "residents"),
}


def changed(scenario: Scenario, changes: Overrides) -> Scenario:
    """The scenario with the changes made, checked anew.

    Another number of residents takes the programme's cost with it in proportion, as it does
    the staff, which a scenario states for every 30,000 residents.

    Raises
    ------
    ChangeError
        For a value out of range, or an assumption that is not declared.
    """
    from pydantic import ValidationError

    said: dict[str, Any] = scenario.model_dump(exclude_none=True)
    options: dict[tuple[Any, ...], str] = {}
    for name, (part, key) in _WHERE.items():
        value = getattr(changes, name)
        if value is not None:
            said[part][key] = value
            options[part, key] = f"--{name.replace('_', '-')} {_written(value)}"
    if changes.residents is not None:
        times = changes.residents / scenario.place.residents
        cost = scenario.arrangement.programme_cost_a_year
        said["arrangement"]["programme_cost_a_year"] = round(max(times, 0.0) * cost, 2)
        options["arrangement", "programme_cost_a_year"] = options["place", "residents"]
    said["assumptions"] = _assumed(scenario, changes.assume)
    try:
        return Scenario.model_validate(said)
    except ValidationError as error:
        faults = [
            f"{options.get(tuple(e['loc'][:2]), ' '.join(options.values()))}: {_plain(e)}"
            for e in error.errors()
        ]
        raise OverrideError("\n".join(faults)) from error


def _plain(error: Any) -> str:
    limits = error.get("ctx", {})
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    said = [f"{word} {_written(limits[key])}" for key, word in words.items() if key in limits]
    if said:
        return f"it must be {' and '.join(said)}"
    said_so = str(error["msg"]).removeprefix("Value error, ")
    return said_so.replace("Input should be", "it must be")


def _assumed(scenario: Scenario, given: Sequence[str]) -> dict[str, Any]:
    """The scenario's assumptions with those of the command line over them."""
    assumptions: dict[str, Any] = dict(scenario.assumptions)
    if not given:
        return assumptions
    from joinedup.rules.collected import AssumptionError, overridden

    for text in given:
        match = _ASSUMED.fullmatch(text.replace(" ", ""))
        if match is None:
            raise OverrideError(
                f"--assume {text}: write it as key=value, such as care.contact_minutes=45, or "
                "crisis.rate[frailty]=0.5 for one cell of a table"
            )
        key, cell, number = match.groups()
        try:
            value = float(number)
        except ValueError as error:
            raise OverrideError(f"--assume {text}: {number} is not a number") from error
        mine: float | dict[str, float] = {cell: value} if cell else value
        try:
            overridden({key: mine})
        except AssumptionError as error:
            raise OverrideError(f"--assume {text}: {error.message}") from error
        cells = assumptions.get(key)
        if isinstance(cells, dict) and isinstance(mine, dict):
            mine = {**cells, **mine}
        assumptions[key] = mine
    return assumptions
