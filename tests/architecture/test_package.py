"""The project's papers agree with each other; tests/api/test_installed.py has the wheel."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_citation_names_this_version_and_licence():
    citation = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["version"]
    assert citation["license"] == PROJECT["license"]


def test_every_change_says_whether_results_changed():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    entries = re.findall(r"^- .*(?:\n  .*)*", changelog, re.MULTILINE)
    assert entries
    for entry in entries:
        assert re.search(r"results\s+changed:\s+(yes|no),\s+because", entry), entry


def test_constraints_pin_every_declared_dependency():
    pinned = {
        re.split(r"==", line)[0].lower()
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    }
    wanted = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    assert {re.match(r"[\w.-]+", name)[0].lower() for name in wanted} <= pinned


def test_constraints_hold_no_addresses():
    for file in ROOT.glob("constraints*.txt"):
        for line in file.read_text(encoding="utf-8").splitlines():
            assert line.startswith("#") or re.fullmatch(r"[\w.-]+==[\w.+!-]+", line), line
