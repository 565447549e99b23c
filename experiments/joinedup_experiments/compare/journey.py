"""One person's history in two arms: the same until it diverges.

Both arms branch from one burn-in with common random numbers, so differences come from the
arrangement, directly or through shared queues: one person's care can affect another's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from joinedup.codes import DOMAIN_OF_NEED, NEEDS, NO_NEED, Activity
from joinedup.rules.life_course import LEAVINGS
from joinedup.run import BurntIn, Progress, Run, branch
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.room import Need, need_of
from joinedup_experiments.display.errors import InputError

ROWS_AT_MOST = 40
BARRIERS = (Activity.REFUSED, Activity.BOUNCED, Activity.LOST, Activity.GAVE_UP)
COUNTED = (Activity.CRISIS, Activity.EMERGENCY_ADMISSION, Activity.CARE_STARTED, *BARRIERS)
ROUTINE = (Activity.CONTACT, Activity.CONSULTATION, Activity.OUTPATIENT,
           Activity.WORSENED, Activity.IMPROVED)  # fmt: skip
RULE = (
    "the resident, alive at the end of both arms, whose needs under way on the index date lay in "
    "at least two domains (mental, physical, social), and whose two histories differ most in the "
    "number of crises, emergency admissions, packages of care started, and barriers (refused, "
    f"bounced, lost, gave up), with at most {ROWS_AT_MOST} events beside routine contacts in "
    "either; of equals the lowest number. Chosen for differing most, so not typical"
)


class NobodyError(InputError):
    """No resident has that number, or none fits the rule."""


@dataclass(frozen=True)
class Journey:
    """The histories of resident ``who`` in two arms after the index date, and why that resident.

    ``lives`` are the events about them, in order of time; until they die or move away. ``world``
    is the plausible world of both arms, None in the model's own values.
    """

    who: int
    why: str
    names: tuple[str, str]
    lives: tuple[np.ndarray, np.ndarray]
    runs: tuple[Run, Run]
    world: int | None = None

    @property
    def same_person_at_end(self) -> bool:
        """Whether no other person has moved into their home in either arm."""
        return not any(np.isin(life["activity"], LEAVINGS).any() for life in self.lives)

    @property
    def followed_by_newcomer(self) -> list[str]:
        """The arms whose event log goes on, under the same number, with who moved in."""
        both = zip(self.names, self.lives, self.runs, strict=True)
        return [
            name for name, life, run in both if len(life) < (run.events["who"] == self.who).sum()
        ]


def journey(
    base: Scenario,
    other: Scenario,
    seed: int,
    person: int | None = None,
    progress: Progress | None = None,
    burnt_in: BurntIn | None = None,
    world: int | None = None,
) -> Journey:
    """Run two arms, every contact recorded, and follow one person through both.

    Without ``person``, the resident's number, one is picked by ``RULE``. `NobodyError` is raised
    when there is no such resident, or none fits the rule. ``burnt_in`` gives the burn-in, which
    is made unless given. ``world`` is that which the arms have the values of, if any.
    """
    people = base.place.residents
    if person is not None and not 0 <= person < people:
        raise NobodyError(f"there is no resident {person}: they are numbered 0 to {people - 1}")
    mine, theirs = branch(base, [other], seed, contacts=True, progress=progress, burnt_in=burnt_in)
    who = _picked(mine, theirs) if person is None else person
    why = f"picked: {RULE}" if person is None else "asked for"
    lives = (life_of(mine.events, who), life_of(theirs.events, who))
    return Journey(who, why, (base.name, other.name), lives, (mine, theirs), world)


def need_of_two(base: Scenario) -> Need:
    """What `journey` needs."""
    return need_of(base, runs=1, arms=2, held=2, logged=True, contacts=True)


def life_of(events: np.ndarray, who: int) -> np.ndarray:
    """The rows about one resident, until they leave: who moves in then is another person."""
    rows = events[events["who"] == who]
    left = np.flatnonzero(np.isin(rows["activity"], LEAVINGS))
    return rows[: left[0] + 1] if len(left) else rows


def _picked(mine: Run, theirs: Run) -> int:
    """The number of the resident whom ``RULE`` picks."""
    score = np.zeros(mine.scenario.place.residents)
    for counted in COUNTED:
        here, there = (_count(run, run.events["activity"] == counted) for run in (mine, theirs))
        score += np.abs(here - there)
    fits = _domains_at_change(mine) >= 2
    for run in (mine, theirs):
        activity = run.events["activity"]
        fits &= _count(run, np.isin(activity, LEAVINGS)) == 0
        fits &= _count(run, ~np.isin(activity, np.array(ROUTINE))) <= ROWS_AT_MOST
    score[~fits] = 0.0
    if not score.any():
        raise NobodyError(
            "no histories differ: no resident with needs in two domains fares differently in the "
            "two arms; try more years or more residents, or name a person"
        )
    return int(np.argmax(score))


def _count(run: Run, chosen: np.ndarray) -> np.ndarray:
    return np.bincount(run.events["who"][chosen], minlength=run.scenario.place.residents)


def _domains_at_change(run: Run) -> np.ndarray:
    """In how many domains each resident had a true need under way on the index date.

    A need was under way if its first event after the change is neither an onset nor a relapse.
    """
    rows = run.events[(run.events["kind"] != NO_NEED) & (run.events["genuine"] == 1)]
    key = rows["who"].astype(np.int64) * NEEDS + rows["kind"]
    needs, first = np.unique(key, return_index=True)  # rows are in order of time
    old = needs[~np.isin(rows["activity"][first], (Activity.ONSET, Activity.RELAPSED))]
    has = np.zeros((run.scenario.place.residents, max(DOMAIN_OF_NEED) + 1), bool)
    has[old // NEEDS, np.array(DOMAIN_OF_NEED)[old % NEEDS]] = True
    return has.sum(axis=1)
