"""Commands where the machine has little or is odd: whole, or refused in a line; nothing is lost."""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from joinedup_experiments.compare.executors import warm_up
from joinedup_experiments.scenario_io.load import load_scenario
from tests.torture.cases import REFUSED, WHOLE, WRONG, Case, Verdict
from tests.torture.commands import COMPARE, PAIR, TINY, Ended, ended, fault_of, forked, tree

RUN = ["run", PAIR[0], *TINY, "--replications", "1", "--worlds", "one", "--workers", "1", "--out"]
COMMANDS = {
    "compare": (COMPARE[:-1], "out"),
    "run": (RUN, "out"),
    "journey": (["journey", *PAIR, *TINY, "--out"], "out"),
    "map": (["map", PAIR[1], "--out"], "map.html"),
    "new": (["new", "--example"], "place"),
    "report": (["report", "done", "--out"], "page.html"),
    "workbook": (["report", "done", "--out"], "page.xlsx"),
}
NAMES = ["$x$", "a$b_c$d", "x" * 240, "x" * 300, "caf\udce9", "a\nb", "-dash", "a b", "é" * 100,
         "{x}", "%s", "[red]x[/red]", "\u202e", "a/b/c", "~", "$HOME", "'", '"', "\\"]  # fmt: skip
VARIABLES = {
    "COLUMNS": ["0", "-1", "1", "many", "9" * 30],
    "LINES": ["0", "-1"],
    "MPLBACKEND": ["nonsense", "module://matplotlib_inline.backend_inline", "", "QtAgg"],
    "NUMBA_NUM_THREADS": ["0", "-1", "many", "10000", ""],
    "OMP_NUM_THREADS": ["0", "many"],
    "PYTHONIOENCODING": ["ascii", "latin-1", "utf-16"],
    "LC_ALL": ["C", "POSIX", "nonsense", "tr_TR.UTF-8"],
    "TERM": ["dumb", "", "nonsense"],
    "TZ": ["nonsense", "Asia/Kathmandu"],
    "TMPDIR": ["/nowhere"],
    "HOME": ["/nowhere", "", "relative"],
    "MPLCONFIGDIR": ["/nowhere", "/dev/null"],
    "PYTHONUTF8": ["0"],
    "PYTHONOPTIMIZE": ["2"],
    "NO_COLOR": ["1"],
    "FORCE_COLOR": ["1"],
    "XDG_CACHE_HOME": ["/nowhere", "/dev/null"],
    "SOURCE_DATE_EPOCH": ["nonsense"],
}


class Odd(NamedTuple):
    """What is odd: set in the process before it begins, or done to its folder meanwhile."""

    name: str
    prepare: Callable[[], None] | None = None
    out: str = ""
    meanwhile: Callable[[Path], None] | None = None


def places(shared: Path, cases: Iterable[Case]) -> Iterator[tuple[str, Verdict]]:
    """Run a command in an odd place and, where that refused it, in an ordinary one."""
    warm_up(load_scenario(PAIR[0]))
    given, whole = shared / "given", {}
    given.mkdir()
    shown = ended(forked(given, COMPARE), given)
    assert shown.code == 0, shown
    (given / "out").rename(given / "done")
    for case in cases:
        name = case.rng.choice(sorted(COMMANDS))
        if name not in whole:
            whole[name] = _ordinary(given, shared / f"whole-{name}", name)
        shutil.copytree(given, case.folder, dirs_exist_ok=True)
        if case.rng.random() < 0.3:
            yield _in_environment(case, name, whole[name])
            continue
        odd = _odd(case.rng, name, whole[name][1])
        words = _words(name, odd.out)
        process = forked(case.folder, words, odd.prepare)
        if odd.meanwhile:
            odd.meanwhile(case.folder)
        shown = ended(process, case.folder)
        yield f"{name}, {odd.name}", _judged(case.folder, given, name, odd, shown, whole[name][0])


def _words(name: str, out: str = "") -> list[str]:
    words, usual = COMMANDS[name]
    return [*words, out or usual]


def _ordinary(given: Path, folder: Path, name: str) -> tuple[dict[str, bytes], float]:
    shutil.copytree(given, folder)
    begun = time.monotonic()
    shown = ended(forked(folder, _words(name)), folder)
    assert shown.code == 0, (name, shown)
    return tree(folder), time.monotonic() - begun


def _odd(rng: random.Random, name: str, seconds: float) -> Odd:
    match rng.randrange(6):
        case 0:
            most = rng.randrange(8, 80)
            return Odd(f"{most} file handles", lambda: _limit(resource.RLIMIT_NOFILE, most))
        case 1:
            most = int(10 ** rng.uniform(2.5, 5.5))
            return Odd(f"no file over {most} bytes", lambda: _limit(resource.RLIMIT_FSIZE, most))
        case 2:
            more = int(10 ** rng.uniform(6.0, 8.5))
            return Odd(f"{more} bytes of memory more", lambda: _limit_memory(more))
        case 3:
            return Odd("a read-only folder", out="/proc/out" + Path(COMMANDS[name][1]).suffix)
        case 4:
            out = rng.choice(NAMES) + rng.choice(["", "", ".html"])
            return Odd(f"--out {out!a}", out=out)
        case _:
            after = rng.uniform(0.0, seconds)
            return Odd("--out appears meanwhile", meanwhile=lambda folder: _appear(folder, after))


def _limit(what: int, most: int) -> None:
    resource.setrlimit(what, (most, most))


def _limit_memory(more: int) -> None:
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _limit(resource.RLIMIT_AS, used + more)


def _appear(folder: Path, after: float) -> None:
    time.sleep(after)
    for name in ("out", "place"):
        (folder / name).mkdir(exist_ok=True)


def _judged(
    folder: Path, given: Path, name: str, odd: Odd, shown: Ended, whole: dict[str, bytes]
) -> Verdict:
    if fault := fault_of(shown):
        return fault
    if odd.meanwhile:
        for empty in (folder / "out", folder / "place"):
            if empty.is_dir() and not any(empty.iterdir()):
                empty.rmdir()
    there, before = tree(folder), tree(given)
    made = sorted(data for path, data in there.items() if path not in before)
    wanted = sorted(data for path, data in whole.items() if path not in before)
    if shown.code == 0:
        named = [len(data) for data in made] if odd.out or odd.meanwhile else made
        if len(made) == len(wanted) and (len(named) == 0 or named != made or made == wanted):
            return Verdict(WHOLE)
        return Verdict(WRONG, f"{shown.out}{shown.err}\nwrote {sorted(there)}")
    if made and made != wanted and not all(one in wanted for one in made):
        return Verdict(WRONG, f"refused, and wrote {sorted(there)}: {shown.err}")
    if odd.out or odd.meanwhile:
        return Verdict(REFUSED, shown.err)
    if made:
        return Verdict(REFUSED, "its files, each whole, are there")
    again = ended(forked(folder, _words(name)), folder)
    if again.code == 0 and tree(folder) == whole:
        return Verdict(REFUSED, shown.err)
    return Verdict(WRONG, f"refused ({shown.err}), and then: {again.err}")


def _in_environment(case: Case, name: str, whole: tuple) -> tuple[str, Verdict]:
    """The program begun anew with what other programs may have set."""
    some = case.rng.sample(sorted(VARIABLES), case.rng.randint(1, 4))
    settings = {key: case.rng.choice(VARIABLES[key]) for key in some}
    command = [sys.executable, "-m", "joinedup_experiments.cli", *_words(name)]
    done = subprocess.run(
        command, cwd=case.folder, env=os.environ | settings, capture_output=True, timeout=300
    )
    shown = Ended(done.returncode, "", done.stderr.decode("utf-8", "replace"))
    what = f"{name}, {settings}"
    if fault := fault_of(shown):
        return what, fault
    there = tree(case.folder)
    other = sorted(p for p in there.keys() | whole[0] if there.get(p) != whole[0].get(p))
    if shown.code == 0 and not other:
        return what, Verdict(WHOLE)
    return what, Verdict(WRONG, f"exit code {shown.code}, other than usual: {other}: {shown.err}")
