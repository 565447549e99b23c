"""The arms of a comparison: what they are called, what they run, and where that was read."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from joinedup.scenario.scenario import Scenario, new_teams_clash
from joinedup.scenario.twins import is_twin
from joinedup_experiments.display.given import listed
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.scenario_io.load import Loaded, Problem, ScenarioError, read_scenario
from joinedup_experiments.scenario_io.overrides import (
    OverrideError,
    Overrides,
    changed,
    check_scenarios,
)
from joinedup_experiments.scenario_io.scenario_warnings import (
    runs_otherwise,
    scenario_warnings,
    warnings_between,
)

LONGEST = 200  # bytes of a name: a file's has 255 at most, with what stands before and after
SAME = ("place", "hospital", "teams", "assumptions")


@dataclass(frozen=True)
class Arms:
    """Scenarios of one place, which differ in their arrangement; the base first.

    ``names`` are short, plain and different: they name files. ``scenarios`` are as run, all with
    the base's ``run`` and no two of one name, and ``written`` as the files have them. ``command``
    runs them again. ``files`` are, per arm, its own and those that it is based on; none if made in
    Python.
    ``worlds`` is the table of the place's own plausible worlds; None where it has England's.
    ``notes`` are on what is sound in the files and hardly meant; ``otherwise`` on arms that ask
    for other years than the base.
    """

    names: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    command: tuple[str, ...]
    files: tuple[tuple[Path, ...], ...]
    written: tuple[Scenario, ...]
    worlds: Path | None = None
    notes: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()

    @property
    def warnings(self) -> list[str]:
        """Everything that is sound and yet hardly meant, a line each."""
        return [*self.notes, *self.otherwise, *warnings_of(self.names, self.scenarios)]

    def replicated(self, replications: int | None) -> Arms:
        """The same, run so often; as often as the scenarios say if None."""
        if replications is None:
            return self
        often = [one.with_({"run.replications": replications}) for one in self.scenarios]
        return replace(self, scenarios=tuple(often))


def warnings_of(names: Sequence[str], scenarios: Sequence[Scenario]) -> list[str]:
    """What is sound in some arms' scenarios and yet hardly meant, a line for each."""
    found = [
        f"{name}: {warning}"
        for name, scenario in zip(names, scenarios, strict=True)
        for warning in scenario_warnings(scenario)
    ]
    return [*found, *warnings_between(scenarios)]


def read_all(asked: Sequence[str]) -> list[Loaded]:
    """Read scenarios by name or file; a `ScenarioError` has everything wrong in any of them."""
    problems: list[Problem] = []
    loaded: list[Loaded] = []
    for name in asked:
        try:
            loaded.append(read_scenario(name))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return loaded


def read_arms(asked: Sequence[str], changes: Overrides, command: Sequence[str]) -> Arms:
    """Read scenarios by name or file, and change every one in the same way.

    Twins are made of what is changed, and of the base's years, as which all arms are run.
    """
    loaded = read_all(asked)
    names = distinct([one.name for one in loaded])
    named = zip(names, loaded, strict=True)
    asked_for = [changed(one.scenario, changes) for one in loaded]
    run = asked_for[0].run

    def as_run(scenario: Scenario) -> Scenario:
        return changed(scenario, changes).with_({"run": run})

    alike = [one.changed(as_run) if one.twin else own
             for one, own in zip(loaded, asked_for, strict=True)]  # fmt: skip
    return Arms(
        names=names,
        scenarios=named_apart(names, _alike(asked, alike)),
        command=tuple(command),
        files=tuple(one.files for one in loaded),
        written=tuple(one.scenario for one in loaded),
        worlds=_worlds_of(asked, loaded),
        notes=tuple(f"{name}: {note}" for name, one in named for note in one.notes),
        otherwise=runs_otherwise(names, asked_for),
    )


def _worlds_of(asked: Sequence[str], loaded: Sequence[Loaded]) -> Path | None:
    """The one table of plausible worlds that all scenarios name, or none does."""
    first, *others = [one.worlds.resolve() if one.worlds else None for one in loaded]
    for name, other in zip(asked[1:], others, strict=True):
        if other != first:
            raise OverrideError(
                f"{name} and {asked[0]} differ in `worlds`: only scenarios that have the same can "
                "be compared; let both be based on the fitted place"
            )
    return loaded[0].worlds


def _texts(names: Any) -> list[str]:
    """Names of arms; `OverrideError` for what is no list of texts."""
    found: list[Any] = [None] if isinstance(names, str) else listed(names, "names")
    if not all(isinstance(one, str) for one in found):
        raise OverrideError("names must be a list, with a text for each arm")
    return found


def arms_of(
    scenarios: Sequence[Scenario],
    replications: int | None,
    seed: int | None,
    names: Sequence[str] | None = None,
) -> Arms:
    """Arms of scenarios that are at hand; ``names`` are made of the scenarios' unless given.

    There are as many ``replications`` as the base says, and from its ``seed`` on, unless given.

    Those that are not of one place are refused with an `OverrideError`.
    """
    check_scenarios(*scenarios)
    names = None if names is None else _texts(names)
    if names is not None and len(names) != len(scenarios):
        raise OverrideError(
            f"{counted(len(scenarios), 'arm')}: as many names are needed, not {len(names)}"
        )
    plain = distinct(names or [scenario.name.lower() for scenario in scenarios])
    base, *others = named_apart(plain, scenarios)
    run = {"replications": replications, "seed": seed}
    base = base.with_({key: value for key, value in run.items() if value is not None})
    alike = _alike([scenario.name for scenario in (base, *others)], [base, *others])
    again = ("joinedup", "compare" if others else "run", *(f"scenario-{n}.yaml" for n in plain))
    otherwise = runs_otherwise(plain, [base, *others])
    return Arms(plain, alike, again, tuple(() for _ in alike), alike, otherwise=otherwise)


def run_as_first(*given: Any) -> tuple[Scenario, ...]:
    """Scenarios at hand, all run as the first is, no two of one name.

    Which ask for other years is said. `OverrideError` for what is no scenario, or not of one place.
    """
    check_scenarios(*given)
    plain = distinct([scenario.name.lower() for scenario in given])
    given = named_apart(plain, given)
    called = [scenario.name for scenario in given]
    for line in runs_otherwise(plain, given):
        print(f"Note: {line}", file=sys.stderr, flush=True)
    years = given[0].run.years
    for one in given[1:]:
        if is_twin(one) and one.run.years != years:
            line = f"{one.name}: its money is that of {one.run.years:g} years, not of {years:g}"
            line += "; change the proposal's years first and make its twins then (joinedup.twins)"
            print(f"Note: {line}", file=sys.stderr, flush=True)
    return _alike(called, given)


def distinct(names: Sequence[str], longest: int = LONGEST) -> tuple[str, ...]:
    """Names that can be those of files, no two alike, in whatever case.

    >>> distinct(["co-located", "local care network, all in", "Co-located", "x", "x!", "x-2"])
    ('co-located', 'local_care_network_all_in', 'Co-located-2', 'x', 'x-3', 'x-2')
    """
    return numbered(names, [plain_name(name, longest) for name in names])


def plain_name(name: str, longest: int = LONGEST) -> str:
    """A name as a file can have it, of so many bytes at most."""
    plain = re.sub(r"[^\w-]+", "_", name).encode()[:longest].decode(errors="ignore")
    return plain.strip("_-") or "arm"


def numbered(names: Sequence[str], plain: Sequence[str], joined: str = "-") -> tuple[str, ...]:
    """The plain form of each name, with a number after it where another has it.

    A name that is plain is nobody else's, wherever it stands.
    """
    keys = [one.casefold() for one in plain]
    own = {key: n for n, key in reversed([*enumerate(keys)]) if names[n] == plain[n]}
    taken, found = {*own}, []
    for n, one in enumerate(plain):
        number, free = 2, one
        while free.casefold() in taken and own.get(free.casefold()) != n:
            number, free = number + 1, f"{one}{joined}{number}"
        taken.add(free.casefold())
        found.append(free)
    return tuple(found)


def named_apart(names: Sequence[str], scenarios: Sequence[Scenario]) -> tuple[Scenario, ...]:
    """The scenarios, each that has the name of one before it with its arm's in brackets."""
    found: list[Scenario] = []
    for plain, one in zip(names, scenarios, strict=True):
        number, free = 1, one.name
        while free in (before.name for before in found):
            more = f"{plain[:80]}-{number}" if number > 1 else plain[:80]
            number, free = number + 1, f"{one.name[:100]} ({more})"
        found.append(one if free == one.name else one.with_({"name": free}))
    return tuple(found)


def _alike(asked: Sequence[str], scenarios: Sequence[Scenario]) -> tuple[Scenario, ...]:
    """The scenarios, all run as the base is; refused when more than arrangements differ.

    And when they add teams of one name that serve other people.
    """
    base = scenarios[0]
    for name, other in zip(asked[1:], scenarios[1:], strict=True):
        for part in SAME:
            if getattr(base, part) != getattr(other, part):
                raise OverrideError(
                    f"{name} and {asked[0]} differ in `{part}`: only scenarios of the same place, "
                    "which differ in their arrangement, can be compared"
                )
    if clash := new_teams_clash(scenarios):
        first, second, why = clash
        raise OverrideError(f"{asked[first]} and {asked[second]} {why}")
    return (base, *(other.with_({"run": base.run}) for other in scenarios[1:]))
