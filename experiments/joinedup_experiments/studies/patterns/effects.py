"""``joinedup effects``: the whole table of patterns, a line each, as they came out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from joinedup_experiments.report.key_drivers import Leaning, read_leaning
from joinedup_experiments.studies.patterns.answers import (
    Answer,
    answer_of,
    fingerprint,
    read_answer,
    write_answer,
)
from joinedup_experiments.studies.patterns.asking import HOME, Asked, question_names, read_question
from joinedup_experiments.studies.patterns.judging import change_in_words

BAD_INPUT = 2
HEAD = (
    "pattern",
    "papers",
    "expected first",
    "what came out (95% interval)",
    "verdict",
    "leans on most (standing)",
)


class NoQuestionError(Exception):
    """There is no such question; the text says which there are."""


def chosen(names: Sequence[str]) -> list[Asked]:
    """The questions of these names, or all of them.

    Raises
    ------
    NoQuestionError
        For a name that no question has.
    """
    from joinedup_experiments.scenario_io.load.problems import did_you_mean

    known = question_names()
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or f"there are {', '.join(known)}"
            raise NoQuestionError(f"--question: there is no question `{name}`; {hint}")
    return [read_question(name) for name in names or known]


def show_effects(names: Sequence[str], home: Path = HOME) -> None:
    """Print the answers that are kept in a folder, and say where they are out of date.

    Raises
    ------
    NoQuestionError
        For a name that no question has, or when nothing is answered there.
    """
    questions = chosen(names)
    found = [(q, read_answer(home / q.key)) for q in questions]
    answers = [a for _, a in found if a is not None]
    if not answers:
        raise NoQuestionError(
            f"{home}: there are no answers; run them with joinedup effects --again"
        )
    print_effects(answers, read_leaning())
    for line in out_of_date(found):
        print(f"Note: {line}", file=sys.stderr)


def out_of_date(found: Sequence[tuple[Asked, Answer | None]]) -> list[str]:
    """What is not answered, or was answered by another model or to another question."""
    from joinedup_experiments.compare.results.manifest import versions

    sources = versions()["model_sources_sha256"]
    told = [f"{q.key} is not answered yet" for q, a in found if a is None]
    told += [
        f"{q.key}: the question has changed since it was answered"
        for q, a in found
        if a is not None and a.question != fingerprint(q)
    ]
    if any(a is not None and a.sources != sources for _, a in found):
        told.append(
            "the model has changed since these were answered; joinedup effects --again runs them"
        )
    return told


def print_effects(answers: Sequence[Answer], leaning: dict[str, Leaning]) -> None:
    """One line for each pattern, on whatever width the screen has."""
    from rich import box
    from rich.table import Table

    from joinedup_experiments.display.console import screen
    from joinedup_experiments.display.standard_output import saying

    table = Table(box=box.SIMPLE_HEAD, show_lines=True)
    for name in HEAD:
        table.add_column(name, overflow="fold")
    for answer in answers:
        table.add_row(*_row(answer, leaning.get(answer.key)))
    first = answers[0]
    with saying():
        console = screen()
        console.print(table)
        console.print(
            f"{first.residents:,} residents, paired replications. Intervals say how sure the model "
            "is, given its assumptions. Each pattern's folder in studies/patterns has the "
            "whole answer; what was expected stands in its question.yaml.",
        )


def _row(answer: Answer, leaning: Leaning | None) -> list[str]:
    first = answer.judged[0]
    leans = "not worked out"
    if leaning is not None:
        leans = "; ".join(f"{lean.factor} ({lean.evidence})" for lean in leaning.factors)
    return [
        answer.title,
        ", ".join(answer.papers),
        first.says,
        change_in_words(first),
        f"{answer.verdict} ({answer.count})",
        leans,
    ]


def as_markdown(answers: Sequence[Answer], leaning: dict[str, Leaning]) -> str:
    """The table for a page."""
    lines = [list(HEAD), ["---"] * len(HEAD)]
    for answer in answers:
        row = _row(answer, leaning.get(answer.key))
        lines.append([f"[{row[0]}]({answer.key}/answer.md)", *row[1:]])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


@dataclass(frozen=True)
class Again:
    """How questions are to be run anew: as they say themselves, unless given."""

    replications: int | None = None
    workers: int | None = None
    residents: int | None = None
    forms: tuple[str, ...] = ("svg", "pdf", "png")


def ask_again(names: Sequence[str], how: Again, out: Path | None) -> None:
    """Run questions anew and write the answers into a new folder.

    Raises
    ------
    NoQuestionError
        For a name that no question has.
    SystemExit
        With code 2 when the folder cannot be written, having written nothing.
    """
    from joinedup_experiments.compare.results.folder import ResultsFolder, usual_folder
    from joinedup_experiments.display.errors import refusing
    from joinedup_experiments.display.standard_output import saying

    questions = chosen(names)
    final = out or usual_folder(["effects"])
    with refusing(), ResultsFolder(final) as folder:
        write_all(questions, folder, how)
    show_effects([q.key for q in questions], final)
    with saying(f"the results are whole in {final}"):
        print(f"Results: {final}")


def write_all(questions: Sequence[Asked], folder: Path, how: Again) -> None:
    """Run questions and write each one's answer into its own folder."""
    from joinedup_experiments.compare.warm_up import warm_up
    from joinedup_experiments.display.progress import progress
    from joinedup_experiments.studies.patterns.running import run_questions

    first = questions[0]
    warm_up(first.scenario(first.base, next(iter(first.settings))))
    with progress(f"Asking {len(questions)} questions") as tell:
        figures = run_questions(questions, how.replications, 1, how.workers, tell, how.residents)
    leaning = read_leaning()
    answers = []
    for question in questions:
        mine = folder / question.key
        mine.mkdir(exist_ok=True)
        found = figures[question.key]
        answer = answer_of(question, found, how.residents)
        answers.append(answer)
        write_answer(question, found, answer, leaning.get(question.key), mine, how.forms)
    (folder / "README.md").write_text(_title_page(answers, leaning), encoding="utf-8")


def _title_page(answers: Sequence[Answer], leaning: dict[str, Leaning]) -> str:
    return f"""# The patterns that the papers describe, and what came out

<!-- Written by `python -m joinedup_experiments.studies.patterns`; do not edit by hand. -->

A line for each pattern: the claim's papers, the first of what was expected, what came out of the
model, the verdict over all that was expected (how many of how many), and the assumptions that it
leans on most, with their standing. A pattern that does not come out is a finding and stays here.

{as_markdown(answers, leaning)}
`joinedup effects` prints this table, `joinedup effects --again` runs it anew.
"""


def effects_command(names: Sequence[str], how: Again | None, out: Path | None) -> int:
    """Show the answers, or run them again as is said; the exit code."""
    from joinedup_experiments.scenario_io.load import ScenarioError

    try:
        if how is not None:
            ask_again(names, how, out)
        else:
            show_effects(names)
    except (NoQuestionError, ScenarioError) as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    return 0
