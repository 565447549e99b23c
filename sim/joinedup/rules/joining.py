"""Instruments of joining teams up, each as what it changes in the work."""

from __future__ import annotations

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter


class Joining(Parameters):
    """Single point of access, record, form, meetings, coordinators, case managers."""

    # fmt: off
    sorting_error = parameter(0.35, "share left", (0.1, 0.7), "000; the number assumed",
        "share of misdirected referrals that a single point of access does not redirect")
    sorting_minutes = parameter(25.0, "minutes", (10, 60), "assumed",
        "single point of access's time for one referral")
    longest_sorting_days = parameter(28.0, "days", (7, 90), "assumed",
        "longest time at a single point of access before the team sorts a referral itself")
    loss_multiplier = parameter(0.6, "share left", (0.3, 0.9), "assumed",
        "share of losses left where a shared record or single point of access tracks arrivals")
    record_assessment = parameter(0.75, "share of the time", (0.5, 0.95), "assumed",
        "assessment time where another team's assessment can be read")
    record_days = parameter(182.0, "days", (90, 400), "assumed",
        "how long an assessment can stand for another")
    form_minutes = parameter(20.0, "minutes", (10, 45), "000 (forms grow with what they ask)",
        "further assessment time for each further domain that a common form asks about")
    form_skill = parameter(0.4, "share of a holistic assessment", (0.1, 0.8), "assumed",
        "how far a common form's questions stand in for the skill to notice")
    coordinator_people = parameter(50.0, "people", (30, 90), "caseload_cmht_keyworker",
        "people with mixed needs that one care coordinator looks after")
    coordinator_multiplier = parameter(0.4, "share left", (0.1, 0.7), "assumed",
        "share of a barrier's persistence left to the person when a coordinator handles it")
    spanner_interfaces = parameter(5.0, "interfaces", (2, 10), "assumed",
        "interfaces, of teams that serve 30,000 residents, that one boundary spanner covers")
    spanner_multiplier = parameter(0.6, "share left", (0.3, 0.9), "002",
        "share of bounces and losses left at an interface with a boundary spanner")
    risk_weight_admission = parameter(2.0, "known needs", (1, 4), "assumed",
        "risk score of an emergency admission in the last year, against one known need",
        role="constant")
    recent_admission_days = parameter(365.0, "days", (182, 730), "assumed",
        "days for which an emergency admission counts in the risk score", role="constant")
    risk_weight_age = parameter(0.5, "known needs", (0.2, 1), "assumed",
        "risk score of an age band, against one known need", role="constant")
    visits_an_assessment = parameter(6.0, "visits", (3, 12), "assumed",
        "case manager's visits from one holistic assessment to the next")
    first_visit_days = parameter(1.0, "days", (0, 7), "assumed",
        "days from enrolment to a case manager's first visit, at least")
    form_retelling = parameter(0.5, "share left", (0.3, 0.8), "assumed",
        "repeat history-taking left between teams with a common form")
    # fmt: on


@rule
def assessment_time(p, minutes, read, domains_asked):
    """Minutes for one assessment: fewer where one can be read, more with a common form."""
    time = minutes * p.record_assessment if read else minutes
    return time + p.form_minutes * domains_asked


@rule
def has_assessment(p, number):
    """Whether a case manager's visit, counted from 0, has a holistic assessment.

    One in ``visits_an_assessment`` has, the first too, whether that is a whole number or not.
    """
    every = p.visits_an_assessment
    return number == 0 or int(number / every) > int((number - 1) / every)


@rule
def spoa_delay_days(backlog, minutes_a_week, longest):
    """Days that a referral waits at a single point of access, at most ``longest``.

    ``backlog`` minutes are sorted at ``minutes_a_week``; after ``longest`` days a referral is
    passed on, for its team to sort.
    """
    return min(longest, 7.0 * backlog / minutes_a_week)


@rule
def risk_score(p, known_needs, admitted_last_year, age):
    """Score for enrolment: a point a known need, with weights for age band and admission."""
    score = 1.0 * known_needs + p.risk_weight_age * age
    return score + p.risk_weight_admission if admitted_last_year else score
