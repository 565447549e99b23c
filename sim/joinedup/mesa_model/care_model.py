"""The model as a Mesa model: one step is one day."""

from __future__ import annotations

import copy
from itertools import count
from typing import Any

import mesa
import numpy as np

from joinedup.codes import Activity
from joinedup.day import (
    advance_programme,
    begin_day,
    find_cases_if_due,
    is_monday,
    record_place_statistics,
    run_days,
    settle_week,
)
from joinedup.engine.events import in_order
from joinedup.engine.schedule import cancel, schedule
from joinedup.mesa_model.batches import scenario_of, seed_and_days
from joinedup.mesa_model.change_day import as_lived
from joinedup.mesa_model.event_pages import EventPages
from joinedup.mesa_model.given import activity_number, duration, row_of, whole_number
from joinedup.mesa_model.reporters import MODEL_REPORTERS
from joinedup.mesa_model.service_user import ServiceUser
from joinedup.mesa_model.services import Hospital, StaffMember, Team
from joinedup.phases.case_management import case_management_week
from joinedup.phases.clocks import next_event_time
from joinedup.results import History, Run, finished, history_of
from joinedup.run import YEAR, change_world, days_of, in_same_place
from joinedup.scenario.refusals import described
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.setup.programme import apply_programme, change_dates
from joinedup.setup.staffing import with_posts_of
from joinedup.state.world import World, copied

CHUNK = 65_536


class CareModel(mesa.Model):
    """A place whose residents, teams, staff and hospital are Mesa agents.

    The burn-in runs siloed; on the index day the scenario's own arrangement begins, unless
    `change_to` was called before.

    Parameters
    ----------
    scenario : Scenario
        The place, its teams, its arrangement, and how long to run.
    seed : int, optional
        Seed of everything that happens; the scenario's unless given, its next in ``batch_run``.
    rng : int, optional
        Seed of the order in which Mesa shuffles its agents, and of nothing else.
    service_user_class : type
        ``ServiceUser`` or a class of your own derived from it.
    contacts : bool
        Write routine contacts to the event log too.
    collect_every : int, optional
        Days between two rows of ``datacollector``, 0 for none; 7 unless given, 1 in ``batch_run``,
        whose ``Step`` counts these rows from 0: ``Step`` 30 is ``day`` 31.

    Notes
    -----
    Mesa keeps every model alive until it is closed, so use ``with``, or call `close`. A copy, by
    ``copy`` or ``pickle``, is a model of its own that lives on bit for bit as this one would; it
    is to be closed too. Residents, teams, staff and the hospital cannot be removed: their rows
    would be there still.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int | None = None,
        rng: int | None = None,
        *,
        service_user_class: type[ServiceUser] = ServiceUser,
        contacts: bool = False,
        collect_every: int | None = None,
    ):
        scenario = scenario_of(scenario)
        if not isinstance(contacts, bool | np.bool_):
            raise TypeError(f"contacts must be true or false, not {described(contacts)}")
        if not isinstance(service_user_class, type) or not issubclass(
            service_user_class, ServiceUser
        ):
            raise TypeError(f"a class derived from ServiceUser is needed, not {service_user_class}")
        super().__init__(rng=rng)
        self.scenario, self._arms = scenario, [scenario]
        self.seed, self.collect_every = seed_and_days(scenario, seed, rng, collect_every)
        self.index_day, self.last_day = days_of(scenario)
        self.announced_on: int | None = None
        self.day, self._closed = 0, False
        people = scenario.place.residents
        self._margin = max(16_384, people // 4)
        self.world = new_world(
            self._arms, self.seed, self.last_day, max(CHUNK, 4 * self._margin), bool(contacts)
        )
        self._pages = EventPages()
        self._opening: tuple[np.ndarray, History] | None = None
        self.service_user_class = service_user_class
        self.service_users = list(service_user_class.create_agents(self, people, np.arange(people)))
        teams = len(self.world.teams)
        self.team_agents = list(Team.create_agents(self, teams, np.arange(teams)))
        self.hospital = Hospital(self)
        self.staff_members: list[StaffMember] = []
        self.agents_by_type[StaffMember] = mesa.agent.AgentSet([], random=self.random)
        self._turns: list[int] = []
        self._appoint()
        self.datacollector = mesa.DataCollector(model_reporters=MODEL_REPORTERS)

    def __repr__(self) -> str:
        """One line: ``<CareModel siloed borough, day 12, 600 residents>``."""
        people = len(self.service_users)
        return f"<CareModel {self.scenario.name}, day {self.day}, {people} residents>"

    @property
    def world(self) -> World:
        """The tables of the place."""
        return self._world

    @world.setter
    def world(self, world: World) -> None:
        self._world, self._on_day = world, np.asarray(world.calendar.slots.on_day)  # a view

    def __copy__(self) -> CareModel:
        """Whatever the way of copying, agents are those of the copy."""
        return copy.deepcopy(self)

    def __setstate__(self, state: dict[str, Any]) -> None:
        """As it was copied: a copied view would be up to date no more."""
        self.__dict__.update(state)
        self.world = copied(self._world)
        if not self._closed:
            mesa.Agent._ids[self] = count(self._last_number + 1)

    def register_agent(self, agent: mesa.Agent) -> None:
        """Let an agent take part, as Mesa does of itself."""
        super().register_agent(agent)
        self._last_number = agent.unique_id

    def deregister_agent(self, agent: mesa.Agent) -> None:
        """Let an agent of one's own go, as Mesa does at its ``remove``.

        Raises
        ------
        RuntimeError
            When it is a resident, a team, a member of staff or the hospital, unless the model is
            closed.
        """
        if not self._closed and isinstance(agent, ServiceUser | Team | StaffMember | Hospital):
            raise RuntimeError(
                f"{agent!r} cannot be removed, as its row stays in the tables: change the scenario "
                "or override a verb; `close` lets the whole model go"
            )
        super().deregister_agent(agent)

    def step(self) -> None:
        """Simulate one day: the phases of `joinedup.day`, in their order.

        Raises
        ------
        RuntimeError
            When all the days of the scenario have been simulated, the model is closed, or agents
            of the place are missing in a set of ``agents_by_type``.
        """
        self._refuse_closed()
        if self.day >= self.last_day:
            raise RuntimeError(f"{self!r} has simulated all the days of its scenario")
        self._refuse_missing()
        self._change_if_today()
        if self.world.globals[0].settings.events > len(self.world.events) - self._margin:
            self._pages.turn(self.world)
        begin_day(self.world, self.day)
        if is_monday(self.day):
            advance_programme(self.world, self.day)
            self.agents_by_type[StaffMember].shuffle_do("step")
            self.agents_by_type[Team].do("update_team_week")
            settle_week(self.world)
            case_management_week(self.world, self.day)
        find_cases_if_due(self.world, self.day)
        self.agents_by_type[self.service_user_class].shuffle_do("step")
        self.agents_by_type[Team].shuffle_do("step")
        self.agents_by_type[Team].do("advance")
        self.hospital.step()
        record_place_statistics(self.world, self.day)
        self.day += 1
        self.running = self.day < self.last_day
        if self.collect_every and self.day % self.collect_every == 0:
            self.datacollector.collect(self)

    def run_years(self, years: float) -> None:
        """Simulate so many years, or until the last day of the scenario."""
        self.run_days(round(duration(years, "years") * YEAR))

    def run_days(self, days: int) -> None:
        """Simulate so many days, or until the last day of the scenario."""
        self._refuse_closed()
        for _ in range(min(whole_number(days, "days"), self.last_day - self.day)):
            self.step()

    def fast_forward(self, days: int) -> None:
        """Let the compiled day simulate so many days: the same history, some hundred times sooner.

        Verbs that a class of your own overrides are not called on these days, nothing is
        collected, and Mesa's ``steps`` stays as it was: see ``day``. The index day is passed as it
        is by `step`. As with `run_days`, days after the last are none, where `step` raises an
        error; ``running`` is false then.
        """
        self._refuse_closed()
        last = min(self.day + whole_number(days, "days"), self.last_day)
        while self.day < last:
            self._change_if_today()
            ahead = [self.index_day] if self.announced_on is None else self._turns
            until = min([last, *(turn for turn in ahead if turn > self.day)])
            until = run_days(self.world, self.day, until, self._margin)
            if until == self.day:
                self._pages.turn(self.world)
            self.day = until
        self.running = self.day < self.last_day

    def change_to(self, scenario: Scenario) -> None:
        """Make today the index day: from now the arrangement of ``scenario`` holds.

        Results are of the months from today to the last day, whatever was planned. A place that
        is growing grows from the day that was planned.

        Raises
        ------
        ValueError
            When it is not a scenario of this place, or no month begins today: see `as_lived`.
        RuntimeError
            When the model is closed.
        """
        self._refuse_closed()
        scenario = in_same_place(self.scenario, scenario_of(scenario))
        self.scenario = as_lived(scenario, self.day, self.last_day)
        self._make_room_for(scenario)
        self._pages.turn(self.world)
        self._pages_before_change = len(self._pages.full)
        self.index_day = self.announced_on = self.day
        history = history_of(self.world, self._pages.full, self.day)
        self._opening = change_world(self.world, scenario, self.day), history
        self._turns = change_dates(scenario, self.day, self.last_day)

    def is_due(self, row: int) -> bool:
        """Whether anything happens today to a resident; a ValueError if the row is nobody's."""
        if type(row) is not int or not 0 <= row < len(self._on_day):  # asked of all, every day
            row = row_of(row, self._on_day)
        return bool(self._on_day[row] == self.day)

    def wake_next(self, row: int) -> None:
        """Schedule a resident for their next event; a ValueError if the row is nobody's."""
        row = row_of(row, self._on_day)
        cancel(self.world.calendar, row)
        schedule(self.world.calendar, row, next_event_time(self.world, row))

    def events(self, burn_in: bool = False) -> np.ndarray:
        """Every event since the index day, of which there are none before it; or since day 0.

        Returns
        -------
        ndarray of EVENT
            In `joinedup.engine.events.in_order`, which is that of `joinedup.results.Run.events`.
        """
        if burn_in:
            return in_order([*self._pages.full, self._pages.present(self.world)])
        if self.announced_on is None:
            return in_order([self._pages.present(self.world)[:0]])
        return in_order(self._chunks_since_change())

    def times(self, activity: Activity) -> int:
        """How often something has happened since day 0; a ValueError if it is no `Activity`."""
        return self._pages.times(activity_number(activity), self.world)

    def results(self) -> Run:
        """The same results that `joinedup.run.simulate` returns; after the last day only.

        Raises
        ------
        RuntimeError
            Before that.
        LedgerError
            When the books do not add up, as they may after a verb was overridden.
        """
        if self.day < self.last_day or self._opening is None:
            raise RuntimeError(f"{self!r} has days left to simulate, until {self.last_day}")
        chunks = self._chunks_since_change()
        return finished(
            self.world, self.scenario, self.seed, self.index_day, *self._opening, chunks
        )

    def close(self) -> None:
        """Let Mesa forget this model: it would keep every agent alive. Tables stay readable."""
        self.running, self._closed = False, True
        self.remove_all_agents()
        mesa.Agent._ids.pop(self, None)

    def __enter__(self) -> CareModel:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def _refuse_closed(self) -> None:
        if self._closed:
            raise RuntimeError(f"{self!r} is closed: use it inside its `with`")

    def _refuse_missing(self) -> None:
        for kind, rows in (
            (self.service_user_class, len(self.world.residents)),
            (Team, len(self.world.teams)),
            (StaffMember, len(self.staff_members)),
        ):
            missing = rows - len(self.agents_by_type[kind])
            if missing > 0:
                raise RuntimeError(
                    f"{missing} of {rows} agents are missing in agents_by_type[{kind.__name__}], "
                    "which was changed in place: take a set of your own, as `select` gives"
                )

    def _chunks_since_change(self) -> list[np.ndarray]:
        return [*self._pages.full[self._pages_before_change :], self._pages.present(self.world)]

    def _make_room_for(self, scenario: Scenario) -> None:
        """Add rows for the posts that only this scenario has; agents' rows move with theirs."""
        if scenario in self._arms:
            return
        self._arms.append(scenario)
        held = [member.post for member in self.staff_members]
        self.world = with_posts_of(self.world, self._arms)
        staff = self.world.staff
        posts = zip(*(staff[key].tolist() for key in ("home", "profession", "person")), strict=True)
        row_of = {post: row for row, post in enumerate(posts)}
        for member, post in zip(self.staff_members, held, strict=True):
            member.row = row_of[post]

    def _change_if_today(self) -> None:
        if self.day == self.index_day and self.announced_on is None:
            self.change_to(self.scenario)
        if self.announced_on is not None and self.day in self._turns:
            self._turns.remove(self.day)  # a full page of the event log brings us here twice a day
            apply_programme(self.world, self.scenario, self.announced_on, self.day)
            self._appoint()

    def _appoint(self) -> None:
        """Make a staff agent of every post there is: a post that stays keeps its agent."""
        before = {member.row: member for member in self.staff_members}
        self.staff_members = []
        for row in np.flatnonzero(np.asarray(self.world.staff.post) > 0.0).tolist():
            kept = before.pop(row) if row in before else StaffMember(self, row)
            self.staff_members.append(kept)
        for member in before.values():
            super().deregister_agent(member)
