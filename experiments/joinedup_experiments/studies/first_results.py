"""Write ``docs/first_results.md``: what every shipped arrangement does, in numbers.

``python -m joinedup_experiments.studies.first_results`` runs every shipped scenario of one
neighbourhood beside the siloed borough and writes the page. No number on it is typed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from joinedup.outcomes.measures import measure
from joinedup.run import check_same_place
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.cohort import COUNTED, Cohort, follow
from joinedup_experiments.compare.comparison import Comparison, compare
from joinedup_experiments.compare.statistics import Interval, interval_of
from joinedup_experiments.compare.warm_up import warm_up
from joinedup_experiments.display.progress import progress
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios
from joinedup_experiments.studies.first_results_words import CLOSING, OPENING, PUBLISHED, WHY

BASE = "siloed_borough"
MANAGED = "case_management"
ON_PAPER = "merged_on_paper"
DEFAULT_OUT = Path("docs/first_results.md")
HALF_YEAR, YEAR = 182.625, 365.25

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Demand, true and false",
        ("presented_true", "presented_false", "referrals_true", "referrals_false", "care_started"),
    ),
    (
        "What the interfaces turn away",
        ("refused", "bounced", "lost", "gave_up", "repeat_history_taking"),
    ),
    ("Waiting", ("waiting", "wait_days", "load", "no_appointment")),
    ("Unmet need, in person-days", ("unmet_latent", "unmet_known", "unmet_severe")),
    (
        "Emergency admissions by cause",
        (
            "emergency",
            "emergency_background",
            "emergency_crisis",
            "emergency_carer_breakdown",
            "emergency_no_alternative",
            "emergency_found",
        ),
    ),
    ("Other hospital care", ("ae", "outpatient", "elective", "bed_days", "delayed_days")),
    ("Wellbeing", ("qaly_lost", "crises", "care_home_moves", "deaths")),
    (
        "Staff",
        ("burnt_out", "sickness", "leavers", "vacancy", "satisfaction", "special_skill"),
    ),
    ("Experience", ("coordination", "continuity", "choice", "trust")),
    (
        "Cost, in pounds",
        ("cost", "cost_nhs", "cost_council", "cost_voluntary", "cost_cashable", "cost_capacity"),
    ),
)
EARLY_AND_LATE = (
    "presented_true",
    "unmet_latent",
    "unmet_known",
    "emergency",
    "emergency_crisis",
    "outpatient",
    "cost",
)


@dataclass(frozen=True)
class Change:
    """A change against the base, as a share of the base: with an interval, or none to be had."""

    share: Interval
    base: float

    @property
    def words(self) -> str:
        """The change with its interval, or that there is none to be seen."""
        if self.base == 0.0:
            return "from nought" if self.share.mean else "0"
        if self.share.mean == 0.0 and self.share.low == self.share.high:
            return "0"
        low, high = 100.0 * self.share.low, 100.0 * self.share.high
        text = f"{100.0 * self.share.mean:+.1f}% ({low:+.1f}, {high:+.1f})"
        return f"**{text}**" if self.share.excludes_zero else text


def change_of(base: np.ndarray, other: np.ndarray) -> Change:
    """The paired change of ``other`` against ``base``, over replications."""
    level = float(base.mean())
    scale = level if level else 1.0
    return Change(interval_of((other - base) / scale), level)


def values(result: Comparison, arm: int, key: str, years: Sequence[int]) -> np.ndarray:
    """A measure's value for the average of some years, one for each replication."""
    return np.mean([result.yearly(arm, measure(key), year) for year in years], axis=0)


def change(result: Comparison, arm: int, key: str, years: Sequence[int]) -> Change:
    """How one measure differs from the base over some years."""
    return change_of(values(result, 0, key, years), values(result, arm, key, years))


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def figure(value: float) -> str:
    """A level to three significant figures, whole and with commas when large."""
    if abs(value) >= 100.0:
        digits = 3 - len(str(int(abs(value))))
        return f"{round(value, digits):,.0f}"
    return f"{value:.3g}"


def section(result: Comparison, title: str, keys: Sequence[str]) -> str:
    """One group of measures, averaged over all years."""
    years = range(1, result.whole_years + 1)
    rows = [[result.scenarios[0].name, *(figure(values(result, 0, k, years).mean()) for k in keys)]]
    for arm in range(1, len(result.names)):
        changes = [_cell(result, arm, k, years) for k in keys]
        rows.append([result.scenarios[arm].name, *changes])
    return f"### {title}\n\n" + table(["", *(measure(k).label for k in keys)], rows)


def _cell(result: Comparison, arm: int, key: str, years: Sequence[int]) -> str:
    found = change(result, arm, key, years)
    if found.base == 0.0 and found.share.mean:
        return f"{figure(found.share.mean)} a year, from none"
    return found.words


def early_and_late(result: Comparison) -> str:
    """The first two years against the last two."""
    last = result.whole_years
    early, late = (1, 2), (last - 1, last)
    parts = []
    for key in EARLY_AND_LATE:
        rows = []
        for arm in range(1, len(result.names)):
            first, second = change(result, arm, key, early), change(result, arm, key, late)
            base = values(result, 0, key, range(1, last + 1)).mean()
            shift = [
                values(result, arm, key, years) - values(result, 0, key, years)
                for years in (early, late)
            ]
            moved = Change(interval_of((shift[1] - shift[0]) / base), base)
            rows.append([result.scenarios[arm].name, first.words, second.words, moved.words])
        header = ["", "years 1 and 2", f"years {last - 1} and {last}", "later less earlier"]
        parts.append(f"**{measure(key).label}**\n\n" + table(header, rows))
    return "\n".join(parts)


def in_words(result: Comparison) -> str:
    """For each arrangement, what rose, what fell, and what cannot be told from no change."""
    keys = (
        "presented_true",
        "presented_false",
        "wait_days",
        "unmet_latent",
        "unmet_known",
        "emergency",
        "outpatient",
        "elective",
        "cost",
    )
    years = range(1, result.whole_years + 1)
    lines = []
    for arm in range(1, len(result.names)):
        found = {k: change(result, arm, k, years).share for k in keys}
        up = [_short(k) for k in keys if found[k].excludes_zero and found[k].mean > 0.0]
        down = [_short(k) for k in keys if found[k].excludes_zero and found[k].mean < 0.0]
        same = [_short(k) for k in keys if not found[k].excludes_zero]
        said = [
            f"{word}: {', '.join(names)}"
            for word, names in (("more", up), ("less", down), ("no change that shows", same))
            if names
        ]
        lines.append(f"- **{result.scenarios[arm].name}.** " + "; ".join(said) + ".")
    return "\n".join(lines) + "\n"


def _short(key: str) -> str:
    label = measure(key).label.removesuffix(", all payers")
    return label if label.startswith("A&E") else label[0].lower() + label[1:]


def on_paper(result: Comparison) -> str:
    """What merging on paper did, in a sentence that follows from the numbers."""
    arm = result.names.index(ON_PAPER)
    years = range(1, result.whole_years + 1)
    sizes = {
        m.key: change(result, arm, m.key, years)
        for m in _measures(result)
        if m.section not in ("staff", "culture")
    }
    shown = [k for k, c in sizes.items() if c.share.excludes_zero]
    most = max((abs(c.share.mean) for c in sizes.values()), default=0.0)
    return (
        f"In what residents, services, hospital and payers see, *Merged on paper* differs from the "
        f"siloed borough by at most {100.0 * most:.2f}% in any measure; {len(shown)} of "
        f"{len(sizes)} differences have an interval that excludes zero. No interface is touched: "
        "what differs comes from staff who hear of a merger and fear for their roles until they "
        "have lived with it.\n"
    )


def _measures(result: Comparison) -> list:
    from joinedup.outcomes.measures import MEASURES

    return [m for m in MEASURES if result.yearly(0, m).mean() != 0.0]


def cohort_table(cohorts: Sequence[Cohort], labels: Sequence[str]) -> str:
    """The enrolled beside themselves in the siloed world, and the published figures."""
    rows = []
    for number, item in enumerate(COUNTED):
        row = [item]
        for cohort in cohorts:
            base, other = cohort.counts[:, 0, number], cohort.counts[:, 1, number]
            row += [f"{base.mean():.2f}", change_of(base, other).words]
        rows.append([*row, PUBLISHED.get(item, "not published")])
    header = [""]
    for label in labels:
        header += [f"siloed, a head in {label}", f"change when enrolled, {label}"]
    people = cohorts[0].people.mean()
    return f"{people:.0f} people in an average replication.\n\n" + table(
        [*header, "published, six months"], rows
    )


def page(result: Comparison, cohorts: Sequence[Cohort], replications: int) -> str:
    """The whole page."""
    base = result.scenarios[0]
    opening = OPENING.format(
        replications=replications,
        residents=f"{base.place.residents:,}",
        burn_in=f"{base.run.burn_in_years:g}",
        years=result.whole_years,
        first=result.seeds[0],
        last=result.seeds[-1],
    )
    tables = "\n".join(section(result, title, keys) for title, keys in SECTIONS)
    return "\n".join(
        [
            opening,
            "## In words\n",
            in_words(result),
            "## All years together\n",
            tables,
            "## The first two years against the last two\n",
            early_and_late(result),
            "## The people enrolled in case management\n",
            WHY["cohort"],
            cohort_table(cohorts, ["six months", "a year"]),
            "## Merged on paper\n",
            on_paper(result),
            "## Why the main patterns come out\n",
            WHY["patterns"],
            CLOSING,
        ]
    )


def arms(residents: int | None) -> tuple[list[str], list[Scenario]]:
    """Every shipped scenario of the base's place, the base first."""
    base = load_scenario(BASE)
    names, scenarios = [BASE], [base]
    for name in shipped_scenarios():
        scenario = load_scenario(name)
        try:
            check_same_place(base, scenario)
        except ValueError:
            continue
        if name != BASE:
            names.append(name)
            scenarios.append(scenario)
    if residents:
        scenarios = [s.with_({"residents": residents}) for s in scenarios]
    return names, scenarios


def main() -> None:
    """Run everything and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=8)
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT)
    parser.add_argument("--residents", type=int, help="a smaller place, for a quick try")
    parser.add_argument("--years", type=int, help="fewer years, for a quick try; at least 2")
    asked = parser.parse_args()
    names, scenarios = arms(asked.residents)
    base = scenarios[0]
    if asked.years:
        base = base.with_({"years": float(asked.years)})
    seed = base.run.seed
    warm_up(base)
    with progress(f"Running {len(names)} arrangements, {asked.replications} replications") as tell:
        result = compare(
            base,
            scenarios[1:],
            asked.replications,
            seed,
            None,
            tell,
            names=names,
            keep_event_log=False,
        )
    with progress("Following the people first in line") as tell:
        managed = scenarios[names.index(MANAGED)]
        cohorts = follow(base, [managed], asked.replications, seed, (HALF_YEAR, YEAR), tell)
    asked.out.write_text(page(result, cohorts, asked.replications), encoding="utf-8")
    print(f"Written: {asked.out}")


if __name__ == "__main__":
    main()
