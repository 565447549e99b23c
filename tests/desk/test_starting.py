"""A folder for a place of one's own: what goes in comes out, and it is sound."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from joinedup.rules.collected import overridden
from joinedup.run import check_same_place
from joinedup_experiments.cli import app
from joinedup_experiments.local_place.new.answers import PROPOSALS
from joinedup_experiments.local_place.new.figures import read_activity
from joinedup_experiments.local_place.new.making import proposal_text
from joinedup_experiments.local_place.new.people import read_population
from joinedup_experiments.local_place.new.teams import read_teams
from joinedup_experiments.local_place.templating import rendered
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario, read_scenario


def made(folder: Path, *options: object, typed: str | None = None) -> str:
    arguments = ["new", str(folder), *map(str, options)]
    result = CliRunner().invoke(app, arguments, input=typed)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_posts_shares_beds_and_costs_are_those_of_the_tables(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(
        "age,people\n0 to 15,10000\n16-39,15000\n40-64,15000\n65-69,3000\n70-74,3000\n"
        "75-84,3000\n85 and over,1000\n"
    )
    (tmp_path / "t.csv").write_text(
        "team,profession,whole_time_equivalents\nGP practices,GP,25\n"
        "memory service,psychiatrist,2\n"
    )
    (tmp_path / "c.csv").write_text("item,pounds\nae_attendance,£300\ngp_hour,150\n")
    tables = ("--population", tmp_path / "p.csv", "--teams", tmp_path / "t.csv")
    made(tmp_path / "x", *tables, "--costs", tmp_path / "c.csv", "--beds", 150, "--no-ask")
    place = load_scenario(tmp_path / "x" / "place.yaml")
    base = load_scenario("siloed_borough")
    assert place.place.residents == 50_000
    assert place.place.ages["0-15"] == pytest.approx(0.2)
    assert place.place.ages["65-74"] == pytest.approx(0.12)
    assert place.place.ages["85+"] == pytest.approx(0.02)
    assert place.hospital.beds_per_1000 == pytest.approx(3.0)
    # 25 posts for 50,000 residents are 15 for every 30,000; who is not named is as nationally.
    stated = {"general_practice": {"gp": 15.0}, "memory_service": {"psychiatrist": 1.2}}
    for name, known in {**stated, "crisis_team": {}}.items():
        expected = {**base.teams[name].staff, **known}
        assert place.teams[name].staff == pytest.approx(expected, rel=1e-4)
    assert "practice_nurse: 34.1667   # national default: not in your table" in (
        tmp_path / "x" / "place.yaml"
    ).read_text("utf-8")
    assert place.assumptions["money.ae"] == 300.0
    assert overridden(place.assumptions)["money.staff_hour"][0] == 150.0


def test_fifth_1_is_the_most_deprived_and_comes_last(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(
        "deprivation_quintile,people\n1,500\n2,200\n3,100\n4,100\n5,100\n", encoding="utf-8-sig"
    )
    found = read_population(tmp_path / "p.csv")
    assert found.deprivation == pytest.approx((0.1, 0.1, 0.1, 0.2, 0.5))
    assert found.ages is None and found.residents == 1000


def test_a_table_may_name_its_neighbourhoods(tmp_path: Path) -> None:
    people = {"Hill": (100, 200, 300, 200, 150, 50), "Dock & Quay": (500, 900, 400, 100, 80, 20)}
    bands = ("0-15", "16-39", "40-64", "65-74", "75-84", "85+")
    rows = [f"{name},{band},{many}" for name, row in people.items()
            for band, many in zip(bands, row, strict=True)]  # fmt: skip
    (tmp_path / "p.csv").write_text("\n".join(["neighbourhood,age,people", *rows]))
    made(tmp_path / "x", "--population", tmp_path / "p.csv", "--no-ask")
    place = load_scenario(tmp_path / "x" / "place.yaml").place
    assert (place.residents, place.neighbourhoods) == (3_000, 2)
    hill, dock = place.by_neighbourhood
    assert (hill.name, dock.name) == ("Hill", "Dock & Quay")
    assert hill.share_of_residents == pytest.approx(1 / 3, abs=1e-4)
    assert dock.ages is not None and dock.ages["16-39"] == pytest.approx(0.45)
    assert hill.deprivation is None


@pytest.mark.parametrize("text", [
    "team;profession;whole_time_equivalents\r\nmemory service;psychiatrist;2.5\r\n;;\r\n",
    '\ufeff# our staff\n\n"team",profession,whole_time_equivalents\nmemory_service,"psychiatrist"'
    ',"2.5"\n,,\n',
    "Team\tProfession\tWhole time equivalents\nMemory service\tPSYCHIATRIST\t2.5\n",
])  # fmt: skip
def test_what_spreadsheets_write_is_understood(text: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    found = read_teams(tmp_path / "t.csv", load_scenario("siloed_borough"))
    assert found["memory_service"].posts == {"psychiatrist": 2.5}


def test_a_team_of_ones_own_says_what_it_accepts(tmp_path: Path) -> None:
    head = "team,profession,whole_time_equivalents,label,organisation,accepts\n"
    row = 'befriending,support_worker,4,"Befriending, north",voluntary,isolation\n'
    (tmp_path / "t.csv").write_text(head + row)
    made(tmp_path / "x", "--teams", tmp_path / "t.csv", "--no-ask")
    team = load_scenario(tmp_path / "x" / "place.yaml").teams["befriending"]
    assert team.label == "Befriending, north" and list(team.accepts) == ["isolation"]
    (tmp_path / "t.csv").write_text(head + row.replace(",voluntary", ","))
    with pytest.raises(ScenarioError, match="organisation"):
        read_teams(tmp_path / "t.csv", load_scenario("siloed_borough"))


def test_figures_come_to_the_models_units(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        'figure,value,per\nae_attendances,"8,000",whole place\nconsultations,5100,1000 residents\n'
        "social_care_requests,800,whole_place\nbed_occupancy,95%,share\n"
    )
    found = {f.key: f.value for f in read_activity(tmp_path / "a.csv", 20_000, {"0-15": 0.2})}
    assert found == pytest.approx({"ae": 400.0, "consultations": 5.1, "requests": 50.0,
                                   "occupancy": 0.95})  # fmt: skip


def leaves(value, path=()):
    """Every single value, by its path."""
    if isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(below, (*path, key))
    else:
        yield path, value


@pytest.mark.parametrize("proposal", PROPOSALS)
def test_every_proposal_fits_the_place_and_is_the_shipped_one(
    proposal: str, tmp_path: Path
) -> None:
    made(tmp_path / "x", "--residents", 60000, "--proposal", proposal, "--no-ask")
    place, arm = (load_scenario(tmp_path / "x" / f"{n}.yaml") for n in ("place", "proposal"))
    check_same_place(place, arm)
    shipped = load_scenario(proposal).arrangement
    cost = {"programme_cost_a_year": 2 * shipped.programme_cost_a_year}
    found, expected = (
        dict(leaves(one.model_dump(exclude_none=True)))
        for one in (arm.arrangement, shipped.model_copy(update=cost))
    )
    assert found.keys() == expected.keys()
    for path, value in expected.items():  # posts are rounded to hundredths
        number = isinstance(value, float)
        assert found[path] == (pytest.approx(value, abs=0.0051) if number else value), path


@pytest.mark.parametrize("residents", [200, 2000])
def test_a_small_place_has_its_share_of_posts(residents: int) -> None:
    shipped = load_scenario("local_care_network_well").arrangement.boundary_spanners
    text = proposal_text("local_care_network_well", residents, "A small place")
    found = YAML(typ="safe").load(text)["arrangement"]["boundary_spanners"]
    assert found == pytest.approx(shipped * residents / 30_000, rel=0.005)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("19", "19, and a share lies between 0 and 1; write 0.19 or 19%"),
        ("1900%", "19, and a share lies between 0 and 1; write 0.19 or 19%"),
        ("104%", "104%; it must lie between 0 and 1, as 0.37"),
        ("120%", "120%; it must lie between 0 and 1, as 0.37"),
    ],
)
def test_a_share_above_one_has_a_hint_that_can_be_meant(
    tmp_path: Path, value: str, hint: str
) -> None:
    table = tmp_path / "a.csv"
    table.write_text(f"figure,value,per\nbed_occupancy,{value},share\n")
    with pytest.raises(ScenarioError, match=f"`bed_occupancy` is {hint}"):
        read_activity(table, 2000, {})


def test_every_number_is_marked_and_the_example_is_sound(tmp_path: Path) -> None:
    made(tmp_path / "x", "--example")
    text = (tmp_path / "x" / "place.yaml").read_text(encoding="utf-8")
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if any(c.isdigit() for c in value.partition("#")[0]) and name[:5] != "    " + name[4:5]:
            assert "local" in line or "national" in line, line
    assert {f.name for f in (tmp_path / "x").iterdir()} == {
        "place.yaml", "proposal.yaml", "README.txt", "population.csv", "teams.csv", "activity.csv",
        "costs.csv", "scenario.schema.json",
    }  # fmt: skip
    for name in ("place", "proposal"):
        read_scenario(tmp_path / "x" / f"{name}.yaml")
        first, *rest = (tmp_path / "x" / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
        assert (tmp_path / "x" / first.partition("$schema=")[2]).is_file()
        assert not any("$schema=" in line for line in rest)


def test_it_never_writes_over_anything(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "mine.txt").write_text("mine")
    result = CliRunner().invoke(app, ["new", str(tmp_path / "x"), "--no-ask"])
    assert result.exit_code == 2 and "x-2" in result.stderr
    assert [f.name for f in tmp_path.rglob("*")] == ["x", "mine.txt"]


@pytest.mark.parametrize(("options", "says"), [
    (["--residents", "20"], "--residents"),
    (["--residents", "1000", "--neighbourhoods", "9"], "--neighbourhoods"),
    (["--practices", "500"], "--practices"),
    (["--beds", "30000"], "--beds"),
    (["--beds", "nan"], "--beds"),
    (["--proposal", "local_care_netwrk"], "did you mean `local_care_network`"),
    (["--name", "[bold]"], "--name"),
    (["--example", "--residents", "5"], "leave --residents out"),
])  # fmt: skip
def test_answers_that_cannot_be_are_refused(options: list[str], says: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["new", str(tmp_path / "x"), "--no-ask", *options])
    assert result.exit_code == 2 and says in " ".join(result.stderr.split()), result.output
    assert list(tmp_path.iterdir()) == []


def test_a_proposal_that_takes_staff_away_who_are_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "team,profession,whole_time_equivalents\ncommunity_mental_health,mental_health_nurse,0.1\n"
    )
    options = ["new", str(tmp_path / "x"), "--no-ask", "--teams", str(tmp_path / "t.csv")]
    result = CliRunner().invoke(app, options)
    assert result.exit_code == 2 and "proposal.yaml" in result.stderr, result.output
    assert not (tmp_path / "x").exists()


def test_no_residents_are_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["new", str(tmp_path / "x"), "--residents", "0", "--no-ask"])
    assert result.exit_code == 2
    assert "--residents: 0 residents" in result.output
    assert not (tmp_path / "x").exists()


def test_a_folder_that_is_there_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["new", str(tmp_path), "--ask"], input="Here\n" * 12)
    assert result.exit_code == 2
    assert "What is the place called?" not in result.output


def test_the_commands_it_proposes_can_be_pasted_when_a_folder_has_a_space(tmp_path: Path) -> None:
    result = made(tmp_path / "my place", "--no-ask")
    assert f"joinedup validate '{tmp_path / 'my place' / 'place.yaml'}'" in result


@pytest.mark.parametrize(("teams", "says"), [("A", "1 team from your"), ("AB", "2 teams from")])
def test_one_team_is_one_team(teams: str, says: str) -> None:
    values = {"name": "X", "residents": 9, "neighbourhoods": 1, "proposal": "p", "remarks": []}
    paths = dict.fromkeys(("place", "proposal", "fitted"), "x.yaml")
    values |= {"tables": ["teams"], "teams": dict.fromkeys(teams), "population": None}
    assert says in rendered("summary.txt", values | {"paths": paths, "paste": paths})
