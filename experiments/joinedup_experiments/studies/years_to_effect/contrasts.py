"""Arrangements beside each other: which does more, for whom, early and late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from joinedup.outcomes.measures import MEASURES, Measure, measure
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.statistics import Interval, interval_of
from joinedup_experiments.studies.first_results import figure, table, values

MAIN = (
    "presented_true", "bounced", "lost", "refused", "repeat_history_taking", "waiting",
    "unmet_latent", "unmet_known", "unmet_most_deprived", "unmet_least_deprived", "crises",
    "emergency", "qaly_lost", "cost", "burnt_out", "vacancy", "leavers", "satisfaction",
    "adoption", "trust", "fidelity",
)  # fmt: skip
BY_KIND = tuple(m.key for m in MEASURES if m.label.startswith("Unmet need: "))


@dataclass(frozen=True)
class Contrast:
    """Two arrangements, by their scenarios' names, and what is asked of them."""

    heading: str
    first: str
    second: str
    extra: tuple[str, ...] = ()


CONTRASTS = (
    Contrast(
        "A new sign over the door, or one kettle", "new_sign_over_the_door", "one_kettle", BY_KIND
    ),
    Contrast("Brought in well, or poorly", "local_care_network_well", "local_care_network_poorly"),
    Contrast(
        "Steady, or replaced every two years", "local_care_network_well", "local_care_network_churn"
    ),
    Contrast(
        "Paid for on, or until the third year",
        "local_care_network_well",
        "local_care_network_money_ends",
    ),
)


def periods(whole_years: int) -> dict[str, range]:
    """The early and the late years, as far as there are any.

    >>> {k: list(v) for k, v in periods(10).items()}
    {'years 1 to 3': [1, 2, 3], 'years 6 to 7': [6, 7]}
    """
    early = range(1, min(3, whole_years) + 1)
    late = range(6, 8) if whole_years >= 7 else range(max(1, whole_years - 1), whole_years + 1)
    return {f"years {p[0]} to {p[-1]}": p for p in (early, late)}


def unit_of(m: Measure, base: float) -> tuple[float, str]:
    """By what to multiply a difference so that people can read it, and what stands behind it."""
    if m.form == "share":
        return 100.0, " points"
    if m.unit.startswith("scale") or base == 0.0:
        return 1.0, ""
    return 100.0 / base, "%"


def said(interval: Interval, unit: str) -> str:
    """A difference with its interval, in bold where that excludes zero.

    >>> said(Interval(-1.0, -2.0, -0.5, 8), "%")
    '**-1.0% (-2.0, -0.5)**'
    >>> said(Interval(0.0, 0.0, 0.0, 8), "%")
    '0'
    """
    if interval.identical:
        return "0"
    digits = 1 if unit else 3
    text = f"{interval.mean:+.{digits}f}{unit}"
    if interval.known:
        text += f" ({interval.low:+.{digits}f}, {interval.high:+.{digits}f})"
    return f"**{text}**" if interval.excludes_zero else text


def contrast_table(result: Comparison, contrast: Contrast, years: Sequence[int]) -> str:
    """Each measure: the siloed world's, both arrangements' difference from it, and between them."""
    first, second = (result.names.index(n) for n in (contrast.first, contrast.second))
    rows = []
    for key in (*MAIN, *contrast.extra):
        m = measure(key)
        base = values(result, 0, key, years)
        scale, unit = unit_of(m, float(base.mean()))
        one, other = values(result, first, key, years), values(result, second, key, years)
        level = f"{100.0 * base.mean():.1f}%" if m.form == "share" else figure(float(base.mean()))
        cells = [
            said(interval_of(scale * d), unit) for d in (one - base, other - base, other - one)
        ]
        rows.append([m.label, level, *cells])
    names = [result.scenarios[i].name for i in (first, second)]
    header = ["", "siloed, a year", *names, "second less first"]
    return table(header, rows)


@dataclass(frozen=True)
class Told:
    """Which outcomes are better, worse or not to be told apart in the second of two arms."""

    better: tuple[str, ...]
    worse: tuple[str, ...]
    other: tuple[str, ...]
    same: int


def told(result: Comparison, contrast: Contrast, years: Sequence[int]) -> Told:
    """What the second arrangement has that the first has not, where the interval excludes zero."""
    first, second = (result.names.index(n) for n in (contrast.first, contrast.second))
    better: list[str] = []
    worse: list[str] = []
    other: list[str] = []
    same = 0
    for key in (*MAIN, *contrast.extra):
        m = measure(key)
        pairs = values(result, second, key, years) - values(result, first, key, years)
        found = interval_of(np.asarray(pairs))
        if not found.excludes_zero:
            same += 1
            continue
        way = "more" if found.mean > 0.0 else "less"
        entry = f"{short(m)} ({'higher' if found.mean > 0.0 else 'lower'})"
        if m.better is None:
            other.append(entry)
        else:
            (better if {"lower": "less", "higher": "more"}[m.better] == way else worse).append(
                entry
            )
    return Told(tuple(better), tuple(worse), tuple(other), same)


MOST, LEAST = "unmet_most_deprived", "unmet_least_deprived"


def for_whom(result: Comparison, arms: Sequence[str], when: str, years: Sequence[int]) -> str:
    """Whether unmet need moves otherwise in the most than in the least deprived fifth."""
    lines = []
    for name in arms:
        arm = result.names.index(name)
        moved = []
        for key in (MOST, LEAST):
            base = values(result, 0, key, years)
            scale = 100.0 / max(float(base.mean()), 1e-9)
            moved.append(scale * (values(result, arm, key, years) - base))
        most, least = (interval_of(x) for x in moved)
        gap = interval_of(moved[0] - moved[1])
        lines.append(quintiles(result.scenarios[arm].name, when, most, least, gap))
    return "".join(lines)


def quintiles(name: str, when: str, most: Interval, least: Interval, gap: Interval) -> str:
    """One arrangement's unmet need in the two outer fifths, in a sentence."""
    if not gap.excludes_zero:
        says = "no difference between the fifths shows"
    elif gap.mean < 0.0:
        says = "the most deprived fifth gains more, or loses less"
    else:
        says = "the least deprived fifth gains more, or loses less"
    return (
        f"- **For whom, {when}.** *{name}*: unmet need {said(most, '%')} in the most and "
        f"{said(least, '%')} in the least deprived fifth; {says}.\n"
    )


def short(m: Measure) -> str:
    """A measure's label within a sentence.

    >>> short(measure("ae")), short(measure("satisfaction"))
    ('A&E attendances', 'satisfaction of staff')
    """
    label = m.label.removesuffix(", 0 none to 1 the greatest").removesuffix(", on an average day")
    label = label.removesuffix(", all payers")
    return label if label.startswith("A&E") else label[0].lower() + label[1:]


def in_words(contrast: Contrast, names: tuple[str, str], when: str, found: Told) -> str:
    """A sentence on two arrangements, that follows from the intervals."""
    first, second = names
    parts = [
        f"{word}: {', '.join(what)}"
        for word, what in (("better", found.better), ("worse", found.worse), ("also", found.other))
        if what
    ]
    if not parts:
        return f"- **{when.capitalize()}.** No difference between *{second}* and *{first}* shows.\n"
    rest = f" In {found.same} measures no difference shows." if found.same else ""
    return f"- **{when.capitalize()}.** *{second}* against *{first}*: {'; '.join(parts)}.{rest}\n"
