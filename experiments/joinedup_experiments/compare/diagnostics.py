"""What should make a reader doubt a result, found in the result itself.

The same concerns are printed after ``run``, ``compare`` and ``open``, written to the manifest
and shown in the report. Each has a threshold, stated where it is decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from joinedup.outcomes.measures import MEASURES, measure
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.statistics import Interval, interval_of, replications_for

if TYPE_CHECKING:
    from joinedup.engine.parameter import Parameter

LAST_YEARS = 4
FEWEST_YEARS = 3
DRIFT = 0.02
UNSETTLED = 0.05
WIDEST = {
    "presented_true": 0.05,
    "unmet_known": 0.05,
    "wait_days": 0.10,
    "emergency": 0.02,
    "cost": 0.01,
}
FEWEST_RESIDENTS = 10_000
SHORTEST_BURN_IN = 5.0
FAR = (2.0 / 3.0, 1.5)
LINES = ("waiting", "unmet_known")


@dataclass(frozen=True)
class ValidityWarning:
    """One reason for doubt.

    Attributes
    ----------
    key : {"drift", "replications", "burn_in", "range", "assumed"}
    text : str
        In plain English, with the figures that it rests on.
    """

    key: str
    text: str


def validity_warnings(result: Comparison) -> list[ValidityWarning]:
    """Every reason for doubt that a result gives itself."""
    return [
        *drifting(result),
        *too_few_replications(result),
        *unsettled(result),
        *out_of_range(result.scenarios[0]),
        *resting_on_assumptions(result.scenarios),
    ]


def as_said(found: list[ValidityWarning]) -> list[dict[str, str]]:
    """The concerns as the manifest holds them."""
    return [{"key": one.key, "text": one.text} for one in found]


def drifting(result: Comparison) -> Iterator[ValidityWarning]:
    """Arms whose line, or known unmet need, still rises over the last years.

    A slope of at least 2% of the mean a year, over the last four whole years (three at least),
    whose interval over replications excludes zero; in a single replication, a rise in every year.
    """
    years = result.whole_years
    if years < FEWEST_YEARS:
        return
    span = range(max(1, years - LAST_YEARS + 1), years + 1)
    for arm, scenario in enumerate(result.scenarios):
        for key in LINES:
            yearly = np.stack([result.yearly(arm, measure(key), y) for y in span], axis=1)
            share = _slope(yearly)
            every_year = len(yearly) == 1 and bool((np.diff(yearly[0]) > 0.0).all())
            if share.mean >= DRIFT and (_rises(share) or every_year):
                yield ValidityWarning(
                    "drift",
                    f"{scenario.name}: {_LINE_WORDS[key]} still grew by {_percent(share)} a year "
                    f"over years {span[0]} to {span[-1]}, so its level hangs on when one looks; "
                    "an overloaded place does not come to rest",
                )


def too_few_replications(result: Comparison) -> Iterator[ValidityWarning]:
    """Headline figures whose intervals are too wide to decide on, or that have none.

    Half the interval of a difference (of the level, where there is one arm) may be 5% of the
    base for need brought to light and known unmet need, 10% for the wait, 2% for emergency
    admissions and 1% for cost.
    """
    if len(result.seeds) == 1:
        yield ValidityWarning(
            "replications",
            "one replication: there are no intervals, so luck cannot be told from effect; "
            "use --replications 8 or more",
        )
        return
    wide, needed = [], []
    for key, most in WIDEST.items():
        one = measure(key)
        for arm in range(min(1, len(result.names) - 1), len(result.names)):
            base = result.yearly(0, one)
            values = result.yearly(arm, one) - base if arm else base
            allowed = most * abs(float(base.mean()))
            half = interval_of(values).half_width
            if allowed > 0.0 and half > allowed:
                wide.append(f"{one.label.lower()} (±{100 * half / abs(base.mean()):.1f}% of base)")
                needed.append(replications_for(float(values.std(ddof=1)), allowed))
                break
    if wide:
        most_needed = [n for n in needed if n is not None]
        enough = f"; about {max(most_needed):,} replications would do" if most_needed else ""
        yield ValidityWarning(
            "replications",
            f"too few replications ({len(result.seeds)}): the intervals are wide for "
            f"{', '.join(wide)}{enough}",
        )


def unsettled(result: Comparison) -> Iterator[ValidityWarning]:
    """A base that is still moving in the first year after the day of change.

    The line, or unmet need, latent or known, changes by at least 5% of its mean over months 1
    to 12, and the slope's interval over replications excludes zero (any slope of this size in a
    single replication). The base has no change, so what moves is left over from the burn-in.
    """
    if result.months.shape[-1] < 12:
        return
    moving = []
    for key in (*LINES, "unmet_latent"):
        months = result.months[0, :, MEASURES.index(measure(key)), :12]
        share = _slope(months)
        over_year = 12.0 * share.mean
        if abs(over_year) >= UNSETTLED and (share.excludes_zero or not share.known):
            moving.append(f"{_LINE_WORDS[key]} ({100 * over_year:+.0f}% over the year)")
    if moving:
        run = result.scenarios[0].run
        yield ValidityWarning(
            "burn_in",
            f"the burn-in of {run.burn_in_years:g} years had not settled: in the first year of "
            f"{result.scenarios[0].name}, where nothing changes, these still moved: "
            f"{', '.join(moving)}",
        )


def out_of_range(base: Scenario) -> Iterator[ValidityWarning]:
    """A place unlike the one in which the model was checked against England's figures.

    Fewer than 10,000 residents; a burn-in under 5 years; beds, all staff together, or a team's
    staff, per head, under two thirds or over one and a half times the siloed borough's; an
    assumption outside its declared range; a mechanism left out.
    """
    from joinedup_experiments.scenario_io.load import load_scenario

    checked = load_scenario("siloed_borough")
    unlike = []
    if base.place.residents < FEWEST_RESIDENTS:
        unlike.append(
            f"{base.place.residents:,} residents, fewer than {FEWEST_RESIDENTS:,}: teams come in "
            "fractions of a person and few events happen in a year"
        )
    if base.run.burn_in_years < SHORTEST_BURN_IN:
        unlike.append(f"a burn-in of {base.run.burn_in_years:g} years; under 5 was not checked")
    for what, here, there in _sizes(base, checked):
        ratio = here / there
        if not FAR[0] <= ratio <= FAR[1]:
            unlike.append(f"{what} {ratio:.2g} times the checked place's, per head")
    unlike += [f"{key} outside its range" for key in _outside(base)]
    if base.disable_mechanisms:
        unlike.append(f"mechanisms left out: {', '.join(base.disable_mechanisms)}")
    if unlike:
        yield ValidityWarning(
            "range",
            f"{base.name} lies outside what the model was checked in (the siloed borough of "
            f"30,000, beside figures for England): {'; '.join(unlike)}",
        )


def resting_on_assumptions(scenarios: tuple[Scenario, ...]) -> Iterator[ValidityWarning]:
    """A conclusion that rests on assumed numbers: more than half of those that could differ."""
    evidence = evidence_levels()
    whole = sum(evidence.values())
    if 2 * evidence["assumed"] <= whole:
        return
    alone = "" if len(scenarios) > 1 else " as does every level here"
    yield ValidityWarning(
        "assumed",
        f"{evidence['assumed']} of the model's {whole} uncertain quantities are assumed, "
        f"{evidence['recalled']} recalled and {evidence['measured']} measured; the intervals are "
        f"over luck and not over these, so the conclusion rests on them{alone}",
    )


def evidence_levels() -> dict[str, int]:
    """How many quantities that researchers vary are measured, recalled and assumed."""
    counts = {"measured": 0, "recalled": 0, "assumed": 0}
    for one in _declared().values():
        if one.role == "uncertainty":
            counts[one.evidence] += 1
    return counts


_LINE_WORDS = {
    "waiting": "the number of people waiting",
    "unmet_known": "unmet need that is known but unserved",
    "unmet_latent": "unmet need that no service knows",
}


def _declared() -> dict[str, Parameter]:
    from joinedup.rules.collected import declared

    return declared()


def _slope(values: np.ndarray) -> Interval:
    """The straight line's slope for each step, as a share of the mean.

    Parameters
    ----------
    values : ndarray [replications, steps]
    """
    steps = np.arange(values.shape[1]) - (values.shape[1] - 1) / 2.0
    slopes = values @ steps / (steps @ steps)
    means = values.mean(axis=1)
    return interval_of(np.divide(slopes, means, out=np.zeros_like(means), where=means > 0.0))


def _rises(share: Interval) -> bool:
    return share.excludes_zero and share.low > 0.0


def _percent(share: Interval) -> str:
    if not share.known:
        return f"{100 * share.mean:.0f}%"
    return f"{100 * share.mean:.0f}% ({100 * share.low:.0f}% to {100 * share.high:.0f}%)"


def _sizes(base: Scenario, checked: Scenario) -> list[tuple[str, float, float]]:
    """What is compared per head: beds, all staff, and each team of the same name."""
    sizes: list[tuple[str, float, float]] = [
        ("hospital beds", base.hospital.beds_per_1000, checked.hospital.beds_per_1000),
        ("all staff together", _all_staff(base), _all_staff(checked)),
    ]
    for key, team in base.teams.items():
        if key in checked.teams:
            sizes.append((f"staff of {team.label}", _staff(team), _staff(checked.teams[key])))
    return sizes


def _all_staff(scenario: Scenario) -> float:
    return sum(_staff(team) for team in scenario.teams.values())


def _staff(team: Any) -> float:
    return float(sum(team.staff.values()))


def _outside(base: Scenario) -> list[str]:
    """Assumptions of a scenario beyond their declared ranges; a table's by every cell given."""
    known, found = _declared(), []
    for key, value in base.assumptions.items():
        if key not in known:
            continue
        parameter, default = known[key], float(np.mean(known[key].default))
        given = value.values() if isinstance(value, dict) else [value]
        if isinstance(value, dict) or parameter.per:
            continue  # a table's range is a factor on each cell, which a sweep checks
        low, high = parameter.bounds(default)
        if any(not low <= float(one) <= high for one in given):
            found.append(key)
    return found
