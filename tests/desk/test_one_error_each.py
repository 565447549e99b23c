"""A wrong cell is one error, with its own line; what only follows from it is not another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.local_place.new.answers import EXAMPLE
from joinedup_experiments.local_place.new.people import read_population
from joinedup_experiments.local_place.new.teams import read_teams
from joinedup_experiments.scenario_io.load import load_scenario

BANDS = ("0-15", "16-39", "40-64", "65-74", "75-84", "85+")
HEAD = "team,profession,whole_time_equivalents,label,organisation,covers,threshold,accepts\n"


def refused(folder: Path, table: str, text: str, *options: str) -> str:
    """What is said of a table of which nothing is made."""
    file = folder / f"{table}.csv"
    file.write_text(text, encoding="utf-8")
    options = ("new", str(folder / "place"), "--no-ask", f"--{table}", str(file), *options)
    result = CliRunner().invoke(app, options)
    assert result.exit_code == 2, result.output
    assert [one.name for one in folder.iterdir()] == [file.name]
    return result.stderr.removeprefix(f"{folder}/").strip()


def example(table: str, *changes: tuple[str, str]) -> str:
    text = (EXAMPLE / f"{table}.csv").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_more_posts_than_a_place_can_have_are_refused_with_their_line(tmp_path: Path) -> None:
    text = example("teams", ("psychologist,12.6", "psychologist,99999"))
    message = refused(tmp_path, "teams", text, "--residents", "60000")
    assert message == (
        "teams.csv:4: `psychologist` must be at most 20,000, but is `99999`; "
        "give the posts of this place"
    )


def areas(**wrong: str) -> str:
    """Areas of which the last, were its figure nought, would leave one the sum of two others."""
    people = {"A": "100", "B": "100", "C": "200", "D": "0"}
    rows = [f"{name},{band},{many}" for name, many in people.items() for band in BANDS]
    return "\n".join(["lsoa,age,people", *rows]).replace("D,0-15,0", wrong["cell"]) + "\n"


FOLLOWS: dict[str, tuple[str, Callable[[], str], str]] = {
    "a row in the place of another": (
        "population", lambda: example("population", ("0-15,2,", "0-15,1,")),
        "population.csv:3: the same age and deprivation_quintile twice",
    ),
    "an area whose figure is not known": (
        "population", lambda: areas(cell="D,0-15,many"),
        "population.csv:20: `people` must be a number, not the text `many`",
    ),
    "few people but for one figure": (
        "population", lambda: "age,people\n" + "".join(f"{b},30\n" for b in BANDS[:-1]) + "85+,q\n",
        "population.csv:7: `people` must be a number, not the text `q`",
    ),
    "a row of a team of one's own": (
        "teams", lambda: HEAD + "general_practice,gp,9,,,,,\n"
        "ours,gp,1,Ours,nhs,borough,0.2,fraill\nours,therapist,1,,,,,\n",
        "teams.csv:3: `accepts` cannot be the text `fraill`",
    ),
    "posts of general practice": (
        "teams", lambda: HEAD + "general_practice,gp,many,,,,,\n"
        "general_practice,therapist,0,,,,,\n",
        "teams.csv:2: `whole_time_equivalents` must be a number, not the text `many`",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FOLLOWS)
def test_what_follows_from_a_wrong_cell_is_no_error_of_its_own(case: str, tmp_path: Path) -> None:
    table, text, says = FOLLOWS[case]
    message = refused(tmp_path, table, text())
    assert message.startswith(says) and "\n" not in message, message


def test_answers_are_not_held_against_a_table_that_cannot_be_read(tmp_path: Path) -> None:
    text = example("population", ("0-15,1,3654", "0-15,1,many"))
    options = ("--practices", "35", "--neighbourhoods", "160", "--beds", "1600")
    message = refused(tmp_path, "population", text, *options)
    assert message.startswith("population.csv:2: `people` must be") and "\n" not in message
    message = refused(tmp_path, "population", text, "--proposal", "local_care")
    assert "--proposal: there is no proposal `local_care`" in message


@pytest.mark.parametrize("many", ["1,000", "12,345", "1.000", "12.345", "1.234.567"])
def test_what_may_be_a_thousand_or_one_is_refused(many: str, tmp_path: Path) -> None:
    text = example(
        "population", ("0-15,1,3654", f"0-15,1,{many}" if "," not in many else "0-15,1,!")
    )
    message = refused(tmp_path, "population", text.replace(",", ";").replace("!", f'"{many}"'))
    assert message.startswith(f"population.csv:2: `people` must be a number, not the text `{many}`")
    assert "\n" not in message
    mark = "comma" if "," in many else "point"
    assert f"a {mark} may stand for thousands or decimals here: write `1234`, or" in message


def test_three_decimals_are_read_where_commas_part_the_cells(tmp_path: Path) -> None:
    file = tmp_path / "teams.csv"
    file.write_text(example("teams", ("gp,27.4", "gp,27.125")), encoding="utf-8")
    teams = read_teams(file, load_scenario("siloed_borough"))
    assert teams["general_practice"].posts["gp"] == 27.125


def test_parts_of_people_add_up_to_the_whole(tmp_path: Path) -> None:
    file, remarks = tmp_path / "p.csv", list[str]()
    people = "".join(f"{band},{quintile},1000.6\n" for band in BANDS for quintile in range(1, 6))
    file.write_text(f"age,deprivation_quintile,people\n{people}", encoding="utf-8")
    found = read_population(file, remarks.append)
    assert found.residents == 30_018  # each rounded by itself, they were 30,030
    assert remarks == ["figures with decimals were added up, and the sums were rounded: 30"]
