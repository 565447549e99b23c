"""What an evaluation says in words, as its numbers decide."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd
import pytest

from joinedup_experiments.compare.sizing import sized
from joinedup_experiments.evaluator.comparators import siloed
from joinedup_experiments.evaluator.designs.catalogue import DESIGNS
from joinedup_experiments.evaluator.evaluation.conclusions import Conclusions
from joinedup_experiments.evaluator.evaluation.envelope import Envelope, Expected
from joinedup_experiments.evaluator.evaluation.in_one_world import Setting
from joinedup_experiments.evaluator.quality import Quality
from joinedup_experiments.report.evaluation.page import evaluation_page, sections
from joinedup_experiments.report.evaluation.pictures import drawn
from joinedup_experiments.report.evaluation.sentences import (
    by_when,
    envelope_rows,
    flattered,
    left_out,
)
from joinedup_experiments.report.evaluation.sentences import in_truth as in_all
from joinedup_experiments.report.evaluation.summaries import in_truth, summary
from joinedup_experiments.scenario_io.load import load_scenario
from tests.evaluation.made_up import OUTCOME, both, evaluations


@lru_cache
def setting() -> Setting:
    place = sized(load_scenario("case_management"), 10_000)
    return Setting(
        place, siloed(place), None, 24, Quality(), tuple(DESIGNS), (OUTCOME,), (12,), 1, 8, 0.25,
        np.zeros((24, 1, 7)),
    )  # fmt: skip


def conclusions(*tables: pd.DataFrame, envelope: Envelope | None = None) -> Conclusions:
    return Conclusions(setting(), pd.concat(tables), 30_000, envelope)


def page_of(it: Conclusions) -> str:
    return evaluation_page(it, drawn(it))


def answer_of(it: Conclusions) -> str:
    return " ".join(text for _, text in by_when(it, OUTCOME))


def test_an_honest_design_says_what_it_can_see_and_whether_that_is_enough() -> None:
    blind, sharp = answer_of(conclusions(both(-2.0))), answer_of(conclusions(both(-60.0)))
    assert "a change of 14% or more" in blind and "−1.0%, out of reach" in blind
    assert "−30.0%, within reach" in sharp and "Not to be trusted" not in blind


def test_a_biased_design_is_not_to_be_trusted() -> None:
    words = answer_of(conclusions(both(0.0, bias=25.0)))
    assert "no design tried can be trusted" in words
    assert re.search(r"Most biased: area before and after, off by ", words)
    assert "+12" in words, "the bias is said, as a share"


def test_no_smallest_effect_is_told_of_a_biased_design_and_its_reason_is() -> None:
    biased, honest = (page_of(conclusions(both(-2.0, bias=x))) for x in (25.0, 0.0))
    assert ">not trusted<" in biased and "What biases area before and after:" in biased
    assert ">not trusted<" not in honest and "What biases" not in honest


def test_a_place_that_does_not_change_by_itself_is_said_to_flatter() -> None:
    still = conclusions(both(-2.0))
    words = "neither grows nor ages and has no winters, so area before and after and interrupted"
    assert words in flattered(still)
    moving = still.setting.programme.with_({"place.growing": True})
    half = replace(still, setting=replace(still.setting, programme=moving))
    assert "place has no winters, so" in flattered(half)
    other = replace(still.setting, designs=("comparator_areas",))
    assert flattered(replace(still, setting=other)) == ""


def test_designs_that_could_not_be_had_are_named_with_their_windows() -> None:
    few = both(-2.0, window=24, worlds=3)
    it = conclusions(both(-2.0, worlds=30), few, evaluations(0.0, design="randomised", worlds=4))
    it = replace(it, setting=replace(it.setting, windows=(12, 24)))
    words = left_out(it, OUTCOME)
    assert "area before and after after 2 years (in 3 of 30 worlds)" in words
    assert "trial by lot after 1 year (in 4 of 30 worlds)" in words


def test_a_truth_of_some_is_not_called_that_of_all() -> None:
    """Neighbourhoods that were compared as they went live are not the whole area."""
    it = conclusions(both(-60.0, design="stepped_wedge"))
    assert it.truth_of(OUTCOME, 12, "area") is None
    assert in_all(it, OUTCOME) == "What follows is what an evaluator could have known."
    assert "For neighbourhoods as they go live, a change of" in answer_of(it)


def test_a_bias_that_wide_intervals_hide_is_not_trusted_either() -> None:
    """Seven tenths of a standard error: intervals hold the truth in nine of ten all the same."""
    it = conclusions(both(0.0, bias=7.0, worlds=2_000))
    (one,) = it.performances.values()
    assert one.coverage.share >= 0.88 and "can be trusted" in answer_of(it)


def test_nobody_enrolled_means_no_word_of_them() -> None:
    page = page_of(conclusions(both(-2.0)))
    assert "people enrolled" not in page.split('id="method"')[0]
    enrolled = evaluations(-20.0, design="matched_exact", units=200.0)
    assert "people enrolled" in page_of(conclusions(both(-2.0), enrolled))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(-9.0, -1.0, "fell by"), (1.0, 9.0, "rose by"), (-1.0, 9.0, "No clear change in")],
)
def test_a_summary_says_what_the_interval_says(low: float, high: float, words: str) -> None:
    row = evaluations(0.0, worlds=1).assign(low=low, high=high, estimate=(low + high) / 2.0)
    text = summary("area_before_after", row, 8)
    assert words in text and "the truth" not in text
    assert sum(verb in text for verb in ("fell by", "rose by", "No clear change")) == 1


def test_every_design_has_a_summary() -> None:
    for design in DESIGNS:
        assert "95% interval" in summary(design, evaluations(90.0, worlds=1, design=design), 8)


def test_the_truth_beside_it_counts_the_intervals_that_hold_it() -> None:
    row = evaluations(-20.0, worlds=1).assign(low=-9.0, high=-1.0)
    fell, held = in_truth(row).split(". ")
    assert fell == "emergency admissions fell by 20.0 per 1,000 people a year"
    assert held == "0 of 1 intervals hold the truth."
    assert "did not change" in in_truth(row.assign(truth=0.0))


@pytest.mark.parametrize(
    ("truth", "expected", "score"), [(-20.0, "falls", "0.00"), (-20.0, "rises", "2.00")]
)
def test_the_envelope_is_held_against_the_truth(truth: float, expected: str, score: str) -> None:
    envelope = Envelope({OUTCOME: Expected(expected, 1.0)}, "0" * 64)  # type: ignore[arg-type]
    it = conclusions(both(truth), envelope=envelope)
    ((*expectation, happened, found),) = envelope_rows(it)
    assert expectation == ["Emergency admissions", f"{expected} (100% sure)"]
    assert happened.startswith("falls: −10.0% (") and found == score
    assert [one.key for one in sections(it, drawn(it))][-2] == "envelope"
    assert "envelope" not in [one.key for one in sections(replace(it, envelope=None), {})]


def test_the_page_asks_nothing_of_a_network_and_every_id_is_its_own() -> None:
    page = page_of(conclusions(both(-2.0), evaluations(-20.0, design="matched_exact")))
    assert not re.search(r'(src|href)="https?:', page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
