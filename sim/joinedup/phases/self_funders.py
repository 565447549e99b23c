"""People who pay for their own care: at home, and in a care home."""

from __future__ import annotations

from joinedup.codes import NEEDS
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.records import tally
from joinedup.phases.resident_draws import uniform_draw
from joinedup.rules.care import package_minutes
from joinedup.rules.means_test import chance_of_paying, chance_of_paying_care_home
from joinedup.state.months import Tally

PAYS = purpose("self_funders.pays")


@kernel
def pays(world, who):
    """Whether a person has the means to pay for support at home: the same for life."""
    chance = chance_of_paying(world.globals[0].p.means_test, world.residents[who].quintile)
    return uniform_draw(world, PAYS, who, 0, 0) < chance


@kernel
def pays_care_home(world, who):
    """Whether a person has the means to pay for a care home: all who pay at home have."""
    quintile = world.residents[who].quintile
    chance = chance_of_paying_care_home(world.globals[0].p.means_test, quintile)
    return uniform_draw(world, PAYS, who, 0, 0) < chance


@kernel
def count_self_funder(world, who):
    """Count a resident of a care home, and the weekly minutes of support that people buy."""
    resident = world.residents[who]
    if resident.care_home:
        tally(world, Tally.HOMES_COUNTED, 1)
        if pays_care_home(world, who):
            tally(world, Tally.OWN_HOMES_COUNTED, 1)
    if resident.buys:
        for kind in range(NEEDS):
            if resident.buys & (1 << kind):
                severity = world.needs[who, kind].severity
                minutes = package_minutes(world.globals[0].p.care, kind, severity)
                tally(world, Tally.OWN_CARE_MINUTES, int(minutes + 0.5))
