"""What the command line changes of a scenario, checked as a file would be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from joinedup.scenario.names import Complaint, Path
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.scenario_io.load.numbers_meant import hint_for_number

_ASSUMED = re.compile(r"([\w.]+)(?:\[([^\]]+)\])?=(.+)")
_KEYS = {"years": "run.years", "burn_in": "run.burn_in_years", "replications": "run.replications",
         "seed": "run.seed", "residents": "place.residents"}  # fmt: skip


class OverrideError(InputError):
    """A value given on the command line that cannot be; the text names the option."""


@dataclass(frozen=True)
class Overrides:
    """Values in place of the scenario's own; None leaves them.

    ``assume`` has ``key=value``, or ``key[cell]=value`` for one cell of a table.
    """

    years: float | None = None
    burn_in: float | None = None
    replications: int | None = None
    seed: int | None = None
    residents: int | None = None
    assume: Sequence[str] = ()


def check_scenarios(*given: Any) -> None:
    """`OverrideError` for what is no scenario, such as a name."""
    for one in given:
        if not isinstance(one, Scenario):
            hint = f"; load it: joinedup.load({one!r})" if isinstance(one, str) else ""
            raise OverrideError(f"what is run must be a Scenario, not {type(one).__name__}{hint}")


def changed(scenario: Scenario, changes: Overrides) -> Scenario:
    """The scenario with the changes made, checked anew; `OverrideError` for what cannot be."""
    values: dict[str, Any] = {}
    options: dict[Path, str] = {}
    named: dict[tuple[str, str], str] = {}
    for name, key in _KEYS.items():
        value = getattr(changes, name)
        if value is not None:
            values[key] = value
            written = f"{value:,}" if isinstance(value, int) else f"{value:,.15g}"
            options[tuple(key.split("."))] = f"--{name.replace('_', '-')} {written}"
    for text in changes.assume:
        key, cell, value = _assumed(text)
        for (name, at), earlier in named.items():
            if name == key and (at == cell or "" in (at, cell)):  # a table has its cells
                what = f"{key}[{cell}]" if at and cell else key
                raise OverrideError(
                    f"--assume {text}: {what} is named twice (--assume {earlier}); keep one of them"
                )
        named[key, cell] = text
        options["assumptions", key] = f"--assume {text}"
        assumptions = values.setdefault("assumptions", {})
        assumptions[key] = {**assumptions.get(key, {}), cell: value} if cell else value
    try:
        return scenario.with_(values)
    except RefusedError as error:
        faults = (_fault(complaint, options) for complaint in error.complaints)
        raise OverrideError("\n".join(faults)) from error


def _fault(complaint: Complaint, options: dict[Path, str]) -> str:
    option = options.get(complaint.path[:2], " ".join(options.values()))
    what = complaint.what.partition(", but is ")[0].replace(f"`{complaint.path[-1]}`", "it")
    return f"{option}: {what}" + (f"; {complaint.advice}" if complaint.advice else "")


def _assumed(text: str) -> tuple[str, str, float]:
    """The parameter, the cell (empty for the whole) and the value of an ``--assume``."""
    match = _ASSUMED.fullmatch(text.replace(" ", ""))
    if match is None:
        raise OverrideError(
            f"--assume {text}: write it as key=value, such as care.contact_minutes=45, or "
            "crisis.rate[frailty]=0.5 for one cell of a table"
        )
    try:
        return match[1], match[2] or "", float(match[3])
    except ValueError as error:
        hint = hint_for_number(match[3])
        why = f"{match[3]} is not a number" + (hint and f"; {hint}")
        raise OverrideError(f"--assume {text}: {why}") from error
