"""Caseloads of the professions for whom they are published, week by week."""

from __future__ import annotations

from joinedup.codes import Need, Profession
from joinedup.engine.jit import kernel
from joinedup.phases.records import month_of
from joinedup.state.months import Culture


@kernel
def record_caseloads(world, team):
    """Add the caseloads of those for whom they are published to the month's sums.

    Packages of mental health nurses, and people in care per psychiatrist, in teams for severe
    mental illness of every severity; people in care per social worker in teams for daily living.
    """
    row = world.teams[team]
    mental, social = row.low[Need.SEVERE_MENTAL_ILLNESS] <= 0.0, row.low[Need.DAILY_LIVING] <= 0.0
    sums = world.months[month_of(world)].culture
    there = 0.0
    for place in range(int(row.first_member), int(row.after_members)):
        one = world.staff[world.members[place]]
        held = one.post * one.in_post
        if mental and one.profession == Profession.MENTAL_HEALTH_NURSE:
            sums[Culture.NURSES] += held
            sums[Culture.NURSES_PACKAGES] += one.packages
        elif mental and one.profession == Profession.PSYCHIATRIST:
            sums[Culture.PSYCHIATRISTS] += held
        elif social and one.profession == Profession.SOCIAL_WORKER:
            sums[Culture.SOCIAL_WORKERS] += held
            there += held
    if mental:
        sums[Culture.PSYCHIATRISTS_PEOPLE] += row.caseload
    if social and there > 0.0:
        sums[Culture.SOCIAL_WORKERS_PEOPLE] += row.caseload
