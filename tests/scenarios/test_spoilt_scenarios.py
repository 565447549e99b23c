"""Whatever happens to a scenario's text, it is read or refused, and never fails otherwise."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario, shipped_scenarios

BASED = "based_on: siloed_borough\n"
PIECES = [
    "\t", "\n", "  ", " ", ":", ": ", "- ", "{", "}", "[", "]", ",", '"', "'", "#", "&a ", "*a",
    "!", "!!int ", "|", ">", "%", "@", "`", "---\n", "...\n", "? ", "<<: ", "~", "null", "true",
    "no", "-1", "1e999", ".nan", "9" * 50, "x: &x {y: *x}\n", "%YAML 1.1\n---\n", "\u2028", "\x85",
    "é", "assumptions: {handover.loss: 3}\n", "[[[[[[", "\ufeff", "=", "0x1F", "2001-01-01",
]  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A shipped scenario in which a few places were cut, filled, swapped or doubled."""
    name = draw(st.sampled_from(sorted(shipped_scenarios())))
    text = shipped_scenarios()[name].read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        filling = draw(
            st.one_of(
                st.just(""),
                st.sampled_from(PIECES),
                st.text(max_size=8),
                st.just(text[start:end] * 2),
            )
        )
        text = text[:start] + filling + text[end:]
    return text


@given(text=spoilt())
def test_no_change_of_a_shipped_scenario_fails_in_another_way(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    only_scenario_errors(text.encode("utf-8", "surrogatepass"), tmp_path_factory)


@given(data=st.binary(max_size=60))
def test_no_bytes_fail_in_another_way(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    only_scenario_errors(BASED.encode() + data, tmp_path_factory)


_values = st.recursive(
    st.one_of(st.sampled_from(PIECES), st.integers(), st.floats(), st.booleans()).map(str),
    lambda kernel: st.one_of(
        st.lists(kernel, max_size=3).map(lambda some: f"[{', '.join(some)}]"),
        st.dictionaries(
            st.sampled_from(["staff", "gp", "memory_service", "a"]), kernel, max_size=3
        ).map(lambda some: "{" + ", ".join(f"{k}: {v}" for k, v in some.items()) + "}"),
    ),
    max_leaves=6,
)


@given(
    path=st.sampled_from(
        [
            "name",
            "place",
            "place.ages",
            "hospital",
            "teams",
            "teams.memory_service",
            "teams.memory_service.accepts",
            "teams.memory_service.staff",
            "arrangement",
            "arrangement.interfaces",
            "arrangement.extra_staff",
            "arrangement.joint_meetings",
            "arrangement.processes",
            "assumptions",
            "run",
            "based_on",
        ]
    ),
    value=_values,
)
def test_no_value_anywhere_fails_in_another_way(
    path: str, value: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    keys = path.split(".")
    text = "".join("  " * depth + f"{key}:\n" for depth, key in enumerate(keys))[:-1]
    only_scenario_errors((BASED + f"{text} {value}\n").encode(), tmp_path_factory)


def only_scenario_errors(data: bytes, folders: pytest.TempPathFactory) -> None:
    folder = folders.mktemp("spoilt")
    (folder / "spoilt.yaml").write_bytes(data)
    try:
        load_scenario(folder / "spoilt.yaml")
    except ScenarioError as error:
        assert str(error) and "Error" not in str(error)
        str(error).encode("utf-8")
    finally:
        shutil.rmtree(folder)
