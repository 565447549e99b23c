"""Nobody and no post is counted twice for a total that stands among what it is the total of."""

from __future__ import annotations

from pathlib import Path

import pytest

from joinedup_experiments.local_place.new.people import read_population
from joinedup_experiments.local_place.new.teams import LocalTeam, read_teams
from joinedup_experiments.local_place.new.wholes import parted
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario

BANDS = {"0-15": 9013, "16-39": 15007, "40-64": 16001, "65-74": 5003, "75-84": 3011, "85+": 1203}
NORTH = tuple(BANDS.values())
SOUTH = tuple(n + 1000 * (k + 1) for k, n in enumerate(NORTH))
EAST = tuple(n + 137 * k * k for k, n in enumerate(NORTH))
BASE = load_scenario("siloed_borough")


def total(*some: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*some, strict=True)))


BOTH = total(NORTH, SOUTH)
PLACES = {"North": NORTH, "South": SOUTH, "Riverford": BOTH, "East": EAST,
          "County": total(BOTH, EAST)}  # fmt: skip


def table(folder: Path, head: str, *rows: str) -> Path:
    file = folder / "t.csv"
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return file


def people(folder: Path, field: str, of: dict[str, tuple[int, ...]]) -> Path:
    rows = [f"{b},{name},{n[k]}" for k, b in enumerate(BANDS) for name, n in of.items()]
    return table(folder, f"age,{field},people", *rows)


SEXES = [("M", "F", "T"), ("1", "2", "0"), ("1", "2", "3"), ("M", "F", "MF"), ("m", "f", "t"),
         ("Gwryw", "Benyw", "Pobl"), ("Male", "Female", "Tot"), ("M", "F", "")]  # fmt: skip


@pytest.mark.parametrize("names", SEXES, ids=",".join)
def test_both_sexes_beside_the_sexes_are_left_out_however_they_are_called(
    names: tuple[str, str, str], tmp_path: Path
) -> None:
    remarks: list[str] = []
    file = people(tmp_path, "sex", dict(zip(names, (NORTH, SOUTH, BOTH), strict=True)))
    assert read_population(file, remarks.append).residents == sum(BOTH)
    assert "is the whole of the other sexes, and was left out" in "; ".join(remarks)


OTHERS = {
    "no sum": ({"M": NORTH, "F": SOUTH, "T": EAST}, 4, "T"),
    "codes": ({"1": NORTH, "2": SOUTH, "9": EAST}, 3, "2"),
    "half": ({"M": NORTH, "T": BOTH}, 3, "T"),
}


@pytest.mark.parametrize("case", OTHERS)
def test_a_sex_that_is_neither_known_nor_a_sum_is_refused(case: str, tmp_path: Path) -> None:
    of, line, name = OTHERS[case]
    with pytest.raises(ScenarioError) as raised:
        read_population(people(tmp_path, "sex", of))
    assert f"t.csv:{line}: the sex `{name}` is not known, nor the sum of" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_sexes_that_are_known_are_added_up(tmp_path: Path) -> None:
    of = {"Male": NORTH, "Female": SOUTH, "Indeterminate": (1, 0, 2, 0, 0, 1)}
    assert read_population(people(tmp_path, "sex", of)).residents == sum(BOTH) + 4
    codes = {"1": NORTH, "2": SOUTH}
    assert read_population(people(tmp_path, "sex", codes)).residents == sum(BOTH)


@pytest.mark.parametrize("head", ["M,F,T", "Male,Female,All", "Gwryw,Benyw,Pobl", "Men,Women,MF"])
def test_columns_of_the_sexes_are_no_neighbourhoods(head: str, tmp_path: Path) -> None:
    rows = [",".join(map(str, row)) for row in zip(BANDS, NORTH, SOUTH, BOTH, strict=True)]
    found = read_population(table(tmp_path, f"age,{head}", *rows))
    assert found.residents == sum(BOTH) and not found.parts


ORDERS = {
    "below": tuple(PLACES),
    "above": tuple(reversed(PLACES)),
    "by name": tuple(sorted(PLACES)),
}


@pytest.mark.parametrize("field", ["area", "neighbourhood"])
@pytest.mark.parametrize("order", ORDERS)
def test_sums_of_some_areas_are_left_out_at_every_level(
    order: str, field: str, tmp_path: Path
) -> None:
    remarks: list[str] = []
    found = read_population(
        people(tmp_path, field, {name: PLACES[name] for name in ORDERS[order]}), remarks.append
    )
    assert set(found.parts) == {"North", "South", "East"}
    assert "`Riverford` is the sum of North and South, and was left out" in (
        "; ".join(remarks).replace("South and North", "North and South")
    )


def test_areas_that_are_no_sums_stay(tmp_path: Path) -> None:
    nearly = (BOTH[0] + 90, *BOTH[1:5], BOTH[5] - 90)  # as many people, of other ages
    of = {"North": NORTH, "South": SOUTH, "West": nearly, "East": EAST, "None": (0,) * 6}
    rows = [f"{b},W{name},{n[k]}" for k, b in enumerate(BANDS) for name, n in of.items()]
    assert read_population(table(tmp_path, "age,ward,people", *rows)).residents == sum(
        map(sum, of.values())
    )
    assert parted([])[1] == []


ABOVE = ("Wales", "ENGLAND", "The United Kingdom", "London", "Cymru", "Yorkshire and The Humber",
         "East of England region")  # fmt: skip


@pytest.mark.parametrize("name", ABOVE)
def test_a_country_or_a_region_beside_a_borough_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as raised:
        read_population(people(tmp_path, "area", {"Cardiff": NORTH, name: EAST, "Newport": SOUTH}))
    assert f"t.csv:3: `{name}` is a " in str(raised.value) and "\n" not in str(raised.value)
    assert "keep the rows of your place alone, at one level" in str(raised.value)


def test_a_quarter_of_a_town_is_no_region_until_it_is_as_large(tmp_path: Path) -> None:
    of = {"North West": NORTH, "South East": EAST}
    assert len(read_population(people(tmp_path, "area", of)).parts) == 2
    of["North West"] = tuple(100 * n for n in NORTH)
    with pytest.raises(ScenarioError, match="`North West` is a region"):
        read_population(people(tmp_path, "area", of))


BAND = "Memory service,mental health nurse"


@pytest.mark.parametrize("word", ["Total", "All", "All bands", "Sub-total", "Subtotal"])
@pytest.mark.parametrize("head", ["Pay band", "grade", "AfC band", "part"])
def test_a_total_of_pay_bands_is_left_out(head: str, word: str, tmp_path: Path) -> None:
    rows = (f"{BAND},Band 6,4", f"{BAND},Band 7,2", f"{BAND},{word},6")
    found = read_teams(table(tmp_path, f"team,profession,{head},WTE", *rows), BASE)
    assert found["memory_service"].posts == {"mental_health_nurse": 6.0}
    with pytest.raises(ScenarioError, match=r"the row of totals `\S.*` has 9, and its 2 rows"):
        read_teams(table(tmp_path, f"team,profession,{head},WTE", *rows[:2], f"{BAND},{word},9"),
                   BASE)  # fmt: skip


def test_a_row_without_a_band_that_is_the_sum_of_the_bands_is_refused(tmp_path: Path) -> None:
    rows = (f"{BAND},Band 6,4", f"{BAND},Band 7,2", f"{BAND},,6")
    with pytest.raises(ScenarioError, match=r"t\.csv:4: .* as many posts as its rows with a band"):
        read_teams(table(tmp_path, "team,profession,band,WTE", *rows), BASE)
    kept = read_teams(table(tmp_path, "team,profession,band,WTE", *rows[:2], f"{BAND},,1"), BASE)
    assert kept["memory_service"].posts == {"mental_health_nurse": 7.0}


def test_all_lines_that_were_added_up_are_named() -> None:
    team = LocalTeam("memory_service", 2, lines={"gp": [2], "therapist": [3, 4, 5, 9]})
    assert (team.named("gp"), team.named("therapist")) == ("2", "3-5, 9")
