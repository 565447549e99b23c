"""A round of what hypothesis draws: the same for a case's number; a fault is cut to its least."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.torture.cases import TRACEBACK, WRONG, Case, Verdict


def a_round(
    made: st.SearchStrategy[Any], tried: Callable[[Any], None], case: Case, many: int
) -> Verdict | None:
    """Try as many things that are drawn; the fault of the least that shows one, if any does."""

    @seed(case.rng.getrandbits(64))
    @settings(
        max_examples=many,
        derandomize=False,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(made)
    def one(drawn: Any) -> None:
        tried(drawn)

    try:
        one()
    except Exception as error:
        kind = WRONG if isinstance(error, AssertionError) else TRACEBACK
        return Verdict(kind, "".join(traceback.format_exception(error)))
    return None
