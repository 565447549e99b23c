"""Every purpose of a draw has a name of its own, declared once where it is used."""

from __future__ import annotations

import re
from pathlib import Path

from joinedup.engine.draws import purpose

SIM = Path(__file__).parents[2] / "sim/joinedup"
DECLARED = [
    (file.stem, *found)
    for file in sorted(SIM.rglob("*.py"))
    for found in re.findall(
        r'^(\w+) = purpose\("([^"]*)"\)$', file.read_text("utf-8"), re.MULTILINE
    )
]


def test_a_purpose_is_named_after_its_module_and_its_constant():
    assert len(DECLARED) > 50
    assert [
        name for module, constant, name in DECLARED if name != f"{module}.{constant.lower()}"
    ] == []


def test_no_two_purposes_share_a_name_or_a_key():
    """Nor do two that are drawn for on two kinds of encounter, whose keys are joined by ``^``."""
    names = [name for _, _, name in DECLARED]
    assert len(set(names)) == len(names)
    keys = [purpose(name) for name in names]
    pairs = [a ^ b for i, a in enumerate(keys) for b in keys[:i]]
    assert len({*keys, *pairs}) == len(keys) + len(pairs)
    assert all(0 < key < 2**63 for key in keys)


def test_a_key_is_the_same_everywhere():
    assert purpose("crisis.own_team") == 8188144897170441908
