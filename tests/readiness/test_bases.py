"""What a written scenario is based on, wherever it is written to: files, names and twins."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.readiness import read_answers, with_readiness, write_form
from joinedup_experiments.readiness.programme import _from
from joinedup_experiments.scenario_io.load import load_scenario, read_scenario, shipped_scenarios
from tests.readiness.test_command import fill_in, readiness


@pytest.fixture
def form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A form that is filled in, beside a copy of a shipped scenario and an empty folder."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(shipped_scenarios()["case_management"], "cm.yaml")
    Path("sub").mkdir()
    write_form("two.yaml", "aqua")
    fill_in(Path("two.yaml"), 3)
    return Path("two.yaml")


@pytest.mark.parametrize(
    "base",
    ["case_management", "cm", "cm.yaml", "./cm.yaml", "case_management:joining_only",
     "cm:joining_only", "cm.yaml:joining_only"],
)  # fmt: skip
@pytest.mark.parametrize("out", ["ready.yaml", "sub/cm.yaml", "sub/case_management.yaml"])
def test_what_is_written_in_any_folder_is_sound(form: Path, base: str, out: str) -> None:
    result = readiness(form, "--scenario", base, "--out", out)
    assert result.exit_code == 0, result.output
    checked = CliRunner().invoke(app, ["validate", out])
    assert checked.exit_code == 0, checked.output
    expected = with_readiness(load_scenario(base), read_answers(form))
    made = load_scenario(out)
    assert (made.arrangement, made.teams) == (expected.arrangement, expected.teams)
    assert made.place == expected.place and made.name == f"{expected.name}, as ready as we are"


def test_a_file_of_a_shipped_name_beside_it_is_not_taken_for_the_base(form: Path) -> None:
    shutil.copy(shipped_scenarios()["hub_at_the_door"], "sub/case_management.yaml")
    result = readiness(form, "--scenario", "case_management", "--out", "sub/ready.yaml")
    assert result.exit_code == 0, result.output
    assert read_scenario("sub/ready.yaml").files[1] == shipped_scenarios()["case_management"]


def test_a_twin_keeps_the_plausible_worlds_of_its_place(form: Path) -> None:
    from joinedup_experiments.scenario_io import plausible_worlds

    shutil.copy(plausible_worlds.SHIPPED, "own.csv")
    Path("cm.yaml").write_text("worlds: own.csv\n" + Path("cm.yaml").read_text("utf-8"), "utf-8")
    result = readiness(form, "--scenario", "cm:joining_only", "--out", "sub/ready.yaml")
    assert result.exit_code == 0, result.output
    worlds = read_scenario("sub/ready.yaml").worlds
    assert worlds and worlds.resolve() == Path("own.csv").resolve()


@pytest.mark.parametrize("base", ["cm", "cm:joining_only"])
def test_a_folder_with_both_can_be_moved(form: Path, base: str, tmp_path: Path) -> None:
    from joinedup_experiments.scenario_io import plausible_worlds

    shutil.copy(plausible_worlds.SHIPPED, "own.csv")
    Path("cm.yaml").write_text("worlds: own.csv\n" + Path("cm.yaml").read_text("utf-8"), "utf-8")
    assert readiness(form, "--scenario", base, "--out", "ready.yaml").exit_code == 0
    for name in ("cm.yaml", "own.csv", "ready.yaml"):
        Path(name).rename(tmp_path / "sub" / name)
    worlds = read_scenario("sub/ready.yaml").worlds
    assert worlds and worlds.resolve() == tmp_path / "sub" / "own.csv"


@pytest.mark.parametrize("base", ["cm.yaml", "cm:joining_only"])
def test_a_folder_and_one_inside_it_can_be_moved(form: Path, base: str, tmp_path: Path) -> None:
    from joinedup_experiments.scenario_io import plausible_worlds

    shutil.copy(plausible_worlds.SHIPPED, "own.csv")
    Path("cm.yaml").write_text("worlds: own.csv\n" + Path("cm.yaml").read_text("utf-8"), "utf-8")
    assert readiness(form, "--scenario", base, "--out", "sub/ready.yaml").exit_code == 0
    moved = tmp_path / "moved" / "deep"
    moved.mkdir(parents=True)
    for name in ("cm.yaml", "own.csv", "sub"):
        Path(name).rename(moved / name)
    worlds = read_scenario(moved / "sub" / "ready.yaml").worlds
    assert worlds and worlds.resolve() == moved / "own.csv"


def test_what_has_no_folder_in_common_is_named_in_full(tmp_path: Path) -> None:
    far = Path(tmp_path.anchor) / "elsewhere" / "cm.yaml"
    assert _from(tmp_path / "ready.yaml", far) == str(far)
    assert _from(tmp_path / "a" / "ready.yaml", tmp_path / "b" / "cm.yaml") == "../b/cm.yaml"
