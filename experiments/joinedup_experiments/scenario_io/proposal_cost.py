"""What a proposal costs before anything is run: posts, places and programme, by payer and year.

Posts are at the unit cost of all their paid hours, as a run has them; those that are empty, and
what goes up or down in hospital, only a run can tell. ``joinedup cost`` prints it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from joinedup.codes import PER, Profession
from joinedup.outcomes.costs import OF_THE_COUNCIL
from joinedup.scenario.scenario import Scenario
from joinedup.scenario.twins import cost_of_places, yearly_pay
from joinedup_experiments.display.document import Part, Table, Words
from joinedup_experiments.display.numbers import number, value
from joinedup_experiments.scenario_io.diff.phrases import words

COUNCIL, NHS = "council", "nhs"
CASE_MANAGER, COORDINATOR = "district_nurse", "care_coordinator"
LEAST = 0.005  # posts; less is what moving them leaves over
PROGRAMME, PLACES = "programme", "places between hospital and home"


@dataclass(frozen=True)
class Line:
    """Something that is paid for in the whole place: how much of it, and pounds a year.

    ``lasts`` if it goes on when the programme's money ends; ``waits`` if it begins with going
    live, and not on the index date.
    """

    what: str
    payer: str
    posts: float
    pounds: float
    lasts: bool = False
    waits: bool = True


def lines(scenario: Scenario) -> list[Line]:
    """Every line of what an arrangement adds, and takes away."""
    made = list(_posts(scenario))
    if places := cost_of_places(scenario):
        made.append(Line(PLACES, NHS, 0.0, places * scenario.place.residents / PER))
    if programme := scenario.arrangement.programme_cost_a_year:
        made.append(Line(PROGRAMME, NHS, 0.0, programme, waits=False))
    return made


def _posts(scenario: Scenario) -> Iterator[Line]:
    """Posts by profession and payer: a team's employer pays, and of others who they are."""
    arrangement, pay = scenario.arrangement, yearly_pay(scenario)
    found: dict[tuple[str, str, bool], float] = defaultdict(float)
    for name, team in scenario.all_teams.items():
        extra = arrangement.extra_staff.get(name, {})
        added = name in arrangement.new_teams
        closed = name in arrangement.closed_teams
        for profession in {**team.staff, **extra}:
            own, more = team.staff.get(profession, 0.0), extra.get(profession, 0.0)
            change = (0.0 if added else -own) if closed else more + (own if added else 0.0)
            found[profession, team.organisation, change < 0.0] += change
    for profession, posts, lasts in _outside_teams(scenario):
        council = Profession[profession.upper()] in OF_THE_COUNCIL
        found[profession, COUNCIL if council else NHS, lasts] += posts
    people = scenario.place.residents / PER
    for (profession, payer, lasts), posts in sorted(found.items()):
        if posts:
            whole = posts * people
            yield Line(profession, payer, whole, whole * pay[profession], lasts)


def _outside_teams(scenario: Scenario) -> Iterator[tuple[str, float, bool]]:
    """Profession, posts for 30,000 residents, and whether they outlast the money."""
    arrangement = scenario.arrangement
    if arrangement.case_management:
        yield CASE_MANAGER, arrangement.case_management.case_managers, False
    yield COORDINATOR, arrangement.care_coordinators + arrangement.boundary_spanners, False
    if arrangement.single_point_of_access:
        for profession, posts in arrangement.single_point_of_access.staff.items():
            yield profession, posts, True
    if arrangement.hospital:
        for profession, posts in arrangement.hospital.urgent_community_response.items():
            yield profession, posts, False


def by_year(scenario: Scenario) -> list[float]:
    """Pounds in each year of the run after the index date.

    Posts begin where their neighbourhood goes live, and end with the programme's money, unless
    they outlast it.
    """
    programme = scenario.arrangement.programme
    live = programme.go_live_by_neighbourhood or [programme.go_live_month]
    ends = programme.money_ends_month
    months = np.arange(np.ceil(scenario.run.years) * 12.0)
    paid = np.ones_like(months) if ends is None else np.clip(ends - months, 0.0, 1.0)
    there = np.mean([np.clip(months + 1.0 - begun, 0.0, 1.0) for begun in live], axis=0)
    whole = np.zeros_like(months)
    for one in lines(scenario):
        whole += one.pounds / 12.0 * (there if one.waits else 1.0) * (1.0 if one.lasts else paid)
    return [float(year) for year in whole.reshape(-1, 12).sum(axis=1)]


def in_a_line(scenario: Scenario) -> str:
    """What an arrangement adds in all, for `joinedup validate`; empty where that is nothing."""
    found = lines(scenario)
    if not found:
        return ""
    posts, pounds = sum(one.posts for one in found), sum(one.pounds for one in found)
    where = f"in the whole place of {scenario.place.residents:,} residents"
    added = f"{number(posts)} posts and " if abs(posts) >= LEAST else ""
    return f"it adds {added}{value(pounds, 'pounds')} a year, {where} (see joinedup cost)"


def parts_of(scenario: Scenario) -> list[Part]:
    """What a screen shows: every line, sums by payer, and each year."""
    found = lines(scenario)
    if not found:
        return [Words(f"{scenario.name} adds neither posts nor money.")]
    rows: list[Sequence[str]] = [
        (
            words(one.what), words(one.payer), number(one.posts) if one.posts else "",
            value(one.pounds, "pounds"),
        )
        for one in found
    ]  # fmt: skip
    for payer in dict.fromkeys(one.payer for one in found):
        pounds = sum(one.pounds for one in found if one.payer == payer)
        rows.append((f"All that {words(payer)} pays", "", "", value(pounds, "pounds")))
    whole = sum(one.pounds for one in found)
    rows.append(("All", "", number(sum(one.posts for one in found)), value(whole, "pounds")))
    where = f"the whole place of {scenario.place.residents:,} residents"
    caption = f"{scenario.name}: what it adds in a full year, in {where}"
    years = by_year(scenario)
    cumulative = np.cumsum(years)
    each = [
        (f"Year {n}", value(year, "pounds"), value(float(whole_so_far), "pounds"))
        for n, (year, whole_so_far) in enumerate(zip(years, cumulative, strict=True), 1)
    ]
    return [
        Table(caption, ("what", "who pays", "posts", "pounds a year"), rows),
        Table("By year after the index date", ("year", "in it", "so far"), each),
        Words(
            "Posts are at full unit cost, filled or not. What services then do more or less of is "
            "not in here: a run tells."
        ),
    ]
