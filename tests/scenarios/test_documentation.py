"""docs/scenarios.md names every key with its default, and every shipped scenario."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from ruamel.yaml import YAML

from joinedup.scenario import arrangement as scenario_arrangement
from joinedup.scenario import names as scenario_names
from joinedup.scenario import place, scenario
from joinedup.scenario.keys import choices
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios

PAGE = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\|.*\|$", PAGE, re.M)
]
PARTS = [
    part
    for part in {**vars(place), **vars(scenario_arrangement), **vars(scenario)}.values()
    if isinstance(part, type) and issubclass(part, BaseModel) and part.model_fields
]
FIELDS = [(part, name, field) for part in PARTS for name, field in part.model_fields.items()]


def shown(field: FieldInfo) -> set[str]:
    """The ways in which the page may give a field's default."""
    if field.is_required():
        return {"must be given", "the file's name"}
    default = field.get_default(call_default_factory=True)
    if isinstance(default, BaseModel):
        return {"below", "siloed"}
    if default is None or default in ([], {}, ""):
        return {"none", "all", "from the degree", "empty", "never", "all at once"}
    return {_text(default)}


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize(
    ("part", "name", "field"), FIELDS, ids=[f"{part.__name__}.{name}" for part, name, _ in FIELDS]
)
def test_every_key_is_explained_with_its_default(
    part: type[BaseModel], name: str, field: FieldInfo
) -> None:
    defaults = [row[3] for row in ROWS if row[0] == f"`{name}`" and len(row) == 4]
    assert set(defaults) & shown(field), (defaults, shown(field))


def test_every_name_is_there() -> None:
    kinds = {key: kind for key, kind in vars(scenario_names).items() if key.endswith("Name")}
    assert len(kinds) >= 9
    for kind in kinds.values():
        for name in choices(kind):
            assert re.search(rf"\b{name}\b", PAGE), name
    for name in shipped_scenarios():
        assert any(row[0] == f"`{name}`" for row in ROWS), name


def test_the_examples_can_be_read(tmp_path: Path) -> None:
    examples = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
    assert len(examples) == 2
    for number, example in enumerate(examples):
        text = example if "based_on" in example else "based_on: siloed_borough\n" + example
        file = tmp_path / f"example{number}.yaml"
        file.write_text(text, encoding="utf-8")
        said = YAML(typ="safe", pure=True).load(example)
        assert said.keys() <= load_scenario(file).model_dump().keys() | {"based_on"}
