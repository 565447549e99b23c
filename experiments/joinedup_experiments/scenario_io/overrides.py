"""What the command line changes of a scenario, checked as a file would be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from joinedup.scenario.refusals import RefusedError, dotted
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


_KEYS = {"years": "run.years", "burn_in": "run.burn_in_years", "replications": "run.replications",
         "seed": "run.seed", "residents": "place.residents"}  # fmt: skip


def changed(scenario: Scenario, changes: Overrides) -> Scenario:
    """The scenario with the changes made, checked anew: `Scenario.with_`.

    Raises
    ------
    OverrideError
        For a value out of range, or an assumption that is not declared.
    """
    given = {name: getattr(changes, name) for name in _KEYS if getattr(changes, name) is not None}
    options = {
        _KEYS[name]: f"--{name.replace('_', '-')} {_written(value)}"
        for name, value in given.items()
    }
    values: dict[str, Any] = {_KEYS[name]: value for name, value in given.items()}
    if changes.assume:
        values["assumptions"] = _assumed(changes.assume)
    try:
        return scenario.with_(values)
    except RefusedError as error:
        faults = [
            f"{options.get(dotted(c.path), ' '.join(options.values()))}: "
            + c.what.partition(", but is ")[0].replace(f"`{c.path[-1]}`", "it")
            for c in error.complaints
        ]
        raise OverrideError("\n".join(faults)) from error


def _assumed(given: Sequence[str]) -> dict[str, Any]:
    """The assumptions of the command line, as a scenario file would give them."""
    from joinedup.rules.collected import AssumptionError, overridden

    assumptions: dict[str, Any] = {}
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
        both = isinstance(cells, dict) and isinstance(mine, dict)
        assumptions[key] = {**cells, **mine} if both else mine  # type: ignore[dict-item]
    return assumptions
