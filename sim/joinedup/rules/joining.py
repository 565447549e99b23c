"""What is put in place to join teams up, each as what it makes staff and people do."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter


class Joining(NamedTuple):
    """Single point of access, record, form, meetings, coordinators, case managers."""

    sorting_error: Annotated[
        float,
        Parameter(
            "share of wrong doors that a single point of access does not sort out",
            "share left",
            0.1,
            0.7,
            "000; the number assumed",
        ),
    ] = 0.35
    sorting_minutes: Annotated[
        float,
        Parameter("single point of access's time for one referral", "minutes", 10.0, 60.0),
    ] = 25.0
    sorted_within_days: Annotated[
        float,
        Parameter(
            "how long a referral lies at a single point of access before it is passed on "
            "unsorted, and the team sorts it",
            "days",
            7.0,
            90.0,
        ),
    ] = 28.0
    easier_door: Annotated[
        float,
        Parameter(
            "requests where there is one door to find, against many",
            "ratio",
            1.0,
            1.5,
            "000 (fewer barriers to get in); the number assumed",
        ),
    ] = 1.2
    followed_up: Annotated[
        float,
        Parameter(
            "share of losses left where one record, or one door, shows who has not arrived",
            "share left",
            0.3,
            0.9,
        ),
    ] = 0.6
    record_assessment: Annotated[
        float,
        Parameter(
            "assessment time where another team's assessment can be read",
            "share of the time",
            0.5,
            0.95,
        ),
    ] = 0.75
    record_days: Annotated[
        float,
        Parameter("how long an assessment can stand for another", "days", 90.0, 400.0),
    ] = 182.0
    form_minutes: Annotated[
        float,
        Parameter(
            "further assessment time for each further domain that a common form asks about",
            "minutes",
            10.0,
            45.0,
            "000 (forms grow with what they ask)",
        ),
    ] = 20.0
    form_skill: Annotated[
        float,
        Parameter(
            "how far a common form's questions stand in for the skill to notice",
            "share of a holistic assessment",
            0.1,
            0.8,
        ),
    ] = 0.4
    coordinator_people: Annotated[
        float,
        Parameter(
            "people with mixed needs that one care coordinator looks after",
            "people",
            30.0,
            90.0,
            "caseload_cmht_keyworker",
            "assumed",
        ),
    ] = 50.0
    coordinator_obstacle: Annotated[
        float,
        Parameter(
            "share of an obstacle left to the person when a coordinator deals with it",
            "share left",
            0.1,
            0.7,
        ),
    ] = 0.4
    spanner_interfaces: Annotated[
        float,
        Parameter("interfaces that one boundary spanner looks after", "interfaces", 2.0, 10.0),
    ] = 5.0
    spanner_wrong_door: Annotated[
        float,
        Parameter(
            "share of wrong doors and losses left at an interface with a boundary spanner",
            "share left",
            0.3,
            0.9,
            "002",
        ),
    ] = 0.6
    found_urgent: Annotated[
        float,
        Parameter(
            "chance that a case manager's visit to somebody with a need at its worst finds "
            "something that cannot wait",
            "chance per visit",
            0.002,
            0.03,
        ),
    ] = 0.008
    plan_advice: Annotated[
        float,
        Parameter(
            "share of specialist questions about an enrolled person that the case manager and "
            "the planning meeting answer",
            "share of questions",
            0.2,
            0.7,
        ),
    ] = 0.5
    search_weight_admission: Annotated[
        float,
        Parameter(
            "risk score of an emergency admission in the last year, against one known need",
            "known needs",
            1.0,
            4.0,
            role="constant",
        ),
    ] = 2.0


@rule
def assessment_time(p, minutes, read, domains_asked):
    """Minutes for one assessment: less where one can be read, more for a common form."""
    time = minutes * p.record_assessment if read else minutes
    return time + p.form_minutes * domains_asked


@rule
def spoa_delay_days(backlog, minutes_a_week, longest):
    """How long a referral lies at a single point of access.

    Until what came before it is sorted, ``backlog`` minutes at ``minutes_a_week``; but a door that
    is so far behind passes it on unsorted after ``longest`` days.
    """
    return min(longest, 7.0 * backlog / minutes_a_week)


@rule
def share_covered(posts, each, wanted):
    """The share of those who want something that ``posts`` can look after."""
    if wanted <= 0.0:
        return 0.0
    return min(1.0, posts * each / wanted)


@rule
def risk_score(p, known_needs, admitted_last_year, age):
    """Risk stratification: known needs, a recent emergency admission, and age."""
    score = 1.0 * known_needs + 0.5 * age
    return score + p.search_weight_admission if admitted_last_year else score
