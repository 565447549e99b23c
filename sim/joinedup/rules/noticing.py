"""Opportunistic detection of needs by professionals, and false alarms."""

from __future__ import annotations

from joinedup.codes import Domain, Profession
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, by_need, parameter


class Noticing(Parameters):
    """Detection at a contact, by the professional's skill in each domain."""

    # fmt: off
    skill = parameter(
        by(Profession,
           gp=by(Domain, mental=0.6, physical=0.8, social=0.3),
           practice_nurse=by(Domain, mental=0.4, physical=0.7, social=0.3),
           mental_health_nurse=by(Domain, mental=0.9, physical=0.4, social=0.4),
           psychiatrist=by(Domain, mental=1.0, physical=0.6, social=0.3),
           psychologist=by(Domain, mental=0.9, physical=0.2, social=0.3),
           district_nurse=by(Domain, mental=0.3, physical=0.9, social=0.5),
           therapist=by(Domain, mental=0.3, physical=0.8, social=0.6),
           social_worker=by(Domain, mental=0.4, physical=0.3, social=0.9),
           support_worker=by(Domain, mental=0.3, physical=0.3, social=0.6),
           care_coordinator=by(Domain, mental=0.5, physical=0.5, social=0.7),
           link_worker=by(Domain, mental=0.4, physical=0.2, social=0.8)),
        "share of full skill", (0.7, 1.3), "assumed",
        "skill in each domain, by profession")
    detection = parameter(by_need(lambda kind: kind.detection), "chance per contact", (0.5, 2),
        "assumed",
        "chance that one contact by fully skilled staff detects a need at its worst")
    false_alarm = parameter(0.007, "chance per contact", (0.001, 0.02),
        "000 (a possible case of mild depression); the number assumed",
        "chance that one contact by staff of middling skill suggests a need that is not there")
    false_alarm_kinds = parameter(by_need(lambda kind: kind.false_alarms),
        "share of false alarms", (0.7, 1.3), "assumed",
        "how false alarms are spread over the kinds of need")
    false_severity = parameter(0.7, "severity", (0.4, 0.9), "assumed",
        "highest apparent severity of a false need")
    holistic = parameter(0.7, "chance per assessment", (0.4, 0.95), "assumed",
        "chance that a holistic assessment shows a need at its worst")
    holistic_false = parameter(0.12, "chance per assessment", (0.02, 0.3), "assumed",
        "chance that a holistic assessment suggests a need that is not there")
    ae_skill = parameter(by(Domain, mental=0.4, physical=0.6, social=0.4),
        "share of full skill", (0.7, 1.3), "assumed",
        "skill in each domain of staff in A&E")
    case_manager_skill = parameter(by(Domain, mental=0.5, physical=0.6, social=0.7),
        "share of full skill", (0.7, 1.3), "assumed",
        "skill in each domain of case managers")
    alarms_unskilled = parameter(1.5, "ratio", (1.2, 2), "assumed",
        "false alarms without any skill, against those at middling skill")
    false_severity_least = parameter(0.1, "severity", (0.05, 0.2), "assumed",
        "lowest apparent severity of a false need")
    holistic_mild = parameter(0.3, "share", (0.1, 0.6), "assumed",
        "chance that a holistic assessment shows the mildest need, against one at its worst")
    # fmt: on


@rule
def chance_of_detection(p, kind, severity, skill):
    """The chance that one contact by a professional of this skill detects a hidden need."""
    return min(1.0, p.detection[kind] * severity * skill)


@rule
def chance_of_false_alarm(p, skill):
    """The chance that one contact raises a false alarm: higher with less skill."""
    return p.false_alarm * (p.alarms_unskilled - skill)


@rule
def chance_at_assessment(p, severity):
    """The chance that a holistic assessment detects a hidden need."""
    return p.holistic * min(1.0, p.holistic_mild + (1.0 - p.holistic_mild) * severity)


@rule
def apparent_false_severity(p, draw):
    """Apparent severity of a false need: uniform between the lowest and highest."""
    return p.false_severity_least + (p.false_severity - p.false_severity_least) * draw
