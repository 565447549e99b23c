"""How professionals notice needs that nobody told them of, rightly and wrongly."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Domain, Need, Profession
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter

Table = Any


class Noticing(NamedTuple):
    """What a professional sees at a contact, by their own skill in each domain."""

    skill: Annotated[
        Table,
        Parameter(
            "skill in each domain, by profession",
            "share of full skill",
            0.7,
            1.3,
            per=(Profession, Domain),
        ),
    ] = (
        (0.6, 0.8, 0.3),
        (0.4, 0.7, 0.3),
        (0.9, 0.4, 0.4),
        (1.0, 0.6, 0.3),
        (0.9, 0.2, 0.3),
        (0.3, 0.9, 0.5),
        (0.3, 0.8, 0.6),
        (0.4, 0.3, 0.9),
        (0.3, 0.3, 0.6),
        (0.5, 0.5, 0.7),
    )
    seen: Annotated[
        Table,
        Parameter(
            "chance that one contact by somebody fully skilled shows a need at its worst",
            "chance per contact",
            0.5,
            2.0,
            per=(Need,),
        ),
    ] = (0.2, 0.25, 0.06, 0.3, 0.1, 0.03, 0.03, 0.02, 0.03)
    false_alarm: Annotated[
        float,
        Parameter(
            "chance that one contact by somebody unskilled suggests a need that is not there",
            "chance per contact",
            0.001,
            0.02,
            "000 (a possible case of mild depression); the number assumed",
        ),
    ] = 0.007
    false_kinds: Annotated[
        Table,
        Parameter(
            "which kinds of need are taken for there when they are not",
            "share of false alarms",
            0.7,
            1.3,
            per=(Need,),
        ),
    ] = (0.34, 0.04, 0.10, 0.06, 0.10, 0.16, 0.12, 0.04, 0.04)
    false_severity: Annotated[
        float,
        Parameter("highest apparent severity of a false need", "severity", 0.4, 0.9),
    ] = 0.7
    holistic: Annotated[
        float,
        Parameter(
            "chance that a holistic assessment shows a need at its worst",
            "chance per assessment",
            0.4,
            0.95,
        ),
    ] = 0.7
    holistic_false: Annotated[
        float,
        Parameter(
            "chance that a holistic assessment suggests a need that is not there",
            "chance per assessment",
            0.02,
            0.3,
        ),
    ] = 0.12


@rule
def chance_noticed(p, kind, severity, skill):
    """The chance that one contact by a professional of this skill shows a latent need."""
    return min(1.0, p.seen[kind] * severity * skill)


@rule
def chance_of_false_alarm(p, skill):
    """The chance that one contact raises a false alarm: the less skill, the more of them."""
    return p.false_alarm * (1.5 - skill)


@rule
def chance_found(p, severity):
    """The chance that a holistic assessment shows a latent need."""
    return p.holistic * min(1.0, 0.3 + 0.7 * severity)


@rule
def apparent_false_severity(p, draw):
    """How serious a false need looks: uniform up to the highest."""
    return 0.1 + (p.false_severity - 0.1) * draw
