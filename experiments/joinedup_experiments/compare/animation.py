"""People with a new need moving through services: a dot a person, a column for each place.

What is shown is one HTML element with its own script: nothing is loaded from anywhere.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from joinedup.codes import MONTH_DAYS, Activity, State
from joinedup.rules.life_course import LEAVINGS
from joinedup_experiments.compare.need_states import Seen, spells
from joinedup_experiments.compare.results import event_log
from joinedup_experiments.display.new_file import write_new
from joinedup_experiments.display.numbers import counted

DAY, YEAR = 86_400.0, 365.25
# The columns from left to right: where a person's need stands.
PLACES = ("not yet\nbegun", "hidden", "on file,\nnobody acts", "asking, or\nsent on", "waiting",
          "in care", "met, or over\nby itself")  # fmt: skip
GONE, NOT_YET, OVER = -1, 0, len(PLACES) - 1
PLACE_OF = {
    State.HIDDEN: 1, State.ON_FILE: 2, State.PRESENTED: 3, State.REFERRED: 3,
    State.WAITING_FOR_ASSESSMENT: 4, State.WAITING_FOR_CARE: 4, State.IN_CARE: 5,
}  # fmt: skip
COLOURS = ("#bbbbbb", "#000000", "#CC79A7", "#F0E442", "#E69F00", "#56B4E9", "#009E73")
TEMPLATE = Path(__file__).with_name("people_moving.html")


class MovingPeople:
    """People in places, month by month; `Results.animate` makes it, and a notebook plays it.

    ``places`` has, by arm, the number of the place in `PLACES` of each person: [people, months];
    -1 once they have died or moved away.
    """

    def __init__(self, places: dict[str, np.ndarray]) -> None:
        self.places = places

    def __repr__(self) -> str:
        people, months = next(iter(self.places.values())).shape
        long = counted(months, "month")
        return f"<MovingPeople: {people} people, {long}, {' and '.join(self.places)}>"

    def _repr_html_(self) -> str:
        letters = np.array([*map(str, range(len(PLACES))), "-"])  # -1 is the last
        arms = [
            {"name": arm, "frames": ["".join(letters[month]) for month in places.T]}
            for arm, places in self.places.items()
        ]
        data = {"places": PLACES, "colours": COLOURS, "arms": arms}
        text = json.dumps(data).replace("</", "<\\/")  # no name of an arm ends the script
        page = TEMPLATE.read_text(encoding="utf-8")
        return page.replace("ID", f"moving-{uuid.uuid4().hex[:8]}").replace("DATA", text)

    def to_frame(self) -> pd.DataFrame:
        """How many people are where: a row for each arm and month, a column for each place."""
        names = [place.replace("\n", " ") for place in PLACES]
        return pd.DataFrame(
            {"arm": arm, "month": month}
            | {name: int((each == place).sum()) for place, name in enumerate(names)}
            for arm, places in self.places.items()
            for month, each in enumerate(places.T)
        )

    def save(self, file: str | Path) -> None:
        """Write it as a page of its own; a file that is there already is refused."""
        head = '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>People moving</title>'
        write_new(Path(file), f"{head}<body>{self._repr_html_()}</body></html>\n")


def people_in_places(
    events: pd.DataFrame, arms: Sequence[str], index_day: float, people: int
) -> dict[str, np.ndarray]:
    """By arm, in which of `PLACES` each person's need is: [people, months]; `GONE` once they left.

    ``events`` are those of `Results.events`. People are those with a true need that begins in the
    first year after the index date, in the first of ``arms``; of each, the first such need, which
    is followed in all of them. They are spread evenly over all such residents.
    """
    times = _days(events["timestamp"])
    first_year = (times < index_day + YEAR) & (events["activity"] == "onset").to_numpy()
    began = events[first_year & (events["arm"] == arms[0]).to_numpy()]
    began = began.drop_duplicates("resident").sort_values("resident")
    chosen = np.unique(np.linspace(0, len(began) - 1, min(people, len(began))).astype(int))
    needs = {int(r): str(k) for r, k in began.iloc[chosen][["resident", "kind"]].to_numpy()}
    months = np.arange(index_day, times.max(initial=index_day), MONTH_DAYS)
    mine = events[events["resident"].isin([*needs])]
    found = {}
    for arm in arms:
        seen = _seen(mine[mine["arm"] == arm], needs)
        found[arm] = np.array([_life(one, months) for one in seen])
    return found


def _days(timestamps: pd.Series) -> np.ndarray:
    """Days since day 0."""
    since = (timestamps.to_numpy() - event_log.DAY_0).astype("timedelta64[s]")
    return np.asarray(since / np.timedelta64(1, "s") / DAY)


def _seen(events: pd.DataFrame, needs: dict[int, str]) -> list[list[Seen]]:
    """What happened to each resident's own need, and when they left; in order of time."""
    activities = event_log.activities_by_name()
    found: dict[int, list[Seen]] = {one: [] for one in needs}
    names = ("resident", "activity", "kind", "true_need")
    columns = (_days(events["timestamp"]), *(events[name] for name in names))
    for time, who, name, kind, true in zip(*columns, strict=True):
        activity = activities[name]
        if kind == needs[int(who)] or activity in LEAVINGS:
            genuine = activity in LEAVINGS or bool(true)
            found[int(who)].append(Seen(float(time), activity, 0, genuine))
    return [sorted(each, key=lambda one: one.time) for each in found.values()]


def _life(seen: list[Seen], months: np.ndarray) -> np.ndarray:
    """Where one person's need is at the beginning of each month."""
    end = float(months[-1]) + MONTH_DAYS
    begins = next((one.time for one in seen if one.activity == Activity.ONSET), end)
    place = np.where(months < begins, NOT_YET, OVER)
    for spell in spells([one for one in seen if one.time >= begins], begins, end):
        place[(months >= spell.begins) & (months < spell.ends)] = PLACE_OF[spell.state]
    left = next((one.time for one in seen if one.activity in LEAVINGS), end)
    place[months >= left] = GONE
    return place
