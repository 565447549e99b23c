"""Asking: a wrong answer is asked for again, and none that was given is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.local_place.new.answers import Answers
from joinedup_experiments.local_place.new.answers_file import read_answers, write_answers
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario

# In the order of the questions: name, population, residents, 65 and over, neighbourhoods, beds,
# teams, costs, activity, proposal.
ALL = ["Hillside", "", "42,000", "8400", "1", "90", "", "", "", "closer_working"]


def new(folder: Path, typed: list[str], *options: object) -> Result:
    arguments = ["new", str(folder), "--ask", *map(str, options)]
    return CliRunner().invoke(app, arguments, input="".join(f"{line}\n" for line in typed))


def test_what_is_typed_is_in_the_place_and_no_file_of_answers_is_left(tmp_path: Path) -> None:
    result = new(tmp_path / "x", ALL)
    assert result.exit_code == 0, result.output
    place = load_scenario(tmp_path / "x" / "place.yaml")
    assert place.name == "Hillside" and place.place.residents == 42_000
    assert place.hospital.beds_per_1000 == pytest.approx(90 / 42, rel=1e-4)
    old = sum(place.place.ages[band] for band in ("65-74", "75-84", "85+"))
    assert old == pytest.approx(0.2, abs=2e-5)
    assert [f.name for f in tmp_path.iterdir()] == ["x"]


WRONG = {
    "residents in words": (2, "lots", "a whole number"),
    "too few residents": (2, "20", "20 residents"),
    "more old than there are": (3, "42001", "42,001 of 42,000"),
    "too many neighbourhoods": (4, "300", "300 neighbourhoods"),
    "beds of a country": (5, "30000", "30,000 beds"),
    "no such table": (6, "nothing.csv", "there is no such file"),
    "proposal misspelt": (9, "closer_workin", "did you mean `closer_working`"),
    "a name in brackets": (0, "[bold]", "cannot be the name"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_answer_is_asked_again_and_the_others_stand(case: str, tmp_path: Path) -> None:
    at, wrong, says = WRONG[case]
    result = new(tmp_path / "x", [*ALL[:at], wrong, *ALL[at:]])
    assert result.exit_code == 0, result.output
    assert says in " ".join(result.output.split())
    right = new(tmp_path / "y", ALL)
    assert right.exit_code == 0
    texts = [(tmp_path / name / "place.yaml").read_text("utf-8") for name in ("x", "y")]
    assert texts[0] == texts[1]


def test_a_table_at_fault_is_shown_and_asked_for_again(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("team,profession,whole_time_equivalents\nmemory_servise,psychiatrist,[c]\n")
    result = new(tmp_path / "x", [*ALL[:6], str(bad), *ALL[6:]])
    assert result.exit_code == 0, result.output
    message = " ".join(result.output.split())
    assert "bad.csv:2: `whole_time_equivalents` is `[c]`" in message
    assert "did you mean `memory_service`" in message


@pytest.mark.parametrize("many", range(1, len(ALL)))
def test_answers_are_kept_wherever_it_stops_and_resumed(many: int, tmp_path: Path) -> None:
    stopped = new(tmp_path / "x", ALL[:many])
    assert stopped.exit_code == 1
    file = tmp_path / "x-answers.yaml"
    assert f"--answers {file}" in stopped.output
    resumed = new(tmp_path / "x", ALL[many:], "--answers", file)
    assert resumed.exit_code == 0, resumed.output
    whole = new(tmp_path / "y", ALL)
    assert whole.exit_code == 0
    texts = [(tmp_path / name / "place.yaml").read_text("utf-8") for name in ("x", "y")]
    assert texts[0] == texts[1]
    assert file.is_file()  # one that was given is the reader's own


def test_answers_are_kept_when_the_place_cannot_be_made(tmp_path: Path) -> None:
    teams = tmp_path / "t.csv"
    teams.write_text("team,profession,whole_time_equivalents\n"
                     "community_mental_health,mental_health_nurse,0.1\n")  # fmt: skip
    typed = [*ALL[:6], str(teams), "", "", "local_care_network"]
    result = new(tmp_path / "x", typed)
    assert result.exit_code == 2 and not (tmp_path / "x").exists()
    kept = read_answers(tmp_path / "x-answers.yaml")
    assert kept.residents == 42_000 and kept.tables == {"teams": teams}


def test_an_answer_of_an_earlier_start_gives_way_to_an_option(tmp_path: Path) -> None:
    write_answers(Answers(name="Dale", residents=9_000), tmp_path / "a.yaml")
    options = ["new", str(tmp_path / "x"), "--no-ask", "--answers", str(tmp_path / "a.yaml")]
    assert CliRunner().invoke(app, [*options, "--residents", "12000"]).exit_code == 0
    place = load_scenario(tmp_path / "x" / "place.yaml")
    assert (place.name, place.place.residents) == ("Dale", 12_000)


def test_a_file_of_answers_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("name: Dale\nresidens: 9000\nbeds: many\n")
    with pytest.raises(ScenarioError) as raised:
        read_answers(tmp_path / "a.yaml")
    assert "a.yaml:2" in str(raised.value) and "did you mean `residents`" in str(raised.value)
    assert "a.yaml:3" in str(raised.value)


def test_neighbourhoods_may_differ_in_size_and_age(tmp_path: Path) -> None:
    typed = [*ALL[:4], "2", "Hill: 20,000/6000; Dock: 22000", *ALL[5:]]
    result = new(tmp_path / "x", typed)
    assert result.exit_code == 0, result.output
    place = load_scenario(tmp_path / "x" / "place.yaml").place
    hill, dock = place.by_neighbourhood
    assert (hill.name, dock.name) == ("Hill", "Dock")
    assert hill.share_of_residents == pytest.approx(20 / 42, abs=1e-5)
    old = [sum((n.ages or {})[b] for b in ("65-74", "75-84", "85+")) for n in (hill, dock)]
    assert old == pytest.approx([0.3, 2400 / 22000], abs=2e-5)  # 8,400 in all


@pytest.mark.parametrize(("options", "says"), [
    (["--each", "Hill 3"], "write them as in"),
    (["--each", "Hill: 500; Hill: 500"], "twice"),
    (["--each", "Hill: 500; Dock: 9"], "`Dock` has 9 residents"),
    (["--each", "Hill: 500/900"], "65 or over"),
    (["--each", "Hill: 500; Dock: 500", "--residents", "900"], "adds up to 1,000"),
    (["--each", "Hill: 500; Dock: 500", "--neighbourhoods", "3"], "names 2"),
    (["--each", "Hill: 500/90; Dock: 500/80", "--aged-65", "100"], "170 are 65 or over here"),
    (["--aged-65", "30000"], "30,000 of 30,000"),
    (["--answers", "none.yaml"], "cannot be read"),
])  # fmt: skip
def test_answers_that_do_not_fit_are_refused(options: list[str], says: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["new", str(tmp_path / "x"), "--no-ask", *options])
    assert result.exit_code == 2 and says in " ".join(result.stderr.split()), result.output
    assert list(tmp_path.iterdir()) == []
