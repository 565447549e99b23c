"""Risk scores on record: whose, since when, and that they tell nothing that is not on file."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from joinedup.codes import Need
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.evaluator.person_months import AGE_BANDS, recorded_key
from joinedup_experiments.evaluator.recording import Recording, record
from tests.evaluator.conftest import BEFORE, SEED, Frames

Tables = dict[str, pd.DataFrame]
SHARE, NEXT = 0.02, 5  # of residents whom a search finds; month of the second search
CHILD, UNKNOWN = AGE_BANDS[0], AGE_BANDS[-1]


@pytest.fixture(scope="module")
def at_first(whole: Tables) -> pd.DataFrame:
    """Everybody in the month of the first search, beside their neighbourhood's threshold."""
    people, areas = (whole[name] for name in ("person_months", "area_months"))
    thresholds = areas[["month", "neighbourhood", "risk_threshold"]]
    return people[people["month"] == 0].merge(thresholds, on=["month", "neighbourhood"])


def test_the_threshold_finds_as_many_as_are_looked_for(at_first: pd.DataFrame) -> None:
    above = at_first["risk_score"] >= at_first["risk_threshold"]
    each = above.groupby(at_first["neighbourhood"]).sum()
    residents = (at_first["born"] + at_first["moved_in"] == 0).groupby(at_first["neighbourhood"])
    assert each.tolist() == [int(SHARE * many) for many in residents.sum()]


def test_there_is_no_score_before_a_search_and_none_of_children(
    whole: Tables, at_first: pd.DataFrame
) -> None:
    people, areas = (whole[name] for name in ("person_months", "area_months"))
    assert people.loc[people["month"] < 0, "risk_score"].isna().all()
    assert areas.loc[areas["month"] < 0, "risk_threshold"].isna().all()
    assert areas.loc[areas["month"] >= 0, "risk_threshold"].notna().all()
    assert at_first.loc[at_first["age_band"] == CHILD, "risk_score"].isna().all()
    came = at_first["born"] + at_first["moved_in"] == 1
    assert came.any() and at_first.loc[came, "risk_score"].isna().all()
    adults = ~at_first["age_band"].isin([CHILD, UNKNOWN]) & ~came
    assert at_first.loc[adults, "risk_score"].notna().mean() > 0.95  # the rest live in care homes


def test_a_score_lasts_until_the_next_search(whole: Tables) -> None:
    people = whole["person_months"]
    each = people[people["month"] >= 0].assign(person=people["person"].astype(str))
    wide = each.pivot(index="person", columns="month", values="risk_score")
    there = each.pivot(index="person", columns="month", values="days").notna()
    for month in range(1, NEXT):
        kept = there[month] & there[month - 1]
        pd.testing.assert_series_equal(
            wide.loc[kept, month], wide.loc[kept, month - 1], check_names=False
        )
    both = wide[NEXT].notna() & wide[NEXT - 1].notna()
    assert (wide.loc[both, NEXT] != wide.loc[both, NEXT - 1]).any()
    came = wide[NEXT - 1].isna() & there[NEXT - 1] & wide[NEXT].notna()
    assert came.sum() > 0  # newcomers have one from then on


def test_a_score_tells_nothing_that_is_not_on_file(
    whole: Tables, at_first: pd.DataFrame, recording: Recording
) -> None:
    """Points on record, less those of conditions that are over: never one more."""
    people = whole["person_months"].astype({"person": str})
    p = recording.run.world.globals[0].p.joining
    before = people[people["month"].between(-12, -1)]
    admitted = before.groupby("person")["emergency_admissions"].sum() > 0
    now = at_first.astype({"person": str}).dropna(subset=["risk_score"]).set_index("person")
    last = before[before["month"] == -1].set_index("person")
    both = now.index.intersection(last.index)
    now, last = now.loc[both], last.loc[both]
    on_file = (last[[recorded_key(kind) for kind in Need]] > 0).sum(axis=1)
    age = now["age_band"].map({band: number for number, band in enumerate(AGE_BANDS)}).astype(float)
    points = on_file + p.risk_weight_age * age + p.risk_weight_admission * admitted.loc[both]
    more = now["risk_score"] - points
    exact = ((more > 0.0) & (more < 0.011)).mean()
    assert more.max() <= 0.011 and exact > 0.7 and np.quantile(more, 0.01) >= -2.0


def test_without_case_finding_there_is_none(managed: Scenario, frames: Frames) -> None:
    siloed = managed.with_({"arrangement.case_management": None, "residents": 600})
    tables = frames(record(siloed, SEED, BEFORE))
    assert tables["person_months"]["risk_score"].isna().all()
    assert tables["area_months"]["risk_threshold"].isna().all()
