"""Every number of the model says what it is, and none of them names an effect."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pytest

import joinedup
from joinedup.rules.collected import GROUPS, AssumptionError, declared, overridden, parameter_record

EVIDENCE = Path(joinedup.__file__).parent / "evidence" / "parameters.csv"
DECLARED = list(declared().values())
NAMED = [pytest.param(d, id=d.key) for d in DECLARED]
EFFECTS = (
    "avoided", "benefit", "deflect", "effect", "fewer", "gain_from", "impact", "improvement_from",
    "integration", "integrated", "prevented", "reduced", "reduction", "saving_from", "siloed",
)  # fmt: skip
PAPERS = re.compile(r"\b00[0-4]\b")


@pytest.fixture(scope="module")
def evidence() -> set[str]:
    with EVIDENCE.open(encoding="utf-8") as file:
        return {row["key"] for row in csv.DictReader(file)}


def keys_in(source: str) -> list[str]:
    """The words of a source that look like keys of the evidence table."""
    return re.findall(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+", source)


@pytest.mark.parametrize("d", NAMED)
def test_every_quantity_says_what_it_is_in_which_unit_and_from_where(d):
    assert len(d.meaning) > 8
    assert d.unit.strip()
    assert d.source.strip()
    assert d.evidence in ("measured", "recalled", "assumed")
    assert d.role in ("lever", "uncertainty", "constant")


@pytest.mark.parametrize("d", NAMED)
def test_every_default_lies_within_its_range(d):
    assert d.low <= d.high
    assert np.isfinite(d.default).all()
    if d.per:
        assert d.low <= 1.0 <= d.high, "factors around the table's values"
    else:
        assert (d.default >= d.low - 1e-12).all()
        assert (d.default <= d.high + 1e-12).all()


@pytest.mark.parametrize("d", NAMED)
def test_a_source_is_in_the_evidence_table_or_is_a_paper(d, evidence):
    """Every key named is there; what is measured names one, or a paper."""
    named = keys_in(d.source)
    assert [key for key in named if key not in evidence] == []
    if d.evidence == "measured":
        assert named or PAPERS.search(d.source)


@pytest.mark.parametrize("d", NAMED)
def test_a_number_without_a_source_is_marked_assumed(d):
    if d.source.strip() == "assumed" or "number assumed" in d.source:
        assert d.evidence == "assumed"


@pytest.mark.parametrize("d", NAMED)
def test_no_quantity_is_named_after_an_effect(d):
    assert [word for word in EFFECTS if word in d.key] == []


@pytest.mark.parametrize("d", NAMED)
def test_chances_and_shares_are_chances_and_shares(d):
    unit = d.unit
    if unit.startswith(("chance", "share")) and not unit.startswith("share of minutes"):
        assert (d.default >= 0.0).all()
        assert (d.default <= 1.0).all()


def test_the_record_that_the_rules_read_holds_every_default():
    record = parameter_record()
    for d in DECLARED:
        np.testing.assert_array_equal(record[d.group][d.name][0], d.default)
    assert set(record.dtype.names) == set(GROUPS)


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
        ({"crisis.rat": 1.0}, ("there is no quantity crisis.rat", "did you mean crisis.rate?")),
        ({"zzz": 1.0}, ("there is no quantity zzz",)),
        ({"crisis.rate": {"frailtie": 1.0}}, ("no cell frailtie", "did you mean frailty?")),
        ({"crisis.rate": {"xx": 1.0}}, ("no cell xx", "common_mental_disorder")),
        ({"crisis.rate": 1.0}, ("is a table", "name the cells")),
        ({"handover.loss": {"frailty": 1.0}}, ("one number, not a table",)),
        ({"handover.loss": 7.0}, ("handover.loss is 7", "outside its range 0.1 to 0.3")),
        ({"onset.rate": {"frailty": 0.1}}, ("one cell as: need, age",)),
        ({"crisis.rate": {"frailty": 1e6}}, ("outside its range",)),
    ],
)
def test_a_mistaken_override_is_refused_with_a_reason(given, says):
    with pytest.raises(AssumptionError) as caught:
        overridden(given)
    for part in says:
        assert part in caught.value.message
    assert caught.value.path[0] == next(iter(given))


@pytest.mark.parametrize("group", ["adoption", "trust", "skill", "strain"])
def test_how_long_a_change_takes_is_no_parameter(group):
    """How many years pass before an arrangement works must come out of people, not go in."""
    for d in declared().values():
        if d.group == group:
            assert not re.search(r"\b(years?|months?)\b", d.unit), d.key
