"""The sealed envelope: what is expected of a programme, written before the run, read after it.

A study that says beforehand what it expects cannot be read afterwards as whatever came out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from joinedup_experiments.compare.intervals import Interval
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.new_file import write_new
from joinedup_experiments.evaluator.designs.estimate import OUTCOMES
from joinedup_experiments.scenario_io.load.files import text_of
from joinedup_experiments.scenario_io.load.problems import meant
from joinedup_experiments.scenario_io.load.yaml_tree import Node, plain, tree_of

Direction = Literal["falls", "stays", "rises"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
GUESS = 0.33  # a third: how sure a guess among three is
MARGIN = 0.01  # of use without the programme: a change that is smaller stays
EXAMPLE = "emergency_admissions: {expect: falls, sure: 0.7}"
BLANK = """\
# The sealed envelope: what do you expect the programme to do? Write it before you run
#   joinedup evaluate SCENARIO --envelope {file}
# For each outcome: falls, stays (changes by less than {margin:.0%}) or rises, and how sure you
# are of it, from 0.33 (a guess among three) to 1. Take out what you have no opinion on.
# Expectations are for everybody whom the evaluations are of: the people enrolled where there are
# any, else the whole area.
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


def direction_of(change: Interval) -> Direction | None:
    """Which way a change goes, as a share of use without it; None where its interval has more."""
    if change.low > -MARGIN and change.high < MARGIN:
        return "stays"
    if change.high < -MARGIN:
        return "falls"
    return "rises" if change.low > MARGIN else None


@dataclass(frozen=True)
class Envelope:
    """What is expected by outcome, and the SHA-256 of the file, by which it can be known again."""

    expected: dict[str, Expected]
    sha256: str


def write_blank(file: Path) -> None:
    """Write a form to fill in; `InputError` where something of that name is there."""
    lines = "\n".join(f"{outcome}: {{expect: stays, sure: 0.33}}" for outcome in OUTCOMES)
    write_new(file, BLANK.format(file=file.name, lines=lines, margin=MARGIN))


def read_envelope(file: Path) -> Envelope:
    """An envelope that was filled in; `InputError` names the line that cannot be understood."""
    text = text_of(file)
    tree = tree_of(text, str(file), "sealed envelope")
    if not isinstance(tree.value, dict) or not tree.value:
        raise InputError(f"{file}: it has no expectations; each is a line such as {EXAMPLE}")
    expected = {key: _expected(key, one) for key, one in tree.value.items()}
    return Envelope(expected, hashlib.sha256(text.encode()).hexdigest())


def _expected(key: str, node: Node) -> Expected:
    if key not in OUTCOMES:
        raise InputError(f"{node.spot}: `{key}` is no outcome; {meant(key, tuple(OUTCOMES))}")
    given = plain(node) if isinstance(node.value, dict) else {"expect": plain(node)}
    if unknown := [name for name in given if name not in ("expect", "sure")]:
        raise InputError(f"{node.spot}: `{unknown[0]}` is unknown; write it as in {EXAMPLE}")
    direction, sure = given.get("expect"), given.get("sure", 1.0)
    if direction not in DIRECTIONS:
        either = f"{', '.join(DIRECTIONS[:-1])} or {DIRECTIONS[-1]}"
        raise InputError(f"{node.spot}: `expect` must be {either}, not {direction}")
    number = isinstance(sure, int | float) and not isinstance(sure, bool)
    if not number or not GUESS <= sure <= 1.0:
        raise InputError(f"{node.spot}: `sure` must be a number from {GUESS:g} to 1, not {sure}")
    return Expected(direction, float(sure))
