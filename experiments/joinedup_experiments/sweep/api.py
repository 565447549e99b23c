"""What `import joinedup` offers of sweeps: many runs over what is uncertain, and their analysis."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from joinedup.outcomes.measures import MEASURES
from joinedup.scenario.changing import plain
from joinedup.scenario.refusals import described, shortened
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.arms import Arms, arms_of, distinct
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.given import (
    listed,
    number_or_none,
    path_of,
    refuse_sets,
    seed_of,
    whole_number,
    whole_number_or_none,
)
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.scenario_io.load import written_out
from joinedup_experiments.sweep.as_xarray import to_xarray
from joinedup_experiments.sweep.design import design_columns
from joinedup_experiments.sweep.plan import Plan
from joinedup_experiments.sweep.reading import read_design
from joinedup_experiments.sweep.sweep_folder import Sweep, make_sweep
from joinedup_experiments.sweep.sweep_folder import open_sweep as open_folder
from joinedup_experiments.sweep.sweeping import Share, go_on
from joinedup_experiments.sweep.worker_pools import workers_for_plan

if TYPE_CHECKING:
    import xarray
    from pandas import DataFrame

KEPT = ("vary", "outcomes", "seed")  # of these, an empty list and 0 are answers


def sweep(
    base: Scenario,
    *others: Scenario,
    vary: str | Sequence[str] = "all",
    method: str = "sobol",
    size: int | None = None,
    outcomes: Sequence[str | Mapping[str, Any]] | None = None,
    ranges: Mapping[str, Mapping[str, Any]] | Literal["plausible"] | None = None,
    correlations: Sequence[Mapping[str, Any]] = (),
    levers: Mapping[str, Mapping[str, Any]] | None = None,
    replications: int = 1,
    seed: int = 1,
    names: Sequence[str] | None = None,
) -> PlannedSweep:
    """Plan a sweep: arrangements of one place, run at many values of what is uncertain.

    The arguments are the keys of a design file, which docs/sweeps.md explains: ``vary`` has
    parameters by name or pattern, as ``handover.*`` (an empty list: none), ``size`` is the number
    of base samples for ``"sobol"``, ``ranges`` may be ``"plausible"``, and
    ``outcomes`` are measures, or entries as a file has them; the headline measures unless given.
    ``names`` are short ones of the arms. Raises InputError with everything that is wrong.
    """
    vary = _listed(vary, "vary")
    if not all(isinstance(one, str) for one in vary):
        raise InputError("vary takes names of parameters and patterns; their ranges go in ranges=")
    size = whole_number_or_none(size, "size", 1)
    replications, seed = whole_number(replications, "replications"), seed_of(seed)
    arms = arms_of([base, *others], replications, seed, names)
    if outcomes is None:
        outcomes = [one.key for one in MEASURES if one.headline]
    looked_at = [{"measure": o} if isinstance(o, str) else o for o in _listed(outcomes, "outcomes")]
    one, *rest = (f"{name}.yaml" for name in arms.names)
    design: dict[str, Any] = {
        "base": one,
        "arms": rest,
        "vary": vary,
        "method": method,
        "size": size,
        "outcomes": [_entry(one, "outcomes") for one in looked_at],
        "ranges": ranges if isinstance(ranges, str) else _entries(ranges, "ranges"),
        "correlations": [
            _entry(one, "correlations") for one in _listed(correlations, "correlations")
        ],
        "levers": _entries(levers, "levers"),
        "replications": replications,
        "seed": seed,
    }
    plan = _read(design, arms)
    beside = {"base": f"scenario-{one}", "arms": [f"scenario-{name}" for name in rest]}
    return PlannedSweep(replace(plan, text=_as_yaml(design | beside)))


def _listed(given: Any, name: str) -> list[Any]:
    """What is given as a list; one text is a list of it. `InputError` for what is no list."""
    if name == "vary" and isinstance(given, Mapping):
        raise InputError(f"vary must be a list, not {described(given)}; their ranges go in ranges=")
    return [given] if isinstance(given, str) else listed(given, name)


def _entry(given: Any, name: str) -> dict[str, Any]:
    """A table of a design; `InputError` for what is none."""
    if not isinstance(given, Mapping):
        raise InputError(f"each of {name} must be a table of keys, not {described(given)}")
    refuse_sets(given, name)
    return dict(given)


def _entries(given: Any, name: str) -> dict[str, dict[str, Any]]:
    return {key: _entry(one, name) for key, one in _entry(given or {}, name).items()}


def _read(design: Mapping[str, Any], arms: Arms) -> Plan:
    """The plan of a design and its arms, checked as files are."""
    with tempfile.TemporaryDirectory(prefix="joinedup-") as folder:
        file = Path(folder, f"{distinct([*arms.names, 'sweep'])[-1]}.yaml")  # no arm's
        file.write_text(_as_yaml(design), encoding="utf-8")
        for name, scenario in zip(arms.names, arms.scenarios, strict=True):
            file.with_name(f"{name}.yaml").write_text(written_out(scenario), encoding="utf-8")
        try:
            return read_design(file)
        except InputError as error:
            text = re.sub(rf"{re.escape(str(file))}(:\d+)?: ", "", str(error))
            raise InputError(text.replace(f"{folder}/", "")) from None


def open_sweep(folder: str | Path) -> SweepResults:
    """A sweep that was run, or is being run, in a folder; FolderError when there is none."""
    return SweepResults(open_folder(path_of(folder, "folder")))


class PlannedSweep:
    """A sweep that has its points and has not been run."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __repr__(self) -> str:
        points, runs = counted(len(self.points), "point"), counted(self.plan.runs, "run")
        return f"<PlannedSweep: {points}, {runs}>"

    @property
    def points(self) -> DataFrame:
        """A row for each design point, a column for each factor."""
        import pandas as pd

        return pd.DataFrame(design_columns(self.plan.factors, self.plan.points)).set_index("point")

    def run(self, folder: str | Path, workers: int | None = None) -> SweepResults:
        """Run every point, and keep the results in a folder as they come.

        Called again with the same folder, it goes on where it was stopped.
        """
        workers = whole_number_or_none(workers, "workers", 1)
        remedy = "an arm with `residents={}`"
        workers = workers_for_plan(self.plan, range(self.plan.tasks), workers, None, remedy)
        begun = make_sweep(
            path_of(folder, "folder"), self.plan, ["joinedup.sweep"], True, option=""
        )
        go_on(begun, Share(), workers, None)
        return open_sweep(folder)


class SweepResults:
    """What a sweep's runs gave."""

    def __init__(self, sweep: Sweep) -> None:
        self._sweep = sweep
        self.folder = sweep.folder

    def __repr__(self) -> str:
        missing = len(self._sweep.missing())
        state = (
            f"{missing:,} of {counted(self._sweep.plan.tasks, 'task')} to do"
            if missing
            else "finished"
        )
        return f"<SweepResults in {self.folder}: {state}>"

    def to_xarray(self, measures: Sequence[str] | None = None) -> xarray.Dataset:
        """Measures by point, replication, arm and month; all of them unless given."""
        return to_xarray(self.folder, measures)

    @property
    def left_out(self) -> dict[str, str]:
        """Outcomes that no analysis can use, by key, and the runs that gave no value of them."""
        from joinedup_experiments.sweep.observed import observed

        return {one.key: why for one, why in observed(self._sweep).valueless.items()}

    def sensitivity(self, measure: str | None = None) -> DataFrame:
        """How much each factor matters to outcomes: a row for each outcome, factor and index.

        Of one ``measure``, if it is given. Raises IncompleteError when runs are missing, or gave
        no value of it; outcomes in ``left_out`` have no rows.
        """
        from joinedup_experiments.sweep.observed import IncompleteError
        from joinedup_experiments.sweep.sensitivity.analysis import analyse, index_tables

        measures = list(dict.fromkeys(one.measure for one in self._sweep.plan.outcomes))
        if measure is not None and measure not in measures:
            there = ", ".join(measures)
            raise InputError(f"no outcome of the sweep is `{measure}`; there are: {there}")
        found = analyse(self._sweep, only=measure)
        if all(one.valueless for one in found):
            raise IncompleteError(f"{self.folder}: `{measure}` has {found[0].valueless}")
        return index_tables(found)["indices"]

    def discover(self, margin: float | None = None) -> DataFrame:
        """Where an arm helps: a row for each question, rule and answer.

        ``margin`` is how much an outcome must move to count, as a share of the base's level.
        Outcomes in ``left_out`` are not asked about. Raises IncompleteError when runs are missing.
        """
        from joinedup_experiments.sweep.discovery.reporting import rules_table
        from joinedup_experiments.sweep.discovery.rules import check_margin, discover

        margin = number_or_none(margin, "margin")
        check_margin(margin)
        return rules_table(discover(self._sweep, margin))

    def value_of_information(self, measure: str | None = None) -> DataFrame:
        """What it is worth to know an assumption before choosing an arm: a row for each.

        In pounds, at each threshold of a QALY, and, of a ``measure``, in its own unit; the row
        ``everything`` is what all knowledge together would be worth. ``floor`` is what 95 of 100
        assumptions that do nothing stay below. Raises InputError where there is no choice.
        """
        from joinedup_experiments.sweep.information.analysis import (
            residents_of,
            table_of,
            value_of_information,
        )

        found = value_of_information(self._sweep, measure)
        return table_of(found, residents_of(self._sweep.plan))


def _as_yaml(design: Mapping[str, Any]) -> str:
    from ruamel.yaml import YAML
    from ruamel.yaml.representer import RepresenterError

    text = io.StringIO()
    kept = {key: value for key, value in design.items() if value or key in KEPT}
    try:
        YAML(typ="safe").dump(plain(kept), text)
    except RepresenterError as error:
        what = shortened(str(error.args[-1]), 80)
        raise InputError(f"a design takes text, numbers, lists and tables: {what}") from None
    return text.getvalue()
