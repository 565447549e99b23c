"""``python -m joinedup_experiments.studies.sensitivity``: write ``docs/sensitivity.md``.

Two sweeps of ``studies/designs`` are begun in a folder, or gone on with, and analysed; barriers
and staff are varied together within worlds. What the page needs is kept beside the designs. About
an hour and a quarter of two cores. Given again after the page has failed, it takes what was run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import TypeAdapter

from joinedup_experiments.compare.results.kept_runs import KeptRuns
from joinedup_experiments.display import charts
from joinedup_experiments.display.document import Section, Words
from joinedup_experiments.display.errors import refusing
from joinedup_experiments.display.markdown import PICTURES, write_page
from joinedup_experiments.display.progress import progress
from joinedup_experiments.report.key_drivers import (
    Kept,
    KeyDrivers,
    read_key_drivers,
    write_key_drivers,
)
from joinedup_experiments.studies import barriers_and_staff
from joinedup_experiments.studies import sensitivity_page as sections
from joinedup_experiments.studies.effects import chosen
from joinedup_experiments.studies.finished import keeping, studies_of
from joinedup_experiments.studies.key_drivers import key_drivers_of, moving_the_choice
from joinedup_experiments.studies.page_options import page_options
from joinedup_experiments.studies.running import PLAUSIBLE, run_studies
from joinedup_experiments.studies.small_pictures import keep_small
from joinedup_experiments.studies.study import HERE
from joinedup_experiments.sweep.differences import check_same
from joinedup_experiments.sweep.discovery.reporting import report_discovery
from joinedup_experiments.sweep.information.reporting import report_information
from joinedup_experiments.sweep.reading import read_design
from joinedup_experiments.sweep.sensitivity.reporting import report_sensitivity
from joinedup_experiments.sweep.sweep_folder import open_sweep
from joinedup_experiments.sweep.sweeping import resume_sweep, sweep_design

PAGE, MADE_BY = "sensitivity.md", "python -m joinedup_experiments.studies.sensitivity"
OUTCOME = "unmet_severe"  # for which the value of information is worked out, beside money
TITLE = "What the answers lean on"
DESIGNS = HERE / "designs"
WORLDS, RANGES = "scenario_discovery", "sensitivity"
COLOURS = 128  # of the picture of barriers and staff
BARRIERS, MOVING = "barriers_and_staff.csv", "moving_the_choice.json"
KEPT_DRIVERS = TypeAdapter(dict[str, KeyDrivers])
WRITTEN: Any = {"index": False, "float_format": "%.4g", "lineterminator": "\n"}
KEPT: dict[str, dict[str, Callable[[pd.DataFrame], pd.DataFrame]]] = {
    WORLDS: {
        "sensitivity/indices": sections.foremost_indices,
        "discovery/questions": lambda table: table,
        "discovery/rules": lambda table: table,
        "value_of_information/value_of_information": lambda table: table[sections.WORTH],
    },
    RANGES: {"sensitivity/indices": sections.main_indices},
}


def run_sweeps(folder: Path, workers: int | None) -> None:
    """Begin the sweeps in a folder, or go on with them, and analyse those that are whole.

    `FolderError` where one that is there, whole or not, is of another model or design.
    """
    _check_same(folder)
    for name in (WORLDS, RANGES):
        inside = folder / name
        if inside.is_dir():
            failed = resume_sweep(inside, workers, None, None)
        else:
            failed = sweep_design(DESIGNS / f"{name}.yaml", inside, workers, None, None)
        if failed:
            raise SystemExit(failed)
    for name in (WORLDS, RANGES):
        report_sensitivity(folder / name, pictures=False)
    report_discovery(folder / WORLDS, None, pictures=False)
    report_information(folder / WORLDS, OUTCOME)


def _check_same(folder: Path) -> None:
    for name in (WORLDS, RANGES):
        if (inside := folder / name).is_dir():
            check_same(inside, read_design(DESIGNS / f"{name}.yaml"), open_sweep(inside).plan)


def vary_barriers(workers: int | None, kept: KeptRuns) -> pd.DataFrame:
    """Run barriers by staff by arm within plausible worlds, but for replications that are kept."""
    question = barriers_and_staff.question()
    with progress("Varying barriers and staff") as tell:
        found = run_studies([question], workers=workers, progress=tell, kept=kept)
    return barriers_and_staff.summary(found[question.key])


def keep(folder: Path, docs: Path, barriers: pd.DataFrame) -> None:
    """Keep what the page, the report and `joinedup effects` need of all that was run."""
    for name, tables in KEPT.items():
        (DESIGNS / name).mkdir(exist_ok=True)
        for table, shorter in tables.items():
            file = folder / name / f"{table}.csv"
            shorter(pd.read_csv(file)).to_csv(DESIGNS / name / file.name, **WRITTEN)
    sweep = open_sweep(folder / WORLDS)
    drivers = key_drivers_of(sweep, chosen([]))
    write_key_drivers(Kept(sweep.plan.sources, dict(sorted(drivers.items()))))
    moving = dict(zip(sweep.plan.names[1:], moving_the_choice(sweep), strict=True))
    (DESIGNS / WORLDS / MOVING).write_bytes(KEPT_DRIVERS.dump_json(moving, indent=1) + b"\n")
    barriers.to_csv(DESIGNS / BARRIERS, **WRITTEN)
    with charts.styled(), tempfile.TemporaryDirectory() as making:
        drawn = Path(making) / barriers_and_staff.PICTURE
        charts.save(barriers_and_staff.draw(barriers), drawn, ["png"], dpi=150)
        keep_small(drawn.with_suffix(".png"), docs / PICTURES / f"{drawn.name}.png", COLOURS)


def page() -> list[Section]:
    """The page, from the tables that are kept."""

    def table(design: str, name: str) -> pd.DataFrame:
        return pd.read_csv(DESIGNS / design / f"{name}.csv")

    titles = {question.key: question.study.title for question in chosen([])}
    moving = KEPT_DRIVERS.validate_json((DESIGNS / WORLDS / MOVING).read_bytes())
    opening = sections.OPENING.format(worlds=WORLDS, ranges=RANGES)
    return [
        Section("", "", [Words(opening)]),
        barriers_and_staff.section(pd.read_csv(DESIGNS / BARRIERS)),
        sections.drivers_section(titles, read_key_drivers()),
        sections.sensitivity_section(
            "sensitivity-worlds", "Over the plausible worlds", table(WORLDS, "indices")
        ),
        sections.sensitivity_section(
            "sensitivity", "Over the ranges that remain", table(RANGES, "indices")
        ),
        sections.discovery_section(table(WORLDS, "questions"), table(WORLDS, "rules")),
        sections.information_section(table(WORLDS, "value_of_information"), moving),
    ]  # fmt: skip


def make(folder: Path, docs: Path, workers: int | None) -> None:
    """Run all that the page is of, or go on with it, and write the page."""
    run_sweeps(folder, workers)
    with keeping(folder / BARRIERS, studies_of(PLAUSIBLE)) as kept:
        keep(folder, docs, vary_barriers(workers, kept))
        write_page(docs / PAGE, TITLE, MADE_BY, page())


if __name__ == "__main__":
    asked = page_options(__doc__)
    with refusing(keeps=True):
        make(asked.folder, asked.out, asked.workers)
    print(f"Written: {asked.out / PAGE}")
