"""The set that ships: it belongs to this model, and is plausible in this state of it."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.run import simulate
from joinedup_experiments.display.markdown import markdown
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.plausible_worlds import in_world, plausible_worlds
from joinedup_experiments.studies.effects import DOCS
from joinedup_experiments.studies.widths import MADE_BY, PAGE, TABLES, of_the_set
from joinedup_experiments.worlds.published import figures_of, published
from joinedup_experiments.worlds.waves import PLACE, YEARS

MADE_ANEW = "the model has changed since the worlds were found: joinedup calibrate --ship"


def test_it_has_at_least_three_hundred_worlds():
    assert len(plausible_worlds()) >= 300


def test_it_was_matched_to_the_figures_of_today():
    """A published figure that changed, or became core, makes the set stale."""
    now = {one.key: one._asdict() for one in published() if one.matched}
    assert {one["key"]: one for one in plausible_worlds().about["targets"]} == now


@pytest.mark.parametrize("world", [1, 2])
def test_a_world_gives_the_figures_it_was_kept_with(world: int):
    """Exactly: else the model has changed since, and the set may not be plausible any more."""
    about = plausible_worlds().about
    kept, seed = about["again"]["figures"][str(world)], about["again"]["first_seed"] + world - 1
    place = load_scenario(PLACE).with_({"residents": about["residents"], "years": YEARS})
    found = figures_of(simulate(in_world(place, world), seed))
    for key, value in kept.items():
        assert found[key] == pytest.approx(value, rel=1e-9), f"{key}: {MADE_ANEW}"


def test_every_value_lies_in_its_range_and_no_two_worlds_are_alike():
    values = plausible_worlds().values
    assert len(np.unique(values, axis=0)) == len(values)


def test_the_page_has_what_the_tables_beside_it_have():
    page = markdown("Plausible worlds", MADE_BY, list(of_the_set(DOCS / TABLES)))
    assert (DOCS / PAGE).read_text(encoding="utf-8").startswith(page)
