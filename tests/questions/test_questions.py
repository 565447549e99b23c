"""Every study can be run, is answered by what its runs say, and is kept in step."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from joinedup.engine.parameter import EvidenceLevel
from joinedup.outcomes.measures import MEASURES, WEIGHTS, Measure, measure
from joinedup_experiments.compare.comparison import ALL_YEARS, Comparison, compare
from joinedup_experiments.compare.executors import gather
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.display.document import Table
from joinedup_experiments.report.key_drivers import read_key_drivers
from joinedup_experiments.scenario_io.assumed import declared, parted
from joinedup_experiments.scenario_io.load import ScenarioError
from joinedup_experiments.scenario_io.plausible_worlds import in_world
from joinedup_experiments.studies.answers import answer_of, read_results
from joinedup_experiments.studies.effects import DOCS, PAGE, RESULTS
from joinedup_experiments.studies.judging import judge
from joinedup_experiments.studies.results import patterns_section
from joinedup_experiments.studies.running import (
    PLAUSIBLE,
    _most_of,
    _need,
    _places,
    run_studies,
    simulated,
    there,
)
from joinedup_experiments.studies.study import (
    ARRANGEMENTS,
    PATTERNS,
    USUAL,
    YEARS_TO_EFFECT,
    Expectation,
    Question,
    pattern_names,
    read_pattern,
    read_study,
)
from joinedup_experiments.studies.what_must_come_out import table_section, what_must_come_out
from joinedup_experiments.sweep.plan import year_in

NAMES = pattern_names()
SMALL, WELL = 600, "local_care_network_well"


@pytest.mark.parametrize("file", [*PATTERNS.glob("*.yaml"), ARRANGEMENTS, YEARS_TO_EFFECT],
                         ids=lambda file: file.stem)  # fmt: skip
def test_every_arm_of_every_study_is_a_scenario_in_every_setting(file: Path) -> None:
    question = read_study(file)
    assert len(question.arms) > 1
    for setting, place in question.settings.items():
        for arm in question.arms_in(setting):
            scenario = question.scenario(arm, setting)
            assert scenario.run.years == question.study.years
            assert scenario.disable_mechanisms == place.disable_mechanisms


def test_every_pattern_stands_in_the_table_of_what_must_come_out() -> None:
    rows = what_must_come_out()
    named = [name for row in rows for name in row.studies]
    assert len(named) == len(set(named)) and set(named) == set(NAMES)
    assert {paper for row in rows for paper in row.papers} == {"000", "001", "002", "003", "004"}
    (_, table) = table_section({}).parts
    assert isinstance(table, Table) and len(table.rows) == len(rows)


def test_expectations_stand_before_the_runs_and_answers_are_to_them() -> None:
    kept = read_results(DOCS / RESULTS)
    page = " ".join((DOCS / PAGE).read_text(encoding="utf-8").split())
    assert list(kept.answers) == NAMES
    for name in NAMES:
        question, answer = read_pattern(name), kept.answers[name]
        assert answer.study == question.sha256, name
        assert set(question.study.papers) <= {"000", "001", "002", "003", "004"}
        expected = [one.says for one in question.study.expectations]
        assert [one.says for one in answer.judged] == expected
        assert f"{answer.verdict[1:]}.**" in page
        for one in answer.judged:
            assert " ".join(f"{one.says}, {one.in_words}".split()) in page


def test_the_text_around_the_numbers_names_no_result() -> None:
    from joinedup_experiments.studies import effects, over_time, results

    for module in (results, effects, over_time):
        for name, text in vars(module).items():
            if name.isupper() and isinstance(text, str):
                assert "%" not in text.replace("95%", "").replace("1% of the level", ""), name


def test_what_an_answer_leans_on_is_still_a_factor_and_has_its_evidence() -> None:
    """Nothing is kept of a sweep over parameters that the model no longer has."""
    kept = read_key_drivers()
    assert set(kept) <= {n for n in NAMES if read_pattern(n).study.leans_on is not None}
    for one in (factor for found in kept.values() for factor in found.factors):
        assert one.evidence in EvidenceLevel.__args__
        assert parted(one.factor)[0] in declared()


def test_questions_of_one_place_share_its_runs_and_get_what_a_comparison_gets() -> None:
    """The union of two questions' arms is run once; each gets its own arms, paired as ever."""
    two = [read_pattern(name) for name in ("lowering_barriers", "coordination_and_choice")]
    found = run_studies(two, replications=2, residents=SMALL, workers=2)
    first = found["lowering_barriers"]
    base = two[0].scenario("siloed_borough", USUAL)
    other = two[0].scenario("local_care_network_well", USUAL)
    place = base.place.model_copy(update={"residents": SMALL})
    often = base.run.model_copy(update={"replications": 2, "seed": 1})
    arms = [s.model_copy(update={"place": place, "run": often}) for s in (base, other)]
    alone = compare(["base", "other"], arms, 1, keep_event_log=False, worlds=(1, 2))
    for key in ("needs_presented", "continuity"):
        mine = first.yearly(USUAL, "local_care_network_well", key)[:, 2]
        assert np.allclose(mine, alone.yearly(1, measure(key), 3))
        again = found["coordination_and_choice"].yearly(USUAL, "local_care_network_well", key)
        assert np.array_equal(first.yearly(USUAL, "local_care_network_well", key), again)
    for m in MEASURES:
        for years in (None, (3, 3), (3, 7), (7, 7)):
            mine = [first.mean(USUAL, arm, m.key, years) for arm in (two[0].base, WELL)]
            assert np.array_equal(mine, averages(alone, m, years), equal_nan=True), (m.key, years)
    (judged,) = judge(of_average_year(two[1], "coordination"), found["coordination_and_choice"])
    effect = alone.effect(1, measure("coordination"))
    assert (judged.base, judged.change) == (effect.base.mean, effect.difference)


def averages(alone: Comparison, m: Measure, years: tuple[int, int] | None) -> np.ndarray:
    """An average year of each arm as comparisons have it, or a sweep of some of its months."""
    if years is None or years[0] == years[1]:
        return np.array([alone.yearly(arm, m, years[0] if years else ALL_YEARS) for arm in (0, 1)])
    series = {m.key: alone.each_monthly(m)}
    if m.key in WEIGHTS:
        series[WEIGHTS[m.key]] = alone.weights_of(m)
    return year_in(series, m.key, m.combine, slice(12 * (years[0] - 1), 12 * years[1]))


def of_average_year(question: Question, key: str) -> Question:
    """The study, with one expectation: of the average year."""
    one = Expectation(says="a change", measure=key, arm=WELL, expect="up")
    return replace(question, study=question.study.model_copy(update={"expectations": [one]}))


def test_how_long_studies_take_is_the_sum_of_their_places() -> None:
    """Not as if each place had as many arms as the largest: 40 minutes were called 4 hours."""
    two = [read_pattern(name) for name in ("lowering_barriers", "freed_beds")]
    needs = [_need(arms) for arms in _places(two, SMALL, PLAUSIBLE).values()]
    most = max(need.seconds(1) for need in needs)
    whole = sum(need.seconds(1) for need in needs)
    assert len(needs) > 1 and min(need.seconds(1) for need in needs) < most / 2.0
    assert whole <= _most_of(needs).seconds(1) < whole + most


def test_progress_counts_what_takes_long_for_more() -> None:
    """The first of two places, with nine arms of ten, is nine tenths of the work."""
    shown = []
    gather([lambda tell: time.sleep(0.05), lambda tell: time.sleep(0.3)], 1, shown.append, [9, 1])
    assert shown[-1] == 1.0
    assert 0.9 in shown[:-1]


def test_a_seed_is_run_in_the_world_of_its_number_and_settings_keep_what_they_assume() -> None:
    question = read_pattern("freed_beds")
    freed = question.scenario(question.base, "freed")
    first, second = (there(freed, seed, PLAUSIBLE) for seed in (1, 2))
    assert there(freed, 1, OverWorlds("one")) is freed
    assert first == in_world(freed, 1) and first.assumptions != second.assumptions
    for scenario in (first, second):
        assert freed.assumptions.items() <= scenario.assumptions.items()
    small = simulated(freed, PLAUSIBLE)
    assert (small.place.residents, freed.place.residents) == (10_000, 30_000)
    assert simulated(freed, OverWorlds("one")).place.residents == 30_000


def test_readings_of_single_people_are_judged_and_told() -> None:
    names = ("case_management", "mixed_need_in_silos", "value_without_savings", "who_gains")
    questions = [read_pattern(name) for name in names]
    found = run_studies(questions, replications=2, residents=SMALL, workers=2)
    for question in questions:
        own = [m.key for reading in question.person_measures for m in reading.measures]
        assert own
        for key in own:
            values = found[question.key].yearly(USUAL, list(question.arms)[1], key)
            assert np.isfinite(values).any(axis=1).all(), key
        answer = answer_of(question, found[question.key], SMALL)
        section = patterns_section([answer])
        assert all(one.says in str(section) for one in answer.judged)


@pytest.mark.parametrize(
    ("before", "after", "line", "says"),
    [
        ("measure: needs_presented", "measure: presented_tru", 0, "there is no measure"),
        ("arm: single_point_of_access", "arm: single_point", 0, "there is no arm"),
        ("expect: up", "expect: upp", 0, "upp"),
        ("claim: >", "clam: >", 2, "unknown key `clam`"),
    ],
)
def test_a_bad_question_is_refused_at_its_line(before, after, line, says, tmp_path) -> None:
    text = (PATTERNS / "lowering_barriers.yaml").read_text(encoding="utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_study(file)
    where = line or 1 + text[: text.index(before)].count("\n")
    assert f"mine.yaml:{where}: " in str(caught.value)
    assert says in str(caught.value)
