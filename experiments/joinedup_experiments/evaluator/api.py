"""What `import joinedup` offers of records: what evaluators would have, and the truth beside it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from joinedup.run import Progress, check_same_place
from joinedup.scenario.refusals import described
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.arms import run_as_first
from joinedup_experiments.compare.executors import warm_up
from joinedup_experiments.display.given import called_or_none, seed_in, whole_number
from joinedup_experiments.evaluator.designs.estimate import Estimate
from joinedup_experiments.evaluator.designs.people import NEVER, RECORDS, Panel, panel_of
from joinedup_experiments.evaluator.quality import Quality
from joinedup_experiments.evaluator.recording import Recording, records_of
from joinedup_experiments.evaluator.truth import Truth, truth_for_people
from joinedup_experiments.evaluator.window import RecordsError
from joinedup_experiments.evaluator.writing import Recorded
from joinedup_experiments.scenario_io.plausible_worlds import in_world

COMPLETE = Quality()


def records(
    scenario: Scenario,
    *others: Scenario,
    seed: int | None = None,
    world: int | None = None,
    months_before: int = 24,
    quality: Quality = COMPLETE,
    progress: Progress | None = None,
) -> list[Records]:
    """Run arrangements of one place once, and give the records of each, in order.

    They are one place, with the same people, until the index date. It has the model's own
    values, or those of a plausible ``world``, counted from 1. ``months_before`` is how many
    months of records there are from before the index date; ``quality`` says how complete they
    are. The ``seed`` is the first's own (1, if it says none) unless given. `RecordsError` is raised
    where the burn-in is shorter.

    >>> import joinedup as ju
    >>> small = {"residents": 600, "years": 1, "burn_in_years": 1}
    >>> (one,) = ju.records(ju.load("case_management", **small), months_before=6)
    >>> one
    <Records of Case management: months -6 to 11>
    """
    _check_quality(quality)
    alike = run_as_first(scenario, *others)
    seed, progress = seed_in(alike[0], seed), called_or_none(progress, "progress")
    months_before = whole_number(months_before, "months_before")
    arms = [one if world is None else in_world(one, world) for one in alike]
    warm_up(arms[0])
    found = records_of(arms, seed, months_before, progress)
    return [Records(recording, quality) for recording in found]


def _check_quality(given: Any) -> None:
    if not isinstance(given, Quality):
        hint = "such as Quality(linkage=0.9), from joinedup_experiments.evaluator.quality"
        raise RecordsError(f"quality must be a Quality, not {described(given)}; {hint}")


@dataclass(frozen=True, repr=False)
class Records:
    """The records of one run, as complete as ``quality`` says; docs/evaluator.md has the columns.

    ``recording`` is what they are made of, with the run that nobody outside a model could see.
    """

    recording: Recording
    quality: Quality = COMPLETE

    def __repr__(self) -> str:
        window = self.recording.window
        months = f"months {-window.before} to {window.after - 1}"
        return f"<Records of {self.recording.run.scenario.name}: {months}>"

    @cached_property
    def people(self) -> pd.DataFrame:
        """``person_months``: a row for each person and month."""
        people = self._recorded.people(self.quality).to_pandas()
        people.attrs[RECORDS] = self._name
        return people

    @cached_property
    def area(self) -> pd.DataFrame:
        """``area_months``: a row for each neighbourhood and month."""
        return self._recorded.area().to_pandas()

    def truth(self, found: Estimate, otherwise: Records) -> Truth:
        """What the programme did to the people whom an estimate is of, in its own unit.

        ``otherwise`` are the records of the same place without it, made in one call of
        `joinedup.records`. ``effect`` is use with the programme less use without,
        ``counterfactual`` the latter. `RecordsError` is raised where an estimate is of an area,
        or of other records, or the two records are of another place, seed, world or time.
        """
        if not found.people:
            raise RecordsError(
                f"found: it is of {found.of}, and the truth is told of people; "
                "`joinedup evaluate` tells that of areas"
            )
        _check_one_place(self.recording, otherwise.recording)
        mine = self._everybody
        there = mine.index.get_indexer(list(found.people))
        if not found.begins:  # each is followed from enrolment on
            there = np.where(mine.enrolled[there] < NEVER, there, -1)
        if found.records not in ("", self._name) or (there < 0).any():
            raise RecordsError(
                "found: it was made of other records, of another place, seed or world; ask those "
                "that it was made of for its truth"
            )
        return truth_for_people(found, mine, otherwise._everybody)

    @cached_property
    def _name(self) -> str:
        """Which run they are of: its scenario but for the name, its world and seed."""
        run = self.recording.run
        scenario = run.scenario.model_dump_json(exclude_none=True, exclude={"name"})
        return f"{hashlib.sha256(scenario.encode()).hexdigest()}-{run.seed}"

    @cached_property
    def _recorded(self) -> Recorded:
        return Recorded(self.recording)

    @cached_property
    def _everybody(self) -> Panel:
        return panel_of(self._recorded.people(COMPLETE).to_pandas())


def _check_one_place(mine: Recording, other: Recording) -> None:
    """`RecordsError` where two recordings cannot be of the same people until the index date."""
    try:
        check_same_place(mine.run.scenario, other.run.scenario)
    except ValueError as error:
        raise RecordsError(f"otherwise: {error}") from None
    for what, one, two in (
        ("seeds", mine.run.seed, other.run.seed),
        ("index dates", mine.window.index_day, other.window.index_day),
        ("months after the index date", mine.window.after, other.window.after),
    ):
        if one != two:
            raise RecordsError(f"otherwise: it has other {what}; make both in one `ju.records`")
