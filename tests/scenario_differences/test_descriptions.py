"""What is quoted of descriptions that differ, and of what keys mean."""

from __future__ import annotations

import pytest

from joinedup_experiments.scenario_io.diff.differences import as_lines, differences
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


def test_the_share_whom_reviews_ask_is_not_that_of_those_who_use_services() -> None:
    base = load_scenario("local_care_network")
    asked = {"users_consulted": 0.5, "review_every_months": 6}
    other = base.with_({f"arrangement.programme.{key}": value for key, value in asked.items()})
    found = "\n".join(as_lines(base, other))
    meant = "the share of those who use services, and carers, whom each review asks from 0 to 0.5"
    assert f"Raises {meant}." in found
