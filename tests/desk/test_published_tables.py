"""English tables as they are published, with made-up numbers: read, or refused with a reason.

The figures expected were added up from the files' cells, not by the code that is tested. Each
table is tried as CSV and as the second sheet of a workbook, below a cover sheet.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.local_place.new.figures import read_activity, read_costs
from joinedup_experiments.local_place.new.people import read_population
from joinedup_experiments.local_place.new.teams import read_teams
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario

PUBLISHED = Path(__file__).parent / "published"
BASE = load_scenario("siloed_borough")
READERS = {
    "population": read_population,
    "teams": lambda path, remark=print: read_teams(path, BASE, remark),
    "activity": lambda path, remark=print: read_activity(path, 50_000, {}, remark),
    "costs": read_costs,
}

# Residents, under 16, 85 and over, and what is remarked on.
AGES: dict[str, tuple[float, float, float, str]] = {
    "ons_lsoa_single_year": (8021, 1617, 202, "90 was taken as 90 and over"),
    "ons_lsoa_persons": (6826, 1360, 193, "left out: 5"),
    "nomis_five_year": (16400, 3120, 1300, "15-19 were split"),
    "nomis_download": (16400, 3120, 1300, "the sexes were added up"),
    "census_ts007a_bulk": (7038, 1375.2, 63, "areas were added up: 5"),
    "census_custom": (12600, 2568, 160, "15-19 were split"),
    "ons_projection": (10032, 2113.907608, 121.251874, "were rounded: 19"),
    "gp_registered_single_age": (9660, 1927, 301, "patients registered at a GP practice"),
}  # fmt: skip
POSTS = {
    "gp_workforce": {"general_practice": {"gp": 9.5, "practice_nurse": 9.5}},
    # Care workers in care homes and managers are no home care.
    "asc_wds_wte": {
        "adult_social_care": {"social_worker": 19.5, "therapist": 5.2, "support_worker": 148.4}
    },
}
# What the refusal names, and what it says to do.
REFUSED = {
    "imd_file_1": ("indices of deprivation without populations", "File 7"),
    "deprived_households": ("Census TS011", "File 7"),
    "gp_registered_five_year": (
        "several levels",
        "(line 2), primary care network (line 42)",
    ),
    "asc_wds_filled_posts": ("filled posts", "whole-time equivalents"),
    "nhs_workforce": ("NHS workforce statistics", "posts by team and profession"),
    "pcn_workforce": ("primary care network workforce", "a line each"),
    "nhs_vacancies": ("NHS vacancy statistics", "posts worked, by team"),
    "ae_sitrep": ("A&E waiting times", "`ae_attendances,"),
    "discharge_sitrep": ("ready-for-discharge", "`delayed_beds,"),
    "beds_kh03": ("KH03", "--beds"),
    "community_services": ("CSDS", "--teams"),
    "mental_health_services": ("MHSDS", "`mental_health_referrals_accepted,"),
    "talking_therapies": ("talking therapies", "--teams"),
    "salt": ("SALT", "`social_care_requests,"),
    "asc_fr": ("ASC-FR", "`care_home_week,"),
    "reference_costs": ("national cost collection", "`ae_attendance,"),
    "pssru": ("PSSRU", "`social_worker_hour,"),
    "qof_prevalence": ("Quality and Outcomes Framework", "no table takes it"),
    "admitted_patient_care": ("hospital admitted patient care", "`emergency_admissions,"),
}


def as_workbook(source: Path, folder: Path) -> Path:
    """The same table in Excel: numbers as numbers, below a cover and beside a sheet of notes."""
    book = Workbook()
    book.active.title = "Cover"
    book.active.append(["Made-up statistics for Riverford"])
    sheet = book.create_sheet("Table 1")
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            sheet.append([_number(cell) for cell in row])
    book.create_sheet("Notes").append(["Note 1: none of this is real"])
    target = folder / f"{source.stem}.xlsx"
    book.save(target)
    return target


def _number(text: str) -> object:
    try:
        return text if "_" in text else float(text.replace(",", ""))
    except ValueError:
        return text


@pytest.fixture(params=["csv", "xlsx"])
def saved(request: pytest.FixtureRequest, tmp_path: Path):
    def as_(name: str) -> Path:
        source = PUBLISHED / f"{name}.csv"
        return source if request.param == "csv" else as_workbook(source, tmp_path)

    return as_


@pytest.mark.parametrize("name", AGES)
def test_residents_by_age_are_read(name: str, saved) -> None:
    residents, young, oldest, message = AGES[name]
    remarks: list[str] = []
    found = read_population(saved(name), remarks.append)
    assert found.residents == residents and found.ages is not None
    assert found.ages["0-15"] * residents == pytest.approx(young)
    assert found.ages["85+"] * residents == pytest.approx(oldest)
    assert message in "; ".join(remarks)


def test_deprivation_is_read_from_the_indices(saved) -> None:
    found = read_population(saved("imd_file_7"))
    assert found.ages is None and found.residents == 15_100
    # Quintile 1, the most deprived, comes last.
    assert found.deprivation == pytest.approx([n / 15_100 for n in (3180, 3100, 3020, 2940, 2860)])


@pytest.mark.parametrize("name", POSTS)
def test_posts_are_read(name: str, saved) -> None:
    found = READERS["teams"](saved(name))
    assert {team: local.posts for team, local in found.items()} == {
        team: pytest.approx(posts) for team, posts in POSTS[name].items()
    }


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_table_is_recognised_whatever_it_is_given_as(name: str, saved) -> None:
    named, instead = REFUSED[name]
    file = saved(name)
    for table, reader in READERS.items():
        if name == "gp_registered_five_year" and table != "population":
            continue
        with pytest.raises(ScenarioError) as raised:
            reader(file)
        assert named in str(raised.value) and instead in str(raised.value), table
        assert len(raised.value.problems) == 1


@pytest.mark.parametrize("name", [*AGES, *POSTS, "imd_file_7"])
def test_a_table_given_to_the_wrong_option_names_the_right_one(name: str, saved) -> None:
    right = "teams" if name in POSTS else "population"
    file = saved(name)
    for table, reader in READERS.items():
        if table != right:
            with pytest.raises(ScenarioError, match=f"give it as --{right}"):
                reader(file)


def test_every_layout_is_tried() -> None:
    tried = {*AGES, *POSTS, *REFUSED, "imd_file_7"}
    assert tried == {file.stem for file in PUBLISHED.glob("*.csv")} and len(tried) >= 15


def test_a_place_is_made_of_published_tables(tmp_path: Path, saved) -> None:
    made = tmp_path / "made"
    options = ["new", str(made), "--no-ask", "--population", str(saved("ons_lsoa_single_year"))]
    result = CliRunner().invoke(app, [*options, "--teams", str(saved("asc_wds_wte"))])
    assert result.exit_code == 0, result.output
    place = load_scenario(made / "place.yaml")
    assert place.place.residents == 8_021
    text = (made / "place.yaml").read_text("utf-8")
    assert "#   population: the age 90 was taken as 90 and over" in text
    assert "social_worker: 19.5   # local: teams.csv:5" in text
    copy = (made / "teams.csv").read_text("utf-8").splitlines()
    assert copy[4].startswith("Riverford,Local authority,Other,Social worker")
    again = READERS["teams"](made / "teams.csv")
    assert again["adult_social_care"].posts["social_worker"] == 19.5
