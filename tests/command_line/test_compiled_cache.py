"""Compiled code: kept where only its user writes, checked when read, and compiled where it fails.

Each test compiles one small function as the model's are, in a process of its own that begins
with numba imported.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import joinedup
from joinedup.engine import kept_code
from joinedup_experiments.cli import app
from joinedup_experiments.compare import compiled_states
from tests.command_line.numba_forks import Forks

DOUBLES = """
from joinedup.engine.jit import entry_point
@entry_point
def doubled(x):
    return x + x
"""
RUN = """
import resource, signal, sys
if len(sys.argv) > 1:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))
from doubles import doubled
from joinedup.engine import kept_code
print(doubled(21), sum(doubled.stats.cache_hits.values()), kept_code.cache_folder())
print(*kept_code.passed_over(), *kept_code.UNKEPT[:1], sep="\\n")
"""

# A rule, and what calls it from another file, whose own text never changes.
RULES = {
    "rules/one_rule.py": """
from joinedup.engine.jit import kernel
@kernel
def rate(x):
    return 2.0 * min(x, 100.0)
@kernel
def rate_of(row):
    return row.rate
""",
    "one_caller.py": """
from joinedup.engine.jit import entry_point
from joinedup.rules.one_rule import rate, rate_of
from joinedup.engine.jit import kernel
@kernel
def first_rate(table):
    return rate_of(table[0])
@entry_point
def events(x):
    return rate(x) + 1.0
@entry_point
def rates_of(table):
    return first_rate(table)
@entry_point
def twice_the_rate_of(table):
    return first_rate(table) + first_rate(table)
@entry_point
def events_of_two(x, y):
    return rate(x) + rate(y)
""",
}
CALLS = """
from joinedup.one_caller import events
print(events(3.0), sum(events.stats.cache_hits.values()))
"""
CALLS_A_KERNEL = """
from joinedup.rules.one_rule import rate
try:
    rate(3.0)
except TypeError as error:
    print("refused")
"""
IN_THREADS = """
import time
from concurrent.futures import ThreadPoolExecutor
from joinedup.one_caller import events
def later(number):
    time.sleep(number / 400)
    return events(3.0)
with ThreadPoolExecutor(200) as pool:
    print(*set(pool.map(later, range(200))))
"""
OF_A_TABLE = """
import numpy as np
import numba
from joinedup import one_caller
for more in range({more}):  # numba numbers records as it meets them
    numba.typeof(np.zeros(1, [("other", "f8", more + 1)]))
table = np.full(1, 7.0).view([("rate", "f8")])
print(one_caller.{function}(table))
"""
CALLS_ANOTHER = """
from joinedup.one_caller import events_of_two
print(events_of_two(3.0, 200.0))
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="folders have no such owners here")


@pytest.fixture(scope="module")
def forks():
    """Runs programs in processes forked from one that has numba imported."""
    forking = Forks()
    yield forking
    forking.close()


@pytest.fixture
def compiling(tmp_path, forks):
    """Compiles and calls; what it gave, whether it was fetched, its folder, and what failed."""
    (tmp_path / "doubles.py").write_text(DOUBLES)
    (tmp_path / "temporary").mkdir()

    def run(kept: Path, *limited: str) -> tuple[str, str, str, str]:
        asked = os.environ | {"NUMBA_CACHE_DIR": str(kept), "TMPDIR": str(tmp_path / "temporary")}
        asked["PYTHONPATH"] = os.pathsep.join([str(tmp_path), *sys.path])
        first, _, faults = forks.run(RUN, limited, asked, tmp_path).partition("\n")
        answer, fetched, folder = first.split(" ", 2)
        return answer, fetched, folder, faults.strip()

    return run


@pytest.fixture
def model_with_a_rule(tmp_path, forks):
    """A copy of the model with a rule of its own: its file, and what calling it gives."""
    copy = tmp_path / "model/joinedup"
    shutil.copytree(Path(joinedup.__path__[0]), copy)
    for file, text in RULES.items():
        (copy / file).write_text(text)
    asked = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path / "kept")}
    asked |= {"PYTHONPATH": str(copy.parent), "PYTHONDONTWRITEBYTECODE": "1"}

    def calling(text: str = CALLS) -> list[str]:
        return forks.run(text, (), asked, tmp_path).split()

    return copy / "rules/one_rule.py", calling


def test_what_is_imported_makes_no_folder_until_something_is_compiled(model_with_a_rule, tmp_path):
    _, calling = model_with_a_rule
    assert calling("from joinedup.one_caller import events\nprint(events.__name__)") == ["events"]
    assert not (tmp_path / "kept").exists()
    calling()
    assert (tmp_path / "kept").exists()


def test_an_edited_rule_is_compiled_anew_by_what_calls_it(model_with_a_rule):
    rule, calling = model_with_a_rule
    before = rule.read_text()
    assert [calling(), calling()] == [["7.0", "0"], ["7.0", "1"]]
    rule.write_text(before.replace("2.0", "4.0"))
    assert [calling(), calling()] == [["13.0", "0"], ["13.0", "1"]]
    rule.write_text(before)
    assert calling() == ["7.0", "1"]


def test_what_one_process_compiled_is_joined_into_what_another_calls(model_with_a_rule):
    """With all that it calls itself, such as Python's own min."""
    _, calling = model_with_a_rule
    calling()
    assert calling(CALLS_ANOTHER) == ["206.0"]


@pytest.mark.parametrize("more", [0, 3])
def test_a_damaged_part_is_compiled_again_for_what_calls_it(more, model_with_a_rule, tmp_path):
    """Whatever other kinds of row were met before: they are in the names of functions."""
    _, calling = model_with_a_rule
    calling(OF_A_TABLE.format(function="rates_of", more=0))
    (part,) = (tmp_path / "kept").rglob("one_rule.rate_of*.nbc")
    part.write_bytes(part.read_bytes()[:-1])
    twice = OF_A_TABLE.format(function="twice_the_rate_of", more=more)
    assert calling(twice) == ["14.0"]


def test_a_part_in_place_of_another_is_compiled_again(model_with_a_rule, tmp_path):
    _, calling = model_with_a_rule
    calling(CALLS_ANOTHER)
    parts = sorted((tmp_path / "kept").rglob("*.nbc"))
    assert len(parts) == 2
    whole = [part.read_bytes() for part in parts]
    for part, other in zip(parts, reversed(whole), strict=True):
        part.write_bytes(other)
    assert [calling(CALLS_ANOTHER) for _ in range(2)] == [["206.0"]] * 2


def test_threads_compile_at_once(model_with_a_rule):
    _, calling = model_with_a_rule
    assert calling(IN_THREADS) == ["7.0"]


def test_python_cannot_call_what_only_compiled_code_calls(model_with_a_rule):
    _, calling = model_with_a_rule
    assert [calling(CALLS_A_KERNEL) for _ in range(2)] == [["refused"]] * 2


def test_what_was_compiled_is_fetched(compiling, tmp_path):
    assert [compiling(tmp_path / "kept")[:2] for _ in range(2)] == [("42", "0"), ("42", "1")]


@pytest.mark.parametrize("place", [0, -1])
def test_damaged_files_are_compiled_again(place, compiling, tmp_path):
    compiling(tmp_path / "kept")
    files = list((tmp_path / "kept").rglob("*.nb?"))
    assert files
    for file in files:
        whole = bytearray(file.read_bytes())
        whole[place] ^= 1
        file.write_bytes(whole)
    assert [compiling(tmp_path / "kept")[:2] for _ in range(2)] == [("42", "0"), ("42", "1")]


def test_empty_files_are_compiled_again(compiling, tmp_path):
    """A power cut leaves them."""
    compiling(tmp_path / "kept")
    for file in (tmp_path / "kept").rglob("*.nb?"):
        file.write_bytes(b"")
    assert compiling(tmp_path / "kept")[:2] == ("42", "0")


def test_a_folder_that_cannot_be_made_is_named_and_another_is_used(compiling, tmp_path):
    (tmp_path / "file").write_text("")
    answer, _, folder, faults = compiling(tmp_path / "file/kept")
    assert answer == "42"
    assert folder.startswith(str(tmp_path / "temporary"))
    assert faults.startswith(str(tmp_path / "file/kept")) and "Not a directory" in faults


def test_where_nothing_can_be_kept_it_is_compiled_all_the_same(compiling, tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / f"temporary/joinedup-{os.getuid()}").write_text("")
    answer, fetched, folder, faults = compiling(tmp_path / "file/kept")
    assert (answer, fetched, folder) == ("42", "0", "None")
    assert len(faults.splitlines()) == 2


def test_a_full_disk_is_named_and_it_is_compiled_all_the_same(compiling, tmp_path):
    answer, _, _, faults = compiling(tmp_path / "kept", "limited")
    assert answer == "42"
    assert faults.startswith(str(tmp_path / "kept")) and faults.endswith("File too large")


@pytest.mark.parametrize(
    "open_to_others",
    [
        lambda own: own.chmod(0o777),
        lambda own: own.chmod(0o770),
        lambda own: own.parent.chmod(0o777),
        pytest.param(
            lambda own: os.chown(own, 54321, 54321),
            marks=pytest.mark.skipif(os.getuid() != 0, reason="only root gives folders away"),
        ),
    ],
)
def test_nothing_is_loaded_from_where_others_write(open_to_others, compiling, tmp_path):
    own = Path(compiling(tmp_path / "kept")[2])
    open_to_others(own)
    answer, fetched, folder, faults = compiling(tmp_path / "kept")
    assert (answer, fetched) == ("42", "0")
    assert folder.startswith(str(tmp_path / "temporary"))
    assert faults == f"{own}: another user can write to it"


@pytest.fixture
def many_states(tmp_path, monkeypatch):
    """Six states of the model, of which the last is used last."""
    monkeypatch.setattr(compiled_states, "parents", lambda: [tmp_path])
    folders = [tmp_path / f"compiled-{number:016x}" for number in range(6)]
    for number, folder in enumerate(folders):
        folder.mkdir(mode=0o700)
        (folder / "code.nbc").write_bytes(b"0" * 2_000_000)
        os.utime(folder, (number * 86_400, number * 86_400))
    (tmp_path / "mine").mkdir()
    return folders


def test_the_states_used_last_are_kept(many_states, tmp_path):
    compiled_states.keep_few()
    assert {file.name for file in tmp_path.iterdir()} == {
        "mine", *(folder.name for folder in many_states[-compiled_states.KEPT :])
    }  # fmt: skip


def test_the_present_state_is_kept_whatever_others_are_dated(many_states, tmp_path, monkeypatch):
    """As where a clock was put back."""
    monkeypatch.setattr(compiled_states, "sources_digest", lambda: f"{0:016x}")
    compiled_states.keep_few()
    assert {file.name for file in tmp_path.iterdir()} == {
        "mine", *(folder.name for folder in (many_states[0], *many_states[-3:]))
    }  # fmt: skip


def test_code_of_another_state_is_none_of_this(tmp_path, monkeypatch):
    file = kept_code.CheckedFile(str(tmp_path), "day", "a stamp")
    file.save("signature", b"code")
    assert file.load("signature") == b"code"
    monkeypatch.setattr(kept_code, "sources_digest", lambda: "another")
    assert file.load("signature") is None
    (data,) = tmp_path.glob("*.nbc")
    assert file._load_data(data.name) is None


def test_nothing_but_compiled_code_is_removed(many_states, tmp_path):
    """Users of numba keep their own in its folder, under whatever names."""
    inside, thesis = many_states[0] / "notes.txt", tmp_path / "compiled-thesis"
    linked, behind = tmp_path / "compiled-00000000000000ff", tmp_path / "mine" / "kept.nbc"
    thesis.mkdir(mode=0o700)
    kept = [inside, thesis / "chapter.nbc", behind]
    for file in kept:
        file.write_text("precious", encoding="utf-8")
    linked.symlink_to(tmp_path / "mine")
    (many_states[1] / "deep" / "down").mkdir(parents=True)
    (many_states[1] / "deep" / "down" / "f-1.py311.nbi.tmp.00ff").write_bytes(b"0")
    compiled_states.keep_few()
    shown = CliRunner().invoke(app, ["cache", "--clear"])
    assert all(file.read_text("utf-8") == "precious" for file in kept) and linked.is_symlink()
    assert [folder.exists() for folder in many_states] == [True] + 5 * [False]
    assert not (many_states[0] / "code.nbc").exists()
    assert shown.stdout.splitlines()[-1] == "Removed: 4 of 4"
    assert not compiled_states.states()


def test_what_others_write_to_is_not_cleared(many_states):
    many_states[0].chmod(0o777)
    CliRunner().invoke(app, ["cache", "--clear"])
    assert [folder for folder in many_states if folder.exists()] == many_states[:1]


def test_states_are_listed_and_cleared(many_states, tmp_path):
    shown = CliRunner().invoke(app, ["cache"])
    assert shown.stdout.splitlines()[0].startswith(f"{many_states[-1]}: 2 MB, last used 1970-01-0")
    shown = CliRunner().invoke(app, ["cache", "--clear"])
    assert shown.stdout.splitlines()[-1] == "Removed: 6 of 6"
    assert [file.name for file in tmp_path.iterdir()] == ["mine"]


@pytest.fixture
def kept_in(tmp_path, monkeypatch):
    """Where numba keeps its files, as the user asks: a folder that is not there."""
    kept = tmp_path / "asked/kept"
    monkeypatch.setattr(kept_code._config, "CACHE_DIR", str(kept))
    monkeypatch.setattr(kept_code, "_tried", kept_code._tried.__wrapped__)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return kept


def test_listing_makes_no_folder(kept_in, tmp_path):
    shown = CliRunner().invoke(app, ["cache"]).stdout
    assert not list(tmp_path.iterdir())
    assert f"is kept in {kept_in / kept_code.BEGINS}" in shown
    own = kept_code.cache_folder()
    (own / "code.nbc").write_bytes(b"0")
    first, where, _ = CliRunner().invoke(app, ["cache"]).stdout.splitlines()
    assert first.startswith(f"{own}: 0 MB") and first.endswith(", the model as it is now")
    assert where.endswith(f"is kept in {own}")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda kept: kept.parent.write_text(""), "Not a directory"),
        (lambda kept: kept_code.cache_folder().chmod(0o777), "another user can write to it"),
    ],
)
def test_listing_names_the_place_that_will_not_do(spoil, why, kept_in, tmp_path):
    spoil(kept_in)
    there = {*tmp_path.iterdir()}
    shown = CliRunner().invoke(app, ["cache"])
    assert f"kept in {kept_in}" in shown.stderr and shown.stderr.endswith(f": {why}\n")
    assert f"is kept in {tmp_path}/joinedup-" in shown.stdout and {*tmp_path.iterdir()} == there
