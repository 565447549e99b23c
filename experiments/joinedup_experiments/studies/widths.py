"""``python -m joinedup_experiments.studies.widths``: write ``docs/worlds.md``.

What a calibration left, and how wide answers are: every shipped arrangement in the model's own
values, with chance alone, and over plausible worlds, with seeds nested within them. Given again
after the page has failed, it takes the replications that were run.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any

import pandas as pd

from joinedup.outcomes.measures import measure
from joinedup_experiments.compare import api
from joinedup_experiments.compare.comparison import ALL_YEARS
from joinedup_experiments.compare.nested import Parts, parts_in
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.compare.statistics import Effect, Verdict
from joinedup_experiments.display.document import Part, Points, Section, Table, Words
from joinedup_experiments.display.errors import InputError, reading, refusing
from joinedup_experiments.display.markdown import write_page
from joinedup_experiments.display.numbers import percent, percent_with_interval
from joinedup_experiments.display.progress import progress
from joinedup_experiments.scenario_io.plausible_worlds import SHIPPED, plausible_worlds
from joinedup_experiments.studies.effects import DOCS
from joinedup_experiments.studies.finished import comparing
from joinedup_experiments.studies.page_options import add_out, folder_there
from joinedup_experiments.studies.small_pictures import keep_small
from joinedup_experiments.studies.study import ARRANGEMENTS, read_study
from joinedup_experiments.worlds.pictures import draw_pictures
from joinedup_experiments.worlds.uncertain import every_uncertain

PAGE, MADE_BY = "worlds.md", "python -m joinedup_experiments.studies.widths"
BEFORE = 8  # replications in the model's own values, of the whole place
WORLDS, SEEDS = 24, 2
MEASURES = (
    "emergency_admissions", "needs_presented", "identified_unmet_need", "unmet_severe",
    "waiting_days", "outpatient_attendances", "cost_total", "qalys_lost",
)  # fmt: skip
TABLES = "worlds_tables"  # copies of a calibration's, beside the page


@dataclass(frozen=True)
class Width:
    """One effect in the model's own values, and over plausible worlds."""

    arm: str
    one: Effect
    worlds: Effect
    parts: Parts

    @property
    def share(self) -> float:
        """The share of plausible worlds on the side that the effect had before."""
        return self.worlds.spread.up if self.one.difference.mean > 0.0 else self.worlds.spread.down

    @property
    def turned(self) -> str:
        """The verdict over worlds on a change that was shown before; empty where it is the same."""
        if not self.one.changed or self.worlds.verdict is self.one.verdict:
            return ""
        return self.worlds.verdict.value


@contextmanager
def widths(
    page: Path, replications: int, worlds: int, residents: int | None, tell: Any
) -> Iterator[list[Width]]:
    """Every arrangement beside the siloed borough, before and over plausible worlds.

    Runs are kept beside the ``page`` until this ends: see `comparing`.
    """
    study = read_study(ARRANGEMENTS)
    names = list(study.arms)
    arms = [api.load(study.arms[name].scenario, residents=residents) for name in names]
    with (
        comparing(page.with_name(f"{page.name}-one"), arms, names, OverWorlds("one"),
                  replications, progress=lambda share: tell(share / 2.0)) as one,
        comparing(page, arms, names, OverWorlds(seeds_per_world=SEEDS), worlds * SEEDS,
                  progress=lambda share: tell(0.5 + share / 2.0)) as over,
    ):  # fmt: skip
        yield list(_pairs(one, over))


def _pairs(one: Results, over: Results) -> Iterator[Width]:
    before, after = one.comparison, over.comparison
    for arm in range(1, len(after.names)):
        for m in map(measure, MEASURES):
            yield Width(
                after.scenarios[arm].name,
                before.effect(arm, m),
                after.effect(arm, m),
                parts_in(after, arm, m, ALL_YEARS),
            )


def write(calibration: Path, out: Path, replications: int, worlds: int, few: int | None) -> None:
    """Run every arrangement of ``few`` residents, or as many as they have, and write the page.

    A calibration's tables are read first: one that left none is refused before anything is run.
    """
    of_set = list(of_the_set(calibration))
    keep(calibration, out)
    with ExitStack() as running:
        with progress("Running every arrangement") as report:
            found = running.enter_context(widths(out / PAGE, replications, worlds, few, report))
        page = [*of_set, _turned(found), *_by_measure(found)]
        write_page(out / PAGE, "Plausible worlds", MADE_BY, page)


def of_the_set(folder: Path) -> Iterator[Section]:
    """The part of the page that a calibration's tables, in a folder, decide."""
    about = plausible_worlds().about
    yield Section("", "", [
        Words(
            f"A plausible world is a set of values for all {len(about['parameters'])} uncertain "
            "quantities with which the siloed borough looks like England. Published figures rule "
            f"out the rest. {about['worlds']:,} worlds ship with joinedup, found by history "
            "matching (`joinedup calibrate`; `plausible_worlds.json` beside their table has what "
            "its waves were begun with). Each replication of `run` and `compare` is one of them, "
            "so that an interval holds what is not known, and chance. `--worlds one` runs the "
            "model's own values, in which intervals hold chance alone."
        ),
    ])  # fmt: skip
    waves = _table(folder, "waves")
    rows = [
        (str(w.wave), f"{w.runs:,}", f"{w.share_remaining:.2g}".replace("nan", "points of before"),
         f"{w.plausible:,}", f"{w.minutes:.0f}")
        for w in waves.itertuples()
    ]  # fmt: skip
    head = ("Wave", "Runs", "Share of the space drawn from", "Plausible runs", "Minutes")
    yield Section("waves", "Waves", [
        Words(
            "The first wave fills the whole space, or, with `--begin-with`, has points that were "
            "plausible, or nearly so, in an earlier version of the model, each run anew with draws "
            "of what is new in it. Every other draws points from what emulators of the waves "
            "before do not rule out, leaving out those in which runs are hardly ever plausible. A "
            "run is plausible where every matched figure is within three standard errors: of "
            "observation, of chance, and of the model itself, which are half the 15% that "
            "`check-baseline` allows."
        ),
        Table("", head, rows),
    ])  # fmt: skip
    yield _conflicts(folder)
    yield _beside_published(folder)
    yield _narrowed(folder)


def _table(folder: Path, name: str) -> pd.DataFrame:
    """A table of a calibration; `InputError` where it left none, as where no world is plausible."""
    file = folder / f"{name}.csv"
    if not file.is_file():
        raise InputError(
            f"{folder}: there is no {file.name}; it takes the folder of a `joinedup calibrate` "
            "that found plausible worlds"
        )
    with reading(file):
        return pd.read_csv(file)


def _conflicts(folder: Path) -> Section:
    conflicts = _table(folder, "conflicts")
    rows = [
        (one.figure, f"{one.chance:.3f}", f"{one.allowed:.3f}", f"{one.worlds_without_it:,}")
        for one in conflicts.itertuples()
    ]
    head = ("Figure", "Chance, s.d. of log", "Allowed, s.e. of log", "Worlds without it")
    words = (
        "What of a figure is chance in one run, and how many worlds there would be if it were not "
        "matched: where that is many more, the figure conflicts with the others. How well the "
        "emulators of each wave foretold runs that they had not seen is in "
        "`worlds_tables/diagnostics.csv`; a first wave has none."
    )
    return Section("conflicts", "Chance and conflicts", [Words(words), Table("", head, rows)])


def _beside_published(folder: Path) -> Section:
    found = _table(folder, "beside_published")
    inside = (found.low_90 <= found.published) & (found.published <= found.high_90)
    rows = [
        (f"{f.figure}, {f.unit}", f"{f.published:,.4g}",
         f"{f.median:,.4g} ({f.low_90:,.4g} to {f.high_90:,.4g})")
        for f in found.itertuples() if f.matched
    ]  # fmt: skip
    others = inside[~found.matched]
    words = (
        f"What the worlds give for the {found.matched.sum()} matched figures, each run again with "
        "a random seed that played no part in the choice. Of the "
        f"{len(others)} figures that were not matched, {others.sum()} lie inside the central 90% "
        f"of worlds; all are in `{TABLES}/beside_published.csv`."
    )
    picture = "![Matched figures by world](pictures/worlds-figures.png)"
    head = ("Figure and unit", "Published", "Worlds: median (central 90%)")
    parts: list[Part] = [Words(words), Table("", head, rows), Words(picture)]
    return Section("figures", "Figures", parts)


def _narrowed(folder: Path) -> Section:
    narrowed = _table(folder, "narrowed")
    rows = [
        (f"{n.meaning} (`{n.key}`)", n.evidence, f"{n.low:.3g} to {n.high:.3g}",
         f"{n.low_90:.3g} to {n.high_90:.3g}")
        for n in narrowed.head(15).itertuples()
    ]  # fmt: skip
    head = ("Quantity", "Evidence", "Declared range", "Nine worlds in ten")
    words = (
        "What the figures narrow most. The rest may be nearly anywhere in its range, given the "
        "others: figures rule out combinations more than values."
    )
    picture = "![What remains of ten quantities, in pairs](pictures/worlds-pairs.png)"
    parts: list[Part] = [Words(words), Table("", head, rows, numbers=False), Words(picture)]
    return Section("narrowed", "What remains", parts)


def _turned(found: Sequence[Width]) -> Section:
    shown = [w for w in found if w.one.changed]
    turned = [w for w in shown if w.turned]
    items = [
        f"{w.arm}, {w.one.label}: {percent_with_interval(w.one.of_base)} before; {w.turned} "
        f"({w.share:.0%} of worlds agree)"
        for w in turned
    ]
    new = [w for w in found if not w.one.changed and w.worlds.changed]
    words = (
        f"Of {len(found)} effects {len(shown)} were shown to be changes in the model's own "
        f"values ({BEFORE} replications). Of those {len(turned)} are not shown over plausible "
        f"worlds. Shown over worlds and not before: {len(new)}."
    )
    return Section("turned", "What turned over", [Words(words), Points(items)])


def _by_measure(found: Sequence[Width]) -> Iterator[Section]:
    head = ("Arrangement", "Own values: mean (95% interval)", "Worlds: mean (95% interval)",
            "Nine worlds in ten", "Up in", "Assumption's part")  # fmt: skip
    for number, key in enumerate(MEASURES):
        rows = [_row(w) for w in found[number :: len(MEASURES)]]
        one = measure(key)
        parts: list[Any] = [Table("", head, rows)]
        if number == 0:
            parts.insert(0, Words(
                "Changes in the average year, in % of the siloed borough. The last column is the "
                "share of the variance between single runs that comes from what is assumed, with "
                "its 95% interval; the rest is chance."
            ))  # fmt: skip
        yield Section(key, f"Width: {one.label}", parts)


def _row(w: Width) -> tuple[str, ...]:
    if Verdict.NO_VALUE in (w.one.verdict, w.worlds.verdict) or w.worlds.from_none:
        return (w.arm, *["-"] * 5)
    lie, share = w.worlds.shares, w.parts.share
    part = "-" if isnan(share.mean) else f"{share.mean:.0%}"
    if not isnan(share.low):  # as it is where chance alone differs more than worlds do
        part += f" ({share.low:.0%} to {share.high:.0%})"
    return (
        w.arm, percent_with_interval(w.one.of_base), percent_with_interval(w.worlds.of_base),
        f"{percent(lie.low)} to {percent(lie.high)}", f"{w.worlds.spread.up:.0%}", part,
    )  # fmt: skip


def keep(calibration: Path, out: Path) -> None:
    """The tables of a calibration, and pictures of them and the worlds that ship, for a page."""
    (out / TABLES).mkdir(exist_ok=True)
    for file in calibration.glob("*.csv"):
        if file.name != SHIPPED.name and calibration.resolve() != (out / TABLES).resolve():
            shutil.copy(file, out / TABLES)
    worlds = plausible_worlds()
    with tempfile.TemporaryDirectory() as drawn:
        shipped = pd.DataFrame(worlds.values, columns=list(worlds.keys))
        draw_pictures(Path(drawn), out / TABLES, every_uncertain(), shipped)
        for picture in Path(drawn).iterdir():
            keep_small(picture, out / "pictures" / f"worlds-{picture.name}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "calibration",
        type=folder_there,
        nargs="?",
        default=DOCS / TABLES,
        help="the folder of `joinedup calibrate`; else the tables of it kept here",
    )
    parser.add_argument("--replications", type=int, default=BEFORE)
    parser.add_argument("--worlds", type=int, default=WORLDS)
    parser.add_argument("--residents", type=int, help="a smaller place, for a quick try")
    add_out(parser)
    asked = parser.parse_args()
    with refusing(keeps=True):
        write(asked.calibration, asked.out, asked.replications, asked.worlds, asked.residents)
    print(f"Written: {asked.out / PAGE}")
