"""Reasons for doubt, each found in made-up results that have it and in none that do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from joinedup.codes import EPISODE_STATUSES, NEEDS
from joinedup.outcomes.measures import MEASURES, measure
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare import diagnostics
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.diagnostics import (
    ValidityWarning,
    drifting,
    evidence_levels,
    out_of_range,
    resting_on_assumptions,
    simulated_in_part,
    unsettled,
    validity_warnings,
)
from joinedup_experiments.scenario_io.load import load_scenario


def results(replications=6, years=5, noise=0.001, base=None, arms=2, **shapes) -> Comparison:
    """Measures of 100 a month, steady but for ``noise``; ``shapes`` multiply a measure's months."""
    rng = np.random.default_rng(3)
    scenario = base or load_scenario("siloed_borough")
    values = 100.0 * (
        1.0 + noise * rng.normal(size=(arms, replications, len(MEASURES), 12 * years))
    )
    for key, shape in shapes.items():
        values[:, :, MEASURES.index(measure(key))] *= shape
    return Comparison(
        names=("siloed", "other")[:arms],
        scenarios=(scenario, scenario)[:arms],
        seeds=tuple(range(replications)),
        months=values,
        ledgers=np.zeros((arms, replications, 2, NEEDS, EPISODE_STATUSES)),
        costs=np.zeros((arms, replications, 12 * years, 3)),
        event_log=(),
        index_day=0.0,
        worlds=(0,) * replications,
        simulated=scenario.place.residents,
    )


def keys(result: Comparison) -> set[str]:
    return {one.key for one in validity_warnings(result)}


def test_a_sound_result_has_only_its_assumptions_to_doubt() -> None:
    assert keys(results()) == {"assumed"}


def test_a_single_point_of_access_too_small_for_its_place_is_told_with_both_sizes() -> None:
    four = {"mental_health_nurse": 0.2, "social_worker": 0.2, "support_worker": 0.4}
    few = {"residents": 148_000, "arrangement.single_point_of_access.staff": four}
    small = load_scenario("single_point_of_access").with_(few)
    (one,) = [c for c in validity_warnings(results(base=small, arms=1)) if c.key == "size"]
    assert "`single_point_of_access` has 3.95 posts, and 10.0 are usual for 148,000" in one.text
    assert "referrals wait there to be sorted" in one.text


def test_a_line_that_grows_to_the_end_is_told_with_its_rate() -> None:
    months = np.arange(60)
    found = list(drifting(results(people_waiting=1.0 + 0.01 * months)))
    assert [one.key for one in found] == ["drift", "drift"]
    assert "waiting lists of community teams still grew by" in found[0].text
    assert "years 2 to 5" in found[0].text


def test_a_line_that_came_to_rest_does_not_drift() -> None:
    months = np.minimum(np.arange(60), 14)
    assert not list(drifting(results(people_waiting=1.0 + 0.05 * months)))
    assert not list(drifting(results(people_waiting=2.0 - 0.01 * np.arange(60))))


def test_a_slow_rise_is_not_called_drift_nor_two_years_enough() -> None:
    assert not list(drifting(results(people_waiting=1.0 + 0.0005 * np.arange(60))))
    assert not list(drifting(results(years=2, people_waiting=1.0 + 0.02 * np.arange(24))))


def test_drift_of_a_single_replicate_must_rise_every_year() -> None:
    months = np.arange(60)
    assert list(drifting(results(1, people_waiting=1.0 + 0.01 * months)))
    wave = 1.0 + 0.01 * months - 0.5 * (months // 12 == 4)
    assert not list(drifting(results(1, people_waiting=wave)))


def test_one_replicate_has_no_intervals() -> None:
    (one,) = [c for c in validity_warnings(results(1)) if c.key == "replications"]
    assert one.text.startswith("one replication")


def test_wide_intervals_ask_for_more_replications() -> None:
    (one,) = [c for c in validity_warnings(results(3, noise=1.5)) if c.key == "replications"]
    assert "too few replications (3)" in one.text
    assert "emergency admissions" in one.text and "replications would do" in one.text


def test_a_single_world_is_judged_by_its_levels() -> None:
    assert "replications" in keys(results(3, noise=1.5, arms=1))
    assert "replications" not in keys(results(arms=1))


@pytest.mark.parametrize("way", [1.0, -1.0])
def test_a_burn_in_that_had_not_settled(way) -> None:
    first = np.minimum(np.arange(60), 12) / 12.0
    (one,) = unsettled(results(undetected_need=1.0 + way * 0.2 * first))
    assert one.key == "burn_in" and "hidden need" in one.text
    assert not list(unsettled(results(undetected_need=1.0 + way * 0.02 * first)))


def test_a_stock_falls_by_no_more_than_all_of_it() -> None:
    early = np.maximum(1.0 - np.arange(60) / 4.0, 0.02)
    (one,) = unsettled(results(undetected_need=early))
    assert "hidden need (\u2212100.0% over the year)" in one.text


def test_what_moves_only_later_is_no_matter_of_the_burn_in() -> None:
    later = np.maximum(np.arange(60) - 12, 0)
    assert not list(unsettled(results(people_waiting=1.0 + 0.02 * later)))


def changed(**parts):
    return load_scenario("siloed_borough").model_copy(update=parts)


def outside(base=None, simulated=0):
    base = base or load_scenario("siloed_borough")
    return list(out_of_range(base, simulated or base.place.residents))


def test_the_place_that_was_checked_lies_within() -> None:
    assert not outside()


def test_what_counts_is_how_many_residents_are_simulated() -> None:
    assert not outside(simulated=10_000)
    (one,) = outside(simulated=9_999)
    assert "9,999 residents simulated" in one.text


def test_a_place_simulated_in_part_says_what_does_not_scale() -> None:
    whole = results()
    assert "part" not in keys(whole)
    residents = whole.scenarios[0].place.residents
    part = replace(whole, simulated=residents // 2)
    (one,) = [c for c in validity_warnings(part) if c.key == "part"]
    assert f"{residents // 2:,} of {residents:,}" in one.text
    assert f"simulate all {residents:,}" in one.text


def test_places_that_are_not_run_as_planned_are_named() -> None:
    """Four beds of 30,000 are one of 10,000, and so three; of 15,000 they are two, and so four."""
    beds = {"arrangement.hospital": {"step_down_beds_per_1000": 4.0 / 30.0}}
    whole = results()
    arms = (whole.scenarios[0], whole.scenarios[0].with_({**beds, "name": "Beds"}))
    for simulated, named in ((10_000, True), (15_000, False)):
        part = replace(whole, scenarios=arms, simulated=simulated)
        found = [one.text for one in simulated_in_part(part)]
        assert any("Beds has 4 places" in text and "come to 3" in text for text in found) == named
        assert len(found) == 1 + named


def test_over_plausible_worlds_intervals_hold_what_is_assumed() -> None:
    over = replace(results(1), worlds=(7,))
    assert {one.key for one in resting_on_assumptions(results(1))} == {"assumed"}
    assert not list(resting_on_assumptions(over))
    (one,) = [c for c in validity_warnings(over) if c.key == "replications"]
    assert "use 24 replications" in one.text


def test_a_small_place_a_short_burn_in_and_few_beds_lie_outside() -> None:
    shipped = load_scenario("siloed_borough")
    far = changed(
        place=shipped.place.model_copy(update={"residents": 3000}),
        run=shipped.run.model_copy(update={"burn_in_years": 2.0}),
        hospital=shipped.hospital.model_copy(update={"beds_per_1000": 0.9}),
    )
    (one,) = outside(far)
    assert "3,000 residents" in one.text
    assert "burn-in of 2 years" in one.text
    assert "hospital beds 0.49 times" in one.text


def test_a_team_far_from_the_checked_one_is_named() -> None:
    shipped = load_scenario("siloed_borough")
    team = shipped.teams["memory_service"]
    twice = team.model_copy(update={"staff": {k: 2 * v for k, v in team.staff.items()}})
    (one,) = outside(changed(teams=shipped.teams | {"memory_service": twice}))
    assert "staff of Memory service 2 times" in one.text
    assert "all staff together" not in one.text


def test_an_assumption_beyond_its_range_and_a_mechanism_left_out_are_named() -> None:
    beyond = {"assumptions": {"handover.loss": 0.99}}  # no copy is made of it: it is refused
    without_trust = dict(changed(disable_mechanisms=["trust"]))
    (one,) = outside(Scenario.model_construct(**(without_trust | beyond)))
    assert "handover.loss outside its range" in one.text
    assert "mechanisms left out: trust" in one.text
    known = {"handover.loss": 0.2}
    assert not outside(changed(assumptions=known))


def test_assumed_numbers_are_counted_as_declared() -> None:
    from joinedup.rules.collected import declared

    whole = [d for d in declared().values() if d.role == "uncertainty"]
    counts = evidence_levels()
    assert sum(counts.values()) == len(whole)
    (one,) = [c for c in validity_warnings(results()) if c.key == "assumed"]
    assert f"{counts['assumed']} of the model's {len(whole)}" in one.text


def test_the_manifest_holds_them_as_key_and_text() -> None:
    shown = [one._asdict() for one in validity_warnings(results(1))]
    assert {"replications", "assumed"} == {one["key"] for one in shown}
    assert all(one["text"] for one in shown)


@pytest.mark.parametrize("check", ["drifting", "out_of_range", "resting_on_assumptions"])
def test_a_check_that_fails_is_named_and_loses_nothing(check, monkeypatch) -> None:
    def failing(*_: object) -> list[ValidityWarning]:
        raise ZeroDivisionError("by\nnothing")

    monkeypatch.setattr(diagnostics, check, failing)
    *others, fault = sorted(validity_warnings(results(1)), key=lambda one: one.key == "fault")
    assert fault.text.endswith("to be reported (ZeroDivisionError: by nothing)")
    assert "replications" in {one.key for one in others}
