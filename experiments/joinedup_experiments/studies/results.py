"""What the studies came to, put together as one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import mode
from typing import get_args

from joinedup_experiments.compare.statistics import Effect, paired
from joinedup_experiments.compare.two_by_two import CELLS, two_by_two
from joinedup_experiments.display.document import Heading, Part, Points, Section, Table, Words
from joinedup_experiments.display.numbers import MINUS, change, percent
from joinedup_experiments.report.frame import IN_GENERAL
from joinedup_experiments.report.key_drivers import KeyDriver, KeyDrivers
from joinedup_experiments.report.two_by_two import CORE, HEADING, HOW, two_by_two_table
from joinedup_experiments.studies.answers import Answer, Numbers
from joinedup_experiments.studies.judging import Judged, Seen
from joinedup_experiments.studies.running import Outcomes
from joinedup_experiments.studies.study import Question

JUDGED_HEAD = ("expected", "where", "change (95% interval)", "central 90%", "published",
               "on average", "comes out in")  # fmt: skip
HOW_JUDGED = (
    "Each pattern was found in practice. What was expected was written down before it was run, "
    "word for word; a verdict follows by rule, from how many of a pattern's expectations come out "
    "in most plausible worlds (four in five), and in what share of worlds all of them do: a "
    "change beyond what was named beforehand as too small to matter, 1% of the level, or a point "
    "of a share, unless the pattern says otherwise; or, where no fall or no rise is expected, none "
    "beyond that. A world is run once, so that chance takes some of them. For each expectation "
    "stand the change on average over worlds, between which changes the central nine tenths lie, "
    "and in how many it comes out. The headings go by the average: a change is *slight* when all "
    "of its interval is smaller than what is too small to matter. A pattern that does not come "
    "out is a finding."
)
HOLD = {
    "plausible": "The run of each seed is in the plausible world of that number: a set of values, "
    "for what is not known, with which the siloed place looks like England. In brackets: 95% "
    "intervals of the mean over worlds, which hold chance and what is not known of the place; the "
    "central 90% say how far worlds lie apart.",
    "one": "All runs have the model's own values, most of them assumed. In brackets: 95% "
    "intervals, which hold chance, and not what is not known.",
}
IN_ALL = " ".join(IN_GENERAL[1:])
ALL_YEARS = "all years"
HOW_TABLED = (
    "Differences from the siloed borough in the average year, with half the width of the 95% "
    "interval of their mean: of shares and scales in points of a hundred, of everything else in "
    "per cent. **Bold**: the interval excludes zero."
)
PERIODS = {ALL_YEARS: None, "years 1 to 3": (1, 3), "years 6 to 7": (6, 7)}
Effects = dict[tuple[str, str, str], Effect]  # by arm, measure and period


def effects_of(question: Question, outcomes: Outcomes) -> Effects:
    """Every arm beside the base, for the measures of the study's tables, in every period."""
    place, found = question.first_setting, {}
    for arm in list(question.arms)[1:]:
        for key in (key for keys in question.study.tables.values() for key in keys):
            for period, years in PERIODS.items():
                base, other = (outcomes.mean(place, x, key, years) for x in (question.base, arm))
                found[arm, key, period] = paired(question.measures[key], base, other)
    return found


def as_numbers(effects: Effects) -> Numbers:
    """The same as base, mean, low and high, to be kept."""
    kept: Numbers = {}
    for (arm, key, period), e in effects.items():
        numbers = e.base.mean, e.difference.mean, e.difference.low, e.difference.high
        kept.setdefault(arm, {}).setdefault(key, {})[period] = numbers
    return kept


def opening(answers: Mapping[str, Answer]) -> Section:
    """How everything was run, and what it is not."""
    one = next(iter(answers.values()))
    residents, years = (mode([x.residents, x.years][n] for x in answers.values()) for n in (0, 1))
    how = (
        f"{residents:,} residents of the siloed borough; {years} years after the index date, "
        f"unless a study says otherwise; seeds from {one.seeds[0]}. Every arm has the same people "
        "and the same random numbers, and differences are paired within replications."
    )
    return Section("opening", "", [Words(f"{how} {HOLD[one.worlds]} {IN_ALL}")])


def summary(answers: Mapping[str, Answer], drivers: Mapping[str, KeyDrivers]) -> Table:
    """A row for each pattern: its verdict and what it leans on."""
    rows = [
        (one.title, ", ".join(one.papers), one.verdict, _drivers(drivers.get(key)))
        for key, one in answers.items()
    ]
    head = (
        "pattern",
        "papers",
        "verdict",
        "leans on most: rank correlation over plausible worlds (evidence)",
    )
    return Table("", head, rows, numbers=False)


def whole_answer(answer: Answer, mechanism: str) -> list[Part]:
    """One pattern: its claim, how it comes about, its verdict, and what came out of it."""
    rows = [
        (
            one.says,
            one.where,
            one.in_words,
            one.central_in_words,
            one.published,
            one.seen,
            answer.count(one),
        )
        for one in answer.judged
    ]
    kept = [n for n in range(len(JUDGED_HEAD)) if any(row[n] for row in rows)]
    head, *cells = ([row[n] for n in kept] for row in (JUDGED_HEAD, *rows))
    text = f"{answer.claim} {answer.verdict[0].upper()}{answer.verdict[1:]}."
    how = Words(f"In the model: {' '.join(mechanism.split())}")
    return [Heading(answer.title), Words(text), how, Table("", head, cells, numbers=False)]


def patterns_section(answers: Iterable[Answer]) -> Section:
    """Each pattern: its verdict, and every expectation with what came out."""
    parts: list[Part] = [Words(HOW_JUDGED)]
    for one in answers:
        lines = []
        for seen in get_args(Seen):
            mine = [_line(one, x) for x in one.judged if x.seen == seen]
            lines += [(f"{seen[0].upper()}{seen[1:]}:", f"{'; '.join(mine)}.")] if mine else []
        came_out = f"**{one.verdict[0].upper()}{one.verdict[1:]}.**"
        parts += [Heading(one.title), Words(came_out), Points(lines)]
    return Section("patterns", "The patterns that the papers describe", parts)


def _line(answer: Answer, one: Judged) -> str:
    """An expectation with its change, where the runs lie, and in how many of them it comes out."""
    published = f", published {one.published}" if one.published else ""
    central = f"; central 90% {one.central_in_words}" if one.central else ""
    count = f", in {answer.count(one)}" if answer.runs else ""
    return f"{one.says}, {one.in_words}{published}{central}{count}"


def two_by_two_section(question: Question, outcomes: Outcomes, plausible: bool) -> Section | None:
    """Each proposal whose twins are arms of the study, taken apart; None where there is none.

    Over ``plausible`` worlds, a change is one that has its direction in most of them.
    """
    parts: list[Part] = []
    for arm, named in question.arms.items():
        cells = [question.base, *(f"{arm}:{kind}" for kind in CELLS), arm]
        if question.arms.keys() >= set(cells):
            rows = []
            for key in CORE:
                where = ((question.first_setting, cell, key, None) for cell in cells)
                values = (outcomes.mean(*at) for at in where)
                one = two_by_two(question.measures[key], *values, plausible=plausible)
                rows.append((one.both.measure.label, one.as_read()))
            parts += [Heading(named.label), two_by_two_table("", rows)]
    return Section("capacity", HEADING, [Words(HOW), *parts]) if parts else None


def arrangements_section(question: Question, effects: Effects) -> Section:
    """A table of all arms for each of the study's lists of measures."""
    parts: list[Part] = [Words(HOW_TABLED)]
    for caption, keys in question.study.tables.items():
        rows = [
            (arm.label, *(_cell(effects[name, key, ALL_YEARS]) for key in keys))
            for name, arm in list(question.arms.items())[1:]
        ]
        head = ("", *(question.measures[key].label for key in keys))
        parts.append(Table(caption, head, rows))
    return Section("arrangements", question.study.title, parts)


def _cell(one: Effect) -> str:
    if one.difference.identical:
        return "0"
    shares = one.form in ("share", "scale")
    if one.from_none and not shares:
        return "from none"
    of = one.difference if shares else one.of_base
    text = change(of.mean, "share") if shares else percent(of.mean)
    if of.has_ends:
        width = change(of.half_width, "share").removeprefix("+")
        text = f"{text}\N{PLUS-MINUS SIGN}{width}"
    return f"**{text}**" if one.changed else text


def _drivers(found: KeyDrivers | None) -> str:
    if found is None:
        return "not worked out"
    return "; ".join(map(_driver, found.factors))


def _driver(one: KeyDriver) -> str:
    chance = "" if one.shows else ", may be chance"
    return f"{one.factor} {one.value:+.2f} ({one.evidence}{chance})".replace("-", MINUS)
