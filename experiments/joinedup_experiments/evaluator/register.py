"""The register of people: who lived in the place when, where, and since when they are born."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from hashlib import blake2b

import numpy as np

from joinedup.codes import NO_NEED, Activity, Age
from joinedup.rules.life_course import BAND_BEGINS, LEAVINGS, YEAR
from joinedup_experiments.evaluator.recording import Recording

UNKNOWN_AGE = len(Age)


@dataclass(frozen=True)
class Register:
    """A row for each person: another person in the same resident's row has one of their own.

    Times are in days since day 0. ``came`` is 0 for those who were there then, and ``left``
    infinity for those who have not. ``born`` is NaN for those who left within days of coming.
    ``quintile`` and ``neighbourhood`` count from 0, the least deprived first.
    """

    who: np.ndarray
    generation: np.ndarray
    came: np.ndarray
    left: np.ndarray
    born: np.ndarray
    newborn: np.ndarray  # came by being born
    died: np.ndarray  # left by dying
    quintile: np.ndarray
    neighbourhood: np.ndarray

    def __len__(self) -> int:
        return len(self.who)

    def of(self, chosen: np.ndarray) -> Register:
        """Some of them: a mask, or their places in the order wanted."""
        mine = {one.name: getattr(self, one.name)[chosen] for one in fields(self)}
        return replace(self, **mine)

    def place_of(self, who: np.ndarray, generation: np.ndarray) -> np.ndarray:
        """Where each person is in the register, -1 for who is not in it."""
        keys, asked = _key(self.who, self.generation), _key(who, generation)
        order = np.argsort(keys)
        at = order[np.minimum(np.searchsorted(keys, asked, sorter=order), len(keys) - 1)]
        return np.where(keys[at] == asked, at, -1)

    def age_band_at(self, places: np.ndarray, days: np.ndarray) -> np.ndarray:
        """The age band of people, by their places in the register, on a day each.

        `UNKNOWN_AGE` stands for who has no date of birth.
        """
        born = self.born[places]
        years = (days - born) / YEAR + 1e-6  # arrivals are logged to some seconds
        band = np.searchsorted(BAND_BEGINS, years, side="right") - 1
        return np.where(np.isnan(born), UNKNOWN_AGE, np.maximum(band, 0))

    def pseudonyms(self, seed: int) -> np.ndarray:
        """A name for each that tells nothing of them, the same in every export of a seed."""
        names = zip(self.who.tolist(), self.generation.tolist(), strict=True)
        return np.array(
            [
                blake2b(f"{seed}/{who}/{generation}".encode(), digest_size=8).hexdigest()
                for who, generation in names
            ]
        )


def register_of(recording: Recording) -> Register:
    """Everybody who lived in the place at any time of a run, from day 0 on."""
    rows, traits = recording.events, recording.run.history.residents
    people = len(traits["age"])
    came = rows[rows["activity"] == Activity.MOVED_IN]
    who = np.concatenate([np.arange(people), came["who"].astype(np.int64)])
    generation = np.concatenate([np.zeros(people, np.int64), came["episode"].astype(np.int64)])
    blank = np.zeros(len(who))
    found = Register(
        who=who,
        generation=generation,
        came=np.concatenate([np.zeros(people), came["time"].astype(float)]),
        left=np.full(len(who), np.inf),
        born=np.full(len(who), np.nan),
        newborn=np.concatenate([np.zeros(people, bool), came["cause"] == 1]),
        died=blank.astype(bool),
        quintile=traits["quintile"][who],
        neighbourhood=traits["neighbourhood"][who],
    )
    born = found.place_of(*recording.births[:, :2].astype(np.int64).T)
    found.born[born] = recording.births[:, 2]
    gone = rows[np.isin(rows["activity"], LEAVINGS)]
    last = found.place_of(gone["who"].astype(np.int64), gone["episode"].astype(np.int64))
    found.left[last], found.died[last] = gone["time"], gone["activity"] == Activity.DIED
    return found


def generations(rows: np.ndarray, events: np.ndarray) -> np.ndarray:
    """How many people lived in the row before the one whom each of ``rows`` is about.

    Rows about a need do not say, so it follows from who had moved in before; ``events`` has every
    such row since day 0. What happens at the very time of an arrival is about the one before.
    """
    came = np.sort(_moment(events[events["activity"] == Activity.MOVED_IN]))
    who = rows["who"].astype(np.uint64) << np.uint64(32)
    before = np.searchsorted(came, _moment(rows)) - np.searchsorted(came, who)
    return np.where(rows["kind"] == NO_NEED, rows["episode"], before).astype(np.int64)


def _key(who: np.ndarray, generation: np.ndarray) -> np.ndarray:
    return who.astype(np.int64) << 16 | generation.astype(np.int64)


def _moment(rows: np.ndarray) -> np.ndarray:
    """Row and time as one whole number: the bits of a time that is not negative are in order."""
    when = np.ascontiguousarray(rows["time"]).view(np.uint32).astype(np.uint64)
    return rows["who"].astype(np.uint64) << np.uint64(32) | when
