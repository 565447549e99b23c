"""Validity warnings: what should make a reader doubt a result, found in the result itself.

``run``, ``compare``, ``open``, the manifest and the report have the same, each with its threshold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from joinedup.outcomes.measures import MEASURES
from joinedup.rules.collected import declared, outside_range
from joinedup.scenario.place import whole_beds
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.intervals import Interval, interval_of, replications_for
from joinedup_experiments.compare.over_worlds import WORLDS
from joinedup_experiments.compare.sizing import sized
from joinedup_experiments.compare.two_by_two import (
    CELLS,
    twins_as_otherwise_run,
    twins_in,
    twins_of,
)
from joinedup_experiments.display.numbers import counted, level, percent, value
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.small_blocks import too_small

LAST_YEARS = 4
FEWEST_YEARS = 3
DRIFT = 0.02
UNSETTLED = 0.05
FEWEST_RESIDENTS = 10_000
SHORTEST_BURN_IN = 5.0
UNLIKE = 0.05  # of places between hospital and home
FAR = (2.0 / 3.0, 1.5)
STOCKS = tuple(m for m in MEASURES if m.settles)


class ValidityWarning(NamedTuple):
    """One reason for doubt, in plain English, with the figures that it rests on."""

    key: Literal[
        "drift", "replications", "burn_in", "range", "money", "assumed", "part", "size", "run",
        "fault",
    ]  # fmt: skip
    text: str


def validity_warnings(result: Comparison) -> list[ValidityWarning]:
    """Every reason for doubt that a result gives itself; one of them where another fails."""
    found: list[ValidityWarning] = []
    for check in (
        drifting, too_few_replications, unsettled,
        lambda it: out_of_range(it.scenarios[0], it.simulated), simulated_in_part,
        far_too_small, run_as_the_first, money_and_joining, twins_not_as_run,
        resting_on_assumptions,
    ):  # fmt: skip
        try:
            found += check(result)
        except Exception as error:  # a fault of ours, and no reason to lose finished runs
            why = f"{type(error).__name__}: {error}".replace("\n", " ")
            text = f"a check of this result failed, a fault of joinedup to be reported ({why})"
            found.append(ValidityWarning("fault", text))
    return found


def drifting(result: Comparison) -> Iterator[ValidityWarning]:
    """Arms in which a stock that ought to settle, such as a waiting list, still rises.

    A slope of at least 2% of the mean a year, over the last four whole years (three at least),
    whose interval over replications excludes zero; in a single replication, a rise in every year.
    """
    years = result.whole_years
    if years < FEWEST_YEARS:
        return
    span = range(max(1, years - LAST_YEARS + 1), years + 1)
    for arm, scenario in enumerate(result.scenarios):
        for one in STOCKS:
            yearly = np.stack([result.yearly(arm, one, y) for y in span], axis=1)
            share = _slope(yearly)
            every_year = not share.known and bool((np.diff(yearly[0]) > 0.0).all())
            if share.mean >= DRIFT and (share.excludes_zero or every_year):
                yield ValidityWarning(
                    "drift",
                    f"{scenario.name}: {one.phrase} still grew by {level(share, 'share')} a year "
                    f"over years {span[0]} to {span[-1]}, so the level depends on the year; "
                    "an overloaded place does not come to rest",
                )


def too_few_replications(result: Comparison) -> Iterator[ValidityWarning]:
    """Headline figures whose intervals are too wide to decide on, or that have none.

    Half the interval of a difference (of the level, where there is one arm) may be as large a
    share of the base as the measure's ``precision``.
    """
    runs = "worlds" if result.plausible else "replications"
    if len(result.seeds) == 1:
        many, what = (WORLDS, "assumption and chance") if result.plausible else (8, "chance")
        text = f"one {runs[:-1]}: there are no intervals, so {what} cannot be told from effect; "
        yield ValidityWarning("replications", f"{text}use {many} replications or more")
        return
    wide, enough = [], []
    arms = range(1, len(result.names)) or [0]
    for one in MEASURES:
        base = abs(result.level(0, one).mean)
        allowed = (one.precision or 0.0) * base
        for arm in arms if allowed > 0.0 else ():
            found = result.effect(arm, one).difference if arm else result.level(0, one)
            if found.half_width > allowed:
                half = value(found.half_width / base, "share")
                wide.append(f"{one.phrase} (±{half} of base)")
                enough.append(replications_for(found.deviation, allowed))
                break
    if wide:
        most = max((n for n in enough if n is not None), default=None)
        hint = f"; about {most:,} {runs} would do" if most is not None else ""
        many = result.sampled
        yield ValidityWarning(
            "replications",
            f"too few {runs} ({many}): the intervals are wide for {', '.join(wide)}{hint}",
        )


def unsettled(result: Comparison) -> Iterator[ValidityWarning]:
    """A base that is still moving in the first year after the index date.

    A stock that ought to settle changes by at least 5% of its mean over months 1 to 12, and the
    slope's interval over replications excludes zero (any slope of this size in a single
    replication). The base has no change, so what moves is left over from the burn-in.
    """
    if result.months.shape[-1] < 12:
        return
    moving = []
    for one in STOCKS:
        share = _slope(result.monthly(one)[0, :, :12])
        over_year = max(12.0 * share.mean, -1.0)  # none falls by more than all of it
        if abs(over_year) >= UNSETTLED and (share.excludes_zero or not share.known):
            moving.append(f"{one.phrase} ({percent(over_year)} over the year)")
    if moving:
        run = result.scenarios[0].run
        yield ValidityWarning(
            "burn_in",
            f"the burn-in of {counted(run.burn_in_years, 'year')} had not settled: in the first "
            f"year of {result.scenarios[0].name}, where nothing changes, these still moved: "
            f"{', '.join(moving)}",
        )


def out_of_range(base: Scenario, simulated: int) -> Iterator[ValidityWarning]:
    """A place unlike the one in which the model was checked against England's figures.

    Fewer than 10,000 residents simulated; mental health beds that, as whole ones, are under two
    thirds or over one and a half times as many as are due; a burn-in under 5 years; beds, all staff
    together, or a team's staff, per head, as far from the siloed borough's; an assumption outside
    its declared range; a mechanism left out.
    """
    checked = load_scenario("siloed_borough")
    unlike = []
    if simulated < FEWEST_RESIDENTS:
        unlike.append(
            f"{simulated:,} residents simulated, fewer than {FEWEST_RESIDENTS:,}: teams come in "
            "fractions of a person and few events happen in a year"
        )
    rate = base.hospital.mental_health_beds_per_1000
    beds, due = whole_beds(rate, simulated), rate * simulated / 1000.0
    if beds and not FAR[0] <= beds / due <= FAR[1]:
        unlike.append(f"mental health beds are whole: {beds} where {due:.2g} are due by residents")
    if base.run.burn_in_years < SHORTEST_BURN_IN:
        unlike.append(
            f"a burn-in of {counted(base.run.burn_in_years, 'year')}; under 5 was not checked"
        )
    there = _per_head(checked)
    for key, here in _per_head(base).items():
        if key in there and not FAR[0] <= here / there[key] <= FAR[1]:
            what = f"staff of {base.teams[key].label}" if key in base.teams else key
            unlike.append(f"{what} {here / there[key]:.2g} times the checked place's, per head")
    unlike += outside_range(base.assumptions, base.outside_range).values()
    if base.disable_mechanisms:
        unlike.append(f"mechanisms left out: {', '.join(base.disable_mechanisms)}")
    if unlike:
        yield ValidityWarning(
            "range",
            f"{base.name} lies outside what the model was checked in (the siloed borough of "
            f"30,000, beside figures for England): {'; '.join(unlike)}",
        )


def simulated_in_part(result: Comparison) -> Iterator[ValidityWarning]:
    """A place simulated in part, so that its hospital and its teams are smaller than they are."""
    whole = result.scenarios[0].place.residents
    if result.simulated < whole:
        yield ValidityWarning(
            "part",
            f"{result.simulated:,} of {whole:,} residents were simulated and totals scaled up: "
            "smaller hospitals and teams are full more often by chance, so corridors, cancelled "
            f"operations and empty beds come out too high; for these simulate all {whole:,}",
        )
        for text in _other_places(result, whole / result.simulated):
            yield ValidityWarning("part", text)


def _other_places(result: Comparison, times: float) -> Iterator[str]:
    """Arms that were run with other places after hospital, scaled up, than their plan has."""
    for one in result.scenarios:
        there, run = _places_of(one), times * _places_of(sized(one, result.simulated))
        if abs(run - there) > UNLIKE * there:
            yield (
                f"{one.name} has {there} places between hospital and home, and whole ones of the "
                f"residents simulated come to {run:.3g}: those were there and paid for, while "
                f"planned money and twins are of {there}"
            )


def _places_of(scenario: Scenario) -> int:
    """Whole places between hospital and home, of any kind."""
    ways, place = scenario.arrangement.hospital, scenario.place
    return sum(sum(ways.places_of(place, n)) for n in range(place.neighbourhoods)) if ways else 0


def far_too_small(result: Comparison) -> Iterator[ValidityWarning]:
    """Building blocks of half their usual size, or less."""
    for one in result.scenarios:
        yield from (ValidityWarning("size", f"{one.name}: {x}") for x in too_small(one))


def run_as_the_first(result: Comparison) -> Iterator[ValidityWarning]:
    """Arms that ask for other years than the first, as which all arms were run."""
    yield from (ValidityWarning("run", text) for text in result.otherwise)


def money_and_joining(result: Comparison) -> Iterator[ValidityWarning]:
    """Proposals that change staff or money, without the twins that tell this from joining."""
    unsplit = {}
    for arm, there in twins_in(result).items():
        made, _ = twins_of(result.scenarios[arm])
        needed = [kind for kind in CELLS if kind in made] or list(made)
        missing = [kind for kind in needed if kind not in there]
        if missing:
            unsplit[result.scenarios[arm].name] = " and ".join(f":{kind}" for kind in missing)
    if unsplit:
        several, example = len(unsplit) > 1, next(iter(unsplit.values()))
        yield ValidityWarning(
            "money",
            f"{', '.join(unsplit)} change{'' if several else 's'} staff or money, and how much of "
            f"{'their' if several else 'its'} effect that is cannot be told unless the twins are "
            f"run as well (in a command, {'a' if several else 'its'} name or file with {example}; "
            "on the page, “Run the money alone and the joining alone as well”)",
        )


def twins_not_as_run(result: Comparison) -> Iterator[ValidityWarning]:
    """Proposals whose twins cannot be made, and twins of a proposal as it was not run."""
    for one in result.scenarios[1:]:
        _, why = twins_of(one)
        if why:
            yield ValidityWarning(
                "money",
                f"{one.name}: how much of its effect its money alone would have cannot be told, as "
                f"its twins cannot be made: {why}",
            )
    for arm, of in twins_as_otherwise_run(result).items():
        twin, proposal = result.scenarios[arm], result.scenarios[of]
        yield ValidityWarning(
            "money",
            f"{twin.name} is no twin of {proposal.name} as it was run, over "
            f"{proposal.run.years:g} years, and may not have the same money: change the proposal "
            "first and make its twins then (joinedup.twins; a command does so for NAME:TWIN)",
        )


def resting_on_assumptions(result: Comparison) -> Iterator[ValidityWarning]:
    """A conclusion that rests on assumed numbers: more than half of those that could differ.

    Over plausible worlds the intervals hold these, and nothing is said.
    """
    evidence = evidence_levels()
    whole = sum(evidence.values())
    if not result.plausible and 2 * evidence["assumed"] > whole:
        alone = "" if len(result.names) > 1 else " as does every level here"
        yield ValidityWarning(
            "assumed",
            f"{evidence['assumed']} of the model's {whole} uncertain parameters are assumed, "
            f"{evidence['recalled']} recalled and {evidence['measured']} measured; the intervals "
            f"are over chance and not over these, so the conclusion rests on them{alone}",
        )


def evidence_levels() -> dict[str, int]:
    """How many parameters that researchers vary are measured, recalled and assumed."""
    counts = Counter(one.evidence for one in declared().values() if one.role == "uncertainty")
    return {known: counts[known] for known in ("measured", "recalled", "assumed")}


def _slope(values: np.ndarray) -> Interval:
    """The straight line's slope for each step of ``values`` [replications, steps], of the mean."""
    steps = np.arange(values.shape[1]) - (values.shape[1] - 1) / 2.0
    slopes = values @ steps / (steps @ steps)
    means = values.mean(axis=1)
    return interval_of(np.divide(slopes, means, out=np.zeros_like(means), where=means > 0.0))


def _per_head(scenario: Scenario) -> dict[str, float]:
    """Beds, all staff, and the staff of each team, by its key."""
    staff = {key: float(sum(team.staff.values())) for key, team in scenario.teams.items()}
    beds = scenario.hospital.beds_per_1000
    return {"hospital beds": beds, "all staff together": sum(staff.values()), **staff}
