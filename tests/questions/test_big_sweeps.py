"""The kept tables of the two big sweeps, as rows and a figure for a page."""

from __future__ import annotations

import re

import pandas as pd

from joinedup_experiments.display.document import Figures, Section, Table
from joinedup_experiments.studies.big_sweeps import (
    EDITION,
    discovery_of,
    discovery_section,
    sensitivity_of,
    sensitivity_section,
)


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


def test_a_sweep_over_plausible_worlds_says_so_and_is_of_this_model() -> None:
    ends = {"low_95": 0.1, "high_95": 0.3}
    rows = [
        {"label": "wait", "factor": f"x{i}", "index": index, "value": 0.01 * i, "is_lever": False}
        for index in ("held_out", "delta")
        for i in range(30)
    ]
    section = sensitivity_of(pd.DataFrame(rows).assign(**ends))
    table, svg = parts_of(section)
    assert table.rows[0][1] == "x29 0.29 (0.10 to 0.30)"
    assert "x10<" in svg and "x9<" not in svg  # the foremost alone
    shares = {f"{name}{end}": 0.4 for name in ("base_rate",) for end in ("", "_low_95", "_high_95")}
    question = {"question": "q", "label": "Wait", "answer": "helped"} | shares
    questions = pd.DataFrame([question | {"points_are": "plausible worlds"}])
    inside = {f"density_out_of_sample{end}": 0.6 for end in ("", "_low_95", "_high_95")}
    rule = {"question": "q", "rule": 1, "where": "fit above 0.5", "answer": "helped"}
    rules = pd.DataFrame([rule | {"rule_is_about_it": True} | inside])
    found = discovery_of(questions, rules)
    assert parts_of(found)[0].rows[0][1] == "helped at 40% of the plausible worlds"
    for one in (section, found):
        assert EDITION not in one.parts[0].text and "plausible worlds" in one.parts[0].text
