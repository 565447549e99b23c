"""Where a discovery finds nothing, its tables have their head, and their readers hold."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from joinedup_experiments.display.document import Figures, Section, Table, Words
from joinedup_experiments.studies.sensitivity_page import (
    discovery_section,
    foremost_indices,
    main_indices,
    sensitivity_section,
)
from joinedup_experiments.sweep.discovery.reporting import HEADS, rules_table, write_rule_tables
from joinedup_experiments.sweep.discovery.rules import Discovery, answer
from joinedup_experiments.sweep.plan import Outcome
from joinedup_experiments.sweep.sensitivity.analysis import (
    INDEX_HEAD,
    Analysed,
    Noise,
    index_tables,
)

ENDS = (("", 0.0), ("_low_95", -0.1), ("_high_95", 0.1))


def inside(share: float, name: str = "density_out_of_sample") -> dict[str, float]:
    return {f"{name}{end}": share + off for end, off in ENDS}


def questions_of(skill: dict[str, float]) -> pd.DataFrame:
    """A row for each answer of each question, as the table has them."""
    return pd.DataFrame(
        {"question": key, "label": key.title(), "answer": answer, "out_of_sample_skill": tried}
        | inside(share, "base_rate")
        for key, tried in skill.items()
        for answer, share in (("helped", 0.4), ("harmed", 0.6))
    )


def rule(question: str, says: str = "helped") -> dict[str, object]:
    about = {"rule": 1, "where": "fit above 0.5", "answer": says, "rule_is_about_it": True}
    return {"question": question, **about, **inside(0.7)}


def parts_of(section: Section) -> tuple[str, list[tuple[str, ...]], str]:
    words, table, figures = section.parts
    assert isinstance(words, Words) and isinstance(table, Table) and isinstance(figures, Figures)
    return words.text, [tuple(row) for row in table.rows], figures.items[0].svg


@pytest.fixture
def without_rules(asked, plain) -> Discovery:
    """Of ten points: too few to look for rules."""
    values = np.random.default_rng(1).random((10, 3))
    question = asked(values[:, 0] > 0.5)
    one = answer(question, plain(3), values, np.arange(10), 1)
    plan = SimpleNamespace(design=SimpleNamespace(points_are="points"))
    return Discovery(plan, values, 1, [one], [], [], {})


def test_a_discovery_without_rules_leaves_tables_with_their_head(without_rules, tmp_path) -> None:
    write_rule_tables(tmp_path, without_rules)
    for name, head in HEADS.items():
        for read, ending in ((pd.read_csv, "csv"), (pd.read_parquet, "parquet")):
            table = read(tmp_path / f"{name}.{ending}")
            assert table.columns.tolist() == list(head) and not len(table)
    assert rules_table(without_rules).columns.tolist() == list(HEADS["rules"])
    read = (pd.read_csv(tmp_path / f"{name}.csv") for name in ("questions", "rules"))
    words, rows, _ = parts_of(discovery_section(*read))
    assert "Of 1 question, none could be looked for" in words
    assert [row[2:] for row in rows] == [("no rule", "-")]


def test_that_no_question_has_a_rule_is_put_into_words() -> None:
    none = pd.DataFrame(columns=HEADS["rules"])
    words, rows, svg = parts_of(discovery_section(questions_of({"a": 0.1, "b": -0.1}), none))
    assert words.startswith("For no question was a rule found") and "What this means is" in words
    assert "could be looked for" not in words
    assert [row[2:] for row in rows] == [("no rule", "-")] * 2
    assert "everywhere" in svg and "inside the first rule" not in svg


@pytest.mark.parametrize("have", [["a"], ["b", "d"]])
def test_rules_of_some_questions_stand_at_theirs(have: list[str]) -> None:
    questions = questions_of(dict.fromkeys("abcd", 0.1))
    words, rows, svg = parts_of(discovery_section(questions, pd.DataFrame(map(rule, have))))
    assert "For no question" not in words
    with_one = {row[0] for row in rows if row[2:] == ("fit above 0.5", "helped at 70% (60 to 80%)")}
    lacking = {row[0] for row in rows if row[2:] == ("no rule", "-")}
    assert with_one == {key.upper() for key in have} and len(lacking) == 4 - len(have)
    assert "inside the first rule" in svg


def test_a_rule_about_another_answer_is_in_the_table_and_not_in_the_picture() -> None:
    """The picture is of the answer that is hoped for."""
    rules = pd.DataFrame([rule("a", "harmed")])
    words, rows, svg = parts_of(discovery_section(questions_of({"a": 0.1}), rules))
    assert "For no question" not in words and rows[0][3].startswith("harmed at 70%")
    assert "inside the first rule" not in svg


def test_a_sweep_in_which_nothing_varies_has_indices_without_rows() -> None:
    outcome = Outcome("unmet", "Severe unmet need", "days", "unmet", "joined")
    indices = index_tables([Analysed(outcome, 1.0, 0.0, Noise())])["indices"]
    assert indices.columns.tolist() == INDEX_HEAD
    for shorter in (main_indices, foremost_indices):
        kept = shorter(indices)
        assert len(kept.columns) == 7 and not len(kept)
        (words,) = sensitivity_section("sensitivity", "Sensitivity", kept).parts
        assert isinstance(words, Words) and "nothing to divide up" in words.text
