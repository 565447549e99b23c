"""Surveys: every month a twelfth of the residents come up, and some are asked, and some answer.

Beside what is answered stands the truth over all of that twelfth, so that a year shows what the
surveys miss. Nothing here changes anybody's life.
"""

from __future__ import annotations

from joinedup.codes import MONTH_DAYS, NEEDS, Age, Need
from joinedup.engine.draws import purpose
from joinedup.engine.jit import kernel
from joinedup.phases.carers import is_cared_for, strain_now
from joinedup.phases.need_state import in_care
from joinedup.phases.records import mark, month_of
from joinedup.phases.resident_draws import normal_draw, uniform_draw
from joinedup.rules.survey import chance_of_answer, chance_of_user_answering, chance_satisfied
from joinedup.rules.wellbeing import quality_lost
from joinedup.state.markers import OF_USERS, QUESTIONS, Answer, Marker, Question

INVITED = purpose("surveys.invited")
ANSWERS = purpose("surveys.answers")
SAYS = purpose("surveys.says")
YEAR = 365.25
NOT_ASKED, ASKED, ANSWERED = 0, 1, 2


@kernel
def survey_if_due(world, day):
    """On the first day of a month, come to those residents whose month of the year it is."""
    month = month_of(world)
    if day > 0 and int((day - 1) / MONTH_DAYS) == month:
        return
    each = world.globals[0].settings.practices_each  # so that every month has all practices
    for who in range(world.residents.shape[0]):
        if who // each % 12 == month % 12 and world.residents[who].age != Age.CHILD:
            survey(world, who, float(day), month)


@kernel
def survey(world, who, t, month):
    """What is true of an adult, and what they answer if they are asked."""
    resident = world.residents[who]
    if resident.age >= Age.YOUNG_OLD:
        mark(world, Marker.OLDER, 1)
    unserved, worst = worst_needs(world, who)
    general = asked_as_resident(world, who, month, worst)
    user = 0 + NOT_ASKED
    if uses_care(world, who):
        user = asked_as_user(world, who, month, worst)
    health = index_of(world, who)
    for question in range(QUESTIONS):
        of_users = question >= OF_USERS
        if not has_an_answer(world, who, t, question):
            continue
        truth = health
        if question != Question.HEALTH and question != Question.USERS_HEALTH:
            truth = experience_of(world, who, t, question, unserved)
        asked = user if of_users else general
        keep(world, who, month, question, truth, asked)


@kernel
def keep(world, who, month, question, truth, asked):
    """Add one person's truth to a question's sums, and their answer if they give one."""
    row = world.months[month].surveys[question]
    row[Answer.PEOPLE] += 1
    row[Answer.TRUTH] += thousandths(truth)
    if asked >= ASKED:
        row[Answer.ASKED] += 1
    if asked == ANSWERED:
        row[Answer.ANSWERED] += 1
        row[Answer.SUM] += thousandths(answer(world, who, month, question, truth))


@kernel
def thousandths(value):
    """A value that is above -10 in whole thousandths."""
    return int(1000.0 * (value + 10.0) + 0.5) - 10_000


@kernel
def answer(world, who, month, question, truth):
    """What is answered: yes or no, or a number with an error that is not known to anybody."""
    graded = (
        question == Question.HEALTH
        or question == Question.ACTIVATION
        or question == Question.USERS_HEALTH
    )
    if graded:
        error = world.globals[0].p.survey.error
        return truth + error * normal_draw(world, SAYS, who, question, month)
    return 1.0 if uniform_draw(world, SAYS, who, question, month) < truth else 0.0


@kernel
def asked_as_resident(world, who, month, worst):
    """Whether the survey of residents asks them this year, and whether they answer."""
    p = world.globals[0].p.survey
    resident = world.residents[who]
    if uniform_draw(world, INVITED, who, 0, month) >= p.asked:
        return NOT_ASKED
    chance = chance_of_answer(p, resident.age, resident.quintile, worst)
    return ANSWERED if uniform_draw(world, ANSWERS, who, 0, month) < chance else ASKED


@kernel
def asked_as_user(world, who, month, worst):
    """Whether a user of care, all of whom are asked, answers."""
    chance = chance_of_user_answering(world.globals[0].p.survey, worst)
    return ANSWERED if uniform_draw(world, ANSWERS, who, 1, month) < chance else ASKED


@kernel
def uses_care(world, who):
    """Whether a resident has long-term care at home, or lives in a care home."""
    need = world.needs[who, Need.DAILY_LIVING]
    return world.residents[who].care_home == 1 or (need.genuine == 1 and in_care(need))


@kernel
def worst_needs(world, who):
    """Severity of a resident's worst need that nobody serves, and of their worst of all."""
    resident = world.residents[who]
    unserved, worst = 0.0, 0.0
    for kind in range(NEEDS):
        if (resident.unserved | resident.served) & (1 << kind):
            severity = world.needs[who, kind].severity
            worst = max(worst, severity)
            if resident.unserved & (1 << kind):
                unserved = max(unserved, severity)
    return unserved, worst


@kernel
def index_of(world, who):
    """A resident's EQ-5D index, as the model has it: 1 without needs."""
    p = world.globals[0].p.wellbeing
    resident = world.residents[who]
    index = 1.0
    for kind in range(NEEDS):
        if (resident.unserved | resident.served) & (1 << kind):
            served = (resident.served & (1 << kind)) != 0
            index -= quality_lost(p, kind, world.needs[who, kind].severity, served)
    return index


@kernel
def has_an_answer(world, who, t, question):
    """Whether a question applies: of the year's experience, to those who had any."""
    resident = world.residents[who]
    if question == Question.HEALTH:
        return True
    if question == Question.ACTIVATION:
        return (resident.unserved | resident.served) != 0
    if question == Question.COORDINATION:
        return t - resident.shared_at < YEAR
    if question == Question.SAME_WORKER:
        return t - resident.contact_at < YEAR
    if question == Question.CARERS_STRAINED:
        return is_cared_for(resident)
    if question >= OF_USERS:
        return uses_care(world, who)
    return t - resident.accepted_at < YEAR


@kernel
def experience_of(world, who, t, question, unserved):
    """The truth about a question of experience: a share of contacts, a chance, or yes or no."""
    resident = world.residents[who]
    again = 1.0 if t - resident.repeated_at < YEAR else 0.0
    p = world.globals[0].p
    if question == Question.ACTIVATION:
        usual = p.survey.usual_activation
        return usual + (1.0 - usual) * resident.activation
    if question == Question.COORDINATION:
        return float(resident.coordinated)
    if question == Question.CHOICE:
        return float(resident.had_choice)
    if question == Question.HISTORY_REPEATED:
        return again
    if question == Question.SAME_WORKER:
        return float(resident.continuity)
    if question == Question.CARERS_STRAINED:
        return 1.0 if strain_now(world, who, t) >= p.carer.strained_from else 0.0
    return chance_satisfied(p.survey, float(resident.continuity), again, unserved)
