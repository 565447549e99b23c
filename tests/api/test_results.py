"""What the front door gives of a comparison: tables, pictures, files, and clear refusals."""

from __future__ import annotations

import zipfile

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from pandas.testing import assert_frame_equal

import joinedup as ju
from joinedup.outcomes.measures import MEASURES, measure
from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.compare.results.reading import ResultsError
from joinedup_experiments.compare.results.tables import UnknownNameError
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.report import reporting
from joinedup_experiments.report.exports.workbook import sheets

ADMISSIONS = "emergency_admissions"
WAITING = "waiting_days"
COLUMNS = ["arm", "measure", "base", "effect", "low", "high"]
COLUMNS += ["low_90", "high_90", "share_up", "share_down", "verdict"]


def test_what_there_is_comes_as_frames(siloed):
    assert "siloed_borough" in set(ju.scenarios()["scenario"])
    assert list(ju.measures()["measure"]) == [m.key for m in MEASURES]
    crisis = ju.parameters("crisis")
    assert set(crisis["key"].str.partition(".")[0]) == {"crisis"}
    assert len(ju.parameters()) > len(crisis)
    assert siloed.place.residents == 600 and siloed.run.years == 2


def test_effects_are_the_paired_differences(results):
    table = results.effects(ADMISSIONS, year=2)
    assert list(table.columns) == COLUMNS
    (row,) = table.to_dict("records")
    effect = results.comparison.effect(1, measure(ADMISSIONS), 2)
    assert (row["arm"], row["measure"]) == ("network", ADMISSIONS)
    assert row["base"] == effect.base.mean
    assert (row["effect"], row["low"], row["high"]) == (
        effect.difference.mean,
        effect.difference.low,
        effect.difference.high,
    )
    assert row["verdict"] == effect.verdict
    assert list(results.effects()["measure"]) == [m.key for m in MEASURES]


def test_levels_have_a_row_for_each_arm(results):
    table = results.levels(ADMISSIONS)
    assert list(table["arm"]) == ["siloed", "network"]
    assert (table["low"] <= table["mean"]).all() and (table["mean"] <= table["high"]).all()


def test_frame_and_dataset_hold_every_month(results):
    frame = results.to_frame()
    assert len(frame) == 2 * 3 * 24
    data = results.to_xarray()
    assert dict(data.sizes) == {"arm": 2, "replication": 3, "month": 24}
    number = MEASURES.index(measure(ADMISSIONS))
    assert np.array_equal(data[ADMISSIONS].values, results.comparison.months[:, :, number])
    assert data[ADMISSIONS].units == "admissions"
    assert list(data.arm.values) == ["siloed", "network"]
    mine = frame[(frame["arm"] == "network") & (frame["replication"] == 2)]
    assert np.array_equal(mine[ADMISSIONS], results.comparison.months[1, 1, number])


def test_events_barriers_and_costs_add_up(results):
    events, frame = results.events(), results.to_frame()
    first = frame[frame["replication"] == 1].groupby("arm")[ADMISSIONS].sum()
    logged = (
        events[events["activity"] == "emergency admission"].groupby("arm", observed=True).size()
    )
    assert logged.to_dict() == first.to_dict()
    assert results.barriers()["episodes"].sum() == results.comparison.ledgers.sum()
    assert results.costs()["pounds"].sum() == pytest.approx(results.comparison.costs.sum())


def test_warnings_give_reasons_for_doubt(results):
    assert any("fewer than 10,000" in warning for warning in results.warnings)


def test_a_plot_leaves_the_backend_alone(results):
    before = mpl.rcParams._get_backend_or_none(), mpl.rcParams["axes.grid"]
    figure = results.plot(WAITING)
    assert isinstance(figure, Figure)
    assert len(figure.axes) == 2
    assert figure._repr_png_().startswith(b"\x89PNG")
    assert (mpl.rcParams._get_backend_or_none(), mpl.rcParams["axes.grid"]) == before


def test_saved_results_open_as_they_were(results, saved):
    opened = ju.open(saved.folder)
    assert opened.notes == ()
    assert opened.to_frame().equals(results.to_frame())
    assert opened.effects().equals(results.effects())
    assert_frame_equal(opened.events(), results.events(), check_categorical=False)
    assert opened.arms == results.arms
    assert "network" in repr(opened)
    assert (saved.folder / "scenario-network.yaml").is_file()


def test_saved_results_can_be_saved_elsewhere_but_not_over(saved, tmp_path):
    again = ju.open(saved.folder).save(tmp_path / "again")
    assert ju.open(again.folder).effects().equals(saved.effects())
    with pytest.raises(FolderError, match="never written over"):
        saved.save(saved.folder)


def test_nothing_is_written_among_another_runs_results(results, saved, tmp_path):
    (tmp_path / "manifest.json").write_text("another run's", encoding="utf-8")
    for one in (results, saved):
        with pytest.raises(FolderError, match="never written over"):
            one.write(tmp_path)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["another run's"]
    (empty := tmp_path / "empty").mkdir()
    results.write(empty, pictures=False)
    assert ju.open(empty).effects().equals(results.effects())


def test_a_damaged_event_log_is_refused(saved, tmp_path):
    again = saved.save(tmp_path / "again")
    opened = ju.open(again.folder)
    (again.folder / "events.parquet").write_bytes(b"")
    with pytest.raises(InputError, match=r"events\.parquet: its checksum is not the manifest's"):
        ju.open(again.folder)
    with pytest.raises(InputError, match=r"events\.parquet: it cannot be read"):
        opened.events()
    with pytest.raises(InputError, match=r"events\.parquet: it cannot be read"):
        opened.report(tmp_path / "report.html")


def test_a_report_that_appears_meanwhile_is_left(saved, monkeypatch, tmp_path, capsys):
    mine = tmp_path / "report.html"

    def appears(*_):
        mine.write_text("mine", encoding="utf-8")
        return b"page"

    monkeypatch.setattr(reporting, "report_bytes", appears)
    assert saved.report(mine) == [tmp_path / "report-2.html"]
    assert mine.read_text(encoding="utf-8") == "mine"
    assert f"{mine} has appeared meanwhile" in capsys.readouterr().err


def test_an_arm_is_a_scenario(siloed):
    with pytest.raises(InputError, match=r"load it: joinedup\.load\('closer_working'\)"):
        ju.compare(siloed, "closer_working")


def test_a_folder_to_write_in_is_made_with_those_above_it(
    results, saved, without_pictures, tmp_path
):
    saved.write(tmp_path / "not" / "there")
    assert ju.open(tmp_path / "not" / "there").arms == results.arms
    (tmp_path / "file").touch()
    with pytest.raises(FolderError, match="file is a file, not a folder"):
        results.write(tmp_path / "file" / "new" / "er")


def test_several_folders_are_one_comparison(saved, siloed, without_pictures, tmp_path):
    other = ju.load("co_located", residents=600, years=2, burn_in_years=0.5)
    ju.compare(siloed, other, replications=3, worlds="one", workers=1).save(tmp_path / "other")
    both = ju.open(saved.folder, tmp_path / "other")
    assert list(both.arms) == ["siloed", "network", "co-located"]


def test_a_report_is_one_page(results, saved, undrawn, tmp_path):
    for number, one in enumerate((results, saved)):
        (page,) = one.report(tmp_path / f"{number}.html")
        assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    with pytest.raises(InputError, match="is there already"):
        saved.report(tmp_path / "0.html")


def test_a_reports_ending_says_its_form(results, saved, undrawn, tmp_path):
    for module, name, one in (
        ("docx", "report.docx", saved), ("xlsxwriter", "report.xlsx", results)
    ):  # fmt: skip
        pytest.importorskip(module)
        (file,) = one.report(tmp_path / name)
        assert file.name == name and zipfile.is_zipfile(file)


def test_money_by_payer_adds_up_to_what_the_run_counted(results):
    (money,) = [one for one in sheets(results) if one.name == "Money by payer"]
    costs = results.costs()
    mine = costs[(costs["arm"] == "network") & (costs["month"] <= 12)]
    by_payer = mine.groupby("payer")["pounds"].sum() / costs["replication"].nunique()
    network = results.arms["network"].name
    found = {r[0]: r[5].x for r in money.rows if r[2:4] == [network, "value"]}
    for payer in by_payer.index:
        assert found[measure(f"cost_{payer}").label] == pytest.approx(by_payer[payer])
    assert found["Cost to all payers"] == pytest.approx(by_payer.sum())


def test_the_same_seed_gives_the_same_results(results, siloed, network):
    names = ["siloed", "network"]
    again = ju.compare(siloed, network, replications=3, worlds="one", workers=2, names=names)
    assert again.to_frame().equals(results.to_frame())


REFUSED = {
    "measure": (lambda r: r.effects("emergency_admisions"), "did you mean `emergency_admissions`"),
    "measure to plot": (lambda r: r.plot("waiting_dais"), "did you mean `waiting_days`"),
    "year": (lambda r: r.effects(ADMISSIONS, year=9), "the arms ran for whole years 1 to 2"),
    "year 0": (lambda r: r.levels(year=0), "there is no year 0"),
}


@pytest.mark.parametrize(("ask", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_there_is_refused_with_what_is(results, ask, reason):
    with pytest.raises(UnknownNameError, match=reason):
        ask(results)


def test_bad_input_is_refused_before_anything_runs(siloed, tmp_path):
    with pytest.raises(InputError, match="did you mean `siloed_borough`"):
        ju.load("siloed_borogh")
    with pytest.raises(ValueError, match="at least 200"):
        ju.load("siloed_borough", residents=-5)
    with pytest.raises(InputError, match="same place"):
        ju.compare(siloed, ju.load("siloed_borough", residents=800))
    with pytest.raises(ValueError, match="at least 1"):
        ju.compare(siloed, replications=0)
    with pytest.raises(InputError, match="2 arms: as many names are needed"):
        ju.compare(siloed, siloed, names=["one"])
    with pytest.raises(ResultsError, match="no such folder"):
        ju.open(tmp_path / "nowhere")
    with pytest.raises(InputError, match="there is no group"):
        ju.parameters("nothing")
