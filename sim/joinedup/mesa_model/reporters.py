"""Ready reporters for Mesa's ``DataCollector``: what a planner asks first.

>>> sorted(MODEL_REPORTERS)[:3]
['beds_taken', 'day', 'elective_list']
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from joinedup.codes import Activity, State

if TYPE_CHECKING:
    from joinedup.mesa_model.care_model import CareModel


def day(model: CareModel) -> int:
    """Days lived."""
    return model.day


def latent_needs(model: CareModel) -> int:
    """True needs that no service knows."""
    return int(model.world.globals[0].stock[1, :, State.LATENT].sum())


def known_unserved_needs(model: CareModel) -> int:
    """True needs that are known and not served: presented, referred or waiting."""
    return int(model.world.globals[0].stock[1, :, State.PRESENTED : State.IN_CARE].sum())


def needs_in_care(model: CareModel) -> int:
    """True needs in care."""
    return int(model.world.globals[0].stock[1, :, State.IN_CARE].sum())


def waiting(model: CareModel) -> int:
    """Needs in the teams' lines."""
    return int(model.world.teams["queue_length"].sum())


def beds_taken(model: CareModel) -> int:
    """Hospital beds with somebody in them."""
    return model.hospital.occupied


def fit_to_leave(model: CareModel) -> int:
    """Hospital beds with somebody fit to leave."""
    return model.hospital.ready


def elective_list(model: CareModel) -> int:
    """People on the elective lists."""
    return model.hospital.elective_list


def emergency_admissions(model: CareModel) -> int:
    """Emergency admissions so far."""
    return model.times(Activity.EMERGENCY_ADMISSION)


def referrals(model: CareModel) -> int:
    """Referrals so far."""
    return model.times(Activity.REFERRED)


MODEL_REPORTERS: dict[str, Callable[[CareModel], int]] = {
    reporter.__name__: reporter
    for reporter in (
        day,
        latent_needs,
        known_unserved_needs,
        needs_in_care,
        waiting,
        beds_taken,
        fit_to_leave,
        elective_list,
        emergency_admissions,
        referrals,
    )
}
