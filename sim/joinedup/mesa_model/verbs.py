"""A verb for everything that can happen to a resident: what a class of one's own may override.

Each calls the function of the same name in `joinedup.phases.pathway`, as the compiled day does.
"""

from __future__ import annotations

from typing import ClassVar

import mesa

from joinedup.mesa_model.given import kind_of, time_of
from joinedup.mesa_model.windows import PlaceModel
from joinedup.phases import pathway
from joinedup.state.residents import Clock
from joinedup.state.world import World


class Verbs(mesa.Agent):
    """An agent whose needs and clocks have events.

    A verb of a need takes its ``kind`` and the time ``t`` in days, one of the person the time; a
    ValueError says where it is given what is none.
    """

    model: PlaceModel
    row: int

    AT_A_NEED: ClassVar[dict[int, str]] = {
        event: step.function.__name__ for event, step in pathway.PATHWAY.items()
    }
    AT_A_CLOCK: ClassVar[dict[int, str]] = {
        clock: "keep_date" if clock == Clock.DATE else functions[0].__name__
        for clock, functions in pathway.OF_THE_PERSON.items()
    }

    @property
    def world(self) -> World:
        """The model's tables."""
        return self.model.world

    # --- of one need ------------------------------------------------------------------------

    def onset(self, kind: int, t: float) -> None:
        """A true need begins, undetected."""
        pathway.onset(self.world, self.row, kind_of(kind), time_of(t))

    def worsen(self, kind: int, t: float) -> None:
        """A need grows by one step of severity."""
        pathway.worsen(self.world, self.row, kind_of(kind), time_of(t))

    def crisis(self, kind: int, t: float) -> None:
        """An unmet need comes to a crisis."""
        pathway.crisis(self.world, self.row, kind_of(kind), time_of(t))

    def resolve(self, kind: int, t: float) -> None:
        """A need ends by itself."""
        pathway.resolve(self.world, self.row, kind_of(kind), time_of(t))

    def relapse(self, kind: int, t: float) -> None:
        """A need that was met comes back."""
        pathway.relapse(self.world, self.row, kind_of(kind), time_of(t))

    def seek_help(self, kind: int, t: float) -> None:
        """Think of asking for help, and perhaps ask the GP or a service."""
        pathway.seek_help(self.world, self.row, kind_of(kind), time_of(t))

    def worry(self, kind: int, t: float) -> None:
        """Fear a need that is not there, and perhaps ask for help with it."""
        pathway.worry(self.world, self.row, kind_of(kind), time_of(t))

    def ask_gp(self, kind: int, t: float) -> None:
        """Ask the GP, having been sent back there."""
        pathway.ask_gp(self.world, self.row, kind_of(kind), time_of(t))

    def retry(self, kind: int, t: float) -> None:
        """Try again after a barrier."""
        pathway.retry(self.world, self.row, kind_of(kind), time_of(t))

    def pass_on(self, kind: int, t: float) -> None:
        """The need is sent to the team that seems right, or kept."""
        pathway.pass_on(self.world, self.row, kind_of(kind), time_of(t))

    def chase(self, kind: int, t: float) -> None:
        """Find out that the referral was lost."""
        pathway.chase(self.world, self.row, kind_of(kind), time_of(t))

    def triage(self, kind: int, t: float) -> None:
        """The receiving team bounces, diverts, refuses or accepts the referral."""
        pathway.triage(self.world, self.row, kind_of(kind), time_of(t))

    def meeting(self, kind: int, t: float) -> None:
        """The joint planning meeting decides which team takes the need."""
        pathway.meeting(self.world, self.row, kind_of(kind), time_of(t))

    def allocate(self, kind: int, t: float) -> None:
        """The team's allocation meeting puts the need on its waiting list."""
        pathway.allocate(self.world, self.row, kind_of(kind), time_of(t))

    def renege(self, kind: int, t: float) -> None:
        """Leave the waiting list: the wait has been too long."""
        pathway.renege(self.world, self.row, kind_of(kind), time_of(t))

    def contact(self, kind: int, t: float) -> None:
        """A contact of the package of care."""
        pathway.contact(self.world, self.row, kind_of(kind), time_of(t))

    # --- of the person ----------------------------------------------------------------------

    def consult(self, t: float) -> None:
        """Ask for an appointment with the GP about something outside this model."""
        pathway.consult(self.world, self.row, time_of(t))

    def attend_clinic(self, t: float) -> None:
        """Attend an outpatient clinic."""
        pathway.attend_clinic(self.world, self.row, time_of(t))

    def keep_date(self, t: float) -> None:
        """What has this date: a clinic, a visit, a recovery, a birthday, a move or a death."""
        row = self.world.residents[self.row]
        if row.series_at <= t:
            self.attend_series(t)
        elif row.visit_at <= t:
            self.receive_visit(t)
        elif row.unwell_until <= t:
            self.recover(t)
        elif row.birthday_at <= t:
            self.come_of_age(t)
        elif row.leaves_at <= t:
            self.move_away(t)
        elif row.dies_at <= t:
            self.die(t)

    def attend_series(self, t: float) -> None:
        """The next attendance of a series that began with a GP's question."""
        pathway.attend_series(self.world, self.row, time_of(t))

    def receive_visit(self, t: float) -> None:
        """A case manager's visit."""
        pathway.receive_visit(self.world, self.row, time_of(t))

    def recover(self, t: float) -> None:
        """A spell of illness is over."""
        pathway.recover(self.world, self.row, time_of(t))

    def come_of_age(self, t: float) -> None:
        """Pass into the next age band."""
        pathway.come_of_age(self.world, self.row, time_of(t))

    def move_away(self, t: float) -> None:
        """Move to another place; a newcomer takes the row, and the agent."""
        pathway.move_away(self.world, self.row, time_of(t))

    def fall_ill(self, t: float) -> None:
        """Fall ill suddenly, begin a spell of illness, or get worse in one."""
        pathway.fall_ill(self.world, self.row, time_of(t))

    def end_stay(self, t: float) -> None:
        """The stay is over: home, or fit to leave and delayed."""
        pathway.end_stay(self.world, self.row, time_of(t))

    def carer_breakdown(self, t: float) -> None:
        """The unpaid carer breaks down."""
        pathway.carer_breakdown(self.world, self.row, time_of(t))

    def die(self, t: float) -> None:
        """Die; a newcomer takes the row, and the agent."""
        pathway.die(self.world, self.row, time_of(t))
