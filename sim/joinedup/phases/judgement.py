"""How severe a need looks to the team that is sent it: with an error, and not as it is."""

from __future__ import annotations

from joinedup.codes import Mechanism
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.resident_draws import normal_draw, nth_of, what_of
from joinedup.phases.staff_posts import is_disabled
from joinedup.rules.eligibility import apparent_severity
from joinedup.rules.merging import judgement_error_of

APPARENT_SEVERITY = purpose("judgement.apparent_severity")


@kernel
def error_in_triage(world, team, kind):
    """How far a team errs in judging severity: more, in a wide team, for its small groups."""
    p = world.globals[0].p
    error = p.eligibility.judgement_error
    if is_disabled(world, Mechanism.OVERLOOKING):
        return error
    return judgement_error_of(p.merging, error, world.teams[team].own_share[kind])


@kernel
def severity_in_triage(world, who, kind):
    """Severity as the need's team judges it from the referral: with one error for each."""
    need = world.needs[who, kind]
    error = normal_draw(
        world, APPARENT_SEVERITY, who, what_of(need, kind), nth_of(need, need.tries)
    )
    return apparent_severity(need.severity, error_in_triage(world, need.team, kind), error)
