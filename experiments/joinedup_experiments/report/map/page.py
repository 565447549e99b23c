"""The map as a page for a browser: its words, its pictures, and every number in tables.

The page is whole by itself: it holds both pictures and shows the one that suits the screen.
"""

from __future__ import annotations

import shlex
import textwrap
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from joinedup.scenario.beyond_hospital import BeyondHospital
from joinedup.scenario.keys import meaning_of
from joinedup.scenario.names import POSTS
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.document import Table
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.report.map.interfaces import BARRIERS, Interface, Side
from joinedup_experiments.report.team_names import who_is_merged
from joinedup_experiments.scenario_io.diff.amounts import level
from joinedup_experiments.scenario_io.diff.phrases import count, listing, number, posts
from joinedup_experiments.scenario_io.diff.phrases import words as spelt

LAST = (
    "Posts are those of the whole place; direct: residents may come without a referral. What an "
    "interface comes to do also depends on how far staff take it up."
)
PICTURES = (".svg", ".png")
SHORT = {"nhs": "NHS", "council": "council", "voluntary": "voluntary"}


def stem_of(out: Path) -> Path:
    """What the files of a map begin with; a folder, or the ending of another kind, is refused."""
    if not out.name.strip(".") or out.is_dir():
        raise InputError(f"--out {out}: this is a folder; name a file, as in --out map.html")
    if out.suffix.lower() not in ("", ".html", *PICTURES):
        meant = shlex.quote(str(out.with_suffix(".html")))
        what = f"a map's name ends in .html; pictures ({', '.join(PICTURES)}) go beside it"
        raise InputError(f"--out {out}: {what}; try --out {meant}")
    return out.with_suffix("")


def page(before: Side, after: Side, wide: bytes, narrow: bytes) -> str:
    """The map as HTML; the pictures as SVG, side by side and one above the other."""
    from jinja2 import Environment, StrictUndefined

    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    text = Path(__file__).with_name("page.html.j2").read_text(encoding="utf-8")
    return template.from_string(text).render(
        title=title_of(after),
        about=" ".join(after.scenario.about.split()),
        in_words=in_words(before, after),
        wide=b64encode(wide).decode(),
        narrow=b64encode(narrow).decode(),
        tables=(teams_table(before, after), interfaces_table(before, after)),
        after=after,
        labels=lambda teams: listing(map(after.label, teams)),
        notes=[*who_is_merged([after.scenario]), *below(after, 10_000)[:-1]],
    )


def title_of(after: Side) -> str:
    """What the picture is called."""
    return f"{after.scenario.name}: teams and interfaces before and after"


def in_box(side: Side, name: str) -> list[str]:
    """What stands in small letters below a team's label."""
    a, members = side.scenario.arrangement, side.members[name]
    there = ["direct"] if any(side.scenario.all_teams[n].direct_access for n in members) else []
    there += shared_by(side, name)
    there += ["stays outside"] if name in a.stays_outside else []
    there += ["no referral inside"] if len(members) > 1 else []
    employers = " + ".join(SHORT[one] for one in side.organisations(name))
    about = f"{number(round(side.staff[name], 1))} posts, {employers}"
    lines = (textwrap.wrap(t, 25, break_long_words=False) for t in (about, " + ".join(there)))
    return [line for some in lines for line in some]


def shared_by(side: Side, name: str) -> list[str]:
    """What a team shares with others: record, form, meetings."""
    a, members = side.scenario.arrangement, set(side.members[name])
    meetings = a.joint_meetings.teams if a.joint_meetings else []
    shares = {"record": a.shared_record, "form": a.common_form, "meetings": meetings}
    return [what for what, teams in shares.items() if members.intersection(teams)]


def left_of(interfaces: Sequence[Interface]) -> str:
    """What is left of the barriers of some interfaces."""
    left = [interface.left for interface in interfaces]
    low, high = f"{min(left):.0%}", f"{max(left):.0%}"
    if low == high == "100%":
        return "every barrier stands"
    return f"{low if low == high else f'{low} to {high}'} of the barriers left"


def below(after: Side, wide: int) -> list[str]:
    """What else the arrangement puts in place, as lines; at least one."""
    a = after.scenario.arrangement
    managers = a.case_management.case_managers if a.case_management else 0.0
    roles = {"case_manager": managers, "care_coordinator": a.care_coordinators,
             "boundary_spanner": a.boundary_spanners}  # fmt: skip
    merging = ", ".join(SHORT[one] for one in a.organisations_merge)
    notes = [f"Organisations that merge: {merging}"] if merging else []
    notes += [*_in_whole_place(after.scenario, roles), *_ways_out(after.scenario)]
    notes += [
        f"{spelt(need)} below severity {number(severity)} goes back to the GP"
        for need, severity in a.back_to_gp_below.items()
    ]
    if not notes and not changed(after):
        notes = ["No interface is changed"]
    lines = (textwrap.wrap(line[:1].upper() + line[1:], wide) for line in [*notes, LAST])
    return [line for part in lines for line in part]


def _in_whole_place(scenario: Scenario, staff: Mapping[str, float]) -> list[str]:
    """Posts of the whole place, of those stated for every 30,000 residents."""
    pair = (scenario, scenario)
    return [posts(level(pair, POSTS, many), role) for role, many in staff.items() if many]


def _ways_out(scenario: Scenario) -> Iterator[str]:
    """Places between a hospital bed and home, and an urgent response, in the whole place."""
    ways, place = scenario.arrangement.hospital, scenario.place
    if ways is None:
        return
    each = (ways.places_of(place, at) for at in range(place.neighbourhoods))
    keys = ways.model_dump(exclude={"urgent_community_response"})
    for key, there in zip(keys, map(sum, zip(*each, strict=True)), strict=True):
        if there:
            yield f"{meaning_of(BeyondHospital, key).meaning}: {number(there)}"
    if staff := _in_whole_place(scenario, ways.urgent_community_response):
        yield f"urgent community response: {listing(staff)}"


def changed(after: Side) -> list[Interface]:
    """The interfaces at which less is left of the barriers than before."""
    return [interface for interface in after.interfaces.values() if interface.left < 1.0]


def in_words(before: Side, after: Side) -> str:
    """The picture in a sentence, for a reader who does not see it."""
    first = f"Before: {count(len(before.interfaces), 'interface')} siloed."
    joined = [
        f"{count(len(some), 'interface')} {spelt(degree)}, {left_of(some)}"
        for degree, some in after.by_degree.items()
    ]
    joined += [f"{len(group)} teams merged into one" for group in after.merged]
    if after.behind:
        teams = count(len(after.behind), "team")
        joined.append(f"a single point of access in front of {teams}")
    for hub, behind in after.hubs.items():
        joined.append(f"{after.label(hub)} at the door of {count(len(behind), 'team')}")
    if not joined and (some := changed(after)):
        joined.append(f"{count(len(some), 'interface')} changed, {left_of(some)}")
    return f"{first} After: {'; '.join(joined) or 'no interface changed'}"


def teams_table(before: Side, after: Side) -> Table:
    """A row for each team that there is after, and for those that are closed."""
    rows = []
    gone = [name for name in before.members if not after.among([name])]
    for name in [*after.members, *gone]:
        here = after if name in after.members else before
        first = sum(before.staff.get(member, 0.0) for member in here.members[name])
        staff = (number(round(posts, 2)) for posts in (first, after.staff.get(name, 0.0)))
        outside = after.scenario.arrangement.stays_outside
        behind, out = ("yes" if name in some else "no" for some in (after.behind, outside))
        shares = " + ".join(shared_by(here, name)) or "nothing"
        employers = " + ".join(SHORT[one] for one in here.organisations(name))
        rows.append((here.label(name), employers, *staff, behind, shares, out))
    return Table(
        "Teams; posts are whole-time equivalents in the whole place",
        ("Team", "Who employs", "Posts before", "Posts after", "Behind the single point of access",
         "Shares", "Stays outside"), rows,
    )  # fmt: skip


def interfaces_table(before: Side, after: Side) -> Table:
    """A row for each interface, those with the fewest barriers left first."""
    units = (f"{what.capitalize()} ({unit})" for what, unit in BARRIERS.values())
    pairs = sorted(after.interfaces, key=lambda pair: (after.interfaces[pair].left, pair))
    rows = []
    for pair in pairs:
        first, second = map(after.label, pair)
        now = after.interfaces[pair]
        was = before.interfaces.get(pair, now)
        both = zip(was.barriers, now.barriers, strict=True)
        ends = [(f"{b:.3g}", f"{a:.3g}") for b, a in both]
        joined = "set by hand" if now.degree == "by_hand" else spelt(now.degree)
        numbers = (b if b == a else f"{b} \N{RIGHTWARDS ARROW} {a}" for b, a in ends)
        rows.append((f"{first} and {second}", joined, f"{now.left:.0%}", *numbers))
    return Table(
        "Interfaces, those with the fewest barriers left first; two numbers are before "
        "\N{RIGHTWARDS ARROW} after",
        ("Between", "Joined", "Left of the barriers", *units), rows,
    )  # fmt: skip
