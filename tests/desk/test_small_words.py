"""What is wrong in a cell is called what it is, and what follows from it is not called wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from joinedup_experiments.local_place.new.figures import read_activity, read_costs
from joinedup_experiments.local_place.new.people import read_population
from joinedup_experiments.local_place.new.teams import read_teams
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario

NEXT = ("16-39,9500", "40-64,10200", "65-74,3100", "75-84,1750", "85+,730")


def table(folder: Path, *rows: str) -> Path:
    file = folder / "t.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "mark", ["<5", "< 10", "fewer than 5", "less than 10", "under 5", "\u22645"]
)
def test_a_bound_is_a_suppressed_figure(mark: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as raised:
        read_population(table(tmp_path, "age,people", f"0-15,{mark}", *NEXT))
    what = f"t.csv:2: `people` is `{mark}`, which is not nought: it stands for withheld because"
    assert what in str(raised.value) and "did you mean" not in str(raised.value)


@pytest.mark.parametrize("mark", ["*", "**", "\u2020", "#", " *"])
def test_the_mark_of_a_note_behind_a_figure_is_called_so(mark: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as raised:
        read_population(table(tmp_path, "age,people", f'0-15,"6,100{mark}"', *NEXT))
    assert "the mark of a note stands behind the figure: write `6100`" in str(raised.value)


def test_pounds_with_a_comma_before_two_digits_are_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as raised:
        read_costs(table(tmp_path, "item,pounds", 'ae_attendance,"£2,68"'))
    assert "pounds take a point before pence, and thousands three digits" in str(raised.value)
    assert "did you mean" not in str(raised.value)


@pytest.mark.parametrize("per", ["", " "])
def test_an_empty_unit_is_called_empty(per: str, tmp_path: Path) -> None:
    file = table(tmp_path, "figure,value,per,within", f"ae_attendances,900,{per},")
    with pytest.raises(ScenarioError, match=r"t\.csv:2: `per` is empty; write one of whole_pl"):
        read_activity(file, 2000, {})


def test_totals_below_two_columns_of_one_figure_are_not_called_wrong(tmp_path: Path) -> None:
    rows = ("Consultant psychiatrist,2,0.5,1.5", "Mental health nurse,5,1,4", "Total,7,1.5,5.5")
    head = "Team,Job role,Establishment WTE,Vacant WTE,In post WTE"
    with pytest.raises(ScenarioError, match="both stand for") as raised:
        read_teams(table(tmp_path, head, *(f"Memory service,{row}" for row in rows)),
                   load_scenario("siloed_borough"))  # fmt: skip
    assert len(raised.value.problems) == 1
