"""What is wrong with a scenario, where, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from joinedup.rules.renamed import RENAMED
from joinedup.scenario.names import Path
from joinedup.scenario.refusals import dotted
from joinedup.scenario.refusals import shortened as clipped
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.scenario_io.load.everyday_words import model_says

SHOWN_AT_MOST = 20


@dataclass(frozen=True, order=True)
class Spot:
    """A line of a file, or the whole file when ``line`` is 0."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Parameters
    ----------
    spot
        The file and the line to look at.
    what
        What is wrong, in plain English.
    path
        The keys that lead there, outermost first; empty when the file as a whole is meant.
    hint
        What to do about it: ``did you mean `residents`?``.
    """

    spot: Spot
    what: str
    path: Path = ()
    hint: str = ""

    def __str__(self) -> str:
        where = f" (where: {dotted(self.path)})" if self.path else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{self.spot}: {self.what}{where}{hint}"


class ScenarioError(InputError):
    """A scenario that cannot be used; its text lists every problem found, a line each."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        given = (problems,) if isinstance(problems, Problem) else problems
        self.problems = tuple(dict.fromkeys(given))
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:SHOWN_AT_MOST]]
        more = len(self.problems) - len(lines)
        return "\n".join([*lines, f"and {more} more"] if more else lines)


def did_you_mean(wrong: str, known: Sequence[str]) -> str:
    """The known name that looks like the wrong one, or a list of what there is.

    >>> did_you_mean("Comunity Nursing", ["adult_social_care", "community_nursing"])
    'did you mean `community_nursing`?'
    >>> did_you_mean("nhs council", ["nhs", "council"])
    'put commas between them: `nhs, council`'
    >>> did_you_mean("zebra", ["nhs", "council"])
    'known here: nhs, council'
    """
    words = [word for word in wrong[:200].replace(";", " ").split() if word != "and"]
    if len(words) > 1 and all(word in known for word in words):
        return f"put commas between them: `{', '.join(words)}`"
    close = closest(wrong, known)
    if close is not None:
        unseen = "" if wrong.isprintable() else " There is a character in it that cannot be seen"
        return f"did you mean `{close}`?{unseen}"
    return f"known here: {listed(known)}" if known else ""


def closest(wrong: str, known: Sequence[str]) -> str | None:
    """The known name that looks most like the wrong one, or means the same; None when none does.

    >>> closest("75+", ["75-84", "85+"]) is None
    True
    """
    by_shape = {name.lower(): name for name in known}
    plain = wrong[:80].strip().lower()
    if RENAMED.get(plain) in by_shape:
        return by_shape[RENAMED[plain]]
    for attempt in (plain, plain.replace(" ", "_").replace("-", "_")):
        for close in get_close_matches(attempt, by_shape, n=1, cutoff=0.6):
            # Two numbers that look alike are seldom one slip: 75+ is not meant for 85+.
            numbers = any(c.isdigit() for c in close) and len(close) < 8
            if not numbers or SequenceMatcher(None, attempt, close).ratio() > 0.7:
                return by_shape[close]
    return model_says(" ".join(plain.replace("_", " ").split()), known)


def listed(names: Sequence[str], most: int = 20) -> str:
    """Names with commas between them; when there are many, the first of them."""
    return ", ".join(clipped(name) for name in names[:most]) + (", …" if len(names) > most else "")
