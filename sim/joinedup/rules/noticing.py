"""How professionals notice needs that nobody told them of, rightly and wrongly."""

from __future__ import annotations

from joinedup.codes import Domain, Need, Profession
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameters, by, parameter


class Noticing(Parameters):
    """What a professional sees at a contact, by their own skill in each domain."""

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
           care_coordinator=by(Domain, mental=0.5, physical=0.5, social=0.7)),
        "share of full skill", (0.7, 1.3), "assumed",
        "skill in each domain, by profession")
    seen = parameter(
        by(Need, common_mental_disorder=0.2, severe_mental_illness=0.25, cognitive=0.06,
           long_term_condition=0.3, frailty=0.1, daily_living=0.03, housing_and_money=0.03,
           isolation=0.02, substance_use=0.03),
        "chance per contact", (0.5, 2), "assumed",
        "chance that one contact by somebody fully skilled shows a need at its worst")
    false_alarm = parameter(0.007, "chance per contact", (0.001, 0.02),
        "000 (a possible case of mild depression); the number assumed",
        "chance that one contact by somebody unskilled suggests a need that is not there")
    false_kinds = parameter(
        by(Need, common_mental_disorder=0.34, severe_mental_illness=0.04, cognitive=0.1,
           long_term_condition=0.06, frailty=0.1, daily_living=0.16, housing_and_money=0.12,
           isolation=0.04, substance_use=0.04),
        "share of false alarms", (0.7, 1.3), "assumed",
        "which kinds of need are taken for there when they are not")
    false_severity = parameter(0.7, "severity", (0.4, 0.9), "assumed",
        "highest apparent severity of a false need")
    holistic = parameter(0.7, "chance per assessment", (0.4, 0.95), "assumed",
        "chance that a holistic assessment shows a need at its worst")
    holistic_false = parameter(0.12, "chance per assessment", (0.02, 0.3), "assumed",
        "chance that a holistic assessment suggests a need that is not there")
    ae_skill = parameter(
        by(Domain, mental=0.4, physical=0.6, social=0.4),
        "share of full skill", (0.7, 1.3), "assumed",
        "skill in each domain of staff in A&E")
    case_manager_skill = parameter(
        by(Domain, mental=0.5, physical=0.6, social=0.7),
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
def chance_noticed(p, kind, severity, skill):
    """The chance that one contact by a professional of this skill shows a latent need."""
    return min(1.0, p.seen[kind] * severity * skill)


@rule
def chance_of_false_alarm(p, skill):
    """The chance that one contact raises a false alarm: the less skill, the more of them."""
    return p.false_alarm * (p.alarms_unskilled - skill)


@rule
def chance_found(p, severity):
    """The chance that a holistic assessment shows a latent need."""
    return p.holistic * min(1.0, p.holistic_mild + (1.0 - p.holistic_mild) * severity)


@rule
def apparent_false_severity(p, draw):
    """How serious a false need looks: uniform up to the highest."""
    return p.false_severity_least + (p.false_severity - p.false_severity_least) * draw
