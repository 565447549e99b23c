"""``python -m joinedup_experiments.studies.evaluations``: write ``docs/evaluations.md``.

Evaluates case management and a Local Care Network in 50 worlds each, in folders that are gone on
with, and keeps their tables beside the page. About an hour of two cores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from joinedup_experiments.display.document import Part, Section, Table, Words
from joinedup_experiments.display.errors import refusing
from joinedup_experiments.display.markdown import PICTURES, write_page
from joinedup_experiments.display.numbers import percent
from joinedup_experiments.evaluator.designs.catalogue import DESIGNS
from joinedup_experiments.evaluator.evaluation.asked import EvaluationOptions
from joinedup_experiments.evaluator.evaluation.conclusions import Conclusions
from joinedup_experiments.evaluator.evaluation.in_one_world import Cell
from joinedup_experiments.evaluator.evaluation.performance import Performance
from joinedup_experiments.report.evaluation import method, sentences
from joinedup_experiments.report.evaluation.evaluating import EvaluationAsked, evaluate_and_report
from joinedup_experiments.report.evaluation.page import answer_parts, beside_truth_parts
from joinedup_experiments.report.evaluation.words import LABELS, as_share, begun
from joinedup_experiments.scenario_io.overrides import Overrides
from joinedup_experiments.studies import evaluation_questions as questions
from joinedup_experiments.studies.page_options import page_options
from joinedup_experiments.studies.small_pictures import keep_small

PAGE, MADE_BY = "evaluations.md", "python -m joinedup_experiments.studies.evaluations"
TITLE = "What evaluations would have found"
TABLES = "evaluations_tables"
SCENARIOS = {
    "case_management": "Case management",
    "local_care_network_well": "A Local Care Network, well brought in",
}
WORLDS, FEWER = 50, 24  # of the two programmes, and of each case of a question
SHOWN = {
    "case_management": ("emergency_admissions-enrolled", "power-emergency_admissions-areas"),
    "local_care_network_well": ("emergency_admissions-area",),
}
OPENING = (
    "`joinedup evaluate` lets an evaluator loose on a simulated place with only what evaluators "
    "get, in many plausible worlds, and holds what is found against the truth: the same people or "
    "area in the same world without the programme. Here 10,000 residents of each place, two years "
    "of complete records before, and comparator places of which a quarter have initiatives of "
    "their own. Intervals beside estimates, truth and bias are of means over worlds; where areas "
    "are compared they hold the chance of the few places that all are compared with, too."
)
PILOTS = (
    "The Integrated Care Pilots were evaluated by comparing the enrolled with matched controls, "
    "half a year before and after (001). Beside the six published figures stands what the same "
    "design finds here, and the truth in the model, as shares of what was expected. Nothing was "
    "fitted to these figures. Published planned admissions hold day cases, and the model's here do "
    "not."
)
# Case-management sites, and all pilots (001): emergency, planned, outpatient
PUBLISHED = {
    "emergency_admissions": ("+9%", "+2%"),
    "elective_stays": ("−21%", "−4%"),
    "outpatient_attendances": ("−22%", "−20%"),
}
WINDOW = 6  # months before and after, as the pilots'


def evaluated(
    inside: Path, scenario: str, options: EvaluationOptions, worlds: int, workers: int | None
) -> Conclusions:
    """Run a scenario's evaluations in a folder, or go on with them."""
    overrides = Overrides(None, None, worlds, None, None, ())
    asked = EvaluationAsked(scenario, overrides, options, inside, None, workers, None, None)
    it = evaluate_and_report(asked)
    if it is None:
        raise SystemExit(1)
    return it


def every_evaluation(folder: Path, workers: int | None) -> dict[str, Conclusions]:
    """Run all that the page is of, or go on with it; by scenario or case of a question."""
    found = {
        scenario: evaluated(
            folder / f"evaluation_{scenario}", scenario, EvaluationOptions(), WORLDS, workers
        )
        for scenario in SCENARIOS
    }
    for name, case in questions.CASES.items():
        options = EvaluationOptions(
            case.designs, questions.WINDOWS, case.outcomes, initiatives=case.initiatives
        )
        inside = folder / f"evaluation_{name}"
        found[name] = evaluated(inside, case.scenario, options, FEWER, workers)
    return found


def keep(folder: Path, docs: Path) -> dict[str, list[str]]:
    """Keep the tables of performance, and the pictures that the page shows; which were drawn.

    One is not drawn where no design could be had often enough for it.
    """
    shown: dict[str, list[str]] = {}
    (docs / TABLES).mkdir(exist_ok=True)
    for scenario, pictures in SHOWN.items():
        inside = folder / f"evaluation_{scenario}"
        table = pd.read_parquet(inside / "performance.parquet")
        written = docs / TABLES / f"{scenario}.csv"
        table.to_csv(written, index=False, float_format="%.4g", lineterminator="\n")
        shown[scenario] = [name for name in pictures if (inside / f"{name}.png").is_file()]
        for name in shown[scenario]:
            keep_small(inside / f"{name}.png", docs / PICTURES / _picture(scenario, name))
    return shown


def page(each: Mapping[str, Conclusions], shown: Mapping[str, Sequence[str]]) -> Iterator[Section]:
    """The page, of the conclusions of each scenario, with pictures by name."""
    yield Section("", "", [Words(OPENING)])
    for scenario in SCENARIOS:
        it = each[scenario]
        outcome = it.setting.outcomes[0]
        parts = [*answer_parts(it, outcome), *beside_truth_parts(it, outcome)]
        parts += [
            Words(f"![{name}]({PICTURES}/{_picture(scenario, name)})") for name in shown[scenario]
        ]
        parts.append(Words(" ".join(sentences.power(it, outcome))))
        parts.append(Words(f"Other outcomes: `{TABLES}/{scenario}.csv`."))
        yield Section(scenario, SCENARIOS[scenario], parts)
    first = next(iter(each.values()))
    yield from questions.question_sections(each)
    yield Section("pilots", "The pilots, by the pilots' own design", list(_pilots(first)))
    yield Section("method", "How to read it", list(method.method(first)))


def _picture(scenario: str, name: str) -> str:
    return f"evaluation-{scenario}-{name}.png".replace("_", "-")


def _pilots(it: Conclusions) -> Iterator[Part]:
    yield Words(PILOTS)
    ways = [name for name in it.setting.designs if name.startswith("matched")]
    rows = []
    for outcome, published in PUBLISHED.items():
        found = [it.performances.get(Cell(way, outcome, WINDOW)) for way in ways]
        known = [one for one in found if one]
        if known:
            cells = (_as_found(one) if one else "" for one in found)
            truth = as_share(known[0], known[0].truth.mean)
            rows.append((begun(LABELS[outcome]), *published, *cells, truth))
    labels = (DESIGNS[way].label for way in ways)
    head = ("", "published, case management", "all pilots", *labels, "in truth")
    yield Table("Half a year after enrolment against half a year before", head, rows)


def _as_found(one: Performance) -> str:
    """A mean estimate as a share of what was expected, with its interval over worlds."""
    after = one.counterfactual + one.truth.mean
    expected = after - one.estimate.mean
    mean, low, high = (
        percent(x / expected) for x in (one.estimate.mean, one.estimate.low, one.estimate.high)
    )
    return f"{mean} ({low} to {high})"


if __name__ == "__main__":
    asked = page_options(__doc__)
    with refusing(keeps=True):
        conclusions = every_evaluation(asked.folder, asked.workers)
        shown = keep(asked.folder, asked.out)
        write_page(asked.out / PAGE, TITLE, MADE_BY, list(page(conclusions, shown)))
    print(f"Written: {asked.out / PAGE}")
