"""No hint proposes a number that would be refused in its turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any, get_args, get_origin

import pytest
from pydantic import TypeAdapter, ValidationError

from joinedup.scenario.keys import bare, is_model, kind_at
from joinedup.scenario.names import Path
from joinedup.scenario.refusals import RefusedError
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario
from joinedup_experiments.scenario_io.load.numbers_meant import hint_for_number, hint_for_parted
from joinedup_experiments.scenario_io.load.problems import Spot
from joinedup_experiments.scenario_io.load.ways_out import way_out
from joinedup_experiments.scenario_io.load.yaml_tree import Node, tree_of
from joinedup_experiments.sweep.discovery.rules import check_margin

WRITTEN = (
    "150%", "15%", "100 per cent", "£150,000", "150,000", "1.234,5", "1 234,5", "1.234.567", "7,5",
    "1,234.5", "0,5", "£1.5m", "2k", "seven", "(3)", "-0,5", "3/4", "1 2", "1;2", "7 days",
    "about 9", "80 people", "4 // or 5", "1e5",
)  # fmt: skip


def numbers(path: Path = ()) -> Iterator[Path]:
    """Every key of a scenario that takes a number."""
    kind = bare(kind_at(Scenario, path)) if path else Scenario
    if is_model(kind):
        for key in kind.model_fields:
            yield from numbers((*path, key))
    elif get_origin(kind) in (dict, list):
        yield from numbers((*path, "x" if get_origin(kind) is dict else 0))
    elif kind in (int, float):
        yield path


def proposed(hint: str) -> list[float]:
    found = re.search(r"`([-\d., ]+)`", hint)
    return [float(one) for one in found[1].split(", ")] if found else []


def refused(value: float, kind: Any) -> bool:
    try:
        TypeAdapter(kind).validate_python(int(value) if value.is_integer() else value, strict=True)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize("written", [*WRITTEN, 1.5, 3.0, 250.4, 1e14])
def test_no_hint_proposes_what_is_refused(written: str | float) -> None:
    wrong, found = [], 0
    for path in numbers():
        kind = kind_at(Scenario, path)
        if isinstance(written, float) and int not in (bare(kind), *get_args(kind)):
            continue
        hint = way_out(Node(Spot("x", 1), written, str(written)), path, Scenario)
        given, found = proposed(hint), found + 1
        if any(refused(one, kind) for one in given) or (len(given) > 1 and path[-1] != 0):
            wrong.append((path, hint))
    assert found and not wrong


def test_one_and_a_half_is_no_percentage(tmp_path: FilePath) -> None:
    file = tmp_path / "x.yaml"
    share = "arrangement: {programme: {engagement: 1.5}}"
    file.write_text(f"based_on: siloed_borough\nname: X\n{share}\n")
    with pytest.raises(ScenarioError, match=r"a share lies between 0 and 1$"):
        load_scenario(file)
    with pytest.raises(RefusedError, match=r"a share lies between 0 and 1$"):
        load_scenario("siloed_borough").with_({"arrangement.programme.engagement": 1.5})


def test_a_percentage_is_no_number_of_pounds_or_people() -> None:
    for path in (("arrangement", "programme_cost_a_year"), ("place", "residents")):
        hint = way_out(Node(Spot("x", 1), "15%", "15%"), path, Scenario)
        assert hint.startswith("write a number in figures, in ")


@pytest.mark.parametrize(
    "text, hint",
    [
        ("{a: 1,200,000, b: 2}", "did you mean `1200000`? Thousands are written without commas"),
        ("{a: 150,000}", "did you mean `150000`? Thousands are written without commas"),
        ("{a: £150,000}", "did you mean `150000`? Pounds are plain numbers, without commas"),
        ("{a: 1,234.5}", "did you mean `1234.5`? Thousands are written without commas"),
        ("{a: 0,125}", "did you mean `0.125`? Decimals take a point"),
        ("{a: £1,500,000,000}", "did you mean `1500000000`? Pounds are plain numbers"),
        ("{a: -3,5}", "did you mean `-3.5`? Decimals take a point"),
        ("{a: gp, 5: 6}", "put it in quotes if it is meant as a name"),
    ],
)
def test_what_a_comma_parts_in_braces_is_one_number(text: str, hint: str) -> None:
    with pytest.raises(ValueError, match="a key must be a name") as caught:
        tree_of(text, "x.yaml")
    [line] = str(caught.value).splitlines()
    assert line.partition("; ")[2].startswith(hint)


UNCLEAR = ("1,0000", "12,5000", "150,00", "01,234", "00,5", "-01,5", "0,000")


@pytest.mark.parametrize("written", UNCLEAR)
def test_what_may_be_thousands_or_decimals_has_no_hint(written: str) -> None:
    assert hint_for_number(written) == hint_for_parted(*written.split(",")) == ""
    assert hint_for_number(f"£{written}", "pounds") == "write a number in figures, in pounds"


def test_a_comma_that_parts_no_thousands_has_no_hint_in_braces() -> None:
    assert hint_for_parted("1,200", "00") == hint_for_parted("£1", "0000") == ""
    assert hint_for_parted("12", "50") == "did you mean `12.5`? Decimals take a point"


def test_a_margin_of_a_hundred_has_no_hint_that_is_refused() -> None:
    with pytest.raises(InputError, match=r"not 100$"):
        check_margin(100.0)
