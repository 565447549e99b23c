"""What a proposal costs before anything is run: posts, places and programme, by payer and year.

Posts are at what a whole-time post costs in a year, as a run has them; those that are empty, and
what goes up or down in hospital, only a run can tell. ``joinedup cost`` prints it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from joinedup.codes import PER, WEEK_HOURS, Profession
from joinedup.rules.collected import parameter_record
from joinedup.scenario.elements import unpaid
from joinedup.scenario.in_force import InForce, spans
from joinedup.scenario.planned import posts_in_force
from joinedup.scenario.pounds import pounds_of_places, yearly_pay
from joinedup.scenario.scenario import Scenario
from joinedup.scenario.twins import MEAN
from joinedup_experiments.display.document import Part, Table, Words
from joinedup_experiments.display.numbers import number, value
from joinedup_experiments.scenario_io.diff.phrases import listing, words

NHS = "nhs"
LEAST = 0.005  # posts; less is what moving them leaves over
PENCE, PARTS = 2, 9  # decimals of pounds and of posts; sums of floats leave over less
PROGRAMME, PLACES = "programme", "places between hospital and home"


class Key(NamedTuple):
    """What tells a line from others."""

    what: str
    payer: str
    goes: bool  # posts that go stand apart from those that come


@dataclass(frozen=True)
class Line:
    """Something that is paid for in the whole place: how much of it, and pounds a year."""

    what: str
    payer: str
    posts: float
    pounds: float

    @property
    def key(self) -> Key:
        """What tells it from others: what is paid for, by whom, and whether it goes."""
        return Key(self.what, self.payer, min(self.posts, self.pounds) < 0.0)


def in_all(some: Sequence[Line]) -> tuple[float, float]:
    """Posts and pounds a year of all of them; of posts that only move, exactly nought."""
    posts, pounds = sum(one.posts for one in some), sum(one.pounds for one in some)
    return float(rounded(posts, PARTS)), float(rounded(pounds))


def rounded(pounds: ArrayLike, decimals: int = PENCE) -> np.ndarray:
    """Sums to a penny: without what floats leave over, and without a minus at nought."""
    return np.round(np.asarray(pounds, dtype=float), decimals) + 0.0


def lines(scenario: Scenario, force: InForce | None = None) -> list[Line]:
    """Every line of what is in force, or of all of an arrangement: what it adds and takes away."""
    force = force or InForce.everywhere(scenario)
    made = list(_posts(scenario, force))
    if places := pounds_of_places(scenario, force):
        made.append(Line(PLACES, NHS, 0.0, places))
    if force.programme_cost:
        made.append(Line(PROGRAMME, NHS, 0.0, force.programme_cost))
    return made


def paid_until(scenario: Scenario) -> float | None:
    """The month until which there is money, at most the run's last; None where there never is.

    What ends with it may be in no line, as pay on top of usual pay.
    """
    whole, months = scenario.arrangement, float(scenario.run.months)
    ends = whole.programme.money_ends_month
    if ends is None or ends >= months:
        return months if lines(scenario) else None
    return ends if lines(scenario) or unpaid(whole, scenario.teams) != whole else None


def _posts(scenario: Scenario, force: InForce) -> Iterator[Line]:
    """Posts by profession and payer; those that come and those that go stand apart."""
    pay, people = yearly_pay(scenario), scenario.place.residents / PER
    for (profession, payer, _), posts in sorted(posts_in_force(scenario, force).items()):
        whole = posts * people
        if rounded(whole, PARTS):
            yield Line(profession, payer, whole, whole * pay[profession])


def years_begun(scenario: Scenario) -> int:
    """How many years of the run begin after the index date; the last may be of fewer months."""
    return -(-scenario.run.months // 12)


def year_names(scenario: Scenario) -> list[str]:
    """What each of them is called; one that is only begun says how many months it has."""
    names = [f"Year {n}" for n in range(1, years_begun(scenario) + 1)]
    if left := scenario.run.months % 12:
        names[-1] += f" ({left} month{'s' * (left > 1)})"
    return names


def lines_by_year(scenario: Scenario) -> dict[Key, np.ndarray]:
    """Pounds [years] in each year of the run after the index date, line by line.

    Months that are not run cost nothing, so the last year has the share of those that are; what
    is in force in none of them has zeros.
    """
    months = 12 * years_begun(scenario)
    whole: dict[Key, np.ndarray] = defaultdict(lambda: np.zeros(months))
    for line in lines(scenario):
        whole[line.key] = np.zeros(months)
    for span in spans(scenario, scenario.run.months):
        for line in lines(scenario, span.force):
            whole[line.key] += span.share_of_months(months) * line.pounds / 12.0
    return {key: paid.reshape(-1, 12).sum(axis=1) for key, paid in whole.items()}


def by_year(scenario: Scenario) -> dict[str, list[float]]:
    """Pounds of each payer in each year of the run after the index date, of what is in force."""
    found: dict[str, np.ndarray] = {}
    for (_, payer, _), paid in lines_by_year(scenario).items():
        found[payer] = found.get(payer, 0.0) + paid
    return {payer: rounded(paid).tolist() for payer, paid in found.items()}


def in_each_year(scenario: Scenario, years: int) -> np.ndarray:
    """Pounds of all payers in the first so many years after the index date: [years]."""
    each = [[0.0] * years_begun(scenario), *by_year(scenario).values()]
    return rounded(np.sum(each, axis=0)[:years])


def programme_in_each_year(scenario: Scenario, years: int) -> np.ndarray:
    """Of them, those of the programme itself: [years]."""
    found = (
        span.force.programme_cost / 12.0 * span.share_of_months(12 * years)
        for span in spans(scenario, scenario.run.months)
    )
    return rounded(np.sum(list(found), axis=0).reshape(-1, 12).sum(axis=1))


def there_now(scenario: Scenario) -> tuple[float, float]:
    """Posts of the place's teams as they are, and what they cost in a year, in pounds."""
    pay, people = yearly_pay(scenario), scenario.place.residents / PER
    staff = [item for team in scenario.teams.values() for item in team.staff.items()]
    posts = sum(number for _, number in staff)
    return posts * people, people * sum(number * pay[profession] for profession, number in staff)


def in_a_line(scenario: Scenario) -> str:
    """What an arrangement adds in all, for `joinedup validate`; empty where that is nothing."""
    found = lines(scenario)
    if not found:
        return ""
    posts, pounds = in_all(found)
    where = f"in the whole place of {scenario.place.residents:,} residents"
    moved = [(posts, f"{number(abs(posts))} posts")] if abs(posts) >= LEAST else []
    moved.append((pounds, f"{value(abs(pounds), 'pounds')} a year"))
    verbs = {"adds": [text for x, text in moved if x >= 0.0],
             "removes": [text for x, text in moved if x < 0.0]}  # fmt: skip
    changes = " and ".join(
        f"{verb} {' and '.join(texts)}" for verb, texts in verbs.items() if texts
    )
    return f"it {changes}, {where} (see joinedup cost)"


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
        _, pounds = in_all([one for one in found if one.payer == payer])
        rows.append((f"All that {words(payer)} pays", "", "", value(pounds, "pounds")))
    posts, pounds = in_all(found)
    rows.append(("All", "", number(posts), value(pounds, "pounds")))
    where = f"the whole place of {scenario.place.residents:,} residents"
    when = "a year, as a mean over its paid time" if MEAN in scenario.about else "in a full year"
    caption = f"{scenario.name}: what it adds {when}, in {where}"
    posts, pounds = there_now(scenario)
    rows.append(("Teams as they are, for comparison", "", number(posts), value(pounds, "pounds")))
    return [
        Table(caption, ("what", "who pays", "posts", "pounds a year"), rows),
        *_unit_costs(scenario, found),
        _year_table(year_names(scenario), by_year(scenario)),
        Words(
            "Posts are at full unit cost, filled or not. What services then do more or less of is "
            "not in here: a run tells."
        ),
    ]


def _unit_costs(scenario: Scenario, found: Sequence[Line]) -> Iterator[Words]:
    """What a post's cost is made of, where there are posts."""
    kinds = dict.fromkeys(one.what for one in found if one.posts)
    if not kinds:
        return
    money = parameter_record(scenario.assumptions, scenario.outside_range)[0]["money"]
    weeks = float(money["working_weeks"])
    hours = {kind: money["staff_hour"][Profession[kind.upper()]] for kind in kinds}
    each = listing(f"{words(kind)} £{hour:.2f}" for kind, hour in hours.items())
    yield Words(
        f"A post is {WEEK_HOURS:g} hours a week in {weeks:g} working weeks a year, at the cost of "
        f"an hour: {each} (joinedup explain money.staff_hour)."
    )


def _year_table(names: Sequence[str], paid: dict[str, list[float]]) -> Table:
    """Each year by its name, by payer and in all, and what it comes to by then."""
    each = np.array(list(paid.values()))
    every = rounded(np.column_stack([each.T, each.sum(axis=0), each.sum(axis=0).cumsum()]))
    rows = [
        (name, *(value(float(pounds), "pounds") for pounds in year))
        for name, year in zip(names, every, strict=True)
    ]
    payers = [f"{words(payer)} pays" for payer in paid]
    heading = "By year after the index date, as phases and the programme's money have it"
    return Table(heading, ("year", *payers, "all", "so far"), rows)
