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
from joinedup_experiments.evaluator.evaluation.left_out import LeftOut
from joinedup_experiments.evaluator.quality import Quality
from joinedup_experiments.report.evaluation.method import envelope_rows, envelope_words
from joinedup_experiments.report.evaluation.page import evaluation_page, sections
from joinedup_experiments.report.evaluation.pictures import drawn
from joinedup_experiments.report.evaluation.sentences import (
    by_when,
    flattered,
    left_out,
)
from joinedup_experiments.report.evaluation.sentences import in_truth as in_all
from joinedup_experiments.report.evaluation.summaries import in_truth, summary
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.plausible_worlds import SHIPPED
from tests.evaluation.made_up import OUTCOME, both, evaluations


@lru_cache
def setting() -> Setting:
    place = sized(load_scenario("case_management"), 10_000)
    return Setting(
        place, siloed(place), SHIPPED, 24, Quality(), tuple(DESIGNS), (OUTCOME,), (12,), 1, 8, 24,
        0.25,
    )  # fmt: skip


def conclusions(*tables: pd.DataFrame, envelope: Envelope | None = None) -> Conclusions:
    """Of a place that grows and has winters, where no design is flattered."""
    place = setting().programme.with_({"place.growing": True, "place.winters": True})
    return Conclusions(replace(setting(), programme=place), pd.concat(tables), 30_000, envelope)


def page_of(it: Conclusions) -> str:
    return evaluation_page(it, drawn(it))


def answer_of(it: Conclusions) -> str:
    return " ".join(text for _, text in by_when(it, OUTCOME))


def test_an_honest_design_says_what_it_can_see_and_how_often_it_sees_the_truth() -> None:
    blind, sharp = answer_of(conclusions(both(-2.0))), answer_of(conclusions(both(-60.0)))
    assert "a change of 14% or more" in blind and "in truth it is −1.0%" in blind
    assert "seen by 3% (2% to 5%) of them" in blind and "seen by 100%" in sharp
    assert "Not trusted" not in blind


def test_a_truth_that_is_not_known_is_told_as_no_change() -> None:
    table = both(0.0, worlds=40)
    table["truth"] = np.where(np.arange(len(table)) % 2, 2.0, -2.1)
    it = conclusions(table)
    assert "in truth no change is clear, " in answer_of(it)
    assert "show no clear change, " in in_all(it, OUTCOME) and "change by" not in in_all(
        it, OUTCOME
    )


def test_a_biased_design_is_not_trusted() -> None:
    words = answer_of(conclusions(both(0.0, bias=25.0)))
    assert "no design tried is shown to be trusted" in words
    assert re.search(r"Most biased: area before and after, off by ", words)
    assert "+12" in words, "the bias is said, as a share"


def test_few_worlds_give_no_trust() -> None:
    few = conclusions(both(-2.0, worlds=12))
    assert "Too few worlds to say of: area before and after" in answer_of(few)
    assert ">too few worlds to say<" in page_of(few)


def test_no_smallest_effect_is_told_of_a_biased_design_and_its_reason_is() -> None:
    biased, honest = (page_of(conclusions(both(-2.0, bias=x))) for x in (25.0, 0.0))
    assert ">not trusted<" in biased and "What biases area before and after:" in biased
    assert ">not trusted<" not in honest and "What biases" not in honest


def test_what_sees_less_than_everything_is_said_to_see_not_even_all() -> None:
    table = both(-2.0)
    table["counterfactual"] = 20.0
    it = conclusions(table)
    assert "not even an end of all emergency admissions would be seen" in answer_of(it)
    assert ">not even all of it<" in page_of(it)


def test_a_place_that_does_not_change_by_itself_is_said_to_flatter() -> None:
    moving = conclusions(both(-2.0), both(-2.0, design="comparator_areas"))
    still = replace(moving, setting=setting())
    words = "neither grows nor ages and has no winters, so area before and after and interrupted"
    assert words in flattered(still) and flattered(moving) == ""
    other = replace(setting(), designs=("comparator_areas",))
    assert flattered(replace(still, setting=other)) == ""
    winters = setting().programme.with_({"place.growing": True})
    half = replace(still, setting=replace(still.setting, programme=winters))
    assert "place has no winters, so" in flattered(half)


def test_a_design_that_is_flattered_is_not_named_as_what_sees_most() -> None:
    sharp = both(-2.0)
    sharp["low"], sharp["high"] = sharp["estimate"] - 15.0, sharp["estimate"] + 15.0
    it = conclusions(sharp, both(-2.0, design="comparator_areas"))
    assert "would be seen (area before and after)" in answer_of(it)
    still = replace(it, setting=setting())
    assert "would be seen (comparator areas)" in answer_of(still)
    alone = replace(conclusions(sharp), setting=setting())
    assert "trusted is area before and after alone, which this place flatters" in answer_of(alone)
    assert "no design tried" not in answer_of(alone)


def test_designs_that_could_not_be_had_are_named_with_windows_and_reason() -> None:
    why = "window 24: records have 12 months after 0"
    few = LeftOut("area_before_after", "", 24, 3, "world 5", why)
    it = replace(conclusions(both(-2.0, worlds=30)), left_out=[few])
    it = replace(it, setting=replace(it.setting, windows=(12, 24)))
    ((what, why),) = left_out(it)
    assert what == "Area before and after over 2 years, left out:"
    assert why.startswith("had in 3 of 30 worlds. The reason, in world 5: window 24: records")
    ((what, why),) = left_out(replace(it, left_out=[few._replace(worlds=29)]))
    assert "left out" not in what and "had in 29 of 30 worlds, and told of these alone" in why
    some = [few._replace(outcome="elective_stays", window=x, worlds=x) for x in (12, 24)]
    ((what, why),) = left_out(replace(it, left_out=some))
    assert what == "Area before and after for elective inpatient stays:"
    assert "had in 12 to 24 of 30 worlds" in why


def test_a_mean_is_said_to_be_of_the_worlds_that_it_is_of() -> None:
    table = both(-60.0, worlds=30)
    table.loc[table["world"] > 25, ["estimate", "low", "high", "truth"]] = np.nan
    envelope = Envelope({OUTCOME: Expected("falls", 1.0)}, "area", 12, "0" * 64)
    it = conclusions(table, envelope=envelope)
    assert "on average over 25 worlds" in in_all(it, OUTCOME)
    assert "on average over 25 worlds" in envelope_words(it)


def test_runs_of_the_models_own_values_are_counted_and_are_no_worlds() -> None:
    table = both(-2.0, worlds=41)
    table["world"] = 0
    it = conclusions(table)
    it = replace(it, setting=replace(it.setting, worlds=None))
    assert len(it.typical("area_before_after", OUTCOME, 12)) == 1
    page = page_of(it)
    assert "evaluated in 41 runs with the model&#39;s own values" in page
    assert "over 41 runs" in page and "Other runs:" in page and ", the run of seed " in page
    text = page.split("<body")[1].replace("in the same world without the programme", "")
    each = re.findall(r".{40}\bworlds?\b.{20}", text.replace("in a plausible world", ""))
    assert not [one for one in each if "without it" not in one], "comparators alone have worlds"


def test_what_nobody_uses_without_the_programme_is_no_share_of_it() -> None:
    """Nothing is divided by a use of nought: a trusted design, and a biased one."""
    for bias in (0.0, 25.0):
        table = both(-2.0, bias=bias)
        table["counterfactual"] = 0.0
        assert "there would be no" in answer_of(conclusions(table)) or bias


def test_a_truth_of_some_is_not_called_that_of_all() -> None:
    """People offered a trial are not all who are enrolled; neighbourhoods are not the area."""
    trial = conclusions(evaluations(-60.0, design="randomised"))
    assert trial.truth_of(OUTCOME, 12, "enrolled") is None
    assert in_all(trial, OUTCOME) == "What follows is what an evaluator could have known of it."
    wedge = conclusions(both(-60.0, design="stepped_wedge"))
    assert wedge.truth_of(OUTCOME, 12, "area") is None
    assert "for neighbourhoods as they go live over 1 year from when each" in in_all(wedge, OUTCOME)
    assert "For neighbourhoods as they go live, a change of" in answer_of(wedge)
    assert "of everybody in the area" not in page_of(wedge).split('id="method"')[0]


def test_a_bias_that_wide_intervals_hide_is_not_trusted_either() -> None:
    """Seven tenths of a standard error: intervals hold the truth in nine of ten all the same."""
    it = conclusions(both(0.0, bias=7.0, worlds=2_000))
    (one,) = it.performances.values()
    assert one.coverage.share >= 0.88 and one.verdict == "not trusted"


def test_nobody_enrolled_means_no_word_of_them() -> None:
    page = page_of(conclusions(both(-2.0)))
    assert "people enrolled" not in page.split('id="method"')[0]
    enrolled = evaluations(-20.0, design="matched_exact", units=200.0)
    assert "people enrolled" in page_of(conclusions(both(-2.0), enrolled))


def test_summaries_are_of_the_world_in_the_middle_and_say_how_often_others_differ() -> None:
    table = both(-2.0, worlds=41)
    it = conclusions(table)
    rows = it.typical("area_before_after", OUTCOME, 12)
    mine = table[table["arm"] == "programme"]
    assert rows["estimate"].iloc[0] == mine["estimate"].median()
    page = page_of(it)
    assert "Other worlds:" in page and "emergency admissions are said to fall in " in page
    assert it.typical("randomised", OUTCOME, 12).empty


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(-9.0, -1.0, "fell by"), (1.0, 9.0, "rose by"), (-1.0, 9.0, "No clear change in")],
)
def test_a_summary_says_what_the_interval_says(low: float, high: float, words: str) -> None:
    row = evaluations(0.0, worlds=1).assign(low=low, high=high, estimate=(low + high) / 2.0)
    text = summary("area_before_after", row, 8)
    assert words in text and "the truth" not in text
    assert sum(verb in text for verb in ("fell by", "rose by", "No clear change")) == 1
    assert "per 1,000 people a year (95% interval " in text


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
    envelope = Envelope({OUTCOME: Expected(expected, 1.0)}, "area", 12, "0" * 64)  # type: ignore[arg-type]
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
