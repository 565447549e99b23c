"""Results: what several arms did, side by side, in memory or in a folder."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pandas import DataFrame

import joinedup
from joinedup.outcomes.measures import MEASURES
from joinedup.run import Progress
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.arms import warnings_of
from joinedup_experiments.compare.comparison import Comparison, how_long
from joinedup_experiments.compare.diagnostics import validity_warnings
from joinedup_experiments.compare.results import tables
from joinedup_experiments.compare.results.event_log import event_frame
from joinedup_experiments.compare.results.folder import (
    is_empty,
    make_folder,
    new_folder,
    refuse_existing,
)
from joinedup_experiments.display.given import called_or_none, path_of, switch, whole_number
from joinedup_experiments.display.numbers import counted

if TYPE_CHECKING:
    import xarray
    from matplotlib.figure import Figure

    from joinedup_experiments.compare.animation import MovingPeople

# The columns of effects and levels, and what the tables in files call them.
EFFECTS = {
    "arm": "arm", "measure": "measure", "base_value": "base", "difference": "effect",
    "difference_low_95": "low", "difference_high_95": "high",
    "difference_low_90": "low_90", "difference_high_90": "high_90",
    "share_up": "share_up", "share_down": "share_down", "verdict": "verdict"
}  # fmt: skip
LEVELS = {
    "arm": "arm", "measure": "measure",
    "value": "mean", "value_low_95": "low", "value_high_95": "high",
    "value_low_90": "low_90", "value_high_90": "high_90"
}  # fmt: skip


@dataclass(frozen=True, repr=False)
class Results:
    """What several arms did, replication by replication, the base first.

    `joinedup.compare` makes them, and `joinedup.open` reads those that were saved.

    ``comparison`` has them as arrays; ``manifest`` says what was run, with what and when;
    ``folder`` is where they are saved, if they are; ``notes`` say what a reader of saved results
    has to know: another version of the model, files changed since, measures that did not exist.
    """

    comparison: Comparison
    manifest: dict[str, Any]
    folder: Path | None = None
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        c = self.comparison
        many = counted(len(c.seeds), "replication")
        return f"<Results of {', '.join(c.names)}: {many}, {how_long(c)}>"

    @property
    def arms(self) -> dict[str, Scenario]:
        """Each arm's scenario by its short name, the base first."""
        return dict(zip(self.comparison.names, self.comparison.scenarios, strict=True))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What should make a reader doubt the figures."""
        c = self.comparison
        # Those on an arm's own size are among what is said of each arm.
        found = [warning.text for warning in validity_warnings(c) if warning.key != "size"]
        return (*self.notes, *warnings_of(c.names, c.scenarios), *found)

    def effects(self, measure: str | None = None, year: int | None = None) -> DataFrame:
        """Each arm less the base, paired by replication: a row for each arm and measure.

        Every ``measure`` (keys: `joinedup.measures`) and the average ``year`` unless given; years
        are counted from 1, after the change. ``base`` is the mean in the base; ``effect`` the
        mean difference from it, ``low`` and ``high`` its 95% interval; ``low_90`` and ``high_90``
        are between which the central 90% of replications (of plausible worlds, where it ran in
        them) lie, ``share_up`` and ``share_down`` the shares of them above and below nought;
        ``verdict`` what may be said of it. A measure or a year that is not there is refused with
        an `UnknownNameError`.
        """
        periods = [tables.period_of(self.comparison, year)]
        table = tables.differences_table(self.comparison, measure, periods)
        return table.reindex(columns=list(EFFECTS)).rename(columns=EFFECTS)

    def two_by_two(self, measure: str | None = None, year: int | None = None) -> DataFrame:
        """How much of each proposal's effect is its money and how much its joining.

        Asked for as in `effects`: a row for each proposal that was run beside its twins
        (`joinedup.twins`) and each measure, none where there is no such arm. ``money`` and
        ``joining`` are what each does alone, ``both`` is the proposal's effect, ``interaction``
        what is left of it, and ``beyond_same_money`` the proposal less the same money as capacity.
        """
        periods = [tables.period_of(self.comparison, year)]
        return tables.two_by_two_table(self.comparison, measure, periods)

    def parts(self, measure: str | None = None, year: int | None = None) -> DataFrame:
        """What part of each effect's spread is chance, and what part assumption.

        Asked for as in `effects`, of a comparison with two ``seeds_per_world`` or more; of one arm
        alone, of its levels. ``variance_assumption`` is between worlds and ``variance_chance``
        between the seeds of a world; ``share_assumption`` is the first's share, with its 95%
        interval; ``worlds_for_1_percent_of_base`` is how many worlds, of as many seeds each, bring
        half the interval of the mean down to 1% of the base.
        """
        periods = [tables.period_of(self.comparison, year)]
        return tables.parts_table(self.comparison, measure, periods)

    def value(self, *thresholds: float) -> DataFrame:
        """Whether what each arm gains is worth its cost: a row for each arm and threshold.

        ``thresholds`` are what a QALY may cost, in pounds: 20,000 and 30,000 unless given. Over
        the whole run, discounted at 3.5% a year. ``extra_cost``, to public services alone, and
        ``net_monetary_benefit`` are in pounds, the one above zero where the arm costs more, the
        other where its gain is worth its cost. ``cost_of_a_qaly`` is empty unless
        ``extra_cost`` and ``qalys_gained`` both leave out zero on the same side;
        ``share_good_value`` is the share of replications, or of plausible worlds, with a net
        monetary benefit.
        """
        return tables.value_table(self.comparison, thresholds or tables.THRESHOLDS)

    def levels(self, measure: str | None = None, year: int | None = None) -> DataFrame:
        """Each measure's value for a year in each arm, asked for as in `effects`."""
        periods = [tables.period_of(self.comparison, year)]
        table = tables.levels_table(self.comparison, measure, periods)
        return table[list(LEVELS)].rename(columns=LEVELS)

    def to_frame(self) -> DataFrame:
        """A row for each arm, replication and month after the change, a column a measure."""
        return tables.wide_table(self.comparison)

    def to_xarray(self) -> xarray.Dataset:
        """The same with the dimensions arm, replication and month, and each measure's unit.

        It takes xarray: ``pip install "joinedup[xarray]"``.
        """
        dims = ["arm", "replication", "month"]
        found = self.to_frame().drop(columns="seed").set_index(dims).to_xarray()
        found = found.sel(arm=list(self.comparison.names))
        for one in MEASURES:
            found[one.key].attrs = {"long_name": one.label, "units": one.unit}
        of_each = {"seed": self.comparison.seeds, "world": self.comparison.worlds}
        return found.assign_coords({k: ("replication", list(v)) for k, v in of_each.items()})

    def barriers(self) -> DataFrame:
        """The barrier ledger: episodes by arm, replication, truth, need and where they ended."""
        return tables.ledger_table(self.comparison)

    def costs(self) -> DataFrame:
        """Pounds by arm, replication, month and payer."""
        return tables.costs_table(self.comparison)

    def events(self) -> DataFrame:
        """What happened to whom in the first replication: a row an event, in every arm.

        The columns are those of ``events.parquet`` (README.txt of a results folder).
        """
        if self.comparison.event_log:
            return event_frame(self.comparison)
        file = self.folder / "events.parquet" if self.folder else None
        if file is None or not file.is_file():
            raise tables.UnknownNameError(f"{file or 'these results'}: there is no event log")
        return event_frame(file)

    def plot(self, measure: str) -> Figure:
        """A measure by month in every arm, and below it each arm's difference from the base.

        The figure belongs to no backend; a notebook shows it. Bands are 95% intervals.
        """
        from joinedup_experiments.compare.charts import draw_over_time
        from joinedup_experiments.display import charts

        one = tables.measure_of(measure)
        with charts.styled():
            figure: Figure = charts.blank()
            draw_over_time(figure, self.comparison, [one], one.label)
        return figure

    def animate(self, people: int = 150) -> MovingPeople:
        """Some ``people`` whose need begins in the first year, moving through services.

        Of the first replication, in every arm alike. A dot is a person; its column is where
        their need stands at the beginning of each month, and it goes when they die or move away.
        A notebook plays it, and ``save("people.html")`` writes a page. A story, not an effect.
        """
        from joinedup_experiments.compare.animation import MovingPeople, people_in_places

        c, people = self.comparison, whole_number(people, "people", 1)
        return MovingPeople(people_in_places(self.events(), c.names, c.index_day, people))

    def save(self, folder: str | Path, progress: Progress | None = None) -> Results:
        """Write tables, event log, first pictures, README and manifest into a new folder.

        The README has the command that draws every other picture. Returns the same results,
        knowing their folder. A folder that is there already, or cannot be made, is refused with a
        `FolderError`; beside one that appears meanwhile, they get the next free name.
        """
        with (place := new_folder(path_of(folder, "folder"), option="")) as making:
            self.write(making, progress)
        return replace(self, folder=place.final)

    def write(
        self, folder: str | Path, progress: Progress | None = None, pictures: bool = True
    ) -> None:
        """Write everything into an empty folder, made if need be: see `save`.

        Without ``pictures`` none are drawn; those of saved results are copied all the same. A
        folder that holds anything is refused with a `FolderError`.
        """
        from joinedup_experiments.compare.results.writing import write_results

        folder, progress = path_of(folder, "folder"), called_or_none(progress, "progress")
        if not is_empty(folder):
            refuse_existing(folder, "")
            make_folder(folder)
        if self.folder is not None:
            shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        else:
            write_results(folder, self.comparison, self.manifest, progress, pictures)

    def report(self, file: str | Path = "report.html", pdf: bool = False) -> list[Path]:
        """Write the report: one HTML page, offline, printable to A4; a PDF beside it if asked.

        A ``file`` that ends in ``.docx`` is a Word document, one in ``.xlsx`` a workbook of every
        figure; these take ``pip install "joinedup[office]"``. Returns what was written. A file
        that is there already is refused, and a PDF where no browser is found to print it.
        """
        file, pdf = path_of(file, "file"), switch(pdf, "pdf")
        if self.folder is not None:
            return joinedup._write_report(self, file, pdf)
        with tempfile.TemporaryDirectory(prefix="joinedup-") as making:
            self.write(folder := Path(making), pictures=False)
            return joinedup._write_report(replace(self, folder=folder), file, pdf)
