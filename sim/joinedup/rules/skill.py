"""Learning the basics of other professions, and decay of what is not practised."""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class Skill(Parameters):
    """How skill changes in a week."""

    # fmt: off
    basics = parameter(0.6, "share of full skill", (0.4, 0.8),
        "000 (document the core features); the number assumed",
        "how far the basics of another profession go, of its full skill")
    learnt = parameter(0.02, "share a week", (0.005, 0.05),
        "000 (observational learning, joint working, shared teaching); the number assumed",
        "share of the way to the basics that a week of joint work all day goes")
    taught = parameter(0.015, "share an hour", (0.005, 0.04), "assumed",
        "share of the way to the basics that an hour of shared teaching goes")
    decay = parameter(0.003, "share a week", (0.001, 0.01), "000 (generic goo); the number assumed",
        "share of specialist skill lost in a week without any exposure")
    upkeep = parameter(0.02, "share a week", (0.005, 0.05), "assumed",
        "share of the way back to full specialist skill in a week of own work alone")
    false_alarms = parameter(1.0, "ratio less one", (0.2, 3),
        "000 (a possible case of mild depression); the number assumed",
        "false alarms by staff who have just learnt the basics, against others")
    false_alarms_decay = parameter(0.02, "share a week", (0.005, 0.1), "assumed",
        "share of that which experience takes away in a week")
    work_shared = parameter(0.35, "share of work", (0.1, 0.6),
        "000 (less exposure in more generic services); the number assumed",
        "share of a member's specialist work that a fully merged team spreads over others")
    improvement_share = parameter(0.3, "share of easing", (0.1, 0.7), "assumed",
        "share of a need's improvement in care that specialist skill brings about")
    triage_minutes = parameter(15.0, "minutes", (5, 40),
        "000 (clear local systems to triage such instances); the number assumed",
        "time for a triage question about what one has noticed beyond one's own skill")
    # fmt: on


@rule
def learning(p, skill, full, joint, hours):
    """What a member learns of another profession's basics in a week.

    ``full`` is the skill of those they learn from, ``joint`` the share of the week spent with
    them, ``hours`` of shared teaching.
    """
    left = p.basics * full - skill
    if left <= 0.0:
        return 0.0
    return left * min(1.0, p.learnt * joint + p.taught * hours)


@rule
def special_after_week(p, special, exposure, developed):
    """Specialist skill, as a share of full, after a week with this exposure to own work.

    ``developed`` is how well the structure looks after professional development, 1 as usual.
    """
    fading = p.decay * (1.0 - exposure) * special / developed
    keeping = p.upkeep * exposure * developed * (1.0 - special)
    return min(1.0, max(0.0, special - fading + keeping))


@rule
def improvement_at_skill(p, special):
    """Improvement in care, against usual, at this share of full specialist skill."""
    return 1.0 - p.improvement_share * (1.0 - special)
