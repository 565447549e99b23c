"""The two-by-two of a proposal that is run, from Python and from saved results."""

from __future__ import annotations

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

import joinedup as ju
from joinedup.outcomes.measures import measure

SMALL = {"residents": 2_000, "years": 2, "burn_in_years": 1}


@pytest.fixture(scope="module")
def results():
    kinds = ("", ":capacity_only", ":joining_only", ":cost_matched")
    siloed, proposal, *others = (
        ju.load(name, **SMALL)
        for name in ("siloed_borough", *(f"integrated_with_capacity{kind}" for kind in kinds))
    )
    empty = others[0].with_({"arrangement.extra_staff": {}, "go_live_month": 6.0})
    arms = (siloed, proposal, *others, empty)
    names = ["siloed", "both", "money", "joining", "same", "empty"]
    return ju.compare(*arms, replications=2, worlds="one", names=names)


def test_without_its_posts_a_twin_is_the_siloed_place(results):
    """Nothing but posts differs: no fear, no upheaval, no announcement that anybody minds."""
    months = results.comparison.months
    assert np.array_equal(months[0], months[5], equal_nan=True)
    assert not np.array_equal(months[0], months[2], equal_nan=True)


@pytest.mark.slow
def test_saved_results_are_taken_apart_alike(results, without_pictures, tmp_path):
    table = results.two_by_two("qalys_lost")
    assert list(table["arm"]) == ["both"]
    effect = results.comparison.effect(1, measure("qalys_lost")).difference
    (row,) = table.to_dict("records")
    assert row["both"] == pytest.approx(effect.mean)
    assert row["money"] + row["joining"] + row["interaction"] == pytest.approx(effect.mean)
    again = ju.open(results.save(tmp_path / "saved").folder)
    assert_frame_equal(again.two_by_two("qalys_lost"), table)
    assert (tmp_path / "saved" / "two_by_two.csv").is_file()
    (page, *_) = again.report(tmp_path / "page.html")
    assert "Share that is capacity" in page.read_text(encoding="utf-8")
