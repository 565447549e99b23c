"""A local place among the plausible worlds: what is looked for, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.engine.sources import sources_digest
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.executors import warm_up
from joinedup_experiments.compare.results.kept_runs import KeptRuns
from joinedup_experiments.display.numbers import change, counted, of_worlds, percent
from joinedup_experiments.display.progress import progress
from joinedup_experiments.local_place.checking import DISCREPANCY
from joinedup_experiments.local_place.fit import runs, verdicts
from joinedup_experiments.local_place.fit.chance import errors_of
from joinedup_experiments.local_place.fit.narrowed import FOREMOST, Narrowed, central, narrowed
from joinedup_experiments.local_place.fit.options import FitOptions
from joinedup_experiments.local_place.fit.runs import CalibrationParameter
from joinedup_experiments.local_place.fit.world_runs import Tried, WorldRuns
from joinedup_experiments.local_place.fit.world_search import CUTOFF, Search
from joinedup_experiments.local_place.new.figures import Activity
from joinedup_experiments.scenario_io.assumed import parted
from joinedup_experiments.scenario_io.diff.phrases import listing
from joinedup_experiments.scenario_io.load import scenario_hash
from joinedup_experiments.scenario_io.plausible_worlds import plausible_worlds, worlds_sha256

FEW = 12  # worlds, below which intervals over them say little
HEADINGS = ("figure and unit", "yours", "in the worlds tried\n(median, central 90%)",
            "in the worlds that fit\n(median, central 90%)", "off by", "fits")  # fmt: skip


@dataclass(frozen=True)
class WorldsFit:
    """What came of looking for the worlds of a place.

    ``worlds`` are the values of those that fit, by key, and ``about`` how they were found;
    ``rows`` set the figures beside them; ``unmet`` has a line for each figure that no world has.
    """

    rows: Sequence[tuple[str, ...]]
    worlds: Sequence[dict[str, float]]
    about: dict[str, Any]
    narrowed: Sequence[Narrowed]
    notes: Sequence[str]
    unmet: dict[str, str]
    how: str

    headings = HEADINGS

    @property
    def fitted(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.worlds)


@dataclass(frozen=True)
class Asked:
    """What worlds are looked for: a ``place``, its ``targets``, the ``fitted`` ones first.

    ``drivers`` may be moved; those ``pinned`` may not, as the place itself says what they are.
    """

    place: Scenario
    targets: Sequence[Activity]
    fitted: Sequence[Activity]
    options: FitOptions
    table: Path
    small: Scenario
    drivers: Sequence[CalibrationParameter]
    pinned: Sequence[CalibrationParameter]


def fit_worlds(
    place: Scenario,
    targets: Sequence[Activity],
    options: FitOptions,
    table: Path,
    kept: KeptRuns | None = None,
) -> WorldsFit:
    """Look in the worlds of a table for those in which a place has its figures.

    Runs are taken from those ``kept``, and kept there. When no world has them, or a figure is a
    slip, ``unmet`` says why.
    """
    fitted = [t for t in targets if t.name not in options.leave_out]
    ordered = [*fitted, *(t for t in targets if t.name in options.leave_out)]
    small = runs.place_to_run(place, options.residents)
    every = runs.parameters_for([t.key for t in ordered], options.adjust, small)
    pinned = [one for one in every if _pinned(one, place)]
    drivers = [one for one in every if one not in pinned]
    asked = Asked(place, ordered, fitted, options, table, small, drivers, pinned)
    known = plausible_worlds(table)
    worlds = [known.named(n + 1) for n in range(min(options.worlds_tried, len(known)))]
    warm_up(small)
    with progress("Looking for the place's worlds (at most)") as tell:
        model = WorldRuns(small, worlds, drivers, [t.key for t in ordered], len(fitted),
                          options.runs, options.workers, tell, kept)  # fmt: skip
        tried = model.as_they_are()
        middle = np.median([one.figures for one in tried], axis=0)
        if far := verdicts.out_of_reach(fitted, np.maximum(middle[: len(fitted)], 1e-9)):
            return WorldsFit([], [], {}, [], [], far, "")
        years = small.place.residents * runs.YEARS / place.place.residents
        _, error = errors_of(model.chance(), fitted, options.runs, years)
        search = Search(fitted, np.hypot(error, DISCREPANCY), tried)
        search.rematch(model, options.worlds_wanted)
    return _outcome(asked, model.slopes, search)


def _outcome(asked: Asked, slopes: np.ndarray, search: Search) -> WorldsFit:
    unmet = {}
    for number in search.give_up():
        one, target = search.nearest(number), asked.fitted[number]
        reached = float(one.figures[number])
        of_figure = slopes[number] if one.drivers else np.empty(0)
        unmet[target.name] = verdicts.reason(target, reached, one.drivers, one.x, of_figure)
    accepted, notes = search.accepted, _notes(asked, search, list(unmet))
    changed = list[Narrowed]()
    if accepted:
        tried = [one.values for one in search.tried]
        changed, summary = narrowed(tried, [one.values for one in accepted], asked.drivers)
        edges = _at_edges(accepted)
        changed = [one._replace(at_edge=edges.get(one.key, 0)) for one in changed]
        notes += [summary, *_of_edges(accepted, edges)]
    return WorldsFit(
        rows=[_row(t, n, search, accepted, unmet) for n, t in enumerate(asked.targets)],
        worlds=[one.values for one in accepted],
        about=_about(asked, search),
        narrowed=changed[:FOREMOST],
        notes=notes,
        unmet=unmet,
        how=_how(asked, len(search.tried)),
    )


def _at_edges(accepted: Sequence[Tried]) -> dict[str, int]:
    """In how many worlds a parameter was moved to an end of its range, by its key in a driver.

    Of those moved in step, each by its own values: all stop where one of them does.
    """
    edges = Counter[str]()
    for one in accepted:
        for driver, x in zip(one.drivers, one.x, strict=True):
            held = driver.held_by(float(x))
            edges.update(part for part in driver.parts if parted(part)[0] in held)
    return dict(edges)


def _of_edges(accepted: Sequence[Tried], edges: Mapping[str, int]) -> list[str]:
    """In how many worlds each driver is at an end, and which of what it moves holds it there."""
    words = []
    at_end = Counter(
        driver.key
        for one in accepted
        for driver, x in zip(one.drivers, one.x, strict=True)
        if driver.edge(float(x))
    )
    for key, many in at_end.items():
        held = [f"{part} in {edges.get(part, 0)}" for part in runs.parts_of(key)]
        words.append(f"{key} in {many}" + (f" ({', '.join(held)})" if len(held) > 1 else ""))
    if not words:
        return []
    return [
        f"{runs.EDGE[0].upper()}{runs.EDGE[1:]}, of the {len(accepted)} worlds that fit: "
        f"{listing(words)}. There it would go further if it could, so its value is the model's "
        "limit, not what your figures say."
    ]


def _row(
    target: Activity, number: int, search: Search, accepted: Sequence[Tried], unmet: dict[str, str]
) -> tuple[str, ...]:
    left_out = number >= len(search.fitted)
    tried, kept = ([one.figures[number] for one in ones] for ones in (search.tried, accepted))
    verdict = "left out" if left_out else "NOT MET" if target.name in unmet else "yes"
    off = "none"
    if kept:
        low, high = central(kept)
        middle = float(np.median(kept))
        off = f"{change(middle - target.value, 'count')} ({percent(middle / target.value - 1.0)})"
        if verdict == "yes" and not low <= target.value <= high:
            verdict = "nearly: outside the band"
    label = f"{target.label}, {target.unit}"
    return label, f"{target.value:,.4g}", _spread(tried), _spread(kept), off, verdict


def _spread(values: Sequence[float]) -> str:
    if not len(values):
        return "none"
    low, high = central(values)
    return f"{np.median(values):,.4g} ({low:,.4g} to {high:,.4g})"


def _notes(asked: Asked, search: Search, unmet: Sequence[str]) -> list[str]:
    as_were, moved = search.as_they_are, [one for one in search.moved if search.fits(one)]
    drivers = ", ".join(one.key for one in asked.drivers) or "there are none to move"
    but = f", but for {' and '.join(unmet)}" if unmet else ""
    worlds = counted(len(search.accepted), "world")
    lines = [
        f"{worlds} that fit{but}: {len(as_were)} of {len(search.tried)} as they "
        f"were and {len(moved)} of {len(search.moved)} after their drivers were moved ({drivers})."
    ]
    if len(search.accepted) < min(FEW, asked.options.worlds_wanted):
        lines.append("These are few, and intervals over them say little: try more --worlds-tried.")
    lines += [f"{one.key} is not moved: the place itself says what it is." for one in asked.pinned]
    return lines


def _about(asked: Asked, search: Search) -> dict[str, Any]:
    """How the worlds were found, so that anybody can find them again."""
    accepted = search.accepted
    return {
        "what": f"plausible worlds of {asked.place.name}: those with which it has its figures",
        "made_by": "joinedup fit",
        "model_sources_sha256": sources_digest(),
        "place_sha256": scenario_hash(asked.place),
        "figures": [t._asdict() | {"used": t in asked.fitted} for t in asked.targets],
        "standard_errors_allowed": search.allowed.tolist(),
        "discrepancy": DISCREPANCY,
        "cutoff": CUTOFF,
        "from_worlds_sha256": worlds_sha256(asked.table),
        "worlds_tried": len(search.tried),
        "from_worlds": [one.number for one in accepted],
        "rematched": [bool(len(one.x)) for one in accepted],
        "drivers": [one.key for one in asked.drivers],
        "at_edge": _at_edges(accepted),
        "residents": asked.small.place.residents,
        "replications": asked.options.runs,
        "seed": asked.small.run.seed,
    }


def _pinned(one: CalibrationParameter, place: Scenario) -> bool:
    """Whether the place itself says what a parameter is, which no world changes."""
    own = [(name, place.assumptions.get(name)) for name, _ in one.settings]
    return any(
        (name, cell) in one.settings
        for name, value in own if value is not None
        for cell in (value if isinstance(value, dict) else [c for _, c in one.settings])
    )  # fmt: skip


def _how(asked: Asked, tried: int) -> str:
    size, whole = asked.small.place.residents, asked.place.place.residents
    part = f" (the place has {whole:,}; staff and beds in proportion)" if size < whole else ""
    each = "one run" if asked.options.runs == 1 else f"{asked.options.runs} runs"
    return (
        f"{size:,} residents{part}, {runs.YEARS:g} years after {asked.small.run.burn_in_years:g} "
        f"of burn-in, {each} in each of {of_worlds(tried)}; a figure fits within {CUTOFF:g} "
        f"standard errors of yours: of {DISCREPANCY:.1%} for the model, of your figure and of "
        "chance."
    )
