"""What is sound and hardly meant is said, and small places are made ready whatever is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

import joinedup as ju
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.arms import arms_of, read_arms
from joinedup_experiments.compare.executors import very_small
from joinedup_experiments.evaluator.making import Asked, prepared
from joinedup_experiments.scenario_io.load import load_scenario, read_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.overrides import Overrides
from joinedup_experiments.scenario_io.scenario_warnings import (
    runs_otherwise,
    scenario_warnings,
    warnings_between,
    warnings_in,
)
from joinedup_experiments.sweep.manifest import read_manifest
from joinedup_experiments.sweep.plan import warnings_of_plan
from joinedup_experiments.sweep.reading import read_design
from joinedup_experiments.sweep.sweep_folder import make_sweep

NEAR = ["adult_social_care", "community_nursing"]
JOINED = {"between": ["general_practice", "memory_service"], "degree": "coordinated"}
WELL = load_scenario("local_care_network_well")


def with_programme(**shown: object) -> Scenario:
    """The network with other things said of its programme, checked as a whole."""
    given = WELL.model_dump()
    given["arrangement"]["programme"].update(shown)
    each = shown.get("go_live_by_neighbourhood")
    if isinstance(each, list):
        given["place"]["neighbourhoods"] = len(each)
    return Scenario.model_validate(given)


NOTES = [
    ({"go_live_month": 240}, "nothing goes live"),
    ({"go_live_by_neighbourhood": [0, 12, 90]}, "1 of 3"),
    ({"go_live_month": 12, "money_ends_month": 3}, "never there"),
    ({"engagement_from_month": 500}, "never asked"),
]


@pytest.mark.parametrize(("shown", "words"), NOTES)
def test_what_can_never_come_about_is_said(shown, words):
    (lines,) = scenario_warnings(with_programme(**shown))
    assert words in lines


@pytest.mark.parametrize(
    ("added", "stay", "says"),
    [
        (4.0, 9.0, "keeps 9 district nurses at Community nursing and therapy when the money ends, "
         "and 4 are added before"),
        (4.0, 4.0, ""),
        (-2.0, -2.0, ""),
        (-2.0, 1.0, "keeps 1 district nurse at Community nursing and therapy when the money ends, "
         "and 0 are added before"),
    ],
)  # fmt: skip
def test_more_that_stay_than_were_added_are_pointed_out(added, stay, says):
    changes = {
        "arrangement.extra_staff": {"community_nursing": {"district_nurse": added}},
        "arrangement.programme.money_ends_month": 12,
        "arrangement.programme.staff_after_money": {"community_nursing": {"district_nurse": stay}},
    }
    scenario = load_scenario("siloed_borough").with_(changes)
    assert [says in one for one in scenario_warnings(scenario)] == [True] * bool(says)
    lasting = scenario.with_({"arrangement.programme.money_ends_month": 500})
    assert scenario_warnings(lasting) == []


@pytest.mark.parametrize(
    ("meet", "changes", "noted"),
    [
        (NEAR, {}, True),
        (NEAR, {"arrangement.shared_record": ["general_practice", "memory_service"]}, False),
        (NEAR, {"arrangement.interfaces": [JOINED | {"degree": "none"}]}, True),
        (NEAR, {"arrangement.interfaces": [JOINED]}, False),
        ([*NEAR, "general_practice"], {}, False),
    ],
)
def test_meetings_that_no_practice_heeds_are_pointed_out(meet, changes, noted):
    meetings = {"arrangement.joint_meetings": {"teams": meet}}
    found = scenario_warnings(load_scenario("siloed_borough").with_(meetings | changes))
    assert [one.startswith("joint meetings decide nothing") for one in found] == [True] * noted


@pytest.mark.parametrize(
    ("joined_from", "joined_until", "meet_until", "noted"),
    [(0, None, 12, False), (18, None, 12, True), (0, 6, None, False), (6, None, None, False)],
)
def test_practices_heed_no_meetings_that_end_before_they_are_joined(
    joined_from, joined_until, meet_until, noted
):
    """Those who have taken it up go on with it when they are joined no more."""
    meetings = {"elements": ["joint_meetings"], "until_month": meet_until}
    record = {"elements": ["shared_record"], "from_month": joined_from}
    record["until_month"] = joined_until
    phases = [{k: v for k, v in one.items() if v is not None} for one in (meetings, record)]
    changes = {
        "arrangement.joint_meetings": {"teams": NEAR},
        "arrangement.shared_record": ["general_practice", "memory_service"],
        "arrangement.phases": phases,
    }
    found = scenario_warnings(load_scenario("siloed_borough").with_(changes))
    assert [one.startswith("joint meetings decide nothing") for one in found] == [True] * noted


@pytest.mark.parametrize(
    ("leaders", "changes", "noted"),
    [
        (["council"], {}, False),
        (["voluntary", "council"], {}, True),
        (["voluntary"], {"organisations_merge": ["voluntary", "nhs"]}, False),
        (["voluntary"], {"common_form": ["advice_and_support", "memory_service"],
                         "phases": [{"elements": ["common_form"], "from_month": 12}]}, False),
    ],
)  # fmt: skip
def test_leaders_who_never_take_part_are_pointed_out(leaders, changes, noted):
    arrangement = {"interfaces": [{"between": NEAR, "degree": "coordinated"}],
                   "programme.led_by": leaders, **changes}  # fmt: skip
    changes = {f"arrangement.{key}": value for key, value in arrangement.items()}
    found = scenario_warnings(load_scenario("siloed_borough").with_(changes))
    assert [one.startswith("`led_by` names `voluntary`, and") for one in found] == [True] * noted


@pytest.mark.parametrize(
    ("places", "link_workers", "noted"), [(20.0, 0.0, True), (20.0, 1.0, False), (0.0, 0.0, False)]
)
def test_groups_without_link_workers_are_pointed_out(places, link_workers, noted):
    loaded = read_scenario("siloed_borough")
    extra = {"advice_and_support": {"link_worker": link_workers}}
    changes = {"place.assets": places, "arrangement.extra_staff": extra}
    loaded = replace(loaded, scenario=loaded.scenario.with_(changes))
    assert [one for one in warnings_in(loaded) if "link_worker" in one] == warnings_in(loaded)
    assert bool(warnings_in(loaded)) == noted


def test_nothing_is_said_of_what_can_come_about():
    assert scenario_warnings(WELL) == []
    assert scenario_warnings(with_programme(go_live_month=12, money_ends_month=24)) == []


def test_arms_that_leave_out_different_mechanisms_are_pointed_out():
    calm = WELL.with_({"name": "Calm", "disable_mechanisms": ["strain", "fear"]})
    assert warnings_between([WELL, WELL]) == []
    assert warnings_between([calm, calm]) == []
    (lines,) = warnings_between([WELL, calm])
    assert "Calm" in lines and "fear, strain" in lines


def test_validating_says_so_too(joinedup, tmp_path):
    file = tmp_path / "late.yaml"
    file.write_text(
        "based_on: local_care_network_well\narrangement: {programme: {go_live_month: 240}}\n"
    )
    shown = joinedup("validate", file)
    assert shown.exit_code == 0
    assert "late.yaml: note: nothing goes live" in shown.output


def test_neighbourhoods_that_go_live_in_turn_can_be_made_ready():
    small = very_small(with_programme(go_live_by_neighbourhood=[0, 6, 24]))
    assert Scenario.model_validate(small.model_dump()).place.neighbourhoods == 1


def two_lengths(folder) -> list[str]:
    """Files of two arms that ask for different years."""
    asked = {"ya": (2, 0.5), "yb": (1, 3)}
    for name, (years, burn_in) in asked.items():
        run = f"run: {{years: {years}, burn_in_years: {burn_in}}}\n"
        (folder / f"{name}.yaml").write_text(f"based_on: siloed_borough\n{run}")
    return [str(folder / f"{name}.yaml") for name in asked]


OTHERWISE = (
    "yb: its own `years: 1` and `burn_in_years: 3` under `run` are not used: all arms run as the "
    "first, ya, with `years: 2` and `burn_in_years: 0.5`"
)


def test_an_arm_whose_own_years_are_not_run_is_told_wherever_results_are(joinedup, tmp_path):
    out, few = tmp_path / "out", ("--residents", 600, "--replications", 2, "--worlds", "one")
    shown = joinedup(
        "compare", *two_lengths(tmp_path), *few, "--out", out, "--no-pictures", "--all"
    )
    assert shown.exit_code == 0
    assert f"Note: {OTHERWISE}" in shown.stderr
    assert "its own `years: 1`" in shown.stdout
    opened = ju.open(out)
    assert {"key": "run", "text": OTHERWISE} in opened.manifest["warnings"]
    assert OTHERWISE in opened.warnings
    page = joinedup("report", out, "--out", tmp_path / "page.html")
    assert page.exit_code == 0 and "its own " in (tmp_path / "page.html").read_text()


def test_years_that_are_run_as_asked_are_not_spoken_of(tmp_path):
    shipped = {name: load_scenario(file) for name, file in shipped_scenarios().items()}
    assert runs_otherwise([*shipped], [*shipped.values()]) == ()
    both = Overrides(years=1, burn_in=0.5)
    assert read_arms(two_lengths(tmp_path), both, []).otherwise == ()
    (line,) = read_arms(two_lengths(tmp_path), Overrides(years=1), []).otherwise
    assert "`burn_in_years: 3` under `run` is not used" in line and "`years" not in line
    others = WELL.with_({"run.replications": 3, "run.seed": 9})
    assert arms_of([WELL, others], 2, 1).otherwise == ()
    assert len(arms_of([WELL, WELL.with_({"run.years": 2})], 2, 1).otherwise) == 1


def test_a_sweep_tells_and_keeps_what_is_hardly_meant_in_its_arms(tmp_path):
    base, arm = two_lengths(tmp_path)
    file = tmp_path / "design.yaml"
    text = f"base: {base}\narms: [{arm}]\nmethod: latin_hypercube\nsize: 2\nvary: [handover.loss]\n"
    text += "outcomes: [{measure: crises}]\nplace: {residents: 600}\n"
    file.write_text(text)
    plan = read_design(file)
    assert OTHERWISE in warnings_of_plan(plan)
    make_sweep(tmp_path / "sweep", plan, ["joinedup"], False)
    assert OTHERWISE in read_manifest(tmp_path / "sweep")["warnings"]
    file.write_text(text + "run: {years: 1, burn_in_years: 1}\n")
    assert not any("not used" in line for line in warnings_of_plan(read_design(file)))


def test_records_and_evaluations_tell_what_is_noted_of_a_file(tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text(
        "based_on: local_care_network\nplace: {residents: 600}\n"
        "assumptions: {handover.loss: 0.9}\noutside_range: {handover.loss: a local audit}\n"
    )
    asked = Asked(str(file), Overrides(2, replications=1), 12, "one", None)
    assert any("handover.loss outside its range" in line for line in prepared(asked).warnings)
