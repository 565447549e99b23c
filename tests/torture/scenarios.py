"""Valid scenarios at random, to the extremes: each runs, and nothing in it is lost."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from joinedup.run import Run, simulate
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load import load_scenario, written_out
from tests.conservation import test_bed_books, test_conservation, test_staff_books
from tests.conservation.conftest import scenarios_like
from tests.torture.cases import TRACEBACK, WHOLE, WRONG, Case, Verdict

A_ROUND = 5


def _checks() -> list[Callable[[Run], None]]:
    """What is checked of a run in the tests of conservation."""
    books = (test_bed_books, test_conservation, test_staff_books)
    found = [one for book in books for one in vars(book).values() if callable(one)]
    runs = ({"run": "Run", "return": "None"}, {"run": Run, "return": None})
    return [one for one in found if getattr(one, "__annotations__", None) in runs]


def scenarios(shared: Path, cases: Iterable[Case]) -> Iterator[tuple[str, Verdict]]:
    """Run scenarios at random, and count what they hold again."""
    anything = scenarios_like(load_scenario("siloed_borough"))
    for case in cases:
        many: list[str] = []

        @seed(case.rng.getrandbits(64))
        @settings(
            max_examples=A_ROUND,
            derandomize=False,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(anything)
        def one_round(scenario: Scenario, case: Case = case, many: list[str] = many) -> None:
            (case.folder / "scenario.yaml").write_text(written_out(scenario), "utf-8")
            run = simulate(scenario)
            for check in _checks():
                check(run)
            many.append(scenario.name)

        fault = None
        try:
            one_round()
        except Exception as error:
            kind = WRONG if isinstance(error, AssertionError) else TRACEBACK
            fault = Verdict(kind, "".join(traceback.format_exception(error)))
        yield from (("a scenario", Verdict(WHOLE)) for _ in many)
        if fault:
            yield "a scenario", fault
