"""Of several worlds a wait may have a value in one or in none, and it is not said that one ran."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup_experiments.compare.results.tables import differences_table, levels_table
from joinedup_experiments.report import claims, sentences
from joinedup_experiments.report.verdict import ranges
from tests.report.test_nobody_served import OF_SOME, spoilt

NO = float("nan")
WORSE, NOISY = np.tile([30.0, 40.0, 50.0], 2), np.tile([-90.0, 100.0], 3)
ONE = "known in one of 6 plausible worlds, so nothing can be called a change"


@pytest.fixture
def over(effect):
    """An effect over plausible worlds of so many changes."""
    return lambda changes: effect(1000.0, changes, plausible=True)


@pytest.fixture
def nowhere(over):
    """A measure that has a value in no world."""
    return over([NO] * 6)


@pytest.fixture
def in_one(over):
    """A measure that has a value in one world of six."""
    return over([NO, 40.0, NO, NO, NO, NO])


def test_what_has_no_value_does_not_hide_what_is_shown(over, nowhere) -> None:
    assert sentences.in_short([over(WORSE), nowhere]) == "1 worse, no value in 1"
    assert sentences.in_short([over(NOISY), nowhere]) == "no clear change, no value in 1"
    assert sentences.in_short([nowhere, nowhere]) == "no value"


def test_known_in_one_world_of_six_is_not_called_one_world(over, in_one, nowhere) -> None:
    assert sentences.on_how_many([in_one]) == ONE
    assert sentences.in_short([in_one, nowhere]) == ONE
    assert sentences.who_words([in_one]) == [f"By group: {ONE}."]
    assert sentences.light_words(
        {"needs_presented": in_one, "identified_unmet_need": over(WORSE)}
    ) == ONE  # fmt: skip
    assert claims.claim(in_one).endswith(
        "1,040 in the other, in the one of 6 plausible worlds that has both, so how much of that "
        "is assumption or chance cannot be known"
    )
    assert ranges(in_one) == "Too few runs for a range."


def test_beside_what_is_known_in_more_it_is_one_count_of_several(over, in_one) -> None:
    assert sentences.on_how_many([over(WORSE), in_one]) == (
        "worse on 1, too few worlds to tell on 1 of 2 counts"
    )
    assert sentences.in_short([over(WORSE), in_one]) == "1 worse, no clear change in 1"
    assert sentences.who_words([over(WORSE), in_one])[0].startswith("Unmet need rose")


def test_no_value_is_not_too_uncertain_to_tell(over, nowhere) -> None:
    both = sentences.on_how_many([over(NOISY), nowhere])
    assert both == "too uncertain to tell on 1, no value on 1 of 2 counts"
    assert sentences.who_words([nowhere])[0].startswith("No value in these results for ")
    few = {"needs_presented": nowhere, "identified_unmet_need": nowhere}
    words = "need brought to a service: no value in one arm in these results"
    assert sentences.light_words(few) == words


def test_a_row_counts_the_replications_it_rests_on(results) -> None:
    made = spoilt(results, np.s_[1, 1:3], replications=4).comparison
    for table, arms in ((differences_table(made), 1), (levels_table(made), 2)):
        known = table.loc[table["arm"] == made.names[1], ["measure", "known_in", "replications"]]
        assert set(known["replications"]) == {4}
        assert (known["known_in"] == 2).sum() == known["known_in"].lt(4).sum() > 0
        assert len(table) == arms * len(known)
        waits = known[known["known_in"] == 2]["measure"].unique()
        assert len(waits) == len(OF_SOME)
