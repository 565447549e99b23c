"""Where the event log shows that each need stands is where it does stand in the model."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest

from joinedup.codes import Activity, Need, State, title
from joinedup.rules.care import CareActivity
from joinedup.rules.expectations import ExpectationActivity
from joinedup.rules.life_course import LEAVINGS
from joinedup.run import Run, branch
from joinedup_experiments.compare.comparison import comparison_of
from joinedup_experiments.compare.need_states import OVER, Seen, spells
from joinedup_experiments.compare.results.event_log import event_frame
from joinedup_experiments.report.life_picture import SAME_SHADE, last_day, life_seen
from joinedup_experiments.report.teams import waiting_spells
from joinedup_experiments.scenario_io.load import load_scenario

# Shown as one: what is over, and care with an end in view or none.
ALIKE = {**SAME_SHADE, State.SUPPORTED: State.IN_CARE, **dict.fromkeys(OVER)}
ASKING = (State.PRESENTED, State.REFERRED)
WAITING = (State.WAITING_FOR_ASSESSMENT, State.WAITING_FOR_CARE)
SHORT = {"residents": 1_500, "years": 2, "burn_in_years": 1}


@pytest.fixture(scope="module")
def run() -> Run:
    (one,) = branch(load_scenario("siloed_borough").with_(SHORT), [], 11)
    return one


def test_who_is_counted_as_waiting_at_the_end_does_wait(run) -> None:
    """Of the requests since the index date; those from before are not in the bottleneck."""
    events = event_frame(comparison_of([run], ["a"], keep_event_log=True))
    spells = waiting_spells(events)
    still = spells[spells["timestamp"] + spells["span"] == events["timestamp"].max()]
    kinds = {title(kind): int(kind) for kind in Need}
    states = np.asarray(run.world.needs["state"])
    for what, there in ((("presented", "referred"), ASKING), (("accepted",), WAITING)):
        mine = still[still["activity"].isin(what)]
        who, kind = mine["resident"].to_numpy(int), [kinds[k] for k in mine["kind"]]
        stand = states[who, kind]
        assert len(stand) > 5 and np.isin(stand, there).all()
        assert len(stand) > 0.5 * np.isin(states, there).sum()


def test_needs_stand_at_the_end_where_the_log_shows_them(run) -> None:
    end = last_day(run.scenario, run.index_day)
    log = np.concatenate([run.history.events, run.events])
    log = log[(log["time"] < end) & (log["who"] < len(run.world.residents))]
    log = log[np.argsort(log["who"], kind="stable")]
    wrong, many = [], 0
    for who, life in groupby(log, key=lambda row: int(row["who"])):
        seen = life_seen(life)
        came = max((n for n, one in enumerate(seen, 1) if one.activity in LEAVINGS), default=0)
        shown = {one.kind: one.state for one in spells(seen[came:], 0.0, end) if one.ends == end}
        for kind in {one.kind for one in seen[came:]}.intersection(Need):
            state = State(int(run.world.needs[who, kind]["state"]))
            there, stands = (ALIKE.get(one, one) for one in (shown.get(kind, State.ABSENT), state))
            many += 1
            wrong += [(who, kind, there, stands)] if there != stands else []
    assert many > 300 and not wrong


@pytest.mark.parametrize(
    ("what", "true", "state"),
    [
        (ExpectationActivity.HELD, True, State.ON_FILE),
        (ExpectationActivity.HELD, False, None),
        (Activity.GAVE_UP, False, None),
        (Activity.NOT_ELIGIBLE, True, State.ON_FILE),
        (Activity.PAYS_OWN_CARE, True, State.IN_CARE),
        (Activity.CARE_HOME_MOVE, True, None),
    ],
)
def test_nobody_waits_on_whose_request_is_over(what, true, state) -> None:
    seen = [Seen(1.0, Activity.ACCEPTED, 1, true), Seen(3.0, what, 1, true)]
    last = [one.state for one in spells(seen, 0.0, 9.0) if one.ends == 9.0]
    assert last == ([] if state is None else [state])


def test_a_need_that_is_found_false_at_its_assessment_is_over() -> None:
    seen = [
        Seen(1.0, Activity.ACCEPTED, 1, False),
        Seen(3.0, Activity.FOUND_FALSE, 1, False),
        Seen(3.0, Activity.ASSESSED, 1, False),
    ]  # fmt: skip  (in the log's order)
    assert [one.ends for one in spells(seen, 0.0, 9.0)] == [1.0, 3.0]


@pytest.mark.parametrize(
    ("ends", "after"),
    [
        ([Activity.CARE_ENDED], None),
        ([Activity.REFERRED, Activity.STEPPED_UP], State.REFERRED),
        ([Activity.REFERRED, CareActivity.PASSED_ON], State.REFERRED),
        ([CareActivity.PRACTICE_SUPPORTS], State.IN_CARE),
    ],
)
def test_a_need_is_met_only_by_care_that_ends_so(ends, after) -> None:
    """Rows of one moment are in the log's order."""
    seen = [Seen(0.0, Activity.CARE_STARTED, 1), *(Seen(3.0, what, 1) for what in ends)]
    found = spells(seen, 0.0, 9.0)
    assert [one.state for one in found if one.ends == 9.0] == ([] if after is None else [after])
    assert found[0].state == State.IN_CARE and found[0].ends == 3.0
