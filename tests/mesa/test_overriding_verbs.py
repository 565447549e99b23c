"""A class of one's own with one verb of its own: what it changes, and what it leaves alone."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Activity, State
from joinedup.mesa_model import CareModel, ServiceUser, StuckClockError
from joinedup.run import simulate
from joinedup.scenario.scenario import Scenario
from joinedup.state.residents import Clock
from joinedup_experiments.scenario_io.load import load_scenario


@pytest.fixture(scope="module")
def without_social_workers() -> Scenario:
    """A small place whose adult social care has nobody to do the work."""
    scenario = load_scenario("siloed_borough")
    nobody = dict.fromkeys(scenario.teams["adult_social_care"].staff, 0.0)
    team = scenario.teams["adult_social_care"].model_copy(update={"staff": nobody})
    return scenario.model_copy(
        update={
            "place": scenario.place.model_copy(update={"residents": 600}),
            "teams": {**scenario.teams, "adult_social_care": team},
            "run": scenario.run.model_copy(update={"burn_in_years": 0.5, "years": 0.5}),
        }
    )


class Recorded(ServiceUser):
    """Writes down when they renege."""

    reneged: list[tuple[int, int, float]]

    def renege(self, kind, t):
        self.reneged.append((self.row, kind, t))
        super().renege(kind, t)


class Undaunted(ServiceUser):
    """Never leaves a waiting list."""

    stayed: list[tuple[int, int]]

    def renege(self, kind, t):
        self.stayed.append((self.row, kind))
        self.postpone(kind, t + 30.0)


def test_a_verb_that_only_watches_changes_nothing(without_social_workers):
    Recorded.reneged = []
    ours = simulate(without_social_workers)
    with CareModel(without_social_workers, service_user_class=Recorded) as model:
        model.run_model()
        assert model.events().tobytes() == ours.events.tobytes()
    assert Recorded.reneged


def test_those_who_never_renege_stay_on_the_waiting_list(without_social_workers):
    Undaunted.stayed = []
    lines = []
    for people in (ServiceUser, Undaunted):
        with CareModel(without_social_workers, service_user_class=people) as model:
            model.run_model()
            model.results()  # the books add up
            lines.append(sum(team.queue_length for team in model.team_agents))
    assert Undaunted.stayed
    assert lines[1] > lines[0]


@pytest.mark.parametrize(
    ("verb", "activity"), [("onset", Activity.ONSET), ("crisis", Activity.CRISIS)]
)
def test_an_onset_or_a_crisis_can_be_put_off_for_ever(without_social_workers, verb, activity):
    kept_well = type(
        "KeptWell",
        (ServiceUser,),
        {verb: lambda self, kind, t: self.postpone(kind, float("inf"))},
    )
    with CareModel(without_social_workers, service_user_class=kept_well) as model:
        model.run_days(60)
        rows = model.events(burn_in=True)
        assert np.count_nonzero(rows["activity"] == activity) <= (
            np.count_nonzero(rows["cause"] == 3) if activity == Activity.CRISIS else 0
        )


def test_an_event_is_put_off_to_a_later_time_inside_a_verb_alone(without_social_workers):
    """To an earlier one it was due for ever, and no number ended the whole of Python."""
    refused = []

    class Hasty(ServiceUser):
        def seek_help(self, kind, t):
            for until in (t - 0.5, t, float("nan"), float("-inf"), "soon", True, None):
                with pytest.raises(ValueError, match=f"a day after {t:.3f}"):
                    self.postpone(kind, until)
            for clock in (-1, 99, 1.5):
                with pytest.raises(ValueError, match="clock must be"):
                    self.postpone(clock, t + 1.0)
            with pytest.raises(ValueError, match="nothing is due"):
                self.postpone(Clock.STAY, t + 1.0)
            refused.append(self)
            super().seek_help(kind, t)

    with CareModel(without_social_workers, service_user_class=Hasty) as model:
        while not refused:
            model.step()
        with pytest.raises(RuntimeError, match="inside a verb"):
            model.service_users[0].postpone(0, 500.0)


@pytest.mark.slow
def test_a_clock_of_the_person_can_be_put_off_too(without_social_workers):
    class Immortal(ServiceUser):
        def die(self, t):
            self.postpone(Clock.DEATH, t + 1e6)

    with CareModel(without_social_workers, service_user_class=Immortal) as model:
        model.run_model()
        assert model.times(Activity.DIED) == 0
        assert model.times(Activity.REFERRED) > 0


def test_a_verb_that_leaves_its_clock_is_named(without_social_workers):
    class Absent(ServiceUser):
        def consult(self, t):
            pass

    with (
        CareModel(without_social_workers, service_user_class=Absent) as model,
        pytest.raises(StuckClockError, match=r"Absent\.consult left its clock"),
    ):
        model.run_days(30)


@pytest.mark.slow
def test_a_worse_need_can_be_looked_at_inside_a_verb(without_social_workers):
    seen = []

    class Watched(ServiceUser):
        def worsen(self, kind, t):
            before = self.needs[kind].severity
            super().worsen(kind, t)
            seen.append((before, self.needs[kind].severity, self.needs[kind].state))

    with CareModel(without_social_workers, service_user_class=Watched) as model:
        model.run_days(200)
    assert seen
    assert all(after >= before for before, after, _ in seen)
    assert all(state != State.ABSENT for _, _, state in seen)
