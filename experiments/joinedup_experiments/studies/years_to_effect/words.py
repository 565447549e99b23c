"""The hand-written part of ``docs/years_to_effect.md``, and sentences that follow from numbers."""

from __future__ import annotations

from collections.abc import Sequence

from joinedup_experiments.compare.statistics import Interval
from joinedup_experiments.studies.years_to_effect.shares import Course

OPENING = """# Years to effect: why integration takes time, and what delays it

<!-- Written by `python -m joinedup_experiments.studies.years_to_effect`; do not edit by hand. -->

{residents} residents, a burn-in of {burn_in} years in the siloed borough, {years} years after the
day of change, {replications} replications (seeds {first} to {last}). Differences are paired within
replications. In brackets: 95% intervals over replications. **Bold**: the interval excludes zero.
The day of change is the day on which staff hear of it; the well brought in network goes live later.

The intervals say how sure the *model* is, not how sure anybody can be of the world: most
parameters are assumed, and their uncertainty is not in these intervals. No number of years is
among them. What staff do each week is: hear of a change, accept it or not, try it, relapse,
learn, tire, leave and be replaced; and what an interface does on a day follows from how far both
sides have taken the new way up and trust each other (`adoption`, `trust`). There are many
comparisons on this page and no correction for that: where nothing differs at all, about one
interval in twenty excludes zero all the same.
"""

HOW_SHARES = """The *eventual effect* is the mean difference from the siloed borough over the last
two years of the run. The *share reached* in a year is that year's difference over the eventual
one; it may lie below zero, where things get worse before they get better, or above one. Its
interval is Fieller's, for a ratio of two paired means. **Where the eventual effect cannot be told
from zero no share is given**: a share of nothing would be a number without a meaning.
"""

HOW_CAUSES = """Each cause is taken away in turn, all others left in place. A mechanism (*no need
to take it up, no need of trust, nobody leaves, no strain, no fear, nothing to learn*) is left out
for the whole run, burn-in included, and set beside a siloed borough that leaves out the same.
What belongs to the programme (*live on the first day, no upheaval, no posts to recruit*) differs
from the day of change on. *No posts to recruit* means no boundary spanners and no staff of its
own at the single point of access, so what is eventually reached is another thing as well.

A share says how *soon* an effect comes, not how large it is: taking a cause away can bring the
effect sooner, make it larger, or both. In brackets behind the differences: the jackknife's 95%
intervals over replications.
"""

HOW_CONTRASTS = """Differences from the siloed borough: of shares in percentage points, of scales
from 0 to 1 as they are, of everything else in per cent of the siloed borough's. Where it has
none, the difference itself.
"""

HOW_CIRCLE = """Load strains staff; strained staff are off sick, slower, and leave; empty posts
load those who stay. Here one place of {residents} residents, siloed throughout, starts twice on
one day with the same people and the same luck: once with everybody rested and every post held,
once with everybody burnt out and every third post empty. If the two meet again, the circle can be
left without help; if they do not, it holds whoever has entered it.
"""

CLOSING = """## What these results are not

They are one set of assumed and published numbers for an England-like place that nobody lives in.
No controlled English study links integration to staff turnover, so that link can be left out
(`without: [leaving]` in a scenario). They are no forecast for any real place.
"""


def percent(interval: Interval | None) -> str:
    """A share reached, in per cent with its interval.

    >>> percent(Interval(0.5, 0.25, 0.75, 8)), percent(None)
    ('50% (25, 75)', '-')
    """
    if interval is None:
        return "-"
    mean, low, high = (round(100.0 * x) for x in (interval.mean, interval.low, interval.high))
    return f"{mean}% ({low}, {high})"


def points(interval: Interval | None) -> str:
    """A difference of shares in percentage points, bold where its interval excludes zero."""
    if interval is None:
        return "-"
    if interval.identical:
        return "0"
    mean, low, high = (_sign(100.0 * x) for x in (interval.mean, interval.low, interval.high))
    text = f"{mean} points ({low}, {high})"
    return f"**{text}**" if interval.excludes_zero else text


def _sign(value: float) -> str:
    """A whole number with its sign, and none for nought.

    >>> _sign(-0.3), _sign(4.6)
    ('0', '+5')
    """
    return f"{round(value):+d}" if round(value) else "0"


def when_it_shows(courses: Sequence[Course], years: Sequence[int]) -> str:
    """For each outcome: what share is reached when, or that there is no effect to reach."""
    lines = []
    for c in courses:
        what = f"- **{c.outcome.label}.** "
        if not c.told:
            lines.append(
                what + "The eventual effect cannot be told from zero in these runs, so there is no "
                "share of it to reach."
            )
            continue
        worse = (c.eventual.mean() > 0.0) != (c.outcome.good == "more")
        direction = "for the worse" if worse else "for the better"
        shares = {year: c.share(year) for year in years}
        reached = ", ".join(f"{percent(s)} in year {year}" for year, s in shares.items())
        dip = [y for y, s in shares.items() if s is not None and s.high < 0.0]
        lines.append(f"{what}A change {direction}. Of it, {reached}.{_dip(dip)}")
    return "\n".join(lines) + "\n"


def _dip(years: Sequence[int]) -> str:
    if not years:
        return ""
    said = " and ".join(str(y) for y in years)
    return f" In year {said} it went the other way first."


def what_delays(outcome: str, year: int, gaps: dict[str, Interval | None], told: bool) -> str:
    """One outcome and year: without which causes its effect comes sooner, or later.

    Parameters
    ----------
    gaps : dict
        By the cause taken away: the share reached without it less with all causes in place.
    told : bool
        Whether there is an eventual effect with all causes in place.
    """
    start = f"- **{outcome}, year {year}.** "
    if not told:
        return start + "No eventual effect to be told from zero, so no delay to be explained.\n"
    known = {name: g for name, g in gaps.items() if g is not None}
    clear = {name: g for name, g in known.items() if g.excludes_zero}
    ranked = sorted(clear.items(), key=lambda item: -abs(item[1].mean))
    sooner = [f"{n} ({points(g).strip('*')})" for n, g in ranked if g.mean > 0.0]
    later = [f"{n} ({points(g).strip('*')})" for n, g in ranked if g.mean < 0.0]
    same = [n for n in known if n not in clear]
    none = [n for n in gaps if n not in known]
    parts = [
        f"{word}: {', '.join(names)}"
        for word, names in (
            ("Sooner with", sooner),
            ("Later with", later),
            ("No difference that shows with", same),
            ("No eventual effect left with", none),
        )
        if names
    ]
    return start + ". ".join(parts) + ".\n"
