"""A folder for results: reserved before the work, complete when it appears under its name.

A process that is killed cannot clear away what it was writing. The next process that writes
beside it does, if the same user's on this machine was the maker, and two things show that it is
gone: no process of its number runs, and the folder's lock is free, which the system releases when
its holder ends.
"""

from __future__ import annotations

import os
import platform
import re
import shlex
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.new_file import missing_above, remove_empty

UNFINISHED = ".unfinished-"
OUT = "--out "  # before a name that is proposed, on the command line
LONGEST_NAME, LONGEST_MACHINE = 120, 40
_NAMED = re.compile(re.escape(UNFINISHED) + r".*-(\d+)@(.*)", re.DOTALL)


class FolderError(InputError):
    """The results cannot go where they were meant to; the text says why and what to do."""


class new_folder(AbstractContextManager[Path]):  # noqa: N801 - as those of contextlib
    """A hidden neighbour to write in, which takes the folder's name at the end.

    It is on the disk before that. Leaving the ``with`` block by an exception, Ctrl-C included,
    removes it. What has the name already is refused with a `FolderError`, on entering; if
    ``replaces``, it is kept under another name. A name that something else has taken meanwhile is
    left to it: ``final`` is then the first free one after it, and standard error says so; if
    ``only_here``, it is refused as on entering. A refusal names the ``option`` of the command; in
    Python there is none.
    """

    def __init__(
        self, final: Path, replaces: bool = False, option: str = OUT, only_here: bool = False
    ) -> None:
        self.final, self.replaces, self.option = final, replaces, option
        self.only_here = only_here
        self._made = self._making()

    def __enter__(self) -> Path:
        return self._made.__enter__()

    def __exit__(self, *raised: Any) -> bool | None:
        return self._made.__exit__(*raised)

    @contextmanager
    def _making(self) -> Iterator[Path]:
        final = self.final
        if not self.replaces:
            refuse_existing(final, self.option)
        making, before = unfinished(final), free_name(final.with_name(f"{final.name}-before"))
        made_for_it = _make_room(final, making)
        try:
            with _held(making):
                yield making
                _write_out(making)
                if self.replaces and os.path.lexists(final):
                    final.rename(before)
                self._take_name(making)
                _sync_folder(final.parent)
            if os.path.lexists(before):
                print(f"{final} was there already; it is kept as {before}", file=sys.stderr)
        finally:
            shutil.rmtree(making, ignore_errors=True)
            if os.path.lexists(before) and not os.path.lexists(final):  # the last rename failed
                before.rename(final)
            remove_empty(made_for_it)

    def _take_name(self, making: Path) -> None:
        wanted = self.final
        if self.only_here:
            refuse_existing(wanted, self.option)
        else:
            self.final = free_name(wanted)
        try:
            making.rename(self.final)
        except OSError:
            if not os.path.lexists(self.final):
                raise
            self._take_name(making)  # another was quicker
            return
        say_if_taken(wanted, self.final)


def _make_room(final: Path, making: Path) -> list[Path]:
    """Make what ``final`` is made in, and the folders above it, which are returned."""
    with _refusing(final) as made_for_it:
        final.parent.mkdir(parents=True, exist_ok=True)
        sweep(final.parent)
        making.mkdir()
    return made_for_it


def make_folder(folder: Path) -> None:
    """Make a folder that is not there, and those above it; `FolderError` where it cannot be."""
    with _refusing(folder):
        folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def _refusing(final: Path) -> Iterator[list[Path]]:
    """Gives the folders above that are not there, and removes them where ``final`` cannot be."""
    made_for_it = missing_above(final)
    try:
        yield made_for_it
    except OSError as error:
        remove_empty(made_for_it)
        in_the_way = [one for one in final.parents if one.is_file()]
        reason = error.strerror or str(error)
        if in_the_way:
            reason = f"{in_the_way[0]} is a file, not a folder"
        raise FolderError(f"{final}: results cannot be written there: {reason}") from error


def say_if_taken(wanted: Path, final: Path) -> None:
    """Say where results are whose name something else has taken while they were made."""
    if final != wanted:
        why = f"{wanted} has appeared meanwhile, and is never written over"
        print(f"{why}: the results are in {final}", file=sys.stderr, flush=True)


def name_file(made: Path, final: Path) -> None:
    """Give a file that is made beside it its name; `FileExistsError` where something has that."""
    try:
        os.link(made, final)  # which writes over nothing, as a rename does
    except FileExistsError:
        raise
    except OSError:  # there are no links here
        if os.path.lexists(final):
            raise FileExistsError(final) from None
        made.replace(final)
    else:
        made.unlink()


def take_name(made: Path, wanted: Path) -> Path:
    """Give a file that is made its name; another, which is said, where it is taken meanwhile."""
    return take_names([made], [wanted])[0]


def take_names(made: Sequence[Path], wanted: Sequence[Path]) -> list[Path]:
    """The same of files whose names differ by their endings alone, and still do so then."""
    first = free_name(wanted[0], of_endings([one.suffix for one in wanted]))
    finals = [first.with_suffix(one.suffix) for one in wanted]
    for number, final in enumerate(finals):
        try:
            name_file(made[number], final)
        except FileExistsError:  # another was quicker
            for one, given in zip(made[:number], finals, strict=False):
                given.replace(one)
            return take_names(made, wanted)
    for asked, final in zip(wanted, finals, strict=True):
        say_if_taken(asked, final)
    return finals


def write_whole(
    file: Path, data: bytes, named: Callable[[Path, Path], object] = Path.replace
) -> None:
    """Write a file so that it is there whole or not at all, even if the power goes.

    ``named`` gives it its name: `take_name` writes nothing over. Raises OSError when the disk is
    full or cannot be written to; nothing stays behind then.
    """
    making = file.with_name(f"{UNFINISHED}{os.getpid()}-{file.name}")
    try:
        with making.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        named(making, file)
    except BaseException:
        with suppress(OSError):
            making.unlink()
        raise
    _sync_folder(file.parent)


def _write_out(folder: Path) -> None:
    """Have all that is in a folder on the disk; OSError where it cannot be."""
    for path in folder.rglob("*"):
        if path.is_dir():
            _sync_folder(path)
        elif path.is_file():
            with path.open("r+b") as opened:
                os.fsync(opened.fileno())
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """Have a folder's own entries on the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def refuse_existing(final: Path, option: str = OUT, endings: Sequence[str] = ()) -> None:
    """Never write over anything: refuse a name that is taken, with one that is free.

    ``endings`` are those of files of the same name that go beside it.
    """
    if not final.name:
        raise FolderError(f"{str(final)!r} is no name to write to; try {option}my_place")
    for one in (final, *map(final.with_suffix, endings)):
        if os.path.lexists(one):
            why = f"{one} is there already, and is never written over"
            free = shlex.quote(str(free_name(final, of_endings(endings))))
            raise FolderError(f"{why}; try {option}{free}")


def refuse_others(folder: Path, what: str, marks: Sequence[str]) -> None:
    """Refuse what is no folder, or holds something else than ``what``, begun or about to be.

    One of the ``marks``, which are paths in it, is there once it is begun.
    """
    nearest = next(one for one in (folder, *folder.parents) if os.path.lexists(one))
    if not nearest.is_dir():
        raise FolderError(f"{folder}: {nearest} is a file, not a folder; name another --out")
    names = [one.name for one in folder.iterdir()] if nearest == folder else []
    is_begun = any((folder / mark).exists() for mark in marks)
    if not is_begun and not all(name.startswith(UNFINISHED) for name in names):
        raise FolderError(f"{folder} is there already, and is no {what}; name another --out")


def is_empty(folder: Path) -> bool:
    """Whether it is a folder, and nothing is in it."""
    return folder.is_dir() and not any(folder.iterdir())


def free_name(final: Path, beside: Callable[[Path], Sequence[Path]] = lambda name: ()) -> Path:
    """The same name, or with the first number after it that nothing has yet.

    ``beside`` has what goes with a name, which has to be free too.
    """
    number, name = 2, final
    while any(map(os.path.lexists, (name, *beside(name)))):
        name = final.with_name(f"{final.stem}-{number}{final.suffix}")
        number += 1
    return name


def of_endings(endings: Sequence[str]) -> Callable[[Path], list[Path]]:
    """What goes with a name: files with these endings in place of its own."""
    return lambda name: [name.with_suffix(ending) for ending in endings]


def usual_folder(names: Sequence[str], before: str = "") -> Path:
    """Where results go unless given: ``results/BASE-vs-OTHERS-YYYYMMDD-HHMMSS``."""
    arms = names[0] + ("-vs-" + "-and-".join(names[1:]) if len(names) > 1 else "")
    plain = re.sub(r"[^\w-]", "_", arms)[:LONGEST_NAME]
    return free_name(Path("results") / f"{before}{plain}-{time.strftime('%Y%m%d-%H%M%S')}")


def unfinished(final: Path) -> Path:
    """The hidden neighbour in which this process makes a folder."""
    return final.parent / f"{UNFINISHED}{final.name}-{os.getpid()}@{_machine()}"


def sweep(parent: Path) -> list[Path]:
    """Remove what this user's processes that are gone were making, and say so; those folders."""
    swept = []
    for folder in sorted(parent.glob(f"{UNFINISHED}*")):
        if folder.is_symlink() or not folder.is_dir() or not _maker_is_gone(folder):
            continue
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            swept.append(folder)
            print(f"Removed {folder}: half-written by a process that is gone", file=sys.stderr)
    return swept


def _maker_is_gone(folder: Path) -> bool:
    named = _NAMED.fullmatch(folder.name)
    if os.name != "posix" or named is None or named[2] != _machine():
        return False
    if folder.stat().st_uid != os.getuid():
        return False
    if int(named[1]) != os.getpid() and _runs(int(named[1])):
        return False
    with _held(folder) as locked:
        return locked


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Hold a folder's lock, so that it is not swept; whether it could be had."""
    lock = None
    with suppress(OSError):
        lock = acquire(folder)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            os.close(lock)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)  # sends nothing: asks whether it could be sent
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another person's process; or no number of a process
        return True
    return True


def _machine() -> str:
    return re.sub(r"[^\w.-]", "_", platform.node() or "here")[:LONGEST_MACHINE]


def acquire(path: Path, shared: bool = False, wait: bool = False) -> int | None:
    """Lock a file, made if need be, or a folder; closing the handle returned releases it.

    None where the system has no such locks. Unless it may ``wait``, a `BlockingIOError` is raised
    where another process holds it.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    flags = os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT
    handle = os.open(path, flags, 0o644)
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(handle, kind if wait else kind | fcntl.LOCK_NB)
    except BaseException:
        os.close(handle)
        raise
    return handle
