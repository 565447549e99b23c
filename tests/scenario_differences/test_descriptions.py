"""What is quoted of descriptions that differ."""

from __future__ import annotations

import pytest

from joinedup_experiments.scenario_io.diff.differences import differences
from joinedup_experiments.scenario_io.load import load_scenario


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("old", "", "has no description"),
        ("", "new", 'has description "new"'),
        ("old", "new", 'changes the description from "old" to "new"'),
    ],
)
def test_a_description_that_one_has_not_is_not_quoted_as_nothing(before, after, sentence) -> None:
    base = load_scenario("siloed_borough")
    one, other = (base.model_copy(update={"about": text}) for text in (before, after))
    assert [each for part in differences(one, other).values() for each in part] == [sentence]
