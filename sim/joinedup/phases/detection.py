"""Needs that a contact detects, and false positives."""

from __future__ import annotations

from joinedup.codes import DOMAIN_OF_NEED, DOMAINS, NEEDS, Activity, State
from joinedup.engine.draws import purpose
from joinedup.engine.jit import entry_point, kernel
from joinedup.phases.episodes import begin_false_episode
from joinedup.phases.help_seeking import present
from joinedup.phases.need_state import is_absent
from joinedup.phases.records import log_need_event
from joinedup.phases.resident_draws import uniform_draw
from joinedup.rules.noticing import chance_at_assessment, chance_of_detection, chance_of_false_alarm

DETECTED = purpose("detection.detected")
FALSE_POSITIVE = purpose("detection.false_positive")
FALSE_KIND = purpose("detection.false_kind")
ASKED_ABOUT = purpose("detection.asked_about")


@kernel
def opportunistic_detection(
    world, who, t, mental, physical, social, novelty, sender, route, encounter, what, nth
):
    """What one contact detects: idle needs, and now and then a false positive.

    ``mental``, ``physical`` and ``social`` are the skills of the professional, and ``novelty`` is
    how much of them is newly learnt. ``encounter``, ``what`` and ``nth`` are its key.
    """
    p = world.globals[0].p
    resident = world.residents[who]
    if resident.idle:
        for kind in range(NEEDS):
            if resident.idle & (1 << kind):
                skill = _skill_in(DOMAIN_OF_NEED[kind], mental, physical, social)
                need = world.needs[who, kind]
                seen = chance_of_detection(p.noticing, kind, need.severity, skill)
                if uniform_draw(world, DETECTED ^ encounter, who, kind + NEEDS * what, nth) < seen:
                    take_up(world, who, kind, t, sender, route)
    skill = (mental + physical + social) / DOMAINS
    alarm = chance_of_false_alarm(p.noticing, skill) * (1.0 + p.skill.false_alarms * novelty)
    if uniform_draw(world, FALSE_POSITIVE ^ encounter, who, what, nth) < alarm:
        raise_false_positive(world, who, t, sender, route, encounter, what, nth)


@kernel
def take_up(world, who, kind, t, sender, route):
    """Act on an idle need: notice a hidden one, take up again one on file."""
    hidden = world.needs[who, kind].state == State.HIDDEN
    activity = Activity.NOTICED + 0 if hidden else Activity.REOPENED + 0
    log_need_event(world, who, kind, t, activity, route)
    present(world, who, kind, t, sender, route)


@kernel
def _skill_in(domain, mental, physical, social):
    if domain == 0:
        return mental
    return physical if domain == 1 else social


@kernel
def raise_false_positive(world, who, t, sender, route, encounter, what, nth):
    """Present a need that is not there, of a kind drawn by how often each is mistaken."""
    p = world.globals[0].p
    draw = uniform_draw(world, FALSE_KIND ^ encounter, who, what, nth)
    total = 0.0
    for kind in range(NEEDS):
        total += p.noticing.false_alarm_kinds[kind]
    reached = 0.0
    for kind in range(NEEDS):
        reached += p.noticing.false_alarm_kinds[kind] / total
        if draw < reached:
            present_false_positive(world, who, kind, t, sender, route)
            return


@entry_point
def present_false_positive(world, who, kind, t, sender, route):
    """Present a false need of one kind, unless an episode of that kind is under way."""
    need = world.needs[who, kind]
    if is_absent(need):
        begin_false_episode(world, who, kind, t, route)
        present(world, who, kind, t, sender, route)


@kernel
def holistic_assessment(world, who, t, sender, route, encounter, what, nth, thoroughness):
    """A holistic assessment: every domain is asked about, with false positives.

    ``thoroughness`` is 1 for a full assessment and less for a form that stands in for one.
    """
    p = world.globals[0].p
    resident = world.residents[who]
    for kind in range(NEEDS):
        draw = uniform_draw(world, ASKED_ABOUT ^ encounter, who, kind + NEEDS * what, nth)
        need = world.needs[who, kind]
        if resident.idle & (1 << kind):
            if draw < chance_at_assessment(p.noticing, need.severity) * thoroughness:
                take_up(world, who, kind, t, sender, route)
        elif is_absent(need):
            share = p.noticing.false_alarm_kinds[kind]
            if draw < p.noticing.holistic_false * thoroughness * share:
                present_false_positive(world, who, kind, t, sender, route)
