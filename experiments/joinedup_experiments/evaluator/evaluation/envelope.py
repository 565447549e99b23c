"""The sealed envelope: what is expected of a programme, written before the run, read after it.

A study that says beforehand what it expects cannot be read afterwards as whatever came out.
"""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from joinedup_experiments.compare.intervals import Interval
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.new_file import write_new
from joinedup_experiments.evaluator.designs.catalogue import Of
from joinedup_experiments.evaluator.designs.estimate import OUTCOMES
from joinedup_experiments.scenario_io.diff.phrases import listing
from joinedup_experiments.scenario_io.load.files import text_of
from joinedup_experiments.scenario_io.load.problems import meant
from joinedup_experiments.scenario_io.load.yaml_tree import Node, plain, tree_of

Direction = Literal["falls", "stays", "rises"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
GUESS = 0.33  # a third: how sure a guess among three is
MARGIN = 0.01  # of use without the programme: a change that is smaller stays
EXAMPLE = "emergency_admissions: {expect: falls, sure: 0.7}"
OF_WHOM: tuple[Of, ...] = get_args(Of)
BLANK = """\
# The sealed envelope: what do you expect the programme to do? Fill it in before you run
#   joinedup evaluate {scenario} --envelope {file}
# For each outcome: falls, stays (changes by less than {margin:.0%} of use without the programme) or
# rises, and how sure you are of it, from {guess:g} (a guess among three) to 1, as in
#   {example}
# Take out the lines that you have no opinion on. Expectations are held against the mean over
# plausible worlds of what happens to those named here, over so many months
# ({since}):
of: {of}
months: {months}
{lines}
"""
SINCE: dict[Of, str] = {
    "enrolled": "from each person's enrolment on",
    "area": "from when the programme goes live",
    "neighbourhoods": "from when each goes live",
}


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


def possible(change: Interval) -> tuple[Direction, ...]:
    """Which ways a change may go, as a share of use without it, by its interval; none of NaN."""
    falls, rises = change.low <= -MARGIN, change.high >= MARGIN
    stays = change.low <= MARGIN and change.high >= -MARGIN
    holds: dict[Direction, bool] = {"falls": falls, "stays": stays, "rises": rises}
    return tuple(direction for direction in DIRECTIONS if holds[direction])


def direction_of(change: Interval) -> Direction | None:
    """Which way a change goes, as a share of use without it; None where its interval has more."""
    may = possible(change)
    return may[0] if len(may) == 1 else None


@dataclass(frozen=True)
class Envelope:
    """What is expected by outcome, of whom and over how many months, and the file's SHA-256."""

    expected: dict[str, Expected]
    of: Of
    months: int
    sha256: str


def write_blank(
    file: Path, scenario: str, of: Of, months: int, outcomes: Sequence[str] = tuple(OUTCOMES)
) -> None:
    """Write a form to fill in; `InputError` where something of that name is there."""
    form = BLANK.format(
        scenario=shlex.quote(scenario), file=shlex.quote(file.name), margin=MARGIN, guess=GUESS,
        example=EXAMPLE, since=SINCE[of], of=of, months=months,
        lines="\n".join(f"{outcome}: {{expect: , sure: }}" for outcome in outcomes),
    )  # fmt: skip
    write_new(file, form)


def read_envelope(file: Path) -> Envelope:
    """An envelope that was filled in; `InputError` names the line that cannot be understood."""
    text = text_of(file)
    tree = tree_of(text, str(file), "sealed envelope")
    if not isinstance(tree.value, dict) or not tree.value:
        raise InputError(f"{file}: it has no expectations; each is a line such as {EXAMPLE}")
    given = dict(tree.value)
    of, months = (_named(given, name, file) for name in ("of", "months"))
    whom, many = plain(of), plain(months)
    if whom not in OF_WHOM:
        raise InputError(f"{of.spot}: `of` must be one of {', '.join(OF_WHOM)}, not {whom}")
    if not isinstance(many, int) or isinstance(many, bool) or many < 1:
        raise InputError(f"{months.spot}: `months` must be a whole number from 1, not {many}")
    if not given:
        raise InputError(f"{file}: it has no expectations; each is a line such as {EXAMPLE}")
    expected = {key: _expected(key, one) for key, one in given.items()}
    return Envelope(expected, whom, many, hashlib.sha256(text.encode()).hexdigest())


def _named(given: dict[str, Node], name: str, file: Path) -> Node:
    """Take a line out of what was given; `InputError` where there is none."""
    if name not in given:
        raise InputError(
            f"{file}: it has no line `{name}:`, by which it is known what it is held against; "
            "--write-envelope writes a form that has"
        )
    return given.pop(name)


def _expected(key: str, node: Node) -> Expected:
    if key not in OUTCOMES:
        raise InputError(f"{node.spot}: `{key}` is no outcome; {meant(key, tuple(OUTCOMES))}")
    given = plain(node) if isinstance(node.value, dict) else {"expect": plain(node)}
    if unknown := [name for name in given if name not in ("expect", "sure")]:
        raise InputError(f"{node.spot}: `{unknown[0]}` is unknown; write it as in {EXAMPLE}")
    for name in ("expect", "sure"):
        if given.get(name) is None:
            raise InputError(
                f"{node.spot}: `{name}` is not filled in; write it as in {EXAMPLE}, or take the "
                "line out"
            )
    direction, sure = given["expect"], given["sure"]
    if direction not in DIRECTIONS:
        either = listing(DIRECTIONS, "or")
        raise InputError(f"{node.spot}: `expect` must be {either}, not {direction}")
    number = isinstance(sure, int | float) and not isinstance(sure, bool)
    if not number or not GUESS <= sure <= 1.0:
        raise InputError(f"{node.spot}: `sure` must be a number from {GUESS:g} to 1, not {sure}")
    return Expected(direction, float(sure))
