"""Answers kept in a file after each question, to be taken up again."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from joinedup_experiments.compare.results.folder import free_name, write_whole
from joinedup_experiments.local_place.new.answers import TABLES, Answers
from joinedup_experiments.scenario_io.load import yaml_text
from joinedup_experiments.scenario_io.load.files import FileKind, shown, text_of
from joinedup_experiments.scenario_io.load.translation import validated
from joinedup_experiments.scenario_io.load.yaml_tree import plain, tree_of

_KIND = FileKind("a file of answers", "save it again as UTF-8", "it is plain text: `name: value`")
_HEAD = "# Answers for `joinedup new FOLDER --answers FILE`, which asks only for what is missing.\n"
Count = Annotated[int | None, Field(ge=0, lt=10**9)]


class _File(BaseModel):
    """What the file may hold: answers as options take them, and tables' files."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)
    name: str | None = None
    residents: Count = None
    aged_65: Count = None
    neighbourhoods: Count = None
    each: str | None = None
    practices: Count = None
    beds: Annotated[float | None, Field(ge=0)] = None
    proposal: str | None = None
    population: str | None = None
    teams: str | None = None
    activity: str | None = None
    costs: str | None = None


def read_answers(file: Path) -> Answers:
    """The answers of a file; `ScenarioError` has every fault with its line.

    A table that is an empty text is one that there is none of.
    """
    name = shown(file)
    tree = tree_of(text_of(file, _KIND), name, "file of answers")
    found = vars(validated(_File, plain(tree), tree, (name,)))
    tables = {table: Path(found[table]) for table in TABLES if found[table]}
    none = tuple(table for table in TABLES if found[table] == "")
    others = {key: value for key, value in found.items() if key not in TABLES}
    return Answers(**others, tables=tables, national=none)


def write_answers(answers: Answers, file: Path) -> None:
    """Write what is given, whole or not at all."""
    values = {key: value for key, value in vars(answers).items() if value is not None}
    values |= {table: str(path.absolute()) for table, path in values.pop("tables").items()}
    values |= dict.fromkeys(values.pop("national"), "")
    write_whole(file, (_HEAD + (yaml_text(values) if values else "")).encode())


@contextmanager
def kept(folder: Path, resumed: Path | None) -> Iterator[Callable[[Answers], None]]:
    """What keeps answers in the file that was taken up, else in a new one beside the folder.

    A new one is removed when all went well; else it is said how to go on with it.
    """
    beside = folder.parent if folder.parent.is_dir() else Path()
    file = resumed or free_name(beside / f"{folder.name}-answers.yaml")
    written: list[Answers] = []

    def keep(answers: Answers) -> None:
        write_answers(answers, file)
        written.append(answers)

    try:
        yield keep
    except BaseException:
        if written:
            go_on = shlex.join(["joinedup", "new", str(folder), "--answers", str(file)])
            print(f"\nYour answers so far are kept. Go on with: {go_on}", file=sys.stderr)
        raise
    if written and not resumed:
        file.unlink(missing_ok=True)
