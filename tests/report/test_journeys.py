"""The two journeys, from an event log made by hand of which it is known who is told of, and what.

Resident 3 has four troubles in the base and one in the arm; 5 has none and two; 7 has most, but
dies; 8 is refused once in both; 9 has most of the living, but more lines than a table takes.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from joinedup.codes import Activity
from joinedup.rules.care import CareActivity
from joinedup.rules.expectations import ExpectationActivity
from joinedup_experiments.compare.results.event_log import activity_names, timestamps
from joinedup_experiments.compare.results.writing import EVENTS, FOLLOW
from joinedup_experiments.display.document import figures_of
from joinedup_experiments.report.journeys import ROWS_AT_MOST, journeys, two_lives
from joinedup_experiments.report.lives import in_print, parting, side_by_side
from joinedup_experiments.scenario_io.load import load_scenario

CARE = "community_nursing"
SCENARIOS = [load_scenario("siloed_borough"), load_scenario("co_located")]
SAME = [(2.0, Activity.PRESENTED), (3.0, Activity.REFERRED)]
BASE = {
    3: [*SAME, (10.0, Activity.REFUSED), (20.0, Activity.BOUNCED), (30.0, Activity.LOST),
        (31.0, Activity.CONTACT), (40.0, Activity.GAVE_UP)],
    5: [*SAME, (9.0, Activity.CONTACT), (12.0, Activity.CONTACT)],
    7: [*((float(day), Activity.REFUSED) for day in range(20)), (30.0, Activity.DIED)],
    8: [(1.0, Activity.REFUSED)],
    9: [(float(day), Activity.REFUSED) for day in range(ROWS_AT_MOST + 1)],
}  # fmt: skip
ARM = {
    3: [*SAME, (10.0, Activity.ACCEPTED), (20.0, Activity.CONTACT), (21.0, Activity.CONTACT),
        (50.0, Activity.REFUSED)],
    5: [*SAME, (9.0, Activity.CONTACT), (12.0, Activity.CONTACT), (14.0, Activity.REFUSED),
        (15.0, Activity.GAVE_UP)],
    7: [(30.0, Activity.DIED)],
    8: [(1.0, Activity.REFUSED)],
    9: [],
}  # fmt: skip


def write_log(folder: Path, worlds: dict[str, dict[int, list]]) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = activity_names()
    rows = [
        {
            "activity": names[what],
            "timestamp": timestamps(np.array([time]))[0],
            "resource": CARE,
            "kind": "frailty",
            "true_need": True,
            "cause": "",
            "route": "sought help" if what == Activity.PRESENTED else "",
            "resident": who,
            "arm": arm,
        }
        for arm, lives in worlds.items()
        for who, life in lives.items()
        for time, what in life
    ]
    table = pa.Table.from_pylist(rows)
    for name in ("activity", "resource", "kind", "cause", "route", "arm"):
        column = table[name].dictionary_encode()
        table = table.set_column(table.column_names.index(name), name, column)
    pq.write_table(table, folder / "events.parquet")
    return folder


@pytest.fixture
def lines(results, tmp_path):
    """Two lives, told from worlds' events."""

    def tell(base, arm):
        folder = write_log(tmp_path, {"arm_0": base, "arm_1": arm})
        return two_lives(folder, results(months=12).comparison)

    return tell


def test_the_one_who_gains_most_and_the_one_who_loses_most_are_told_of(lines) -> None:
    better, worse = lines(BASE, ARM)
    assert (better.who, better.troubles) == (3, (4, 1))
    assert (worse.who, worse.troubles) == (5, (0, 2))
    assert better.why.endswith("fewer") and worse.why.endswith("more")


def test_nobody_who_died_and_no_life_too_long_for_a_table_is_told_of(lines) -> None:
    assert {life.who for life in lines(BASE, ARM)} == {3, 5}
    absent = {who: life for who, life in BASE.items() if who in (7, 8, 9)}
    assert lines(absent, {8: ARM[8], 7: ARM[7]}) == []


@pytest.mark.parametrize(
    "what", [Activity.DIVERTED, ExpectationActivity.HELD, Activity.NOT_ELIGIBLE]
)
def test_who_is_sent_away_or_held_back_meets_an_obstacle(lines, what) -> None:
    (life,) = lines({3: [*SAME, (10.0, what)]}, {3: SAME})
    assert life.who == 3 and life.troubles == (1, 0)


def test_of_whom_the_one_is_chosen_is_said(lines) -> None:
    """Resident 9 has more, in a life that is too long, and 7 died."""
    better, _ = lines(BASE, ARM)
    assert better.why.startswith("of those who live there throughout and have at most 40 events ")


def test_only_the_one_who_gains_where_nobody_loses(lines) -> None:
    (life,) = lines({3: BASE[3], 5: BASE[5]}, {3: ARM[3], 5: BASE[5]})
    assert life.who == 3


def days_of(chosen) -> dict[str, tuple[str, ...]]:
    """By day, what is told of either life; the parting is a row of its own."""
    table = side_by_side("", ("Siloed", "Joined"), chosen.lives)
    rows = [row for row in table.rows if "the lives part" not in row[1]]
    return {day.replace("\N{NO-BREAK SPACE}", " "): lines for day, *lines in rows}


def test_the_lives_part_on_the_first_day_on_which_they_differ(lines) -> None:
    better, worse = lines(BASE, ARM)
    assert in_print(parting(*better.lives)).split() == ["11", "Jan", "2024"]
    assert in_print(parting(*worse.lives)).split() == ["15", "Jan", "2024"]
    same = worse.lives[0]
    assert parting(same, same) is None
    assert parting(same, same[:2]) == same[2].day


def test_what_happened_is_told_on_its_day_in_its_arm(lines) -> None:
    by_day = days_of(lines(BASE, ARM)[0])
    assert "refuses" in by_day["11 Jan 2024"][0] and "accepts" in by_day["11 Jan 2024"][1]
    assert by_day["10 Feb 2024"][0] and not by_day["10 Feb 2024"][1]
    assert by_day["3 Jan 2024"][0] == by_day["3 Jan 2024"][1] != ""


def test_within_a_day_causes_come_before_what_follows_from_them(lines) -> None:
    at_once = [(8.0, what) for what in (
        Activity.CARE_STARTED, Activity.ASSESSED, Activity.ACCEPTED, Activity.REFERRED,
        Activity.REOPENED, Activity.PRESENTED,
    )]  # fmt: skip
    [found, *_] = lines({3: [*at_once, (9.0, Activity.LOST)]}, {3: at_once})
    assert [line.activity for line in found.lives[1]] == [what for _, what in at_once[::-1]]


def test_only_care_that_ends_so_is_said_to_end_with_the_need_met(lines) -> None:
    """Who steps up or is passed on is referred after that, at the same moment."""
    ends = [
        (8.0, Activity.CARE_ENDED), (9.0, Activity.FOUND_FALSE), (10.0, Activity.STEPPED_UP),
        (11.0, Activity.REFERRED), (11.0, CareActivity.PASSED_ON),
        (12.0, CareActivity.PRACTICE_SUPPORTS),
    ]  # fmt: skip
    [found, *_] = lines({3: [*ends, (13.0, Activity.LOST)]}, {3: ends})
    met, false, stepped, passed, referred, supported = (line.text for line in found.lives[1])
    assert met.startswith("care ends, need met: frailty")
    assert not any("met" in other for other in (false, stepped, passed, referred, supported))
    assert "has nobody left" in passed and referred.startswith("referred to")
    assert "the practice supports: frailty" in supported


def test_routine_is_put_together_but_never_across_the_parting(lines) -> None:
    alike = [*SAME, (9.0, Activity.CONTACT)]
    (life,) = lines(
        {3: [*alike, (12.0, Activity.REFUSED), (13.0, Activity.CONTACT)]},
        {3: [*alike, (12.0, Activity.CONTACT), (13.0, Activity.CONTACT)]},
    )
    by_day = {day: theirs for day, (_, theirs) in days_of(life).items()}
    assert "times" not in by_day["10 Jan 2024"]
    until = by_day["13 Jan 2024"].replace("\N{NO-BREAK SPACE}", " ")
    assert "2 times until 14 Jan 2024" in until


def test_nothing_is_told_without_a_log_or_another_world(results, tmp_path) -> None:
    assert two_lives(tmp_path, results(months=12).comparison) == []
    write_log(tmp_path, {"arm_0": BASE})
    assert two_lives(tmp_path, results(("Alone",), months=12).comparison) == []


def test_the_section_says_how_they_were_chosen_and_where_lives_part(lines) -> None:
    lives = lines(BASE, ARM)
    section = journeys(SCENARIOS, lives, 0.0)
    words = " ".join(part.text for part in section.parts if hasattr(part, "text"))
    assert "A journey is a story, not an effect." in words
    assert "fewer in Co-located (1) than in Siloed borough (4)" in words
    assert "more in Co-located (2) than in Siloed borough (0)" in words
    figures = list(figures_of([section]))
    assert [one.title for one in figures] == [
        f"Resident {one.who}: {one.troubles[0]} troubles in Siloed borough, "
        f"{one.troubles[1]} in Co-located"
        for one in lives
    ]
    for table in (one.table for one in figures):
        assert sum("the lives part" in row[1] for row in table.rows) == 1
        assert not any("2024-" in cell for row in table.rows for cell in row)


def test_the_section_says_why_there_are_none() -> None:
    section = journeys(SCENARIOS, [], 0.0)
    assert any("None can be shown here" in getattr(part, "text", "") for part in section.parts)


def test_the_readme_says_that_a_case_is_one_person_and_which_one_is_followed() -> None:
    case, command = (" ".join(text.split()) for text in (EVENTS, FOLLOW))
    assert "one person's life in one arm" in case
    assert "who moves in after a death or a move has the same resident number" in case
    assert "of the person who has a number under resident on the index date" in command
