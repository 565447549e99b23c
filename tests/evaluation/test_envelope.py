"""The sealed envelope: what can be read, and what is refused in one line that names the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinedup_experiments.compare.intervals import Interval
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.designs.estimate import OUTCOMES
from joinedup_experiments.evaluator.evaluation.envelope import (
    DIRECTIONS,
    Expected,
    direction_of,
    read_envelope,
    write_blank,
)

HEAD = "of: area\nmonths: 12\n"


def test_a_form_is_blank_until_filled_in_and_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    write_blank(file, "case_management", "enrolled", 60)
    with pytest.raises(InputError, match="`expect` is not filled in"):
        read_envelope(file)
    with pytest.raises(InputError, match="never written over"):
        write_blank(file, "case_management", "enrolled", 60)
    filled = file.read_text().replace("expect: , sure: ", "expect: falls, sure: 0.4")
    file.write_text(filled)
    envelope = read_envelope(file)
    assert list(envelope.expected) == list(OUTCOMES)
    assert set(envelope.expected.values()) == {Expected("falls", 0.4)}
    assert (envelope.of, envelope.months) == ("enrolled", 60)


def test_another_text_has_another_seal(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text(f"{HEAD}emergency_admissions: {{expect: falls, sure: 1}}\n")
    two.write_text(f"{HEAD}emergency_admissions: {{expect: rises, sure: 1}}\n")
    assert read_envelope(one).sha256 != read_envelope(two).sha256
    assert read_envelope(one).expected == {"emergency_admissions": Expected("falls", 1.0)}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{}\n", "no expectations"),
        ("- falls\n", ":1: this is not a sealed envelope"),
        ("emergency_admissions: {expect: falls, sure: 1}\n", "no line `of:`"),
        ("of: area\nemergency_admissions: {expect: falls, sure: 1}\n", "no line `months:`"),
        ("of: everybody\nmonths: 12\n", ":1: `of` must be one of enrolled, area"),
        ("of: area\nmonths: soon\n", ":2: `months` must be a whole number from 1, not soon"),
        ("of: area\nmonths: yes\n", ":2: `months` must be a whole number from 1"),
        ("of: area\nmonths: 0\n", ":2: `months` must be a whole number from 1"),
        (HEAD, "no expectations"),
        (HEAD + "lives: falls\n", ":3: `lives` is no outcome; there are emergency_admissions"),
        (HEAD + "emergency_admission: falls\n", "did you mean `emergency_admissions`"),
        (HEAD + "ae_attendances: falls\n", ":3: `sure` is not filled in"),
        (HEAD + "ae_attendances: {expect: falls}\n", ":3: `sure` is not filled in"),
        (HEAD + "ae_attendances: {expect: , sure: 1}\n", ":3: `expect` is not filled in"),
        (HEAD + "ae_attendances: {expect: sinks, sure: 1}\n", ":3: `expect` must be falls"),
        (HEAD + "ae_attendances: {expect: falls, sure: 2}\n", "`sure` must be a number from 0.33"),
        (HEAD + "ae_attendances: {expect: falls, sure: yes}\n", "`sure` must be a number"),
        (HEAD + "ae_attendances: {direction: falls}\n", "`direction` is unknown"),
        (HEAD + "ae_attendances: falls\nae_attendances: rises\n", ":4:"),
        ("a: [\n", ":"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(text: str, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(text)
    with pytest.raises(InputError, match=reason) as error:
        read_envelope(file)
    assert "\n" not in str(error.value) and file.name in str(error.value)


def test_one_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_envelope(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("low", "high", "direction"),
    [
        (-0.06, -0.02, "falls"), (0.02, 0.05, "rises"), (-0.005, -0.001, "stays"),
        (-0.03, 0.002, None), (-0.03, 0.03, None), (float("nan"), float("nan"), None),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_no_direction(
    low: float, high: float, direction: str | None
) -> None:
    """Few worlds, whose interval is wide, do not favour who expects that nothing changes."""
    assert direction_of(Interval((low + high) / 2.0, low, high, 50)) == direction


@given(st.sampled_from(DIRECTIONS), st.sampled_from(DIRECTIONS), st.floats(1 / 3, 1.0))
def test_scores_are_briers(expected: str, truth: str, sure: float) -> None:
    score = Expected(expected, sure).brier(truth)  # type: ignore[arg-type]
    assert 0.0 <= score <= 2.0
    if expected == truth:
        assert score <= 2.0 / 3.0 + 1e-9, "who is right never does worse than a guess"
    else:
        assert score >= 2.0 / 3.0 - 1e-9


def test_the_surer_the_better_when_right_and_the_worse_when_wrong() -> None:
    right = [Expected("falls", sure).brier("falls") for sure in (0.4, 0.7, 1.0)]
    wrong = [Expected("falls", sure).brier("rises") for sure in (0.4, 0.7, 1.0)]
    assert right == sorted(right, reverse=True) and wrong == sorted(wrong)
    assert right[-1] == 0.0 and wrong[-1] == 2.0
