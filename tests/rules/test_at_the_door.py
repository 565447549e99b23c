"""What a team at the door keeps for itself."""

from __future__ import annotations

import pytest

from joinedup.rules.at_the_door import cares_itself


@pytest.mark.parametrize(
    ("severity", "kept"), [(0.0, False), (0.1, True), (0.5, True), (0.51, False), (0.9, False)]
)
def test_it_keeps_what_it_accepts_up_to_its_severity(severity, kept):
    assert bool(cares_itself(severity, 0.1, 0.8, 0.5)) is kept


def test_it_keeps_more_the_higher_the_severity_to_which_it_keeps(rises):
    judged = [n / 20 for n in range(21)]
    kept = [sum(cares_itself(s, 0.0, 1.0, top) for s in judged) for top in (0.0, 0.3, 0.6, 1.0)]
    assert rises(kept)
    assert (kept[0], kept[-1]) == (0, len(judged))


def test_what_it_does_not_accept_at_all_it_never_keeps():
    assert not any(cares_itself(n / 20, 2.0, -1.0, 1.0) for n in range(21))
