"""One need of one resident, in words."""

from __future__ import annotations

from typing import Any

import numpy as np

from joinedup.codes import DOMAIN_OF_NEED, NONE_TEAM, Domain, EpisodeStatus, Need, State, title
from joinedup.mesa_model.services import Team
from joinedup.mesa_model.windows import OnWorld
from joinedup.state.needs import NeedEvent
from joinedup.state.world import World


class NeedView:
    """A window onto one need: it shows what holds now, also tomorrow."""

    __slots__ = ("kind", "person")

    def __init__(self, person: OnWorld, kind: int):
        self.person = person
        self.kind = Need(kind)

    def __repr__(self) -> str:
        """The need in one line: ``<need frailty: waiting, severity 0.62>``."""
        what = (
            title(self.kind) if self.genuine or not self.is_there else f"false {title(self.kind)}"
        )
        how = f", severity {self.severity:.2f}" if self.is_there else ""
        return f"<need {what}: {title(self.state)}{how}>"

    @property
    def _row(self) -> Any:
        world: World = self.person.world
        return world.needs[self.person.row, self.kind]

    @property
    def name(self) -> str:
        """The kind in words."""
        return title(self.kind)

    @property
    def domain(self) -> Domain:
        """Mental, physical or social."""
        return Domain(DOMAIN_OF_NEED[self.kind])

    @property
    def state(self) -> State:
        """Where it stands."""
        return State(int(self._row.state))

    @property
    def is_there(self) -> bool:
        """Whether an episode is under way or met."""
        return self.state not in (State.ABSENT, State.RESOLVED)

    @property
    def genuine(self) -> bool:
        """Whether it is a true need."""
        return bool(self._row.genuine)

    @property
    def severity(self) -> float:
        """From 0 to 1; of no meaning while the need is absent."""
        return float(self._row.severity)

    @property
    def status(self) -> EpisodeStatus:
        """Where the episode stands in the barrier ledger."""
        return EpisodeStatus(int(self._row.status))

    @property
    def team(self) -> Team | None:
        """The team it is referred to, waiting for or in care with."""
        number = int(self._row.team)
        if number == NONE_TEAM or not self.is_there:
            return None
        return self.person.model.team_agents[number]

    @property
    def next_event(self) -> NeedEvent:
        """The event that is scheduled for it."""
        return NeedEvent(int(self._row.next_event))

    @property
    def next_event_on(self) -> float:
        """The day of that event, infinity for never."""
        return float(self._row.next_event_at)

    @property
    def since(self) -> float:
        """The day on which the wait from the referral began; in care, of the last contact."""
        return float(self._row.since)

    @property
    def episode(self) -> int:
        """How many true episodes the person has had, this one included."""
        return int(np.int64(self._row.episode))
