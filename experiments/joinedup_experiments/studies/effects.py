"""``joinedup effects``: what came out of the patterns, printed or run anew."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from joinedup_experiments.compare.executors import warm_up
from joinedup_experiments.compare.over_worlds import WORLDS, OverWorlds
from joinedup_experiments.compare.results.kept_runs import KeptRuns
from joinedup_experiments.compare.results.manifest import versions
from joinedup_experiments.compare.statistics import Effect
from joinedup_experiments.display.errors import InputError, refusing
from joinedup_experiments.display.markdown import write_page
from joinedup_experiments.display.progress import progress
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.display.terminal import print_parts, screen
from joinedup_experiments.report.key_drivers import kept_key_drivers, read_key_drivers
from joinedup_experiments.scenario_io.load.problems import did_you_mean
from joinedup_experiments.scenario_io.plausible_worlds import worlds_sha256
from joinedup_experiments.studies import asking, ceiling, over_time, results, study
from joinedup_experiments.studies.answers import Results, answer_of, out_of_date, read_results
from joinedup_experiments.studies.evaluation_section import evaluated, evaluation_section
from joinedup_experiments.studies.running import PLAUSIBLE, run_studies
from joinedup_experiments.studies.what_must_come_out import table_section

RESULTS, PAGE = "results.json", "results.md"
DOCS = Path(__file__).parents[3] / "docs"
TITLE, MADE_BY = "Results", "python -m joinedup_experiments.studies"


def chosen(names: Sequence[str]) -> list[study.Question]:
    """The patterns of these names, or all; raises `InputError` for a name that none has."""
    known = study.pattern_names()
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or f"there are {', '.join(known)}"
            raise InputError(f"--question: there is no question `{name}`; {hint}")
    return [study.read_pattern(name) for name in names or known]


def show(names: Sequence[str], folder: Path = DOCS) -> None:
    """Print the answers that are kept in a folder, and note where they are out of date."""
    with refusing(keeps=True):
        questions = chosen(names)
        if not (folder / RESULTS).is_file():
            raise InputError(
                f"{folder / RESULTS} is not there: answers are kept in a checkout of the project; "
                "joinedup effects --again runs them"
            )
    kept = read_results(folder / RESULTS)
    answers = {q.key: kept.answers[q.key] for q in questions if q.key in kept.answers}
    parts: list[Any] = [results.summary(answers, read_key_drivers())]
    for question in questions if names else ():
        if answer := answers.get(question.key):
            parts += results.whole_answer(answer, question.study.mechanism)
    with saying():
        console = screen()
        print_parts(console, parts)
        console.print(
            "Each world has one run, so that chance plays a part in each share. joinedup effects "
            f"--question NAME prints a whole answer; {folder / PAGE} has them all.",
            soft_wrap=True,
        )
    model, leans = versions()["model_sources_sha256"], kept_key_drivers()
    notes = out_of_date(kept, questions, model)
    if leans and leans.model != model:
        notes.append("what patterns lean on is of an earlier state of the model")
    for line in notes:
        print(f"Note: {line}", file=sys.stderr)


def run_again(
    names: Sequence[str],
    folder: Path,
    replications: int | None = None,
    workers: int | None = None,
    residents: int | None = None,
    over: OverWorlds = PLAUSIBLE,
    kept: KeptRuns | None = None,
) -> None:
    """Run studies, all unless some are named, as they say themselves unless told otherwise.

    Replications are ``kept`` as `run_studies` does.
    """
    folder.mkdir(parents=True, exist_ok=True)  # now: all would be lost if it failed at the end
    patterns = chosen(names)
    arrangements = study.read_study(study.ARRANGEMENTS)
    years = study.read_study(study.YEARS_TO_EFFECT)
    degrees = asking.by_degrees()
    studies = patterns if names else [*patterns, arrangements, years, degrees]
    warm_up(patterns[0].scenario(patterns[0].base, patterns[0].first_setting))
    with progress(f"Running {len(studies)} studies") as tell:
        found = run_studies(studies, replications, workers, tell, residents, over, kept)
    answers = {q.key: answer_of(q, found[q.key], residents, over) for q in patterns}
    sections = [] if names else [table_section(answers)]
    sections.append(results.patterns_section(answers.values()))
    in_worlds = over.worlds != "one"
    apart = (results.two_by_two_section(q, found[q.key], in_worlds) for q in patterns)
    sections += filter(None, apart)
    sections += [evaluation_section(q, found[q.key]) for q in patterns if evaluated(q)]
    effects, many = dict[tuple[str, str, str], Effect](), replications or WORLDS
    if not names:
        effects = results.effects_of(arrangements, found[arrangements.key])
        with progress("Following two starts of one place") as tell:
            circle = over_time.vicious_circle(many, tell, residents, over)
        with progress("Varying the staff of one team") as tell:
            elastic = asking.elasticity_section(many, tell, residents, over)
        with progress("Looking for the ceiling") as tell:
            highest = ceiling.ceiling_section(many, tell, residents, over)
        sections += [
            results.arrangements_section(arrangements, effects),
            asking.degrees_section(degrees, found[degrees.key]), elastic,
            over_time.years_to_effect(years, found[years.key]), circle, highest,
        ]  # fmt: skip
    worlds = worlds_sha256() if over.worlds == "plausible" else ""
    model = versions()["model_sources_sha256"]
    made = Results(model, answers, results.as_numbers(effects), worlds)
    made.write(folder / RESULTS)
    write_page(folder / PAGE, TITLE, MADE_BY, [results.opening(answers), *sections])
