"""What the report claims of made-up results: better, worse, mixed, nothing, too noisy, and so on.

A base of 1000 and changes of which the interval is known by hand: four replications around 20
give 20 ± 1.3, so 2.0% (1.9% to 2.1%).
"""

from __future__ import annotations

import re

import pytest

from joinedup_experiments.compare.statistics import Effect, Interval, Verdict
from joinedup_experiments.report import chance, claims, sentences

BETTER = (-21.0, -20.0, -19.0, -20.0)
WORSE = (21.0, 20.0, 19.0, 20.0)
NOTHING = (1.0, -1.0, 0.5, -0.5)
NOISY = (90.0, -80.0, 120.0, -110.0)
TINY = (-2.1, -2.0, -1.9, -2.0)
A_CHANGE = re.compile(r"went (up|down|from none)|\b(better|worse|fewer|saved|saving)\b")


def test_better(effect) -> None:
    shown = claims.claim(effect(1000, BETTER))
    assert shown == (
        "emergency admissions went down by 2.0% (95% interval 1.9% to 2.1%), from 1,000 to 980 "
        "admissions a year"
    )
    assert claims.short(effect(1000, BETTER)) == "lower (better)"


def test_worse(effect) -> None:
    shown = claims.claim(effect(1000, WORSE))
    assert shown.startswith("emergency admissions went up by 2.0% (95% interval 1.9% to 2.1%)")
    assert claims.short(effect(1000, WORSE)) == "higher (worse)"


def test_more_of_what_is_good_is_better(effect) -> None:
    assert effect(1000, WORSE, better="higher").for_the_better is True
    assert claims.short(effect(1000, WORSE, better=None)) == "higher"


def test_nothing_is_not_a_change_and_says_what_it_rules_out(effect) -> None:
    one = effect(1000, NOTHING)
    assert one.verdict is Verdict.NO_CHANGE
    shown = claims.claim(one)
    assert shown.startswith(
        "no change shown in emergency admissions (95% interval \N{MINUS SIGN}0.1"
    )
    assert not A_CHANGE.search(shown)


def test_too_noisy_is_said_to_be_too_uncertain(effect) -> None:
    one = effect(1000, NOISY)
    assert one.verdict is Verdict.UNCERTAIN
    shown = claims.claim(one)
    assert shown.startswith("too uncertain to tell whether emergency admissions changed")
    assert not A_CHANGE.search(shown)


def test_an_interval_that_touches_zero_is_not_a_change(effect) -> None:
    flat = Interval(1000.0, 990.0, 1010.0, 8)
    one = effect(1000, NOTHING).measure
    assert not Effect(one, flat, flat, Interval(10.0, 0.0, 20.0, 8)).changed
    beyond = Effect(one, flat, flat, Interval(10.0, 0.001, 20.0, 8))
    assert beyond.changed and beyond.near_zero


def test_one_replicate_claims_nothing(effect) -> None:
    one = effect(1000, (-500.0,))
    assert one.verdict is Verdict.TOO_FEW and not one.changed
    shown = claims.claim(one)
    assert "single replication" in shown and "cannot be known" in shown
    assert not A_CHANGE.search(shown)


def test_two_replicates_that_agree_are_too_few(effect) -> None:
    shown = claims.claim(effect(1000, (-5.0, -5.0)))
    assert shown == "too few replications to tell whether emergency admissions changed"


def test_no_difference_at_all(effect) -> None:
    assert claims.claim(effect(1000, (0.0, 0.0, 0.0))).startswith("no difference at all")
    assert claims.claim(effect(0, (0.0, 0.0))) == ("neither arm had any emergency admissions")


def test_from_none_is_no_percentage(effect) -> None:
    plans = effect(0, (123.0, 124.0, 125.0), better="higher", label="Care plans", unit="plans")
    shown = claims.claim(plans)
    assert shown.startswith(
        "care plans went from none to 124.0 (95% interval 121.5 to 126.5) plans"
    )
    assert "%" not in shown.replace("95%", "")


def test_from_none_and_unsure_is_no_change(effect) -> None:
    shown = claims.claim(effect(0, (5.0, 0.0, 0.0), unit="plans"))
    assert shown.startswith("too uncertain to tell") and "plans a year" in shown


def test_tiny_but_more_than_chance_is_called_small(effect) -> None:
    one = effect(1000, TINY)
    assert one.changed and one.size == "small"
    assert claims.claim(one).endswith("more than chance, but small (less than 1%)")
    assert claims.short(one) == "lower, but small (better)"


def test_what_may_be_small_is_not_called_sure_to_be(effect) -> None:
    one = effect(1000, (8.0, 16.0, 10.0, 14.0))  # 12 ± 5.8
    assert one.size == "perhaps small"
    assert "it may be small" in claims.claim(one)


def test_shares_change_in_points(effect) -> None:
    one = effect(0.296, (0.066, 0.064, 0.066, 0.064), form="share", label="Staff burnout")
    shown = claims.claim(one)
    assert shown.startswith("staff burnout went up by 6.5 percentage points (95% interval 6.3 to")
    assert shown.endswith("from 29.6% to 36.1% of staff")


def test_what_was_not_counted_is_said_to_be_missing(effect) -> None:
    nothing = (float("nan"), float("nan"))
    shown = claims.claim(effect(float("nan"), nothing))
    assert "no value in these results" in shown
    assert "no value in one arm in these results" in claims.claim(effect(1000, nothing))


def test_a_verdict_counts_what_is_better_worse_and_unclear(effect) -> None:
    better, worse, tiny, noisy, flat = (
        effect(1000, c) for c in (BETTER, WORSE, TINY, NOISY, NOTHING)
    )
    assert sentences.on_how_many([better, noisy, noisy]) == (
        "better on 1, too uncertain to tell on 2 of 3 counts"
    )
    assert sentences.on_how_many([better, worse, flat]) == (
        "mixed: better on 1, worse on 1, no change shown on 1 of 3 counts"
    )
    assert sentences.on_how_many([tiny]) == "changed by too little to matter on 1 of 1 counts"
    assert sentences.on_how_many([effect(1000, (1.0,))]) == sentences.one_run(plausible=False)


def test_the_answer_has_five_sentences_with_intervals(outcomes) -> None:
    five = sentences.the_answer(outcomes(WORSE))
    assert len(five) == 5
    for one in five:
        assert one.text.count("95% interval") == one.text.count(";") + 1
        assert one.text.endswith(".") and one.text[0].isupper()


@pytest.mark.parametrize("changes", [NOTHING, NOISY, (-5.0,), (-5.0, -5.0), (0.0, 0.0)])
def test_the_answer_never_claims_a_change_that_is_not_shown(outcomes, changes) -> None:
    for one in sentences.the_answer(outcomes(changes)):
        assert not A_CHANGE.search(f"{one.verdict} {one.text}"), one


def test_a_saving_is_cash_only_if_what_is_paid_by_the_item_falls(outcomes) -> None:
    assert "part of that is cash" in sentences.money_words(outcomes(BETTER))
    freed = sentences.money_words(outcomes(BETTER, cost_cashable=NOTHING))
    assert "capacity is freed, not cash" in freed
    assert sentences.money_words(outcomes(WORSE)) == "it costs more"
    assert sentences.money_words(outcomes(NOISY)).startswith(
        "too uncertain to tell whether what it"
    )


def test_what_comes_to_light_is_told_from_what_is_served(outcomes) -> None:
    assert sentences.light_words(outcomes(WORSE)) == (
        "more need comes to light, and more of it is identified and unmet"
    )
    assert (
        sentences.light_words(outcomes(WORSE, identified_unmet_need=NOISY))
        == "more need comes to light"
    )


def test_luck_that_could_overturn_names_what_is_close_to_zero(outcomes) -> None:
    close = (1.0, 55.0, 8.0, 40.0, 20.0, 22.0)
    shown = chance.near_zero(outcomes(BETTER, cost_total=close))
    assert "close to zero for cost total;" in shown
    assert chance.near_zero(outcomes(BETTER)) == ""


def test_causes_are_called_avoided_only_if_they_fell(effect) -> None:
    down, up, flat = (effect(1000, c) for c in (BETTER, WORSE, NOTHING))
    avoided, revealed, displaced, sensitive, together = sentences.by_cause(
        down, up, flat, down, flat
    )
    assert avoided.startswith("Avoided: emergency admissions went down")
    assert revealed.startswith("Revealed: emergency admissions went up")
    assert displaced.startswith("Displaced: nothing displaced is shown; no change shown")
    assert sensitive.startswith("Acute illness that ambulatory care can affect: ")
    assert "went down" in sensitive
    assert together.startswith("Together: no change shown")
    avoided, revealed, *_ = sentences.by_cause(up, down, flat, flat, flat)
    assert avoided.startswith("Avoided: no admission avoided is shown")
    assert revealed.startswith("Revealed: no admission revealed is shown")


def test_the_gap_is_called_narrower_only_if_its_interval_says_so(effect) -> None:
    down, noisy = effect(1000, BETTER), effect(1000, NOISY)
    assert "narrowed" in sentences.gap_words(down, down, down)
    assert "narrowed" not in sentences.gap_words(down, down, noisy)
    assert "widened" not in sentences.gap_words(down, down, noisy)


def test_there_is_no_gap_to_a_quintile_without_any_need(effect) -> None:
    worse, none = effect(1000, WORSE), effect(0, [0.0] * len(WORSE))
    assert "widened" in sentences.gap_words(worse, worse, worse)
    assert "gap" not in sentences.gap_words(worse, none, worse)
    assert "gap" not in sentences.gap_words(none, worse, worse)


def test_intervals_by_luck_alone_are_counted(effect) -> None:
    shown = chance.among_changes([effect(1000, BETTER)] * 3 + [effect(1000, NOISY)] * 37)
    assert shown.startswith("3 of 40 intervals exclude zero; with nothing changed at all, about 2")
    assert "nothing here can be called" in chance.among_changes([effect(1000, (1.0,))])


def test_a_mixed_answer_says_of_each_count_what_it_shows(outcomes) -> None:
    o = outcomes(BETTER, unmet_need=NOTHING, waiting_days=WORSE, gave_up_seeking=NOISY)
    residents = sentences.the_answer(o)[0]
    assert residents.verdict == (
        "mixed: better on 1, worse on 1, too uncertain to tell on 1, no change shown on 1 of 4 "
        "counts"
    )
    assert "qalys lost went down by 2.0%" in residents.text
    assert "waiting days went up by 2.0%" in residents.text
    assert "no change shown in unmet need" in residents.text
    assert "Too uncertain to tell whether gave up seeking changed" in residents.text


def test_fewer_admissions_and_bed_days_are_said_only_where_both_are_shown(outcomes) -> None:
    assert (
        sentences.hospital_words(outcomes(BETTER)) == "fewer emergency admissions; fewer bed days"
    )
    assert sentences.hospital_words(outcomes(BETTER, bed_days=NOISY)) == (
        "fewer emergency admissions"
    )
    assert sentences.hospital_words(outcomes(TINY, bed_days=NOTHING)) == (
        "fewer emergency admissions, by little"
    )
    unsure = sentences.hospital_words(outcomes(NOISY))
    assert unsure == "too uncertain to tell whether emergency admissions changed"


def test_years_are_gathered_by_what_each_shows(effect) -> None:
    up, down, flat, noisy = (effect(1000, c) for c in (WORSE, BETTER, NOTHING, NOISY))
    assert sentences.by_year("Waiting", [up, up, up]) == "Waiting: higher in every year."
    assert sentences.by_year("Waiting", [noisy, noisy]) == (
        "Waiting: too uncertain to tell in every year."
    )
    assert sentences.by_year("Waiting", [flat, up, flat, down]) == (
        "Waiting: no change shown in years 1 and 3; higher in year 2; lower in year 4."
    )
    assert sentences.by_year("Waiting", [effect(1000, TINY)]) == (
        "Waiting: lower, but by little, in year 1."
    )


def test_who_gains_and_who_loses_are_separated_from_who_cannot_be_judged(effect) -> None:
    groups = [
        effect(1000, changes, label=label)
        for label, changes in (("frailty", BETTER), ("isolation", WORSE), ("memory", TINY),
                               ("housing", NOISY), ("daily living", NOTHING))
    ]  # fmt: skip
    assert sentences.who_words(groups) == [
        "Unmet need fell for frailty and memory (by little).",
        "Unmet need rose for isolation.",
        "Too uncertain to tell for housing.",
        "No change shown for daily living.",
    ]
    (alone,) = sentences.who_words([effect(1000, (-500.0,), label="frailty")])
    assert "one replication" in alone and not A_CHANGE.search(alone)


def test_a_verdict_never_says_both_that_nothing_changed_and_that_it_cannot_be_told(
    outcomes,
) -> None:
    for shown in (
        sentences.hospital_words(outcomes(NOISY)),
        sentences.money_words(outcomes(NOISY)),
        sentences.light_words(outcomes(NOISY)),
    ):
        assert "too uncertain to tell whether" in shown and "no change shown" not in shown
