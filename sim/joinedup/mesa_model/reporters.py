"""Ready reporters for Mesa's ``DataCollector``: what a planner asks first.

>>> sorted(MODEL_REPORTERS)[:3]
['beds_taken', 'day', 'elective_list']
"""

from __future__ import annotations

from collections.abc import Callable

from joinedup.codes import Activity, State
from joinedup.mesa_model.windows import PlaceModel


def day(model: PlaceModel) -> int:
    """Days simulated."""
    return model.day


def undetected_needs(model: PlaceModel) -> int:
    """True needs that services do not know of."""
    return int(model.world.globals[0].stock[1, :, State.HIDDEN].sum())


def identified_unmet_needs(model: PlaceModel) -> int:
    """Identified unmet needs: on file, in progress or waiting."""
    return int(model.world.globals[0].stock[1, :, State.ON_FILE : State.IN_CARE].sum())


def needs_in_care(model: PlaceModel) -> int:
    """True needs cared for: in care, or in long-term support."""
    return int(model.world.globals[0].stock[1, :, State.IN_CARE : State.MET].sum())


def waiting(model: PlaceModel) -> int:
    """Needs that a team has accepted and does not care for yet, in its lines or for its meeting."""
    stock = model.world.globals[0].stock
    return int(stock[:, :, State.WAITING_FOR_ASSESSMENT : State.IN_CARE].sum())


def beds_taken(model: PlaceModel) -> int:
    """Hospital beds taken."""
    return model.hospital.occupied


def fit_to_leave(model: PlaceModel) -> int:
    """Hospital beds of people fit to leave."""
    return model.hospital.ready


def elective_list(model: PlaceModel) -> int:
    """People on the elective lists."""
    return model.hospital.elective_list


def emergency_admissions(model: PlaceModel) -> int:
    """Emergency admissions so far."""
    return model.times(Activity.EMERGENCY_ADMISSION)


def referrals(model: PlaceModel) -> int:
    """Referrals so far."""
    return model.times(Activity.REFERRED)


MODEL_REPORTERS: dict[str, Callable[[PlaceModel], int]] = {
    reporter.__name__: reporter
    for reporter in (
        day,
        undetected_needs,
        identified_unmet_needs,
        needs_in_care,
        waiting,
        beds_taken,
        fit_to_leave,
        elective_list,
        emergency_admissions,
        referrals,
    )
}
