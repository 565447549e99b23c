"""Named workers, and who may stand in for whom when those wanted have no time (000).

A package of care is carried by one member of staff, of the profession that it calls for. Where
that profession has no time, another may begin ("most staff could begin", 000), at a loss. Link
workers stand in for nobody: theirs are needs that call for a link worker.
"""

from __future__ import annotations

from joinedup.codes import PROFESSIONS, Profession
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class Substitution(Parameters):
    """Who stands in for whom, and what is lost by it."""

    # fmt: off
    stands_in = parameter(
        by(Profession,
           gp=by(Profession, 0.0, practice_nurse=0.6),
           practice_nurse=by(Profession, 0.0, gp=0.95, district_nurse=0.8),
           mental_health_nurse=by(Profession, 0.0, psychiatrist=0.9, psychologist=0.8,
                                  social_worker=0.7, therapist=0.6, support_worker=0.5,
                                  care_coordinator=0.5),
           psychiatrist=by(Profession, 0.0, mental_health_nurse=0.6, gp=0.5),
           psychologist=by(Profession, 0.0, mental_health_nurse=0.7, psychiatrist=0.7,
                           support_worker=0.4),
           district_nurse=by(Profession, 0.0, practice_nurse=0.8, therapist=0.6,
                             support_worker=0.4),
           therapist=by(Profession, 0.0, district_nurse=0.6, support_worker=0.5),
           social_worker=by(Profession, 0.0, care_coordinator=0.7, mental_health_nurse=0.6,
                            therapist=0.6, support_worker=0.6),
           support_worker=by(Profession, 0.0, care_coordinator=0.9),
           care_coordinator=by(Profession, 0.0, social_worker=0.9, mental_health_nurse=0.7,
                               support_worker=0.7),
           link_worker=by(Profession, 0.0, care_coordinator=0.9, social_worker=0.9,
                          support_worker=0.7, mental_health_nurse=0.6)),
        "share of the usual easing", (0.7, 1.3), "000 (most staff can begin); the numbers assumed",
        "how well a profession (second) carries care that calls for another (first), where that "
        "has no time; 0 never")
    extra_minutes = parameter(0.3, "share of minutes", (0, 0.6), "assumed",
        "further time that care takes of a profession with nothing of the skill it calls for")
    # fmt: on

    need_columns = (
        ("worker", "u2", "row of the named worker, or NO_WORKER"),
        ("worker_generation", "u1", "which holder of that post began"),
        ("wanted", "u1", "codes.Profession that the care calls for"),
    )
    staff_columns = (
        ("committed", "i8", "thousandths of a minute a week taken by its packages"),
        ("packages", "i8", "packages that it carries"),
        ("room", "i8", "thousandths of a minute a week for care and overhead, this week"),
    )
    team_columns = (
        ("wanted", "i8", "needs on its waiting list by the profession wanted", (PROFESSIONS,)),
    )


@rule
def easing_share(p, wanted, given):
    """Share of the usual easing that care by profession ``given`` brings; 0 when it may not."""
    return 1.0 if wanted == given else min(1.0, p.stands_in[wanted, given])


@rule
def substitutes_minutes(p, minutes, share):
    """Minutes a week of a package carried at this share of the usual easing."""
    return minutes * (1.0 + p.extra_minutes * (1.0 - share))


@rule
def load_with(committed, more, room):
    """What a member would have to do, as a share of their room, with ``more`` minutes."""
    return (committed + more) / room
