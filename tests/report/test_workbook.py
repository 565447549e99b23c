"""The workbook read back: its numbers are the results', and nothing in it can be executed."""

from __future__ import annotations

import io
import math
import zipfile
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import numpy as np
import pytest

from joinedup.outcomes.measures import MEASURES
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.compare.results.tables import OF_PAIRS
from joinedup_experiments.compare.results.writing import read_me
from joinedup_experiments.display.document import Tiles, Words
from joinedup_experiments.report.exports.cells import FORMATS, Number, change, level
from joinedup_experiments.report.exports.inputs import planned_sheet
from joinedup_experiments.report.exports.outcomes import years_sheet
from joinedup_experiments.report.exports.workbook import sheets, workbook
from joinedup_experiments.report.first_page import answer
from joinedup_experiments.report.own_drivers import drivers_of
from joinedup_experiments.report.view import View
from joinedup_experiments.scenario_io.diff.phrases import words
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.proposal_cost import in_each_year, lines
from tests.report.conftest import made_up

xlsxwriter = pytest.importorskip("xlsxwriter")
ORDER = ["Summary", "Effects", "By year", "Barrier ledger", "Money by payer", "Planned cost",
         "Assumptions", "Dictionary", "How it was run"]  # fmt: skip
OF = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SUMS = ("Subtotal", "All")
Rows = list[dict[str, str | float | None]]


def parts(results: Results) -> dict[str, ElementTree.Element]:
    """The workbook's parts of XML by their names."""
    with zipfile.ZipFile(io.BytesIO(workbook(results))) as book:
        names = [name for name in book.namelist() if name.endswith((".xml", ".rels"))]
        return {name: ElementTree.fromstring(book.read(name)) for name in names}


@cache
def usual_parts() -> dict[str, ElementTree.Element]:
    """The parts of the usual made-up results, made once."""
    return parts(made_up())


@cache
def usual() -> dict[str, Rows]:
    """The rows of the usual made-up results."""
    return rows_of(usual_parts())


def read(results: Results) -> dict[str, Rows]:
    """Each sheet's rows, by heading."""
    return rows_of(parts(results))


def rows_of(xml: dict[str, ElementTree.Element]) -> dict[str, Rows]:
    """Each sheet's rows of these parts, by heading."""
    found = {}
    texts = [
        "".join(t.text or "" for t in one.iter(f"{OF}t")) for one in xml["xl/sharedStrings.xml"]
    ]
    for number, sheet in enumerate(xml["xl/workbook.xml"].iter(f"{OF}sheet"), 1):
        rows = []
        for row in xml[f"xl/worksheets/sheet{number}.xml"].iter(f"{OF}row"):
            cells: dict[str, str | float | None] = {}
            for cell in row:
                text = cell.findtext(f"{OF}v") or ""
                value = texts[int(text)] if cell.get("t") == "s" else float(text or "nan")
                cells[cell.attrib["r"].rstrip("0123456789")] = value
            rows.append(cells)
        head, *others = rows
        found[sheet.attrib["name"]] = [
            {str(name): row.get(column) for column, name in head.items()} for row in others
        ]
    return found


def test_workbook_and_read_me_say_alike_what_differences_rest_on() -> None:
    words = [row["Value"] for row in usual()["How it was run"] if row["What"] == "Words"]
    assert f"A difference is paired by replication ({OF_PAIRS})." in words
    assert f"({OF_PAIRS})," in read_me(made_up().comparison, {})


@pytest.mark.parametrize("seeds_per_world", [0, 1])
def test_every_number_of_effects_is_the_results_own(seeds_per_world) -> None:
    results = made_up(("Siloed", "Joined", "Both"), 12, seeds_per_world=seeds_per_world)
    frame = results.effects()
    rows = read(results)["Effects"]
    assert len(rows) == len(frame) == 2 * len(MEASURES)
    same = {"Siloed": "base", "Difference": "effect", "Difference, 95% low": "low",
            "Difference, 95% high": "high", "Nine in ten, low": "low_90",
            "Nine in ten, high": "high_90", "Share with more": "share_up",
            "Share with less": "share_down"}  # fmt: skip
    for row, expected in zip(rows, frame.to_dict("records"), strict=True):
        assert (row["Key"], row["Verdict"]) == (expected["measure"], expected["verdict"])
        assert row["Arm"] == results.arms[expected["arm"]].name
        for heading, column in same.items():
            shown = math.nan if row[heading] is None else row[heading]
            assert shown == pytest.approx(expected[column], rel=1e-12, nan_ok=True), heading


def test_years_are_the_results_own_and_money_is_a_part_of_them() -> None:
    results, read_back = made_up(), usual()
    rows = {(r["Figure"], r["Arm"], r["What the row has"]): r for r in read_back["By year"]}
    for year in (1, 2, 3):
        frame = results.effects(year=year).set_index("measure")
        levels = results.levels(year=year).set_index(["arm", "measure"])
        for one in MEASURES:
            mine = rows[one.label, "Joined", "difference"][f"Year {year}"]
            assert mine == pytest.approx(frame.loc[one.key, "effect"], rel=1e-12)
            high = rows[one.label, "Siloed", "value, 95% high"][f"Year {year}"]
            assert high == pytest.approx(levels.loc[("arm_0", one.key), "high"], rel=1e-12)
    money = read_back["Money by payer"]
    assert {row["Figure"] for row in money} == {m.label for m in MEASURES if m.section == "money"}
    assert all("pounds a year, prices of" in str(row["Unit"]) for row in money)


def test_values_by_year_are_of_all_though_differences_are_of_pairs() -> None:
    results = made_up(months=24)
    results.comparison.months[0, 0] = np.nan  # no value in one replication of the base
    rows = years_sheet(results.comparison).rows
    shown = [row[4].x for row in rows if row[2:4] == ["Joined", "value"]]
    assert shown == pytest.approx(results.levels().query("arm == 'arm_1'")["mean"].tolist())


def test_planned_cost_adds_up_by_year_and_payer() -> None:
    some, ends = made_up(months=84), load_scenario("local_care_network_money_ends")
    arms = (some.comparison.scenarios[0], ends)
    rows = read(replace(some, comparison=replace(some.comparison, scenarios=arms)))["Planned cost"]
    whole, sums = rows[-1], [row for row in rows if row["What it adds"] == "Subtotal"]
    each = rows[: -len(sums) - 1]
    assert {row["Arm"] for row in rows} == {ends.name} and whole["What it adds"] == "All"
    assert [row["Who pays"] for row in sums] == list(dict.fromkeys(r["Who pays"] for r in each))
    assert len(sums) > 1
    years = [f"Year {n}" for n in range(1, 8)]
    for column in (*years, "All years", "Pounds in a full year", "Posts"):
        assert sum(row[column] for row in each) == pytest.approx(whole[column]), column
        for mine in sums:
            paid = [row[column] for row in each if row["Who pays"] == mine["Who pays"]]
            assert sum(paid) == pytest.approx(mine[column]), (column, mine["Who pays"])
    assert [whole[year] for year in years] == pytest.approx(in_each_year(ends, 7).tolist())
    (programme,) = [row for row in each if row["What it adds"] == "programme"]
    assert [programme[year] for year in years] == [150e3] * 3 + [0.0] * 4


def test_planned_cost_has_the_lines_of_the_page_and_nothing_left_over() -> None:
    some = made_up(months=84).comparison
    changes = {"residents": 97_000, "place.neighbourhoods": 7}
    moved = load_scenario("local_care_network").with_(changes)
    rows = planned_sheet(replace(some, scenarios=(some.scenarios[0], moved))).rows
    shown = [row for row in rows if row[1] not in SUMS]
    assert len([row for row in shown if row[1] == "support worker"]) == 2
    for row, one in zip(shown, lines(moved), strict=True):
        assert row[1:3] == [words(one.what), words(one.payer)]
        assert [cell.x for cell in row[3:5]] == pytest.approx([one.posts, one.pounds])
    council = next(row for row in rows if row[1] == "Subtotal" and row[2] == "the council")
    numbers = [cell.x for cell in council[3:]]
    assert [math.copysign(1.0, x) * (1.0 + abs(x)) for x in numbers] == [1.0] * len(numbers)
    assert [cell.x for cell in rows[-1][3:6]] == [0.0, 485_000.0, 485_000.0]


def test_planned_cost_of_a_last_year_of_fewer_months_is_their_share() -> None:
    some = made_up(months=18)
    base = some.comparison.scenarios[0]
    paid = base.with_({"arrangement.programme_cost_a_year": 15e3})
    rows = read(replace(some, comparison=replace(some.comparison, scenarios=(base, paid))))
    whole = rows["Planned cost"][-1]
    assert [whole[one] for one in ("Year 1", "Year 2 (6 months)", "All years")] == [
        15e3,
        7.5e3,
        22.5e3,
    ]


def test_the_ledger_has_the_mean_of_every_episode_once() -> None:
    results = made_up()
    frame = results.barriers()
    rows = usual()["Barrier ledger"]
    for truth, of in ((True, "true"), (False, "false positive")):
        mine = frame[(frame["true_need"] == truth) & (frame["arm"] == "arm_1")]
        each = mine["episodes"].sum() / 4
        for every in (True, False):
            chosen = [r for r in rows if r["Need"] == of and (r["Kind"] == "every kind") == every]
            assert sum(float(r["Episodes: Joined"] or 0) for r in chosen) == pytest.approx(each)


def test_the_summary_is_the_sentences_of_the_report() -> None:
    results = made_up()
    title = "Would Joined do better than Siloed?"
    written = {(row["The answer"], row[title]) for row in usual()["Summary"]}
    first = answer(View(results.comparison), drivers_of(results)).parts
    (tiles,) = [part for part in first if isinstance(part, Tiles)]
    for one in tiles.items:
        assert (one.name, f"{one.headline}; {one.what}; {one.lies}") in written
    for part in first:
        assert not isinstance(part, Words) or (None, part.text) in written


def test_an_assumption_that_was_overridden_says_so_and_has_its_value() -> None:
    results = made_up()
    changed = results.comparison.scenarios[0].with_({"assumptions": {"handover.loss": 0.25}})
    object.__setattr__(results.comparison, "scenarios", (changed, changed))
    rows = {row["Key"]: row for row in read(results)["Assumptions"]}
    mine = rows["handover.loss"]
    assert mine["In this run it is"] == "overridden"
    assert mine["In this run, lowest"] == mine["In this run, highest"] == 0.25
    assert mine["The model's own value"] != 0.25 and mine["Source"] and mine["Evidence"]
    assert rows["handover.misdirected"]["In this run it is"] == "the model's own"


def test_over_plausible_worlds_assumptions_have_the_ends_of_the_worlds_run() -> None:
    rows = read(made_up(seeds_per_world=1))["Assumptions"]
    loss = next(row for row in rows if row["Key"] == "handover.loss")
    assert loss["In this run it is"] == "different in each plausible world"
    ends = [loss[f"In this run, {end}"] for end in ("lowest", "highest")]
    assert loss["Range, low"] <= ends[0] < ends[1] <= loss["Range, high"]


def test_of_worlds_whose_table_is_not_here_only_the_models_own_values_are_given() -> None:
    results = made_up(seeds_per_world=1)
    results.manifest["worlds_sha256"] = "of another table"
    rows = {row["Key"]: row for row in read(results)["Assumptions"]}
    assert rows["handover.loss"]["In this run, lowest"] is None
    assert "not here" in str(rows["handover.loss"]["In this run it is"])
    others = [row for row in rows.values() if row["Role"] != "uncertainty"]
    assert others and {row["In this run it is"] for row in others} == {"the model's own"}


def test_the_dictionary_has_every_measure_once() -> None:
    assert [row["Key"] for row in usual()["Dictionary"]] == [m.key for m in MEASURES]


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@SUM(A1)", "http://example.org/x"])
def test_a_name_is_never_a_formula_or_a_link(name) -> None:
    xml = parts(made_up((name, "Joined"), months=12))
    for part in xml.values():
        assert not [one for one in part.iter() if one.tag.endswith(("}f", "}hyperlink"))]
    assert not [name for name in xml if "externalLink" in name]
    marked = {str(n) for n, one in enumerate(xml["xl/styles.xml"].find(f"{OF}cellXfs"))
              if one.get("quotePrefix") == "1"}  # fmt: skip
    head = xml["xl/worksheets/sheet2.xml"].find(f".//{OF}c[@r='E1']")
    assert head is not None
    assert (head.get("s") in marked) == (not name.startswith("http"))


def test_one_arm_has_every_sheet_but_effects_and_half_a_year_has_no_years() -> None:
    one = read(made_up(("Siloed",), months=6))
    assert list(one) == [name for name in ORDER if name != "Effects"]
    assert not [heading for heading in one["By year"][0] if heading.startswith("Year ")]
    assert list(usual()) == ORDER


def test_equal_runs_give_equal_bytes_whenever_they_were_run() -> None:
    again = made_up()
    again.manifest["times"]["written"] = "2027-11-12T13:14:15+00:00"
    assert workbook(made_up()) == workbook(again)


def test_headings_are_frozen_and_columns_are_as_wide_as_their_words() -> None:
    for name, part in usual_parts().items():
        if name.startswith("xl/worksheets/sheet"):
            pane = part.find(f".//{OF}pane")
            assert pane is not None and (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
            assert all(8 <= float(one.attrib["width"]) <= 64 for one in part.iter(f"{OF}col"))


def test_numbers_have_the_format_of_their_unit() -> None:
    by_key = {str(r[-1]): r for s in sheets(made_up()) if s.name == "Effects" for r in s.rows}
    for one in MEASURES:
        shown = [cell.shown for cell in by_key[one.key][4:9] if isinstance(cell, Number)]
        assert len(shown) == 5
        assert all(one.form in text for text in shown)
        assert [text.startswith("change") for text in shown] == [False, False, True, True, True]
        assert set(shown) <= set(FORMATS)


def test_what_is_not_known_is_an_empty_cell() -> None:
    assert level(np.nan, "count") is None and change(np.inf, "pounds") is None


def test_a_workbook_that_cannot_be_made_is_the_machines_fault(monkeypatch) -> None:
    """XlsxWriter has an error of its own for one of the system's, which no caller knows."""
    cause = OSError(24, "Too many open files")

    def close(_: object) -> None:
        raise xlsxwriter.exceptions.FileCreateError(cause)

    monkeypatch.setattr(xlsxwriter.Workbook, "close", close)
    with pytest.raises(OSError, match="Too many open files"):
        workbook(made_up(months=12))
