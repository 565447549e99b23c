"""Nothing is recorded that services do not write down, and nothing that is not described."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from joinedup.codes import NO_NEED, Activity
from joinedup.rules.expectations import ExpectationActivity
from joinedup.state.markers import Answer
from joinedup.state.months import Hours
from joinedup.state.world import World, copied
from joinedup_experiments.evaluator.dictionary import dictionary_table
from joinedup_experiments.evaluator.recording import Recording
from joinedup_experiments.evaluator.tables import TABLES
from tests.evaluator.conftest import Frames

UNSEEN = (
    Activity.ONSET, Activity.WORSENED, Activity.IMPROVED, Activity.RESOLVED, Activity.RELAPSED,
    Activity.GAVE_UP, Activity.LOST, Activity.CRISIS, Activity.NOTICED, ExpectationActivity.HELD,
)  # fmt: skip


def alike(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> bool:
    return all(table.equals(other[name]) for name, table in one.items())


def with_world(recording: Recording, world: World) -> Recording:
    return replace(recording, run=replace(recording.run, world=world))


def test_columns_are_those_of_the_data_dictionary(whole: dict[str, pd.DataFrame]) -> None:
    described = pd.DataFrame(dictionary_table(TABLES))
    for name, table in whole.items():
        assert list(table.columns) == list(described.loc[described["table"] == name, "column"])
    assert not described.duplicated(["table", "column"]).any()
    assert (described[["type", "meaning"]] != "").all(axis=None)


def test_no_column_is_named_after_what_is_latent(whole: dict[str, pd.DataFrame]) -> None:
    latent = ("severity", "genuine", "true", "hidden", "strain", "persistence", "prone", "risk")
    shown = {"risk_score", "risk_threshold"}  # by practices' software; not `residents.risk` itself
    for table in whole.values():
        names = set(table.columns) - shown
        assert not [name for name in names if any(word in name for word in latent)]


def test_what_nobody_sees_changes_nothing(
    recording: Recording, whole: dict[str, pd.DataFrame], frames: Frames
) -> None:
    """Severities, states, traits, strain, true answers and needs: all of it can be anything."""
    world = copied(recording.run.world)
    for table in (world.needs, world.staff):
        np.asarray(table).view(np.uint8)[:] = 1
    for name in ("proneness", "persistence", "conditions", "unserved", "served", "risk"):
        world.residents[name] = 1
    world.months.stock_days[:] = 1
    world.months.culture[:] = 1
    world.months.hours[..., Hours.FEARED] = 1.0
    world.months.surveys[..., [Answer.PEOPLE, Answer.TRUTH]] = 1
    assert alike(whole, frames(with_world(recording, world)))
    world.months.surveys[..., Answer.SUM] += 1000  # what is answered is seen
    assert not alike(whole, frames(with_world(recording, world)))


def test_events_that_nobody_sees_change_nothing(
    recording: Recording, whole: dict[str, pd.DataFrame], frames: Frames
) -> None:
    events = recording.events
    unseen = np.isin(events["activity"], UNSEEN)
    assert unseen.any()
    assert alike(whole, frames(replace(recording, events=events[~unseen])))
    presented = events["activity"] == Activity.PRESENTED
    assert not alike(whole, frames(replace(recording, events=events[~presented])))


def test_true_need_and_false_look_the_same(
    recording: Recording, whole: dict[str, pd.DataFrame], frames: Frames
) -> None:
    events = recording.events.copy()
    events["genuine"] = np.where(events["kind"] == NO_NEED, 0, 1 - events["genuine"])
    assert alike(whole, frames(replace(recording, events=events)))


def test_causes_of_admission_and_routes_are_not_recorded(
    recording: Recording, whole: dict[str, pd.DataFrame], frames: Frames
) -> None:
    events = recording.events.copy()
    known = np.isin(events["activity"], (Activity.MOVED_IN,))  # births are registered
    events["cause"] = np.where(known, events["cause"], 1)
    assert alike(whole, frames(replace(recording, events=events)))
