"""What capacity alone and joining alone make of a change: words fit the share, whatever it is."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.two_by_two import TwoByTwo, two_by_two
from joinedup_experiments.display.numbers import DASH
from joinedup_experiments.report.two_by_two import made_by, split_words, two_by_two_table

SILOED = np.full(12, 1000.0)
NOISE = np.tile([-1.0, 1.0], 6)


def parted(money: float, joining: float, apart: float = 1.0) -> TwoByTwo:
    """A change of 100 fewer, of which each alone makes such a share, give or take chance."""
    alone = (SILOED - 100.0 * share + apart * NOISE for share in (money, joining))
    both = SILOED - 100.0 + NOISE[::-1]
    return two_by_two(measure("unmet_need"), SILOED, *alone, both)


@pytest.mark.parametrize(
    ("money", "joining", "wording"),
    [
        (0.2, 0.9, "Joining alone makes most of it."),
        (0.3, 0.5, "Joining makes more than capacity of it."),
        (0.3, 0.3, "Capacity alone and joining alone each make less than half of it."),
        (0.5, 0.5, "Capacity alone and joining alone each make about half of it."),
        (0.75, 0.0, "Capacity alone makes most of it."),
        (1.0, 0.0, "Capacity alone makes about all of it."),
        (1.87, 0.0, "Capacity alone makes more than all of it."),
        (1.87, -0.8, "Capacity alone makes more than all of it; joining alone works against it."),
        (-0.5, 1.3, "Joining alone makes more than all of it; capacity alone works against it."),
        (1.87, 0.75, "Capacity alone makes more than all of it; joining alone makes most of it."),
        (-0.3, 0.3, "Capacity alone works against it."),
        (-0.3, -0.3, "Capacity alone and joining alone each work against it."),
    ],
)
def test_words_fit_every_share(money: float, joining: float, wording: str) -> None:
    assert made_by(parted(money, joining), "it") == wording


def test_a_wide_interval_claims_no_more_than_it_holds() -> None:
    assert made_by(parted(1.87, 0.0, 150.0), "it") == "Capacity alone makes all or more of it."
    assert made_by(parted(0.4, 0.0, 100.0), "it").startswith("It is unclear whether")


def test_the_table_parts_no_change_that_words_do_not_part() -> None:
    siloed = np.full(24, 1000.0)
    in_three_of_four = siloed + np.where(np.arange(24) % 4 < 3, -10.0, 1.0)
    arms = (siloed + 5.0, in_three_of_four - 5.0, in_three_of_four)
    for plausible, shares in ((True, (DASH, DASH)), (False, ("−69.0%", "169.0%"))):
        one = two_by_two(measure("unmet_need"), siloed, *arms, plausible=plausible)
        assert one.share_of_money.mean < 0.0
        assert one.both.changed is not plausible
        assert ("nothing to part" in split_words(one)) is plausible
        (row,) = two_by_two_table("", [("Unmet need", one)]).rows
        assert [cell.partition(" ")[0] for cell in row[-2:]] == [*shares]
