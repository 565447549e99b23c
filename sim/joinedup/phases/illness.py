"""How fast a person falls ill, by what they carry, and spells of illness."""

from __future__ import annotations

from joinedup.codes import NEEDS, Cause, Need
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.care_hazards import sensitive_illness_in_care
from joinedup.phases.dates import set_date
from joinedup.phases.need_state import frailty_grade, in_care, one_worse, rates_change, severity_of
from joinedup.phases.resident_draws import hazard_threshold, uniform_draw
from joinedup.rules.acute import admitted_in_spell
from joinedup.rules.illness import (
    length_of_spell,
    ratio_at_severity,
    ratio_of_conditions,
    sensitive_ratio,
)
from joinedup.rules.seasons import growth, season
from joinedup.state.residents import NEVER

SPELL_DAYS = purpose("illness.spell_days")
SUDDEN = purpose("illness.sudden")
SENSITIVE = purpose("illness.sensitive")
DECLINE = purpose("illness.decline")
COUNTS = purpose("illness.counts")


@kernel
def is_unwell(resident):
    """Whether a person is in a spell of illness."""
    return resident.unwell_until < NEVER


@kernel
def carried_ratio(world, who):
    """Acute illness of a person for all that they carry, against one who carries nothing."""
    p = world.globals[0].p.illness
    condition = severity_of(world, who, Need.LONG_TERM_CONDITION)
    ratio = ratio_of_conditions(p, int(world.residents[who].conditions), condition)
    for _ in range(frailty_grade(world, who)):
        ratio *= p.by_frailty_grade
    mental = max(
        severity_of(world, who, Need.COMMON_MENTAL_DISORDER),
        severity_of(world, who, Need.COGNITIVE),
    )
    if mental > 0.0:
        ratio *= ratio_at_severity(p, p.by_mental_disorder, mental)
    severe = severity_of(world, who, Need.SEVERE_MENTAL_ILLNESS)
    if severe > 0.0:
        ratio *= ratio_at_severity(p, p.by_severe_mental_illness, severe)
    substance = severity_of(world, who, Need.SUBSTANCE_USE)
    if substance > 0.0:
        ratio *= ratio_at_severity(p, p.by_substance_use, substance)
    isolation = severity_of(world, who, Need.ISOLATION)
    if isolation > 0.0:
        ratio *= ratio_at_severity(p, p.by_isolation, isolation)
    return ratio


@kernel
def sensitive_part(world, who):
    """Illness that ambulatory care can affect, against a person's sudden illness."""
    count = int(world.residents[who].conditions)
    if count == 0:
        return 0.0
    need = world.needs[who, Need.LONG_TERM_CONDITION]
    ratio = sensitive_ratio(world.globals[0].p.illness, count, need.severity, in_care(need))
    return ratio * sensitive_illness_in_care(world, who)


@kernel
def visits_without_illness(world, who):
    """Sudden visits to A&E a day of a person, whatever they carry, at the season's peak."""
    p = world.globals[0].p
    resident = world.residents[who]
    rate = p.acute.ae_rate[resident.age] * world.globals[0].gradients[NEEDS, resident.quintile]
    rate *= resident.proneness * world.teams[resident.practice].proneness
    rate *= world.globals[0].settings.peak / 365.25
    return rate * p.acute.care_home_ratio if resident.care_home else rate


@kernel
def visits_of_spells(world, who, sudden):
    """Visits a day that a person's spells bring on average, by their sudden ones."""
    carried = carried_ratio(world, who) - 1.0 + sensitive_part(world, who)
    return sudden * carried


@kernel
def with_direct(world, who, rate, spell):
    """A rate of visits to A&E with the direct admissions that come beside them."""
    p = world.globals[0].p.acute
    return rate * (1.0 + share_admitted(world, who, spell) * p.direct)


@kernel
def share_admitted(world, who, spell):
    """The chance that a visit ends in admission, sudden or in a spell of illness."""
    p = world.globals[0].p
    admitted = p.acute.admitted[world.residents[who].age]
    return admitted_in_spell(admitted, p.illness.sicker) if spell else admitted


@kernel
def illness_rate(world, who, of_peak):
    """How often a day a person falls ill suddenly, begins a spell, or gets worse in one.

    ``of_peak`` is the share that holds of the peak of all seasons; visits in a spell have none.
    """
    p = world.globals[0].p.illness
    sudden = visits_without_illness(world, who) * of_peak
    if is_unwell(world.residents[who]):
        often = p.visits_a_spell / p.spell_days * p.by_day_early ** world.residents[who].early
        return with_direct(world, who, sudden, False) + with_direct(world, who, often, True)
    spells = visits_of_spells(world, who, sudden) / p.visits_a_spell
    return with_direct(world, who, sudden, False) + spells


@kernel
def is_sudden(world, who, number):
    """Whether the ``number``-th acute event is a sudden illness, and not of a spell."""
    sudden = with_direct(world, who, visits_without_illness(world, who), False)
    share = sudden / max(illness_rate(world, who, 1.0), 1e-12)
    return uniform_draw(world, SUDDEN, who, 0, number) < share


@kernel
def counts_now(world, who, t, number):
    """Whether the ``number``-th acute event happens: its rate runs at the peak of all seasons."""
    peak = world.globals[0].settings.peak
    return uniform_draw(world, COUNTS, who, 0, number) * peak < illness_of_the_time(world, t)


@kernel
def illness_of_the_time(world, t):
    """Acute illness at a time against the mean of years without growth."""
    settings, p = world.globals[0].settings, world.globals[0].p.seasons
    return season(p, settings.winters, t) * growth(p, settings.grows_from, t)


@kernel
def cause_of_spell(world, who):
    """What a visit in the present spell is put down to: drawn once a spell."""
    resident = world.residents[who]
    sensitive = sensitive_part(world, who)
    carried = carried_ratio(world, who) - 1.0 + sensitive
    draw = uniform_draw(world, SENSITIVE, who, 0, resident.spells)
    return Cause.SENSITIVE + 0 if draw * carried < sensitive else Cause.BACKGROUND + 0


@kernel
def begin_spell(world, who, t):
    """A spell of illness begins, unseen."""
    resident = world.residents[who]
    resident.spells += 1
    length = hazard_threshold(world, SPELL_DAYS, who, 0, resident.spells)
    resident.unwell_until = t + length_of_spell(world.globals[0].p.illness, length)
    rates_change(resident)
    set_date(world, who)


@entry_point
def recover(world, who, t):
    """A spell of illness is over, and may leave conditions worse."""
    resident = world.residents[who]
    resident.unwell_until = NEVER
    rates_change(resident)
    set_date(world, who)
    if uniform_draw(world, DECLINE, who, 0, resident.spells) < world.globals[0].p.illness.decline:
        one_worse(world, who, 0 + Need.LONG_TERM_CONDITION, t)
