"""Where nothing in the records tells of chance, no design gives an interval without width."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from joinedup_experiments.evaluator.designs.before_and_after import enrolled_before_and_after
from joinedup_experiments.evaluator.designs.comparator_areas import areas_against_comparators
from joinedup_experiments.evaluator.designs.discontinuity import discontinuity_at_threshold
from joinedup_experiments.evaluator.designs.estimate import DesignError
from joinedup_experiments.evaluator.designs.interrupted import interrupted_time_series
from joinedup_experiments.evaluator.designs.matched import enrolled_against_matched
from joinedup_experiments.evaluator.designs.randomised import as_drawn
from joinedup_experiments.evaluator.designs.stepped import stepped_wedge
from joinedup_experiments.evaluator.designs.synthetic import synthetic_control
from tests.evaluator.made_up import AFTER, OUTCOME, area, mixed, offered, people, searched, wedge

UNSURE = "it cannot be told how sure this is: "
LEAVES_OUT = ": the interval leaves their chance out"


def test_comparators_that_are_all_alike_tell_nothing_of_chance() -> None:
    ours, others = mixed(np.random.default_rng(3), -9.0, 1)
    for design in (
        lambda: areas_against_comparators([ours], others * 6, OUTCOME, 12),
        lambda: synthetic_control(ours, others * 6, OUTCOME, 12),
    ):
        with pytest.raises(DesignError, match=f"{UNSURE}nothing varies between those compared"):
            design()


def test_nor_do_neighbourhoods_or_months_on_a_line() -> None:
    one = area(np.random.default_rng(3))
    rates = 100.0 - 0.2 * one["month"] + 7.0 * (one["month"] >= 0)
    line = one.assign(**{OUTCOME: rates * one["person_days"] / 1e6})
    _, live = wedge(np.random.default_rng(3), 0.0, 3)
    three = pd.concat([line.assign(neighbourhood=number) for number in live])
    for design in (
        lambda: interrupted_time_series(line, OUTCOME, 12, errors="newey-west"),
        lambda: stepped_wedge(three, live, OUTCOME, 12),
    ):
        with pytest.raises(DesignError, match=f"{UNSURE}nothing varies between those compared"):
            design()


def never_of(table: pd.DataFrame, those: pd.Series) -> pd.DataFrame:
    """The table in which it never happens to those people."""
    return table.assign(**{OUTCOME: table[OUTCOME].where(~those, 0)})


def test_it_is_noted_of_a_group_to_whom_it_never_happens() -> None:
    """Errors are the other group's alone; refused, rare outcomes would lose their rarest worlds."""
    made, drawn = offered(np.random.default_rng(4))
    ours = made["person"].isin(drawn["person"][drawn["offered"] == 1])
    for those, whose in ((ours, "those offered it"), (~ours, "the others")):
        found = as_drawn(never_of(made, those), drawn, OUTCOME, 6)
        assert found.notes[-1] == f"rates of {whose} are all alike{LEAVES_OUT}"
    table = people(np.random.default_rng(4))
    ever = table.groupby("person")["enrolled"].transform("max") == 1
    found = enrolled_against_matched(never_of(table, ever), OUTCOME, 6)
    assert found.notes[-1] == f"changes of the enrolled are all alike{LEAVES_OUT}"
    scored, areas = searched(np.random.default_rng(4), 0.6)
    high = scored.groupby("person")["risk_score"].transform("max") >= areas["risk_threshold"].max()
    found = discontinuity_at_threshold(never_of(scored, high), areas, OUTCOME, 6)
    assert found.notes[-1] == f"rates above it are all alike{LEAVES_OUT}"
    assert as_drawn(made, drawn, OUTCOME, 6).notes[-1] == "given 6 months before"


def test_nor_do_people_who_all_change_alike() -> None:
    table = people(np.random.default_rng(4))
    alike = table.assign(**{OUTCOME: (table["month"] >= AFTER // 2).astype(int)})
    enrolled = alike["enrolled"] * (alike["month"] >= 0)
    first = alike[alike.groupby("person")["enrolled"].transform("sum") == AFTER]
    with pytest.raises(DesignError, match=f"{UNSURE}nothing varies between those compared"):
        enrolled_before_and_after(first.assign(enrolled=enrolled[first.index]), OUTCOME, 6)
