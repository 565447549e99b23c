"""Every question can be asked, is answered by what its runs say, and is kept in step."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from joinedup.engine.parameter import EvidenceLevel
from joinedup.outcomes.measures import measure
from joinedup_experiments.compare.comparison import compare
from joinedup_experiments.report.key_drivers import read_leaning
from joinedup_experiments.scenario_io.load import ScenarioError
from joinedup_experiments.studies.patterns import asking
from joinedup_experiments.studies.patterns.answers import (
    answer_of,
    fingerprint,
    read_answer,
    write_answer,
)
from joinedup_experiments.studies.patterns.asking import HOME, question_names, read_question
from joinedup_experiments.studies.patterns.judging import judge, seen, verdict
from joinedup_experiments.studies.patterns.people import standardised
from joinedup_experiments.studies.patterns.running import run_questions

NAMES = question_names()
SMALL = 600


@pytest.mark.parametrize("name", NAMES)
def test_every_question_has_a_claim_a_paper_and_expectations(name: str) -> None:
    asked = read_question(name)
    assert set(asked.question.papers) <= {"000", "001", "002", "003", "004"}
    assert asked.question.expectations
    assert len(asked.arms) > 1
    for setting in asked.settings:
        for arm in asked.arms:
            assert asked.scenario(arm, setting).run.years == asked.question.years


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_to_the_question_as_it_stands(name: str) -> None:
    asked, answer = read_question(name), read_answer(HOME / name)
    assert answer is not None
    assert answer.question == fingerprint(asked)
    assert len(answer.judged) == len(asked.question.expectations)
    assert answer.verdict == verdict(answer.judged)
    for one, wanted in zip(answer.judged, asked.question.expectations, strict=True):
        margin = wanted.margin * (abs(one.base) if one.relative else 1.0)
        assert one.seen == seen(wanted.expect, one.change, margin)
        assert one.says == wanted.says
    page = (HOME / name / "answer.md").read_text(encoding="utf-8")
    assert answer.verdict in page
    assert (HOME / name / "answer.svg").stat().st_size < 150_000


def test_what_an_answer_leans_on_has_its_standing() -> None:
    kept = read_leaning()
    for name in NAMES:
        if read_question(name).question.leans_on is not None:
            assert len(kept[name].factors) == 3
            for lean in kept[name].factors:
                assert lean.evidence in (*EvidenceLevel.__args__, "decided, not assumed")


def test_questions_of_one_place_share_its_runs_and_get_what_a_comparison_gets() -> None:
    """The union of two questions' arms is run once; each gets its own arms, paired as ever."""
    two = [read_question(name) for name in ("lowering_barriers", "coordination_and_choice")]
    found = run_questions(two, replications=2, residents=SMALL, workers=2)
    first = found["lowering_barriers"]
    base = two[0].scenario("siloed_borough", "usual")
    other = two[0].scenario("local_care_network_well", "usual")
    place = base.place.model_copy(update={"residents": SMALL})
    base, other = (
        s.model_copy(update={"place": place, "arrangement": s.arrangement}) for s in (base, other)
    )
    alone = compare(base, [other], 2, 1, 1, keep_event_log=False)
    for key in ("presented_true", "continuity"):
        mine = first.yearly("usual", "local_care_network_well", key)[:, 2]
        assert np.allclose(mine, alone.yearly(1, measure(key), 3))
        again = found["coordination_and_choice"].yearly("usual", "local_care_network_well", key)
        assert np.array_equal(first.yearly("usual", "local_care_network_well", key), again)


def test_questions_about_single_people_are_answered_and_written(tmp_path: Path) -> None:
    names = ("case_management", "mixed_need_in_silos", "value_without_savings", "who_gains")
    questions = [read_question(name) for name in names]
    figures = run_questions(questions, replications=2, residents=SMALL, workers=2)
    for asked in questions:
        for own in asked.own:
            values = figures[asked.key].yearly("usual", asked.base, own.key)
            assert np.isfinite(values).any(axis=1).all(), own.key
        answer = answer_of(asked, figures[asked.key], SMALL)
        write_answer(asked, figures[asked.key], answer, None, tmp_path)
        assert read_answer(tmp_path) == answer
        page = (tmp_path / "answer.md").read_text(encoding="utf-8")
        assert answer.verdict in page
        assert all(one.says in page for one in judge(asked, figures[asked.key]))


def test_standardised_shares_do_not_differ_by_the_kinds_of_need_people_have() -> None:
    """Half of kind 0 and all of kind 1 go unserved, whoever has them: so two groups with
    another mix of kinds have the same standardised share, though not the same crude one."""
    there = np.zeros((400, 9), bool)
    there[:100, 0] = there[100:120, 1] = True  # the first group: mostly kind 0
    there[200:220, 0] = there[220:320, 1] = True  # the second: mostly kind 1
    unserved = there.copy()
    unserved[np.arange(400) % 2 == 0, 0] = False
    first, second = np.arange(400) < 200, np.arange(400) >= 200
    assert standardised(there, unserved, first) == pytest.approx(0.75)
    assert standardised(there, unserved, second) == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("before", "after", "line", "says"),
    [
        ("measure: presented_true", "measure: presented_tru", 0, "there is no measure"),
        ("arm: single_point_of_access", "arm: single_point", 0, "there is no arm"),
        ("expect: up", "expect: upp", 0, "upp"),
        ("claim: >", "clam: >", 2, "unknown key `clam`"),
    ],
)
def test_a_bad_question_is_refused_at_its_line(
    before, after, line, says, tmp_path, monkeypatch
) -> None:
    text = (HOME / "lowering_barriers" / "question.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine").mkdir()
    file = tmp_path / "mine" / "question.yaml"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    monkeypatch.setattr(asking, "HOME", tmp_path)
    with pytest.raises(ScenarioError) as caught:
        read_question("mine")
    where = line or 1 + text[: text.index(before)].count("\n")
    assert f"question.yaml:{where}: " in str(caught.value)
    assert says in str(caught.value)
