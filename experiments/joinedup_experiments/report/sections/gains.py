"""Who gains and who loses, as far as it was measured."""

from __future__ import annotations

from joinedup.codes import Need, title
from joinedup_experiments.display.document import Part, Section, Words
from joinedup_experiments.report.blocks import changes_figures, measure_tables
from joinedup_experiments.report.sentences import gap_words, who_words
from joinedup_experiments.report.source import Source
from joinedup_experiments.report.view import named

BY_KIND = tuple((title(need), f"unmet_{need.name.lower()}") for need in Need)
DEPRIVED = ("unmet_most_deprived", "unmet_least_deprived", "deprivation_gap")
BY_GROUP = (*(key for _, key in BY_KIND), *DEPRIVED[:2])
NOT_MEASURED = (
    "Not measured: who gains by age, sex, ethnicity, disability or language, the people who care "
    "for others unpaid, people without a fixed home, and anybody outside the place. The model has "
    "no such groups, or keeps no count for them, so silence here is not reassurance."
)


def section(source: Source) -> Section:
    """Unmet need by kind and by deprivation."""
    view, parts = source.view, list[Part]()
    for arm in view.others:
        groups = [named(view.effect(arm, key), kind.lower()) for kind, key in BY_KIND]
        parts += view.points(arm, [*who_words(groups), gap_words(*view.effects(arm, DEPRIVED))])
    parts.append(Words(NOT_MEASURED, "warning"))
    heading, axis = (
        "Unmet need by kind and by deprivation",
        "difference in unmet need, % of the base",
    )
    parts += changes_figures(view, "gains", heading, axis, BY_GROUP, share=True)
    parts += measure_tables(view, heading, [*BY_GROUP, DEPRIVED[2]])
    return Section("gains", "Who gains, and who loses", parts)
