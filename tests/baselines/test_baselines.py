"""The program gives what it gave before, digit for digit."""

from __future__ import annotations

import math

import pytest

from joinedup_experiments.scenario_io.load import shipped_scenarios
from tests.baselines.recording import FOLDER, Record, described, moves, read, recorded

HOW = "If that is meant: python -m tests.baselines.update, and a line in CHANGELOG.md."


@pytest.mark.parametrize("scenario", shipped_scenarios())
def test_a_scenario_gives_what_it_gave_before(scenario: str) -> None:
    before = read(scenario)
    moved = moves(before, recorded(scenario))
    if moved:
        pytest.fail(f"{described(scenario, moved, len(before))}\n{HOW}", pytrace=False)


def test_every_shipped_scenario_has_a_record_and_nothing_else_has() -> None:
    assert {file.stem for file in FOLDER.glob("*.csv")} == set(shipped_scenarios())


def test_every_kind_of_change_is_told() -> None:
    keys = [("1", "months", row) for row in ("same", "sign", "became", "grew", "gone", "new")]
    same, sign, became, grew, gone, new = keys
    before: Record = {same: ("nan",), sign: ("0.0",), became: ("1.0",), grew: ("4.0", "1.0")}
    now: Record = {same: ("nan",), sign: ("-0.0",), became: ("nan",), grew: ("5.0", "1.0")}
    found = {move.key: move for move in moves({**before, gone: ()}, {**now, new: ()})}
    assert set(found) == {sign, became, grew, gone, new}
    assert (found[grew].absolute, found[grew].relative) == (1.0, 0.25)
    assert found[sign].absolute == 0.0
    assert found[became].absolute == math.inf
    assert (found[gone].note, found[new].note) == ("gone", "new")
