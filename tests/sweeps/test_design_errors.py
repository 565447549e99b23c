"""A design that cannot be run is refused: file, line, what is wrong, and what was meant."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from joinedup_experiments.scenario_io.load import ScenarioError
from joinedup_experiments.sweep import reading
from joinedup_experiments.sweep.reading import read_design

START = "base: siloed_borough\narms: [closer_working]\n"
SEEN = "outcomes: [{measure: crises}]\n"
SOBOL = "method: sobol\nsize: 8\n"
VARY = "vary: [crisis.rate, handover.loss]\n"
WHOLE = START + SEEN + SOBOL

BAD = {
    "unknown key": (WHOLE + "sise: 3\n", 6, ("unknown key `sise`", "`size`")),
    "named twice": (
        WHOLE + "vary: [crisis.rate, handover.loss, crisis.rate]\n",
        6,
        ("`crisis.rate` is named twice", "name it once"),
    ),
    "unknown method": (
        START + SEEN + "method: sobel\nsize: 8\n",
        4,
        ("`method` cannot be the text `sobel`", "did you mean `sobol`?"),
    ),
    "method missing": (START + SEEN, 1, ("`method` is missing",)),
    "size missing": (START + SEEN + "method: morris\n", 4, ("`size` is missing",)),
    "not a power of two": (
        START + SEEN + "method: sobol\nsize: 100\n",
        5,
        ("power of two", "64 or 128"),
    ),
    "unknown scenario": (
        "base: siloed_boro\n" + SEEN + SOBOL,
        1,
        ("no file `siloed_boro`", "did you mean `siloed_borough`?", "where: base"),
    ),
    "unknown arm": (
        "base: siloed_borough\narms:\n  - closer_workin\n" + SEEN + SOBOL,
        3,
        ("did you mean `closer_working`?", "arms[0]"),
    ),
    "unknown measure": (
        START + "outcomes:\n  - measure: crises\n  - {measure: criises}\n" + SOBOL,
        5,
        ("no measure `criises`", "did you mean `crises`?"),
    ),
    "no outcome": (START + SOBOL, 1, ("there is no outcome",)),
    "outcome of no arm": (
        START + "outcomes: [{measure: crises, arm: closer}]\n" + SOBOL,
        3,
        ("there is no arm `closer`", "did you mean `closer_working`?"),
    ),
    "years beyond the run": (
        START + "run: {years: 2}\noutcomes: [{measure: crises, years: [2, 3]}]\n" + SOBOL,
        4,
        ("between 1 and 2",),
    ),
    "a difference without arms": (
        "base: siloed_borough\noutcomes: [{measure: crises, value: difference}]\n" + SOBOL,
        2,
        ("no other arm",),
    ),
    "unknown quantity": (
        WHOLE + "vary:\n  - crisis.rate\n  - handover.los\n",
        8,
        ("there is no parameter `handover.los`", "did you mean `handover.loss`?"),
    ),
    "pattern of nothing": (WHOLE + "vary: [hand.*]\n", 6, ("no parameter that varies",)),
    "range beyond what is declared": (
        WHOLE + VARY + "ranges:\n  handover.loss: {low: 0.1, high: 0.9}\n",
        8,
        ("outside its range",),
    ),
    "range upside down": (
        WHOLE + VARY + "ranges: {handover.loss: {low: 0.3, high: 0.1}}\n",
        7,
        ("`low` must lie below `high`",),
    ),
    "range of what does not vary": (
        WHOLE + VARY + "ranges: {crisis.admitted: {low: 0.5, high: 0.6}}\n",
        7,
        ("does not vary",),
    ),
    "fixed and varied": (
        WHOLE + VARY + "assumptions: {handover.loss: 0.2}\n",
        7,
        ("fixed here but varies",),
    ),
    "lever to nowhere": (
        WHOLE + VARY + "levers:\n  arrangement.interfaces[99].degree: {choices: [none, merged]}\n",
        8,
        ("leads nowhere",),
    ),
    "lever of a key that is not there": (
        WHOLE + VARY + "levers:\n  arrangement.nothing: {low: 0, high: 1}\n",
        8,
        ("`arrangement.nothing` leads nowhere",),
    ),
    "lever that cannot be": (
        WHOLE + VARY + "levers:\n  hospital.beds_per_1000: {low: 1, high: 900}\n",
        8,
        ("cannot be 900", "at most 50"),
    ),
    "lever without ends": (
        WHOLE + VARY + "levers:\n  hospital.beds_per_1000: {low: 1}\n",
        8,
        ("`low` and `high`, or `choices`",),
    ),
    "lever of an assumption": (
        WHOLE + VARY + "levers:\n  assumptions.handover.loss: {low: 0, high: 1}\n",
        8,
        ("cannot be a lever", "under `vary`"),
    ),
    "scaling what is no number": (
        WHOLE + VARY + 'levers:\n  staff: {scales: ["teams.*.staf.*"], low: 0.8, high: 1.2}\n',
        8,
        ("`teams.*.staf.*` leads to no number",),
    ),
    "scaling among choices": (
        WHOLE + VARY + 'levers:\n  staff: {scales: ["teams.*.staff.*"], choices: [1, 2]}\n',
        8,
        ("`low` and `high`, not `choices`",),
    ),
    "groups of a method without": (
        START + SEEN + "method: pawn\nsize: 8\n" + VARY + "groups: {all_of_it: [handover.loss]}\n",
        7,
        ("`pawn` knows no groups",),
    ),
    "group of what does not vary": (
        WHOLE + VARY + "groups:\n  doors: [handover.wrong_door]\n",
        8,
        ("`handover.wrong_door` does not vary",),
    ),
    "in two groups": (
        WHOLE + VARY + "groups:\n  a: [handover.loss]\n  b: [handover.*]\n",
        9,
        ("in the group `a` already",),
    ),
    "second order of morris": (
        START + SEEN + "method: morris\nsize: 8\nsecond_order: true\n",
        6,
        ("`morris` has no second order",),
    ),
    "wrong place": (WHOLE + "place: {residnts: 500}\n", 6, ("did you mean `residents`?",)),
    "wrong assumption": (
        WHOLE + "assumptions: {crisis.rat: 1}\n",
        6,
        ("no parameter crisis.rat", "crisis.rate"),
    ),
    "given without a table": (START + SEEN + "method: given\n", 4, ("names the table",)),
    "given table not there": (
        START + SEEN + VARY + "method: given\ngiven: nowhere.csv\n",
        6,
        ("nowhere.csv cannot be read",),
    ),
    "a choice twice": (
        WHOLE + VARY + "levers:\n  hospital.beds_per_1000:\n    choices: [1, 2,\n      2]\n",
        10,
        ("`2` is among the choices twice", "name it once"),
    ),
    "two levers that multiply the same": (
        WHOLE + VARY + "levers:\n"
        "  a: {scales: ['teams.*.staff.*'], low: 1, high: 2}\n"
        "  b: {scales: ['teams.*.*.*'], low: 1, high: 2}\n",
        9,
        ("`b` sets what `a` sets", "take one of them out"),
    ),
    "two levers on one parameter": (
        WHOLE + VARY + "levers:\n"
        "  a: {scales: [assumptions.handover.loss], low: 1, high: 2}\n"
        "  b: {scales: [assumptions.handover.loss], low: 1, high: 2}\n",
        9,
        ("`b` sets what `a` sets",),
    ),
    "a lever that multiplies what another sets": (
        WHOLE + VARY + "levers:\n"
        "  beds: {scales: ['hospital.*'], low: 1, high: 1.1}\n"
        "  hospital.beds_per_1000: {low: 1, high: 2}\n",
        9,
        ("`hospital.beds_per_1000` sets what `beds` sets",),
    ),
    "a part of what another lever sets": (
        WHOLE + VARY + "levers:\n"
        "  arrangement.paying: {choices: [{budgets: pooled}, {budgets: aligned}]}\n"
        "  arrangement.paying.budgets: {choices: [separate, pooled]}\n",
        9,
        ("`arrangement.paying.budgets` sets what `arrangement.paying` sets",),
    ),
    "a lever by its last key alone": (
        WHOLE + VARY + "levers:\n  beds_per_1000: {low: 1, high: 2}\n",
        8,
        ("`beds_per_1000` leads nowhere", "write `hospital.beds_per_1000`"),
    ),
    "a cell named twice": (
        WHOLE + "vary:\n  - 'crisis.rate[frailty]'\n  - 'crisis.rate[ frailty ]'\n",
        8,
        ("`crisis.rate[ frailty ]` is named twice",),
    ),
    "a lever named as a quantity that varies": (
        WHOLE + VARY + 'levers:\n  handover.loss: {scales: ["teams.*.staff.*"], low: 1, high: 2}\n',
        8,
        ("`handover.loss` varies already", "another name"),
    ),
    "an arm twice": (
        "base: siloed_borough\narms:\n  - closer_working\n  - closer_working\n" + SEEN + SOBOL,
        4,
        ("this arm is `closer_working` again",),
    ),
    "the base as an arm": (
        "base: siloed_borough\narms: [siloed_borough]\n" + SEEN + SOBOL + VARY,
        2,
        ("this arm is `siloed_borough` again",),
    ),
    "an outcome twice": (
        START
        + "outcomes:\n  - {measure: crises, name: a}\n  - {measure: referrals_bounced, name: a}\n"
        + SOBOL,
        5,
        ("there is such an outcome already", "give one of them another name"),
    ),
    "the same outcome twice": (
        START + "outcomes:\n  - {measure: crises}\n  - {measure: crises}\n" + SOBOL,
        5,
        ("there is such an outcome already", "take one out"),
    ),
    "an empty group": (
        WHOLE + VARY + "groups:\n  a: []\n",
        8,
        ("the group is empty",),
    ),
    "levels of a method without": (
        START + SEEN + "method: latin_hypercube\nsize: 8\nlevels: 6\n",
        6,
        ("`latin_hypercube` has no levels",),
    ),
    "empty": ("", 1, ("this file is empty",)),
    "not a table": ("- a\n", 1, ("this is not a design",)),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_design_is_refused_at_its_line(name: str, tmp_path: Path) -> None:
    text, line, says = BAD[name]
    file = tmp_path / "bad.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_design(file)
    refused = [one for one in str(caught.value).splitlines() if one.startswith(f"{file}:{line}: ")]
    assert any(all(part in one for part in says) for one in refused), str(caught.value)


def test_levers_of_which_one_multiplies_a_part_of_the_other_are_multiplied(tmp_path: Path) -> None:
    file = tmp_path / "good.yaml"
    file.write_text(
        WHOLE + VARY + "levers:\n"
        "  all staff: {scales: ['teams.*.staff.*'], low: 0.9, high: 1.1}\n"
        "  practices: {scales: ['teams.general_practice.staff.*'], low: 0.9, high: 1.1}\n",
        encoding="utf-8",
    )  # fmt: skip
    assert [factor.key for factor in read_design(file).factors[2:]] == ["all staff", "practices"]


def test_levers_of_one_key_in_different_arms_are_no_two_of_the_same(tmp_path: Path) -> None:
    arms = "base: siloed_borough\narms: [local_care_network, closer_working]\n" + SEEN + SOBOL
    file = tmp_path / "good.yaml"
    file.write_text(
        arms + VARY + "levers:\n"
        "  arrangement.paying.budgets: {choices: [aligned, pooled], arms: [local_care_network]}\n"
        "  arrangement.paying: {choices: [{budgets: aligned}, {budgets: pooled}],"
        " arms: [closer_working]}\n",
        encoding="utf-8",
    )  # fmt: skip
    assert len(read_design(file).factors) == 4


def test_an_arm_may_come_twice_where_a_lever_tells_the_two_apart(tmp_path: Path) -> None:
    file = tmp_path / "good.yaml"
    file.write_text(
        "base: siloed_borough\narms: [local_care_network, local_care_network]\n" + SEEN + SOBOL
        + VARY + "levers:\n  arrangement.programme.fit: "
        "{low: 0.2, high: 0.9, arms: [local_care_network-2]}\n",
        encoding="utf-8",
    )  # fmt: skip
    names = ("siloed_borough", "local_care_network", "local_care_network-2")
    assert read_design(file).names == names


def test_the_program_refuses_it_with_code_2_and_leaves_nothing(tmp_path: Path, started) -> None:
    (tmp_path / "bad.yaml").write_text(WHOLE + "sise: 3\n", encoding="utf-8")
    program = started(tmp_path, "sweep", "bad.yaml", "--out", "out")
    result = program.communicate(timeout=60)
    assert program.returncode == 2
    assert "bad.yaml:6: unknown key `sise`" in result[1]
    assert [file.name for file in tmp_path.iterdir()] == ["bad.yaml"]


def test_outcomes_whose_names_differ_by_signs_or_case_alone_have_keys_of_their_own(tmp_path):
    names = ["x", "x_2", "x!", "X", "?"]
    asked = ", ".join(f"{{measure: crises, name: '{name}'}}" for name in names)
    file = tmp_path / "design.yaml"
    file.write_text(START + f"outcomes: [{asked}]\n" + SOBOL, encoding="utf-8")
    keys = [one.key for one in read_design(file).outcomes]
    assert keys == ["x", "x_2", "x_3", "X_4", "crises_closer_working_less_siloed_borough"]


def test_more_points_than_memory_has_room_for_are_refused_before_they_are_drawn(tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text(START + SEEN + VARY + "method: latin_hypercube\nsize: 9000000\n", "utf-8")
    with (
        mock.patch.object(reading, "free_bytes", lambda: 64e6),
        pytest.raises(
            ScenarioError, match=r":6: .* take about 0\.6 GB of memory, and 0\.1 are free"
        ) as caught,
    ):
        read_design(file)
    assert "a size of about 1,000,000 would fit" in str(caught.value)


def test_that_very_many_points_are_drawn_is_said(tmp_path, capsys):
    file = tmp_path / "many.yaml"
    file.write_text(START + SEEN + VARY + "method: latin_hypercube\nsize: 5000\n", "utf-8")
    read_design(file)
    assert capsys.readouterr().err == ""
    with mock.patch.object(reading, "TAKES_SECONDS", 9_999):
        read_design(file)
    assert capsys.readouterr().err == "Drawing 5,000 points ...\n"


def test_a_number_that_is_no_count_is_not_proposed(tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text(START + SEEN + "method: latin_hypercube\nsize: 1e308\n", "utf-8")
    with pytest.raises(
        ScenarioError, match=r":5: `size` must be a whole number, not `1e\+308`"
    ) as why:
        read_design(file)
    assert len(str(why.value)) < 300
