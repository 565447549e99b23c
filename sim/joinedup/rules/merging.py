"""What it costs to be one team: coordination, small groups overlooked (003, 000).

Teams that are merged are one row: one line, one caseload, one assessment, no referral inside. Who
works in it keeps to what their own team did until they have adopted the change (000: staff change
in stages), and then takes on whatever they may stand in for. What is lost beside (special skill,
fear, professional leads) stands in `skill`, `strain`, `management`.
"""

from __future__ import annotations

from math import log2

from joinedup.codes import NEEDS, PROFESSIONS
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, parameter
from joinedup.scenario.no_effect import MOST_MERGED

FOR_ANY = MOST_MERGED  # after a pot for each: time of those who take on any kind


class Merging(Parameters):
    """Coordination that grows with people and professions; triage by those of another trade."""

    # fmt: off
    minutes_a_doubling = parameter(20.0, "minutes a week", (0, 60),
        "003 (coordination grows with number and mix); the number assumed",
        "each member's time for coordination, for each doubling of the team by a merger")
    minutes_a_profession = parameter(6.0, "minutes a week", (0, 20),
        "003 (coordination grows with number and mix); the number assumed",
        "each member's time for coordination, for each further profession that a merger brings")
    overlooked = parameter(1.0, "share more", (0, 2),
        "000 (small groups in a wide team); the number assumed",
        "further error in judging severity where none who triages is of the need's own trade")
    # fmt: on

    team_columns = (
        ("merged", "u1", "1 when it is several teams in one"),
        ("origin", "i4", "type of the team that brought each kind in", (NEEDS,)),
        ("takes", "u2", "bit per kind that its own staff take on, merged or not"),
        ("group", "u1", "kinds with the same `origin`, numbered from 0", (NEEDS,)),
        ("crew", "u1", "whose staff take each kind on: kinds with the same staff", (NEEDS,)),
        ("own_mix", "f8", "mix, of the professions of that staff", (NEEDS, PROFESSIONS)),
        ("own_share", "f8", "share of its posts that are that staff's", (NEEDS,)),
        ("pot", "u1", "its number among the teams that are merged"),
        ("pot_takes", "u2", "bit per kind that each of them takes on", (MOST_MERGED,)),
        (
            "assessing_minutes",
            "f8",
            "minutes a week kept for assessments, by pot",
            (MOST_MERGED + 1,),
        ),
        ("assessing_credit", "f8", "the same, kept and not used yet", (MOST_MERGED + 1,)),
        ("doublings", "f8", "by how many doublings a merger enlarged its members' teams"),
        ("further", "f8", "professions more than its members' teams had"),
    )
    resident_columns = (
        ("assessed_by", "u2", "number, from 1, of the merged team that assessed them last"),
        ("known_since", "f8", "when that was"),
    )


@rule
def coordination_minutes(p, doublings, further):
    """Minutes a week of each member's time that a merged team's coordination takes."""
    return p.minutes_a_doubling * doublings + p.minutes_a_profession * further


@rule
def as_adopted(own, pooled, adoption):
    """What holds of a team that brought a kind of need in, and of all as the change is adopted."""
    return own + (pooled - own) * adoption


@rule
def judgement_error_of(p, error, own_share):
    """Error in judging severity: larger where few who triage are of the need's own trade."""
    return error * (1.0 + p.overlooked * (1.0 - own_share))


def doublings_of(posts: list[float]) -> float:
    """By how many doublings a merger of teams of so many posts enlarges a member's team.

    >>> doublings_of([4.0, 4.0])
    1.0
    """
    whole = sum(posts)
    usual = sum(number * number for number in posts) / whole if whole else 1.0
    return log2(whole / usual) if whole else 0.0
