"""Damaged files fed to every command that reads: the same, or refused by name; never others."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from joinedup_experiments.compare.results.kept_runs import KeptRuns
from joinedup_experiments.scenario_io.plausible_worlds import plausible_worlds, written_worlds
from joinedup_experiments.sweep import worker_pools
from joinedup_experiments.sweep.worker_pools import WorkerPool
from tests.torture.cases import REFUSED, SAID, SILENT, WHOLE, WRONG, Case, Verdict
from tests.torture.commands import (
    COMPARE,
    PLACE,
    SWEEP,
    TINY,
    Ended,
    fault_of,
    in_process,
    one_line,
    tree,
)

REFUSALS = 3  # lines of a refusal at most, where several things are wrong


class Kind(NamedTuple):
    """Files that belong together, what reads them, and whether any other bytes are a fault.

    Text that people write is not sealed: with another digit it is another scenario.
    """

    folder: str
    files: str  # a pattern
    reading: tuple[list[str], ...]
    is_sealed: bool = True


TABLES = [f"--{table}=place/{table}.csv" for table in ("population", "teams", "activity")]
RUN = ["run", "place.yaml", *TINY, "--replications", "2", "--workers", "1", "--no-pictures"]
KINDS = {
    "results": Kind("out", "*", (["open", "out"], ["open", "out", "--all-measures"])),
    "a report": Kind("out", "*", (["report", "out", "--out", "page.html"],)),
    "a sweep": Kind("swept", "**/*", (["status", "swept"], ["resume", "swept"])),
    "a finished sweep": Kind(
        "swept",
        "**/*",
        (["sensitivity", "swept", "--no-pictures"], ["discover", "swept", "--no-pictures"]),
    ),
    "kept runs": Kind(".unfinished-out.runs", "*", (COMPARE,)),
    "worlds": Kind(".", "hill.*", ([*RUN, "--out", "of_hill"],)),
    "a scenario": Kind(
        "out",
        "*.yaml",
        (
            ["validate", "out/scenario-siloed_borough.yaml"],
            ["diff", "out/scenario-siloed_borough.yaml", "out/scenario-local_care_network.yaml"],
            ["cost", "out/scenario-local_care_network.yaml"],
        ),
        False,
    ),
    "a place": Kind(
        "place",
        "*.[cy]*",
        (
            ["validate", "place/place.yaml", "place/proposal.yaml"],
            [
                "new",
                "again",
                *TABLES,
            ],
        ),
        False,
    ),
    "a design": Kind(".", "design.yaml", (["sweep", "design.yaml", "--out", "again"],), False),
}
RARE = {"a report": 1, "a sweep": 6, "a finished sweep": 3, "kept runs": 3, "worlds": 4}


def damage(shared: Path, cases: Iterable[Case]) -> Iterator[tuple[str, Verdict]]:
    """Damage a file, read it, and compare with what is read undamaged."""
    with mock.patch.object(worker_pools, "local_pools", _threads):
        given = _files(shared / "given")
        whole: dict[tuple[str, ...], tuple[Ended, dict[str, bytes]]] = {}
        drawn = [name for name in KINDS for _ in range(RARE.get(name, 8))]
        for case in cases:
            name = case.rng.choice(drawn)
            kind = KINDS[name]
            words = case.rng.choice(kind.reading)
            if tuple(words) not in whole:
                whole[tuple(words)] = _undamaged(given, shared / f"whole-{len(whole)}", words)
            shutil.copytree(given, case.folder, dirs_exist_ok=True)
            _prepare(case.folder, words)
            file, how = _damaged(case.folder, kind, case.rng)
            shown = in_process(case.folder, *words)
            verdict = _judged(case.folder, kind, file, shown, whole[tuple(words)])
            yield f"{' '.join(words)}: {file.relative_to(case.folder)} {how}", verdict


def _threads(workers: int) -> list[WorkerPool]:
    return [WorkerPool(lambda: ThreadPoolExecutor(1)) for _ in range(workers)]


def _files(folder: Path) -> Path:
    """Results, a sweep, kept runs, a place with worlds of its own, and a design."""
    folder.mkdir()
    (folder / "design.yaml").write_text(SWEEP)
    (folder / "place.yaml").write_text(PLACE)
    shipped = plausible_worlds()
    table, about = written_worlds([shipped.named(n) for n in (1, 2, 3)], {"what": "for a test"})
    (folder / "hill.csv").write_bytes(table)
    (folder / "hill.json").write_bytes(about)
    _keep_the_runs(folder)
    for words in (
        COMPARE,
        ["new", "place", "--example"],
        ["sweep", "design.yaml", "--out", "swept", "--workers", "1"],
    ):
        shown = in_process(folder, *words)
        assert shown.code == 0, shown
    (folder / ".runs").rename(folder / ".unfinished-out.runs")
    return folder


def _keep_the_runs(folder: Path) -> None:
    """Keep a copy of the runs of a comparison, which go when it is whole."""
    before = KeptRuns.close

    def close(runs: KeptRuns, whole: bool = False) -> None:
        shutil.copytree(runs.folder, folder / ".runs")
        before(runs, whole)

    with mock.patch.object(KeptRuns, "close", close):
        shown = in_process(folder, *COMPARE)
    assert shown.code == 0, shown
    shutil.rmtree(folder / "out")


def _prepare(folder: Path, words: list[str]) -> None:
    if words == COMPARE:
        shutil.rmtree(folder / "out")


def _undamaged(given: Path, folder: Path, words: list[str]) -> tuple[Ended, dict[str, bytes]]:
    shutil.copytree(given, folder)
    _prepare(folder, words)
    shown = in_process(folder, *words)
    assert fault_of(shown) is None and shown.code in (0, 1), shown
    return shown, tree(folder)


def _damaged(folder: Path, kind: Kind, rng: random.Random) -> tuple[Path, str]:
    """Damage one file of a kind; which, and how."""
    found = [f for f in sorted((folder / kind.folder).glob(kind.files)) if f.is_file()]
    file = rng.choice([f for f in found if not f.name.startswith(".")])
    data = bytearray(file.read_bytes())
    how = rng.choice(("flipped", "flipped", "flipped", "cut", "swapped", "emptied", "a folder",
                      "removed", "another's", "doubled"))  # fmt: skip
    at, other = (rng.randrange(max(1, len(data))) for _ in range(2))
    match how:
        case "flipped":
            for _ in range(rng.choice((1, 1, 2, 20))):
                if data:
                    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        case "cut":
            del data[at:]
        case "swapped":
            data = data[max(at, other) :] + data[: max(at, other)]
        case "emptied":
            data.clear()
        case "another's":
            data = bytearray(rng.choice(found).read_bytes())
        case "doubled":
            data *= 2
        case _:
            file.unlink()
            if how == "a folder":
                file.mkdir()
            return file, how
    file.write_bytes(data)
    return file, how


def _judged(
    folder: Path, kind: Kind, file: Path, shown: Ended, whole: tuple[Ended, dict[str, bytes]]
) -> Verdict:
    """What came of reading a damaged file, beside what it gives whole."""
    if fault := fault_of(shown):
        return fault
    inside = file.relative_to(folder)
    names = {file.name, inside.parts[0], file.stem}
    if shown.code == 2:
        lines = one_line(shown.err)
        named = any(name in shown.err for name in names)
        clear = (named and len(lines) <= REFUSALS) or (not kind.is_sealed and bool(lines))
        return Verdict(REFUSED if clear else WRONG, shown.err)
    before, left = whole
    if file.name in shown.err or (file.name in shown.out and file.name not in before.out):
        return Verdict(SAID, shown.out + shown.err)
    mine = {path: data for path, data in tree(folder).items() if path != inside.as_posix()}
    left = {path: data for path, data in left.items() if path != inside.as_posix()}
    if shown.out == before.out and mine == left:
        return Verdict(WHOLE)
    if not kind.is_sealed:
        return Verdict(WHOLE, "another text, which is sound")
    differing = sorted(p for p in mine.keys() | left if mine.get(p) != left.get(p))
    return Verdict(SILENT, f"{shown.out}\n{shown.err}\n{differing}")
