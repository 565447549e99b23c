"""One resident's life in two arms: on the screen, in a folder of its own, and in the report."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np

from joinedup.codes import NO_NEED, Activity, Age, Need, labels, title
from joinedup.rules.collected import outside_range
from joinedup.rules.expectations import ExpectationActivity
from joinedup.rules.life_course import LEAVINGS
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.comparison import Comparison, event_log_of
from joinedup_experiments.compare.journey import COUNTED, ROUTINE, ROWS_AT_MOST, Journey
from joinedup_experiments.compare.need_states import Seen
from joinedup_experiments.compare.results.event_log import LOG, activity_names, event_table
from joinedup_experiments.compare.results.manifest import MANIFEST, versions
from joinedup_experiments.compare.results.tables import write_table
from joinedup_experiments.display.as_json import as_json
from joinedup_experiments.display.document import Figure, Figures, Heading, Part, Section, Words
from joinedup_experiments.display.errors import reading
from joinedup_experiments.display.terminal import in_file, print_parts
from joinedup_experiments.report.life_picture import NARROW, draw_seen, last_day
from joinedup_experiments.report.lives import Line, in_print, life, parting, side_by_side
from joinedup_experiments.report.team_names import who_is_merged
from joinedup_experiments.report.view import pictured
from joinedup_experiments.scenario_io.diff.phrases import listing
from joinedup_experiments.scenario_io.load import scenario_hash

A_STORY = (
    "A journey is a story, not an effect. Arms share their people and random numbers, but also "
    "their queues: one person's change can touch another's. Who was chosen for differing most is "
    "not typical. For effects see `joinedup compare`."
)
NONE = "None can be shown here: "
ONE_ARM = "it takes two arms."
NO_LOG = (
    "it takes the event log of the first replication (events.parquet), which is not here. {command}"
)
NOBODY = (
    "in the first replication nobody who can be shown had more or fewer {trouble} in {other} than "
    "in {base}. {command}"
)
NEWCOMER = (
    "The event log goes on under number {} with a newcomer, another person with a case_id of their "
    "own, in {}; only the first person's life is here."
)
FOLLOWED = "`{}` follows one person, where these files are."
MONDAY = "the model's first Monday stands as 1 January 2024"
TROUBLE = "crises, emergency admissions and obstacles"
TROUBLES: tuple[IntEnum, ...] = (
    Activity.CRISIS, Activity.EMERGENCY_ADMISSION, Activity.REFUSED, Activity.BOUNCED,
    Activity.LOST, Activity.GAVE_UP, Activity.DIVERTED, Activity.NOT_ELIGIBLE,
    ExpectationActivity.HELD,
)  # fmt: skip
OF_WHOM = (
    f"of those who live there throughout and have at most {ROWS_AT_MOST} events beside routine "
    "contacts in either arm,"
)
Read = Callable[..., Any]  # of filters, and of columns if not all
LEFT_OUT: tuple[IntEnum, ...] = (*LEAVINGS, Activity.MOVED_IN)


@dataclass(frozen=True)
class Chosen:
    """One resident: how they were chosen, and troubles and lines of life in each of two arms."""

    who: int
    why: str
    troubles: tuple[int, int]
    lives: tuple[list[Line], list[Line]]


def journey_parts(found: Journey, every_contact: bool) -> list[Part]:
    """Two lives side by side, the parting marked; with or without each routine contact."""
    lives = lives_of(found)
    who = "dies or moves away in one arm or in both"
    if found.same_person_at_end:
        mine = {key: int(column[found.who]) for key, column in found.runs[0].residents.items()}
        who = (
            f"aged {labels(Age)[mine['age']]}, deprivation quintile {mine['quintile'] + 1} (5: the "
            f"most deprived), {'with' if mine['carer'] else 'without'} an unpaid carer"
        )
    counted = []
    for activity in COUNTED:
        counts = [int((rows["activity"] == activity).sum()) for rows in found.lives]
        counted += [f"{title(activity)} {counts[0]} and {counts[1]}"] if any(counts) else []
    text = "; ".join(counted) or "no crisis, admission, package of care or obstacle in either"
    index_day = in_print(found.runs[0].index_day)
    there = f"plausible world {found.world}" if found.world else "the model's own values"
    newcomers = found.followed_by_newcomer
    same = [Words("The two lives are the same from beginning to end.")]
    return [
        Heading(f"Resident {found.who}: {who}."),
        Words(f"How they were chosen: {found.why}."),
        Words(
            f"The index date is {index_day} ({MONDAY}). Both arms are in {there}, with random seed "
            f"{found.runs[0].seed}."
        ),
        side_by_side("", found.names, lives, every_contact),
        *(same if parting(*lives) is None else []),
        *map(Words, who_is_merged(run.scenario for run in found.runs)),
        *([Words(NEWCOMER.format(found.who, listing(newcomers)))] if newcomers else []),
        Words(f"In {found.names[0]} and in {found.names[1]}: {text}."),
        Words(A_STORY),
    ]


def write_journey(
    folder: Path, found: Journey, command: Sequence[str], every_contact: bool
) -> None:
    """Write ``journey.csv`` (and Parquet), the page as text, and a manifest."""
    import pandas as pd

    write_table(folder, "journey", pd.DataFrame(journey_rows(found)).to_dict("list"))
    base = found.runs[0].scenario
    with (folder / "journey.txt").open("w", encoding="utf-8") as page:
        print_parts(in_file(page, 132), journey_parts(found, every_contact))
    manifest = {
        "what": "one person's life in two arms: journey.txt to read, journey.csv to work with",
        "command": list(command),
        "resident": found.who,
        "chosen": found.why,
        "seed": found.runs[0].seed,
        "world": found.world or 0,
        "arms": [
            {
                "label": run.scenario.name,
                "scenario_sha256": scenario_hash(run.scenario),
                "scenario": run.scenario.model_dump(exclude_none=True),
            }
            for run in found.runs
        ],
        "warnings": list(outside_range(base.assumptions, base.outside_range).values()),
        "versions": versions(),
    }
    (folder / MANIFEST).write_bytes(as_json(manifest, indent=2))


def journey_rows(found: Journey) -> list[dict[str, Any]]:
    """Both lives as the rows of a table, one for each thing that happened."""
    lives = lives_of(found)
    apart, start = parting(*lives), found.runs[0].index_day
    return [
        {
            "arm": name,
            "resident": found.who,
            "day_after_change": line.time - start,
            "timestamp": str(line.row["timestamp"]),
            "activity": line.row["activity"],
            "resource": line.team,
            "kind": line.row["kind"],
            "true_need": line.row["true_need"],
            "in_words": line.text,
            "before_parting": apart is None or line.day < apart,
        }
        for name, lines in zip(found.names, lives, strict=True)
        for line in lines
    ]


def lives_of(found: Journey) -> list[list[Line]]:
    """Both lives in words, in order of time."""
    return [
        life(event_table("", event_log_of(run, rows)).to_pylist(), run.scenario, run.index_day)
        for rows, run in zip(found.lives, found.runs, strict=True)
    ]


def journeys(
    scenarios: Sequence[Scenario], chosen: Sequence[Chosen], index_day: float, none: str = NONE
) -> Section:
    """The report's section on residents who were chosen, in the first two arms, as timelines.

    Where there are ``none``, it says why.
    """
    names = [scenario.name for scenario in scenarios]
    parts: list[Part] = [Words(A_STORY), *map(Words, who_is_merged(scenarios[:2]))]
    for number, one in enumerate(chosen, 1):
        mine, theirs = one.troubles
        how = (
            f"How they were chosen: in the first replication, {one.why} in {names[1]} ({theirs}) "
            f"than in {names[0]} ({mine})."
        )
        parts += [
            Heading(f"Journey {number}: resident {one.who}"),
            Words(how),
            Figures([_timeline(number, one, scenarios, index_day)]),
        ]
    parts += [] if chosen else [Words(none)]
    return Section("journeys", "Two journeys", parts)


def _timeline(number: int, one: Chosen, scenarios: Sequence[Scenario], index_day: float) -> Figure:
    """Both lives on one axis of years, under how many troubles each has."""
    kinds = {title(need): int(need) for need in Need}
    seen = [
        [
            Seen(x.time, x.activity, kinds.get(x.row["kind"], NO_NEED), bool(x.row["true_need"]))
            for x in life
        ]
        for life in one.lives
    ]
    names, end = [s.name for s in scenarios[:2]], last_day(scenarios[0], index_day)
    mine, theirs = one.troubles
    what = f"{mine} trouble{'s' * (mine != 1)} in {names[0]}, {theirs} in {names[1]}"
    alt = "Two timelines: each need's state, stays in hospital, obstacles and crises"
    drawn = draw_seen(names, seen, [], index_day, end, NARROW)
    wording = f"Resident {one.who}: {what}"
    caption = f"Resident {one.who} in both arms ({MONDAY})"
    return pictured(f"life-{number}", wording, alt, drawn, side_by_side(caption, names, one.lives))


def none_because(folder: Path | None, result: Comparison) -> str:
    """Why `two_lives` found nobody, and what command follows a person all the same."""
    if len(result.names) < 2:
        return NONE + ONE_ARM
    files = (f"scenario-{name}.yaml" for name in result.names[:2])
    command = FOLLOWED.format(shlex.join(["joinedup", "journey", *files]))
    base, other = (scenario.name for scenario in result.scenarios[:2])
    why = NOBODY if _has_log(folder, result) else NO_LOG
    return NONE + why.format(trouble=TROUBLE, base=base, other=other, command=command)


def two_lives(folder: Path | None, result: Comparison) -> list[Chosen]:
    """Of the first replication, who has most troubles fewer in the second arm, and most more.

    Only residents who live there throughout, and whose lives are not too long to show, are chosen;
    none where there is no event log, in a folder or at hand, or only one arm.
    """
    if len(result.names) < 2 or not _has_log(folder, result):
        return []
    names = list(result.names[:2])
    with _looking(folder, result) as read:
        return _chosen(read, result, names)


def _chosen(read: Read, result: Comparison, names: list[str]) -> list[Chosen]:
    troubles, fits = _counted(read, names)
    gain = (troubles[names[0]] - troubles[names[1]]).where(fits, 0)
    reasons = {
        int((sign * gain).idxmax()): f"{OF_WHOM} the one with the most {TROUBLE} {why}"
        for sign, why in ((1, "fewer"), (-1, "more"))
        if (sign * gain > 0).any()
    }
    lives = _lives(read, result, list(reasons))
    counts = {who: (int(troubles.at[who, names[0]]), int(troubles.at[who, names[1]]))
              for who in reasons}  # fmt: skip
    return [Chosen(who, reason, counts[who], lives[who]) for who, reason in reasons.items()]


def _has_log(folder: Path | None, result: Comparison) -> bool:
    return bool(result.event_log) or (folder is not None and (folder / LOG).is_file())


@contextmanager
def _looking(folder: Path | None, result: Comparison) -> Iterator[Read]:
    """What reads the event log of the first two arms at hand, or else in a folder.

    `reading` names the file where what was read of it cannot be.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if result.event_log:
        arms = zip(result.names[:2], result.event_log, strict=False)
        whole = pa.concat_tables([event_table(*arm) for arm in arms]).unify_dictionaries()
        yield lambda which, columns=None: whole.filter(pq.filters_to_expression(which)).select(
            columns or whole.column_names
        )
        return
    assert folder is not None
    file = folder / LOG
    with reading(file), file.open("rb") as opened:
        yield lambda which, columns=None: pq.read_table(opened, columns=columns, filters=which)


def _counted(read: Read, names: list[str]) -> tuple[Any, Any]:
    """Troubles by resident and arm, and who can be shown: one life, not too long, in both."""
    import pandas as pd

    events = read([("arm", "in", names)], ["activity", "resident", "arm"]).to_pandas()
    known, arm = activity_names(), (events["arm"] == names[1]).to_numpy()
    residents, rows = np.unique(events["resident"], return_inverse=True)

    def many(activities: Sequence[IntEnum], among: bool = True) -> Any:
        mine = events["activity"].isin([known[one] for one in activities]).to_numpy() == among
        counts = np.bincount(2 * rows[mine] + arm[mine], minlength=2 * len(residents))
        return pd.DataFrame(counts.reshape(-1, 2), residents, names)

    short = many(ROUTINE, among=False) <= ROWS_AT_MOST
    return many(TROUBLES), ((many(LEFT_OUT) == 0) & short).all(axis=1)


def _lives(
    read: Read, result: Comparison, chosen: list[int]
) -> dict[int, tuple[list[Line], list[Line]]]:
    """What happened to each of those chosen in the first two arms."""
    names = list(result.names[:2])
    found = read([("resident", "in", chosen), ("arm", "in", names)]).to_pylist()
    rows = sorted(found, key=lambda row: row["timestamp"])

    def lived(who: int, arm: int) -> list[Line]:
        mine = [row for row in rows if (row["resident"], row["arm"]) == (who, names[arm])]
        return life(mine, result.scenarios[arm], result.index_day)

    return {who: (lived(who, 0), lived(who, 1)) for who in chosen}
