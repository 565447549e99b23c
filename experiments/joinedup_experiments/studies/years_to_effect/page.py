"""The page: tables and sentences put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.statistics import interval_of
from joinedup_experiments.studies.first_results import figure, table
from joinedup_experiments.studies.years_to_effect import circle_words, contrasts, words
from joinedup_experiments.studies.years_to_effect.causes import ALL_IN_PLACE
from joinedup_experiments.studies.years_to_effect.shares import (
    OUTCOMES,
    Course,
    course,
    difference_of_shares,
)
from joinedup_experiments.studies.years_to_effect.vicious_circle import Circle

SHARE_YEARS = (1, 2, 3, 5)
DELAY_YEARS = (2, 3)
DELAYED = ("handovers", "unmet_latent", "fidelity")
PICTURE = "![{what}](pictures/{name}.png)\n"


@dataclass(frozen=True)
class Found:
    """Everything that was run.

    Attributes
    ----------
    main : Comparison
        The siloed borough first, the well brought in network second, and every arrangement
        that is set beside another.
    courses : dict
        By the cause taken away, ``ALL_IN_PLACE`` first: each outcome's course.
    circles : sequence of Circle
        By staffing.
    """

    main: Comparison
    courses: dict[str, list[Course]]
    circles: Sequence[Circle]
    circle_residents: int


def courses_of(result: Comparison, arm: int = 1) -> list[Course]:
    """Every outcome's course in one arm against the first."""
    return [course(result, outcome, arm) for outcome in OUTCOMES]


def years_shown(wanted: Sequence[int], whole_years: int) -> list[int]:
    """The years that are before the last two, which make the eventual effect.

    >>> years_shown((1, 2, 3, 5), 4), years_shown((1, 2, 3, 5), 10)
    ([1, 2], [1, 2, 3, 5])
    """
    return [year for year in wanted if year <= whole_years - 2]


def eventual(c: Course) -> str:
    """The eventual effect with its interval, and what it is of the siloed borough's."""
    if c.outcome.key in {"adoption", "fidelity"}:
        return contrasts.said(interval_of(100.0 * c.eventual), " points")
    if c.outcome.key == "satisfaction":
        return contrasts.said(interval_of(c.eventual), "")
    if c.base == 0.0:
        return contrasts.said(interval_of(c.eventual), "")
    return contrasts.said(interval_of(100.0 * c.eventual / c.base), "%")


def shares_table(courses: Sequence[Course], whole_years: int) -> str:
    """Each outcome: the eventual effect, and the share of it reached year by year."""
    years = years_shown(SHARE_YEARS, whole_years)
    rows = []
    for c in courses:
        level = figure(c.base) if c.base else "none"
        shares = [words.percent(c.share(year)) for year in years]
        rows.append([c.outcome.label, level, eventual(c), *shares])
    header = ["", "siloed, a year", "eventual effect", *(f"share in year {y}" for y in years)]
    return table(header, rows)


def causes_table(found: Found, key: str) -> str:
    """One outcome: each cause taken away, beside all causes in place."""
    years = years_shown(DELAY_YEARS, found.main.whole_years)
    number = [o.key for o in OUTCOMES].index(key)
    whole = found.courses[ALL_IN_PLACE][number]
    rows = []
    for name, courses in found.courses.items():
        c = courses[number]
        row = [name, eventual(c)]
        for year in years:
            gap = None if name == ALL_IN_PLACE else difference_of_shares(c, whole, year)
            row += [words.percent(c.share(year)), words.points(gap)]
        rows.append(row)
    header = ["", "eventual effect"]
    for year in years:
        header += [f"share in year {year}", "against all causes"]
    return table(header, rows)


def delays(found: Found) -> str:
    """What the tables of causes say, in sentences."""
    keys = [o.key for o in OUTCOMES]
    lines = []
    for key in DELAYED:
        whole = found.courses[ALL_IN_PLACE][keys.index(key)]
        for year in years_shown(DELAY_YEARS, found.main.whole_years):
            gaps = {
                name: difference_of_shares(courses[keys.index(key)], whole, year)
                for name, courses in found.courses.items()
                if name != ALL_IN_PLACE
            }
            lines.append(words.what_delays(whole.outcome.label, year, gaps, whole.told))
    return "".join(lines)


def contrast_section(
    result: Comparison, contrast: contrasts.Contrast, already: Sequence[str] = ()
) -> str:
    """Two arrangements beside each other, early and late.

    Parameters
    ----------
    already : sequence of str
        Arrangements of which it was said before for whom they do what.
    """
    names = (
        result.scenarios[result.names.index(contrast.first)].name,
        result.scenarios[result.names.index(contrast.second)].name,
    )
    parts = [f"### {contrast.heading}\n"]
    sentences, tables = "", []
    for when, years in contrasts.periods(result.whole_years).items():
        sentences += contrasts.in_words(
            contrast, names, when, contrasts.told(result, contrast, years)
        )
        new = [name for name in (contrast.first, contrast.second) if name not in already]
        sentences += contrasts.for_whom(result, new, when, years)
        tables.append(
            f"**{when.capitalize()}**\n\n{contrasts.contrast_table(result, contrast, years)}"
        )
    return "\n".join([*parts, sentences, *tables])


def _contrasts(result: Comparison) -> list[str]:
    sections: list[str] = []
    already: list[str] = []
    for contrast in contrasts.CONTRASTS:
        sections.append(contrast_section(result, contrast, already))
        already += [contrast.first, contrast.second]
    return sections


def page(found: Found) -> str:
    """The whole page."""
    result = found.main
    base = result.scenarios[0]
    courses = found.courses[ALL_IN_PLACE]
    opening = words.OPENING.format(
        residents=f"{base.place.residents:,}",
        burn_in=f"{base.run.burn_in_years:g}",
        years=result.whole_years,
        replications=len(result.seeds),
        first=result.seeds[0],
        last=result.seeds[-1],
    )
    parts = [
        opening,
        f"## How much of its effect shows when\n\n*{result.scenarios[1].name}* against "
        f"*{base.name}*.\n",
        words.HOW_SHARES,
        words.when_it_shows(courses, years_shown(SHARE_YEARS, result.whole_years)),
        shares_table(courses, result.whole_years),
        PICTURE.format(what="Share of the eventual effect by year", name="years_to_effect"),
        "## What delays it\n",
        words.HOW_CAUSES,
        delays(found),
    ]
    for key in DELAYED:
        label = next(o.label for o in OUTCOMES if o.key == key)
        parts += [f"**{label}**\n", causes_table(found, key)]
    parts += [
        "## Structure and culture: which does more, and for whom\n",
        words.HOW_CONTRASTS,
        *_contrasts(result),
        "## The vicious circle: two starts of one place\n",
        words.HOW_CIRCLE.format(residents=f"{found.circle_residents:,}"),
        *(circle_words.in_words(circle) for circle in found.circles),
        circle_words.by_staffing(found.circles),
        PICTURE.format(what="Strain against empty posts from two starts", name="vicious_circle"),
        words.CLOSING,
    ]
    return "\n".join(parts)
