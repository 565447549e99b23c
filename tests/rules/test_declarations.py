"""Every number of the model says what it is, and none of them names an effect."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import numpy as np
import pytest

import joinedup
from joinedup.codes import Domain, Need
from joinedup.engine.parameter import by
from joinedup.rules import collected
from joinedup.rules.collected import GROUPS, AssumptionError, declared, overridden, parameter_record
from joinedup.rules.renamed import RENAMED
from joinedup_experiments.scenario_io.published import keys_in, published

DECLARED = list(declared().values())
EFFECTS = (
    "avoided", "benefit", "deflect", "effect", "fewer", "gain_from", "impact", "improvement_from",
    "integration", "integrated", "prevented", "reduced", "reduction", "saving_from", "siloed",
)  # fmt: skip
PAPERS = re.compile(r"\b00[0-4]\b")


def lacking(holds) -> list[str]:
    """The keys of the parameters of which something does not hold."""
    return [d.key for d in DECLARED if not holds(d)]


def test_every_parameter_says_what_it_is_in_which_unit_and_from_where():
    assert lacking(lambda d: len(d.meaning) > 8 and d.unit.strip() and d.source.strip()) == []
    assert lacking(lambda d: d.evidence in ("measured", "recalled", "assumed")) == []
    assert lacking(lambda d: d.role in ("lever", "uncertainty", "constant")) == []


def test_every_default_lies_within_its_range():
    """A table's range is of factors on its cells, and holds 1."""
    assert lacking(lambda d: d.low <= d.high and np.isfinite(d.default).all()) == []
    assert lacking(lambda d: d.low <= 1.0 <= d.high if d.per else _within(d)) == []


def _within(d) -> bool:
    return bool((d.default >= d.low - 1e-12).all() and (d.default <= d.high + 1e-12).all())


def test_a_source_is_in_the_evidence_table_or_is_a_paper():
    """Every key named is there; what is measured names one, or a paper."""
    assert lacking(lambda d: set(published()).issuperset(keys_in(d.source))) == []
    measured = [d for d in DECLARED if d.evidence == "measured"]
    assert measured
    assert [d.key for d in measured if not (keys_in(d.source) or PAPERS.search(d.source))] == []


def test_a_number_without_a_source_is_marked_assumed():
    unsourced = [d for d in DECLARED if d.source == "assumed" or "number assumed" in d.source]
    assert [d.key for d in unsourced if d.evidence != "assumed"] == []


def test_no_parameter_is_named_after_an_effect():
    assert lacking(lambda d: not any(word in d.key for word in EFFECTS)) == []


def test_chances_and_shares_are_chances_and_shares():
    shares = [
        d
        for d in DECLARED
        if d.unit.startswith(("chance", "share")) and not d.unit.startswith("share of minutes")
    ]
    assert len(shares) > 20
    assert [d.key for d in shares if (d.default < 0.0).any() or (d.default > 1.0).any()] == []


def test_no_range_of_a_share_or_a_chance_goes_on_beyond_one():
    beyond = [
        d.key for d in DECLARED for value in d.default.flat if d.bounds(float(value))[1] > d.most()
    ]
    assert beyond == []


def test_the_record_that_the_rules_read_holds_every_default():
    record = parameter_record()
    for d in DECLARED:
        np.testing.assert_array_equal(record[d.group][d.name][0], d.default)
    assert set(record.dtype.names) == set(GROUPS)


def names_in(function: ast.FunctionDef) -> set[str]:
    """The attributes and texts that stand in a function."""
    nodes = list(ast.walk(function))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return attributes | {node.value for node in nodes if isinstance(node, ast.Constant)}


def test_every_parameter_is_read():
    """A function names it, and is a rule of its group or names the group as well."""
    read = set()
    for file in Path(joinedup.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                names = names_in(node)
                groups = {file.stem} if file.parent.name == "rules" else names & set(GROUPS)
                read |= {f"{group}.{name}" for group in groups for name in names}
    assert lacking(lambda d: d.key in read) == []


def test_an_override_changes_one_cell_and_no_other():
    values = overridden({"crisis.rate": {"frailty": declared()["crisis.rate"].default[4]}})
    np.testing.assert_array_equal(values["crisis.rate"], declared()["crisis.rate"].default)
    loss = declared()["handover.loss"]
    record = parameter_record({"handover.loss": loss.high})
    assert record[0].handover.loss == loss.high
    assert record[0].handover.obstacle == declared()["handover.obstacle"].default


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"crisis.rat": 1.0}, ("there is no parameter crisis.rat", "did you mean crisis.rate?")),
        ({"zzz": 1.0}, ("there is no parameter zzz",)),
        ({"handover.loss_kept": {}}, ("did you mean handover.loss_multiplier?",)),
        ({"crisis.rate": {"frailtie": 1.0}}, ("no cell frailtie", "did you mean frailty?")),
        ({"crisis.rate": {"xx": 1.0}}, ("no cell xx", "common_mental_disorder")),
        ({"crisis.rate": 1.0}, ("is a table", "name the cells")),
        ({"handover.loss": {"frailty": 1.0}}, ("one number, not a table",)),
        ({"handover.loss": 7.0}, ("handover.loss is 7", "outside its range 0.1 to 0.3")),
        ({"onset.rate": {"frailty": 0.1}}, ("one cell as: need, age",)),
        ({"crisis.rate": {"frailty": 1e6}}, ("outside its range",)),
        ({"noticing.skill": {"psychiatrist, mental": 1.2}}, ("outside its range 0.7 to 1",)),
    ],
)
def test_a_mistaken_override_is_refused_with_a_reason(given, says):
    with pytest.raises(AssumptionError) as caught:
        overridden(given)
    for part in says:
        assert part in caught.value.message
    assert caught.value.path[0] == next(iter(given))


def test_a_table_wants_a_cell_for_each_member_and_no_other():
    assert by(Domain, mental=1.0, physical=2.0, social=3.0).numbers.tolist() == [1.0, 2.0, 3.0]
    assert by(Domain, 0.0, social=3.0).numbers.tolist() == [0.0, 0.0, 3.0]
    rows = {need.name.lower(): by(Domain, 1.0) for need in Need}
    assert by(Need, **rows).axes == (Need, Domain)
    with pytest.raises(TypeError, match="members of Domain do not match: social"):
        by(Domain, mental=1.0, physical=2.0)
    with pytest.raises(TypeError, match="do not match: sociable"):
        by(Domain, 0.0, sociable=1.0)
    with pytest.raises(TypeError, match="differ in their axes"):
        by(Domain, 0.0, social=by(Need, 1.0))


def test_no_factor_moves_what_a_table_is_measured_against():
    """A sweep multiplies every cell of a table: a cell of 1 for the present state would move too,
    and with it what published figures say of today."""
    tables = [one for one in declared().values() if one.per and one.role == "uncertainty"]
    measured = [one for one in tables if re.search("against (?!all)|than", one.meaning)]
    moved = [one.key for one in measured if one.unit.startswith("ratio") and 1.0 in one.default]
    assert moved == []
    zeros = [
        "incentives.omitted_follow_ups",
        "management.further_threat",
        "stays.longer_by_frailty",
    ]
    assert all(declared()[key].default.flat[0] == 0.0 for key in zeros)


def test_a_former_key_leads_to_a_key_of_today():
    assert [new for new in RENAMED.values() if new not in declared()] == []
    assert [old for old in RENAMED if old in declared()] == []


def test_every_group_of_the_package_is_found_in_the_order_that_is_stated():
    files = {file.stem for file in Path(collected.__file__).parent.glob("*.py")}
    assert set(GROUPS) == files - {"__init__", "collected", "renamed"}
    assert list(GROUPS)[: len(collected.ORDER)] == list(collected.ORDER)


@pytest.mark.parametrize("group", ["adoption", "trust", "skill", "strain"])
def test_how_long_a_change_takes_is_no_parameter(group):
    """How many years pass before an arrangement works must come out of people, not go in."""
    for d in declared().values():
        if d.group == group:
            assert not re.search(r"\b(years?|months?)\b", d.unit), d.key
