"""Files and links that lead round to themselves: one error in one line, and nothing is made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
THREE = {"a.yaml": "b.yaml", "b.yaml": "sub/c.yaml", "sub/c.yaml": "../a.yaml"}
CIRCLE = "in a circle: a.yaml → b.yaml → c.yaml → a.yaml"
NO_FILE = "is a link that leads to no file"
ASKED = {
    "three scenarios": (("fit", "a.yaml"), CIRCLE),
    "three scenarios, one an arm": (("sweep", "design.yaml"), CIRCLE),
    "one scenario": (("map", "own.yaml"), "this scenario is based on itself: own.yaml → own.yaml"),
    "a scenario that is a link": (("map", "round.yaml"), f"`round.yaml` {NO_FILE}"),
    "a scenario based on one": (("map", "on.yaml"), f"`round.yaml` {NO_FILE}"),
    "a table": (("new", "x", "--no-ask", "--population", "round.csv"), f"csv: this {NO_FILE}"),
    "answers that are their own table": (
        ("new", "x", "--no-ask", "--answers", "own-answers.yaml"),
        "own-answers.yaml:1: there is no heading",
    ),
    "a folder to make": (("new", "round/x", "--no-ask"), "results cannot be written there"),
    "a folder of burn-ins": (
        ("run", "siloed_borough", "--out", "round/x", "--burn-ins", "round/y"),
        "burn-ins cannot be kept there",
    ),
    "a folder of waves": (("calibrate", "--out", "round/x"), "round is a file, not a folder"),
}  # fmt: skip


@pytest.mark.parametrize("case", ASKED)
def test_what_leads_round_to_itself_is_refused_in_a_line(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sub").mkdir()
    for file, on in {**THREE, "own.yaml": "own.yaml", "on.yaml": "round.yaml"}.items():
        Path(file).write_text(f"based_on: {on}\nname: one\n", encoding="utf-8")
    design = (
        "base: siloed_borough\narms: [a]\noutcomes: [{measure: crises}]\nmethod: morris\nsize: 2\n"
    )
    Path("design.yaml").write_text(design, encoding="utf-8")
    Path("own-answers.yaml").write_text("population: own-answers.yaml\n", encoding="utf-8")
    for link in ("round", "round.yaml", "round.csv"):
        Path(link).symlink_to(link)
    before = {one.name for one in tmp_path.rglob("*")}
    words, says = ASKED[case]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2, result.output
    assert says in result.stderr and result.stderr.count("\n") == 1, result.stderr
    assert {one.name for one in tmp_path.rglob("*")} == before
