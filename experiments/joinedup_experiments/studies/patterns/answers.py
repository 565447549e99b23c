"""Answers: written from what runs came to, and read back for the table of effects."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, get_args

from joinedup_experiments.compare.statistics import Interval
from joinedup_experiments.report.key_drivers import Leaning
from joinedup_experiments.studies.patterns.asking import Asked
from joinedup_experiments.studies.patterns.judging import (
    Judged,
    Seen,
    change_in_words,
    judge,
    verdict,
)
from joinedup_experiments.studies.patterns.pictures import draw_answer
from joinedup_experiments.studies.patterns.running import Figures

FILE = "answer.json"
WORDS: tuple[Seen, ...] = get_args(Seen)
PAPER = "paper {}"


@dataclass(frozen=True)
class Answer:
    """What came out of one question.

    Attributes
    ----------
    question : str
        SHA-256 of the question's file, so that an answer to another question is noticed.
    sources : str
        SHA-256 of the model that answered.
    """

    key: str
    title: str
    papers: tuple[str, ...]
    verdict: str
    fitted: bool
    judged: tuple[Judged, ...]
    residents: int
    years: int
    seeds: tuple[int, int]
    question: str
    sources: str

    @property
    def count(self) -> str:
        """How many expectations were borne out, slightly or not."""
        good = sum(j.seen.startswith("as expected") for j in self.judged)
        return f"{good} of {len(self.judged)}" + ("; fitted in part" if self.fitted else "")


def answer_of(asked: Asked, figures: Figures, residents: int | None = None) -> Answer:
    """Judge what came out."""
    from joinedup_experiments.compare.results.manifest import versions

    judged = tuple(judge(asked, figures))
    base = asked.scenario(asked.base, next(iter(asked.settings)))
    return Answer(
        key=asked.key,
        title=asked.question.title,
        papers=tuple(asked.question.papers),
        verdict=verdict(judged),
        fitted=asked.question.fitted,
        judged=judged,
        residents=residents or base.place.residents,
        years=asked.question.years,
        seeds=(figures.seeds[0], figures.seeds[-1]),
        question=fingerprint(asked),
        sources=versions()["model_sources_sha256"],
    )


def fingerprint(asked: Asked) -> str:
    """SHA-256 of the question's file."""
    return hashlib.sha256(asked.text.encode()).hexdigest()


def write_answer(
    asked: Asked,
    figures: Figures,
    answer: Answer,
    leaning: Leaning | None,
    folder: Path,
    forms: Sequence[str] = ("svg",),
) -> None:
    """Write ``answer.md``, ``answer.json`` and the picture."""
    draw_answer(asked, figures, folder, forms)
    (folder / FILE).write_text(json.dumps(asdict(answer), indent=1) + "\n", encoding="utf-8")
    (folder / "answer.md").write_text(_page(asked, answer, leaning), encoding="utf-8")


def read_answer(folder: Path) -> Answer | None:
    """An answer as it was written; None where there is none."""
    file = folder / FILE
    if not file.is_file():
        return None
    said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    judged = tuple(_judged(one) for one in said["judged"])
    tuples = {"papers": tuple(said["papers"]), "seeds": tuple(said["seeds"]), "judged": judged}
    return Answer(**(said | tuples))


def _judged(said: Mapping[str, Any]) -> Judged:
    return Judged(**{**said, "change": Interval(**said["change"])})


def _page(asked: Asked, answer: Answer, leaning: Leaning | None) -> str:
    question = asked.question
    papers = ", ".join(PAPER.format(p) for p in question.papers)
    first, last = answer.seeds
    arms = "; ".join(arm.label for arm in asked.arms.values())
    settings = ""
    if len(asked.settings) > 1:
        settings = " Settings: " + "; ".join(s.label for s in asked.settings.values()) + "."
    return f"""# {question.title}

<!-- Written by `python -m joinedup_experiments.studies.patterns`; do not edit by hand. -->

**The claim** ({papers}). {" ".join(question.claim.split())}

**The answer: {answer.verdict}** (expectations as expected: {answer.count}).

## What came out

{in_words(answer.judged)}

| expected | measure | where | siloed, or usual | change (95% interval) | published | seen |
| --- | --- | --- | --- | --- | --- | --- |
{_rows(answer.judged)}

![{question.title}: the changes behind the table, by panel](answer.svg)

## How it comes about in the model

{" ".join(question.mechanism.split())}

## What it leans on

{leaning.words() if leaning else NO_LEANING}

## How it was run

{answer.residents:,} residents, {answer.years} years after the day of change, seeds {first} to
{last}; differences are paired within replications unless matched controls are named. Arms:
{arms}.{settings}

A change is *slight* when all of its interval is smaller than what was said beforehand to matter:
1% of the level, or a point of a share, unless the question says otherwise. Intervals are over
replications: how sure the *model* is, given its assumptions. Repeat it with
`joinedup effects --again --question {asked.key}`.
"""


NO_LEANING = "Not worked out: no measure of the sweep over all assumptions stands for it."


def in_words(judged: Sequence[Judged]) -> str:
    """What came out, in sentences that follow from the figures."""
    said = []
    for word in WORDS:
        mine = [j for j in judged if j.seen == word]
        if mine:
            parts = "; ".join(f"{j.says}, {change_in_words(j)}" for j in mine)
            said.append(f"**{word[0].upper()}{word[1:]}:** {parts}.")
    return "\n\n".join(said)


def _rows(judged: Sequence[Judged]) -> str:
    return "\n".join(
        f"| {j.says} | {j.label} | {j.where} | {_level(j)} | "
        f"{change_in_words(j)} | {j.published or '-'} | {j.seen} |"
        for j in judged
    )


def _level(judged: Judged) -> str:
    if judged.level:
        return "-"
    value = judged.base
    if abs(value) >= 100.0:
        digits = 3 - len(str(int(abs(value))))
        return f"{round(value, digits):,.0f} {judged.unit}"
    return f"{value:.3g} {judged.unit}"
