"""Every command that writes, killed at random moments: nothing half looks whole, and it goes on."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from joinedup_experiments.compare.executors import warm_up
from joinedup_experiments.scenario_io.load import load_scenario
from tests.torture.cases import WHOLE, WRONG, Case, Verdict
from tests.torture.commands import COMPARE, PAIR, SWEEP, TINY, ended, fault_of, forked, hidden, tree

RESUMED = "swept"
LITTLE = ["--replications", "1", "--workers", "1", "--anyway"]
SMALL = ["--residents", "500", "--years", "1", "--burn-in", "1", "--months-before", "12",
         "--window", "6", "--replications", "10", "--comparators", "5", "--workers", "1",
         "--design", "area_before_after", "--outcome", "emergency_admissions"]  # fmt: skip
WRITING = {
    "compare": COMPARE,
    "run": [
        "run",
        PAIR[1],
        *TINY,
        "--replications",
        "2",
        "--workers",
        "1",
        "--no-pictures",
        "--out",
        "out",
    ],
    "journey": ["journey", *PAIR, *TINY, "--out", "journey"],
    "new": ["new", "place", "--example"],
    "map": ["map", PAIR[1], "--out", "map.html"],
    "schema": ["schema", "--out", "schema.json"],
    "readiness": ["readiness", "form.csv", "--write-form", "aqua"],
    "report": ["report", "done", "--out", "report.html"],
    "pictures": ["report", "done", "--pictures", "pictures"],
    "records": ["records", PAIR[1], *TINY, "--months-before", "0", "--out", "records"],
    "sweep": ["sweep", "design.yaml", "--out", RESUMED, "--workers", "1"],
    "sensitivity": ["sensitivity", "swept", "--no-pictures"],
    "discover": ["discover", "swept", "--no-pictures"],
    "value": ["value-of-information", "swept"],
    "fit": ["fit", "place/place.yaml", "--residents", "1000", "--worlds", "one", *LITTLE],
    "evaluate": ["evaluate", PAIR[1], *SMALL, "--out", "evaluated"],
}
# What a command needs: another, what that makes, and the name that it has here.
NEEDS = {
    "report": ("compare", "out", "done"),
    "pictures": ("compare", "out", "done"),
    "fit": ("new", "place", "place"),
    **dict.fromkeys(["sensitivity", "discover", "value"], ("sweep", RESUMED, RESUMED)),
}
GOES_ON = ("sweep", "sensitivity", "discover", "value", "evaluate", "fit")  # in a folder that is
OFTEN = {"sweep": 3, "compare": 6, "new": 3, "map": 2}


class Undisturbed(NamedTuple):
    """What a command writes when nothing happens, and how long it takes."""

    before: Path
    whole: dict[str, bytes]
    seconds: float
    code: int


def kills(shared: Path, cases: Iterable[Case]) -> Iterator[tuple[str, Verdict]]:
    """Kill a command up to three times, and let it go on."""
    warm_up(load_scenario(PAIR[0]))
    known: dict[str, Undisturbed] = {}
    drawn = [name for name in WRITING for _ in range(OFTEN.get(name, 1))]
    for case in cases:
        name = case.rng.choice(drawn)
        if name not in known:
            known[name] = _undisturbed(shared / f"whole-{name}", name, known)
        for number in range(1, case.rng.randint(1, 3) + 1):
            verdict = _killed(case.folder, name, known[name], case.rng, number)
            yield f"{name}, kill {number}", verdict
            if verdict.kind != WHOLE:
                break
        else:
            yield f"{name}, gone on with", _gone_on(case.folder, name, known[name])


def _undisturbed(folder: Path, name: str, known: dict[str, Undisturbed]) -> Undisturbed:
    """A command's own run; what it needs from another command is run first."""
    before = folder / "before"
    before.mkdir(parents=True)
    (before / "design.yaml").write_text(SWEEP)
    if name in NEEDS:
        needs, there, here = NEEDS[name]
        if needs not in known:
            known[needs] = _undisturbed(folder.with_name(f"whole-{needs}"), needs, known)
        shutil.copytree(known[needs].before.with_name("after") / there, before / here)
    after = folder / "after"
    shutil.copytree(before, after)
    begun = time.monotonic()
    shown = ended(forked(after, WRITING[name]), after)
    assert shown.code in (0, 1), (name, shown)
    return Undisturbed(before, tree(after), time.monotonic() - begun, shown.code)


def _killed(
    folder: Path, name: str, known: Undisturbed, rng: random.Random, number: int
) -> Verdict:
    """Begin it, or go on, kill it at a random moment, and look at what is there."""
    if number == 1:
        shutil.copytree(known.before, folder, dirs_exist_ok=True)
    elif _is_whole(folder, known):
        return Verdict(WHOLE)
    process = forked(folder, _words(folder, name))
    time.sleep(rng.uniform(0.0, known.seconds * 1.05))
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    shown = ended(process, folder)
    if shown.code not in (-9, known.code) and (fault := fault_of(shown)):
        return fault
    return _half(folder, name, known)


def _half(folder: Path, name: str, known: Undisturbed) -> Verdict:
    """Whether all that can be seen is as it is in the whole, and folders have all their files."""
    there = tree(folder)
    goes_on = name in GOES_ON
    for path, data in there.items():
        if goes_on and path.endswith("manifest.json"):
            continue
        if known.whole.get(path) != data:
            return Verdict(WRONG, f"{path} is not as it is in the whole")
    made = {path for path in known.whole if path not in tree(known.before)}
    folders = {path.split("/")[0] for path in there if "/" in path and path in made}
    missing = [path for path in made if path.split("/")[0] in folders and path not in there]
    if missing and not goes_on:
        return Verdict(WRONG, f"{missing[0]} is missing from a folder that looks whole")
    return Verdict(WHOLE)


def _is_whole(folder: Path, known: Undisturbed) -> bool:
    return tree(folder) == known.whole


def _words(folder: Path, name: str) -> list[str]:
    if name == "sweep" and (folder / RESUMED / "manifest.json").exists():
        return ["resume", RESUMED, "--workers", "1"]
    return WRITING[name]


def _gone_on(folder: Path, name: str, known: Undisturbed) -> Verdict:
    """Run it to its end: it has to give what it gives undisturbed, and leave nothing else."""
    if not _is_whole(folder, known):
        shown = ended(forked(folder, _words(folder, name)), folder)
        if fault := fault_of(shown):
            return fault
        if shown.code != known.code:
            return Verdict(WRONG, f"it does not go on: {shown.err}")
        there = tree(folder)
        differing = [p for p in there.keys() | known.whole if there.get(p) != known.whole.get(p)]
        if differing:
            return Verdict(WRONG, f"it went on, and {sorted(differing)[:3]} are other than else")
        if left := hidden(folder):
            return Verdict(WRONG, f"it went on, and left {left[:3]}")
    return Verdict(WHOLE)
