"""What care, as a person gets it, does to the hazards of crises, illness and worsening."""

from __future__ import annotations

from joinedup.codes import NEEDS, NO_WORKER, Mechanism
from joinedup.engine.jit import kernel
from joinedup.phases.need_state import in_care
from joinedup.phases.staff_posts import is_disabled
from joinedup.rules.care_plan import asking_ratio, worsening_ratio
from joinedup.rules.continuity import continuity_ratio
from joinedup.rules.coordination import conflict_ratio


@kernel
def has_worker(need):
    """Whether a need is in care with a named worker."""
    return in_care(need) and need.worker != NO_WORKER


@kernel
def crises_in_care(world, who, need):
    """Hazard of a crisis of this need, as its care goes, against that in care as usual."""
    if not has_worker(need):
        return 1.0
    p = world.globals[0].p
    resident = world.residents[who]
    ratio = 1.0
    if not is_disabled(world, Mechanism.CONTINUITY):
        least = p.continuity.least_against_full
        ratio *= continuity_ratio(p.continuity, least, resident.continuity)
    if not is_disabled(world, Mechanism.COORDINATION):
        ratio *= conflict_ratio(p.coordination, need.uncoordinated)
    return ratio


@kernel
def sensitive_illness_in_care(world, who):
    """Hazard of illness that ambulatory care can affect, by who comes, against usual."""
    if is_disabled(world, Mechanism.CONTINUITY):
        return 1.0
    for kind in range(NEEDS):
        if has_worker(world.needs[who, kind]):
            p = world.globals[0].p.continuity
            least = p.sensitive_least_against_full
            return continuity_ratio(p, least, world.residents[who].continuity)
    return 1.0


@kernel
def worsening_managed(world, who):
    """Worsening of a person's needs, as they manage them, against usual."""
    if is_disabled(world, Mechanism.CARE_PLANS):
        return 1.0
    return worsening_ratio(world.globals[0].p.care_plan, world.residents[who].activation)


@kernel
def asking_managed(world, who):
    """Consultations and requests for help, as the person manages, against usual."""
    if is_disabled(world, Mechanism.CARE_PLANS):
        return 1.0
    return asking_ratio(world.globals[0].p.care_plan, world.residents[who].activation)
