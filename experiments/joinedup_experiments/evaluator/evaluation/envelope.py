"""The sealed envelope: what is expected of a programme, written before the run, read after it.

A study that says beforehand what it expects cannot be read afterwards as whatever came out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import yaml

from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.designs.estimate import OUTCOMES

Direction = Literal["falls", "stays", "rises"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
BLANK = """\
# The sealed envelope: what do you expect the programme to do? Write it before you run
#   joinedup evaluate SCENARIO --envelope {file}
# For each outcome: falls, stays or rises, and how sure you are of it, from 0.33 (a guess among
# three) to 1. Take out what you have no opinion on. Expectations are for everybody whom the
# evaluations are of: the people enrolled where there are any, else the whole area.
{lines}
"""


class Expected(NamedTuple):
    """What is expected of an outcome, and how sure, as a probability."""

    direction: Direction
    sure: float

    def probabilities(self) -> dict[Direction, float]:
        """Of each direction; what is left is shared between the two others."""
        left = (1.0 - self.sure) / (len(DIRECTIONS) - 1)
        return {one: self.sure if one == self.direction else left for one in DIRECTIONS}

    def brier(self, truth: Direction) -> float:
        """Brier's (1950) score over the three directions: 0 is best, 2 worst, a guess 0.67.

        >>> round(Expected("falls", 1.0).brier("rises"), 2)
        2.0
        """
        given = self.probabilities()
        return sum((given[one] - (one == truth)) ** 2 for one in DIRECTIONS)


@dataclass(frozen=True)
class Envelope:
    """What is expected by outcome, and the SHA-256 of the file, by which it can be known again."""

    expected: dict[str, Expected]
    sha256: str


def write_blank(file: Path) -> None:
    """Write a form to fill in; `InputError` where something of that name is there."""
    lines = "\n".join(f"{outcome}: {{expect: stays, sure: 0.33}}" for outcome in OUTCOMES)
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(BLANK.format(file=file.name, lines=lines))
    except FileExistsError:
        raise InputError(f"{file} is there already, and is never written over") from None


def read_envelope(file: Path) -> Envelope:
    """An envelope that was filled in; `InputError` says which line cannot be understood."""
    try:
        data = file.read_bytes()
        written = yaml.safe_load(data)
    except OSError as error:
        raise InputError(f"{file}: it cannot be read: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise InputError(f"{file}{where}: it is not YAML") from None
    if not isinstance(written, dict) or not written:
        raise InputError(f"{file}: it has no expectations; each is a line such as {_example()}")
    expected = {str(key): _expected(file, data, str(key), one) for key, one in written.items()}
    return Envelope(expected, hashlib.sha256(data).hexdigest())


def _expected(file: Path, data: bytes, key: str, one: object) -> Expected:
    lines = data.decode().splitlines()
    found = [number for number, line in enumerate(lines, 1) if line.startswith(key)]
    where = f"{file}, line {found[0] if found else 1}"
    if key not in OUTCOMES:
        raise InputError(f"{where}: {key} is no outcome; there are {', '.join(OUTCOMES)}")
    given = one if isinstance(one, dict) else {"expect": one}
    if unknown := set(given) - {"expect", "sure"}:
        raise InputError(f"{where}: {sorted(map(str, unknown))[0]} is unknown; write {_example()}")
    direction, sure = given.get("expect"), given.get("sure", 1.0)
    if direction not in DIRECTIONS:
        raise InputError(f"{where}: expect must be {_either(DIRECTIONS)}, not {direction}")
    if isinstance(sure, bool) or not isinstance(sure, int | float) or not 1 / 3 - 0.01 <= sure <= 1:
        raise InputError(f"{where}: sure must be a number from 0.33 to 1, not {sure}")
    return Expected(direction, float(sure))


def _either(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _example() -> str:
    return "emergency_admissions: {expect: falls, sure: 0.7}"
