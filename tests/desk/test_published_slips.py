"""What is wrong in a published table is message, all of it at once, with lines and columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from joinedup_experiments.local_place.new.figures import read_activity, read_costs
from joinedup_experiments.local_place.new.people import read_population
from joinedup_experiments.local_place.new.symbols import MARKS
from joinedup_experiments.local_place.new.teams import read_teams
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario

BANDS = {"0-15": 9000, "16-39": 15000, "40-64": 16000, "65-74": 5000, "75-84": 3000, "85+": 1200}
WIDE = "LSOA code,All ages,0-15,16-39,40-64,65-74,75-84,85+\n"


def table(folder: Path, *rows: str, head: str = "age,people") -> Path:
    file = folder / "p.csv"
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return file


def of(bands: dict[str, object]) -> list[str]:
    return [f"{band},{many}" for band, many in bands.items()]


def refused(file: Path) -> str:
    with pytest.raises(ScenarioError) as raised:
        read_population(file)
    return str(raised.value)


@pytest.mark.parametrize(
    "mark", sorted({"c", "[c]", "*", "-", ":", "..", "[x]", "[z]", "[low]", *MARKS})
)
def test_a_mark_is_not_nought(mark: str, tmp_path: Path) -> None:
    message = refused(table(tmp_path, *of({**BANDS, "85+": mark})))
    assert f"p.csv:7: `people` is `{mark}`, which is not nought: it stands for" in message
    assert message.count("\n") == 0
    assert read_population(table(tmp_path, *of({**BANDS, "85+": 0}))).residents == 48_000


def test_a_mark_in_a_wide_table_is_named_with_its_column(tmp_path: Path) -> None:
    rows = ("E01033001,5100,900,1500,1700,600,300,100", "E01033002,5000,900,1500,1700,600,[c],100")
    message = refused(table(tmp_path, *rows, head=WIDE.strip()))
    assert "p.csv:3: `people` is `[c]`" in message and "(column `75-84`)" in message


def test_marks_of_the_same_sort_are_said_once_with_their_lines(tmp_path: Path) -> None:
    message = refused(table(tmp_path, *of({**BANDS, "0-15": "*", "65-74": "*", "85+": "*"})))
    assert "p.csv:2" in message and "the same in lines 5, 7" in message and "\n" not in message


OVERLAPS = {
    "a band and its parts": ({**BANDS, "85-89": 700, "90+": 500}, ((7, 8), (7, 9))),
    "a band spelt twice": ({**BANDS, "Aged 65 to 74 years": 5000}, ((5, 8),)),
    "one year in two bands": (
        {**{b: n for b, n in BANDS.items() if b != "65-74"}, "65-70": 9, "70-74": 9},
        ((7, 8),),
    ),
    "an age in two rows": ({**BANDS, "17": 5}, ((3, 8),)),
    "broad groups beside bands": (
        {"All ages": 49200, **BANDS, "65 and over": 9200},
        ((6, 9), (7, 9), (8, 9)),
    ),
    "a band across the model's": ({**BANDS, "60-79": 9}, ((4, 8), (5, 8), (6, 8))),
}


@pytest.mark.parametrize("case", OVERLAPS)
def test_ages_that_overlap_are_refused_with_both_lines(case: str, tmp_path: Path) -> None:
    bands, pairs = OVERLAPS[case]
    message = refused(table(tmp_path, *of(bands)))
    for first, second in pairs:
        assert f"p.csv:{second}: " in message and f"in line {first}" in message
    across = "65 and over" in bands or "60-79" in bands
    assert ("lies across two of the model's bands" in message) == across


HOLES = {
    "40-44": {**BANDS, "40-64": None, "45-64": 1},
    "0": {**BANDS, "0-15": None, "1-15": 1},
    "90+": {**BANDS, "85+": None, "85-89": 1},
    "85+": {**BANDS, "85+": None},
}


@pytest.mark.parametrize("hole", HOLES)
def test_holes_are_named(hole: str, tmp_path: Path) -> None:
    rows = of({band: many for band, many in HOLES[hole].items() if many is not None})
    assert f"nobody of {hole} is in the table, so" in refused(table(tmp_path, *rows))


def test_a_hole_of_one_group_names_the_group(tmp_path: Path) -> None:
    rows = [f"{b},{q},100" for b in BANDS for q in "12345" if (b, q) != ("85+", "3")]
    message = refused(table(tmp_path, *rows, head="age,deprivation_quintile,people"))
    assert "nobody of 85+ is in the table for quintile 3" in message


@pytest.mark.parametrize(("total", "right"), [
    (49_200, True), ("49,200", True), (49_199, True), (49_000, False), (52_000, False),
    ("[c]", True),
])  # fmt: skip
def test_totals_are_checked(total: object, right: bool, tmp_path: Path) -> None:
    rows = of({**{b: n + 3 * (b == "85+") - 3 * (b == "0-15") for b, n in BANDS.items()}})
    file = table(tmp_path, f'All ages,"{total}"', *rows)
    if right:
        assert read_population(file).residents == 49_200
    else:
        message = refused(file)
        assert "p.csv:2: the row of totals `All ages`" in message and "add up to 49,200" in message


def test_rounded_figures_may_miss_their_total_by_the_rounding(tmp_path: Path) -> None:
    assert read_population(table(tmp_path, "Total,49500", *of(BANDS))).residents == 49_200
    assert "row of totals" in refused(table(tmp_path, "Total,49600", *of(BANDS)))


def test_every_fault_of_a_file_is_said_at_once(tmp_path: Path) -> None:
    rows = of({**BANDS, "0-15": "*", "40-64": "many", "70-74": 9, "young": 3, "75-84": "12%"})
    message = refused(table(tmp_path, *rows, "Total,5", "85 and over,1200"))
    for line, words in ((2, "`*`"), (4, "write a number in figures"), (6, "not a percentage"),
                        (8, "`65-74` in line 5 and `70-74` in line 8"), (9, "no band of ages"),
                        (11, "twice: here and in line 7")):  # fmt: skip
        assert any(f"p.csv:{line}:" in one and words in one for one in message.split("\n")), words


def test_a_misspelt_heading_hides_no_fault_below_it(tmp_path: Path) -> None:
    message = refused(table(tmp_path, *of({**BANDS, "85+": ":"}), head="age,poeple"))
    assert "p.csv:1: there is no heading `poeple`; did you mean `people`?" in message
    assert "p.csv:7: `people` is `:`" in message


def test_faults_of_teams_costs_and_activity_are_said_at_once(tmp_path: Path) -> None:
    file = table(tmp_path, "memory_servise,psychiatrist,[c]", "memory_service,psychiatrist,1",
                 "memory_service,psychiatrist,2", "crisis_team,wizard,1",
                 head="team,profession,WTE")  # fmt: skip
    with pytest.raises(ScenarioError) as raised:
        read_teams(file, load_scenario("siloed_borough"))
    message = str(raised.value).split("\n")
    assert [line.split(":")[1] for line in message] == ["2", "2", "4", "5"]
    assert "(column `WTE`)" in message[0] + message[1]
    file = table(tmp_path, "ae_attendance,26.8", "day_case,*", "dya_case,900", head="item,pounds")
    with pytest.raises(ScenarioError) as raised:
        read_costs(file)
    assert [p.spot.line for p in raised.value.problems] == [2, 3, 4]
    file = table(tmp_path, "ae_attendances,1,whole_place", "bed_occupancy,-,share",
                 head="figure,value,per")  # fmt: skip
    with pytest.raises(ScenarioError) as raised:
        read_activity(file, 50_000, {})
    assert [p.spot.line for p in raised.value.problems] == [2, 3]


def test_thousands_two_years_and_two_boroughs_are_refused(tmp_path: Path) -> None:
    file = table(tmp_path, "age,people", *of(BANDS), head="Population (thousands)")
    assert "these are thousands" in refused(file)
    rows = [f"{b},{n},{n + 9}" for b, n in BANDS.items()]
    message = refused(table(tmp_path, *rows, head="age,2023,2024"))
    assert "p.csv:1: the headings `2023` and `2024` both stand for `people`" in message
    rows = [f"E0900000{k},{b},{n}" for k in (1, 2) for b, n in BANDS.items()]
    message = refused(table(tmp_path, *rows, head="Area code,age,people"))
    assert "p.csv:8: 2 local authorities are in the table" in message


def test_a_country_beside_its_areas_is_found_by_code_and_by_sum(tmp_path: Path) -> None:
    rows = [f"{a},{b},{n * k}" for k, a in ((1, "E01000001"), (2, "E92000001")) for b, n in
            BANDS.items()]  # fmt: skip
    message = refused(table(tmp_path, *rows, head="Area code,age,people"))
    assert "p.csv:8: areas of several levels" in message and "country (line 8)" in message
    rows = [f"{a},{b},{n * k}" for k, a in ((1, "Hill"), (2, "Dock"), (3, "Riverford"))
            for b, n in BANDS.items()]  # fmt: skip
    one, other = (f"Riverford,{b},{3 * BANDS[b]}" for b in ("0-15", "16-39"))
    moved = [f"Riverford,0-15,{3 * BANDS['16-39']}" if row == one else
             f"Riverford,16-39,{3 * BANDS['0-15']}" if row == other else row
             for row in rows]  # fmt: skip
    message = refused(table(tmp_path, *moved, head="Area,age,people"))
    assert "`Riverford` has as many people as all other areas" in message


DECILES = [6000 + 100 * k for k in range(10)]
BY_DECILE = {
    "alone": ["IMD decile,Residents", *(f"{k},{n}" for k, n in enumerate(DECILES, 1)),
              f"All,{sum(DECILES)}"],
    "with the number of areas": [
        "IMD decile,LSOAs,Residents", *(f"{k},{k + 3},{n}" for k, n in enumerate(DECILES, 1)),
        f"All,85,{sum(DECILES)}"],
    "with the place beside the total": [
        "LSOA,IMD decile,Residents", *(f"E0103300{k},{k + 1},{n}" for k, n in enumerate(DECILES)),
        f"Ashcombe,All,{sum(DECILES)}"],
}  # fmt: skip


@pytest.mark.parametrize("lines", BY_DECILE.values(), ids=BY_DECILE)
def test_deciles_with_their_total_are_residents_and_nothing_else(
    lines: list[str], tmp_path: Path
) -> None:
    file = table(tmp_path, *lines[1:], head=lines[0])
    assert read_population(file).residents == sum(DECILES)
    with pytest.raises(ScenarioError) as raised:
        read_teams(file, load_scenario("siloed_borough"))
    message = "this looks like a table of residents, and not like a table for --teams; give it as"
    assert f"{message} --population" in str(raised.value)
    wrong = lines[-1].replace(str(sum(DECILES)), str(sum(DECILES) + 9000))
    file = table(tmp_path, *lines[1:-1], wrong, head=lines[0])
    assert "the row of totals `All` has " in refused(file)
