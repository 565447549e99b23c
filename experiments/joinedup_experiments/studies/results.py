"""What the studies came to: judged, kept in one file, and put together as one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from pydantic import TypeAdapter

from joinedup_experiments.compare.statistics import Effect, paired
from joinedup_experiments.compare.two_by_two import CELLS, two_by_two
from joinedup_experiments.display.document import Heading, Part, Points, Section, Table, Words
from joinedup_experiments.display.numbers import change, percent
from joinedup_experiments.report.frame import IN_GENERAL
from joinedup_experiments.report.key_drivers import KeyDrivers
from joinedup_experiments.report.two_by_two import CORE, HEADING, HOW, two_by_two_table
from joinedup_experiments.studies.judging import Judged, Seen, borne_out, judge, verdict
from joinedup_experiments.studies.running import Outcomes
from joinedup_experiments.studies.study import Question

JUDGED_HEAD = ("expected", "where", "change (95% interval)", "published", "seen")
HOW_JUDGED = (
    "Each pattern was found in practice. What was expected was written down before it was run, "
    "word for word; a verdict follows by rule. A change is *slight* when all of its interval is "
    "smaller than what was named beforehand as too small to matter: 1% of the level, or a point of "
    "a share, unless the pattern says otherwise. A pattern that does not come out is a finding."
)
ALL_YEARS = "all years"
HOW_TABLED = (
    "Differences from the siloed borough in the average year, with half the width of the 95% "
    "interval: of shares and scales in points of a hundred, of everything else in per cent. "
    "**Bold**: the interval excludes zero."
)
PERIODS = {ALL_YEARS: None, "years 1 to 3": (1, 3), "years 6 to 7": (6, 7)}
Effects = dict[tuple[str, str, str], Effect]  # by arm, measure and period
Numbers = dict[str, dict[str, dict[str, tuple[float, float, float, float]]]]


@dataclass(frozen=True)
class Answer:
    """What came out of one pattern."""

    title: str
    claim: str
    papers: tuple[str, ...]
    fitted: bool
    study: str  # SHA-256 of its file, so that an answer to another question is noticed
    residents: int
    years: int
    seeds: tuple[int, int]
    judged: tuple[Judged, ...]

    @property
    def verdict(self) -> str:
        """What came out, and how many of the expectations."""
        found = [one.seen for one in self.judged]
        fitted = "; fitted in part" if self.fitted else ""
        return f"{verdict(found)} ({borne_out(found)} of {len(found)}{fitted})"


@dataclass(frozen=True)
class Results:
    """All answers, and the state of the model that gave them."""

    model: str
    answers: dict[str, Answer]
    effects: Numbers = field(default_factory=dict)

    def write(self, file: Path) -> None:
        """Keep them as JSON."""
        file.write_bytes(TypeAdapter(Results).dump_json(self, indent=1) + b"\n")


def read_results(file: Path) -> Results:
    """Results as they were kept."""
    return TypeAdapter(Results).validate_json(file.read_bytes())


def answer_of(question: Question, outcomes: Outcomes, residents: int | None = None) -> Answer:
    """Judge what came out."""
    base, study = question.scenario(question.base, question.first_setting), question.study
    return Answer(
        study.title, " ".join(study.claim.split()), tuple(study.papers), study.fitted,
        question.sha256, residents or base.place.residents, study.years,
        (outcomes.seeds[0], outcomes.seeds[-1]), tuple(judge(question, outcomes)),
    )  # fmt: skip


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
    how = (
        f"{one.residents:,} residents of the siloed borough; {one.years} years after the index "
        f"date, unless a study says otherwise; seeds from {one.seeds[0]}. Every arm has the same "
        "people and the same random numbers, and differences are paired within replications. In "
        "brackets: 95% intervals."
    )
    return Section("opening", "", [Words(f"{how} {' '.join(IN_GENERAL)}")])


def summary(answers: Mapping[str, Answer], drivers: Mapping[str, KeyDrivers]) -> Table:
    """A row for each pattern: its verdict and what it leans on."""
    rows = [
        (one.title, ", ".join(one.papers), one.verdict, _drivers(drivers.get(key)))
        for key, one in answers.items()
    ]
    head = ("pattern", "papers", "verdict", "leans on most (evidence)")
    return Table("", head, rows, numbers=False)


def whole_answer(answer: Answer, mechanism: str) -> list[Part]:
    """One pattern: its claim, how it comes about, its verdict, and what came out of it."""
    published = any(one.published for one in answer.judged)
    kept = [n for n, head in enumerate(JUDGED_HEAD) if published or head != "published"]
    rows = [(one.says, one.where, one.in_words, one.published, one.seen) for one in answer.judged]
    head, *cells = ([row[n] for n in kept] for row in (JUDGED_HEAD, *rows))
    text = f"{answer.claim} {answer.verdict[0].upper()}{answer.verdict[1:]}."
    how = Words(f"In the model: {' '.join(mechanism.split())}")
    return [Heading(answer.title), Words(text), how, Table("", head, cells, numbers=False)]


def patterns_section(answers: Mapping[str, Answer], drivers: Mapping[str, KeyDrivers]) -> Section:
    """Each pattern: its verdict, what it leans on, and every expectation with what came out."""
    parts: list[Part] = [Words(HOW_JUDGED)]
    for key, one in answers.items():
        lines = []
        for seen in get_args(Seen):
            mine = [
                f"{x.says}, {x.in_words}" + (f", published {x.published}" if x.published else "")
                for x in one.judged
                if x.seen == seen
            ]
            lines += [(f"{seen[0].upper()}{seen[1:]}:", f"{'; '.join(mine)}.")] if mine else []
        came_out = f"**{one.verdict[0].upper()}{one.verdict[1:]}.**"
        leans = f" Leans on {_drivers(drivers[key])}." if key in drivers else ""
        parts += [Heading(one.title), Words(f"{came_out}{leans}"), Points(lines)]
    return Section("patterns", "The patterns that the papers describe", parts)


def two_by_two_section(question: Question, outcomes: Outcomes) -> Section | None:
    """Each proposal whose twins are arms of the study, taken apart; None where there is none."""
    parts: list[Part] = []
    for arm, named in question.arms.items():
        cells = [question.base, *(f"{arm}:{kind}" for kind in CELLS), arm]
        if question.arms.keys() >= set(cells):
            rows = []
            for key in CORE:
                where = ((question.first_setting, cell, key, None) for cell in cells)
                one = two_by_two(question.measures[key], *(outcomes.mean(*at) for at in where))
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
    width = change(of.half_width, "share").removeprefix("+")
    text = f"{text}\N{PLUS-MINUS SIGN}{width}"
    return f"**{text}**" if one.changed else text


def _drivers(found: KeyDrivers | None) -> str:
    if found is None:
        return "not worked out"
    return "; ".join(f"{one.factor} ({one.evidence})" for one in found.factors)


def out_of_date(results: Results, questions: Sequence[Question], model: str) -> list[str]:
    """What is not answered, or was answered by another model or to another question."""
    notes = []
    for question in questions:
        answer = results.answers.get(question.key)
        if answer is None:
            notes.append(f"{question.key} is not answered yet")
        elif answer.study != question.sha256:
            notes.append(f"{question.key}: the question has changed since it was answered")
    if results.model != model:
        notes.append(
            "the model has changed since these were answered; joinedup effects --again runs them"
        )
    return notes
