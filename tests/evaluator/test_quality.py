"""Worse records: each drop is a person's own, and better records only add to worse ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from joinedup.codes import Need
from joinedup_experiments.evaluator.activity import HOSPITAL
from joinedup_experiments.evaluator.person_months import recorded_key
from joinedup_experiments.evaluator.quality import Quality, drops_of
from joinedup_experiments.evaluator.recording import Recording
from joinedup_experiments.evaluator.register import Register, register_of
from joinedup_experiments.evaluator.window import RecordsError
from tests.evaluator.conftest import SEED, Frames

KEYS = ["person", "month"]
CONDITIONS = [recorded_key(kind) for kind in Need]
LINKED = [*HOSPITAL, "hospital_cost"]


@pytest.fixture(scope="module")
def register(recording: Recording) -> Register:
    return register_of(recording)


def keyed(table: pd.DataFrame) -> pd.DataFrame:
    return table.astype({"person": str}).set_index(KEYS)


def test_a_larger_sample_adds_people_and_changes_nobody(
    frames: Frames, people: pd.DataFrame
) -> None:
    some, more, everybody = (
        keyed(frames(sample=share)["person_months"]) for share in (0.2, 0.5, 1.0)
    )
    assert set(some.index) < set(more.index) < set(everybody.index)
    assert some.equals(everybody.loc[some.index].astype(some.dtypes))
    share = some.index.get_level_values(0).nunique() / people["person"].nunique()
    assert share == pytest.approx(0.2, abs=0.03)


def test_a_sample_in_which_nobody_is_is_refused(frames: Frames) -> None:
    with pytest.raises(RecordsError, match="nobody is in so small a sample"):
        frames(sample=1e-9)
    assert frames(sample=0.001)["person_months"]["person"].nunique() > 0


def test_more_linkage_fills_hospital_records_and_nothing_else(frames: Frames) -> None:
    whole = keyed(frames()["person_months"])
    before = np.zeros(len(whole), bool)
    for share in (0.3, 0.8, 1.0):
        table = keyed(frames(linkage=share)["person_months"])
        filled = table["linked"].to_numpy() == 1
        assert (filled | ~before).all() and filled.sum() > before.sum()
        assert table.loc[~filled, LINKED].isna().all(axis=None)
        assert table.loc[filled, LINKED].eq(whole.loc[filled, LINKED]).all(axis=None)
        others = [name for name in whole.columns if name not in (*LINKED, "linked")]
        assert table[others].equals(whole[others])
        assert table.groupby("person")["linked"].nunique().max() == 1
        assert filled.mean() == pytest.approx(share, abs=0.03)
        before = filled


def test_more_coding_adds_conditions_and_nothing_else(frames: Frames) -> None:
    whole = keyed(frames()["person_months"])
    before = whole[CONDITIONS] * 0
    for share in (0.4, 0.7, 1.0):
        table = keyed(frames(coding=share)["person_months"])
        assert (table[CONDITIONS] >= before).all(axis=None)
        assert (
            table[CONDITIONS]
            .where(table[CONDITIONS] > 0, whole[CONDITIONS])
            .equals(whole[CONDITIONS])
        )
        coded = (table[CONDITIONS] > 0).sum().sum() / (whole[CONDITIONS] > 0).sum().sum()
        assert coded == pytest.approx(share, abs=0.05)
        assert table.drop(columns=CONDITIONS).equals(whole.drop(columns=CONDITIONS))
        before = table[CONDITIONS]


def test_more_attrition_ends_records_sooner_and_changes_no_month(frames: Frames) -> None:
    whole = keyed(frames()["person_months"])
    before = whole
    for share in (0.1, 0.4):
        table = keyed(frames(attrition=share)["person_months"])
        assert set(table.index) < set(before.index)
        assert table.equals(whole.loc[table.index].astype(table.dtypes))
        months = table.index.get_level_values(1)
        early = whole.index.get_level_values(1) < 0
        assert (months < 0).sum() == early.sum()  # nobody is lost before the index date
        before = table


def test_the_share_lost_in_a_year_is_what_was_asked_for(register: Register) -> None:
    lost = drops_of(register, Quality(attrition=0.3), SEED, 731.0).lost
    since = lost - np.maximum(731.0, register.came)
    for years in (1, 2):
        kept = np.mean(since > 365.25 * years)
        assert kept == pytest.approx(0.7**years, abs=0.03)


def test_a_person_is_dropped_whatever_the_others_are(register: Register) -> None:
    quality = Quality(coding=0.5, linkage=0.5, attrition=0.5, sample=0.5)
    everybody = drops_of(register, quality, SEED, 731.0)
    few = np.arange(7, len(register), 100)
    alone = drops_of(register.of(few), quality, SEED, 731.0)
    other = drops_of(register.of(few), quality, SEED + 1, 731.0)
    for name in ("sampled", "linked", "lost", "coded"):
        assert np.array_equal(getattr(everybody, name)[few], getattr(alone, name))
        assert not np.array_equal(getattr(other, name), getattr(alone, name))


def test_who_follows_in_a_row_is_dropped_for_themselves(register: Register) -> None:
    drops = drops_of(register, Quality(linkage=0.5), SEED, 731.0)
    later = np.flatnonzero(register.generation == 1)
    first = register.place_of(register.who[later], np.zeros(len(later), int))
    alike = np.mean(drops.linked[later] == drops.linked[first])
    assert alike == pytest.approx(0.5, abs=0.15)


def test_drops_are_independent_of_each_other(register: Register) -> None:
    drops = drops_of(register, Quality(0.5, 0.5, 0.5, 0.5), SEED, 731.0)
    sooner = drops.lost - np.maximum(731.0, register.came) < 527.0
    each = np.column_stack([drops.sampled, drops.linked, sooner, drops.coded]).astype(float)
    apart = np.corrcoef(each, rowvar=False) - np.eye(each.shape[1])
    assert np.abs(apart).max() < 0.08


def test_areas_surveys_and_staff_are_complete_whatever_the_quality(
    frames: Frames, whole: dict[str, pd.DataFrame]
) -> None:
    poor = frames(coding=0.1, linkage=0.1, attrition=0.5, sample=0.1)
    for name in ("area_months", "survey", "staff_returns"):
        assert poor[name].equals(whole[name])


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("coding", 1.2), ("linkage", -0.1), ("attrition", 1.0), ("sample", 0.0),
        ("coding", float("nan")),
    ],
)  # fmt: skip
def test_shares_that_cannot_be_are_refused(name: str, share: float) -> None:
    with pytest.raises(RecordsError, match=f"^{name} "):
        Quality(**{name: share})
