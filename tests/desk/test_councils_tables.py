"""Tables as councils keep them: what they mean is read, and what is not read is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.local_place.check_baseline import BY_FIGURE, Target
from joinedup_experiments.local_place.new import figures
from joinedup_experiments.local_place.new.figures import read_activity
from joinedup_experiments.local_place.new.people import read_population
from joinedup_experiments.local_place.new.teams import read_teams
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario

BANDS = {"0-15": 9000, "16-39": 15000, "40-64": 16000, "65-74": 5000, "75-84": 3000, "85+": 1200}
AREAS = ("Hill", "Dock", "Mill")


def table(folder: Path, *lines: str) -> Path:
    file = folder / "t.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def long(head: str, areas: tuple[str, ...] = AREAS) -> list[str]:
    """A row for each area and band, of which every next area has ten people more."""
    rows = [f"{a},{b},{n + 10 * k}" for k, a in enumerate(areas) for b, n in BANDS.items()]
    return [head, *rows]


def wide(head: str) -> list[str]:
    rows = [",".join([a, *(str(n + 10 * k) for n in BANDS.values())]) for k, a in enumerate(AREAS)]
    return [",".join([head, *BANDS]), *rows]


@pytest.mark.parametrize("lines", [long("Area,age,people"), wide("Area"), wide("Area name")])
def test_names_of_areas_are_neighbourhoods(lines: list[str], tmp_path: Path) -> None:
    remarks: list[str] = []
    found = read_population(table(tmp_path, *lines), remarks.append)
    assert {name: part.residents for name, part in found.parts.items()} == {
        "Hill": 49_200, "Dock": 49_260, "Mill": 49_320
    }  # fmt: skip
    assert found.residents == 3 * 49_260
    assert "areas were read as neighbourhoods, 3: Hill, Dock, Mill" in "; ".join(remarks)


@pytest.mark.parametrize(
    "lines",
    [long("Ward,age,people"), long("Area,age,people", ("E01000001", "E01000002"))],
    ids=["wards", "codes"],
)
def test_areas_of_a_known_kind_are_added_up_and_it_is_said(
    lines: list[str], tmp_path: Path
) -> None:
    remarks: list[str] = []
    found = read_population(table(tmp_path, *lines), remarks.append)
    assert not found.parts
    assert "a column `neighbourhood` would keep them apart" in "; ".join(remarks)


def test_a_hole_in_one_area_names_it_once(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"nobody of 85\+ is in the table for Mill, so"):
        read_population(table(tmp_path, *long("Area,age,people")[:-1]))


NOMIS = ("Population estimates,,", "gender,Total,", "date,2023,")
ACROSS = ["All Ages,49200,49260", *(f"Aged {b},{n},{n + 10}" for b, n in BANDS.items())]


@pytest.mark.parametrize("heads", [("Age,Hill,Dock",), (*NOMIS, "Age,Hill,Dock")])
def test_ages_may_go_down_and_areas_across(heads: tuple[str, ...], tmp_path: Path) -> None:
    found = read_population(table(tmp_path, *heads, *ACROSS))
    assert {n: part.residents for n, part in found.parts.items()} == {"Hill": 49200, "Dock": 49260}
    assert found.parts["Dock"].ages is not None
    assert found.parts["Dock"].ages["85+"] == pytest.approx(1210 / 49_260)


def test_a_line_of_codes_below_the_areas_adds_them_up(tmp_path: Path) -> None:
    lines = (*NOMIS, "area name,Hill,Dock", "mnemonic,E05000001,E05000002", *ACROSS)
    found = read_population(table(tmp_path, *lines))
    assert not found.parts and found.residents == 98_460
    two = [line.replace("E0500", "E0900") for line in lines]
    with pytest.raises(ScenarioError, match="2 local authorities are in the table"):
        read_population(table(tmp_path, *two))


WHOLE = {
    "columns": ["Age,Ashcombe,Hill,Dock", *(f"Aged {b},{2 * n + 9},{n},{n + 9}"
                                            for b, n in BANDS.items())],
    "rows": [*long("Area,age,people", AREAS[:2]),
             *(f"Ashcombe,{b},{2 * n + 10}" for b, n in BANDS.items())],
    "neighbourhoods": [*long("neighbourhood,age,people", AREAS[:2]),
                       *(f"Ashcombe,{b},{2 * n + 10}" for b, n in BANDS.items())],
}  # fmt: skip


@pytest.mark.parametrize("lines", WHOLE.values(), ids=WHOLE)
def test_the_whole_beside_its_parts_is_left_out_with_a_note(
    lines: list[str], tmp_path: Path
) -> None:
    remarks: list[str] = []
    found = read_population(table(tmp_path, *lines), remarks.append)
    assert list(found.parts) == ["Hill", "Dock"]
    assert found.residents == sum(part.residents for part in found.parts.values())
    assert "`Ashcombe` is the whole of the other areas, and was left out" in remarks


@pytest.mark.parametrize("head", ["Age,Est 2022,Est 2023", "Age,peple,deprivation"])
def test_columns_that_are_no_areas_are_refused_at_their_line(head: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as raised:
        read_population(table(tmp_path, *NOMIS, head, *ACROSS))
    assert f"t.csv:4: there is no heading `{head.split(',')[1]}`" in str(raised.value)


def test_a_missing_heading_is_refused_whole_and_at_the_line_of_headings(tmp_path: Path) -> None:
    lines = (*NOMIS, "aged,Hill,Dock", "young,9000,9100", "old,300,200", "oldest,9,10")
    with pytest.raises(ScenarioError) as raised:
        read_population(table(tmp_path, *lines))
    assert all(problem.spot.line == 4 for problem in raised.value.problems)
    with pytest.raises(ScenarioError) as raised:
        read_population(table(tmp_path, *NOMIS, "sex,people,source", "male,9000,x", "female,91,x"))
    message = "the heading `age` or `deprivation_quintile` or `deprivation_decile` is missing; "
    assert f"t.csv:4: {message}" in str(raised.value)


@pytest.mark.parametrize(
    ("head", "remark"),
    [
        ("Team,Profession,Posts (WTE),Vacancies", "columns not read: `Vacancies`"),
        ("Team,Profession,WTE,Vacant WTE", "columns not read: `Vacant WTE`"),
        ("Team,Profession,Posts,Vacancies", "`Posts` was read as whole_time_equivalents"),
        ("Service,Role,Funded posts,Vacancies (WTE)", "columns not read: `Vacancies (WTE)`"),
    ],
)
def test_a_table_of_teams_may_have_vacancies(head: str, remark: str, tmp_path: Path) -> None:
    rows = ("general_practice,GP,27.4,2", "memory_service,psychiatrist,1,0.5")
    remarks: list[str] = []
    base = load_scenario("siloed_borough")
    found = read_teams(table(tmp_path, head, *rows), base, remarks.append)
    assert {name: team.posts for name, team in found.items()} == {
        "general_practice": {"gp": 27.4}, "memory_service": {"psychiatrist": 1.0}
    }  # fmt: skip
    assert remark in "; ".join(remarks)


def test_whole_time_equivalents_are_read_rather_than_posts(tmp_path: Path) -> None:
    file = table(tmp_path, "Team,Profession,Posts,WTE,Vacancies", "general_practice,gp,30,27.4,2")
    found = read_teams(file, load_scenario("siloed_borough"))
    assert found["general_practice"].posts == {"gp": 27.4}


@pytest.mark.parametrize("target", BY_FIGURE.values(), ids=lambda target: target.key)
def test_a_figure_may_be_called_by_its_label_as_it_is_printed(
    target: Target, tmp_path: Path
) -> None:
    per = figures.PER[target.unit]
    for name in (target.figure, target.label, f"{target.label}, {target.unit}"):
        row = f'"{name}",{target.value},{per}'
        found = read_activity(table(tmp_path, "figure,value,per", row), 50_000, {})
        assert [one.name for one in found] == [target.figure]


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("A and E", "the nearest is `ae_attendances`; there are also "),
        ("admissions to hospital", "the nearest is `emergency_admissions`; there are also "),
        ("emergancy admissions", "did you mean `emergency_admissions`?"),
    ],
)
def test_for_an_unknown_figure_the_nearest_is_named_first(
    wrong: str, hint: str, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioError) as raised:
        read_activity(table(tmp_path, "figure,value,per", f"{wrong},500,resident"), 50_000, {})
    assert f"t.csv:2: there is no figure `{wrong}`; {hint}" in str(raised.value)


@pytest.mark.parametrize("head", ["2022 ward,age,people", "ward 2022,Age,people 2023"])
def test_a_heading_may_have_a_year_in_it(head: str, tmp_path: Path) -> None:
    assert read_population(table(tmp_path, *long(head))).residents == 3 * 49_260


def test_rows_are_not_called_the_same_below_a_heading_that_is_not_known(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="there is no heading `Polling place`") as raised:
        read_population(table(tmp_path, *long("Polling place,age,people")))
    assert len(raised.value.problems) == 1


@pytest.mark.parametrize("cell", ["-5000", "99999999", "5,000", "5000.5x", "1e9", "", "c"])
def test_for_a_bad_cell_its_totals_are_not_called_wrong(cell: str, tmp_path: Path) -> None:
    rows = [f"{b},{n}" for b, n in BANDS.items()]
    rows[3] = f"65-74,{cell}"
    with pytest.raises(ScenarioError) as raised:
        read_population(table(tmp_path, "age,people", *rows, "Total,49200"))
    assert [problem.spot.line for problem in raised.value.problems] == [5]


def test_for_a_bad_label_no_total_is_called_wrong_and_another_total_is(tmp_path: Path) -> None:
    rows = long("area,age,people", AREAS[:2])
    rows += [f"Total,{b},{2 * n + 10}" for b, n in BANDS.items()]
    with pytest.raises(ScenarioError, match="no band of ages") as raised:
        read_population(table(tmp_path, *[row.replace("k,65-74", "k,65-7r") for row in rows]))
    assert len(raised.value.problems) == 1
    spoilt = [row.replace("Dock,65-74,5010", "Dock,65-74,-1") for row in rows]
    spoilt = [row.replace("Total,85+,2410", "Total,85+,9") for row in spoilt]
    with pytest.raises(ScenarioError) as raised:
        read_population(table(tmp_path, *spoilt))
    assert [problem.spot.line for problem in raised.value.problems] == [11, 19]


def made(folder: Path, *options: object) -> str:
    result = CliRunner().invoke(app, ["new", str(folder), *map(str, options), "--no-ask"])
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


def test_teams_professions_and_roles_that_are_not_read_are_printed(tmp_path: Path) -> None:
    rows = ("team,profession,wte", *(f"{t},gp,9" for t in load_scenario("siloed_borough").teams))
    all_but_one = table(tmp_path, *[row for row in rows if "crisis_team" not in row])
    printed = made(tmp_path / "hill", "--teams", all_but_one)
    assert "so as nationally (write 0 where there is none): crisis_team, practice_nurse of" in (
        printed
    )
    skills_for_care = Path(__file__).parent / "published" / "asc_wds_wte.csv"
    printed = made(tmp_path / "dock", "--teams", skills_for_care)
    roles = "Registered manager, Care worker (Care home)"
    assert f"left out, as no team of the model has them: {roles}" in printed


@pytest.mark.parametrize(
    ("folder", "name"),
    [("riverford", "Riverford"), ("my_place", "My place"), ("St-Mary [n]", "St Mary n"),
     ("__", "Our place")],
)  # fmt: skip
def test_a_place_is_called_as_its_folder(folder: str, name: str, tmp_path: Path) -> None:
    assert f"place.yaml: {name}, 30,000 residents" in made(tmp_path / folder)
    assert load_scenario(tmp_path / folder / "place.yaml").name == name
