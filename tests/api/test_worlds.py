"""Replications in plausible worlds, through the front door: which they are, and what is said."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest

import joinedup as ju
from joinedup.outcomes.measures import COMBINED, MEASURES, measure
from joinedup_experiments.compare.over_worlds import WORLDS, OverWorlds
from joinedup_experiments.compare.results.manifest import commands_of
from joinedup_experiments.compare.results.put_together import together
from joinedup_experiments.compare.results.reading import ResultsError
from joinedup_experiments.compare.results.sealed import SEAL
from joinedup_experiments.compare.results.tables import differences_table
from joinedup_experiments.compare.results.writing import read_me as read_me_of
from joinedup_experiments.compare.sizing import grows_with_place
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.scenario_io.plausible_worlds import in_world, plausible_worlds

ADMISSIONS = measure("emergency_admissions")
# A place twice as large has as many: told of each person, package, worker or day.
OF_EACH = {
    "assessment_days", "waiting_days", "days_between_contacts", "caseload_nurse",
    "caseload_psychiatrist", "caseload_social_worker", "care_home_admissions_per_100000",
}  # fmt: skip
# People on an average day, who are twice as many.
ON_A_DAY = {
    "people_waiting", "people_to_be_assessed", "beyond_hospital", "awaiting_care_home",
    "elective_waiting_list",
}  # fmt: skip


def test_of_every_measure_it_is_decided_whether_it_grows_with_the_place():
    for one in (*MEASURES, *COMBINED):
        total = one.combine == "sum" and one.form in ("count", "pounds")
        of_each = one.form in ("share", "scale") or one.key in OF_EACH
        assert total + of_each + (one.key in ON_A_DAY) == 1, f"decide for {one.key}"
        assert grows_with_place(one) == (total or one.key in ON_A_DAY), one.key


def test_a_replication_is_the_run_of_its_world(siloed, nested):
    """Scaled up from those simulated, in what is the same for a place of any size."""
    c = nested.comparison
    assert (c.worlds, c.seeds) == ((1, 1, 2, 2), (1, 2, 3, 4))
    assert (c.simulated, c.scenarios[0]) == (300, siloed.with_({"replications": 4}))
    run = ju.simulate(siloed.with_({"residents": 300}), seed=3, world=2).run
    for number, one in enumerate(MEASURES):
        times = 2.0 if grows_with_place(one) else 1.0
        expected = times * run.months[one.key]
        assert np.array_equal(c.months[0, 2, number], expected, equal_nan=True), one.key
    assert np.array_equal(c.ledgers[0, 2], 2 * run.barrier_ledger)
    assert c.costs[0, 2] == pytest.approx(2.0 * run.costs)


def test_the_event_log_is_of_those_simulated(nested):
    assert nested.events()["resident"].max() < 300


def test_seeds_of_one_world_are_averaged_before_anything_is_said(nested):
    c = nested.comparison
    each = c.each_monthly(ADMISSIONS).mean(axis=-1) * 12.0
    apart = (each[1] - each[0]).reshape(2, 2).mean(axis=1)
    effect = c.effect(1, ADMISSIONS)
    assert effect.difference.replications == 2
    assert effect.difference.mean == pytest.approx(apart.mean())
    assert c.yearly(1, ADMISSIONS) - c.yearly(0, ADMISSIONS) == pytest.approx(apart)
    every = differences_table(c)
    assert set(every["replications"]) == {4} and set(every["worlds"]) == {2}
    others = {"no difference at all", "no value"}
    assert "too few worlds" in set(every["verdict"]) <= {"too few worlds", *others}
    row = nested.effects("emergency_admissions").iloc[0]
    assert row[["low_90", "high_90", "share_up", "share_down"]].isna().all()


def test_parts_are_told_where_worlds_have_several_seeds(nested, results):
    (row,) = nested.parts("emergency_admissions", year=1).to_dict("records")
    assert (row["arm"], row["worlds"], row["seeds_per_world"]) == ("network", 2, 2)
    assert row["variance_chance"] >= 0.0 and row["variance_assumption"] >= 0.0
    assert len(nested.parts()) == len(MEASURES)
    with pytest.raises(InputError, match="seeds per world of 2"):
        results.parts()


def test_the_shares_count_replications(results):
    (row,) = results.effects("emergency_admissions").to_dict("records")
    c = results.comparison
    apart = c.yearly(1, ADMISSIONS) - c.yearly(0, ADMISSIONS)
    assert (row["share_up"], row["share_down"]) == ((apart > 0).mean(), (apart < 0).mean())
    assert (row["low_90"], row["high_90"]) == pytest.approx(tuple(np.percentile(apart, (5, 95))))
    levels = results.levels("emergency_admissions")
    assert (levels["low_90"] <= levels["mean"]).all() and (
        levels["mean"] <= levels["high_90"]
    ).all()


def test_saved_results_know_their_worlds(nested, without_pictures, tmp_path):
    saved = nested.save(tmp_path / "nested")
    opened = ju.open(saved.folder)
    assert opened.comparison.worlds == nested.comparison.worlds
    assert opened.comparison.simulated == 300
    assert opened.effects().equals(nested.effects())
    assert opened.parts().equals(nested.parts())
    assert np.array_equal(opened.to_xarray()["world"], [1, 1, 2, 2])
    assert (saved.folder / "parts.csv").is_file()
    read_me = (saved.folder / "README.txt").read_text(encoding="utf-8")
    assert "2 plausible worlds" in read_me and "300 residents were simulated" in read_me
    again = " ".join(opened.manifest["command"])
    assert again.endswith("--worlds plausible --seeds-per-world 2 --simulate 300")


def test_results_of_earlier_versions_open_in_the_models_own_values(saved, tmp_path):
    earlier = saved.save(tmp_path / "earlier")
    file = earlier.folder / "manifest.json"
    known = json.loads(file.read_text(encoding="utf-8"))
    later = ("worlds", "worlds_sha256", "simulated")
    left = {k: v for k, v in known.items() if k not in later and SEAL not in str(v)}
    file.write_text(json.dumps(left), encoding="utf-8")
    opened = ju.open(earlier.folder).comparison
    assert (opened.worlds, opened.simulated) == ((0, 0, 0), 600)


def test_other_worlds_and_other_sizes_are_not_put_together(saved):
    c = saved.comparison
    for other, reason in (
        (replace(c, worlds=(1, 2, 3)), "in different worlds"),
        (replace(c, simulated=300), "different numbers of residents"),
    ):
        with pytest.raises(ResultsError, match=reason):
            together([saved, replace(saved, comparison=other)])


def test_a_person_of_the_event_log_is_followed_by_the_command_of_the_readme(nested, capsys):
    read_me = read_me_of(nested.comparison, {})
    (command,) = re.findall("joinedup journey (.*)", read_me)
    files = [f"scenario-{name}.yaml" for name in nested.arms]
    assert command.split()[:-2] == [*files, *["--seed", "1", "--residents", "300", "--world", "1"]]
    base, other = (one.with_({"residents": 300}) for one in nested.arms.values())
    events = nested.events()
    who = int(events["resident"].mode()[0])
    lives = ju.journey(base, other.with_({"years": 5}), seed=1, world=1, person=who).to_frame()
    assert "`years: 5` under `run` is not used" in capsys.readouterr().err
    mine = events[(events["resident"] == who) & (events["arm"] == "siloed")]
    mine = mine[~(mine["activity"] == "moved in").cummax()]  # from then on it is another person
    logged = list(zip(mine["timestamp"].astype(str), mine["activity"], strict=True))
    theirs = lives[lives["arm"] == base.name]
    followed = set(zip(theirs["timestamp"], theirs["activity"], strict=True))
    assert len(logged) > 3 and set(logged) <= followed


def test_what_is_put_together_says_each_command_with_the_names_of_its_own_files(saved, network):
    """Whatever the arms were called: an arm of another's name has a name of its own."""
    c = saved.comparison
    named = replace(c, scenarios=(c.scenarios[0], network.with_({"care_coordinators": 9})))
    other = replace(saved, comparison=named)
    both = together([together([saved, other]), saved])
    assert [arm["name"] for arm in both.manifest["arms"]] == ["siloed", "network", "network-2"]
    first, second = commands_of(both.manifest)
    assert second == first.replace("scenario-network.yaml", "scenario-network-2.yaml") != first
    assert "command" not in both.manifest
    assert len(both.manifest["put_together"]) == 2  # what was run at once is there once


def test_worlds_follow_the_seeds(siloed):
    many = len(plausible_worlds())
    base = siloed.with_({"replications": 5, "seed": many - 1})
    assert OverWorlds().numbers(base) == (many - 1, many, 1, 2, 3)
    assert OverWorlds("one").numbers(base) == (0,) * 5
    four = siloed.with_({"replications": 4, "seed": 3})
    assert OverWorlds(seeds_per_world=2).numbers(four) == (3, 3, 4, 4)


def test_no_world_is_run_twice_for_want_of_others(siloed):
    """A world counts once: no interval is of more worlds than there are."""
    many = len(plausible_worlds())
    with pytest.raises(InputError, match=rf"worlds for {many} at the most"):
        OverWorlds().numbers(siloed.with_({"replications": many + 1}))
    assert (
        len(OverWorlds(seeds_per_world=2).numbers(siloed.with_({"replications": many + 1}))) > many
    )
    with pytest.raises(InputError, match="by two worlds at least, so by 6 replications"):
        OverWorlds(seeds_per_world=3).numbers(siloed.with_({"replications": 3}))


def test_how_many_replications_and_residents_unless_given(siloed):
    assert OverWorlds().replications(None) == WORLDS
    assert OverWorlds(seeds_per_world=3).replications(None) == 3 * WORLDS
    assert OverWorlds("one").replications(None) is None
    large = ju.load("siloed_three_networks", residents=90_000)
    assert OverWorlds().residents(large) == 30_000
    assert OverWorlds("one").residents(large) == 90_000
    assert OverWorlds("one", simulate=5_000).residents(large) == 5_000
    assert OverWorlds(simulate=50_000).residents(large) == 50_000
    assert OverWorlds().residents(siloed) == 600


def test_a_single_run_is_in_the_models_own_values_unless_a_world_is_named(siloed):
    here = siloed.with_({"years": 0.5, "burn_in_years": 0.1})
    assert ju.simulate(here).scenario == here
    assert ju.simulate(here, world=5).scenario == in_world(here, 5)


REFUSED = {
    "no worlds": ({"worlds": ""}, "worlds ``: they must be plausible"),
    "worlds": ({"worlds": "many"}, "plausible, one"),
    "seeds": ({"seeds_per_world": 0}, "at least 1"),
    "one world": ({"seeds_per_world": 2, "worlds": "one"}, "it takes plausible worlds, or a table"),
    "not a multiple": (
        {"seeds_per_world": 2, "replications": 3},
        r"replications \(3\) must be a multiple of seeds per world \(2\)",
    ),
    "too few residents": ({"simulate": 20, "replications": 1}, r"residents to simulate \(20\)"),
}


@pytest.mark.parametrize(("options", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused(siloed, options, reason):
    with pytest.raises(InputError, match=reason):
        ju.compare(siloed, **options)
