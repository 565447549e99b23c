"""What every shipped scenario gives in a small place, as text that loses no digit.

A record has one line per seed, table and row: ``seed,table,row,value,value,...``. Numbers are
written by ``repr``, so two texts are equal exactly when the numbers are, not-a-numbers and the
sign of zero included.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from joinedup.codes import EpisodeStatus, Need, Organisation
from joinedup.run import Run, simulate
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.overrides import Overrides, changed

SEEDS = (1, 2)
# Four years, because the churn begins in month 24 and the money ends in month 36.
SMALL = Overrides(residents=2_000, burn_in=1.0, years=4.0)
FOLDER = Path(__file__).parent
LISTED = 12

Key = tuple[str, str, str]
Record = dict[Key, tuple[str, ...]]


@dataclass(frozen=True)
class Move:
    """A row that is no longer what it was."""

    key: Key
    # The largest change of any value; infinite where there is nothing to compare, or where the
    # old value was 0, or where a value became, or ceased to be, a number
    absolute: float
    relative: float
    # What happened instead, where the row came, went or changed its length; else empty
    note: str = ""


def file_of(scenario: str) -> Path:
    """Where the record of a scenario is kept."""
    return FOLDER / f"{scenario}.csv"


def recorded(scenario: str) -> Record:
    """Run a shipped scenario in a small place, with every seed."""
    small = changed(load_scenario(scenario), SMALL)
    return {
        (str(seed), table, row): tuple(map(repr, values))
        for seed in SEEDS
        for table, row, values in _rows(simulate(small, seed))
    }


def _rows(run: Run) -> Iterator[tuple[str, str, Sequence[float]]]:
    """Table, row and values: episodes by truth, need and place; measures; pounds by payer."""
    for real, truth in enumerate(("false", "true")):
        for need in Need:
            for place in EpisodeStatus:
                row = f"{truth} {need.name.lower()} {place.name.lower()}"
                yield "ledger", row, [run.barrier_ledger[real, need, place].item()]
    for measure, by_month in run.months.items():
        yield "months", measure, by_month.tolist()
    for payer in Organisation:
        yield "costs", payer.name.lower(), run.costs[:, payer].tolist()


def read(scenario: str) -> Record:
    """The record that is kept; empty when there is none."""
    file = file_of(scenario)
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    cells = [line.split(",") for line in lines]
    return {(seed, table, row): tuple(values) for seed, table, row, *values in cells}


def write(scenario: str, record: Record) -> None:
    """Keep a record in place of the one before."""
    lines = [",".join((*key, *values)) + "\n" for key, values in record.items()]
    file_of(scenario).write_text("".join(lines), encoding="utf-8", newline="\n")


def moves(before: Record, now: Record) -> list[Move]:
    """The rows that differ in any digit, the largest relative change first."""
    found = [
        _move(key, before.get(key), now.get(key))
        for key in {**before, **now}
        if before.get(key) != now.get(key)
    ]
    return sorted(found, key=lambda move: -move.relative)


def _move(key: Key, before: Sequence[str] | None, now: Sequence[str] | None) -> Move:
    if before is None or now is None:
        return Move(key, math.inf, math.inf, "new" if before is None else "gone")
    if len(before) != len(now):
        note = f"{len(now)} values instead of {len(before)}"
        return Move(key, math.inf, math.inf, note)
    pairs = [(float(a), float(b)) for a, b in zip(before, now, strict=True) if a != b]
    steps = [abs(b - a) if math.isfinite(b - a) else math.inf for a, b in pairs]
    shares = [
        step / abs(a) if a and math.isfinite(step) else math.inf
        for step, (a, _) in zip(steps, pairs, strict=True)
    ]
    return Move(key, max(steps), max(shares))


def described(scenario: str, moved: Sequence[Move], rows: int) -> str:
    """What moved, in a few plain lines: how many rows of which table, the largest changes first.

    Parameters
    ----------
    rows : int
        How many the record that is kept has; 0 when there is none.
    """
    if not rows:
        return f"{scenario}: no record yet"
    if not moved:
        return f"{scenario}: nothing moved"
    tables = Counter(move.key[1] for move in moved)
    counts = ", ".join(f"{many} of {table}" for table, many in tables.items())
    lines = [f"{scenario}: {len(moved)} rows moved, of {rows} ({counts})"]
    for move in moved[:LISTED]:
        seed, table, row = move.key
        change = move.note or f"by up to {move.absolute:.6g} ({_share(move.relative)})"
        lines.append(f"  seed {seed}, {table}, {row}: {change}")
    if len(moved) > LISTED:
        lines.append(f"  and {len(moved) - LISTED} more, which moved no further")
    return "\n".join(lines)


def _share(relative: float) -> str:
    return f"{relative:.3g} of it" if math.isfinite(relative) else "from 0, or from or to no number"
