"""The eight system-wide metrics of paper 001 (Naylor et al. 2015), and what people experience."""

from __future__ import annotations

from joinedup.outcomes.measures import in_sections, measure
from joinedup_experiments.display.document import Heading, Part, Section, Table, Words
from joinedup_experiments.display.numbers import DASH, difference, level
from joinedup_experiments.report.blocks import measure_tables
from joinedup_experiments.report.claims import short
from joinedup_experiments.report.source import Source
from joinedup_experiments.report.view import View, labelled

METRICS: tuple[tuple[str, str | None, str], ...] = (
    ("Total bed days", "bed_days", "the same"),
    (
        "Non-elective admissions in the last 100 days of life",
        "admissions_last_100_days",
        "the same",
    ),
    (
        "Admissions for ambulatory care-sensitive conditions",
        "emergency_admissions_preventable",
        "nearest: diagnoses are not modelled, causes are",
    ),
    ("Patient health status (EQ-5D)", "qalys_lost", "nearest: a fall is better health"),
    ("Experience of co-ordinated care", "coordination", "nearest: what is done, not what is felt"),
    ("Ability to self-manage care", None, "not in the model"),
    ("Provision of anticipatory care plans", "care_plans", "the same"),
    ("Care home admissions", "care_home_admissions", "the same"),
)
HEAD = ("Metric", "What stands for it here")


def section(source: Source) -> Section:
    """The scorecard for each arm, then experience."""
    view = source.view
    parts: list[Part] = [
        Words(
            "Paper 001 reports the eight system-wide metrics that Northumberland and North "
            "Tyneside agreed on (Naylor et al. 2015). What stands for each here is named beside "
            "it; one has nothing in the model, and is left empty."
        )
    ]
    parts += [_scorecard(view, arm) for arm in view.others] or [_scorecard(view, 0)]
    experience = in_sections("experience")
    parts += [Heading("Experience"), *measure_tables(view, "What people experience", experience)]
    return Section("scorecard", "Scorecard and experience", parts)


def _scorecard(view: View, arm: int) -> Table:
    """One arm beside the base; of the base itself its levels."""
    rows = [_row(view, arm, *metric) for metric in METRICS]
    title = "The eight system-wide metrics"
    if arm == 0:
        return Table(f"{title}, {view.average_year}", (*HEAD, "Value"), [r[:3] for r in rows])
    names = f"{view.names[arm]} beside {view.names[0]}"
    head = (*HEAD, view.names[0], "Difference", "Verdict")
    return Table(f"{title}: {names}, {view.average_year}", head, rows)


def _row(view: View, arm: int, metric: str, key: str | None, how: str) -> tuple[str, ...]:
    if key is None:
        return (metric, how, DASH, DASH, "not measured")
    one = view.effect(arm, key)
    return (
        metric, f"{labelled(measure(key).label, one)} ({how})", level(one.base, one.form),
        difference(one.difference, one.form), short(one),
    )  # fmt: skip
