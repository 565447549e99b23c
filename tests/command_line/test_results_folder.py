"""What a results folder holds, that it is the same each time, and that it is never half there."""

from __future__ import annotations

import csv
import hashlib
import json
import shlex
import signal
import time
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from joinedup_experiments.compare.results.folder import new_folder
from joinedup_experiments.compare.value_charts import VALUE

PAIR = ["siloed_borough", "local_care_network"]
LONG = ["--residents", "30000", "--years", "50", "--burn-in", "20", "--replications", "40"]
LOG = ["case_id", "activity", "timestamp", "resource"]
LOG_TOO = ["kind", "true_need", "cause", "arm", "replication"]


def rows_of(file):
    with open(file, encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_what_is_said_ends_with_where_the_results_are(compared):
    shown, folder = compared
    *_, results, page = shown.rstrip().splitlines()
    assert results.startswith(f"Results: {folder}")
    assert page.endswith(f"joinedup report {folder}")
    for words in ("Emergency admissions", "95% interval", "Barrier ledger, true need"):
        assert words in shown


def test_every_table_is_there_twice_and_explained(compared):
    _, folder = compared
    explained = (folder / "README.txt").read_text(encoding="utf-8")
    tables = {file.stem for file in folder.glob("*.parquet")}
    assert tables == {file.stem for file in folder.glob("*.csv")}
    assert tables >= {"monthly_wide", "differences", "barrier_ledger", "costs", "events"}
    pictures = {file.stem for file in folder.glob("*.png")}
    assert not list(folder.glob("*.svg"))
    assert pictures == {"differences", "unmet_need", "cost_effectiveness_plane"}
    for name in tables | pictures:
        assert name in explained, name


@pytest.mark.slow
def test_every_other_picture_is_drawn_by_the_command_that_is_named(
    joinedup, small, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    options = ["--workers", 1, "--no-pictures", "--out", "it's mine"]
    assert joinedup("compare", *PAIR, *small, *options).exit_code == 0
    assert not list(Path("it's mine").glob("*.png"))
    Path("it's mine").rename("moved")
    monkeypatch.chdir("moved")
    explained = Path("README.txt").read_text(encoding="utf-8")
    (command,) = (line for line in explained.splitlines() if " --pictures " in line)
    program, *words = shlex.split(command)
    assert (program, joinedup(*words).exit_code) == ("joinedup", 0)
    pictures = {file.stem for file in Path("../pictures").glob("*.png")}
    assert pictures == {file.stem for file in Path("../pictures").glob("*.svg")}
    assert pictures >= {"unmet_need", "referrals", "waiting", "admissions", "costs"}
    assert pictures >= {"differences", "staff", "culture", "barrier_ledger", *VALUE}


def test_a_month_has_a_row_for_each_replication_the_same_in_both_files(compared):
    _, folder = compared
    rows = pq.read_table(folder / "monthly_wide.parquet").to_pylist()
    as_text = rows_of(folder / "monthly_wide.csv")
    assert [float(row["ae_attendances"]) for row in as_text] == [r["ae_attendances"] for r in rows]
    assert len(rows) == 2 * 3 * 12


def test_the_ledger_adds_up_to_the_same_in_both_files(compared):
    _, folder = compared
    rows = pq.read_table(folder / "barrier_ledger.parquet").to_pylist()
    as_text = rows_of(folder / "barrier_ledger.csv")
    assert sum(r["episodes"] for r in rows) == sum(int(r["episodes"]) for r in as_text) > 0


def test_an_interval_that_spans_zero_is_never_called_a_change(compared):
    shown, folder = compared
    for row in pq.read_table(folder / "differences.parquet").to_pylist():
        if row["difference_low_95"] is None:  # of nobody there is no mean
            assert row["verdict"] in ("no value", "too few replications")
            continue
        spans = row["difference_low_95"] <= 0.0 <= row["difference_high_95"]
        assert row["interval_excludes_zero"] is (not spans)
    assert "no change shown" in shown


def test_the_event_log_can_be_mined(compared):
    _, folder = compared
    rows = rows_of(folder / "events.csv")
    assert set(LOG + LOG_TOO) <= set(rows[0])
    assert list(rows[0])[:4] == LOG
    by_case = {}
    for row in rows:
        assert row["activity"] and row["resource"]
        moment = datetime.fromisoformat(row["timestamp"])
        assert moment >= by_case.get(row["case_id"], moment), "a case is in order of time"
        by_case[row["case_id"]] = moment
    assert {row["arm"] for row in rows} == set(PAIR)
    assert {row["replication"] for row in rows} == {"1"}
    causes = {r["cause"] for r in rows if r["activity"] == "emergency admission"}
    assert "" not in causes


def test_the_log_is_in_order_of_case_and_time_over_the_whole_file(compared):
    _, folder = compared
    for rows in (
        rows_of(folder / "events.csv"),
        pq.read_table(folder / "events.parquet").to_pylist(),
    ):
        keys = [(row["case_id"], row["timestamp"]) for row in rows]
        assert keys == sorted(keys)
        arms = [row["arm"] for row in rows]
        assert arms == sorted(arms)
    assert "Sorted by" in (folder / "README.txt").read_text(encoding="utf-8")


def test_the_log_ends_with_the_last_month_and_counts_as_the_tables_do(compared):
    _, folder = compared
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    first = datetime(2024, 1, 1) + timedelta(days=manifest["index_day"])
    rows = pq.read_table(folder / "events.parquet").to_pylist()
    times = [row["timestamp"] for row in rows]
    assert min(times) >= first
    assert max(times) <= first + timedelta(days=365.25 * manifest["years"])
    tables = pq.read_table(folder / "monthly_wide.parquet").to_pylist()
    for measure, activity in (
        ("ae_attendances", "A&E attendance"),
        ("emergency_admissions", "emergency admission"),
    ):
        for arm in PAIR:
            counted = sum(
                row[measure] for row in tables if (row["arm"], row["replication"]) == (arm, 1)
            )
            logged = sum((row["arm"], row["activity"]) == (arm, activity) for row in rows)
            assert logged == counted


def test_a_consultation_names_the_practice(compared):
    _, folder = compared
    rows = pq.read_table(folder / "events.parquet").to_pylist()
    at_the_practice = [r for r in rows if r["activity"] in ("consultation", "no appointment")]
    assert "consultation" in {row["activity"] for row in at_the_practice}
    assert all(row["resource"].startswith("general_practice ") for row in at_the_practice)
    theirs = {(row["resident"], row["resource"]) for row in at_the_practice}
    assert len(theirs) == len({resident for resident, _ in theirs}), "one practice each"


def test_a_case_is_one_person_from_moving_in_to_death(compared):
    _, folder = compared
    ended = set()
    for row in pq.read_table(folder / "events.parquet").to_pylist():
        assert row["case_id"] not in ended
        if row["activity"] == "died":
            ended.add(row["case_id"])
    assert ended


def test_the_manifest_says_what_was_run_and_vouches_for_every_file(compared, joinedup):
    _, folder = compared
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["seeds"] == [1, 2, 3]
    assert [arm["name"] for arm in manifest["arms"]] == PAIR
    assert {"joinedup", "python", "numpy", "numba"} <= manifest["versions"].keys()
    files = {file.name for file in folder.iterdir()} - {"manifest.json"}
    assert manifest["files_sha256"].keys() == files
    for name, digest in manifest["files_sha256"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    whole = [folder / arm["scenario_file"] for arm in manifest["arms"]]
    assert joinedup("validate", *whole).exit_code == 0


def test_the_programme_costs_in_proportion_to_the_residents(compared):
    _, folder = compared
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    base, other = manifest["arms"]
    path = "arrangement.programme_cost_a_year"
    assert path not in base["changed_by_the_command"]
    cost = other["changed_by_the_command"][path]
    residents = other["changed_by_the_command"]["place.residents"]
    share = residents["here"] / residents["in_the_files"]
    assert cost["here"] == pytest.approx(cost["in_the_files"] * share, abs=0.01)
    assert other["scenario"]["arrangement"]["programme_cost_a_year"] == cost["here"] > 0.0


def test_one_year_is_said_as_one(compared):
    _, folder = compared
    shown = (folder / "README.txt").read_text(encoding="utf-8")
    assert "600 residents, 1 year after the index date, 3 replications, seeds 1 to 3." in shown


def test_any_number_of_workers_gives_the_same_bytes(compared, joinedup, small, tmp_path):
    _, folder = compared
    again = tmp_path / "again"
    joinedup("compare", *PAIR, *small, "--workers", 2, "--no-pictures", "--out", again)
    tables = {one.name for one in again.iterdir()}
    pictures = {one.name for one in folder.iterdir()} - tables
    assert pictures and all(name.endswith((".png", ".svg")) for name in pictures)
    for name in tables - {"manifest.json", "README.txt"}:  # which tells of pictures
        assert (folder / name).read_bytes() == (again / name).read_bytes(), name


def test_nothing_is_written_over(compared, joinedup, small):
    _, folder = compared
    before = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
    shown = joinedup("compare", *PAIR, *small, "--out", folder)
    assert shown.exit_code == 2
    assert f"--out {folder}-2" in shown.stderr
    assert {file: file.stat().st_mtime_ns for file in folder.iterdir()} == before


def test_one_replicate_says_that_there_are_no_intervals(
    joinedup, small, without_pictures, tmp_path
):
    shown = joinedup("run", PAIR[0], *small, "--replications", 1, "--out", tmp_path / "one")
    assert shown.exit_code == 0, shown.output
    assert "no intervals" in shown.output
    assert "95% interval" not in shown.output


def test_a_failure_leaves_nothing(tmp_path):
    with pytest.raises(RuntimeError), new_folder(tmp_path / "r") as making:
        (making / "table.csv").write_text("half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_appears_meanwhile_is_left_alone_and_the_work_is_kept(tmp_path, capsys):
    with (place := new_folder(tmp_path / "r")) as making:
        (making / "table.csv").write_text("whole")
        (tmp_path / "r").mkdir()
    assert place.final == tmp_path / "r-2"
    assert {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*")} == {
        "r", "r-2", "r-2/table.csv"
    }  # fmt: skip
    assert f"the results are in {tmp_path / 'r-2'}" in capsys.readouterr().err


def test_a_file_that_appears_meanwhile_is_left_alone_too(tmp_path):
    with (place := new_folder(tmp_path / "r")):
        (tmp_path / "r").write_text("mine")
    assert (tmp_path / "r").read_text() == "mine"
    assert place.final.is_dir()


@pytest.mark.parametrize(
    "how",
    [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow), signal.SIGKILL],
)
def test_stopping_leaves_nothing_that_looks_complete(how, compared, program, tmp_path):
    running = program(tmp_path, "compare", *PAIR, *LONG, "--out", tmp_path / "out")
    try:
        until = time.monotonic() + 60.0
        while not list(tmp_path.glob(".unfinished-*")) and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(3.0)
        assert running.poll() is None, running.communicate()
        running.send_signal(how)
        _, shown = running.communicate(timeout=30.0)
    finally:
        running.kill()
    left = list(tmp_path.rglob("*"))
    if how == signal.SIGKILL:
        assert left
        assert all(file.name.startswith(".unfinished-") for file in left if file.is_dir())
        assert not [file for file in left if file.name == "manifest.json"]
        with new_folder(tmp_path / "next"):
            pass
        assert [file.name for file in tmp_path.iterdir()] == ["next"]
    else:
        assert running.returncode == 130
        assert "Stopped; nothing was kept." in shown
        assert "Traceback" not in shown
        assert left == []
