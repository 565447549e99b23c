"""A resident as a Mesa agent: windows onto one row, and a verb for everything that can happen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import mesa

from joinedup.codes import AGE_NAMES, NEEDS, Age, Cause
from joinedup.mesa_model.need_view import NeedView
from joinedup.mesa_model.windows import Window
from joinedup.phases.arriving import die_for_one
from joinedup.phases.caring import contact_for_one
from joinedup.phases.consulting import clinic_for_one, consult_for_one, series_for_one
from joinedup.phases.crises import carer_breaks_for_one, crisis_for_one
from joinedup.phases.episodes import onset_for_one, relapse_for_one, resolve_for_one, worsen_for_one
from joinedup.phases.handing_over import (
    allocated_for_one,
    ask_gp_for_one,
    chase_for_one,
    meeting_for_one,
    renege_for_one,
    retry_for_one,
    seek_for_one,
    triage_for_one,
)
from joinedup.phases.hospital import fall_ill_for_one, stay_for_one
from joinedup.phases.people import CRISIS, ONSET, RESOLVE, WORSEN, first_clock, next_need_event
from joinedup.phases.presenting import pass_on_for_one
from joinedup.phases.rows import schedule_events
from joinedup.phases.searching import visit_for_one
from joinedup.state.place import Clock, Stay, Step, World

if TYPE_CHECKING:
    from joinedup.mesa_model.care_model import CareModel
    from joinedup.mesa_model.services import Team

RINGS_AT_MOST = 100


class StuckClockError(RuntimeError):
    """A verb left its clock where it was, so that it would ring at the same moment for ever."""


class ServiceUser(mesa.Agent):
    """Somebody who lives here. When they die, somebody else moves in and has the agent's row.

    Parameters
    ----------
    model : CareModel
        The model they live in.
    row : int
        Their row in the tables of residents, needs and clocks.
    """

    model: CareModel

    AT_A_NEED: ClassVar[dict[int, str]] = {
        ONSET: "begin_need",
        WORSEN: "worsen",
        CRISIS: "reach_crisis",
        RESOLVE: "resolve",
        Step.SEEK: "seek_help",
        Step.SEEK_GP: "ask_gp",
        Step.PASS_ON: "pass_on",
        Step.TRIAGE: "triage",
        Step.CHASE: "chase",
        Step.MEETING: "be_discussed",
        Step.ALLOCATED: "be_allocated",
        Step.RENEGE: "renege",
        Step.CONTACT: "attend_contact",
        Step.RETRY: "retry",
        Step.RELAPSE: "relapse",
    }
    AT_A_CLOCK: ClassVar[dict[int, str]] = {
        Clock.CONSULTATION: "consult",
        Clock.CLINIC: "attend_clinic",
        Clock.ACUTE: "fall_ill",
        Clock.STAY: "leave_hospital",
        Clock.SCHEDULED_VISIT: "make_scheduled_visit",
        Clock.CARER: "carer_breaks",
        Clock.DEATH: "die",
    }

    age = Window("residents", "age", Age)
    age_band = Window("residents", "age", AGE_NAMES.__getitem__)
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
    times_story_told = Window("residents", "retold")
    interfaces_crossed = Window("residents", "crossed")

    def __init__(self, model: CareModel, row: int):
        super().__init__(model)
        self.row = int(row)

    def __repr__(self) -> str:
        """One line: ``<ServiceUser 12, 75-84, needs: frailty waiting>``."""
        needs = ", ".join(f"{n.name} {n.state.name.lower()}" for n in self.present_needs)
        return f"<{type(self).__name__} {self.row}, {self.age_band}, needs: {needs or 'none'}>"

    @property
    def world(self) -> World:
        """The model's tables."""
        return self.model.world

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
        """How many true needs nobody serves."""
        return int(self.world.residents["unserved"][self.row]).bit_count()

    @property
    def latent(self) -> int:
        """How many true needs no service knows."""
        return int(self.world.residents["latent"][self.row]).bit_count()

    @property
    def in_hospital(self) -> bool:
        """Whether they are in a bed."""
        return self.stay != Stay.NO

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
        """Live today: nothing at all unless something is due."""
        if self.model.is_due(self.row):
            self.live()

    def live(self) -> None:
        """Whatever rings first, until nothing more is due today.

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
            if clock < NEEDS:
                what = next_need_event(world, row, clock)
                world.residents["stale"][row] |= 1 << clock
                method = self.AT_A_NEED[what]
                getattr(self, method)(clock, t)
            else:
                method = self.AT_A_CLOCK[clock]
                getattr(self, method)(t)
            schedule_events(world, row, t)
            again = again + 1 if before == (method, clock, t) else 0
            before = (method, clock, t)
            if again > RINGS_AT_MOST:
                raise StuckClockError(
                    f"{type(self).__name__}.{method} left its clock at day {t:.3f}, and would ring "
                    f"for ever: call super().{method}(...) or self.postpone(...)"
                )
        self.model.wake_next(row)

    def postpone(self, clock: int, until: float) -> None:
        """Do nothing now, for an overridden verb: the same clock rings again at ``until``.

        Parameters
        ----------
        clock : int
            The kind of a need, or a ``Clock`` of the person's own.
        until : float
            A later day than that of the ring.
        """
        world, row = self.world, self.row
        if clock >= NEEDS:
            world.clocks[row, clock] = until
            return
        need = world.needs[row, clock]
        what, later = next_need_event(world, row, clock), until - float(world.clocks[row, clock])
        if what in (ONSET, WORSEN):
            need.hazard_threshold += need.hazard_rate * later
        elif what == CRISIS:
            need.crisis_threshold += need.crisis_rate * later
        elif what == RESOLVE:
            need.course_end = until
        else:
            need.step_at = until
        world.residents["stale"][row] |= 1 << clock

    # --- verbs of one need ------------------------------------------------------------------

    def begin_need(self, kind: int, t: float) -> None:
        """A true need begins, latent."""
        onset_for_one(self.world, self.row, kind, t)

    def worsen(self, kind: int, t: float) -> None:
        """A need grows by one step."""
        worsen_for_one(self.world, self.row, kind, t)

    def reach_crisis(self, kind: int, t: float) -> None:
        """The fuse of a need has burnt down."""
        crisis_for_one(self.world, self.row, kind, t)

    def resolve(self, kind: int, t: float) -> None:
        """A need ends by itself."""
        resolve_for_one(self.world, self.row, kind, t)

    def seek_help(self, kind: int, t: float) -> None:
        """Ask for help, at the GP's door or at a service's own."""
        seek_for_one(self.world, self.row, kind, t)

    def ask_gp(self, kind: int, t: float) -> None:
        """Ask the GP, having been sent there."""
        ask_gp_for_one(self.world, self.row, kind, t)

    def pass_on(self, kind: int, t: float) -> None:
        """Whoever holds the need sends it to the team that seems right, or keeps it."""
        pass_on_for_one(self.world, self.row, kind, t)

    def triage(self, kind: int, t: float) -> None:
        """The referral is read at the other team: the right door, needy enough, taken on or not."""
        triage_for_one(self.world, self.row, kind, t)

    def chase(self, kind: int, t: float) -> None:
        """Find out that they never arrived."""
        chase_for_one(self.world, self.row, kind, t)

    def be_discussed(self, kind: int, t: float) -> None:
        """The joint planning meeting decides whose the need is."""
        meeting_for_one(self.world, self.row, kind, t)

    def be_allocated(self, kind: int, t: float) -> None:
        """The team's meeting puts the need in its line."""
        allocated_for_one(self.world, self.row, kind, t)

    def renege(self, kind: int, t: float) -> None:
        """Leave the line: the wait has been too long."""
        renege_for_one(self.world, self.row, kind, t)

    def attend_contact(self, kind: int, t: float) -> None:
        """A contact of the package of care."""
        contact_for_one(self.world, self.row, kind, t)

    def retry(self, kind: int, t: float) -> None:
        """Try again after an obstacle."""
        retry_for_one(self.world, self.row, kind, t)

    def relapse(self, kind: int, t: float) -> None:
        """A need that was met comes back."""
        relapse_for_one(self.world, self.row, kind, t)

    # --- verbs of the person ----------------------------------------------------------------

    def consult(self, t: float) -> None:
        """See, or fail to see, the GP about something outside this model."""
        consult_for_one(self.world, self.row, t)

    def attend_clinic(self, t: float) -> None:
        """Attend a clinic."""
        clinic_for_one(self.world, self.row, t)

    def make_scheduled_visit(self, t: float) -> None:
        """A clinic of a series, or the case manager's visit: whichever comes first."""
        row = self.world.residents[self.row]
        if row.series_at <= row.visit_at:
            self.attend_series(t)
        else:
            self.receive_visit(t)

    def attend_series(self, t: float) -> None:
        """The next attendance of a series that a GP's question began."""
        series_for_one(self.world, self.row, t)

    def fall_ill(self, t: float) -> None:
        """Background acute illness."""
        fall_ill_for_one(self.world, self.row, t)

    def leave_hospital(self, t: float) -> None:
        """The stay is over: home, or fit to leave and waiting."""
        stay_for_one(self.world, self.row, t)

    def receive_visit(self, t: float) -> None:
        """A case manager's visit."""
        visit_for_one(self.world, self.row, t)

    def carer_breaks(self, t: float) -> None:
        """The unpaid carer can no more."""
        carer_breaks_for_one(self.world, self.row, t)

    def die(self, t: float) -> None:
        """Die; somebody else moves in."""
        die_for_one(self.world, self.row, t)
