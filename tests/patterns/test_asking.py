"""Demand that is revealed, not put in: lower barriers bring more requests, but by being learnt.

Staff are steady and never short, so that what is opened stays open.
"""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Mechanism
from joinedup.run import Run, branch, simulate
from joinedup.scenario.names import names_of
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.overrides import Overrides, changed
from joinedup_experiments.studies.asking import by_degrees

SEEDS = range(1, 9)
OPEN = {"eligibility": 0.0, "wrong_door": 0.0, "loss": 0.0, "paperwork_hours": 0.0,
        "paperwork_days": 0.0, "obstacle": 0.0}  # fmt: skip
NO_SEARCH = {"in_front_of": [], "staff": {"support_worker": 50.0}}


def doors(base: Scenario) -> Scenario:
    """Every door opened: nothing between teams, and one point of access for the public."""
    teams = [name for name, team in base.teams.items() if team.role != "crisis"]
    arranged = {
        "interfaces": [{"between": teams, "degree": "none", **OPEN}],
        "single_point_of_access": NO_SEARCH | {"in_front_of": teams},
    }
    arrangement = type(base.arrangement).model_validate(arranged)
    return base.model_copy(update={"arrangement": arrangement})


@pytest.fixture(scope="module")
def runs(siloed, sized) -> dict[bool, list[tuple[Run, Run]]]:
    """Doors as they are, and opened, by seed; where asking is learnt, and where it is frozen."""
    steady = [name for name in names_of(Mechanism) if name != "expectations"]
    plenty = {
        name: team.model_copy(update={"staff": {who: 3.0 * n for who, n in team.staff.items()}})
        for name, team in siloed.teams.items()
    }
    place = sized(siloed.model_copy(update={"teams": plenty}), 3_000, 5.0, 2.0)
    place = place.with_({"assumptions": {"expectations.tells": 50.0}})
    found = {}
    for learns in (True, False):
        disabled = steady if learns else [*steady, "expectations"]
        base = place.with_({"disable_mechanisms": disabled})
        found[learns] = [tuple(branch(base, [doors(base)], seed)) for seed in SEEDS]
    return found


def more_asked(runs, learns: bool, key: str, of: tuple[str, ...] = ()) -> tuple[float, float]:
    """How much more is asked for with every door opened, as a share: 95% interval over seeds.

    With ``of`` it is asked for each person-day of these.
    """
    asked = np.array([[run.months[key].sum() for run in pair] for pair in runs[learns]])
    for pair, mine in zip(runs[learns], asked, strict=True):
        mine /= [sum(run.months[one].sum() for one in of) or 1.0 for run in pair]
    shares = asked[:, 1] / asked[:, 0] - 1.0
    half = 2.365 * shares.std(ddof=1) / np.sqrt(len(shares))  # Student's t, eight seeds
    return shares.mean() - half, shares.mean() + half


TRUE, FALSE = "requests_for_help", "false_requests_for_help"
NOBODY_ACTS = ("undetected_need", "on_file_need")


def test_opened_doors_bring_more_requests_true_and_false(runs):
    for key in (TRUE, FALSE):
        low, _ = more_asked(runs, True, key)
        assert low > 0.0, key


def test_and_no_more_where_nobody_learns(runs):
    """Frozen: no more is asked for; for each need that nobody acts on, as much to within 2%.

    Not exactly as much, since which needs nobody acts on, and how bad, is another mix.
    """
    assert more_asked(runs, False, TRUE)[0] <= 0.0
    low, high = more_asked(runs, False, FALSE)  # over 40 seeds -0.02%, with an error of 0.08%
    assert low > -0.01 and high < 0.01
    low, high = more_asked(runs, False, TRUE, NOBODY_ACTS)
    assert low > -0.02 and high < 0.02


@pytest.mark.slow
def test_every_degree_lower_brings_more_requests_true_and_false():
    """Dose and response: the lower all five barriers have always been, the more is asked for."""
    question = by_degrees()
    overrides = Overrides(residents=3_000, burn_in=4.0, years=5.0, assume=["expectations.tells=50"])
    heights = ("all five 0.5", "all five 0.85", "all five 1.25")
    places = [changed(question.scenario(question.base, one), overrides) for one in heights]
    for key in (TRUE, FALSE):
        asked = [[simulate(place, seed).months[key].sum() for seed in SEEDS] for place in places]
        low, middle, high = np.mean(asked, axis=1)
        assert low > middle > high, key
