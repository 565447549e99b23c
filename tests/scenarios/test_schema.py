"""The schema of scenario files accepts what the loader accepts, and knows every key."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios, written_out
from joinedup_experiments.scenario_io.scenario_keys import declared_schema
from joinedup_experiments.scenario_io.schema import FILE, schema_text

SHIPPED = shipped_scenarios()
FOLDER = Path(next(iter(SHIPPED.values()))).parent
SCHEMA = json.loads((FOLDER / FILE).read_text(encoding="utf-8"))
CHECK = Draft7Validator(SCHEMA)
PAGE = Path(__file__).parents[2] / "docs" / "scenarios.md"
CHILD: dict[str, Any] = {"based_on": "siloed_borough"}


def read(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def faults(content: Any) -> list[str]:
    return [
        f"{'.'.join(map(str, e.absolute_path))}: {e.message}" for e in CHECK.iter_errors(content)
    ]


def test_the_committed_schema_is_what_the_declarations_give():
    committed = (FOLDER / FILE).read_text(encoding="utf-8")
    assert committed == schema_text(), f"run: joinedup schema --out scenarios/{FILE}"


def test_it_is_a_schema():
    Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_scenario_is_accepted_alone_and_written_out(name):
    assert faults(read(SHIPPED[name].read_text(encoding="utf-8"))) == []
    assert faults(read(written_out(load_scenario(name)))) == []


def keys_in(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths to every key that the declarations, and no planner, have named."""
    found = []
    if isinstance(content, list):
        for number, item in enumerate(content):
            found += keys_in(item, (*path, number))
    if isinstance(content, dict):
        named = ("processes", "extra_staff", "management", "new_teams", "at_the_door")
        free = path in [("teams",), *(("arrangement", key) for key in named)]
        for key, value in content.items():
            found += [] if free else [(*path, key)]
            found += keys_in(value, (*path, key))
    return found


@pytest.mark.parametrize("name", SHIPPED)
def test_no_misspelt_key_is_accepted_anywhere(name):
    content = read(SHIPPED[name].read_text(encoding="utf-8"))
    for path in keys_in(content):
        wrong = deepcopy(content)
        holder = wrong
        for part in path[:-1]:
            holder = holder[part]
        holder[f"{path[-1]}x"] = holder.pop(path[-1])
        assert faults(wrong), path


def test_a_file_based_on_another_may_give_differences_alone():
    child = CHILD | {
        "teams": {
            "talking_therapies": {"staff": {"psychologist": 8.5}},
            "early_intervention": None,
        },
        "arrangement": {"single_point_of_access": {"staff": {"social_worker": 2}}},
    }
    assert faults(child) == []
    del child["based_on"]
    missing = " ".join(faults(child))
    for key in ("label", "organisation", "in_front_of"):
        assert f"'{key}' is a required property" in missing


WRONG = {
    "no teams": {"name": "Alone"},
    "text for a number": CHILD | {"place": {"residents": "many"}},
    "outside a range": CHILD | {"place": {"residents": 5}},
    "no such degree": CHILD
    | {"arrangement": {"interfaces": [{"between": ["a", "b"], "degree": "close"}]}},
    "a degree left out": CHILD | {"arrangement": {"interfaces": [{"between": ["a", "b"]}]}},
    "one team alone": CHILD
    | {"arrangement": {"interfaces": [{"between": ["a"], "degree": "merged"}]}},
    "no such profession": CHILD | {"teams": {"a": {"staff": {"wizard": 1}}}},
    "no such parameter": CHILD | {"assumptions": {"handover.lost": 0.2}},
    "a parameter out of range": CHILD | {"assumptions": {"handover.loss": 0.9}},
    "no such cell": CHILD | {"assumptions": {"handover.loss_multiplier": {"mergd": 0.1}}},
    "a cell out of range": CHILD | {"assumptions": {"handover.loss_multiplier": {"merged": 0.9}}},
    "no such mechanism": CHILD | {"disable_mechanisms": ["gravity"]},
    "a team's name": CHILD | {"teams": {"my team": {}}},
    "based on nothing": {"based_on": None},
}


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
def test_what_the_loader_refuses_by_shape_is_refused(content):
    assert faults(content)


def test_right_assumptions_are_accepted():
    content = {"handover.loss": 0.25, "handover.loss_multiplier": {"merged": 0.12}}
    assert faults(CHILD | {"assumptions": content}) == []


def test_an_assumption_outside_its_range_is_accepted_with_a_reason():
    content = {"assumptions": {"handover.loss": 0.45}, "outside_range": {"handover.loss": "audit"}}
    assert faults(CHILD | content) == []


def test_the_examples_of_the_page_are_accepted():
    examples = [
        part.split("```")[0] for part in PAGE.read_text(encoding="utf-8").split("```yaml\n")[1:]
    ]
    assert examples
    for example in examples:
        assert faults(CHILD | read(example)) == []


def test_every_key_is_explained():
    explained = 0

    def walk(declared: Any, made: Any) -> None:
        nonlocal explained
        for key, node in declared.get("properties", {}).items():
            says = made["properties"][key]["description"]
            assert node["meaning"] and says.startswith(node["meaning"][:1].upper()), key
            assert says.endswith(")."), says
            explained += 1
            if key != "assumptions":
                walk(node, made["properties"][key])
        for inside in ("items", "additionalProperties"):
            if isinstance(declared.get(inside), dict):
                each = made.get(inside) or next(iter(made["properties"].values()))
                walk(declared[inside], each)

    walk(declared_schema(), SCHEMA)
    assert explained > 80


def test_shipped_scenarios_say_where_the_schema_is():
    for name, file in SHIPPED.items():
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema={FILE}", name
