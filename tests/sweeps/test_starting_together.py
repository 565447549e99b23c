"""A sweep's name that is taken while its folder is made: its like is joined, all else is left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.sweep import sweep_folder
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.sweep_folder import make_sweep
from tests.sweeps.functions import planned


@pytest.fixture
def plan(ishigami: str, tmp_path: Path) -> Plan:
    return planned(ishigami, tmp_path)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "place").mkdir()
    return tmp_path / "place"


@pytest.fixture
def overtaken(tmp_path: Path, place: Path, monkeypatch) -> Callable[[Plan | None], Path]:
    """Has a plan's sweep, or a folder of something else, appear as `place/out` meanwhile."""

    def prepare(theirs: Plan | None) -> Path:
        made, out, fill = tmp_path / "theirs", place / "out", sweep_folder._fill
        if theirs is None:
            made.mkdir()
            (made / "mine.txt").write_text("mine")
        else:
            make_sweep(made, theirs, ["theirs"], join=False)

        def filled(*given) -> None:
            fill(*given)
            made.rename(out)

        monkeypatch.setattr(sweep_folder, "_fill", filled)
        return out

    return prepare


def test_a_share_joins_the_folder_that_another_made_meanwhile(
    overtaken, plan, place, capsys
) -> None:
    sweep = make_sweep(out := overtaken(plan), plan, ["mine"], join=True)
    assert (sweep.folder, list(place.iterdir())) == (out, [out])
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("join", [True, False])
def test_a_sweep_that_was_begun_meanwhile_is_no_share_of_another(
    overtaken, plan, ishigami, tmp_path, place, join, capsys
) -> None:
    other = planned(ishigami.replace("method", "seed: 7\nmethod"), tmp_path)
    out = overtaken(other)
    says = "holds another sweep; asked for now: `seed` 1, not 7" if join else "try --out .*/out-2"
    with pytest.raises(FolderError, match=says):
        make_sweep(out, plan, ["mine"], join)
    assert list(place.iterdir()) == [out] and capsys.readouterr().err == ""


def test_the_same_command_twice_at_once_is_one_sweep(overtaken, plan, place, capsys) -> None:
    out = overtaken(plan)
    with pytest.raises(FolderError, match=r"is there already, and is never written over; try"):
        make_sweep(out, plan, ["mine"], join=False)
    assert list(place.iterdir()) == [out] and capsys.readouterr().err == ""


def test_what_is_no_sweep_is_left_alone(overtaken, plan, place, capsys) -> None:
    out = overtaken(None)
    with pytest.raises(FolderError, match=r"is there already, and is never written over; try"):
        make_sweep(out, plan, ["mine"], join=True)
    assert list(place.iterdir()) == [out] and [one.name for one in out.iterdir()] == ["mine.txt"]
    assert capsys.readouterr().err == ""
