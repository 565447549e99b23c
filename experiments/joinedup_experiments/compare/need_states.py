"""Which state each of a person's needs is in, from day to day, as the event log shows it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from joinedup.codes import NO_NEED, Activity, State
from joinedup.rules.care import CareActivity
from joinedup.rules.expectations import ExpectationActivity
from joinedup.rules.life_course import LEAVINGS

# What a need is in from an event on; events that are not here leave it as it was. Who steps up or
# is passed on is referred at that moment, which the log has first.
AFTER: dict[IntEnum, State] = {
    Activity.ONSET: State.HIDDEN,
    Activity.RELAPSED: State.ON_FILE,
    Activity.PRESENTED: State.PRESENTED,
    Activity.REFERRED: State.REFERRED,
    Activity.BOUNCED: State.REFERRED,
    Activity.REFUSED: State.PRESENTED,  # until they try again, or give up
    Activity.LOST: State.REFERRED,
    Activity.DIVERTED: State.PRESENTED,
    Activity.GAVE_UP: State.ON_FILE,
    ExpectationActivity.HELD: State.ON_FILE,
    Activity.NOT_ELIGIBLE: State.ON_FILE,
    Activity.PAYS_OWN_CARE: State.IN_CARE,
    Activity.ACCEPTED: State.WAITING_FOR_ASSESSMENT,
    Activity.ASSESSED: State.WAITING_FOR_CARE,
    Activity.CARE_STARTED: State.IN_CARE,
    Activity.CARE_ENDED: State.MET,
    CareActivity.PRACTICE_SUPPORTS: State.IN_CARE,
    Activity.CARE_HOME_MOVE: State.MET,
    Activity.RESOLVED: State.RESOLVED,
    Activity.FOUND_FALSE: State.ABSENT,
}
# What it must have been in before, where this is the first event about it on the log.
BEFORE: dict[IntEnum, State] = {
    Activity.PRESENTED: State.HIDDEN,
    Activity.REFERRED: State.PRESENTED,
    Activity.ACCEPTED: State.REFERRED,
    Activity.REFUSED: State.REFERRED,
    Activity.BOUNCED: State.REFERRED,
    Activity.LOST: State.REFERRED,
    Activity.ASSESSED: State.WAITING_FOR_ASSESSMENT,
    Activity.CARE_STARTED: State.WAITING_FOR_CARE,
    Activity.CONTACT: State.IN_CARE,
    Activity.CARE_ENDED: State.IN_CARE,
    CareActivity.PRACTICE_SUPPORTS: State.IN_CARE,
}
# What ends a false need, as a true one is left on file or cared for.
UNANSWERED = (
    Activity.GAVE_UP, ExpectationActivity.HELD, Activity.NOT_ELIGIBLE, Activity.PAYS_OWN_CARE
)  # fmt: skip
OVER = (State.ABSENT, State.MET, State.RESOLVED)


class Spell(NamedTuple):
    """A time, in days, in which a need of a kind is in one state."""

    kind: int
    state: State
    begins: float
    ends: float


class Seen(NamedTuple):
    """An event about a person: when, in days, what, about which kind of need, and if a true one."""

    time: float
    activity: IntEnum
    kind: int
    genuine: bool = True


def spells(events: Sequence[Seen], begins: float, ends: float) -> list[Spell]:
    """The spells of one person's needs between two times; those that are over are left out.

    ``events`` are in order, and may begin before. Where the log does not say what a need was in,
    there is no spell. Everything ends when the person dies or moves away.
    """
    found: list[Spell] = []
    since: dict[int, tuple[State, float]] = {}
    for event in events:
        if event.activity in LEAVINGS:
            ends = min(ends, event.time)
            break
        if event.kind == NO_NEED:
            continue
        if event.kind not in since and event.activity in BEFORE:
            since[event.kind] = BEFORE[event.activity], begins
        now, state = since.get(event.kind), AFTER.get(event.activity)
        if event.activity == Activity.ASSESSED and now and now[0] != State.WAITING_FOR_ASSESSMENT:
            continue  # it has come to something already, which the log has first
        if event.activity in UNANSWERED and not event.genuine:
            state = State.ABSENT
        if state is not None:
            found += [Spell(event.kind, *now, event.time)] if now else []
            since[event.kind] = state, event.time
    found += [Spell(kind, *held, ends) for kind, held in since.items()]
    inside = [one._replace(begins=max(one.begins, begins), ends=min(one.ends, ends))
              for one in found]  # fmt: skip
    return [one for one in inside if one.state not in OVER and one.ends > one.begins]
