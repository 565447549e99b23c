"""The words on a map, and the table that says in numbers what the picture shows."""

from __future__ import annotations

import textwrap

from experiments.place_map.interfaces import BARRIERS, Face, Side
from experiments.scenario_differences.phrases import count, number, posts
from experiments.scenario_differences.phrases import words as spelt

_LAST = (
    "Posts for every 30,000 residents; direct: residents may come without a referral. What an "
    "interface comes to do also depends on how far staff take it up."
)
_HEADS = ("team", "who employs", "posts before", "posts after", "behind the door", "shares",
          "stays outside")  # fmt: skip
_SHORT = {"nhs": "NHS", "council": "council", "voluntary": "voluntary"}


def title_of(after: Side) -> str:
    """What the picture is called."""
    return f"{after.scenario.name}: teams and interfaces before and after"


def in_box(side: Side, name: str) -> tuple[str, list[str]]:
    """A team's label, and what stands in small letters below it."""
    scenario, arrangement = side.scenario, side.scenario.arrangement
    direct = ", direct" if scenario.teams[name].direct_access else ""
    small = [f"{number(round(side.staff[name], 1))} posts, {_SHORT[_whose(side, name)]}{direct}"]
    shares = []
    if name in arrangement.shared_record:
        shares.append("record")
    if name in arrangement.common_form:
        shares.append("form")
    if arrangement.joint_meetings and name in arrangement.joint_meetings.teams:
        shares.append("meetings")
    if name in arrangement.stays_outside:
        shares.append("stays outside")
    if shares:
        small.append(" + ".join(shares))
    return scenario.teams[name].label, small


def _whose(side: Side, name: str) -> str:
    return side.scenario.teams[name].organisation


def legend_of_organisations(side: Side) -> list[tuple[str, str]]:
    """Who employs: each organisation of the place, and its name."""
    there = {team.organisation for team in side.scenario.teams.values()}
    names = (("nhs", "NHS"), ("council", "council"), ("voluntary", "voluntary sector"))
    return [(organisation, words) for organisation, words in names if organisation in there]


def degree_left(side: Side) -> dict[str, tuple[int, str]]:
    """For each degree that occurs: how many interfaces, and what is left of their barriers."""
    by_degree: dict[str, list[Face]] = {}
    for face in side.faces.values():
        if face.joined:
            by_degree.setdefault(face.degree, []).append(face)
    order = ("merged", "co_located", "coordinated", "closer_working", "none")
    return {
        degree: (len(by_degree[degree]), _left([face.left for face in by_degree[degree]]))
        for degree in order
        if degree in by_degree
    }


def _left(values: list[float]) -> str:
    low, high = f"{min(values):.0%}", f"{max(values):.0%}"
    return f"{low} of the barriers left" if low == high else f"{low} to {high} of the barriers left"


def below(after: Side, wide: int) -> list[str]:
    """What else the arrangement puts in place, as lines; at least one."""
    a = after.scenario.arrangement
    told = []
    if a.organisations_merge:
        told.append(
            f"Organisations that merge: {', '.join(_SHORT[o] for o in a.organisations_merge)}"
        )
    if a.case_management:
        told.append(f"{posts(a.case_management.case_managers, 'case_manager')}")
    if a.care_coordinators:
        told.append(posts(a.care_coordinators, "care_coordinator"))
    if a.boundary_spanners:
        told.append(posts(a.boundary_spanners, "boundary_spanner"))
    for need, severity in a.back_to_gp_below.items():
        told.append(f"{spelt(need)} below severity {number(severity)} goes back to the GP")
    if not told and not any(face.joined for face in after.faces.values()):
        told.append("No interface is changed" if after.door_left is None else "")
    told = [line for line in told if line]
    told.append(_LAST)
    lines: list[str] = []
    for line in told:
        lines += textwrap.wrap(line[:1].upper() + line[1:], wide)
    return lines


def page(before: Side, after: Side, pictures: tuple[str, str]) -> str:
    """The map in words and numbers, as Markdown.

    Parameters
    ----------
    before, after
        The two sides of the map.
    pictures
        The names of the pictures: side by side, and one above the other.
    """
    scenario = after.scenario
    lines = [
        f"# {title_of(after)}",
        "",
        f"{' '.join(scenario.about.split())}".strip() or "No description.",
        "",
        f"![{_in_words(after)}]({pictures[0]})",
        "",
        f"[The same, one above the other]({pictures[1]})",
        "",
        "*Before* is the place siloed; *after* the arrangement in full, as agreed, both ways of "
        "each interface taken together. What an interface comes to do in a run also depends on how "
        "far staff take it up, and on trust. What is left of the barriers is the mean, over the "
        "six numbers beside it, of each against before.",
        "",
        "## Teams",
        "",
        "| " + " | ".join(_HEADS) + " |",
        "|" + "---|" * len(_HEADS),
    ]  # fmt: skip
    lines += [_team_row(before, after, name) for name in scenario.team_names]
    lines += ["", "Posts are whole-time equivalents for every 30,000 residents.", ""]
    lines += [*below(after, 10_000)[:-1], ""] if len(below(after, 10_000)) > 1 else []
    heads = [f"{what} ({unit})" for what, unit in BARRIERS.values()]
    lines += [
        "## Interfaces",
        "",
        "| between | joined | left of the barriers | " + " | ".join(heads) + " |",
        "|---|---|---|" + "---|" * len(heads),
    ]
    lines += [
        _face_row(before, after, pair)
        for pair in sorted(after.faces, key=lambda p: (after.faces[p].left, p))
    ]
    return "\n".join(lines) + "\n"


def _in_words(after: Side) -> str:
    """The picture in a sentence, for whoever does not see it."""
    joined = [
        f"{count(many, 'interface')} {spelt(degree)}, {left}"
        for degree, (many, left) in degree_left(after).items()
    ]
    door = after.scenario.arrangement.single_point_of_contact
    if door:
        joined.append(
            f"a single point of contact in front of {count(len(door.in_front_of), 'team')}"
        )
    return f"Before: {count(len(after.faces), 'interface')} siloed. After: " + (
        "; ".join(joined) or "no interface changed"
    )


def _team_row(before: Side, after: Side, name: str) -> str:
    a = after.scenario.arrangement
    door = a.single_point_of_contact
    shared = in_box(after, name)[1][1:]
    cells = (
        after.scenario.teams[name].label,
        _SHORT[_whose(after, name)],
        number(round(before.staff[name], 2)),
        number(round(after.staff[name], 2)),
        "yes" if door and name in door.in_front_of else "no",
        " + ".join(p for s in shared for p in s.split(" + ") if p != "stays outside") or "nothing",
        "yes" if name in a.stays_outside else "no",
    )
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _face_row(before: Side, after: Side, pair: tuple[str, str]) -> str:
    teams, face = after.scenario.teams, after.faces[pair]
    numbers = [
        first if first == second else f"{first} → {second}"
        for first, second in (
            (_shown(b), _shown(a))
            for b, a in zip(before.faces[pair].barriers, face.barriers, strict=True)
        )
    ]
    joined = "set by hand" if face.degree == "none" and face.by_hand else spelt(face.degree)
    between = f"{teams[pair[0]].label} and {teams[pair[1]].label}".replace("|", r"\|")
    return "| " + " | ".join([between, joined, f"{face.left:.0%}", *numbers]) + " |"


def _shown(value: float) -> str:
    return f"{value:.3g}"
