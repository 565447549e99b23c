"""What several effects say together of whether things got better."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from joinedup_experiments.compare.statistics import Effect, Verdict

Overall = Literal["better", "worse", "mixed", "small", "no change", "cannot be told", "one run"]
UNCLEAR = (Verdict.UNCERTAIN, Verdict.TOO_FEW)


def overall(effects: Iterable[Effect]) -> Overall:
    """Whether things got better.

    Small changes and effects of which neither way is better weigh nothing; they are named beside
    it. "No change" is said only where none of the effects is too uncertain to tell.
    """
    counted = [e for e in effects if e.verdict is not Verdict.NOT_COUNTED]
    if any(not e.difference.known and not e.none_in_either for e in counted):
        return "one run"
    weighing = [e.for_the_better for e in counted if e.size != "small"]
    if True in weighing and False in weighing:
        return "mixed"
    if True in weighing:
        return "better"
    if False in weighing:
        return "worse"
    if not counted or any(e.verdict in UNCLEAR for e in counted if not e.none_in_either):
        return "cannot be told"
    if any(e.for_the_better is not None for e in counted):
        return "small"
    return "no change"
