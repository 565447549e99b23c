"""Which end of deprivation a table numbers 1, in its headings, titles, notes and labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from joinedup_experiments.local_place.new.people import read_population
from joinedup_experiments.scenario_io.load import ScenarioError

PEOPLE = (5000, 4000, 3000, 2000, 1000)
AGES = ("0-15", "16-39", "40-64", "65-74", "75-84", "85+")


def table(folder: Path, *lines: str) -> Path:
    file = folder / "p.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def by_number(heading: str, parts: int = 5) -> list[str]:
    many = [PEOPLE[n * 5 // parts] for n in range(parts)]
    return [f"{heading},people", *(f"{n},{one}" for n, one in enumerate(many, start=1))]


def across(*headings: str) -> list[str]:
    rows = (f"{age},{','.join(map(str, PEOPLE))}" for age in AGES)
    return [",".join(["age", *headings]), *rows]


def refused(file: Path) -> str:
    with pytest.raises(ScenarioError) as raised:
        read_population(file)
    return str(raised.value)


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("IMD quintile (5 = most deprived)", 5),
        ("IMD quintile (1 = least deprived)", 5),
        ("deprivation quintile (least deprived = 1)", 5),
        ('"IMD quintile, 5 most deprived"', 5),
        ("IMD decile (10 = most deprived)", 10),
        ("IMD 2019 decile (1 = least deprived)", 10),
        ("Index of Multiple Deprivation (IMD) Decile (where 1 is least deprived 10% of LSOAs)", 10),
        ("Deprivation decile (10 most deprived)", 10),
        ("deprivation_quintile (1 = most affluent)", 5),
        ("IMD quintile (least deprived first)", 5),
        ('"IMD quintile (1-5, 5 = most deprived)"', 5),
        ("IMD decile (1-10; 10 = most deprived)", 10),
        ('"IMD quintile (1 to 5, most deprived is 5)"', 5),
    ],
)
def test_a_heading_that_numbers_the_other_way_is_refused(
    heading: str, parts: int, tmp_path: Path
) -> None:
    message = refused(table(tmp_path, *by_number(heading, parts)))
    assert "p.csv:1: " in message and "numbers deprivation the other way round" in message
    assert "write 1 for the most deprived" in message and "\n" not in message


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("IMD quintile (1 = most deprived)", 5),
        ('"IMD quintile (1 = most deprived, 5 = least deprived)"', 5),
        ("Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)", 10),
        ("IMD decile (10 = least deprived)", 10),
        ("deprivation quintile (1 = least affluent)", 5),
        ("IMD quintile (1-5; 5 = least deprived)", 5),
        ("IMD quintile (of 5; 1 = most deprived)", 5),
    ],
)
def test_a_heading_that_numbers_as_here_is_read(heading: str, parts: int, tmp_path: Path) -> None:
    found = read_population(table(tmp_path, *by_number(heading, parts)))
    assert found.deprivation == pytest.approx([1 / 15, 2 / 15, 3 / 15, 4 / 15, 5 / 15])


def test_so_is_a_title_or_a_note(tmp_path: Path) -> None:
    title = "People by deprivation: quintile 5 is the most deprived"
    assert "p.csv:1: " in refused(table(tmp_path, title, *by_number("quintile")))
    right = "Note: deprivation quintiles; 1 = least affluent"
    assert read_population(table(tmp_path, *by_number("quintile"), right)).deprivation
    note = "Note: deprivation quintiles of England, 1 = least deprived"
    assert "p.csv:7: " in refused(table(tmp_path, *by_number("quintile"), note))
    right = "Table 5: most deprived areas; quintile 1 is the most deprived"
    assert read_population(table(tmp_path, right, *by_number("quintile"))).residents == 15_000


@pytest.mark.parametrize(
    "labels",
    [
        ("1 (most deprived)", "2", "3", "4", "5 (least deprived)"),
        ("Q1", "Q2", "Q3", "Q4", "Q5"),
        ("Quintile 1 - most deprived", "Quintile 2", "Quintile 3", "Quintile 4", "quintile 5"),
    ],
)
def test_a_number_with_what_it_stands_for_is_read_as_the_number(labels, tmp_path: Path) -> None:
    rows = [f"{label},{many}" for label, many in zip(labels, PEOPLE, strict=True)]
    found = read_population(table(tmp_path, "quintile,people", *rows))
    assert found.deprivation == pytest.approx([1 / 15, 2 / 15, 3 / 15, 4 / 15, 5 / 15])


def test_one_that_stands_for_the_other_end_is_not(tmp_path: Path) -> None:
    message = refused(table(tmp_path, "quintile,people", "1 (least deprived),500", "2,500"))
    assert "cannot be `1 (least deprived)`" in message and "write the number alone" in message


def test_fifths_across_are_no_neighbourhoods(tmp_path: Path) -> None:
    heads = ("Q1 (most deprived)", "Q2", "Q3", "Q4", "Q5 (least deprived)")
    found = read_population(table(tmp_path, *across(*heads)))
    assert not found.parts and found.residents == 6 * sum(PEOPLE)
    assert found.deprivation == pytest.approx([1 / 15, 2 / 15, 3 / 15, 4 / 15, 5 / 15])
    turned = ("Q1 (least deprived)", "Q2", "Q3", "Q4", "Q5 (most deprived)")
    assert "(column `Q1 (least deprived)`)" in refused(table(tmp_path, *across(*turned)))


def test_fifths_without_numbers_are_refused_as_neighbourhoods(tmp_path: Path) -> None:
    heads = ("Most deprived", "Second", "Third", "Fourth", "Least deprived")
    message = refused(table(tmp_path, *across(*heads)))
    assert "`Most deprived` is read as a neighbourhood" in message and "Q1 to Q5" in message


def test_neighbourhoods_that_differ_in_capitals_are_one_misspelt(tmp_path: Path) -> None:
    rows = [f"{hood},{age},900" for age in AGES for hood in ("Hill", "hill ")]
    message = refused(table(tmp_path, "neighbourhood,age,people", *rows))
    assert "p.csv:3: `hill` is elsewhere written `Hill`" in message


def test_a_total_beside_both_sexes_is_not_added_to_them(tmp_path: Path) -> None:
    rows = [f"{age},400,500,900" for age in AGES]
    assert read_population(table(tmp_path, "age,Male,Female,Total", *rows)).residents == 5_400
    wrong = [*rows[:-1], "85+,400,500,950"]
    assert "has 950" in refused(table(tmp_path, "age,Male,Female,Total", *wrong))


def test_a_total_of_many_rows_is_off_by_no_more_than_rounding_makes_it(tmp_path: Path) -> None:
    ages = [f"{age},{10 + age % 7}" for age in range(90)]
    people = sum(10 + age % 7 for age in range(90))
    for off, sound in ((5, True), (40, False)):
        file = table(tmp_path, "age,people", *ages, "90+,9", f"Total,{people + 9 + off}")
        if sound:
            assert read_population(file).residents == people + 9
        else:
            assert "the row of totals `Total`" in refused(file)


def test_decimals_of_a_small_place_may_be_thousands_and_it_is_remarked(tmp_path: Path) -> None:
    remarks: list[str] = []
    rows = [f"{age},55.500" for age in AGES]
    read_population(table(tmp_path, "age,people", *rows), remarks.append)
    assert any("if the decimals are thousands" in remark for remark in remarks)
