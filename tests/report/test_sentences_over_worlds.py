"""What is claimed of made-up plausible worlds that agree, are split, or go one way by little.

24 worlds beside a base of 1000. What is expected is worked out by hand from what is put in.
"""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinedup.outcomes.measures import Measure
from joinedup_experiments.compare.intervals import less
from joinedup_experiments.compare.statistics import Verdict, paired
from joinedup_experiments.compare.value import Value
from joinedup_experiments.report import chance, claims, sentences
from joinedup_experiments.report.charts import upon_one_another, years_chart
from joinedup_experiments.report.view import beside_base

MINUS = "\N{MINUS SIGN}"
AGREEING = np.tile([30.0, 40.0, 50.0], 8)  # up in all
MOST = np.where(np.arange(24) < 20, 40.0, -20.0)  # up in 20 of 24: 83%
TILTED = np.where(np.arange(24) < 16, 60.0, -20.0)  # up in 16 of 24: 67%
RARE = np.where(np.arange(24) < 10, 50.0, 0.0)  # up in 10 of 24, and else nothing
SPLIT = np.where(np.arange(24) < 12, 40.0, -40.0)
LITTLE = np.where(np.arange(24) < 20, 4.0, -1.0)
NONE = np.zeros(24)
KINDS = {"agreeing": AGREEING, "most": MOST, "tilted": TILTED, "rare": RARE, "split": SPLIT,
         "little": LITTLE, "none": NONE}  # fmt: skip
WENT = re.compile(r"went (up|down|from none)|\b(better|worse|fewer|rose|fell)\b")
FORBIDDEN = re.compile(r"\b(sure|surely|proves?|proven|certain)\b", re.IGNORECASE)


@pytest.fixture
def over(effect):
    """An effect over plausible worlds of so many changes."""
    return lambda changes, base=1000.0, **more: effect(base, changes, plausible=True, **more)


def test_worlds_that_agree(over) -> None:
    assert claims.claim(over(AGREEING)) == (
        "emergency admissions went up by 4.0% on average (95% interval 3.6% to 4.4%), from 1,000 "
        "to 1,040 admissions a year, up in nearly all worlds (24 of 24), nine in ten "
        "from +3.0% to +5.0%"
    )
    assert claims.short(over(AGREEING)) == "higher in 24 of 24 (worse)"
    down = claims.claim(over(-AGREEING))
    assert "went down by 4.0% on average" in down
    assert "down in nearly all worlds (24 of 24)" in down
    assert claims.short(over(-AGREEING)) == "lower in 24 of 24 (better)"


def test_most_worlds(over) -> None:
    one = over(MOST)  # a mean of 30
    assert one.verdict is Verdict.HIGHER
    shown = claims.claim(one)
    assert "went up by 3.0% on average" in shown
    assert shown.endswith(f"up in most worlds (20 of 24), nine in ten from {MINUS}2.0% to +4.0%")
    assert claims.short(one) == "higher in 20 of 24 (worse)"


def test_a_mean_that_too_few_worlds_share_depends_on_assumptions(over) -> None:
    one = over(TILTED)  # a mean of 33.3, whose interval leaves out zero
    assert one.difference.excludes_zero and one.verdict is Verdict.DEPENDS and not one.changed
    shown = claims.claim(one)
    assert shown.startswith(
        "whether emergency admissions changed depends on assumptions and chance: +3.3% on average "
        "(95% interval +1.7% to +5.0%), up in 16, down in 8 of 24 worlds, nine in ten"
    )
    assert not WENT.search(shown)
    assert claims.short(one) == ("depends on assumptions and chance: up in 16, down in 8 of 24")


def test_a_mean_that_few_worlds_make_is_no_direction(over) -> None:
    one = over(RARE)
    assert one.difference.excludes_zero and one.verdict is Verdict.DEPENDS
    assert "up in 10, down in 0 of 24 worlds" in claims.claim(one)
    assert not WENT.search(claims.claim(one))


def test_worlds_that_are_split(over) -> None:
    one = over(SPLIT)  # 0 ± 17
    assert one.verdict is Verdict.NO_CHANGE
    assert claims.claim(one) == (
        f"no change shown in emergency admissions on average (95% interval {MINUS}1.7% to +1.7%), "
        f"up in 12, down in 12 of 24 worlds, nine in ten from {MINUS}4.0% to "
        "+4.0%"
    )
    assert claims.short(one) == "no change shown: up in 12, down in 12 of 24"
    wide = over(3.0 * SPLIT)
    assert wide.verdict is Verdict.UNCERTAIN
    assert claims.claim(wide).startswith(
        "too uncertain to tell whether emergency admissions changed on average (95% interval"
    )


def test_what_goes_one_way_by_little_is_called_small(over) -> None:
    one = over(LITTLE)  # a mean of 3.2
    assert one.size == "small"
    shown = claims.claim(one)
    assert shown.endswith(f"from {MINUS}0.1% to +0.4%: small on average (less than 1%)")
    assert "more than chance" not in shown
    assert claims.short(one) == "higher, but small in 20 of 24 (worse)"


def test_nothing_missing_and_a_single_world(over) -> None:
    assert claims.claim(over(NONE)) == (
        "no difference at all in emergency admissions in any of 24 plausible worlds"
    )
    assert claims.short(over(NONE)) == "no difference at all"
    missing = over(np.full(24, np.nan))
    assert claims.claim(missing) == "emergency admissions: no value in one arm in these results"
    alone = claims.claim(over([40.0]))
    assert alone.endswith(
        "in a single plausible world, so how much of that is assumption or chance cannot be known"
    )
    assert claims.short(over([40.0])) == "too few worlds"
    assert claims.claim(over([5.0, 5.0])) == (
        "too few plausible worlds to tell whether emergency admissions changed"
    )


def test_fewer_than_five_worlds_have_no_direction(over) -> None:
    for changes in ([40.0, 41.0, 39.0, 40.0], [5.0, 5.0, 5.0], [0.1, -0.1]):
        one = over(changes)
        assert one.verdict is Verdict.TOO_FEW and not one.changed
        assert not np.isfinite([one.spread.low, one.spread.up, one.levels.low]).any()
        assert claims.short(one) == "too few worlds" and not WENT.search(claims.claim(one))
        assert sentences.on_how_many([one]) == "too few worlds to tell on 1 of 1 counts"
        assert "same way" not in chance.among_changes([one])
    assert over([40.0, 41.0, 39.0, 40.0, 42.0]).verdict is Verdict.HIGHER
    few = Value(-AGREEING[:4], np.zeros(4), plausible=True)
    assert "too few worlds to tell whether it is good value" in sentences.value_words(few)[1]


def test_nine_in_ten_are_not_spoken_of_where_there_are_fewer_than_ten(over) -> None:
    shown = claims.claim(over(AGREEING[:9]))
    assert "up in nearly all worlds (9 of 9)" in shown and "nine in ten" not in shown
    assert claims.of_base(over(AGREEING[:9])) == "+4.0%"
    assert claims.of_base(over(AGREEING)) == "+4.0% (+3.0% to +5.0%)"


def test_a_column_of_nine_worlds_in_ten_holds_no_interval_of_the_mean(over) -> None:
    """Where few worlds have any in the base, or a value at all: else a count fell by 172%."""
    base = np.where(np.arange(24) < 1, 1.0, 0.0)
    rare = over(np.where(np.arange(24) % 5 == 0, 1.0, 0.0) - base, base)
    assert "(" not in claims.of_base(rare) and claims.of_base(rare).endswith("%")
    known_in_nine = over(np.where(np.arange(24) < 9, 40.0 + np.arange(24), np.nan))
    assert claims.of_base(known_in_nine) == "+4.4%"


@pytest.mark.parametrize("of_some", [7, 12, 23])
def test_nine_worlds_in_ten_are_of_all_worlds_and_not_of_those_with_any(over, of_some) -> None:
    """Where the base has none a world has no share of its own."""
    base = np.where(np.arange(24) < of_some, 2.0, 0.0)
    some = over(np.where(np.arange(24) % 2 == 0, 1.0, 0.0), base)
    assert "(" not in claims.of_base(some) and "nine in ten" not in claims.claim(some)
    assert "nine in ten" in claims.claim(over(np.tile([1.0, -0.5], 12), base + 1.0))


def test_points_and_what_the_base_has_none_of(over) -> None:
    share = over(MOST / 1000.0, base=0.3, form="share", label="Staff burnout")
    assert claims.claim(share).endswith(f"nine in ten from {MINUS}2.0 to +4.0 percentage points")
    assert beside_base("Staff burnout", share)[3] == f"{MINUS}2.0 to +4.0\N{NO-BREAK SPACE}points"
    plans = over(100.0 + AGREEING, base=0.0, label="Care plans", unit="plans")
    assert "went from none to 140.0 (95% interval" in claims.claim(plans)
    assert claims.of_base(plans) == "from none (+130 to +150)"


def test_verdicts_on_several(over, outcomes) -> None:
    def words(**changes):
        return outcomes(AGREEING, plausible=True, **changes)

    assert sentences.hospital_words(words()) == (
        "more emergency admissions in nearly all plausible worlds; more bed days in nearly all "
        "plausible worlds"
    )
    assert sentences.hospital_words(words(emergency_admissions=TILTED, bed_days=SPLIT)) == (
        "whether emergency admissions changed depends on assumptions and chance"
    )
    assert sentences.light_words(words(identified_unmet_need=MOST)) == (
        "more need comes to light in nearly all plausible worlds, and more of it is identified "
        "and unmet in most plausible worlds"
    )
    assert sentences.money_words(words()) == "it costs more in nearly all plausible worlds"
    assert sentences.money_words(words(cost_total=-MOST, cost_cashable=-TILTED)) == (
        "it costs less in most plausible worlds; whether what is paid by the item changed depends "
        "on assumptions and chance"
    )
    assert sentences.on_how_many([over(AGREEING), over(TILTED), over(SPLIT)]) == (
        "worse on 1, dependent on assumptions and chance on 1, no change shown on 1 of 3 counts"
    )
    assert sentences.on_how_many([over([1.0])]) == (
        "one plausible world, so nothing can be called a change"
    )
    assert sentences.by_year("Waiting", [over(AGREEING), over(MOST), over(TILTED)]) == (
        "Waiting: higher in nearly all plausible worlds in year 1; higher in most plausible "
        "worlds in year 2; depends on assumptions and chance in year 3."
    )
    groups = [over(c, label=n) for n, c in (("a", -AGREEING), ("b", -MOST), ("c", TILTED))]
    assert sentences.who_words(groups) == [
        "Unmet need fell in nearly all plausible worlds for a.",
        "Unmet need fell in most plausible worlds for b.",
        "Whether unmet need changed depends on assumptions and chance for c.",
    ]


def test_of_too_few_worlds_nothing_is_ruled_out_for_a_group(over) -> None:
    assert sentences.who_words([over([2.0, 3.0], label="a"), over([0.1, -0.1], label="b")]) == [
        "Too few plausible worlds to tell for a and b."
    ]


def test_what_could_overturn_it_names_what_worlds_disagree_on(outcomes) -> None:
    o = outcomes(AGREEING, plausible=True, cost_total=TILTED)
    assert chance.near_zero(o) == (
        "Assumptions and chance: fewer than 80% of the plausible worlds agree on which way it "
        "goes for cost total."
    )
    assert chance.near_zero(outcomes(AGREEING, plausible=True)) == ""


def test_intervals_that_leave_out_zero_are_told_from_worlds_that_agree(over) -> None:
    shown = chance.among_changes([over(AGREEING), over(TILTED), over(SPLIT)])
    assert shown.startswith(
        "Intervals are of means over 24 plausible worlds. 2 of 3 intervals exclude zero"
    )
    assert "Of these 2, 1 go the same way in at least 80% of the worlds" in shown


@pytest.mark.parametrize(
    ("benefit", "says"),
    [(AGREEING, "good value in nearly all plausible worlds;"),
     (-MOST, "not good value in most plausible worlds;"),
     (TILTED, "whether it is good value depends on assumptions and chance;"),
     (SPLIT, "too uncertain to tell whether it is good value;")],
)  # fmt: skip
def test_value_for_money(benefit, says) -> None:
    _, *at = sentences.value_words(Value(-benefit, np.zeros(24), plausible=True))
    assert all(f"for a QALY: {says}" in words for words in at)


CHANGES = st.lists(st.floats(-200.0, 200.0), min_size=1, max_size=30)


@given(CHANGES, st.sampled_from(["count", "share"]), st.booleans())
def test_no_sentence_gives_a_direction_that_few_worlds_have(changes, form, from_none) -> None:
    base, scale = (0.0 if from_none else 1000.0), (1e-3 if form == "share" else 1.0)
    changes = np.abs(changes) if from_none else np.array(changes)
    units = {"count": "admissions", "share": "share of staff"}
    one = Measure("made_up", "Emergency admissions", units[form], "made up", better="lower")
    values = np.full(len(changes), base) * scale
    found = paired(one, values, values + changes * scale, plausible=True)
    apart = less(values + changes * scale, values)
    text = [claims.claim(found), claims.short(found), sentences.on_how_many([found]),
            *sentences.who_words([found]), sentences.by_year("X", [found])]  # fmt: skip
    text = " ".join(text)
    assert not FORBIDDEN.search(text)
    if len(changes) < 5 or (apart > 0.0).mean() < 0.8:
        assert not re.search(r"went (up|from none)|rose|higher|\(worse\)|worse on", text)
    if len(changes) < 5 or (apart < 0.0).mean() < 0.8:
        assert not re.search(r"went down|fell|lower|\(better\)|better on", text)
    for counted in re.findall(r"\b(\d+) of (\d+)\b(?! counts)", claims.claim(found)):
        ways = {int((apart > 0.0).sum()), int((apart < 0.0).sum())}
        assert int(counted[0]) in ways and int(counted[1]) == len(changes)


@pytest.mark.parametrize("changes", KINDS.values(), ids=KINDS.keys())
def test_the_sentence_agrees_with_the_table(over, changes) -> None:
    """The share of the base, between what nine in ten lie, and the worlds are the same in both."""
    one = over(changes)
    _, _, difference, share, verdict = beside_base("Emergency admissions", one)
    sentence = claims.claim(one)
    if one.verdict is Verdict.IDENTICAL:
        assert (difference, verdict) == ("0", "no difference at all")
        return
    lie = re.search(r"\((.*)\)", share)
    assert lie is not None and f"nine in ten from {lie[1]}" in sentence
    counts = re.findall(r"\d+ of 24|up in \d+, down in \d+", verdict)
    assert counts and all(each in sentence for each in counts)
    if one.verdict in (Verdict.HIGHER, Verdict.DEPENDS):
        assert share.partition(" ")[0].lstrip("+") in sentence


def test_no_world_loses_more_than_it_has(over) -> None:
    """Half of what each has is lost, where they have from 100 to 1,900: never more than all."""
    base = np.linspace(100.0, 1900.0, 24)
    found = over(-base / 2.0, base)
    assert f"nine in ten from {MINUS}50.0% to {MINUS}50.0%" in claims.claim(found)
    assert beside_base("Emergency admissions", found)[3].endswith(f"({MINUS}50.0% to {MINUS}50.0%)")


def test_lines_by_year_that_lie_upon_one_another_are_drawn_as_differences(over) -> None:
    """Worlds from 500 to 1,500: ten more are not to be seen there, three hundred are."""
    base = np.linspace(500.0, 1500.0, 24)
    for more, near in ((10.0, True), (300.0, False)):
        arms = [[over(np.zeros(24), base)] * 2, [over(np.full(24, more), base)] * 2]
        assert upon_one_another(arms) is near
        axes = years_chart("needs", ["As now", "Network"], arms).axes[0]
        lines = {tuple(np.round(np.asarray(line.get_ydata(), float), 6)) for line in axes.lines}
        assert ((more, more) in lines) is near
        assert ("beside As now" in axes.get_ylabel()) is near


def test_a_title_counts_what_changed_by_little_apart(over) -> None:
    """A dot that is filled is never counted among what is not shown."""
    found = [over(AGREEING), over(LITTLE), over(SPLIT)]
    assert sentences.in_short(found) == "1 worse, 1 changed by little, no clear change in 1"
    assert sentences.in_short([over(SPLIT), over(SPLIT)]) == "no clear change"
