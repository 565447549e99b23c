"""The way through a team: its line for assessment, who is eligible, who pays, and how care ends."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Activity, Need, State
from joinedup.run import simulate


@pytest.fixture(scope="module")
def lived(siloed, steady, sized):
    """Runs of a small place with some of its teams' keys changed, each made once."""
    base, kept = sized(steady(siloed), 3_000, 2.0, 1.0), {}

    def live(**changes):
        key = str(changes)
        if key not in kept:
            kept[key] = simulate(base.with_({f"teams.{k}": v for k, v in changes.items()}), 3)
        return kept[key]

    return live


def care(**keys):
    """Changes of adult social care."""
    return {f"adult_social_care.{key}": value for key, value in keys.items()}


def events(run, activity, team="adult_social_care"):
    """A team's events of one activity."""
    numbers = [n for n, (key, _, _) in enumerate(run.teams) if key == team]
    rows = run.events
    return rows[(rows["activity"] == activity) & np.isin(rows["team"], numbers)]


def waits(run):
    """Mean days from referral to assessment, all teams."""
    return float(np.mean(run.months["assessment_days"]))


def test_the_line_for_assessment_is_longer_the_less_time_is_kept_for_it(lived):
    often, usual, seldom = (lived(**care(assessing=share)) for share in (0.6, 0.1, 0.02))
    assessed = [len(events(run, Activity.ASSESSED)) for run in (often, usual, seldom)]
    assert assessed[0] >= assessed[1] > assessed[2] > 0
    assert waits(often) < waits(seldom)


def test_fewer_are_eligible_the_higher_eligibility_begins_and_all_where_it_begins_at_none(lived):
    found = [
        len(events(lived(**care(eligible_from=bar)), Activity.NOT_ELIGIBLE))
        for bar in (0.0, 0.4, 0.8)
    ]
    assert found[0] == 0 < found[1] < found[2]


def test_the_means_test_lets_the_less_deprived_pay_and_nobody_where_there_is_none(lived):
    means_tested = lived(**care(assessing=0.6, eligible_from=0.2))
    payers = np.unique(
        means_tested.events["who"][means_tested.events["activity"] == Activity.PAYS_OWN_CARE]
    )
    quintile = np.asarray(means_tested.world.residents.quintile)[payers]
    assert (quintile < 2).sum() > (quintile > 2).sum()
    free = lived(**care(assessing=0.6, eligible_from=0.2, means_tested=False))
    assert not (free.events["activity"] == Activity.PAYS_OWN_CARE).any()


def test_care_steps_up_only_where_there_is_a_next_step(lived):
    shipped = lived()
    assert (shipped.events["activity"] == Activity.STEPPED_UP).any()
    flat = lived(
        **{
            "talking_therapies.accepts.common_mental_disorder.step": 1,
            "community_mental_health.accepts.common_mental_disorder.step": 1,
        }
    )
    assert not (flat.events["activity"] == Activity.STEPPED_UP).any()


def test_residents_come_by_themselves_only_where_there_is_direct_access(lived):
    """A request straight to a closed door goes to the GP, who refers."""
    closed = lived(**care(direct_access=False))
    shipped = lived()
    diverted = [
        int(
            (
                (run.events["activity"] == Activity.DIVERTED)
                & (run.events["kind"] == Need.DAILY_LIVING)
            ).sum()
        )
        for run in (closed, shipped)
    ]
    assert diverted[0] > diverted[1]


def test_dementia_is_supported_and_never_met(lived):
    staff = {"memory_service.staff": {"mental_health_nurse": 2.0, "psychiatrist": 0.5}}
    needs = lived(**staff).world.needs[:, Need.COGNITIVE]
    state = np.asarray(needs.state)
    assert (state == State.SUPPORTED).any()
    assert not (state == State.MET).any()
