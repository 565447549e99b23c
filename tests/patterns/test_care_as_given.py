"""Who comes, who knows, what is planned: directions, degrees, and that each goes when disabled."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import NO_WORKER, Activity, Mechanism, Need, State
from joinedup.phases.clocks import schedule_events
from joinedup.phases.crisis import crisis
from joinedup.run import simulate
from joinedup.state.hospital import Stay
from joinedup.state.residents import Change, Clock
from joinedup.state.world import copied
from tests.rates import stale

KIND = int(Need.SEVERE_MENTAL_ILLNESS)
DEGREES = (0.0, 0.3, 0.61, 1.0)
ACUTE = int(Clock.ACUTE) - int(Clock.CONSULTATION)


@pytest.fixture(scope="module")
def lived(siloed, sized):
    """A siloed place of 4,000 after two years."""
    return simulate(sized(siloed, 4_000, 1.0, 1.0), 7)


def hazards(world, column: str, value: float, disabled: Mechanism | None = None):
    """Hazards a day of crises and worsening in care, and of illness, with a column set for all."""
    world = copied(world)
    t = float(world.globals[0].settings.today) + 1.0
    if disabled is not None:
        world.globals[0].programme.disabled |= 1 << disabled
    (world.needs if column in world.needs.dtype.names else world.residents)[column] = value
    world.residents.changed = Change.NEEDS
    for who in range(len(world.residents)):
        schedule_events(world, who, t)
    needs = world.needs
    carried = (np.asarray(needs.state) == State.IN_CARE) & (np.asarray(needs.worker) != NO_WORKER)
    carried &= np.asarray(needs.genuine) == 1
    assert carried.sum() > 50
    ill = np.asarray(world.residents.rates)[carried.any(axis=1), ACUTE].sum()
    return needs.crisis_rate[carried].sum(), needs.hazard_rate[carried].sum(), ill


def test_continuity_acts_on_crises_and_illness_with_the_published_size(lived):
    found = [hazards(lived.world, "continuity", share) for share in DEGREES]
    crises, _, ill = (np.array(column) for column in zip(*found, strict=True))
    for course in (crises, ill):
        assert (np.diff(course) < 0.0).all()
    assert crises[0] / crises[-1] == pytest.approx(2.27, rel=1e-6)
    sensitive = 1.37 ** (0.61 - np.array(DEGREES))  # of all illness, what ambulatory care affects
    assert (ill[0] - ill[2]) / (ill[0] - ill[3]) == pytest.approx(
        (sensitive[0] - sensitive[2]) / (sensitive[0] - sensitive[3]), rel=1e-6
    )
    assert 1.0 < ill[0] / ill[-1] < 1.37
    disabled = [hazards(lived.world, "continuity", s, Mechanism.CONTINUITY) for s in DEGREES]
    assert len(set(disabled)) == 1


def test_care_that_conflicts_brings_crises_and_a_well_managed_condition_worsens_less(lived):
    p = lived.world.globals[0].p
    apart, together = (hazards(lived.world, "uncoordinated", flag)[0] for flag in (1, 0))
    assert apart / together == pytest.approx(1.0 + p.coordination.conflict)
    course = [hazards(lived.world, "activation", a)[1] for a in (1.0, 0.5, 0.0)]
    assert sorted(course) == course
    assert course[0] / course[-1] == pytest.approx(1.0 - p.care_plan.worsening_at_best)
    for column, mechanism in (
        ("uncoordinated", Mechanism.COORDINATION),
        ("activation", Mechanism.CARE_PLANS),
    ):
        assert len({hazards(lived.world, column, v, mechanism) for v in (0.0, 1.0)}) == 1


def asking(world, activation: float, disabled: bool = False) -> np.ndarray:
    """Consultations a day that each person would ask for, were all to manage so well."""
    world = copied(world)
    t = float(world.globals[0].settings.today) + 1.0
    world.globals[0].programme.disabled |= disabled << Mechanism.CARE_PLANS
    world.residents.activation = activation
    world.residents.changed = Change.NEEDS
    for who in range(len(world.residents)):
        schedule_events(world, who, t)
    return np.asarray(world.residents.rates)[:, 0]


def test_who_manages_well_asks_for_fewer_consultations_of_every_kind(lived):
    """By age, for needs that nobody serves, and in a spell of illness: by the stated share."""
    usual, spared = asking(lived.world, 0.0), lived.world.globals[0].p.care_plan.asking_at_best
    for activation in (0.3, 1.0):
        asked = asking(lived.world, activation)
        assert asked == pytest.approx((1.0 - spared * np.float32(activation)) * usual)
        assert (asking(lived.world, activation, True) == usual).all()


def test_every_rate_is_that_of_what_it_depends_on(lived):
    """Hazards are set anew whenever conditions, care or who comes to a contact have changed."""
    assert stale(lived.world, float(lived.world.globals[0].settings.today) + 1.0) == {}


def continuity(run) -> float:
    return float(run.months["continuity"].mean())


def test_sickness_leaving_and_days_off_break_continuity(siloed, sized, lived):
    place = sized(siloed, 4_000, 1.0, 1.0)
    steady = simulate(place.with_({"disable_mechanisms": ["sickness", "leaving", "strain"]}), 7)
    rarely = simulate(place.with_({"assumptions": {"continuity.on_duty": 0.6}}), 7)
    print("continuity:", continuity(rarely), continuity(lived), continuity(steady))
    assert continuity(rarely) < continuity(lived) < continuity(steady)


def in_crisis(lived, plan: int, disabled: bool) -> tuple[int, int]:
    """Everybody at home has a crisis: A&E attendances and admissions."""
    world = copied(lived.world)
    world.residents.plan = plan
    if disabled:
        world.globals[0].programme.disabled |= 1 << Mechanism.CARE_PLANS
    world.globals[0].settings.events = 0
    t = float(world.globals[0].settings.today) + 1.0
    for who in np.flatnonzero(np.asarray(world.residents.stay) == Stay.NO)[:3_000]:
        world.needs[who, KIND].severity = 0.5
        crisis(world, who, KIND, t)
    events = np.asarray(world.events[: world.globals[0].settings.events])["activity"]
    kinds = (Activity.AE_ATTENDANCE, Activity.EMERGENCY_ADMISSION)
    return tuple(int((events == kind).sum()) for kind in kinds)


def test_a_plan_calls_others_first_and_tries_home(lived):
    unplanned, planned = in_crisis(lived, 0, False), in_crisis(lived, 1, False)
    print("A&E and admissions in crisis, unplanned and planned:", unplanned, planned)
    assert planned[0] < unplanned[0] and planned[1] < unplanned[1]
    assert in_crisis(lived, 1, True) == in_crisis(lived, 0, True) == unplanned
