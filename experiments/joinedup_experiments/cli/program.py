"""The program, and what its commands have in common. A command imports what takes long itself."""

from __future__ import annotations

import atexit
import errno
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from joinedup_experiments.display.errors import BAD_INPUT
from joinedup_experiments.display.standard_output import (
    UnsaidError,
    let_go,
    open_what_is_closed,
    replace_what_cannot_be_written,
    saying,
)
from joinedup_experiments.display.width import heed_usable_widths

UNSAID, STOPPED, UNREAD = 1, 130, 141  # exit codes; the last as of a signal that a pipe closed
# A notebook's backend, threads that the model has none of, and a date for files that have none:
# values of no use to the program, with some of which nothing could be imported.
NOT_OURS = ("MPLBACKEND", "NUMBA_NUM_THREADS", "SOURCE_DATE_EPOCH")
# OpenBLAS tries for ever to get memory that it is refused: with a thread for each core it wants
# more than linear algebra as small as here is worth, and with one all is loaded in `LEAST`.
OURS = {"OPENBLAS_NUM_THREADS": "1"}
LEAST = 700e6  # bytes of address space
UNMAPPED = ("failed to map segment", "cannot allocate memory", "Cannot allocate memory")
_RENAMED = {"replicates": "replications"}  # kept for one release

app = typer.Typer(
    name="joinedup",
    context_settings={"token_normalize_func": lambda name: _RENAMED.get(name, name)},
    help="Would joining up health and social care help, whom, when, and at what cost?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def number(text: str) -> float:
    """The number that an option gives; what is none is refused with what was probably meant."""
    try:
        return float(text)
    except ValueError:
        raise _no_number(text, "number") from None


def whole(text: str) -> int:
    """The whole number that an option gives; what is none is refused in the same way."""
    try:
        return int(text)
    except ValueError:
        raise _no_number(text, "whole number") from None


def whole_option(help: str) -> Any:
    """An option whose value `whole` reads."""
    return typer.Option(parser=whole, metavar="INTEGER", help=help)


def _one_or_more(text: str) -> int:
    given = whole(text)
    if given < 1:
        raise typer.BadParameter(f"{given} is not in the range x>=1.")
    return given


def _no_number(text: str, kind: str) -> typer.BadParameter:
    from joinedup_experiments.scenario_io.load.numbers_meant import hint_for_number

    hint = hint_for_number(text)
    if kind == "whole number" and "." in hint.partition("`")[2].partition("`")[0]:
        hint = ""
    return typer.BadParameter(f"{text!r} is no {kind}" + (hint and f"; {hint}"))


Years = Annotated[
    float | None,
    typer.Option(parser=number, metavar="NUMBER", help="Years after the index date."),
]
BurnIn = Annotated[
    float | None, typer.Option(parser=number, metavar="NUMBER", help="Years before it, siloed.")
]
Replications = Annotated[
    int | None,
    typer.Option(
        help="Runs with other random seeds; intervals take two or more. Over plausible worlds 24 "
        "unless given, else as many as the scenario says."
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        help="Random seed, and plausible world, of the first replication; after the last world "
        "comes the first again."
    ),
]
Worlds = Annotated[
    str,
    typer.Option(
        metavar="plausible|one|FILE.csv",
        help="Each replication in a plausible world of its own, with values for what is not "
        "known, or all with the model's own values.",
    ),
]
SeedsPerWorld = Annotated[
    int,
    typer.Option(help="Replications in each world; with two or more, chance and assumption part."),
]
Simulate = Annotated[
    int | None,
    typer.Option(
        parser=_one_or_more,
        metavar="INTEGER",
        help="Residents to simulate, at most; totals are scaled up to the place. Over plausible "
        "worlds 10,000 a neighbourhood unless given, else all.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        help="Replications run at once; a core each unless given, and fewer where memory is short.",
        min=1,
    ),
]
Out = Annotated[Path | None, typer.Option(help="Folder for the results; must not exist yet.")]


def _named(text: str) -> Path:
    """A folder that an option names; an empty name, as of a variable that is not set, is none."""
    if not text.strip():
        raise typer.BadParameter("the name is empty")
    return Path(text)


BurnIns = Annotated[
    Path | None,
    typer.Option(
        parser=_named,
        metavar="FOLDER",
        help="Keep the years before the change in this folder, and use those that are there, "
        "whatever the arms: the same results, sooner.",
    ),
]
Residents = Annotated[
    int | None,
    whole_option("A smaller or larger place; staff, beds and the programme's cost go with it."),
]
Assume = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KEY=VALUE",
        help="Another value for a parameter (joinedup parameters), in every scenario; "
        "KEY[CELL]=VALUE for one cell of a table.",
    ),
]
Pictures = Annotated[
    bool,
    typer.Option(
        help="Draw the first pictures into the results; joinedup report FOLDER "
        "--pictures NEW_FOLDER draws every one, at any time."
    ),
]
Everything = Annotated[
    bool, typer.Option("--all", help="Print every table and warning, in place of ten lines.")
]
AllMeasures = Annotated[
    bool, typer.Option("--all-measures", help="The same, with every measure in the tables.")
]
A_SCENARIO = (
    "A shipped scenario's name (joinedup scenarios), or a YAML file; with :capacity_only, "
    ":cost_matched or :joining_only after it, its twin."
)
Scheduler = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="A dask scheduler, in place of processes.")
]
Shard = Annotated[
    str | None, typer.Option(metavar="K/N", help="The k-th of n shares only, for job arrays.")
]


def main() -> None:
    """The program ``joinedup``.

    Exit code 0; 1 when standard output is full; 2 for bad input, or where the machine has too
    little memory or too few open files for it; 130 when stopped by Ctrl-C; 141 when the reader of
    standard output has stopped, as `| head` does.
    """
    for setting in NOT_OURS:
        os.environ.pop(setting, None)
    os.environ.update(OURS)
    heed_usable_widths()
    open_what_is_closed()
    replace_what_cannot_be_written()
    if lacking := _no_room():
        print(lacking, file=sys.stderr)
        sys.exit(BAD_INPUT)
    signal.signal(signal.SIGTERM, _stopped)
    try:
        with saying():
            app()
    except (KeyboardInterrupt, SystemExit) as end:
        if isinstance(end.__context__, BrokenPipeError):  # Typer makes it an exit
            _leave_unread()
        if isinstance(end, SystemExit) and end.code != STOPPED:
            raise
        _leave_stopped()
    except BrokenPipeError:
        _leave_unread()
    except (MemoryError, OSError, ImportError) as error:
        lacking = _lacking(error)
        if not lacking:
            raise
        print(f"This computer has {lacking} for that: {error!r}", file=sys.stderr)
        sys.exit(BAD_INPUT)
    except UnsaidError as error:
        let_go()
        print(error, file=sys.stderr)
        sys.exit(UNSAID)


def _no_room() -> str:
    """That a limit on the address space (``ulimit -v``) is too low to begin; else empty."""
    with suppress(ImportError):  # Windows has no such limits
        import resource

        most, _ = resource.getrlimit(resource.RLIMIT_AS)
        if most != resource.RLIM_INFINITY and most < LEAST:
            limit = f"a limit of {most / 1e6:,.0f} MB is set (ulimit -v)"
            return f"joinedup takes at least {LEAST / 1e6:,.0f} MB of memory, and {limit}"
    return ""


def _lacking(error: BaseException) -> str:
    """What the machine has too little of, where that is what an error says; else empty.

    >>> _lacking(OSError(errno.EMFILE, "Too many open files"))
    'too few open files allowed'
    >>> _lacking(ImportError("libx.so: failed to map segment from shared object"))
    'too little memory'
    >>> _lacking(OSError("libx.so: failed to map segment from shared object"))
    'too little memory'
    >>> _lacking(ImportError("No module named 'x'"))
    ''
    """
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.EMFILE, errno.ENFILE):
        return "too few open files allowed"
    text = f"{error} {error.__context__}"
    unmapped = not isinstance(error, MemoryError) and any(words in text for words in UNMAPPED)
    little = isinstance(error, MemoryError) or number == errno.ENOMEM or unmapped
    return "too little memory" if little else ""


def _leave_unread() -> NoReturn:
    """Leave quietly, as other programs do whose reader has stopped."""
    let_go()
    sys.exit(UNREAD)


def _leave_stopped() -> None:
    """Leave at once with the exit code of a stop; what was being written has been put away.

    Otherwise threads are waited for, and a second stop meanwhile, such as `timeout` sends, is shown
    as a fault. And ``python -m`` leaves by the signal itself where an interrupt met `exec` of a
    text, as making a dataclass does, even when it was caught.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(STOPPED)


def _stopped(number: int, frame: object) -> None:
    """Leave as for Ctrl-C, so that nothing half-written stays behind."""
    raise KeyboardInterrupt
