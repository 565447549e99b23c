"""What is outside, what the exit code depends on, and the picture of the baseline."""

from __future__ import annotations

from unittest import mock

import pytest

from joinedup.run import simulate
from joinedup_experiments.compare.statistics import Interval
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.local_place import baseline_picture, checking
from joinedup_experiments.local_place.check_baseline import TARGETS, figures
from joinedup_experiments.local_place.checking import CORE, Checked, checked_of, how_near, reasons
from joinedup_experiments.local_place.fit.verdicts import FigureFit
from joinedup_experiments.local_place.new.figures import Activity
from joinedup_experiments.local_place.second_order import SECOND_ORDER, SecondOrder, second_order
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.plausible_worlds import (
    in_world,
    plausible_worlds,
    written_worlds,
)

ROW = next(one for one in SECOND_ORDER if one.reason).model_copy(
    update={"value": 10.0, "low": None, "high": None, "core": False}
)
FITTED = next(one for one in TARGETS.values() if one.core)


def about(mean: float) -> Interval:
    return Interval(mean, 0.9 * mean, 1.1 * mean, 4)


def as_published() -> tuple[dict[str, float], list[float]]:
    return {key: one.value for key, one in TARGETS.items()}, [one.value for one in SECOND_ORDER]


def test_a_figure_is_outside_beyond_its_tolerance_and_its_range():
    for mean, outside in ((11.9, False), (12.1, True), (7.9, True), (float("nan"), False)):
        assert Checked(ROW, about(mean), "").is_outside == outside
    wide = ROW.model_copy(update={"low": 5.0, "high": 15.0})
    assert not Checked(wide, about(14.0), "").is_outside
    assert Checked(wide, about(15.1), "").is_outside
    assert not Checked(FITTED, about(1.14 * FITTED.value), "").is_outside
    assert Checked(FITTED, about(1.16 * FITTED.value), "").is_outside


def test_a_row_is_core_by_one_word():
    row = ROW.model_dump() | {"low": "", "high": ""}
    for word, core in (("yes", True), ("candidate", False), ("no", False)):
        assert SecondOrder.model_validate(row | {"core": word}).core == core


def test_the_exit_code_is_that_of_the_core_figures(monkeypatch):
    runs = [as_published()] * 2
    monkeypatch.setattr(checking, "gather", lambda *rest: runs)
    assert checking.check_baseline(1, 1, "siloed_borough") == 0
    runs[1][1][0] = runs[0][1][0] = 100.0 * SECOND_ORDER[0].value
    assert checking.check_baseline(1, 1, "siloed_borough") == 0
    core = SECOND_ORDER[0].model_copy(update={"core": True})
    monkeypatch.setattr(checking, "SECOND_ORDER", [core, *SECOND_ORDER[1:]])
    assert checking.check_baseline(1, 1, "siloed_borough") == 1


def test_how_near_keeps_the_fitted_apart():
    checked = [
        *(Checked(FITTED, about(ratio * FITTED.value), "") for ratio in (1.0, 1.12)),
        *(Checked(ROW, about(10.0 * ratio), "") for ratio in (1.2, 0.5, float("nan"))),
    ]
    assert how_near(checked) == [
        "Fitted: of 2 figures 1 within 10%, 2 within 15%, 2 within 25%.",
        "Not fitted: of 2 figures 0 within 10%, 0 within 15%, 1 within 25%.",
    ]


def test_what_is_outside_in_the_shipped_place_has_its_reason():
    assert f"{ROW.label}, {ROW.unit}: {ROW.reason}." in str(
        reasons([Checked(ROW, about(99.0), "")])
    )
    assert reasons([Checked(ROW, about(10.0), "")]) == []


@pytest.mark.slow
def test_every_figure_of_the_shipped_place_that_is_outside_has_its_reason():
    place = load_scenario(checking.SHIPPED).with_({"years": checking.YEARS})
    runs = [simulate(place, seed) for seed in range(1, 5)]
    checked = checked_of([(figures(run), second_order(run)) for run in runs])
    assert [c.label for c in checked if c.is_outside and not c.one.reason] == []


def test_at_least_forty_figures_stand_in_groups():
    checked = checked_of([as_published()] * 2)
    assert len(checked) >= 40
    groups = [c.group for c in checked]
    assert groups == sorted(groups, key=groups.index) and groups[0] == CORE
    assert {(c.is_fitted, c.one.core) for c in checked if c.group == CORE} == {(True, True)}
    assert {c.is_fitted for c in checked} == {True, False}


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_picture_is_written_in_the_form_of_its_name(tmp_path, form):
    figures, others = as_published()
    others = [value * (0.02 + number / 20) for number, value in enumerate(others)]
    others[3] = float("nan")
    checked = checked_of([(figures, others)] * 2)
    file = tmp_path / f"baseline.{form}"
    baseline_picture.draw(file, "A place", checked)
    assert file.stat().st_size > 10_000


def test_a_picture_that_appears_meanwhile_is_left(tmp_path, capsys):
    mine = tmp_path / "mine.png"
    mine.write_text("mine", encoding="utf-8")
    baseline_picture.draw(mine, "A place", checked_of([as_published()] * 2))
    assert mine.read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "mine-2.png").is_file() and "mine-2.png" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("baseline.gif", r"\.png, \.svg or \.pdf"),
        ("mine.png", "never written over; try --picture .*mine-2.png"),
        ("nowhere/baseline.png", "there is no folder .*nowhere to draw it in"),
    ],
)
def test_a_picture_that_cannot_be_drawn_is_refused_before_any_run(tmp_path, name, says):
    (tmp_path / "mine.png").write_text("mine", encoding="utf-8")
    with (
        mock.patch.object(checking, "simulate", side_effect=AssertionError("it was run")),
        pytest.raises(InputError, match=says),
    ):
        checking.check_baseline(1, 1, "siloed_borough", tmp_path / name)
    assert (tmp_path / "mine.png").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("unit", "low", "high"),
    [
        ("share", 0.0, 1.0),
        ("share of posts", 0.0, 1.0),
        ("share a year", 0.0, 1.8),
        ("days, mean", 0.0, 1.8),
        ("per 1,000 residents", 0.0, 1.8),
    ],
)
def test_no_figure_is_shown_where_none_can_be(unit: str, low: float, high: float) -> None:
    wide = Interval(0.8, -0.2, 1.8, 2)
    row = ROW.model_copy(update={"unit": unit, "measure": "deaths", "value": 0.8})
    checked = Checked(row, wide, "")
    assert (checked.shown.low, checked.shown.high) == (low, high)
    assert checked.found == wide, "nothing is computed from what is cut"
    assert f"({low:,.4g} to {high:,.4g})" in checking._row_of(checked)[2]


def test_nor_is_one_of_a_fit() -> None:
    asked = Activity("bed_occupancy", "occupancy", "Beds occupied", "share", 0.95, 2)
    before = after = Interval(0.944, 0.774, 1.115, 3)
    found = FigureFit(asked, before, after, 0.944, 0.01)
    assert found.cells()[3] == "0.944 (0.774 to 1)" and found.after.high == 1.115


def test_a_growth_may_be_a_fall_and_one_run_has_no_interval() -> None:
    growth = ROW.model_copy(update={"unit": "share a year", "measure": "growth"})
    assert Checked(growth, Interval(0.01, -0.2, 0.22, 2), "").shown.low == -0.2
    alone = Checked(ROW, Interval(3.0, float("nan"), float("nan"), 1), "")
    assert checking._row_of(alone)[2] == "3"


def test_a_place_with_worlds_of_its_own_is_checked_in_these(tmp_path, monkeypatch, capsys) -> None:
    known = plausible_worlds()
    table, about = written_worlds([known.named(n) for n in (5, 9, 17)], {"what": "made up"})
    (tmp_path / "own.csv").write_bytes(table)
    (tmp_path / "own.json").write_bytes(about)
    file = tmp_path / "here.yaml"
    file.write_text("based_on: siloed_borough\nname: Here\nworlds: own.csv\n", encoding="utf-8")
    simulated = []

    def simulate(place, seed, progress=None):
        simulated.append((seed, place.assumptions["acute.ae_rate"]))

    monkeypatch.setattr(checking, "simulate", simulate)
    monkeypatch.setattr(checking, "figures", lambda run: as_published()[0])
    monkeypatch.setattr(checking, "second_order", lambda run: as_published()[1])
    assert checking.check_baseline(4, 1, str(file)) == 0
    in_turn = [in_world(load_scenario(file), n, tmp_path / "own.csv") for n in (1, 2, 3, 1)]
    first = in_turn[0].run.seed
    assert simulated == [
        (first + n, place.assumptions["acute.ae_rate"]) for n, place in enumerate(in_turn)
    ]
    assert "in 3 of the place's 3 plausible worlds" in " ".join(capsys.readouterr().out.split())


def test_a_place_that_is_joined_up_is_named_as_that(monkeypatch, capsys) -> None:
    monkeypatch.setattr(checking, "gather", lambda *rest: [as_published()] * 2)
    for scenario, joined in ((checking.SHIPPED, False), ("case_management", True)):
        checking.check_baseline(2, 1, scenario)
        assert ("joined as it says" in " ".join(capsys.readouterr().out.split())) == joined
