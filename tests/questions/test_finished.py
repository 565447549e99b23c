"""What a study has run is kept until its page is whole, and is not run again."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.studies import barriers_and_staff, running, sensitivity
from joinedup_experiments.studies.finished import keeping, studies_of
from joinedup_experiments.studies.running import PLAUSIBLE, Months, run_studies
from joinedup_experiments.studies.study import Question, read_pattern
from joinedup_experiments.sweep.reading import read_design
from joinedup_experiments.sweep.sweep_folder import make_sweep


class Ran:
    """Stands for the model: a replication of made-up values, and which seeds were run."""

    def __init__(self) -> None:
        self.seeds: list[int] = []

    def __call__(self, arms, seed, over, progress) -> running.OfArms:
        self.seeds.append(seed)
        found = {}
        for n, (written, arm) in enumerate(arms.items()):
            value = np.full(7, 100.0 * seed + n)
            keys = {key for q, _, _ in arm.wanted for key in q.measures}
            months = Months(np.full((3, 84), seed + n), np.zeros((2, 84)))
            found[written] = dict.fromkeys(keys, value), months
        return found


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Ran:
    one = Ran()
    monkeypatch.setattr(running, "_replication", one)
    return one


def two_runs() -> Question:
    one = read_pattern("case_management")
    return replace(one, study=one.study.model_copy(update={"replications": 2}))


def test_replications_that_are_kept_are_as_they_were_and_are_not_run_again(ran, tmp_path) -> None:
    question, page = two_runs(), tmp_path / "page.md"
    places = len(question.settings)
    with pytest.raises(RuntimeError), keeping(page, studies_of(PLAUSIBLE)) as kept:
        first = run_studies([question], kept=kept)[question.key]
        raise RuntimeError
    assert sorted(ran.seeds) == [1] * places + [2] * places
    ran.seeds.clear()
    with keeping(page, studies_of(PLAUSIBLE)) as kept:
        again = run_studies([question], replications=3, kept=kept)[question.key]
    assert ran.seeds == [3] * places
    for key, values in first.values.items():
        assert np.array_equal(again.values[key][:2], values)
    for key, months in first.months.items():
        for one, other in zip(months, again.months[key], strict=False):
            assert np.array_equal(one.values, other.values)
            assert np.array_equal(one.weights, other.weights)
    assert not list(tmp_path.iterdir())


def test_runs_of_another_model_are_not_mixed_in(tmp_path: Path) -> None:
    design = studies_of(PLAUSIBLE)
    with pytest.raises(RuntimeError), keeping(tmp_path / "page.md", design) as kept:
        kept.keep("one", {"x": np.zeros(1)})
        raise RuntimeError
    for other in ("the model's own code", "what is read from runs", "residents"):
        with (
            pytest.raises(FolderError, match=f"what differs: {other}"),
            keeping(tmp_path / "page.md", design | {other: "another"}),
        ):
            pass


@pytest.mark.parametrize(
    ("changed", "differs"),
    [({"sources": "another"}, "the model's own code"), ({"points": 0.5}, "the points, or worlds")],
)
def test_a_finished_sweep_of_another_model_or_design_is_refused(
    changed, differs: str, tmp_path: Path, monkeypatch
) -> None:
    """Whole as it may be: nothing would be left to run, and so to refuse."""
    text = "base: siloed_borough\narms: [closer_working]\noutcomes: [{measure: crises}]\n"
    text += "vary: [crisis.rate]\nmethod: morris\nsize: 2\n"
    (tmp_path / f"{sensitivity.RANGES}.yaml").write_text(text)
    monkeypatch.setattr(sensitivity, "DESIGNS", tmp_path)
    for name in ("resume_sweep", "sweep_design"):
        monkeypatch.setattr(sensitivity, name, lambda *_: pytest.fail("taken up"))
    plan = read_design(tmp_path / f"{sensitivity.RANGES}.yaml")
    if "points" in changed:
        changed = {"points": plan.points * changed["points"]}
    make_sweep(tmp_path / "in" / sensitivity.RANGES, replace(plan, **changed), ["mine"], False)
    with pytest.raises(FolderError, match=f"asked for now: {differs}"):
        sensitivity.run_sweeps(tmp_path / "in", 1)


def test_a_page_that_fails_costs_no_finished_run(ran, tmp_path, monkeypatch, capsys) -> None:
    """The sweeps lie whole in the folder: they are gone on with, and what was varied is kept."""
    sweeps: list[str] = []
    monkeypatch.setattr(sensitivity, "resume_sweep", lambda folder, *_: sweeps.append(folder.name))
    monkeypatch.setattr(sensitivity, "sweep_design", lambda *_: pytest.fail("begun again"))
    for name in (
        "report_sensitivity",
        "report_discovery",
        "report_information",
        "page",
        "write_page",
    ):
        monkeypatch.setattr(sensitivity, name, lambda *_, **__: None)
    monkeypatch.setattr(sensitivity, "progress", lambda _: nullcontext())
    monkeypatch.setattr(sensitivity, "_check_same", lambda _: None)
    monkeypatch.setattr(barriers_and_staff, "question", two_runs)
    monkeypatch.setattr(barriers_and_staff, "summary", lambda found: pd.DataFrame())
    for name in (sensitivity.WORLDS, sensitivity.RANGES):
        (tmp_path / name).mkdir()

    def fails(*_) -> None:
        raise FileNotFoundError("rules.csv")

    monkeypatch.setattr(sensitivity, "keep", fails)
    with pytest.raises(FileNotFoundError):
        sensitivity.make(tmp_path, tmp_path, 1)
    assert ran.seeds and "the same command goes on with them" in capsys.readouterr().err
    ran.seeds.clear()
    monkeypatch.setattr(sensitivity, "keep", lambda *_: None)
    sensitivity.make(tmp_path, tmp_path, 1)
    assert not ran.seeds and len(sweeps) == 4
    assert {file.name for file in tmp_path.iterdir()} == {sensitivity.WORLDS, sensitivity.RANGES}
