"""The event log: what happened to whom, when and where, as process-mining tools read it.

A case is one resident's life in one arm. Day 0 of the model is a Monday and stands as
1 January 2024, so that weekdays and months come out right; the year means nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from joinedup.codes import NO_NEED, NONE_TEAM, Activity, Cause, Need, Route, title
from joinedup.labels import labels
from joinedup.rules.collected import ACTIVITIES, ACTIVITY_NUMBERS
from joinedup_experiments.compare.comparison import Comparison, EventLog
from joinedup_experiments.display.errors import reading

DAY_0 = np.datetime64("2024-01-01T00:00:00", "s")
CASES_IN_CSV = 2_000
LOG = "events.parquet"
_BY_ROUTE = (Activity.PRESENTED, Activity.NOTICED)
_BY_CAUSE = (Activity.EMERGENCY_ADMISSION, Activity.DISCHARGE, Activity.CRISIS)
NEEDS_PACKAGE = "needs a care package first"
_AT_THE_PRACTICE = (Activity.CONSULTATION, Activity.NO_APPOINTMENT)
_HOSPITAL = (
    Activity.AE_ATTENDANCE, Activity.EMERGENCY_ADMISSION, Activity.DISCHARGE,
    Activity.READY_FOR_DISCHARGE, Activity.OUTPATIENT, Activity.ELECTIVE_LISTED,
    Activity.ELECTIVE_INPATIENT, Activity.DAY_CASE
)  # fmt: skip


def timestamps(times: np.ndarray) -> np.ndarray:
    """Times in days since day 0 as dates and times, to the second.

    >>> print(timestamps(np.array([1.5])))
    ['2024-01-02T12:00:00']
    """
    return DAY_0 + np.floor(np.asarray(times, float) * 86_400.0).astype("timedelta64[s]")


def activity_names() -> dict[int, str]:
    """What each activity is called in the log, by its number."""
    names = {number: title(activity) for number, activity in ACTIVITIES.items()}
    return names | {Activity.AE_ATTENDANCE: "A&E attendance"}


def activities_by_name() -> dict[str, IntEnum]:
    """Each activity by what it is called in the log."""
    return {name: ACTIVITIES[number] for number, name in activity_names().items()}


def _resources(event_log: EventLog, rows: np.ndarray) -> Any:
    """Who did it: a team (with its number, where there are several), the hospital, the resident.

    A consultation is by the resident's own practice, not by the team that the episode is with.
    """
    keys = [key for key, _, _ in event_log.teams]
    names = [
        f"{key} {unit + 1}" if keys.count(key) > 1 else key for key, _, unit in event_log.teams
    ]
    teams = len(names)
    elsewhere = np.where(np.isin(rows["activity"], _HOSPITAL), teams, teams + 1)
    named = np.where(rows["team"] == NONE_TEAM, elsewhere, np.minimum(rows["team"], teams - 1))
    consulted = np.isin(rows["activity"], _AT_THE_PRACTICE)
    codes = np.where(consulted, event_log.practice[rows["who"].astype(np.int64)], named)
    return _coded([*names, "hospital", "resident"], codes)


def _generations(event_log: EventLog) -> np.ndarray:
    """Which of the people who have lived in the row each of the log's rows is about."""
    rows = event_log.events
    who = rows["who"].astype(np.int64)
    came = rows["activity"] == Activity.MOVED_IN
    moved = np.zeros(len(rows), np.int64)
    order = np.lexsort((came, rows["time"], who))
    moved[order] = np.cumsum(came[order])
    final = np.bincount(who[came], minlength=len(event_log.generation))
    of_rows_before = np.cumsum(final) - final
    since_change = moved - of_rows_before[who]
    return event_log.generation[who].astype(np.int64) - final[who] + since_change


def event_table(name: str, event_log: EventLog) -> pa.Table:
    """The log of one arm as an Arrow table, in order of case as text and then of time.

    It ends with the last month, as the measures do. Rows of one case stay in the log's order,
    which is that of time. ``name`` is the arm's.
    """
    kept = event_log.events["time"].astype(float) < event_log.until
    rows, person = event_log.events[kept], _generations(event_log)[kept] + 1
    case, order = _in_order(name, rows["who"].astype(np.int64), person)
    rows = rows[order]
    about = rows["kind"] != NO_NEED
    routed = np.isin(rows["activity"], _BY_ROUTE)
    caused = np.isin(rows["activity"], _BY_CAUSE)
    waits = (rows["activity"] == Activity.READY_FOR_DISCHARGE) & (rows["cause"] == 1)
    causes = np.where(waits, len(Cause), np.where(caused, rows["cause"], 0))
    named = activity_names()
    by_number = [named.get(number, "") for number in range(ACTIVITY_NUMBERS)]
    columns = {
        "case_id": case,
        "activity": _coded(by_number, rows["activity"]),
        "timestamp": pa.array(timestamps(rows["time"])),
        "resource": _resources(event_log, rows),
        "kind": _coded([*map(title, Need), ""], np.minimum(rows["kind"], len(Need))),
        "true_need": pa.array(rows["genuine"] == 1, mask=~about),
        "episode": pa.array(rows["episode"].astype(np.int64), mask=~about),
        "cause": _coded([*labels(Cause), NEEDS_PACKAGE], causes),
        "route": _coded([*map(title, Route), ""], np.where(routed, rows["cause"], len(Route))),
        "resident": pa.array(rows["who"].astype(np.int64)),
        "arm": _coded([name], np.zeros(len(rows))),
        "replication": pa.array(np.ones(len(rows), np.int32)),
    }
    return pa.table(columns)


def _in_order(name: str, who: np.ndarray, person: np.ndarray) -> tuple[Any, np.ndarray]:
    """Each row's case, in order as text, and which row it is; a life's text is made once."""
    many = int(who.max(initial=0)) + 1
    life = person * many + who
    place = np.bincount(life)
    lives = np.flatnonzero(place)
    texts = (pa.array(numbers).cast(pa.string()) for numbers in (lives % many, lives // many))
    cases = pc.binary_join_element_wise(pa.scalar(name), *texts, "/")
    in_order = pc.array_sort_indices(cases)
    place[lives[in_order.to_numpy()]] = np.arange(len(lives))
    order = pc.array_sort_indices(pa.array(place[life])).to_numpy()
    return cases.take(in_order).take(pa.array(place[life[order]])), order


def event_frame(source: Comparison | Path) -> pd.DataFrame:
    """Everybody's events in every arm, case by case; of a comparison, or in ``events.parquet``.

    Coded columns are categories; numbers that may be missing stay whole.
    """
    if isinstance(source, Path):
        with reading(source), source.open("rb") as opened:
            table = pq.read_table(opened)
    else:
        table = pa.concat_tables(_tables(source)).unify_dictionaries()
    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame = table.to_pandas(types_mapper=nullable.get)
    return frame.astype({"timestamp": "datetime64[s]"})  # Parquet has no seconds


def write_event_log(folder: Path, result: Comparison) -> None:
    """Write everybody's events as Parquet, and the lives of the same few in every arm as CSV.

    Both are in order of case and then of time over the whole file, as process-mining tools
    expect: case identifiers begin with the arm, so each arm's cases stand together.
    """
    residents = result.simulated
    rng = np.random.default_rng(0)  # of the choice of cases, not of the model
    chosen = rng.choice(residents, min(CASES_IN_CSV, residents), replace=False)
    quoted = pcsv.WriteOptions(quoting_style="needed")
    whole, sample = folder / LOG, folder / "events.csv"
    with ExitStack() as files:
        to_whole, to_sample = (files.enter_context(f.open("wb")) for f in (whole, sample))
        for number, table in enumerate(_tables(result)):
            part = _as_text(table.filter(pa.array(np.isin(table["resident"].to_numpy(), chosen))))
            if number == 0:
                lives = pq.ParquetWriter(to_whole, table.schema, compression="zstd")
                few = pcsv.CSVWriter(to_sample, part.schema, write_options=quoted)
                files.enter_context(lives)
                files.enter_context(few)
            lives.write_table(table)
            few.write_table(part)


def _tables(result: Comparison) -> Iterator[pa.Table]:
    """Each arm's log, in the order of their cases as text."""
    arms = zip(result.names, result.event_log, strict=True)
    for name, event_log in sorted(arms, key=lambda arm: f"{arm[0]}/"):
        yield event_table(name, event_log)


def _coded(names: list[str], codes: np.ndarray) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(names))


def _as_text(table: pa.Table) -> pa.Table:
    """The table with plain text for coded columns and ISO 8601 for times."""
    columns = dict(zip(table.column_names, table.columns, strict=True))
    for name, column in columns.items():
        if pa.types.is_dictionary(column.type):
            columns[name] = column.cast(pa.string())
    times = columns["timestamp"].cast(pa.string())  # strftime takes fourteen times as long
    columns["timestamp"] = pc.replace_substring(times, " ", "T")
    return pa.table(columns)
