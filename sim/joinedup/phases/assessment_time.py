"""Time that a team keeps for assessments: of the week, day by day, and for which needs.

In a merged team each member keeps what their own team kept, for what that team brought in; once
they have adopted the change, for whatever comes.
"""

from __future__ import annotations

from joinedup.codes import PROFESSIONS
from joinedup.engine.jit import kernel
from joinedup.phases.staff_posts import has_adopted
from joinedup.rules.merging import FOR_ANY, MOST_MERGED

NO_TIME = -1


@kernel
def share_assessment_time(world, row):
    """The minutes of this week, by the team within a merged one whose work they are kept for."""
    if not row.merged:
        row.assessing_minutes[0] = row.assessing * minutes_that_may_assess(world, row)
        return
    may_assess = world.globals[0].p.team_process.may_assess
    row.assessing_minutes[:] = 0.0
    for place in range(int(row.first_member), int(row.after_members)):
        member = int(world.members[place])
        one = world.staff[member]
        home = world.teams[one.home]
        share = home.assessing * max(may_assess[one.profession], float(home.none_assess))
        kept_for = FOR_ANY if has_adopted(world, member) else int(home.pot)
        if one.post > 0.0:
            row.assessing_minutes[kept_for] += share * one.room / 1000.0


@kernel
def minutes_that_may_assess(world, row):
    """Minutes this week of those who may assess; of everyone where none of the team ever may."""
    may_assess = world.globals[0].p.team_process.may_assess
    qualified = usual = 0.0
    for profession in range(PROFESSIONS):
        qualified += row.capacity[profession] / 1000.0 * may_assess[profession]
        usual += row.usual[profession] * may_assess[profession]
    return qualified if usual > 0.0 else row.minutes


@kernel
def keep_time_for_assessments(row):
    """A working day's time for assessments; what was not used lasts no longer than a week."""
    days = 7.0 if row.weekends else 5.0
    for kept_for in range(MOST_MERGED + 1):
        week = row.assessing_minutes[kept_for]
        row.assessing_credit[kept_for] = min(row.assessing_credit[kept_for] + week / days, week)


@kernel
def time_to_assess(row, kind):
    """Whose time is left to assess a kind today: its own team's, else anyone's, or NO_TIME."""
    for pot in range(MOST_MERGED):
        if row.assessing_credit[pot] > 0.0 and (row.pot_takes[pot] >> kind) & 1:
            return pot
    return FOR_ANY if row.assessing_credit[FOR_ANY] > 0.0 else NO_TIME


@kernel
def has_time_to_assess(row):
    """Whether any time kept for assessments is left today."""
    for kept_for in range(MOST_MERGED + 1):
        if row.assessing_credit[kept_for] > 0.0:
            return True
    return False
