"""A care plan: who is called in a crisis, and managing by oneself.

What a plan has ready at home is in `joinedup.rules.crisis`. Trials of plans for a crisis differ:
one found fewer admissions (`crisis_plan_admission_rr`), a larger one no fewer compulsory ones
(`crisis_plan_compulsory_or`): the ranges hold none at all.
"""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class CarePlan(Parameters):
    """What a written plan changes, in a crisis and between crises."""

    # fmt: off
    called_first = parameter(0.3, "chance", (0, 0.6),
        "crisis_plan_admission_rr for the sign; the number assumed",
        "chance that a plan has a team called that would otherwise not have been reached")
    activated = parameter(0.03, "share a contact", (0, 0.1), "assumed",
        "share of the way to managing one's own condition best that a contact about a plan goes")
    worsening_at_best = parameter(0.15, "share", (0, 0.38),
        "activation_most_vs_least_emerg for the sign; the number assumed",
        "share of worsening that a person who manages best is spared")
    asking_at_best = parameter(0.1, "share", (0, 0.18),
        "activation_most_vs_least_gp for the sign; the number assumed",
        "share of consultations and requests for help that a person who manages best does not make")
    # fmt: on

    resident_columns = (
        ("activation", "f4", "how far they manage their own condition, beyond usual, 0 to 1"),
    )


@rule
def chance_called(p, chance, planned):
    """The chance that a team is called and comes in a crisis."""
    return chance + (1.0 - chance) * p.called_first if planned else chance


@rule
def activation_after_contact(p, activation):
    """How far a person manages their own condition after a contact about their plan."""
    return activation + p.activated * (1.0 - activation)


@rule
def worsening_ratio(p, activation):
    """Worsening of a person's needs against that of people who manage as usual."""
    return 1.0 - p.worsening_at_best * activation


@rule
def asking_ratio(p, activation):
    """Consultations and requests for help, against those of people who manage as usual."""
    return 1.0 - p.asking_at_best * activation
