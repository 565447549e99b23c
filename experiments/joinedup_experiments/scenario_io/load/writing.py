"""A scenario with everything it inherits written out, and the hash that names it."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from joinedup.scenario.scenario import Scenario


def written_out(scenario: Scenario) -> str:
    """YAML that needs no other file and reads back as the same scenario.

    >>> from joinedup_experiments.scenario_io.load import load_scenario
    >>> print(written_out(load_scenario("siloed_borough")).splitlines()[0])
    name: Siloed borough
    """
    return yaml_text(scenario.model_dump(exclude_none=True))


def yaml_text(values: dict[str, Any]) -> str:
    """YAML of plain values, laid out as scenarios are."""
    writer = YAML(typ="rt", pure=True)
    writer.width = 100
    writer.indent(mapping=2, sequence=4, offset=2)
    text = io.StringIO()
    writer.dump(_laid_out(values), text)
    return text.getvalue()


def scenario_hash(scenario: Scenario) -> str:
    """The SHA-256 of what the scenario says: the same whatever the order of keys or comments.

    >>> from joinedup_experiments.scenario_io.load import load_scenario
    >>> len(scenario_hash(load_scenario("siloed_borough")))
    64
    """
    values = scenario.model_dump(exclude_none=True)
    canonical = json.dumps(values, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _laid_out(value: Any) -> Any:
    """The same value, with what holds no further table or list on one line."""
    if not isinstance(value, dict | list):
        return value
    kernel = value.values() if isinstance(value, dict) else value
    flat = not any(isinstance(item, dict | list) for item in kernel)
    if isinstance(value, dict):
        table = CommentedMap((key, _laid_out(item)) for key, item in value.items())
        if flat and all(not isinstance(item, str) for item in kernel):
            table.fa.set_flow_style()
        return table
    items = CommentedSeq(_laid_out(item) for item in value)
    if flat:
        items.fa.set_flow_style()
    return items
