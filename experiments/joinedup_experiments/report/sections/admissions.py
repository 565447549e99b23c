"""Admissions by cause: avoided, revealed and displaced."""

from __future__ import annotations

from joinedup.outcomes.measures import in_sections
from joinedup_experiments.display.document import Part, Section, Words
from joinedup_experiments.report.blocks import changes_figures, measure_tables
from joinedup_experiments.report.sentences import by_cause
from joinedup_experiments.report.source import Source
from joinedup_experiments.report.view import named

ADMISSIONS = (*in_sections("hospital"), "emergency_admissions_preventable")
CAUSES = tuple(key for key in ADMISSIONS if key.startswith("emergency_admissions"))
TOLD = (
    "emergency_admissions_preventable",
    "emergency_admissions_found",
    "emergency_admissions_background",
    "emergency_admissions",
)


def section(source: Source) -> Section:
    """Emergency admissions by cause."""
    view = source.view
    parts: list[Part] = [
        Words(
            "Avoided: fewer admissions from crises of unmet need, carer breakdown, and want of an "
            "alternative. Revealed: more admissions because case finding met what could not wait. "
            "Displaced: more admissions from other illness. These are differences by cause; the "
            "model does not follow one admission into another."
        )
    ]
    for arm in view.others:
        prevented, found, other, whole = view.effects(arm, TOLD)
        other = named(other, "emergency admissions from background acute illness")
        parts += view.points(arm, by_cause(prevented, found, other, whole))
    title, axis = "Emergency admissions by cause", "difference, admissions a year"
    parts += changes_figures(view, "causes", title, axis, CAUSES, share=False)
    parts += measure_tables(view, "Admissions and crises", ADMISSIONS)
    return Section("admissions", "Admissions by cause: avoided, revealed, displaced", parts)
