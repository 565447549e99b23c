"""Surveys of residents and of users of care: who is asked, who answers, and how truly.

Asked are a sample of residents every year, as by the GP Patient Survey, and users of long-term
care, as by the Adult Social Care Survey. Those who answer are older, less deprived and less ill.
"""

from __future__ import annotations

from joinedup.codes import Age
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter
from joinedup.rules.people import gradient


class Survey(Parameters):
    """Sampling, response and error of measurement."""

    # fmt: off
    asked = parameter(0.05, "share of adults a year", (0.01, 1), "gp_survey_response_rate",
        "share of adults whom the survey of residents asks in a year", role="constant")
    response = parameter(
        by(Age, child=0.0, young_adult=0.19, middle=0.34, young_old=0.56, old=0.58, very_old=0.47),
        "share of those asked", (0.7, 1.3),
        "gp_survey_response_rate for the sum; gp_survey_response_by_age for the split",
        "share who answer, by age, in the middle deprivation quintile", evidence="recalled")
    response_deprived = parameter(0.55, "ratio", (0.4, 0.9), "gp_survey_response_deprived",
        "answers from the most deprived quintile against the least", evidence="recalled")
    response_worst = parameter(0.6, "ratio", (0.3, 1), "assumed",
        "answers from people with a need at its worst against those without needs")
    users_response = parameter(0.3, "share of those asked", (0.2, 0.4), "care_survey_response_rate",
        "share who answer of users of long-term care with a need at its worst: all are asked",
        evidence="measured")
    error = parameter(0.1, "EQ-5D index", (0.05, 0.15), "assumed",
        "standard deviation of the same person's answers about health or activation")
    satisfied_best = parameter(0.85, "chance", (0.7, 1),
        "care_users_satisfied for the sum; the number assumed",
        "chance that a user of care says they are very satisfied, when nothing went wrong")
    satisfied_harm = parameter(0.6, "share", (0.2, 0.9),
        "care_users_satisfied for the sum; the number assumed",
        "share of that which goes when all goes wrong: always strangers, a history told again, and "
        "another need at its worst that nobody serves")
    usual_activation = parameter(0.6, "scale 0 to 1", (0.5, 0.7), "activation_usual",
        "patient activation of people who manage as usual", evidence="recalled", role="constant")
    weight = parameter(0.1, "share", (0.05, 0.2), "as continuity.weight; assumed",
        "weight of the last contact in what a person remembers of coordination", role="constant")
    # fmt: on

    resident_columns = (
        ("repeated_at", "f4", "when they last told their history again"),
        ("accepted_at", "f4", "when a team last accepted a need of theirs"),
        ("had_choice", "u1", "1 when another team would have been a choice then"),
        ("shared_at", "f4", "last contact while two teams cared for them"),
        ("coordinated", "f4", "running share of those at which the teams knew of each other"),
    )


@rule
def chance_of_answer(p, age, quintile, severity):
    """The chance that an adult who is asked answers; ``severity`` is of their worst need."""
    chance = p.response[age] * gradient(p.response_deprived, quintile)
    return min(1.0, chance * (1.0 - (1.0 - p.response_worst) * severity))


@rule
def chance_of_user_answering(p, severity):
    """The chance that a user of long-term care answers, ``users_response`` at the worst."""
    more = (1.0 - p.response_worst) * (1.0 - severity) / p.response_worst
    return min(1.0, p.users_response * (1.0 + more))


@rule
def chance_satisfied(p, continuity, history_repeated, unserved):
    """The chance that a user of care is very satisfied.

    ``continuity`` is the share of contacts with their named worker, ``history_repeated`` 1 when
    they repeated their history this year, ``unserved`` the severity of their worst need that nobody
    serves.
    """
    harm = ((1.0 - continuity) + history_repeated + unserved) / 3.0
    return p.satisfied_best * (1.0 - p.satisfied_harm * harm)


@rule
def remembered(p, share, was):
    """The running share after one more contact; below 0 there was none before."""
    return was if share < 0.0 else share + p.weight * (was - share)
