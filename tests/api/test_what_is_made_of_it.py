"""What Python is given and what is made of it: order, worlds, names and seeds that hold."""

from __future__ import annotations

import inspect
from dataclasses import replace

import pytest

import joinedup as ju
from joinedup_experiments.compare import api
from joinedup_experiments.compare.arms import arms_of, read_arms, run_as_first
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.compare.results.put_together import together
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator import api as evaluators
from joinedup_experiments.evaluator.api import Records
from joinedup_experiments.report import two_lives
from joinedup_experiments.scenario_io.load import written_out
from joinedup_experiments.scenario_io.overrides import Overrides

FIT = "arrangement.programme.fit"


class ReachedError(Exception):
    """A run would begin, with this seed."""


@pytest.fixture(autouse=True)
def _no_run(monkeypatch) -> None:
    """The seed of what would be run is raised in place of a run."""

    def reached(seed):
        raise ReachedError(seed)

    for module in (api, two_lives, evaluators):
        monkeypatch.setattr(module, "warm_up", lambda *_: None)
    for module, name, stands_in in (
        (api, "run_scenario", lambda _, seed, **__: reached(seed)),
        (api, "compared", lambda a, *_, **__: reached(a.scenarios[0].run.seed)),
        (evaluators, "records_of", lambda _, seed, *__: reached(seed)),
        (two_lives.following, "journey", lambda _, other, seed, *__, **more: reached(seed)),
    ):
        monkeypatch.setattr(module, name, stands_in)


def refused(ask, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as error:
        ask()
    assert "\n" not in str(error.value)


SETS = {
    "names": lambda a, b: ju.compare(a, b, names={"as_is", "joined"}),
    "names of a sweep": lambda a, b: ju.sweep(a, b, names=frozenset({"as_is", "joined"})),
    "vary": lambda a, b: ju.sweep(a, b, vary={"handover.loss", "crisis.rate"}),
    "outcomes": lambda a, b: ju.sweep(a, b, outcomes={"crises", "deaths"}),
    "correlations": lambda a, b: ju.sweep(
        a, b, correlations=[{"between": {"handover.loss", "crisis.rate"}, "is": 0.5}]
    ),
    "choices": lambda a, b: ju.sweep(a, b, levers={FIT: {"choices": {0.3, 1.0}}}),
}


@pytest.mark.parametrize("ask", SETS.values(), ids=SETS)
def test_a_set_is_no_list_since_it_has_no_order(siloed, network, ask):
    refused(lambda: ask(siloed, network), "a set has no order")


def test_names_in_order_are_taken_wherever_they_stand(siloed, network):
    for names in (["b", "a"], ("b", "a"), iter("ba"), {"b": 1, "a": 2}.keys()):
        assert arms_of([siloed, network], 2, 1, names).names == ("b", "a")


IN_ANOTHER = {
    "again": lambda a, b: ju.in_world(a, 5),
    "one run": lambda a, b: ju.simulate(a, world=5),
    "one life": lambda a, b: ju.journey(a, b, world=5),
    "records": lambda a, b: ju.records(a, b, world=5),
    "a comparison": lambda a, b: ju.compare(a, b, replications=2),
    "a sweep": lambda a, b: ju.sweep(a, b, method="worlds", size=4),
}


@pytest.mark.parametrize("ask", IN_ANOTHER.values(), ids=IN_ANOTHER)
def test_what_is_in_a_world_is_in_no_other(siloed, network, ask, monkeypatch):
    monkeypatch.undo()
    here = [ju.in_world(one, 3) for one in (siloed, network)]
    refused(lambda: ask(*here), "assumes itself all that plausible worlds set")


def test_what_is_in_a_world_is_compared_as_it_is_and_one_that_leaves_a_column_in_worlds(siloed):
    here = ju.in_world(siloed, 3)
    with pytest.raises(ReachedError):
        ju.compare(here, worlds="one", replications=2)
    some = {key: value for key, value in here.assumptions.items() if key != "crisis.rate"}
    cells = dict([*here.assumptions["crisis.rate"].items()][1:])
    for assumed in (some, some | {"crisis.rate": cells}):
        partly = siloed.with_({"assumptions": assumed, "replications": 2})
        assert OverWorlds().numbers(partly) == (1, 2)
        assert ju.in_world(partly, 5).assumptions["crisis.rate"]


def test_arms_of_one_name_have_labels_that_differ(siloed):
    record = siloed.with_({"arrangement.shared_record": ["memory_service", "community_nursing"]})
    coordinators = siloed.with_({"arrangement.care_coordinators": 20})
    same = (siloed, record, coordinators)
    named = arms_of(same, 2, 1, ["as it is", "record", "co"])
    called = [f"{siloed.name} (record)", f"{siloed.name} (co)"]
    assert [one.name for one in named.scenarios] == [siloed.name, *called]
    for arms in (arms_of(same, 2, 1).scenarios, run_as_first(*same)):
        assert [one.name for one in arms] == [
            siloed.name, f"{siloed.name} (siloed_borough-2)", f"{siloed.name} (siloed_borough-3)"
        ]  # fmt: skip
    taken = siloed.with_({"name": called[0]})
    names = [one.name for one in arms_of([siloed, taken, record], 2, 1, ["a", "b", "record"])
             .scenarios]  # fmt: skip
    assert names == [siloed.name, called[0], f"{siloed.name} (record-2)"]
    long = siloed.with_({"name": 200 * "n"})
    assert len({one.name for one in arms_of([long] * 3, 2, 1, [f"{190 * 'm'}{n}" for n in "abc"])
                .scenarios}) == 3  # fmt: skip


def test_files_of_one_name_and_results_put_together_have_labels_that_differ(saved, tmp_path):
    one, *_ = saved.comparison.scenarios
    for file in ("a", "b"):
        (tmp_path / f"{file}.yaml").write_text(written_out(one), encoding="utf-8")
    arms = read_arms([str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")], Overrides(), [])
    named = [one.name, f"{one.name} (b)"]
    assert [arm.name for arm in arms.scenarios] == named
    record = one.with_({"arrangement.shared_record": ["memory_service", "community_nursing"]})
    c, entries = saved.comparison, [{**arm} for arm in saved.manifest["arms"]]
    another = replace(
        saved,
        comparison=replace(c, scenarios=(one, record), names=("siloed", "b")),
        manifest={**saved.manifest, "arms": entries},
    )
    both = together([saved, another])
    assert both.comparison.names == (*c.names, "b")
    assert both.comparison.scenarios[2].name == both.manifest["arms"][2]["label"] == named[1]
    assert both.manifest["arms"][:2] == saved.manifest["arms"]


def test_arms_of_other_names_keep_them(siloed, network):
    kept = arms_of([siloed, network], None, None)
    assert kept.scenarios == (siloed, network) == run_as_first(siloed, network)


def test_records_are_of_one_run_whatever_it_is_called(run):
    class Recording:
        def __init__(self, scenario):
            self.run = type("Run", (), {"scenario": scenario, "seed": 1})

    again = run.scenario.with_({"name": "Another"})
    one, other = (Records(Recording(scenario))._name for scenario in (run.scenario, again))
    assert one == other


SEEDED = {
    "a comparison": lambda a, b, **seed: ju.compare(a, b, **seed),
    "one run": lambda a, b, **seed: ju.simulate(a, **seed),
    "one life": lambda a, b, **seed: ju.journey(a, b, **seed),
    "records": lambda a, b, **seed: ju.records(a, b, months_before=1, **seed),
}


@pytest.mark.parametrize("ask", SEEDED.values(), ids=SEEDED)
def test_a_seed_is_the_scenarios_own_unless_given(siloed, network, ask):
    own = [one.with_({"run.seed": 7}) for one in (siloed, network)]
    for arms, given, seed in (
        (own, {}, 7), (own, {"seed": 0}, 0), ((siloed, network), {}, 1)
    ):  # fmt: skip
        with pytest.raises(ReachedError) as reached:
            ask(*arms, **given)
        assert reached.value.args[0] == seed


@pytest.mark.parametrize("ask", SEEDED.values(), ids=SEEDED)
def test_progress_is_called(siloed, network, ask):
    refused(lambda: ask(siloed, network, progress=3), "progress must be a function")
    refused(lambda: ju.Results(None, {}).write("no", progress=3), "progress must be a function")


@pytest.mark.parametrize("quality", [3, "x", {"linkage": 0.5}, None])
def test_records_are_as_good_as_a_quality_says(siloed, quality):
    refused(lambda: ju.records(siloed, months_before=1, quality=quality), "must be a Quality, not")


@pytest.mark.parametrize("given", [None, "siloed_borough", 3])
def test_only_a_scenario_is_in_a_world(given):
    refused(lambda: ju.in_world(given, 1), "must be a Scenario, not")


def test_every_column_of_staff_has_words(run):
    words = inspect.getdoc(type(run).staff.func)
    plain = {"month", "organisation", "profession"}
    assert {column for column in run.staff if f"``{column}``" not in words} == plain
