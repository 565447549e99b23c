"""The arms side by side: what each is, every core difference, and a chart of them."""

from __future__ import annotations

from collections.abc import Mapping

from joinedup.outcomes.measures import MEASURES, in_sections
from joinedup_experiments.display.document import Figures, Part, Points, Section, Table, Words
from joinedup_experiments.report.blocks import changes_figures, measure_tables
from joinedup_experiments.report.sentences import among_changes
from joinedup_experiments.report.source import Source

CORE = tuple(m.key for m in MEASURES if m.core)
NEED = in_sections("demand", "waiting", "unmet need", core=True)
CARE = tuple(
    m.key for m in MEASURES if m.core and m.key not in NEED and m.form in ("count", "pounds")
)
CHARTS = (
    ("arms-need", "Differences: need and barriers", NEED),
    ("arms-care", "Differences: severity, care and cost", CARE),
)
PLAIN_PATHS = {
    "place.residents": "residents",
    "run.years": "years after the index date",
    "run.burn_in_years": "years before the index date",
    "run.replications": "replications",
}


def section(source: Source) -> Section:
    """The arms side by side."""
    view, base = source.view, source.results.manifest["arms"][0]
    about = [(s.name, " ".join(s.about.split())) for s in view.result.scenarios]
    rows = [(name, text or "(not described)") for name, text in about]
    parts: list[Part] = [Table("What each arm is", ("Arm", "As its scenario says"), rows, False)]
    altered = _altered(base.get("changed_by_the_command", {}))
    if altered:
        parts += [Words("Run otherwise than the scenarios say:"), Points(altered)]
    if view.others:
        parts.append(
            Words(
                "Every arm has the same people and the same random numbers, and shares the years "
                "before the index date, so what differs comes from the arrangement."
            )
        )
    axis = "difference, % of the base's value"
    charts = (
        *changes_figures(view, "arms-need", "Differences: need and barriers", axis, NEED, True),
        *changes_figures(
            view, "arms-care", "Differences: severity, care and cost", axis, CARE, True
        ),
    )
    parts += [Figures([one for pair in charts for one in pair.items])] if charts else []
    parts += measure_tables(view, "Headline figures", CORE)
    parts += [Words(view.about(a, among_changes(view.effects(a, CORE)))) for a in view.others]
    heading = "The two arms side by side" if len(view.others) == 1 else "The arms side by side"
    return Section("arms", heading if view.others else "The place as it is", parts)


def _altered(altered: Mapping[str, Mapping[str, object]]) -> list[str]:
    """What of the base the command changed."""
    return [
        f"{PLAIN_PATHS.get(path, path)}: {_plain(one.get('here'))} instead of "
        f"{_plain(one.get('in_the_files'))}"
        for path, one in altered.items()
    ]


def _plain(given: object) -> str:
    if isinstance(given, int | float) and not isinstance(given, bool) and abs(given) < 1e6:
        return f"{given:,g}"
    return str(given)
