"""Results that were written before open again as they were, or say why they cannot."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq
import pytest

from joinedup_experiments.compare.comparison import compare
from joinedup_experiments.compare.results import reading
from joinedup_experiments.compare.results.manifest import commands_of
from joinedup_experiments.compare.results.put_together import together
from joinedup_experiments.compare.results.reading import ResultsError, open_results
from joinedup_experiments.compare.results.sealed import NONE_YET, SEAL, sealed
from joinedup_experiments.display.document import Code
from joinedup_experiments.report.method import method
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.overrides import Overrides, changed

NAMES = ("siloed_borough", "local_care_network")


@pytest.fixture(scope="module")
def again():
    """The same comparison, run once more in this process."""
    small = Overrides(1.0, 0.5, 3, None, 600, ())
    base, other = (changed(load_scenario(name), small) for name in NAMES)
    return compare(NAMES, [base, other], 1, keep_event_log=False)


@pytest.fixture
def copy(compared, tmp_path: Path):
    """A copy of the results, to be spoilt."""
    return Path(shutil.copytree(compared[1], tmp_path / "copy"))


def edit_manifest(folder: Path, **changes) -> None:
    file = folder / "manifest.json"
    shown = json.loads(file.read_text(encoding="utf-8")) | {"seal": SEAL + NONE_YET}
    file.write_bytes(sealed(json.dumps(shown | changes).encode()))


def change(file: Path, old: bytes, new: bytes) -> None:
    data = file.read_bytes()
    assert old in data
    file.write_bytes(data.replace(old, new))


@pytest.mark.parametrize("error", [TypeError("float66"), KeyError("numpy_type"), MemoryError()])
def test_whatever_a_library_raises_of_a_damaged_table_is_a_refusal(copy, monkeypatch, error):
    def fails(file: Path) -> None:
        raise error

    monkeypatch.setattr(reading.pd, "read_parquet", fails)
    with pytest.raises(ResultsError, match=r"monthly_wide\.parquet: it cannot be read"):
        open_results(copy)


def test_results_of_a_version_that_sealed_no_manifest_are_read(copy) -> None:
    file = copy / "manifest.json"
    shown = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({k: v for k, v in shown.items() if k not in ("seal", "times")}))
    assert open_results(copy).comparison.seeds == tuple(shown["seeds"])


def test_what_is_read_is_what_was_run(compared, again) -> None:
    opened = open_results(compared[1])
    assert not opened.notes, "another state of the model would be among them"
    result = opened.comparison
    assert (result.names, result.seeds) == (again.names, again.seeds)
    assert result.scenarios == again.scenarios
    for part in ("months", "weights", "ledgers", "costs"):
        np.testing.assert_array_equal(getattr(result, part), getattr(again, part), part)
    assert result.index_day == again.index_day


def test_a_csv_stands_in_for_a_parquet_that_is_gone(compared, copy) -> None:
    for file in copy.glob("*.parquet"):
        file.unlink()
    whole, left = open_results(compared[1]).comparison, open_results(copy).comparison
    np.testing.assert_allclose(whole.months, left.months)
    np.testing.assert_allclose(whole.costs, left.costs)


def test_open_prints_the_differences_that_compare_printed(compared, joinedup) -> None:
    shown = joinedup("open", compared[1], "--all")
    assert shown.exit_code == 0
    lines = [line for line in compared[0].splitlines() if "Emergency admissions" in line]
    assert lines and all(line in shown.stdout for line in lines)


def test_two_folders_of_one_place_are_one_comparison(
    compared, joinedup, small, without_pictures, tmp_path
) -> None:
    """Paired, with the base once: what one command would have found."""
    other = tmp_path / "other"
    ran = joinedup("compare", "siloed_borough", "closer_working", *small, "--out", other)
    assert ran.exit_code == 0, ran.output
    one = together([open_results(compared[1]), open_results(other)]).comparison
    assert one.names == (*NAMES, "closer_working")
    assert np.array_equal(one.months[2], open_results(other).comparison.months[1], equal_nan=True)
    shown = joinedup("open", compared[1], other)
    assert shown.exit_code == 0
    assert "Closer working" in shown.stdout
    saved = together([open_results(compared[1]), open_results(other)]).save(tmp_path / "both")
    again = open_results(saved.folder)
    assert again.notes == () and again.arms == saved.arms
    assert np.array_equal(again.comparison.months, one.months, equal_nan=True)
    assert len(again.manifest["put_together"]) == 2
    more = together([again, open_results(other)])  # its arms are there already
    assert more.arms == again.arms
    assert more.manifest["put_together"] == again.manifest["put_together"]
    assert "events " not in (saved.folder / "README.txt").read_text("utf-8")
    (code,) = (part.text for part in method(again).parts if isinstance(part, Code))
    assert code.splitlines() == commands_of(again.manifest)


def test_worlds_apart_are_not_compared(
    compared, joinedup, small, without_pictures, tmp_path
) -> None:
    other = tmp_path / "other"
    joinedup("run", "siloed_borough", *small, "--seed", 7, "--out", other)
    shown = joinedup("open", compared[1], other)
    assert shown.exit_code == 2
    assert "different seeds" in shown.output and "run all their scenarios in one" in shown.output


def test_another_state_of_the_model_is_said(copy) -> None:
    shown = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))["versions"]
    edit_manifest(copy, versions={**shown, "model_sources_sha256": "0" * 64})
    opened = open_results(copy)
    assert "another state of the model" in opened.notes[0]
    assert "joinedup compare siloed_borough local_care_network" in opened.notes[0] or (
        "To run it with this one" in opened.notes[0]
    )


def test_a_table_that_was_changed_is_said(copy) -> None:
    with (copy / "levels.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert any("changed since it was written: levels.csv" in n for n in open_results(copy).notes)


@pytest.mark.parametrize(
    "name", ["scenario-siloed_borough.yaml", "README.txt", "unmet_need.png", "events.csv"]
)
def test_any_other_file_that_was_changed_is_named(copy, name) -> None:
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write("# another\n")
    assert any(f"changed since it was written: {name}" in n for n in open_results(copy).notes)


def test_each_file_is_hashed_once(copy, monkeypatch) -> None:
    hashed: list[Path] = []
    once = reading._sha256
    monkeypatch.setattr(reading, "_sha256", lambda file: hashed.append(file) or once(file))
    open_results(copy)
    assert len(hashed) == len({*hashed}) == len([*copy.iterdir()]) - len(["manifest.json"])


@pytest.mark.parametrize("name", ["monthly_wide", "costs"])
def test_a_table_of_a_shorter_run_is_refused_by_name_and_no_figure_shown(
    copy, joinedup, name
) -> None:
    file = copy / f"{name}.parquet"
    table = pq.read_table(file)
    pq.write_table(table.filter(pa.compute.less_equal(table["month"], 6)), file)
    for command in (("open", copy), ("report", copy, "--out", copy / "report.html")):
        shown = joinedup(*command)
        assert shown.exit_code == 2
        (line,) = shown.output.strip().splitlines()
        assert f"{name}.parquet: it has 6 months of each replication where the run" in line
        assert "has 12, so it is another run's; put back the one" in line


@pytest.mark.parametrize(
    "name", ["monthly_wide", "barrier_ledger", "costs", "neighbourhoods", "events"]
)
def test_a_table_of_another_run_of_the_same_length_is_refused_by_name(copy, joinedup, name) -> None:
    """Only its checksum tells: it has the same arms, seeds and months."""
    file = copy / f"{name}.parquet"
    table = pq.read_table(file)
    numbers = [n for n, t in enumerate(table.schema.types) if pa.types.is_primitive(t)]
    at = max(n for n in numbers if not pa.types.is_temporal(table.schema.types[n]))
    twice = pa.compute.multiply(table.column(at), 2)
    pq.write_table(table.set_column(at, table.column_names[at], twice), file)
    for command in (("open", copy), ("report", copy, "--out", copy / "report.html")):
        shown = joinedup(*command)
        assert shown.exit_code == 2
        (line,) = shown.output.strip().splitlines()
        assert f"{name}.parquet: its checksum is not the manifest's, so it is another run's" in line


def test_a_csv_whose_lines_end_as_on_windows_is_the_same_table(copy) -> None:
    for file in copy.glob("*.parquet"):
        file.unlink()
    table = copy / "costs.csv"
    table.write_bytes(table.read_bytes().replace(b"\n", b"\r\n"))
    assert not [note for note in open_results(copy).notes if "changed" in note]
    change(table, b"\r\n", b"0\r\n")
    with pytest.raises(ResultsError):
        open_results(copy)


def test_a_table_that_is_not_there_is_said_unless_its_other_form_is(copy) -> None:
    (copy / "levels.csv").unlink()
    (copy / "events.parquet").unlink()
    (note,) = (note for note in open_results(copy).notes if "not there" in note)
    assert "what is made of events.parquet is left out" in note


def test_a_log_with_dates_that_cannot_be_is_refused_by_name(copy, joinedup) -> None:
    edit_manifest(copy, files_sha256={})  # else its checksum tells
    log = copy / "events.parquet"
    table = pq.read_table(log)
    at = table.column_names.index("timestamp")
    never = pa.array([2**62] * len(table), table.schema.field(at).type)
    pq.write_table(table.set_column(at, "timestamp", never), log)
    shown = joinedup("report", copy, "--out", copy / "report.html")
    assert shown.exit_code == 2
    assert "events.parquet: it cannot be read" in shown.output


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda f: (f / "manifest.json").unlink(), "it has no manifest.json"),
        (lambda f: (f / "manifest.json").write_text("{"), "it cannot be read"),
        (lambda f: (f / "manifest.json").write_text('{"sweep": "x"}'), "try joinedup status"),
        (lambda f: edit_manifest(f, seeds=[1, 2]), "do not fit its manifest"),
        (lambda f: edit_manifest(f, seeds=None), "manifest.json: `seeds`: "),
        (lambda f: edit_manifest(f, seeds=["x", 2, 3]), "manifest.json: `seeds.0`: "),
        (lambda f: edit_manifest(f, worlds=3), "manifest.json: `worlds`: "),
        (lambda f: edit_manifest(f, versions=[]), "manifest.json: `versions`: "),
        (lambda f: edit_manifest(f, files_sha256="x"), "manifest.json: `files_sha256`: "),
        (lambda f: edit_manifest(f, index_day=float("inf")), "manifest.json: `index_day`: "),
        (lambda f: change(f / "manifest.json", b'"index_day": ', b'"index_day": 1'), "checksum"),
        (lambda f: change(f / "manifest.json", b'"residents": ', b'"residents": 1'), "checksum"),
        (lambda f: change(f / "manifest.json", b'"arms": ', b'"brms": '), "checksum"),
        (lambda f: edit_manifest(f, arms=[{"name": "a", "scenario": {"x": 1}}]), "cannot read"),
        (lambda f: (f / "costs.parquet").write_bytes(b"no"), "costs.parquet: it cannot be read"),
        (
            lambda f: [file.unlink() for file in f.glob("barrier_ledger.*")],
            "the table barrier_ledger is missing",
        ),
    ],
)
def test_what_cannot_be_read_says_why_in_one_line(copy, joinedup, spoil, says) -> None:
    spoil(copy)
    with pytest.raises(ResultsError, match=says):
        open_results(copy)
    shown = joinedup("open", copy)
    assert shown.exit_code == 2
    assert len(shown.output.strip().splitlines()) == 1
    assert joinedup("open", copy / "nowhere").exit_code == 2
