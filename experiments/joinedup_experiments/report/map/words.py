"""The words on a map."""

from __future__ import annotations

import textwrap

from joinedup_experiments.report.map.interfaces import Interface, Side
from joinedup_experiments.scenario_io.diff.phrases import count, number, posts
from joinedup_experiments.scenario_io.diff.phrases import words as spelt

_LAST = (
    "Posts for every 30,000 residents; direct: residents may come without a referral. What an "
    "interface comes to do also depends on how far staff take it up."
)
SHORT = {"nhs": "NHS", "council": "council", "voluntary": "voluntary"}


def title_of(after: Side) -> str:
    """What the picture is called."""
    return f"{after.scenario.name}: teams and interfaces before and after"


def in_box(side: Side, name: str) -> tuple[str, list[str]]:
    """A team's label, and what stands in small letters below it."""
    scenario, arrangement = side.scenario, side.scenario.arrangement
    posts_and_whose = f"{number(round(side.staff[name], 1))} posts, {SHORT[whose(side, name)]}"
    there = ["direct"] if scenario.teams[name].direct_access else []
    there += shared_by(side, name)
    if name in arrangement.stays_outside:
        there.append("stays outside")
    lines = textwrap.wrap(" + ".join(there), 25, break_long_words=False)
    return scenario.teams[name].label, [posts_and_whose, *lines]


def shared_by(side: Side, name: str) -> list[str]:
    """What a team shares with others: record, form, meetings."""
    arrangement = side.scenario.arrangement
    meetings = arrangement.joint_meetings
    shares = (
        ("record", name in arrangement.shared_record),
        ("form", name in arrangement.common_form),
        ("meetings", meetings is not None and name in meetings.teams),
    )
    return [what for what, shared in shares if shared]


def whose(side: Side, name: str) -> str:
    """The organisation that employs a team."""
    return side.scenario.teams[name].organisation


def legend_of_organisations(side: Side) -> list[tuple[str, str]]:
    """Who employs: each organisation of the place, and its name."""
    there = {team.organisation for team in side.scenario.teams.values()}
    names = (("nhs", "NHS"), ("council", "council"), ("voluntary", "voluntary sector"))
    return [(organisation, words) for organisation, words in names if organisation in there]


def degree_left(side: Side) -> dict[str, tuple[int, str]]:
    """For each degree that occurs: how many interfaces, and what is left of their barriers."""
    by_degree: dict[str, list[Interface]] = {}
    for interface in side.interfaces.values():
        if interface.joined:
            by_degree.setdefault(interface.degree, []).append(interface)
    order = ("merged", "co_located", "coordinated", "closer_working", "none")
    return {
        degree: (len(by_degree[degree]), _left([interface.left for interface in by_degree[degree]]))
        for degree in order
        if degree in by_degree
    }


def _left(values: list[float]) -> str:
    low, high = f"{min(values):.0%}", f"{max(values):.0%}"
    return f"{low} of the barriers left" if low == high else f"{low} to {high} of the barriers left"


def level(side: Side) -> str:
    """What is left of the barriers where nothing was agreed: a shared record may lower them."""
    left = [interface.left for interface in side.interfaces.values() if not interface.joined]
    low, high = f"{min(left):.0%}", f"{max(left):.0%}"
    if low == high == "100%":
        return "every barrier stands"
    return f"{low} to {high} of the barriers left" if low != high else f"{low} of them left"


def below(after: Side, wide: int) -> list[str]:
    """What else the arrangement puts in place, as lines; at least one."""
    a = after.scenario.arrangement
    notes = []
    if a.organisations_merge:
        notes.append(
            f"Organisations that merge: {', '.join(SHORT[o] for o in a.organisations_merge)}"
        )
    if a.case_management:
        notes.append(f"{posts(a.case_management.case_managers, 'case_manager')}")
    if a.care_coordinators:
        notes.append(posts(a.care_coordinators, "care_coordinator"))
    if a.boundary_spanners:
        notes.append(posts(a.boundary_spanners, "boundary_spanner"))
    for need, severity in a.back_to_gp_below.items():
        notes.append(f"{spelt(need)} below severity {number(severity)} goes back to the GP")
    if not notes and not any(interface.joined for interface in after.interfaces.values()):
        notes.append("No interface is changed" if after.spoa_left is None else "")
    notes = [line for line in notes if line]
    notes.append(_LAST)
    lines: list[str] = []
    for line in notes:
        lines += textwrap.wrap(line[:1].upper() + line[1:], wide)
    return lines


def in_words(after: Side) -> str:
    """The picture in a sentence, for a reader who does not see it."""
    joined = [
        f"{count(many, 'interface')} {spelt(degree)}, {left}"
        for degree, (many, left) in degree_left(after).items()
    ]
    spoa = after.scenario.arrangement.single_point_of_access
    if spoa:
        joined.append(
            f"a single point of access in front of {count(len(spoa.in_front_of), 'team')}"
        )
    return f"Before: {count(len(after.interfaces), 'interface')} siloed. After: " + (
        "; ".join(joined) or "no interface changed"
    )
