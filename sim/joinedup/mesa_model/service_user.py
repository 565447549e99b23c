"""A resident as a Mesa agent: windows onto one row, and a verb for everything that can happen."""

from __future__ import annotations

from joinedup.codes import NEEDS, Age, Cause, labels
from joinedup.mesa_model.given import row_of, time_after, whole_number
from joinedup.mesa_model.need_view import NeedView
from joinedup.mesa_model.services import Team
from joinedup.mesa_model.verbs import Verbs
from joinedup.mesa_model.windows import PlaceModel, Window
from joinedup.phases.clocks import schedule_events
from joinedup.phases.dates import set_date
from joinedup.phases.pathway import first_clock, next_need_event
from joinedup.state.hospital import Stay
from joinedup.state.needs import NeedEvent
from joinedup.state.residents import NEVER, Clock

REPEATED_AT_MOST = 100


class StuckClockError(RuntimeError):
    """A verb left its clock as it was, so that the same event would happen for ever."""


class ServiceUser(Verbs):
    """A resident. When they die, a newcomer has the agent's row.

    Parameters
    ----------
    model : PlaceModel
        The model that they live in.
    row : int
        Their row in the tables of residents, needs and clocks.
    """

    age = Window("residents", "age", Age)
    age_band = Window("residents", "age", labels(Age).__getitem__)
    quintile = Window("residents", "quintile")
    persistence = Window("residents", "persistence")
    has_carer = Window("residents", "carer", bool)
    in_care_home = Window("residents", "care_home", bool)
    stay = Window("residents", "stay", Stay)
    stay_cause = Window("residents", "stay_cause", Cause)
    is_enrolled = Window("residents", "enrolled", bool)
    has_plan = Window("residents", "plan", bool)
    neighbourhood = Window("residents", "neighbourhood")
    generation = Window("residents", "generation")
    histories_repeated = Window("residents", "histories_repeated")
    interfaces_crossed = Window("residents", "crossed")

    _now: float | None = None  # the time of what happens to them, while a verb is called

    def __init__(self, model: PlaceModel, row: int):
        self.row = row_of(row, model.world.residents)
        super().__init__(model)

    def __repr__(self) -> str:
        """One line: ``<ServiceUser 12, 75-84, needs: frailty waiting>``."""
        needs = ", ".join(f"{n.name} {n.state.name.lower()}" for n in self.present_needs)
        return f"<{type(self).__name__} {self.row}, {self.age_band}, needs: {needs or 'none'}>"

    @property
    def needs(self) -> list[NeedView]:
        """All nine kinds, in the order of ``codes.Need``."""
        return [NeedView(self, kind) for kind in range(NEEDS)]

    @property
    def present_needs(self) -> list[NeedView]:
        """Those that are there, true or false, met or not."""
        return [need for need in self.needs if need.is_there]

    @property
    def unserved(self) -> int:
        """How many true needs are unmet."""
        return int(self.world.residents["unserved"][self.row]).bit_count()

    @property
    def hidden(self) -> int:
        """How many true needs services do not know of."""
        return int(self.world.residents["hidden"][self.row]).bit_count()

    @property
    def in_hospital(self) -> bool:
        """Whether they are in a bed of the general hospital, or wait there for another."""
        return Stay.NO < self.stay <= Stay.AWAITING

    @property
    def practice(self) -> Team:
        """The team that is their GP practice."""
        return self.model.team_agents[int(self.world.residents["practice"][self.row])]

    @property
    def teams(self) -> list[Team]:
        """The teams that have, or are asked for, something of theirs."""
        found = {need.team.number: need.team for need in self.present_needs if need.team}
        return list(found.values())

    @property
    def next_event_time(self) -> float:
        """The day, with its fraction, on which something next happens to them."""
        return float(self.world.clocks[self.row].min())

    # --- a day ------------------------------------------------------------------------------

    def step(self) -> None:
        """Live today, if anything is due."""
        if self.model.is_due(self.row):
            self.live()

    def live(self) -> None:
        """Let what is due today happen, in order of time.

        Raises
        ------
        StuckClockError
            When a verb, most likely an overridden one, leaves its clock as it was.
        """
        world, row, until = self.world, self.row, self.model.day + 1.0
        before, again = None, 0
        while True:
            clock = first_clock(world, row)
            t = float(world.clocks[row, clock])
            if t >= until:
                break
            self._now = t
            if clock < NEEDS:
                event = next_need_event(world, row, clock)
                world.residents["stale"][row] |= 1 << clock
                method = self.AT_A_NEED[event]
                getattr(self, method)(clock, t)
            else:
                method = self.AT_A_CLOCK[clock]
                getattr(self, method)(t)
            schedule_events(world, row, max(t, until - 1.0))
            again = again + 1 if before == (method, clock, t) else 0
            before = (method, clock, t)
            if again > REPEATED_AT_MOST:
                raise StuckClockError(
                    f"{type(self).__name__}.{method} left its clock at day {t:.3f}, for ever the "
                    f"same event: call super().{method}(...) or self.postpone(...)"
                )
        self._now = None
        self.model.wake_next(row)

    def postpone(self, clock: int, until: float) -> None:
        """Put off, in an overridden verb, what is due now until ``until``.

        Parameters
        ----------
        clock : int
            The kind of a need, or a ``Clock`` of the person's own.
        until : float
            A later time than that of the event, in days; infinity for never.

        Raises
        ------
        RuntimeError
            Outside of a verb, where nothing is due.
        ValueError
            When ``until`` is no later time, or there is nothing on that clock.
        """
        world, row = self.world, self.row
        if self._now is None:
            raise RuntimeError(f"postpone belongs inside a verb: nothing happens now to {self!r}")
        clock, until = whole_number(clock, "clock", 0, max(Clock)), time_after(until, self._now)
        event = next_need_event(world, row, clock) if clock < NEEDS else None
        if event == NeedEvent.NONE or world.clocks[row, clock] == NEVER:
            raise ValueError(f"nothing is due that could be put off: clock {clock} of {self!r}")
        if clock >= NEEDS:
            world.clocks[row, clock] = until
            if clock == Clock.DEATH and world.residents["dies_at"][row] < until:
                world.residents["dies_at"][row] = until
                set_date(world, row)
            return
        need, later = world.needs[row, clock], until - float(world.clocks[row, clock])
        if event in (NeedEvent.ONSET, NeedEvent.WORSEN):
            need.hazard_threshold += need.hazard_rate * later
        elif event == NeedEvent.CRISIS:
            need.crisis_threshold += need.crisis_rate * later
        elif event == NeedEvent.RESOLVE:
            need.course_end = until
        else:
            need.next_event_at = until
        world.residents["stale"][row] |= 1 << clock
