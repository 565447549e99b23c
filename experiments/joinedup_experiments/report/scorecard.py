"""The eight system-wide metrics of paper 001 (Naylor et al. 2015), and what people experience."""

from __future__ import annotations

from joinedup.outcomes.measures import in_sections
from joinedup_experiments.display.numbers import difference, level
from joinedup_experiments.report.building import in_the_average_year, labels, others, tables
from joinedup_experiments.report.figures import Figures, heading_of, unit_in_table
from joinedup_experiments.report.pieces import Heading, Part, Section, Table, Words
from joinedup_experiments.report.sentences import short

METRICS: tuple[tuple[str, str | None, str], ...] = (
    ("Total bed days", "bed_days", "the same"),
    (
        "Non-elective admissions in the last 100 days of life",
        "last_100_days",
        "the same",
    ),
    (
        "Admissions for ambulatory care-sensitive conditions",
        "emergency_preventable",
        "nearest: diagnoses are not modelled, causes are",
    ),
    ("Patient health status (EQ-5D)", "qaly_lost", "nearest: a fall is better health"),
    ("Experience of co-ordinated care", "coordination", "nearest: what is done, not what is felt"),
    ("Ability to self-manage care", None, "not in the model"),
    ("Provision of anticipatory care plans", "plans", "the same"),
    ("Care home admissions", "care_home_moves", "the same"),
)
EXPERIENCE = (*in_sections("experience"), "gave_up")
_DASH = "\N{EN DASH}"


def scorecard_section(f: Figures) -> Section:
    """The scorecard for each arm, then experience."""
    parts: list[Part] = [
        Words(
            "Paper 001 reports the eight system-wide metrics that Northumberland and North "
            "Tyneside agreed on (Naylor et al. 2015). What stands for each here is named beside "
            "it; one has nothing in the model, and is left empty."
        )
    ]
    parts += [_scorecard(f, arm) for arm in others(f)] or [_levels(f)]
    parts += [Heading("Experience"), *tables(f, "What people experience", EXPERIENCE)]
    return Section("scorecard", "Scorecard and experience", parts)


def _scorecard(f: Figures, arm: int) -> Table:
    names = labels(f)
    rows = []
    for metric, key, how in METRICS:
        if key is None:
            rows.append((metric, how, _DASH, _DASH, "not measured"))
            continue
        one = f.effect(arm, key)
        counted = f"{heading_of(key)}, {unit_in_table(one)} ({how})"
        rows.append((metric, counted, level(one.base, one.form),
                     difference(one.difference, one.form), short(one)))  # fmt: skip
    return Table(
        f"The eight system-wide metrics: {names[arm]} beside {names[0]}, {in_the_average_year(f)}",
        ("Metric", "What stands for it here", names[0], "Difference", "What may be said"),
        rows,
    )


def _levels(f: Figures) -> Table:
    rows = []
    for metric, key, how in METRICS:
        one = None if key is None else f.effect(0, key)
        counted = (
            how
            if one is None or key is None
            else f"{heading_of(key)}, {unit_in_table(one)} ({how})"
        )
        rows.append((metric, counted, _DASH if one is None else level(one.base, one.form)))
    head = ("Metric", "What stands for it here", "Value")
    return Table(f"The eight system-wide metrics, {in_the_average_year(f)}", head, rows)
