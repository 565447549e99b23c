"""Who staff feel they are: by profession, by employer, and as the junior partner of another.

000: social care can feel a junior partner, with health care driving and leading the change; many
in health care identify passionately with being part of the NHS; both need to be heard.
"""

from __future__ import annotations

from joinedup.codes import Organisation, Profession
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class Identity(Parameters):
    """What a change of roles or of employer threatens, and who is heard."""

    team_columns = (
        ("merger", "f8", "how far a merger threatens whom one works for, 0 to 1"),
        ("junior", "f8", "how far its employer is the junior partner in the change, 0 to 1"),
    )
    # fmt: off
    profession = parameter(
        by(Profession, gp=1.2, practice_nurse=1.0, mental_health_nurse=1.0, psychiatrist=1.2,
           psychologist=1.2, district_nurse=1.0, therapist=1.0, social_worker=1.1,
           support_worker=0.7, care_coordinator=0.7, link_worker=0.7),
        "ratio", (0.7, 1.3),
        "000 (what does profession X know about my work); the numbers assumed",
        "how much a change of roles threatens each profession, against all")
    employer = parameter(
        by(Organisation, nhs=1.2, council=0.8, voluntary=0.8),
        "ratio", (0.7, 1.3),
        "000 (so many identify passionately with being part of the NHS); the numbers assumed",
        "how much a merger threatens each employer's staff, against all")
    junior_threat = parameter(0.6, "ratio less one", (0, 1.5),
        "000 (social care can often feel a junior partner); the number assumed",
        "how much greater the threat looks to a partner who is very small")
    junior_voice = parameter(0.5, "share", (0, 0.9),
        "000 (less valued by health care); the number assumed",
        "share of being asked that does not reach a partner who is very small")
    # fmt: on


@rule
def junior_partner(own, leading):
    """How far staff are the junior partner of those who lead: 0 alone, to 1; numbers of posts."""
    total = own + leading
    return leading / total if total > 0.0 else 0.0


@rule
def threat_felt(p, profession, employer, roles, merger, junior):
    """The threat, 0 to 1, that a change of roles and a merger are to one member of staff."""
    felt = max(roles * p.profession[profession], merger * p.employer[employer])
    return min(1.0, felt * (1.0 + p.junior_threat * junior))


@rule
def voice(p, asked, junior):
    """The share of being asked that reaches a member of staff."""
    return asked * (1.0 - p.junior_voice * junior)
