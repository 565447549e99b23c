"""However a table of residents is spelt it says the same, and no slip goes through in silence."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from joinedup_experiments.local_place.new.ages import (
    BANDS,
    OLDEST,
    STARTS,
    Band,
    band_of,
    open_end,
)
from joinedup_experiments.local_place.new.people import read_population
from joinedup_experiments.scenario_io.load import ScenarioError

INNER = ("{a}-{b}", "{a} to {b}", "Aged {a} to {b} years", "{a}_{b}", "Age {a} - {b}",
         "{a}\u2013{b}", "aged {a}-{b} [note 2]")  # fmt: skip
OPEN = ("{a}+", "Aged {a} and over", "{a} years and over", "{a} or more", "{a} plus", "\u2265{a}")
FIRST = ("Under {end}", "Aged {b} years and under", "0-{b}", "less than {end}")
SINGLE = ("{a}", "Age {a}", "Aged {a} year", "{a} to {a}")
TITLES = ("Population estimates, made-up", "Crown copyright, from Nomis on 3 March 2026", "")
NOTES = ("Source: Office for National Statistics", "1. These are rounded, or so they say",
         "[c] is a figure that was withheld", "These figures may not add up")  # fmt: skip


def spelling(band: Band) -> st.SearchStrategy[str]:
    forms = INNER
    if band.last == OLDEST:
        forms = OPEN
    elif band.first == 0 and band.last > 0:
        forms = (*INNER, *FIRST)
    elif band.first == band.last:
        forms = SINGLE
    return st.sampled_from([f.format(a=band.first, b=band.last, end=band.last + 1) for f in forms])


class Case(NamedTuple):
    bands: list[Band]
    labels: list[str]
    people: list[int]

    def rows(self) -> list[str]:
        return [f"{a},{n}" for a, n in zip(self.labels, self.people, strict=True)]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Bands of at most ten years without overlap or hole, each somehow spelt."""
    bands, first = [], 0
    while first < 90:
        last = min(89, first + draw(st.integers(0, 9)))
        if last > first and draw(st.booleans()) and any(first < s <= last for s in STARTS):
            last = next(s for s in STARTS if s > first) - 1
        bands.append(Band(first, last))
        first = last + 1
    bands.append(Band(90, OLDEST))
    labels = [draw(spelling(band)) for band in bands]
    people = draw(st.lists(st.integers(20, 9000), min_size=len(bands), max_size=len(bands)))
    return Case(bands, labels, people)


def written(folder: Path, lines: list[str]) -> Path:
    file = folder / "p.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def by_year(case: Case) -> list[float]:
    """People by year of age, each band's evenly, the model's own sum apart from the reader's."""
    years = [0.0] * (OLDEST + 1)
    for band, many in zip(case.bands, case.people, strict=True):
        for age in range(band.first, band.last + 1):
            years[age] += many / (band.last - band.first + 1)
    return years


@given(case=cases(), data=st.data())
def test_a_table_says_the_same_however_it_is_spelt(
    case: Case, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = data.draw(st.permutations(case.rows()))
    if data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(rows)))
        rows = [*rows[:at], f"All ages,{sum(case.people)}", *rows[at:]]
    titles = data.draw(st.lists(st.sampled_from(TITLES), max_size=3))
    notes = data.draw(st.lists(st.sampled_from(NOTES), max_size=3))
    head = data.draw(
        st.sampled_from(["age,people", "Age group,Persons", "AGE,2024", "Ages,Number"])
    )
    lines = [*titles, head, *rows, "", *notes]
    found = read_population(written(tmp_path_factory.mktemp("t"), lines))
    years = by_year(case)
    assert found.residents == sum(case.people) and found.ages is not None
    for name, start, end in zip(BANDS, STARTS, (*STARTS[1:], OLDEST + 1), strict=True):
        assert found.ages[name] * found.residents == pytest.approx(sum(years[start:end]))


@given(case=cases(), data=st.data())
def test_no_slip_goes_through_in_silence(
    case: Case, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = case.rows()
    at = data.draw(st.integers(0, len(rows) - 1))
    band, label = case.bands[at], case.labels[at]
    slip = data.draw(st.sampled_from(["lost", "twice", "inside", "total", "mark", "empty"]))
    if slip == "lost":
        # a year of age from 85 on that comes last is read as open, with a remark
        assume(at < len(rows) - 1 or open_end(case.bands[:-1]) is None)
        del rows[at]
        message = f"nobody of {band} is in the table"
    elif slip == "twice":
        rows.append(f"{data.draw(spelling(band))},7")
        message = f"twice: here and in line {at + 2}"
    elif slip == "inside":
        rows.append(f"{band.first},7")
        known = band.first == band.last
        message = (
            f"in line {at + 2}" if known else f"`{band}` in line {at + 2} and `{band.first}` in"
        )
    elif slip == "total":
        rows.append(f"Total,{sum(case.people) + len(rows) * 5000}")
        message = "the row of totals `Total`"
    else:
        text = "" if slip == "empty" else data.draw(st.sampled_from(["c", "[c]", "*", "-", ":"]))
        rows[at] = f"{label},{text}"
        message = "not empty" if slip == "empty" else f"`{text}`, which is not nought"
    with pytest.raises(ScenarioError) as raised:
        read_population(written(tmp_path_factory.mktemp("t"), ["age,people", *rows]))
    assert message in str(raised.value)
    assert len(raised.value.problems) == 1


@given(st.integers(0, 119), st.integers(0, 119))
def test_a_band_as_it_is_printed_is_read_back(first: int, last: int) -> None:
    band = Band(min(first, last), max(first, last))
    assert band_of(str(band)) == band
    assert sum(band.shares.values()) == pytest.approx(1.0)
