"""Where needs stand month by month, from events of which it is known what they come to."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest

from joinedup.codes import Activity, State
from joinedup_experiments.compare.animation import GONE, OVER, MovingPeople, people_in_places
from joinedup_experiments.compare.need_states import Seen, spells
from joinedup_experiments.compare.results.event_log import activity_names, timestamps
from joinedup_experiments.display.errors import InputError

MONTH = 365.25 / 12


def log(arm: str, who: int, *seen: tuple[float, Activity], kind: str = "frailty") -> pd.DataFrame:
    names = activity_names()
    return pd.DataFrame(
        {"arm": arm, "resident": who, "timestamp": timestamps(np.array([time]))[0],
         "activity": names[what], "kind": kind, "true_need": True}
        for time, what in seen
    )  # fmt: skip


def test_a_need_goes_from_state_to_state_until_it_is_over():
    seen = [Seen(1.0, Activity.ONSET, 4), Seen(3.0, Activity.PRESENTED, 4),
            Seen(4.0, Activity.ACCEPTED, 4), Seen(6.0, Activity.CARE_STARTED, 4),
            Seen(6.0, Activity.ASSESSED, 4), Seen(9.0, Activity.CARE_ENDED, 4)]  # fmt: skip
    assert [(one.state, one.begins, one.ends) for one in spells(seen, 0.0, 20.0)] == [
        (State.HIDDEN, 1.0, 3.0), (State.PRESENTED, 3.0, 4.0),
        (State.WAITING_FOR_ASSESSMENT, 4.0, 6.0), (State.IN_CARE, 6.0, 9.0),
    ]  # fmt: skip


def test_what_a_need_was_in_before_is_told_by_its_first_event_and_all_ends_with_a_death():
    seen = [Seen(2.0, Activity.CONTACT, 1), Seen(5.0, Activity.DIED, 255)]
    assert [(s.state, s.begins, s.ends) for s in spells(seen, 0.0, 20.0)] == [
        (State.IN_CARE, 0.0, 5.0)
    ]


def test_people_are_those_whose_need_begins_in_the_first_year_in_the_first_arm():
    day = 10.0
    events = pd.concat([
        log("siloed", 1, (12.0, Activity.ONSET), (day + 1.5 * MONTH, Activity.PRESENTED),
            (day + 2.5 * MONTH, Activity.CARE_STARTED), (day + 3.5 * MONTH, Activity.DIED)),
        log("network", 1, (12.0, Activity.ONSET), (day + 1.5 * MONTH, Activity.RESOLVED)),
        log("siloed", 2, (day + 13 * MONTH, Activity.ONSET)),
        log("network", 3, (12.0, Activity.ONSET)),
    ])  # fmt: skip
    places = people_in_places(events, ["siloed", "network"], day, people=10)
    assert {arm: each.shape for arm, each in places.items()} == {
        "siloed": (1, 13), "network": (1, 13)
    }  # fmt: skip
    assert places["siloed"][0, :6].tolist() == [0, 1, 3, 5, GONE, GONE]
    assert places["network"][0, :4].tolist() == [0, 1, OVER, OVER]


def test_it_is_one_element_that_asks_for_nothing_and_holds_every_person(results, tmp_path):
    moving = results.animate(people=20)
    shown = moving._repr_html_()
    assert not re.search(r"""(src|href)=|https?://(?!www\.w3\.org/2000/svg)|import""", shown)
    data = json.loads(re.search(r"const data = (\{.*?\}), root", shown, re.DOTALL)[1])
    assert [arm["name"] for arm in data["arms"]] == ["siloed", "network"]
    assert {len(frame) for arm in data["arms"] for frame in arm["frames"]} == {20}
    counts = moving.to_frame().drop(columns=["arm", "month"]).sum(axis=1)
    assert (counts <= 20).all() and counts.iloc[0] == 20
    moving.save(tmp_path / "people.html")
    with pytest.raises(InputError, match="never written over"):
        moving.save(tmp_path / "people.html")


def test_an_arms_name_cannot_end_the_script():
    moving = MovingPeople({"</script><b>": np.zeros((2, 3), int)})
    assert "</script><b>" not in moving._repr_html_()
