"""The plausible worlds that are shipped: what a scenario assumes in one, and what is refused."""

from __future__ import annotations

import hashlib
import json
import shutil
import time

import pytest

from joinedup.rules.collected import overridden
from joinedup_experiments.scenario_io import plausible_worlds as shipped
from joinedup_experiments.scenario_io.assumed import declared
from joinedup_experiments.scenario_io.plausible_worlds import (
    SHIPPED,
    WorldsError,
    in_world,
    plausible_worlds,
    read_worlds,
)


@pytest.fixture
def copied(tmp_path):
    for ending in ("csv", "json"):
        shutil.copy(SHIPPED.with_suffix(f".{ending}"), tmp_path)
    return tmp_path / "plausible_worlds.csv"


def spoilt(csv, table=lambda text: text, about=lambda found: None):
    """A set with its table and what is said of it changed, and the hash made anew."""
    beside = csv.with_suffix(".json")
    csv.write_text(table(csv.read_text()))
    found = json.loads(beside.read_text())
    found["csv_sha256"] = hashlib.sha256(csv.read_bytes()).hexdigest()
    about(found)
    beside.write_text(json.dumps(found))
    return csv


def test_every_uncertain_parameter_has_a_value_in_every_world():
    worlds = plausible_worlds()
    uncertain = {key for key, d in declared().items() if d.role == "uncertainty"}
    assert set(worlds.keys) == uncertain
    assert len(worlds) >= 300
    assert worlds.number(1) == 1
    assert worlds.number(len(worlds) + 2) == 2


def test_a_world_sets_every_number_and_scales_every_cell(siloed):
    worlds, here = plausible_worlds(), in_world(siloed, 3)
    whole = overridden(here.assumptions)
    for key, value in zip(worlds.keys, worlds.values[2], strict=True):
        d = declared()[key]
        expected = d.default * value if d.per else value
        if d.per and d.unit.startswith(("share", "chance", "severity")):
            expected = expected.clip(max=1.0)
        assert whole[key] == pytest.approx(expected), key
    assert here.with_({"assumptions": None}) == siloed


def test_what_a_scenario_assumes_itself_stays(siloed):
    own = siloed.with_({"assumptions": {"crisis.rate": {"frailty": 0.31}, "skill.taught": 0.04}})
    bare, here = in_world(siloed, 7).assumptions, in_world(own, 7).assumptions
    assert here["skill.taught"] == 0.04
    assert here["crisis.rate"] == {**bare["crisis.rate"], "frailty": 0.31}
    assert {k: v for k, v in here.items() if k not in own.assumptions} == {
        k: v for k, v in bare.items() if k not in own.assumptions
    }


@pytest.mark.parametrize("number", [-1, 0, 10_000])
def test_a_world_that_is_not_there_is_refused_with_those_that_are(siloed, number):
    here = (
        f"{number:,}: those of plausible_worlds.csv are counted from 1 to {len(plausible_worlds())}"
    )
    with pytest.raises(WorldsError, match=here):
        in_world(siloed, number)


def test_a_world_is_made_in_no_time(siloed):
    in_world(siloed, 1)
    started = time.process_time()
    for number in range(1, 6):
        in_world(siloed, number)
    assert (time.process_time() - started) / 5 < 0.05


def test_a_table_that_was_changed_is_refused(copied):
    copied.write_text(copied.read_text().replace("\n1,", "\n1,9", 1))
    with pytest.raises(WorldsError, match="is not the table of"):
        read_worlds(copied)
    copied.unlink()
    with pytest.raises(WorldsError, match="cannot be read"):
        read_worlds(copied)


SPOILT = {
    "header only": (lambda text: text.splitlines()[0] + "\n", "it has no worlds"),
    "nothing": (lambda text: "", "it is no table of worlds"),
    "a word": (lambda text: text.replace("\n1,", "\n1,\x07many", 1), r"row 2, column 2: what is"),
    "short": (lambda text: text.replace("\n2,", "\n2\n2,", 1), "row 3 has 1 column,"),
}


@pytest.mark.parametrize(("change", "what"), SPOILT.values(), ids=SPOILT)
def test_spoilt_tables_are_refused_in_plain_words(copied, change, what):
    with pytest.raises(WorldsError, match=what) as refused:
        read_worlds(spoilt(copied, change))
    assert "Error(" not in str(refused.value) and str(refused.value).isprintable()


def test_what_is_missing_beside_a_table_is_named(copied):
    beside = copied.with_suffix(".json")
    beside.write_bytes(b"\xff\x00{")
    with pytest.raises(WorldsError, match=rf"{beside.name}: .*spoilt"):
        read_worlds(copied)
    beside.unlink()
    with pytest.raises(WorldsError, match=rf"{beside.name}: .*needs the NAME\.json beside it"):
        read_worlds(copied)
    copied.write_bytes(b"PK\x03\x04\xff")
    with pytest.raises(WorldsError, match="no table of worlds") as refused:
        read_worlds(copied)
    assert str(refused.value).isprintable()


def test_worlds_of_another_model_say_what_differs_and_what_to_do(copied):
    def another_range(found):
        key = next(iter(found["parameters"]))
        found["parameters"][key] = [0.0, 1e6]

    def other_keys(found):
        found["parameters"] = {
            "crisis.gone" if key == "crisis.rate" else key: ends
            for key, ends in found["parameters"].items()
        }

    with pytest.raises(WorldsError, match=r"of another range: .*joinedup calibrate, or run `one`"):
        read_worlds(spoilt(copied, about=another_range))
    spoilt(copied, lambda text: text.replace("crisis.rate", "crisis.gone", 1), other_keys)
    with pytest.raises(WorldsError, match=r"not in them: crisis\.rate.*: crisis\.gone"):
        read_worlds(copied)


def test_a_value_outside_its_range_is_refused(copied):
    def beyond(text):
        first, second, *rest = text.splitlines()
        number, _, *values = second.split(",")
        return "\n".join([first, ",".join([number, "1e9", *values]), *rest]) + "\n"

    with pytest.raises(WorldsError, match="outside its range"):
        read_worlds(spoilt(copied, beyond))


def test_the_set_is_read_once(monkeypatch):
    first = plausible_worlds()
    monkeypatch.setattr(shipped, "read_worlds", lambda table: pytest.fail("read again"))
    assert plausible_worlds() is first
