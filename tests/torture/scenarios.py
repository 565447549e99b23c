"""Valid scenarios at random, to the extremes: each runs, and nothing in it is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from joinedup.run import Run, simulate
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load import load_scenario, written_out
from tests.conservation import test_bed_books, test_conservation, test_staff_books
from tests.conservation.conftest import scenarios_like
from tests.torture.cases import WHOLE, Case, Verdict
from tests.torture.rounds import a_round

A_ROUND = 5


def _checks() -> list[Callable[[Run], None]]:
    """What is checked of a run in the tests of conservation."""
    modules = (test_bed_books, test_conservation, test_staff_books)
    found = [one for module in modules for one in vars(module).values() if callable(one)]
    runs = ({"run": "Run", "return": "None"}, {"run": Run, "return": None})
    return [one for one in found if getattr(one, "__annotations__", None) in runs]


def scenarios(shared: Path, cases: Iterable[Case]) -> Iterator[tuple[str, Verdict]]:
    """Run scenarios at random, and count what they hold again."""
    anything = scenarios_like(load_scenario("siloed_borough"))
    checks = _checks()
    for case in cases:
        sound: list[str] = []
        fault = a_round(anything, partial(_tried, case.folder, checks, sound), case, A_ROUND)
        yield from (("a scenario", Verdict(WHOLE)) for _ in sound)
        if fault:
            yield "a scenario", fault


def _tried(
    folder: Path, checks: list[Callable[[Run], None]], sound: list[str], scenario: Scenario
) -> None:
    (folder / "scenario.yaml").write_text(written_out(scenario), "utf-8")
    run = simulate(scenario)
    for check in checks:
        check(run)
    sound.append(scenario.name)
