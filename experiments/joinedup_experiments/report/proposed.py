"""What is proposed: its timeline, its map, what it costs, and every difference in words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from joinedup.scenario.elements import elements_of, unpaid
from joinedup.scenario.in_force import first_live, live_months
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display import charts
from joinedup_experiments.display.document import (
    Figure,
    Figures,
    Fold,
    Heading,
    Part,
    Points,
    Section,
    Table,
    Words,
)
from joinedup_experiments.display.numbers import DASH
from joinedup_experiments.report.charts import WIDTH
from joinedup_experiments.report.map.interfaces import sides
from joinedup_experiments.report.map.page import in_words, interfaces_table
from joinedup_experiments.report.map.picture import figure_of
from joinedup_experiments.report.view import View, pictured
from joinedup_experiments.scenario_io.diff.differences import (
    COST,
    NAME,
    differences,
    element_in_words,
    phase_begins,
)
from joinedup_experiments.scenario_io.diff.phrases import listing, number
from joinedup_experiments.scenario_io.proposal_cost import paid_until, parts_of

HEADING = "What is proposed"
LONGEST, IN_A_LINE = 170, 28  # characters beside a bar
Bar = tuple[str, float, float]  # what, from which month, to which


def section(view: View) -> Section | None:
    """Each proposal in a timeline and a map; behind folds its cost and every difference."""
    if not view.others:
        return None
    parts: list[Part] = []
    for arm in view.proposals:
        base, other = (view.result.scenarios[n] for n in (0, arm))
        parts += [Heading(other.name)] if len(view.proposals) > 1 else []
        parts += [Words(" ".join(other.about.split()))] if other.about else []
        drawn = map_of(other, f"map-{arm}")
        wording: list[Part] = []
        named = differences(base, other)
        named.pop(NAME, None)  # stands above
        for title, sentences in named.items():
            wording += [Heading(title), Points([f"{s[:1].upper()}{s[1:]}." for s in sentences])]
        parts += [
            Figures([timeline(other, f"timeline-{arm}")]),
            Fold(drawn.title, [Figures([drawn])]),
            Fold(f"What {other.name} costs, line by line", _costs(other)),
            Fold(f"Every difference of {other.name} from {base.name}", wording),
        ]
    return Section("proposed", HEADING, parts)


def map_of(scenario: Scenario, name: str) -> Figure:
    """The map before and after, one above the other, with every interface in its table."""
    before, after = sides(scenario)
    wording = in_words(before, after)
    title = f"The map of {scenario.name}: {wording.partition('After: ')[2]}"
    drawn = figure_of(before, after, stacked=True)
    table = _called(scenario, interfaces_table(before, after))
    return pictured(name, title, wording, drawn, table)


def _costs(scenario: Scenario) -> list[Part]:
    """The tables of `joinedup cost`, each of which says whose it is."""
    found = parts_of(scenario)
    return [_called(scenario, one) if isinstance(one, Table) else one for one in found]


def _called(scenario: Scenario, table: Table) -> Table:
    """A table whose caption says whose it is, so that no two on a page have the same."""
    if table.caption.startswith(scenario.name):
        return table
    caption = f"{table.caption[:1].lower()}{table.caption[1:]}"
    return replace(table, caption=f"{scenario.name}: {caption}")


def bars(scenario: Scenario) -> list[Bar]:
    """What lasts from which month to which after the index date, within the run.

    What the money pays for ends with it (`elements.unpaid`); there is a bar of it if there is any.
    """
    p, months = scenario.arrangement.programme, float(scenario.run.months)
    until = paid_until(scenario)
    ends = months if until is None else until
    money: list[Bar] = [] if until is None else [("money", 0.0, until)]
    paid = _paid(scenario) if ends < months else set()
    places = p.go_live_by_neighbourhood
    made: list[Bar] = [
        (f"live in neighbourhood {n}", m, months) for n, m in enumerate(places or [], 1)
    ]
    if not places or paid:
        for what, goes in _live(scenario, paid):
            made.append((what, first_live(scenario), ends if goes else months))
    if p.training_hours_a_week:
        last = max(live_months(scenario)) + p.training_months
        made.append(("learning together", 0.0, min(last, months)))
    for phase in scenario.arrangement.phases:
        numbers = listing(map(str, phase.neighbourhoods or ()))
        where = f" in neighbourhood {numbers}" if numbers else ""
        for part, begins in phase_begins(scenario, phase):
            for last, goes in ((ends, True), (months, False)):
                some = [one for one in part if (one in paid) is goes]
                named = listing(element_in_words([scenario], one) for one in some)
                over = last if phase.until_month is None else min(phase.until_month, last)
                if some:
                    made.append((f"{named}{where}", begins, over))
    return [bar for bar in (*made, *money) if bar[1] < bar[2]]


def _paid(scenario: Scenario) -> set[str]:
    """The elements of an arrangement that are gone, or have fewer posts, once its money ends."""
    whole = scenario.arrangement
    left = unpaid(whole, scenario.teams)
    there = set(elements_of(left))
    fewer = {
        f"extra_staff{dot}{team}"
        for team, staff in whole.extra_staff.items() if staff != left.extra_staff.get(team)
        for dot, team in (("", ""), (".", team))
    }  # fmt: skip
    return {one for one in elements_of(whole) if one not in there or one in fewer}


def _live(scenario: Scenario, paid: set[str]) -> Iterator[tuple[str, bool]]:
    """What begins with the arrangement, and whether it ends with the money.

    By name where phases have some of it or the money pays for some, and part by part where phases
    have some parts of it; the programme's cost is the money.
    """
    phases = scenario.arrangement.phases
    phased = {element for phase in phases for element in phase.elements}
    parted = {x.partition(".")[0] for x in phased if "." in x}
    left = [
        x
        for x in elements_of(scenario.arrangement)
        if x != COST and x not in phased and x.partition(".")[0] not in phased
        and x not in parted and ("." not in x or x.partition(".")[0] in parted)
    ]  # fmt: skip
    if not phased and not paid.intersection(left):
        yield "arrangement live", False
        return
    for goes, words in ((False, "live"), (True, "until the money ends")):
        some = [x for x in left if (x in paid) is goes]
        if some:
            yield f"{words}: {listing(element_in_words([scenario], x) for x in some)}", goes


def late(scenario: Scenario) -> list[int]:
    """The neighbourhoods, counted from 1, that do not go live before the run ends."""
    end = scenario.run.months
    return [n for n, month in enumerate(live_months(scenario), 1) if month >= end]


def never_live(scenario: Scenario) -> str:
    """The same in words; empty for none."""
    named = late(scenario)
    return f"neighbourhood{'s' * (len(named) > 1)} {listing(map(str, named))}" if named else ""


def timeline_message(scenario: Scenario) -> str:
    """When an arrangement begins to hold, and when its money ends, if it has any."""
    live = [month for month in live_months(scenario) if month < scenario.run.months]
    if not live:
        began = "not live in this run"
    else:
        first, last = (number(month) for month in (min(live), max(live)))
        began = "live from the first day" if last == "0" else f"live from month {first}"
        if first != last:
            began = f"going live from month {first} to {last}, neighbourhood by neighbourhood"
        began += f", and in this run never in {never_live(scenario)}" if late(scenario) else ""
    ends = paid_until(scenario)
    if ends is None:
        return began
    if ends >= scenario.run.months:
        return f"{began}; the money goes on to the end"
    return f"{began}; the money ends in month {number(ends)}"


def timeline(scenario: Scenario, name: str) -> Figure:
    """The programme as bars over the months of the run."""
    found = bars(scenario)
    rows = [(what, number(begins), number(ends)) for what, begins, ends in found]
    if missing := never_live(scenario):
        end = float(scenario.run.months)
        found = [(f"{missing}: not live in this run", end, end), *found]
        rows.insert(0, (found[0][0], DASH, DASH))
    table = Table(f"{scenario.name}: months after the index date", ("What", "From", "To"), rows)
    title = f"{scenario.name}: {timeline_message(scenario)}"
    alt = "Bars over the years after the index date"
    return pictured(name, title, alt, _drawn(found, scenario.run.months / 12.0), table)


def _in_lines(what: str) -> str:
    return textwrap.fill(textwrap.shorten(what, LONGEST, placeholder=" ..."), IN_A_LINE)


@charts.styled()
def _drawn(found: list[Bar], years: float) -> Any:
    lines = sum(_in_lines(what).count("\n") + 1 for what, _, _ in found)
    figure = charts.blank(WIDTH, 0.75 + 0.2 * lines + 0.12 * len(found))
    axes = figure.subplots()
    for row, (what, begins, ends) in enumerate(found):
        colour = charts.COLOURS[5] if what == "money" else charts.COLOURS[6]
        axes.barh(row, (ends - begins) / 12.0, 0.72, left=begins / 12.0, color=colour)
    axes.set(ylim=(len(found) - 0.4, -0.6), xlim=(0.0, years), xlabel="years after the index date")
    axes.set_yticks(range(len(found)), [_in_lines(what) for what, _, _ in found], fontsize=8)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", visible=False)
    axes.spines["left"].set_visible(False)
    return figure
