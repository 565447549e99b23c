"""One run of one scenario, as DataFrames."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from joinedup.codes import MONTH_DAYS, Organisation, Profession, title
from joinedup.run import Run
from joinedup.scenario.scenario import Scenario
from joinedup.state.months import Hours
from joinedup_experiments.compare.arms import distinct
from joinedup_experiments.compare.comparison import comparison_of
from joinedup_experiments.compare.results.event_log import event_frame
from joinedup_experiments.compare.results.tables import ledger_table, wide_table

if TYPE_CHECKING:
    from pandas import DataFrame


class SingleRun:
    """What one scenario did once; `joinedup.simulate` makes it. ``run`` has it as arrays."""

    def __init__(self, run: Run) -> None:
        self.run = run
        names = distinct([run.scenario.name.lower()])
        self._result = comparison_of([run], names, keep_event_log=True)

    def __repr__(self) -> str:
        return (
            f"<SingleRun of {self.scenario.name}: seed {self.run.seed}, {self.run.years:g} years>"
        )

    @property
    def scenario(self) -> Scenario:
        """What was run."""
        return self.run.scenario

    def to_frame(self) -> DataFrame:
        """A row for each month after the change, a column for each measure."""
        return wide_table(self._result).drop(columns=["arm", "replication", "seed"])

    @cached_property
    def events(self) -> DataFrame:
        """What happened to whom, when and where: a row an event, case by case."""
        return event_frame(self._result)

    @cached_property
    def barriers(self) -> DataFrame:
        """The barrier ledger: episodes by truth, kind of need and where they ended or stand."""
        return ledger_table(self._result).drop(columns=["arm", "replication", "seed"])

    @cached_property
    def staff(self) -> DataFrame:
        """Staff by month, organisation and profession, in hours of the weeks that begin in it.

        ``posts``, ``in_post`` (posts that have a holder), ``sick`` (of those), ``covered`` (by
        temporary staff), ``leavers`` (whole-time equivalents in the month) and
        ``vacancy_rate``, the share of the hours of vacant posts. A profession that an
        organisation has no post for is left out.
        """
        import pandas as pd

        months = len(self.run.costs)
        first = int(self.run.index_day / MONTH_DAYS)
        hours = np.asarray(self.run.world.months.hours)[first : first + months]
        axes = {
            "month": range(1, months + 1),
            "organisation": [title(o) for o in Organisation],
            "profession": [title(p) for p in Profession],
        }
        rows = pd.MultiIndex.from_product(axes.values(), names=axes.keys()).to_frame(index=False)
        columns = ["posts", "in_post", "sick", "covered", "leavers"]
        rows[columns] = hours.reshape(len(rows), len(Hours))
        rows = rows[rows["posts"] > 0.0].reset_index(drop=True)
        return rows.assign(vacancy_rate=1.0 - rows["in_post"] / rows["posts"])
