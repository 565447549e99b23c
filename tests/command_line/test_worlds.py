"""Plausible worlds on the command line: the default, and what tells chance from assumption."""

from __future__ import annotations

import json

from joinedup_experiments.scenario_io.load import load_scenario, written_out
from joinedup_experiments.scenario_io.plausible_worlds import in_world

PAIR = ("siloed_borough", "closer_working")
TINY = ("--residents", 600, "--years", 1, "--burn-in", 0.1, "--workers", 1)


def test_replications_are_in_plausible_worlds_unless_told_otherwise(
    joinedup, without_pictures, tmp_path
):
    shown = joinedup(
        "run", PAIR[0], *TINY, "--replications", 2, "--seed", 4, "--out", tmp_path / "a"
    )
    assert shown.exit_code == 0, shown.output
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["worlds"], manifest["simulated"]) == ([4, 5], 600)
    assert len(manifest["worlds_sha256"]) == 64
    assert "Chance or assumption" not in shown.output


def test_several_seeds_a_world_tell_chance_from_assumption(joinedup, without_pictures, tmp_path):
    nested = ("--replications", 4, "--seeds-per-world", 2, "--simulate", 300)
    shown = joinedup("compare", *PAIR, *TINY, *nested, "--all", "--out", tmp_path / "a")
    assert shown.exit_code == 0, shown.output
    assert "Chance or assumption" in shown.output
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["worlds"], manifest["simulated"]) == ([1, 1, 2, 2], 300)
    assert (tmp_path / "a" / "parts.csv").is_file()
    opened = joinedup("open", tmp_path / "a", "--all")
    assert "Chance or assumption" in opened.output


def test_worlds_that_cannot_be_are_refused_before_anything_runs(joinedup, tmp_path):
    for options, reason in (
        (("--worlds", "many"), "plausible, one"),
        (("--seeds-per-world", 2, "--worlds", "one"), "it takes plausible worlds, or a table"),
        (("--simulate", 20), "residents to simulate (20)"),
    ):
        shown = joinedup("run", PAIR[0], *options, "--out", tmp_path / "a")
        assert shown.exit_code == 2
        assert reason in shown.output
        assert not (tmp_path / "a").exists()


def test_a_place_that_is_in_a_world_already_is_in_no_other(joinedup, tmp_path):
    file, small = tmp_path / "here.yaml", {"residents": 600, "years": 1, "burn_in_years": 0.1}
    here = in_world(load_scenario(PAIR[0]).with_(small), 3)
    file.write_text(written_out(here), encoding="utf-8")
    shown = joinedup("run", file, "--out", tmp_path / "out")
    assert shown.exit_code == 2 and "--worlds one" in " ".join(shown.output.split())
    assert not (tmp_path / "out").exists()
