"""A tenth fewer beds, and a tenth fewer emergency bed days: beds, waits, electives and cash."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import Age
from joinedup.rules.stays import Stays
from joinedup.run import simulate

SHOWN = (
    "bed_days", "corridor_days", "cancelled_operations", "elective_inpatient",
    "elective_waiting_list", "deaths", "cost_nhs", "cost_cashable",
)  # fmt: skip


@pytest.fixture(scope="module")
def by_arm(siloed, sized):
    """Each arm's measures over the last years, mean of seeds."""
    usual = sized(siloed, 10_000, 4, 6)
    beds = usual.hospital.beds_per_1000

    days = Stays.stay_days.default * 0.9
    shorter = {age.name.lower(): float(days[age]) for age in Age}
    arms = {
        "usual": usual,
        "fewer beds": usual.with_({"hospital.beds_per_1000": 0.9 * beds}),
        "shorter stays": usual.with_({"assumptions": {"stays.stay_days": shorter}}),
        "both": usual.with_({
            "hospital.beds_per_1000": 0.9 * beds, "assumptions": {"stays.stay_days": shorter},
        }),
    }  # fmt: skip
    made = {}
    for name, arm in arms.items():
        runs = [simulate(arm, seed) for seed in (1, 2, 3)]
        made[name] = {key: float(np.mean([r.months[key] for r in runs])) for key in SHOWN}
        per_1000 = arm.hospital.beds_per_1000
        made[name]["occupancy"] = made[name]["bed_days"] / (per_1000 * 10.0 * 365.25 / 12.0)
        print(name, {key: round(value, 3) for key, value in made[name].items()})
    return made


@pytest.mark.slow
def test_fewer_beds_crowd_the_hospital_and_planned_care_gives_way(by_arm):
    usual, fewer = by_arm["usual"], by_arm["fewer beds"]
    assert fewer["occupancy"] > usual["occupancy"]
    assert fewer["corridor_days"] > usual["corridor_days"]
    assert fewer["elective_inpatient"] < usual["elective_inpatient"]
    assert fewer["elective_waiting_list"] > usual["elective_waiting_list"]


@pytest.mark.slow
def test_bed_days_that_are_spared_are_refilled_and_no_cash_is(by_arm):
    usual, shorter = by_arm["usual"], by_arm["shorter stays"]
    assert shorter["elective_inpatient"] > usual["elective_inpatient"]
    assert shorter["elective_waiting_list"] < usual["elective_waiting_list"]
    assert shorter["bed_days"] > 0.9 * usual["bed_days"], "beds refill"
    assert shorter["cost_cashable"] > 0.97 * usual["cost_cashable"]
    assert by_arm["both"]["corridor_days"] < by_arm["fewer beds"]["corridor_days"]
