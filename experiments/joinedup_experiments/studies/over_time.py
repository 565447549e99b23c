"""How things go over the years: how long an effect takes, and whether a vicious circle is left.

The circle is of load, strain and empty posts: one siloed place and seed starts twice on the day
after the burn-in, and what follows is the model's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from joinedup.day import run_days
from joinedup.outcomes.measures import measure
from joinedup.outcomes.monthly import share_of
from joinedup.phases.staff_posts import appoint_at_first, leave_post
from joinedup.run import days_of
from joinedup.scenario.scenario import Scenario
from joinedup.setup.population import new_world
from joinedup.setup.programme import take_effect
from joinedup.state.world import World, copied
from joinedup_experiments.compare.intervals import Interval, interval_of, less, t_quantile
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.display.document import Section, Table, Words
from joinedup_experiments.display.numbers import difference, level, percent_with_interval
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.overrides import Overrides, changed
from joinedup_experiments.studies.running import PLAUSIBLE, Outcomes, base_of, there
from joinedup_experiments.studies.study import Question
from joinedup_experiments.sweep.factors import Factor, with_levers

BOUNCED_OR_LOST = "referrals_bounced + lost_at_handover"
FOLLOWED = (BOUNCED_OR_LOST, "repeat_history_taking", "undetected_need", "qalys_lost",
            "satisfaction", "adoption", "fidelity")  # fmt: skip
SHOWN = (1, 2, 3, 5)  # years
DELAYED, IN_YEAR = (BOUNCED_OR_LOST, "undetected_need"), 2
STAFFING = {"three tenths more staff": 1.3, "staff as now": 1.0, "three tenths fewer staff": 0.7}
RESIDENTS, BURN_IN, YEARS = 3_000, 3.0, 6.0
RESTED, BURNT = 0.05, 0.8
MONTH, LAST_YEAR = 30, 12  # days, months
CLOSED = 0.1  # of the gap at the start
HEADS = ("", "gap in strain at the start", f"in year {YEARS:g}", "gap in vacancy then", "the two")
HOW = (
    "Load strains staff; strained staff are off sick, slower, and leave; empty posts load those "
    f"who stay. One siloed place of {RESIDENTS:,} residents starts twice on one day, the same "
    "people and random numbers: rested with every post held, or burnt out with every third post "
    "empty. Where the gap closes the circle can be left without help."
)


@dataclass(frozen=True)
class Course:
    """One outcome's paired differences from the siloed arm.

    ``by_year`` are [replications, years], ``late`` [replications] those of the mean of the last
    two; ``base`` is the siloed arm's average year.
    """

    by_year: np.ndarray
    late: np.ndarray
    base: float

    @property
    def eventual(self) -> Interval:
        """The eventual effect: the mean of the last two years."""
        return interval_of(self.late)

    def share(self, year: int) -> Interval | None:
        """The share reached in a year from 1; None where the eventual effect spans zero."""
        return self.less(None, year)

    def less(self, other: Course | None, year: int) -> Interval | None:
        """The share reached less another course's of the same replications, by the jackknife."""
        courses = [self] if other is None else [self, other]
        if not all(c.eventual.excludes_zero for c in courses):
            return None

        def ratio(rows: np.ndarray) -> float:
            one, *rest = (c.by_year[rows, year - 1].mean() / c.late[rows].mean() for c in courses)
            return float(one - sum(rest))

        each = [(c.by_year[:, year - 1], c.late) for c in courses]
        known = np.flatnonzero(np.isfinite(each).all(axis=(0, 1)))
        return jackknife(lambda rows: ratio(known[rows]), len(known)) if len(known) > 1 else None


def jackknife(statistic: Callable[[np.ndarray], float], replications: int) -> Interval:
    """A statistic of replications with its 95% interval, by the jackknife and Student's t."""
    every = np.arange(replications)
    whole = statistic(every)
    without_one = np.array([statistic(np.delete(every, i)) for i in every])
    error = np.sqrt((replications - 1) * without_one.var())
    half = t_quantile(replications) * float(error)
    return Interval(whole, whole - half, whole + half, replications)


def years_to_effect(question: Question, outcomes: Outcomes) -> Section:
    """The shares reached year by year, and what each cause of delay does to them."""
    usual, (_, arm, *other_arms) = question.first_setting, question.arms

    course = partial(course_between, question, outcomes)
    courses = {keys: course(usual, arm, keys) for keys in FOLLOWED}
    years = [year for year in SHOWN if year <= question.study.years - 2]
    rows = [
        (label(keys), _eventual(keys, one), *(_share(one.share(year)) for year in years))
        for keys, one in courses.items()
    ]
    causes = {setting.label: (key, arm) for key, setting in question.settings.items()}
    causes |= {one: (usual, one) for one in other_arms}
    delays = [
        (name, *(_delay(course(*place, keys), courses[keys]) for keys in DELAYED))
        for name, place in causes.items()
    ]
    shares = Table(
        f"{question.arms[arm].label}: the effect, and the share of it reached",
        ("", "eventual effect", *(f"year {year}" for year in years)), rows,
    )  # fmt: skip
    delayed = Table(
        f"Share reached in year {IN_YEAR} without each cause of delay, and what that differs",
        ("", *map(label, DELAYED)), delays,
    )  # fmt: skip
    claim = Words(" ".join(question.study.claim.split()))
    return Section("years", question.study.title, [claim, shares, delayed])


def course_between(
    question: Question, outcomes: Outcomes, setting: str, arm: str, keys: str
) -> Course:
    """How one arm differs from the study's base in a setting."""
    both, years = (arm, question.base), question.study.years
    by_year = less(*(outcomes.yearly(setting, name, keys) for name in both))
    late = less(*(outcomes.mean(setting, name, keys, (years - 1, years)) for name in both))
    usual = outcomes.mean(setting, question.base, keys, None)
    return Course(by_year, late, base_of(late, usual))


def label(keys: str) -> str:
    """What a measure, or a sum of them, is called."""
    first, *rest = (measure(key) for key in keys.split(" + "))
    return " or ".join([first.label, *(one.phrase for one in rest)])


def _delay(one: Course, usual: Course) -> str:
    gap = one.less(usual, IN_YEAR)
    text = _share(one.share(IN_YEAR))
    return text if gap is None or gap.identical else f"{text}; {difference(gap, 'share')}"


def _share(interval: Interval | None) -> str:
    return "no effect shown" if interval is None else level(interval, "share")


def _eventual(keys: str, one: Course) -> str:
    form = measure(keys.split(" + ")[0]).form
    if form in ("share", "scale") or one.base == 0.0:
        return difference(one.eventual, form)
    return percent_with_interval(one.eventual.times(1.0 / one.base))


def vicious_circle(
    replications: int, progress: Callable[[float], None], residents: int | None, over: OverWorlds
) -> Section:
    """Follow both starts at each level of staffing, and say whether they meet."""
    rows = []
    every_staff = Factor("staff", "lever", 0.0, 0.0, scales=("teams.*.staff.*",))
    small = min(residents or RESIDENTS, RESIDENTS)
    overrides = Overrides(residents=small, years=YEARS, burn_in=BURN_IN)
    siloed = changed(load_scenario("siloed_borough"), overrides)
    for number, (name, times) in enumerate(STAFFING.items(), 1):
        found = follow(with_levers(siloed, [(every_staff, times)]), replications, over)
        gaps = found[:, 1] - found[:, 0]  # [replications, strain or vacancy, start or last year]
        start, strain, vacancy = gaps[:, 0, 0].mean(), *(interval_of(gaps[:, i, 1]) for i in (0, 1))
        rows.append((
            name, f"{start:.2f}", difference(strain, "scale"), difference(vacancy, "share"),
            meets(float(start), strain),
        ))  # fmt: skip
        progress(number / len(STAFFING))
    table = Table("Burnt out less rested", HEADS, rows)
    return Section("circle", "The vicious circle: two starts of one place", [Words(HOW), table])


def meets(first: float, gap: Interval) -> str:
    """Whether two starts have met, from the gap at the start and over the last year."""
    if gap.too_few:
        return "too few replications"
    nearest, furthest = sorted((abs(gap.low), abs(gap.high)))
    if furthest <= CLOSED * abs(first):
        return "meet again"
    apart = gap.excludes_zero and nearest > CLOSED * abs(first)
    return "stay apart" if apart else "too uncertain to tell"


def follow(scenario: Scenario, replications: int, over: OverWorlds = PLAUSIBLE) -> np.ndarray:
    """Strain and vacancy at the start and over the last year: [replications, starts, 2, 2]."""
    seeds = range(1, 1 + replications)
    return np.array([_both_starts(there(scenario, seed, over), seed) for seed in seeds])


def _both_starts(scenario: Scenario, seed: int) -> list[np.ndarray]:
    change, end = days_of(scenario)
    world = new_world([scenario], seed, end, 262_144, False)
    _run(world, 0, change)
    found = []
    for burnt, mine in ((False, copied(world)), (True, world)):
        _set_staff(mine, change, burnt)
        months = [_staff_now(mine)]
        for day in range(change, end - MONTH, MONTH):
            _run(mine, day, day + MONTH)
            months.append(_staff_now(mine))
        both = (strain_and_vacancy(some) for some in (months[:1], months[-LAST_YEAR:]))
        found.append(np.transpose(list(both)))
    return found


def strain_and_vacancy(months: Sequence[tuple[float, float, float]]) -> np.ndarray:
    """Mean strain and vacancy of months, each counted by how many are in post, or are to be."""
    strain, in_post, posts = np.sum(months, axis=0)
    return np.array([share_of(strain, in_post), 1.0 - share_of(in_post, posts)])


def _set_staff(world: World, day: int, burnt: bool) -> None:
    """Everybody rested and every post held, or burnt out and every third post empty."""
    posts = [n for n, row in enumerate(world.staff) if row.post > 0.0]
    for number, member in enumerate(posts):
        row = world.staff[member]
        if burnt and number % 3 == 2:
            if row.in_post:
                leave_post(world, member)
            continue
        while not row.in_post:
            row.generation += 1
            appoint_at_first(world, member)
        row.strain, row.well_at = BURNT if burnt else RESTED, day
    take_effect(world)


def _run(world: World, first: int, last: int) -> None:
    margin = max(16_384, len(world.residents) // 4)
    while first < last:
        first = run_days(world, first, min(first + 31, last), margin)
        world.globals[0].settings.events = 0


def _staff_now(world: World) -> tuple[float, float, float]:
    """Strain of those in post added up, how many they are, and how many posts there are."""
    staff = np.asarray(world.staff)
    held = staff["post"] * staff["in_post"]
    return float((held * staff["strain"]).sum()), float(held.sum()), float(staff["post"].sum())
