"""How a bad scenario is shown to be refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario


def _refusal(asked: str | Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(asked)
    assert caught.value.problems
    return str(caught.value)


@pytest.fixture
def refusal() -> Callable[[str | Path], str]:
    """The message with which a name or path is refused."""
    return _refusal


@pytest.fixture
def tells(tmp_path: Path) -> Callable[[str, int, tuple[str, ...]], None]:
    """That a text is refused with a message about one line that says everything given."""

    def check(text: str, line: int, says: tuple[str, ...]) -> None:
        file = tmp_path / "bad.yaml"
        file.write_text(text, encoding="utf-8")
        message = _refusal(file)
        refusals = [one for one in message.splitlines() if one.startswith(f"{file}:{line}: ")]
        assert refusals, f"nothing about line {line} in\n{message}"
        assert any(all(part in one for part in says) for one in refusals), message

    return check
