"""Tables that only some results have: asked for without, they are a head and no rows, or refused.

What reads a table by its columns then finds nothing, rather than no such column.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from joinedup_experiments.compare.results import writing
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.compare.results.tables import two_by_two_table, value_table
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.evaluation.conclusions import write_tables
from joinedup_experiments.report.evaluation.page import evaluation_page
from tests.evaluation.made_up import evaluations
from tests.evaluation.test_page import conclusions
from tests.report.conftest import made_up


@pytest.fixture(scope="module")
def alone() -> Results:
    """One arm, in one world."""
    return made_up(names=("Siloed",), months=12)


def test_one_arm_has_no_differences_and_its_tables_have_the_same_heads(alone: Results) -> None:
    two = made_up(months=12)
    assert alone.effects("crises").empty and list(alone.effects()) == list(two.effects("crises"))
    assert alone.value().empty and list(alone.value()) == list(two.value())
    assert list(alone.value()["net_monetary_benefit"]) == []
    table = alone.two_by_two("crises")
    assert table.empty and list(table) == list(two.two_by_two())
    assert list(table["both"]) == list(table["share_of_money_low_95"]) == []
    for one in (alone, two):
        with pytest.raises(InputError, match="run more replications, with seeds per world of 2"):
            one.parts("crises")


def test_the_folders_own_text_says_what_takes_another_arm(alone: Results) -> None:
    text = " ".join(writing.read_me(alone.comparison, {}).split())
    for name in ("differences", "value"):
        assert f"{name} where there are two arms or more: each" in text
    assert "two_by_two where a proposal is compared with its twins" in text


def test_heads_have_the_columns_of_what_is_there_in_its_order() -> None:
    head = list(two_by_two_table(made_up(months=12).comparison))
    assert head[:8] == ["arm", "measure", "label", "unit", "year", "money", "money_low_95",
                        "money_high_95"]  # fmt: skip
    assert head[-3:] == ["beyond_same_money", "beyond_same_money_low_95",
                         "beyond_same_money_high_95"]  # fmt: skip
    values = list(value_table(made_up(months=12).comparison))
    assert values[10:12] == ["cost_of_a_qaly_says", "threshold"] and len(values) == 18


def test_an_evaluation_without_power_has_a_page_and_tables(tmp_path: Path) -> None:
    """Power is of two designs, neither of which may have been asked for."""
    it = conclusions(evaluations(-20.0, design="time_series"))
    assert not any(it.powers.values())
    write_tables(tmp_path, it)
    assert not (tmp_path / "power.csv").exists() and (tmp_path / "performance.csv").exists()
    assert "power" not in (tmp_path / "data_dictionary.csv").read_text("utf-8")
    assert "How many areas or people it takes" not in evaluation_page(it, {})
