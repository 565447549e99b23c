"""docs/scenarios.md and docs/glossary.md say what is declared, and name every shipped scenario."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from joinedup.scenario.keys import all_keys, meaning_of
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.reference import written
from joinedup_experiments.scenario_io.scenario_keys import declared_schema

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "scenarios.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["scenarios.md", "glossary.md"])
def test_the_page_is_what_the_declarations_give(name: str) -> None:
    page = (DOCS / name).read_text(encoding="utf-8")
    command = f"python -m joinedup_experiments.scenario_io.reference docs/{name}"
    assert written(page) == page, f"run: {command}"


def test_every_key_has_a_meaning_and_a_row() -> None:
    for path, model in all_keys(Scenario):
        meaning = meaning_of(model, str(path[-1])).meaning
        assert meaning, path
        assert re.search(rf"^\| `{path[-1]}` \| {re.escape(meaning)} \|", PAGE, re.M), path


def test_every_name_is_there() -> None:
    def names(node: object) -> set[str]:
        if isinstance(node, list):
            return set().union(*map(names, node))
        if not isinstance(node, dict):
            return set()
        return set(node.get("enum", ())).union(*map(names, node.values()))

    assert len(names(declared_schema())) > 60
    for name in names(declared_schema()):
        assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", PAGE), name
    for name in shipped_scenarios():
        assert f"| `{name}` |" in PAGE, name


def test_the_examples_can_be_read(tmp_path: Path) -> None:
    examples = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
    assert len(examples) == 4
    for number, example in enumerate(examples):
        text = example if "based_on" in example else "based_on: siloed_borough\n" + example
        file = tmp_path / f"example{number}.yaml"
        file.write_text(text, encoding="utf-8")
        content = YAML(typ="safe", pure=True).load(example)
        assert content.keys() <= load_scenario(file).model_dump().keys() | {"based_on", "add"}
