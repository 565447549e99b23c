"""Work that cannot fit in memory is refused before it starts; with fewer workers, it is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from joinedup_experiments.compare import room
from joinedup_experiments.compare.room import Need, TooLargeError, free_bytes, workers_that_fit
from tests.command_line.conftest import in_this_process

ONE = ["--worlds", "one", "--residents", "5000000"]
GB = 1e9
# Peaks that were measured (Linux, Python 3.11), in bytes: of runs alone, and of whole commands
MEASURED = [
    (Need(20_000, 5, 3), 364e6),
    (Need(20_000, 20, 3), 394e6),
    (Need(20_000, 5, 3, arms=2, held=2), 422e6),
    (Need(100_000, 5, 3), 545e6),
    (Need(100_000, 5, 3, arms=2, held=2), 758e6),
    (Need(100_000, 5, 3, arms=4, held=4), 1204e6),
    (Need(400_000, 1, 1), 1302e6),
    (Need(2_000, 2, 2, logged=True), 366e6),
    (Need(60_000, 5, 3, arms=2, held=2, logged=True), 928e6),
    (Need(120_000, 5, 3, arms=2, held=2, logged=True), 1480e6),
    (Need(60_000, 5, 3, arms=2, held=2, logged=True, contacts=True), 913e6),
    (Need(60_000, 6, 3, logged=True, contacts=True, tables=room.IN_RECORDS), 2011e6),
    (Need(120_000, 5, 3, runs=0, held=0, tables=2 * room.IN_A_REPORT), 1788e6),
]


@pytest.fixture
def free(monkeypatch):
    """Says how much memory is free."""
    return lambda gigabytes: monkeypatch.setattr(room, "free_bytes", lambda: gigabytes * GB)


@pytest.mark.parametrize(("need", "peak"), MEASURED)
def test_estimates_are_above_what_was_measured_and_not_twice_as_much(need, peak):
    assert peak <= need.bytes(1) <= 2.0 * peak


@pytest.mark.parametrize(
    ("command", "advice"),
    [
        (["run", "siloed_borough", *ONE], "--simulate"),
        (["compare", "siloed_borough", "case_management", *ONE], "--simulate"),
        (["journey", "siloed_borough", "case_management", *ONE[2:]], "--residents"),
        (["records", "case_management", *ONE], "--simulate"),
        (["evaluate", "case_management", *ONE, "--replications", "30"], "--simulate"),
        (["calibrate", *ONE[2:]], "--residents"),
        (["effects", "--again", "--question", "case_management", *ONE], "--residents"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_five_million_residents_end_in_one_line(command, advice, tmp_path, monkeypatch, free):
    monkeypatch.chdir(tmp_path)
    free(4)
    out = ["--out", str(tmp_path / "new" / "it")]
    result = in_this_process(*command, *out)
    assert result.exit_code == 2, result.stderr
    assert "5,000,000 residents" in result.stderr
    assert "4.0 GB are free" in result.stderr
    assert advice in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_fit_that_cannot_fit_is_refused_too(tmp_path, free):
    free(4)
    place = tmp_path / "place.yaml"
    place.write_text("based_on: siloed_borough\nname: All\nplace: {residents: 5000000}\n")
    activity = tmp_path / "activity.csv"
    activity.write_text("figure,value,per\nlost_at_handover,15%,share\n", encoding="utf-8")
    result = in_this_process("fit", place, "--residents", "5000000")
    assert result.exit_code == 2
    assert "would fit: --residents " in result.stderr
    assert {*tmp_path.iterdir()} == {place, activity}


def test_a_sweep_that_cannot_fit_is_refused_before_its_folder_is_made(tmp_path, free):
    free(4)
    design = tmp_path / "design.yaml"
    design.write_text(
        "base: siloed_borough\nplace: {residents: 5000000}\nvary: [crisis.rate]\n"
        "outcomes: [{measure: crises}]\nmethod: latin_hypercube\nsize: 20\n",
        encoding="utf-8",
    )
    result = in_this_process("sweep", design, "--out", tmp_path / "swept")
    assert result.exit_code == 2
    assert "would fit: `place: {residents: " in result.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["design.yaml"]


def test_what_would_fit_fits(free):
    free(4)
    need = Need(5_000_000, 10, 5, arms=2, held=2)
    with pytest.raises(TooLargeError) as refused:
        workers_that_fit(need, 1, "<{}>")
    fits = int(str(refused.value).partition("<")[2].partition(">")[0])
    assert 0.9 * 4 * GB < need.bytes(1, fits) <= 4 * GB
    assert "on one core" in str(refused.value)


def test_fewer_workers_are_started_where_memory_is_short(free, capsys):
    need = Need(100_000, 5, 3, runs=8)
    free(need.bytes(2) / GB + 0.01)
    assert workers_that_fit(need, 4, "") == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].endswith("2 at once")
    assert workers_that_fit(replace(need, residents=2_000), 4, "") == 4
    assert capsys.readouterr().err == ""


def test_long_work_says_about_how_long_and_is_never_refused_for_it(free, capsys):
    free(1000)
    assert workers_that_fit(Need(1_000_000, 10, 5, runs=500), 1, "") == 1
    assert capsys.readouterr().err == "It will take roughly 20.8 hours\n"


@pytest.mark.parametrize(
    ("group", "files"),
    [
        (
            "0::/jobs/mine\n",
            {"jobs/memory.max": "5000", "jobs/memory.current": "4000",
             "jobs/memory.stat": "anon 3000\ninactive_file 700",
             "jobs/mine/memory.max": "max", "jobs/mine/memory.current": "100",
             "jobs/mine/memory.stat": "anon 100"},
        ),
        (
            "4:memory:/jobs\n3:cpuset:/\n",
            {"memory/jobs/memory.limit_in_bytes": "5000",
             "memory/jobs/memory.usage_in_bytes": "4000",
             "memory/jobs/memory.stat": "rss 3000\ntotal_inactive_file 700"},
        ),
    ],
)  # fmt: skip
def test_the_limits_of_control_groups_count(group, files, tmp_path: Path):
    (tmp_path / "cgroup").write_text(group, encoding="utf-8")
    for name, text in files.items():
        file = tmp_path / "root" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert list(room._in_cgroups(tmp_path / "cgroup", tmp_path / "root")) == [1700.0]


def test_free_memory_is_no_more_than_a_control_group_leaves(monkeypatch):
    monkeypatch.setattr(room, "_in_cgroups", lambda: iter([1700.0, 2000.0]))
    assert free_bytes() == 1700.0


def test_a_limit_on_the_address_space_counts(monkeypatch):
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(resource, "getrlimit", lambda which: (3_000_000_000, -1))
    used = psutil.Process().memory_info().vms
    assert free_bytes() == pytest.approx(min(3e9 - used, free_bytes()), abs=1e8)
    assert free_bytes() < 3e9
