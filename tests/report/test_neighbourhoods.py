"""Each neighbourhood by itself: it adds up to the place, is written and read, and is reported."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from joinedup.codes import NEEDS
from joinedup.outcomes.measures import measure
from joinedup.outcomes.metrics import ALL_UNMET
from joinedup.run import branch
from joinedup_experiments.compare.by_neighbourhood import (
    COUNTED,
    KEYS,
    NEEDS_AT_END,
    by_neighbourhood,
    measured,
)
from joinedup_experiments.compare.comparison import comparison_of, year_value
from joinedup_experiments.compare.results.neighbourhoods import (
    neighbourhoods_of,
    neighbourhoods_table,
)
from joinedup_experiments.display.document import Figures, Fold, Words
from joinedup_experiments.report import neighbourhoods
from joinedup_experiments.report.page import page
from joinedup_experiments.report.view import View
from joinedup_experiments.scenario_io.load import load_scenario
from tests.report.conftest import made_up

PLACE = {"residents": 3_000, "neighbourhoods": 3, "years": 2, "burn_in_years": 1}


@pytest.fixture(scope="module")
def runs():
    base, other = (
        load_scenario(name).with_(PLACE) for name in ("siloed_borough", "local_care_network")
    )
    return branch(base, [other], 3)


def test_neighbourhoods_add_up_to_the_place(runs) -> None:
    for run in runs:
        mine = by_neighbourhood(run)
        assert mine.shape == (3, len(KEYS)) and (mine > 0.0).all()
        for key in COUNTED:
            whole = year_value(run.months[key], measure(key))
            assert mine[:, KEYS.index(key)].sum() == pytest.approx(float(whole), rel=1e-12)
        stock = np.asarray(run.world.globals[0].stock)[1, :NEEDS, ALL_UNMET]
        assert mine[:, KEYS.index(NEEDS_AT_END)].sum() == stock.sum()


def test_needs_of_the_last_day_are_of_no_average_day() -> None:
    made = measured(NEEDS_AT_END)
    assert made.label.endswith("on the last day") and made.unit_in_words == "needs"


def test_it_is_written_and_read_back(runs) -> None:
    one = comparison_of(runs, ["a", "b"], keep_event_log=False)
    table = neighbourhoods_table(one)
    assert list(table.columns) == [
        "arm", "replication", "seed", "neighbourhood", "measure", "value",
    ]  # fmt: skip
    assert np.array_equal(neighbourhoods_of(table, 2, 1), one.neighbourhoods)
    assert neighbourhoods_table(replace(one, neighbourhoods=None)).empty


def with_change_in_the_second(many: int = 3, changes: float = 5.0):
    """Made-up results in which emergency admissions rise in the second neighbourhood alone."""
    made = made_up(replications=24, seeds_per_world=1)
    rng = np.random.default_rng(2)
    values = np.repeat(100.0 + rng.normal(0.0, 1.0, (1, 24, many, len(KEYS))), 2, axis=0)
    values[1] += rng.normal(0.0, 0.1, values[1].shape)
    values[1, :, 1, KEYS.index("emergency_admissions")] += changes
    place = {"neighbourhoods": many, "residents": 300 * many}
    scenarios = tuple(one.with_(place) for one in made.comparison.scenarios)
    return replace(
        made, comparison=replace(made.comparison, scenarios=scenarios, neighbourhoods=values)
    )


def test_a_change_stands_in_its_own_neighbourhood() -> None:
    result = with_change_in_the_second().comparison
    shown = [result.effect_in(n, 1, "emergency_admissions") for n in range(3)]
    assert [one.changed for one in shown] == [False, True, False]
    assert shown[1].difference.mean == pytest.approx(5.0, abs=0.2)
    assert not result.effect_in(1, 1, NEEDS_AT_END).changed


def test_the_report_has_one_fold_for_each(undrawn) -> None:
    results = with_change_in_the_second()
    made = neighbourhoods.section(View(results.comparison))
    assert made is not None
    folds = [part for part in made.parts if isinstance(part, Fold)]
    assert [one.summary for one in folds] == [f"Neighbourhood {n}" for n in (1, 2, 3)]
    assert len(next(p for p in made.parts if isinstance(p, Figures)).items) == 2
    html = page(results)
    assert neighbourhoods.HEADING in html and "higher in 24 of 24" in html


def test_a_neighbourhood_that_is_not_live_in_the_run_says_so(undrawn) -> None:
    one = with_change_in_the_second().comparison
    base, other = one.scenarios
    late = {"arrangement.programme.go_live_by_neighbourhood": [0, 12, 600]}
    made = neighbourhoods.section(View(replace(one, scenarios=(base, other.with_(late)))))
    assert made is not None
    shown = [[x.text for x in part.parts if isinstance(x, Words)] for part in made.parts
            if isinstance(part, Fold)]  # fmt: skip
    assert shown == [[], [], ["Joined does not go live here before the run ends."]]


def test_many_are_shown_in_part_and_one_not_at_all() -> None:
    many = neighbourhoods.section(View(with_change_in_the_second(14).comparison))
    assert many is not None
    assert sum(isinstance(part, Fold) for part in many.parts) == neighbourhoods.MOST
    alone = with_change_in_the_second().comparison
    one = replace(alone, neighbourhoods=alone.neighbourhoods[:, :, :1])
    assert neighbourhoods.section(View(one)) is None
    assert neighbourhoods.section(View(replace(alone, neighbourhoods=None))) is None
