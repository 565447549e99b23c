"""No name has a control character or an end of a line of Unicode's in it."""

from __future__ import annotations

import sys
from pathlib import Path
from unicodedata import category

import pytest

from joinedup.scenario.refusals import RefusedError
from joinedup_experiments.display.errors import commands, harmless
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario
from joinedup_experiments.sweep.reading import read_design

BASE = load_scenario("siloed_borough")
CONTROLS = [c for c in map(chr, range(sys.maxunicode + 1))
            if category(c) in {"Cc", "Zl", "Zp"} and c not in "\n\t"]  # fmt: skip
NAMED = {
    "name": {"name": "a{}b"},
    "outside_range.handover.loss": {
        "assumptions": {"handover.loss": 0.9}, "outside_range": {"handover.loss": "a{}b"},
    },
    "teams.memory_service.label": {"teams.memory_service.label": "a{}b"},
    "place.by_neighbourhood[0].name": {"neighbourhoods": 1, "by_neighbourhood": [{"name": "a{}b"}]},
}  # fmt: skip


def filled(value, c: str):
    """A value with a character at the braces in its texts."""
    if isinstance(value, str):
        return value.replace("{}", c)
    if isinstance(value, list):
        return [filled(one, c) for one in value]
    return {k: filled(v, c) for k, v in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("path", NAMED)
def test_an_end_of_a_line_of_unicodes_is_refused_in_every_name(path: str) -> None:
    assert BASE.with_(filled(NAMED[path], "-"))
    with pytest.raises(RefusedError, match="control characters cannot stand here") as refused:
        BASE.with_(filled(NAMED[path], "\u2028"))
    assert str(refused.value).startswith(path) and "\u2028" not in str(refused.value)


def test_so_is_whatever_commands_a_terminal() -> None:
    assert len(CONTROLS) == 65 + 2 - 2 and all(map(commands, [*CONTROLS, "\u200f", "\u061c"]))
    assert harmless("\u2028\r\u200f\n\t") == "\\u2028\\r\\u200f\n\t"
    for c in filter(str.isspace, CONTROLS):
        with pytest.raises(RefusedError):
            BASE.with_({"name": f"a{c}b"})


@pytest.mark.parametrize(
    "named", ["name: {}", "outcomes: [{{measure: crises, name: {}}}]", "groups: {{{}: [vary]}}"]
)
def test_a_design_has_no_such_names(named: str, tmp_path: Path) -> None:
    file = tmp_path / "design.yaml"
    text = named.format('"a\\Lb"')
    file.write_text(f"base: siloed_borough\nmethod: morris\nsize: 4\n{text}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="control characters cannot stand here"):
        read_design(file)
