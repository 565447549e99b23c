"""Where compiled code is kept: in a folder that is the user's own, and checked when it is read.

To load compiled code is to run it. So it is kept where nobody else can write, and each file
begins with a digest of the rest: what is damaged is as if it were not there, and is compiled
again. Where nothing can be kept, because a disk is full or may not be written to, the model is
compiled all the same.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.core.caching import FunctionCache, IndexDataCacheFile

from joinedup.engine.sources import sources_digest

BEGINS = "compiled-"  # the name of the folder of any state of the sources
UNKEPT: list[str] = []  # why what this process compiled could not be kept
_DIGEST_BYTES = 32
# Where numba looks for its cache; not in its stubs.
_config: Any = numba.config


def parents() -> list[Path]:
    """Where compiled code may be kept, the best place first."""
    places = []
    with suppress(RuntimeError):  # a user has no home
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        places = [home / "joinedup"]
    if _config.CACHE_DIR:
        places = [Path(_config.CACHE_DIR)]
    with suppress(OSError):  # no folder for temporary files will do
        places.append(Path(tempfile.gettempdir()) / f"joinedup-{_user()}")
    return places


def cache_folder() -> Path | None:
    """The folder of this state of the sources, made when first asked for; None: none will do."""
    return next((folder for folder, fault in _tried() if not fault), None)


def is_compiled(folder: Path | None) -> bool:
    """Whether a cache folder has the compiled days of the model."""
    return folder is not None and any(folder.rglob("day.run_days-*.nbc"))


def passed_over() -> list[str]:
    """The folders that come before `cache_folder` and will not do, each with the reason."""
    return [f"{folder}: {fault}" for folder, fault in _tried() if fault]


@cache
def _tried() -> list[tuple[Path, str]]:
    """Folders up to the first that will do, and what is wrong with each."""
    tried: list[tuple[Path, str]] = []
    for parent in parents():
        folder = parent / f"{BEGINS}{sources_digest()[:16]}"
        tried.append((folder, _fault_of(folder)))
        if not tried[-1][1]:
            break
    return tried


def _fault_of(folder: Path) -> str:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        if is_open_to_others(folder):
            return "another user can write to it"
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def is_open_to_others(folder: Path) -> bool:
    """Whether another user, but for root, can put files into a folder or another in its place."""
    if not hasattr(os, "getuid"):  # Windows, where both places are the user's own
        return False
    own, above, user = folder.lstat(), folder.parent.stat(), os.getuid()
    anybody_above = above.st_mode & stat.S_IWOTH and not above.st_mode & stat.S_ISVTX
    return bool(
        own.st_uid != user
        or own.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        or above.st_uid not in (user, 0)
        or anybody_above
    )


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")


def keep_on(shelf: str, dispatcher: Any, kind: type[CheckedCache]) -> None:
    """Keep what a dispatcher compiles on a shelf of `cache_folder`, where that can be.

    The folder is looked for when something is first compiled, and not at import.
    """
    dispatcher._cache = _Later(shelf, dispatcher, kind)


class _Later:
    """Stands for a dispatcher's cache until it is first asked for anything."""

    def __init__(self, shelf: str, dispatcher: Any, kind: type[CheckedCache]) -> None:
        self._of, self._otherwise = (shelf, dispatcher, kind), dispatcher._cache

    def __getattr__(self, name: str) -> Any:
        shelf, dispatcher, kind = self._of
        dispatcher._cache = _cache_on(shelf, dispatcher, kind) or self._otherwise
        return getattr(dispatcher._cache, name)


def _cache_on(shelf: str, dispatcher: Any, kind: type[CheckedCache]) -> CheckedCache | None:
    folder, before = cache_folder(), _config.CACHE_DIR
    if folder is None:
        return None
    _config.CACHE_DIR = str(folder / shelf)
    try:
        kept = kind(dispatcher.py_func)
        return kept if Path(kept.cache_path).is_relative_to(folder) else None  # numba has others
    except RuntimeError:  # numba finds no place
        return None
    finally:
        _config.CACHE_DIR = before


class CheckedCache(FunctionCache):  # type: ignore[misc]
    """Numba's cache of a function, in files whose digest is checked when they are read."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        self._cache_file = CheckedFile(
            self._cache_path, self._impl.filename_base, self._impl.locator.get_source_stamp()
        )

    def save_overload(self, signature: Any, data: Any) -> None:
        """Keep what was compiled; where that fails, say why in `UNKEPT` and go on."""
        try:
            super().save_overload(signature, data)
        except OSError as error:
            UNKEPT.append(f"{self._cache_path}: {error.strerror or error}")


class CheckedFile(IndexDataCacheFile):  # type: ignore[misc]
    """Numba's index and data files; one that is damaged or cannot be read is not there."""

    def save(self, key: Any, data: Any) -> None:
        """Keep data in a file named for its key: two processes may keep different data at once."""
        names = self._load_index()
        number = int.from_bytes(_digest(repr(key).encode())[:7], "big")
        names[key] = self._data_name(number)
        self._save_index(names)
        self._save_data(names[key], data)

    def _load_index(self) -> dict[Any, str]:
        whole = io.BytesIO(_checked(self._index_path) or pickle.dumps(""))
        if pickle.load(whole) != self._version:
            return {}
        stamp, names = pickle.load(whole)
        return names if stamp == self._source_stamp else {}

    def _load_data(self, name: str) -> Any:
        whole = _checked(self._data_path(name))
        return None if whole is None else pickle.loads(whole)

    @contextmanager
    def _open_for_write(self, path: str) -> Iterator[io.BytesIO]:
        whole = io.BytesIO()
        yield whole
        with super()._open_for_write(path) as file:
            file.write(_digest(_named(path, whole.getvalue())) + whole.getvalue())


def _checked(path: str) -> bytes | None:
    """What a file holds after its digest; None where it is damaged, another's or unreadable."""
    try:
        whole = Path(path).read_bytes()
    except OSError:
        return None
    digest, rest = whole[:_DIGEST_BYTES], whole[_DIGEST_BYTES:]
    return rest if digest == _digest(_named(path, rest)) else None


def _named(path: str, data: bytes) -> bytes:
    """What a digest is of: data, whose file it is and of which sources: none passes for another."""
    return f"{sources_digest()} {Path(path).name} ".encode() + data


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST_BYTES).digest()
