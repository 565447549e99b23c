"""What the studies came to: judged, and kept in one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.compare.statistics import MOST
from joinedup_experiments.scenario_io.plausible_worlds import worlds_sha256
from joinedup_experiments.studies.judging import Judged, judge, share_in_words
from joinedup_experiments.studies.running import PLAUSIBLE, Outcomes
from joinedup_experiments.studies.study import Question

RUN_IN = {"plausible": "plausible worlds", "one": "replications in one world", "": "worlds"}
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
    worlds: str = ""  # plausible, or one; nothing where it was not kept what came out in which

    @property
    def runs(self) -> int:
        """In how many runs it was looked for; none where it was not kept what came out in which."""
        return self.seeds[1] - self.seeds[0] + 1 if self.worlds else 0

    @property
    def verdict(self) -> str:
        """How many expectations come out in most runs, in what share all, and the rarest."""
        fitted = "; fitted in part" if self.fitted else ""
        if not self.judged:
            return f"nothing was expected{fitted}"
        failed = set().union(*(one.not_in for one in self.judged))
        words = share_in_words(self.runs - len(failed), self.runs, RUN_IN[self.worlds])
        rarest = max(self.judged, key=lambda one: len(one.not_in))
        least = f"; in the fewest, {self.count(rarest)}: {rarest.says}" if rarest.not_in else ""
        most = sum(self.runs - len(one.not_in) >= MOST * self.runs for one in self.judged)
        counted = f"{most} of {len(self.judged)} expectations come out in most"
        return f"{counted}; all together {words}{least}{fitted}"

    def count(self, one: Judged) -> str:
        """In how many of the runs an expectation comes out; nothing where it was not kept."""
        return f"{self.runs - len(one.not_in)} of {self.runs}" if self.runs else ""


@dataclass(frozen=True)
class Results:
    """All answers, and the state of the model that gave them."""

    model: str
    answers: dict[str, Answer]
    effects: Numbers = field(default_factory=dict)
    worlds: str = ""  # SHA-256 of the plausible worlds; nothing where they were not used

    def write(self, file: Path) -> None:
        """Keep them as JSON."""
        file.write_bytes(TypeAdapter(Results).dump_json(self, indent=1) + b"\n")


def read_results(file: Path) -> Results:
    """Results as they were kept."""
    return TypeAdapter(Results).validate_json(file.read_bytes())


def answer_of(
    question: Question,
    outcomes: Outcomes,
    residents: int | None = None,
    over: OverWorlds = PLAUSIBLE,
) -> Answer:
    """Judge what came out."""
    base, study = question.scenario(question.base, question.first_setting), question.study
    return Answer(
        study.title, " ".join(study.claim.split()), tuple(study.papers), study.fitted,
        question.sha256, residents or study.residents or over.residents(base), study.years,
        (outcomes.seeds[0], outcomes.seeds[-1]), tuple(judge(question, outcomes)), over.worlds,
    )  # fmt: skip


def out_of_date(results: Results, questions: Sequence[Question], model: str) -> list[str]:
    """What is not answered, or was by another model, in other worlds or to another question."""
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
    if results.worlds not in ("", worlds_sha256()):
        notes.append("the plausible worlds are no longer those that these were run in")
    return notes
