"""The first page: read in thirty seconds, in words that made-up worlds and years decide."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinedup.outcomes.measures import measure
from joinedup.scenario.twins import twins
from joinedup_experiments.compare.diagnostics import ValidityWarning
from joinedup_experiments.compare.statistics import paired
from joinedup_experiments.compare.two_by_two import CELLS
from joinedup_experiments.compare.value import Value
from joinedup_experiments.display.document import Words
from joinedup_experiments.report import claims, sentences, verdict, worth
from joinedup_experiments.report.first_page import (
    MOST_NUMBERS,
    MOST_WORDS,
    answer,
    title_and_facts,
)
from joinedup_experiments.report.own_drivers import drivers_of
from joinedup_experiments.report.page import rendered
from joinedup_experiments.report.proposal import in_a_sentence
from joinedup_experiments.report.view import View
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.load.files import shipped_scenarios
from joinedup_experiments.scenario_io.proposal_cost import in_each_year
from tests.report.conftest import made_up

SILOED = load_scenario("siloed_borough")
UNSEEN = {"title", "desc", "style", "nav", "footer", "details"}
UP, DOWN = np.tile([30.0, 40.0, 50.0], 8), np.tile([-30.0, -40.0, -50.0], 8)
SPLIT, NONE = np.tile([90.0, -90.0, 0.0], 8), np.zeros(24)
LITTLE, TILTED = np.tile([-1.0, -2, -3], 8), np.where(np.arange(24) < 16, 60.0, -20.0)
GOOD, BAD, UNCLEAR = (Value(np.tile(cost, 12), np.tile(qalys, 12), True) for cost, qalys in (
    ([-10.0, -20], [1.0, 2]), ([9e6, 8e6], [1.0, 2]), ([9e6, -9e6], [1.0, 2])))  # fmt: skip


class Seen(HTMLParser):
    """The text of the first page: header and first section, pictures too, folds closed."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden, self.skips, self.text = 0, False, ""

    def handle_starttag(self, tag, attrs) -> None:
        self.hidden += tag in UNSEEN
        self.skips = ("class", "skip") in attrs  # shown to the keyboard alone

    def handle_endtag(self, tag) -> None:
        self.hidden -= tag in UNSEEN
        self.text += " "

    def handle_data(self, data) -> None:
        self.text += "" if self.hidden or self.skips else data


def counted(results) -> tuple[int, int]:
    """Words and numbers of a first page."""
    view = View(results.comparison)
    first = answer(view, drivers_of(results))
    seen = Seen()
    html = rendered(*title_and_facts(results), "plausible worlds", [first])
    seen.feed(html.partition("<body>")[2])
    words = [word for word in seen.text.split() if re.search("[A-Za-z]", word)]
    return len(words), len(re.findall(r"\d[\d,.]*", seen.text))


def of_shipped(name: str, changes: float):
    """Made-up results, over plausible worlds, of a shipped scenario beside the siloed borough."""
    some = made_up(months=84, replications=24, change=changes, seeds_per_world=1)
    other = load_scenario(name)
    run = some.comparison.scenarios[0].run
    arms = (SILOED, other.model_copy(update={"run": run}))
    one = replace(some.comparison, scenarios=arms, names=("siloed_borough", name))
    return replace(some, comparison=one)


@pytest.mark.parametrize("change", [0.05, 0.0])
@pytest.mark.parametrize("name", [n for n in shipped_scenarios() if n != "siloed_borough"])
def test_it_is_read_in_thirty_seconds(name, change) -> None:
    words, numbers = counted(of_shipped(name, change))
    assert words <= MOST_WORDS and numbers <= MOST_NUMBERS, (words, numbers)
    assert words > 40 and numbers > 5  # it is counted at all


@pytest.mark.parametrize("name", ["local_care_network_churn", "local_care_network_money_ends"])
def test_with_twins_it_says_what_capacity_and_joining_do(name) -> None:
    """Each arm is higher by 5% than the one before it: capacity by 5% of 15%, joining by 10%."""
    keys = ("siloed_borough", f"{name}:capacity_only", f"{name}:joining_only", name)
    some = made_up(keys, months=84, replications=24, change=0.05, seeds_per_world=1)
    run, other = some.comparison.scenarios[0].run, load_scenario(name)
    arms = [SILOED, *(twins(other)[kind] for kind in CELLS), other]
    placed = tuple(one.model_copy(update={"run": run}) for one in arms)
    results = replace(some, comparison=replace(some.comparison, scenarios=placed, names=keys))
    shown = next(p for p in answer(View(results.comparison), drivers_of(results)).parts
                 if isinstance(p, Words) and "alone" in p.text)  # fmt: skip
    assert shown.text.endswith("Joining alone makes most of the change in unmet need.")
    words, numbers = counted(results)
    assert words <= MOST_WORDS and numbers <= MOST_NUMBERS, (words, numbers)


@pytest.fixture
def over(effect):
    """Effects over plausible worlds by key, no difference but for those named."""

    def make(plausible=True, **changes):
        return {
            key: effect(
                1000.0, changes.get(key, NONE), measure(key).better, plausible=plausible,
                label=measure(key).label,
            )
            for key in verdict.READ
        }  # fmt: skip

    return make


def test_gains_and_losses_are_parted_by_but(over) -> None:
    o = over(unmet_need=DOWN, emergency_admissions=DOWN, staff_burnout=UP, cost_total=UP)
    assert verdict.verdict(o, BAD) == (
        "Less unmet need and fewer emergency admissions, but more staff burnout, in nearly all "
        "worlds.",
        "It costs more; not good value at NICE's prices of health.",
    )


def test_who_pays_is_named_where_one_does(over) -> None:
    o = over(cost_total=UP, cost_council=UP)
    assert verdict.verdict(o, UNCLEAR)[1].startswith("It costs the council more; ")
    both = over(cost_total=UP, cost_council=UP, cost_nhs=UP)
    assert verdict.verdict(both, UNCLEAR)[1].startswith("It costs more; ")


def test_a_payer_who_pays_little_of_it_is_not_named(over) -> None:
    """Volunteers' organisations pay most, whether or not that is shown; people may pay too."""
    little = {"cost_total": UP, "cost_nhs": UP / 60.0}
    for voluntary in (UP * 59.0 / 60.0, SPLIT):
        o = over(**little, cost_voluntary=voluntary)
        assert verdict.verdict(o, UNCLEAR)[1].startswith("It costs more; ")
    for key, who in (("cost_voluntary", "the voluntary sector"), ("cost_people", "people")):
        o = over(cost_total=UP, **{key: UP})
        assert verdict.verdict(o, UNCLEAR)[1].startswith(f"It costs {who} more; ")


@pytest.mark.parametrize(
    ("planned", "wording"),
    [
        (-40.0, "It costs less, because less is put in; "),
        (-1e6, "It costs less, because less is put in; "),
        (-10.0, "It costs less, partly because less is put in, and frees capacity, not cash; "),
        (0.0, "It frees some capacity, not cash; "),
        (10.0, "It frees some capacity, not cash; "),
    ],
)
def test_what_is_planned_less_is_no_capacity_freed(over, planned, wording) -> None:
    o = over(cost_total=DOWN)
    assert verdict.verdict(o, GOOD, planned)[1].startswith(wording)
    words = sentences.money_words(o, planned)
    assert ("because less is put in" in words) is ("because" in wording)
    assert ("not cash" in words) is ("not cash" in wording)


@pytest.mark.parametrize(("pounds", "way"), [(-4e5, "less"), (4e5, "more")])
def test_a_few_runs_are_enough_for_what_is_planned_alone(effect, over, pounds, way) -> None:
    """Each run differs by what is put in, as a year of 365 days has it, and by nothing else."""
    same = effect(1e6, [pounds * 365.0 / 365.25] * 3, form="pounds")
    o = over(plausible=False) | {"cost_total": same}
    assert verdict.verdict(o, GOOD, pounds)[1].startswith(f"It costs {way}, as planned; ")
    assert sentences.money_words(o, pounds) == f"it costs {way}, as planned"
    tile = verdict.tiles(o, 1.0, pounds)[3]
    assert (tile.headline, tile.lies) == (f"£400,000 {way}", "as planned")
    assert worth.message(same, pounds, 1) == f"It costs £400,000 {way} over the year, as planned"
    other = 2.0 * pounds
    assert verdict.verdict(o, GOOD, other)[1].startswith("There are too few runs to tell of cost")
    assert verdict.tiles(o, 1.0, other)[3].headline == "Too few runs to tell"
    assert worth.message(same, other, 1) == "Cost over the year: too few runs to tell"


@pytest.mark.parametrize(
    ("good_in", "wording"), [(6, "under"), (18, "over"), (9, None), (15, None)]
)
def test_a_value_that_most_worlds_have_is_no_unclear_one(over, good_in, wording) -> None:
    """Most: the share's interval is on one side of a half."""
    worlds = np.arange(24) < good_in
    worth = Value(np.where(worlds, -5e6, 5e6), np.zeros(24), True)
    says = f"good value in {wording} half of worlds." if wording else "its value is unclear."
    assert verdict.verdict(over(), worth)[1].endswith(says)


@pytest.mark.parametrize("gained", [5.0, -5.0])
def test_few_worlds_say_nothing_of_the_share_that_is_good_value(over, gained) -> None:
    worth = Value(np.full(4, -1e6) * gained, np.arange(4) * gained, True)
    assert verdict.verdict(over(), worth)[1].endswith("; its value is unclear.")


def test_what_is_not_shown_is_no_headline(over) -> None:
    o = over(unmet_need=SPLIT, emergency_admissions=TILTED, staff_burnout=LITTLE)
    first, second = verdict.verdict(o, UNCLEAR)
    assert first == (
        "No benefit shown in unmet need, admissions or waits. Unmet need and emergency admissions "
        "could go either way; there is little change in staff burnout."
    )
    assert second == "There is no difference in cost; its value is unclear."
    headlines = [one.headline for one in verdict.tiles(o, 7.0)]
    assert headlines[:2] == ["Could go either way", "Could go either way"]


def test_what_has_no_tile_is_named_where_it_changes(over) -> None:
    o = over(staff_burnout=UP, waiting_days=UP, lost_at_handover=DOWN)
    assert verdict.verdict(o, BAD)[0].startswith(
        "Fewer people lost between teams, but more staff burnout and longer waits for care, in "
        "nearly all worlds. "
    )
    o = over(unmet_need=UP, staff_burnout=UP, waiting_days=UP)
    assert verdict.verdict(o, BAD)[0].startswith(
        "No benefit shown in admissions, but more unmet need and staff burnout, and longer waits "
    )
    o = over(waiting_days=TILTED, lost_at_handover=SPLIT)
    assert verdict.verdict(o, BAD)[0] == (
        "No benefit shown in unmet need, admissions, burnout or waits. There is no difference in "
        "unmet need, emergency admissions and staff burnout."
    )


def test_one_run_is_no_verdict(over) -> None:
    o = over(**{key: [40.0] for key in verdict.READ})
    assert verdict.verdict(o, GOOD) == ("One run: nothing can be called a change.",)
    assert {one.lies for one in verdict.tiles(o, 7.0)} == {""}


@pytest.mark.parametrize(
    ("changes", "wording"),
    [
        ({"cost_total": DOWN, "cost_cashable": DOWN}, "It costs less; "),
        ({"cost_total": DOWN}, "It frees some capacity, not cash; "),
        ({"cost_total": DOWN, "cost_cashable": DOWN, "elective_admissions": DOWN},
         "It costs less, partly by operations not done; "),
        ({"cost_total": DOWN, "elective_admissions": DOWN},
         "It frees some capacity, not cash, partly by operations not done; "),
        ({"cost_total": DOWN, "elective_admissions": UP}, "It frees some capacity, not cash; "),
        ({"cost_total": UP, "elective_admissions": DOWN}, "It costs more; "),
        ({"cost_total": LITTLE, "cost_cashable": DOWN}, "It costs less; "),
        ({"cost_total": TILTED}, "Cost could go either way; "),
    ],
)  # fmt: skip
def test_a_saving_is_cash_or_capacity_or_an_operation_not_done(over, changes, wording) -> None:
    assert verdict.verdict(over(**changes), GOOD)[1] == (
        f"{wording}good value at NICE's prices of health."
    )


@pytest.mark.parametrize(
    ("years", "wording"),
    [
        ([DOWN] * 7, "lower in every year"),
        ([NONE, SPLIT, DOWN, DOWN], "lower from year 3 on"),
        ([DOWN, DOWN, DOWN, SPLIT, NONE], "lower until year 3, then unclear"),  # its money ended
        ([UP, SPLIT, DOWN], "higher at first, then lower"),
        ([UP, DOWN, UP], "up and down"),
        ([DOWN, NONE, DOWN, NONE], "lower in some years"),
        ([NONE, DOWN, NONE], "lower in year 2 only"),
        ([NONE, NONE], "no difference in any year"),
        ([SPLIT, TILTED], "no clear change in any year"),
        ([DOWN], "lower"),
        ([SPLIT], "too uncertain to tell"),
    ],
)
def test_when_is_told_by_the_verdict_of_each_year(effect, years, wording) -> None:
    assert claims.when([effect(1000.0, one, plausible=True) for one in years]) == wording


@pytest.mark.parametrize(
    ("years", "wording"),
    [
        ([UP, NONE, NONE], "higher over all years, clear in year 1 alone"),
        ([NONE, UP, UP, NONE], "higher over all years, clear in some years"),
        ([SPLIT, SPLIT], "higher over all years, clear in no year alone"),
        ([SPLIT, UP, UP], "higher from year 2 on"),
        ([UP, UP], "higher in every year"),
        ([UP, DOWN], "higher at first, then lower"),
    ],
)
def test_a_change_over_all_years_is_no_change_of_one_year_only(effect, years, wording) -> None:
    whole, *each = (effect(1000.0, one, plausible=True) for one in (UP, *years))
    assert claims.on_average(whole, each) == wording
    unclear = effect(1000.0, SPLIT, plausible=True)
    assert claims.on_average(unclear, each) == claims.when(each)


def test_losses_without_a_gain_are_no_benefit(over) -> None:
    o = over(staff_burnout=UP, unmet_need=TILTED)
    assert verdict.verdict(o, BAD)[0] == (
        "No benefit shown in unmet need, admissions or waits, but more staff burnout, in nearly "
        "all worlds. Unmet need could go either way; there is no difference in emergency "
        "admissions."
    )


def test_a_tile_says_whether_it_is_better_and_what_there_is_without(over) -> None:
    o = over(unmet_need=DOWN)
    o["cost_total"] = paired(measure("cost_total"), np.full(24, 9e6), 9e6 + 1e4 * UP, True)
    people, hospital, _, money = verdict.tiles(o, 7.0)
    assert people.headline.endswith(", better") and people.headline[0] == "\N{MINUS SIGN}"
    assert people.what.endswith(", from 1,000")
    assert hospital.headline == "No difference"
    assert (money.headline, money.what) == (
        "£2.80 million more",
        "costs in all, from £63.00 million",
    )


def test_what_could_overturn_it_in_a_few_words(over, effect) -> None:
    near = np.where(np.arange(24) < 21, 50.0, -70.0)  # its interval begins just above zero
    o = over(unmet_need=near, cost_total=TILTED)
    warnings = [ValidityWarning("part", "long"), ValidityWarning("part", "long")]
    items = verdict.overturning(o, warnings, [])
    assert items[-2:] == [
        "Worlds disagree: cost",
        "Only part of it simulated",
    ]
    assert verdict.overturning(over(unmet_need=DOWN), [], []) == []


@given(st.lists(st.floats(-100.0, 100.0), min_size=1, max_size=30), st.booleans())
def test_a_tile_has_a_figure_only_where_its_rule_allows_one(changes, plausible) -> None:
    base = np.full(len(changes), 1000.0)
    o = {key: paired(measure(key), base, base + changes, plausible) for key in verdict.READ}
    for tile, key in zip(verdict.tiles(o, 7.0), verdict.TILES, strict=True):
        assert bool(re.search(r"\d", tile.headline)) is o[key].changed
    if not o[verdict.PEOPLE].changed:
        assert not re.search("(more|less|fewer) ", verdict.verdict(o, GOOD)[0].lower())


def test_a_proposal_is_said_by_what_it_brings() -> None:
    other = load_scenario("case_management")
    assert in_a_sentence(SILOED, other).startswith(
        "It brings coordinated teams, case managers and joint meetings, for "
    )
    ends = load_scenario("local_care_network_money_ends")
    assert in_a_sentence(SILOED, ends).endswith(", for £845,000 in all.")
    assert in_each_year(ends, 7).sum() == pytest.approx(845e3, abs=500.0)
    well = load_scenario("local_care_network_well")
    assert "money ends" in in_a_sentence(well, ends)
    named = SILOED.model_copy(update={"name": "Another"})
    assert in_a_sentence(SILOED, named) == "It differs in its name alone."


@pytest.mark.parametrize(
    ("years", "pounds"), [(0.25, "£25,000"), (1.0, "£100,000"), (1.25, "£125,000")]
)
def test_money_in_all_is_that_of_the_months_run(years: float, pounds: str) -> None:
    base = SILOED.with_({"years": years})
    other = base.with_({"arrangement.programme_cost_a_year": 100e3})
    assert in_a_sentence(base, other).endswith(f", for {pounds} in all.")


def test_a_gain_that_ends_with_the_money_is_said_to(over) -> None:
    o = over(**dict.fromkeys(verdict.READ, DOWN))
    assert verdict.afterwards(o, o, o) == ["The gain outlasts the money."]
    last = o | {"lost_at_handover": over(lost_at_handover=SPLIT)["lost_at_handover"]}
    words = "After the money: no gain in people lost between teams"
    assert verdict.afterwards(o, o, last) == [f"{words}, at least half in unmet need."]
    last["waiting_days"] = over(waiting_days=DOWN / 4.0)["waiting_days"]
    assert verdict.afterwards(o, o, last) == [
        f"{words}, less than half the gain in waits for care, at least half in unmet need."
    ]
    assert verdict.afterwards(over(**dict.fromkeys(verdict.READ, SPLIT)), o, o) == []


def test_a_tile_of_a_small_change_calls_it_neither_better_nor_worse(outcomes) -> None:
    people = verdict.tiles(outcomes(LITTLE, plausible=True), 7.0)[0]
    assert people.headline.endswith(", small")


def test_the_doubt_that_unsettles_most_is_named_first(over) -> None:
    o = over(**dict.fromkeys(verdict.READ, DOWN))
    found = [ValidityWarning(key, "") for key in ("replications", "part", "burn_in")]
    assert verdict.overturning(o, found, [])[-1] == "Unsettled waiting lists, and 2 more below"
