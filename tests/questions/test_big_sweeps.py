"""The kept tables of the two big sweeps, as rows and a figure for a page."""

from __future__ import annotations

import re

from joinedup_experiments.display.document import Figures, Section, Table
from joinedup_experiments.studies.big_sweeps import discovery_section, sensitivity_section


def parts_of(section: Section) -> tuple[Table, str]:
    _, table, figures = section.parts
    assert isinstance(table, Table) and isinstance(figures, Figures)
    assert all(len(row) == len(table.head) for row in table.rows)
    return table, figures.items[0].svg


def test_the_greatest_total_indices_of_each_outcome_are_in_its_row() -> None:
    table, svg = parts_of(sensitivity_section())
    assert len(table.rows) == 17
    by_outcome = {row[0]: row[1:] for row in table.rows}
    assert by_outcome["undetected need"][0] == "effects of joining up 0.61 (0.51 to 0.71)"
    assert len(re.findall(r">\d\.\d\d</text>", svg)) == 17 * 20  # a number in every cell


def test_a_question_with_a_rule_says_it_and_one_without_says_so() -> None:
    table, svg = parts_of(discovery_section())
    assert len(table.rows) == 7
    ruled = [row for row in table.rows if row[2] != "no rule"]
    assert len(ruled) == 3
    assert ruled[0][1:] == (
        "helped at 20% of the points",
        "care.minutes_a_week at or below 0.92 times the usual",
        "helped at 37%",
    )
    assert "<svg" in svg
