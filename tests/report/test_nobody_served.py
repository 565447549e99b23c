"""Where nobody is served there is no mean wait: nothing is said to be longer or shorter."""

from __future__ import annotations

import re

import numpy as np
import pytest

from joinedup.outcomes.measures import MEASURES, POSITION
from joinedup_experiments.report.page import page
from joinedup_experiments.report.terminal import comparison_parts
from tests.report.test_page import read

OF_SOME = [POSITION[m.key] for m in MEASURES if m.mean_of not in ("", "days")]
PLACES = {
    "nobody in the proposal": np.s_[1],
    "nobody in the base": np.s_[0],
    "nobody in one replication": np.s_[1, 0],
    "nobody in all but one": np.s_[1, 1:],
}
NO_NUMBER = re.compile(r"\bnan\b", re.IGNORECASE)


def spoilt(results, where, **how):
    """Made-up results in which no mean of some has a value there."""
    made = results(**how)
    values = np.moveaxis(made.comparison.months, 2, -1)
    values[(*np.atleast_1d(np.asarray(where, object)), ..., OF_SOME)] = np.nan
    return made


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("how", [{"replications": 1}, {"replications": 12, "seeds_per_world": 2}])
@pytest.mark.parametrize("where", PLACES)
def test_a_screen_has_no_number_of_nothing(results, where, how) -> None:
    made = spoilt(results, PLACES[where], **how)
    shown = "\n".join(str(part) for part in comparison_parts(made.comparison, True))
    assert not NO_NUMBER.search(shown)


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_report_says_nothing_of_a_wait_that_nobody_had(results) -> None:
    text = " ".join(read(page(spoilt(results, PLACES["nobody in the proposal"]))).all("main")[0][
        "text"].split())  # fmt: skip
    assert not NO_NUMBER.search(text)
    assert "Mean wait from referral to start of care: no value in one arm in any year" in text
    assert "mean wait from referral to start of care: no value in one arm in these results" in text
    assert "mean wait from referral to start of care went" not in text
