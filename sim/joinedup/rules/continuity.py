"""Continuity: whether the named worker is who comes, and what it does to crises and illness (004).

Published hazards compare people by the share of contacts with their usual professional: it acts
here about the usual share, at which crises and illness are as published. It acts on crises, and on
illness that ambulatory care can affect: no face prevents a broken hip. That the association is
causal is not shown: ``disable_mechanisms: [continuity]`` leaves it out.
"""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class Continuity(Parameters):
    """Who comes, and what it does to people in care."""

    # fmt: off
    on_duty = parameter(0.72, "chance per contact", (0.6, 0.95),
        "continuity_upc_mean for what comes of it; the number assumed",
        "chance that a named worker who is neither ill nor gone is on duty when a contact is due: "
        "not on leave, in training or on a day off")
    unfamiliar_staff = parameter(0.5, "share of contacts", (0.2, 1),
        "004 (fewer could see a nurse of their choice); the number assumed",
        "share of shared or joint work that brings an unfamiliar member of staff")
    usual = parameter(0.61, "share of contacts", (0.59, 0.7), "continuity_upc_mean",
        "share of contacts with one's named workers at which crises and illness are as published",
        evidence="measured", role="constant")
    weight = parameter(0.1, "share", (0.05, 0.2),
        "continuity_effect_acsc (of ten consultations); the number assumed",
        "weight of the last contact in the running share of contacts with one's named workers")
    least_against_full = parameter(2.27, "hazard ratio", (1.37, 3.76),
        "continuity_least_vs_full_hr; the least is near continuity_effect_acsc",
        "crises of people in care who never see their named worker, against those who always do",
        evidence="measured")
    sensitive_least_against_full = parameter(1.37, "hazard ratio", (1.28, 1.48),
        "continuity_effect_acsc: -6.2% for 0.2 more, five times over",
        "illness that ambulatory care can affect of people in care who never see their named "
        "worker, against those who always do", evidence="measured")
    # fmt: on

    resident_columns = (("continuity", "f4", "running share of contacts with their named workers"),)


@rule
def chance_that_named_worker_comes(p, room, committed, spread):
    """The chance that a named worker at work comes to a contact.

    ``room`` and ``committed`` are their time for care and what their packages take of it,
    ``spread`` the share of the team's work that others do too.
    """
    own = min(1.0, room / committed) if committed > 0.0 else 1.0
    return p.on_duty * own * (1.0 - p.unfamiliar_staff * min(1.0, spread))


@rule
def continuity_after_contact(p, share, came):
    """The running share after one more contact."""
    return share + p.weight * ((1.0 if came else 0.0) - share)


@rule
def continuity_ratio(p, least_against_full, share):
    """A hazard of people in care, against that at the usual share of contacts."""
    return least_against_full ** (p.usual - share)
