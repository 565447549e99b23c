"""Teams, their staff and the hospital as Mesa agents."""

from __future__ import annotations

import mesa
import numpy as np

from joinedup.codes import NEEDS, WEEK_HOURS, Need, Organisation, Profession, Role, Stage, title
from joinedup.day import is_working_day
from joinedup.mesa_model.given import row_of
from joinedup.mesa_model.windows import PlaceModel, Window
from joinedup.phases.elective_list import settle_hospital
from joinedup.phases.staff_week import staff_week
from joinedup.phases.team_day import settle_team
from joinedup.phases.team_week import update_team_week
from joinedup.phases.waiting_list import remove_reneged
from joinedup.rules.case_management import OUTSIDE_TEAMS
from joinedup.state.teams import FOR_CARE
from joinedup.state.world import World


class Team(mesa.Agent):
    """One team: a practice, a neighbourhood's or the borough's.

    Its day has two halves, as in Mesa's simultaneous activation: `step`, in which it removes
    those who have reneged, and `advance`, in which it takes its messages and serves its queue.
    """

    model: PlaceModel

    unit = Window("teams", "unit")
    organisation = Window("teams", "organisation", Organisation)
    role = Window("teams", "role", Role)
    works_weekends = Window("teams", "weekends", bool)
    queue_length = Window("teams", "queue_length")
    caseload = Window("teams", "caseload")
    load = Window("teams", "load")
    threshold = Window("teams", "threshold")
    threshold_now = Window("teams", "threshold_now")
    wait_weeks = Window("teams", "wait_weeks")
    appointment = Window("teams", "appointment")
    minutes = Window("teams", "minutes")

    def __init__(self, model: PlaceModel, row: int):
        self.row = row_of(row, model.world.teams)
        super().__init__(model)

    def __repr__(self) -> str:
        """One line: ``<Team 5, adult social care, waiting 12, load 0.93>``."""
        return f"<Team {self.row}, {self.label}, waiting {self.queue_length}, load {self.load:.2f}>"

    @property
    def world(self) -> World:
        """The model's tables."""
        return self.model.world

    @property
    def number(self) -> int:
        """The team's number: its row, and what the event log calls it."""
        return self.row

    @property
    def key(self) -> str:
        """What the scenario file calls this kind of team."""
        return self.model.scenario.team_names[int(self.world.teams["type"][self.row])]

    @property
    def label(self) -> str:
        """Its name in words."""
        return self.model.scenario.all_teams[self.key].label

    @property
    def accepts(self) -> list[Need]:
        """The kinds of need it takes."""
        low = self.world.teams["low"][self.row]
        return [Need(kind) for kind in range(NEEDS) if low[kind] <= 1.0]

    @property
    def staff(self) -> list[StaffMember]:
        """Its members."""
        return [member for member in self.model.staff_members if member.team is self]

    @property
    def waiting_list(self) -> list[tuple[int, Need]]:
        """Who waits for what, as (resident's row, kind), in the order of service."""
        found = []
        for lane in (1, 0, FOR_CARE + 1, FOR_CARE):
            key = int(self.world.teams["queue_first"][self.row][lane])
            while key >= 0:
                who, kind = divmod(key, NEEDS)
                found.append((who, Need(kind)))
                key = int(self.world.needs["queue_next"][who, kind])
        return found

    def update_team_week(self) -> None:
        """What its members' week comes to; teams do this in the order of their numbers."""
        update_team_week(self.model.world, self.row)

    def step(self) -> None:
        """The first half of the team's day; no team's depends on another's."""
        remove_reneged(self.world, self.row)

    def advance(self) -> None:
        """The second half: messages in order of time, the waiting list after each, statistics.

        Teams do this in the order of their numbers, as in the compiled day. It matters for a
        person with whom two teams begin on one day: the second finds the first already there,
        which makes visits shared and assessments shorter.
        """
        day = self.model.day
        settle_team(self.world, self.row, day, is_working_day(day))


class StaffMember(mesa.Agent):
    """One post and its holder; a row of the staff table.

    Parameters
    ----------
    row : int
        Number of the row.
    """

    model: PlaceModel

    def __init__(self, model: PlaceModel, row: int):
        self.row = row_of(row, model.world.staff)
        super().__init__(model)

    def __repr__(self) -> str:
        """One line: ``<StaffMember social worker 2 of adult social care, 37.5 h>``."""
        who = f"{title(self.profession)} {self.person}"
        where = self.team.label if self.team else self._where()
        held = f"{self.hours_week:.1f} h" if self.in_post else "vacant"
        return f"<StaffMember {who} of {where}, {held}>"

    def _where(self) -> str:
        if int(self._row.team) > OUTSIDE_TEAMS:
            return "the interfaces"
        carriers = OUTSIDE_TEAMS - int(self._row.team)
        return f"{('case management', 'coordination')[carriers % 2]} {carriers // 2 + 1}"

    @property
    def _row(self) -> np.record:
        return self.model.world.staff[self.row]

    @property
    def team(self) -> Team | None:
        """Their team; none for boundary spanners, case managers and care coordinators."""
        number = int(self._row.team)
        return self.model.team_agents[number] if number >= 0 else None

    @property
    def profession(self) -> Profession:
        """Their profession."""
        return Profession(int(self._row.profession))

    @property
    def person(self) -> int:
        """Number within the team and the profession."""
        return int(self._row.person)

    @property
    def post(self) -> tuple[int, int, int]:
        """The team that it was made for, the profession and the number, as no two posts have."""
        return int(self._row.home), int(self.profession), self.person

    @property
    def in_post(self) -> bool:
        """Whether the post is filled."""
        return bool(self._row.in_post)

    @property
    def hours_week(self) -> float:
        """Paid hours a week of the post."""
        return float(self._row.post) * WEEK_HOURS

    @property
    def strain(self) -> float:
        """Strain, 0 to 1."""
        return float(self._row.strain)

    @property
    def satisfaction(self) -> float:
        """Satisfaction with work, 0 to 1."""
        return float(self._row.satisfaction)

    @property
    def stage(self) -> Stage:
        """How far they have taken up the change."""
        return Stage(int(self._row.stage))

    @property
    def share_committed(self) -> float:
        """How much of their time this week is taken by the packages that they carry."""
        room = int(self._row.room)
        return int(self._row.committed) / room if room else 0.0

    @property
    def packages(self) -> int:
        """How many packages of care they carry."""
        return int(self._row.packages)

    def step(self) -> None:
        """One week; it does not depend on any other member's."""
        staff_week(self.model.world, self.row, self.model.day)


class Hospital(mesa.Agent):
    """The acute hospital: its beds and its elective list."""

    model: PlaceModel

    def __repr__(self) -> str:
        """One line: ``<Hospital, 51 of 60 beds taken, 4 by people fit to leave>``."""
        return (
            f"<Hospital, {self.occupied} of {self.beds} beds taken, "
            f"{self.ready} by people fit to leave>"
        )

    @property
    def _row(self) -> np.record:
        return self.model.world.globals[0].hospital

    @property
    def beds(self) -> int:
        """Beds in all."""
        return int(self._row.beds)

    @property
    def occupied(self) -> int:
        """Beds taken."""
        return int(self._row.occupied)

    @property
    def ready(self) -> int:
        """Beds of people fit to leave."""
        return int(self._row.ready)

    @property
    def elective_list(self) -> int:
        """People on the lists for a bed and for a day case."""
        return int(self._row.queue_length.sum())

    def step(self) -> None:
        """Settle the day's beds, and fill free ones from the elective list."""
        day = self.model.day
        settle_hospital(self.model.world, day, is_working_day(day))
