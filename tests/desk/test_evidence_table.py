"""Every row of the evidence table is used or set aside, and what is said of it is so."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from joinedup.rules.collected import declared
from joinedup_experiments.cli import app
from joinedup_experiments.local_place import evidence_table
from joinedup_experiments.local_place.check_baseline import TARGETS
from joinedup_experiments.local_place.drivers import by_driver, factor_of
from joinedup_experiments.local_place.evidence_table import chosen, classified, set_aside
from joinedup_experiments.local_place.second_order import SECOND_ORDER
from joinedup_experiments.scenario_io.published import keys_in, published

CLASS_OF = {"fitted": "target", "compared": "compared", "used": "input"}
VERB = re.compile(r"\b(?:is|are) (fitted|compared|used)\b")
BY_KEY = {one.row.key: one for one in classified()}


def shown(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["evidence", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_no_row_is_left_unclassified():
    assert list(BY_KEY) == list(published())
    assert [key for key, one in BY_KEY.items() if not one.uses] == []


def test_what_is_set_aside_is_used_nowhere():
    aside = [one for one in BY_KEY.values() if "set-aside" in one.uses]
    assert [one.row.key for one in aside if list(one.uses) != ["set-aside"]] == []
    with Path(evidence_table.__file__).with_name("set_aside.csv").open(newline="") as file:
        keys = [row["key"] for row in csv.DictReader(file)]
    assert len(keys) == len(set(keys)) == len(aside)


@pytest.mark.parametrize("key", set_aside())
def test_a_reason_is_a_short_sentence_and_true_of_the_rows_that_it_names(key):
    reason = set_aside()[key]
    assert reason.endswith(".") and 4 <= len(reason.split()) <= 28
    assert key not in keys_in(reason)
    verb = VERB.search(reason)
    named = [other for other in keys_in(reason) if other in BY_KEY]
    for other in named:
        assert "set-aside" not in BY_KEY[other].uses or not verb, other
        assert not verb or CLASS_OF[verb[1]] in BY_KEY[other].uses, other


def test_classes_follow_from_sources_and_figures():
    uses = BY_KEY["ae_attend_rate"].uses
    assert uses == {"input": ["acute.ae_rate"], "target": ["A&E attendances"]}
    assert BY_KEY["smi_gp_register_prevalence"].uses == {
        "target": ["Severe mental illness, all ages"]
    }
    targets = {one.row.key for one in chosen(kind="target")}
    assert targets == {one.source for one in (*TARGETS.values(), *SECOND_ORDER) if one.fitted}
    inputs = {one.row.key for one in chosen(kind="input")}
    assert inputs == {key for d in declared().values() for key in keys_in(d.source)}


def test_rows_are_found_by_keys_and_by_words():
    assert [one.row.key for one in chosen(["ae_attend_rate"])] == ["ae_attend_rate"]
    assert len(chosen(["ae_attend_rate", "emerg_los_mean"])) == 2
    found = chosen(["Barnett", "adjusted"])
    assert len(found) > 1 and all("Barnett" in one.row.source for one in found)
    assert [one.row.key for one in chosen(["hospital bed occupancy"], "target")] == [
        "bed_occupancy_adult_ga"
    ]


def test_everything_begins_with_a_summary():
    text = " ".join(shown().split())
    counted = re.findall(r"(\d+) (input|target|compared|set-aside)", text)[:4]
    assert {kind: int(many) for many, kind in counted} == {
        kind: len(chosen(kind=kind)) for kind in ("input", "target", "compared", "set-aside")
    }
    assert f"{len(declared())} parameters: " in text and "% assumed" not in text
    many = sum(d.evidence == "assumed" for d in declared().values())
    assert f"{many} assumed ({many / len(declared()):.0%})" in text
    assert f"The {many} assumed" in text
    assert "parameters" not in shown("--class", "target")


def test_the_assumed_stand_in_the_order_in_which_results_lean_on_them():
    every = list(declared().values())
    found = by_driver(every)
    known = [index for _, index, _ in found if index is not None]
    assert known == sorted(known, reverse=True) and 0.0 < known[-1] < known[0] < 1.0
    assert [index for _, index, _ in found[len(known) :]] == [None] * (len(found) - len(known))
    assert sum(len(some) for _, _, some in found) == len(every)
    assert factor_of("handover.loss") == "handovers" and factor_of("no_such.thing") is None
    left_out = {one.key for one in every if one.role == "uncertainty" and not factor_of(one.key)}
    assert not left_out  # the groups hold all that is uncertain


def test_a_row_is_shown_in_full():
    text = " ".join(shown("emerg_zero_day_share").split())
    row = published()["emerg_zero_day_share"]
    for part in (row.quote, row.source, row.setting_year, "Input to stays.zero_day", "measured"):
        assert part in text


def test_tables_for_other_programs_hold_every_column():
    rows = list(csv.DictReader(io.StringIO(shown("--format", "csv"))))
    assert [row["key"] for row in rows] == list(published())
    assert rows[0]["quote"] == next(iter(published().values())).quote
    aside = json.loads(shown("--format", "json", "--class", "set-aside"))
    assert {row["key"]: row["set_aside"] for row in aside} == {
        key: [reason] for key, reason in set_aside().items()
    }
    lines = shown("--format", "markdown", "--class", "target").splitlines()
    assert len(lines) == len(chosen(kind="target")) + 2
