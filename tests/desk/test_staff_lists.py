"""Lists of staff out of NHS payrolls: roles as they are called, and a row for each pay band."""

from __future__ import annotations

from pathlib import Path

import pytest

from joinedup_experiments.local_place.new.grids import grids_of
from joinedup_experiments.local_place.new.publications import recognised
from joinedup_experiments.local_place.new.teams import read_teams
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario

BASE = load_scenario("siloed_borough")
ROWS = (
    "Talking therapies,Psychologist,7,5",
    "Talking therapies,Psychologist,8a,2.5",
    "Community nursing,District nurse,5,10",
    "Community nursing,District nurse,6,10",
)
ROLES = {
    "High Intensity Therapist": "psychologist",
    "Trainee High Intensity Therapist": "psychologist",
    "Psychological Wellbeing Practitioner": "psychologist",
    "PWP": "psychologist",
    "Counsellor": "psychologist",
    "CPN": "mental_health_nurse",
    "Community Psychiatric Nurse": "mental_health_nurse",
    "Registered Mental Health Nurse": "mental_health_nurse",
    "Consultant Psychiatrist": "psychiatrist",
    "OT": "therapist",
    "Senior Occupational Therapist": "therapist",
    "Physiotherapist": "therapist",
    "Speech & Language Therapist": "therapist",
    "HCA": "support_worker",
    "Healthcare Support Worker": "support_worker",
    "Senior Care Worker": "support_worker",
    "District Nurse": "district_nurse",
    "Community Staff Nurse": "district_nurse",
    "AMHP": "social_worker",
    "Approved Mental Health Professional": "social_worker",
    "Salaried GP": "gp",
    "General Practice Nurse": "practice_nurse",
    "Social Prescriber": "link_worker",
}


def table(folder: Path, *rows: str, head: str = "Team,Job Role,Pay Band,WTE") -> Path:
    file = folder / "staff.csv"
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return file


def refused(file: Path) -> str:
    with pytest.raises(ScenarioError) as raised:
        read_teams(file, BASE)
    return str(raised.value)


@pytest.mark.parametrize(("role", "profession"), ROLES.items())
def test_usual_names_of_roles_are_known(role: str, profession: str, tmp_path: Path) -> None:
    file = table(tmp_path, f"crisis_team,{role},2", head="team,profession,wte")
    assert read_teams(file, BASE)["crisis_team"].posts == {profession: 2.0}


def test_two_roles_of_one_profession_are_added_up(tmp_path: Path) -> None:
    rows = [f"Talking therapies,{role},5,4" for role in ("High Intensity Therapist", "PWP")]
    assert read_teams(table(tmp_path, *rows), BASE)["talking_therapies"].posts == {
        "psychologist": 8.0
    }


@pytest.mark.parametrize(
    "head",
    ["Team,Job Role,Pay Band,WTE", "team,profession,band,wte", "Team,Job Role,Staff Group,FTE"],
)
def test_rows_of_pay_bands_are_added_up_with_a_note(head: str, tmp_path: Path) -> None:
    remarks: list[str] = []
    found = read_teams(table(tmp_path, *ROWS, head=head), BASE, remarks.append)
    assert found["talking_therapies"].posts == {"psychologist": 7.5}
    assert found["community_nursing"].posts == {"district_nurse": 20.0}
    note = (
        "rows of a team's profession alike but for pay bands or columns not read were added up: 2"
    )
    assert note in remarks
    assert not any("Skills for Care" in remark for remark in remarks)


def test_whole_rows_alike_and_rows_of_two_dates_are_refused(tmp_path: Path) -> None:
    message = refused(table(tmp_path, *ROWS, ROWS[0]))
    assert "staff.csv:6: the same team and profession and band twice: here and in line 2" in message
    assert "\n" not in message
    dated = [row.replace(",5,", ",2023,").replace(",6,", ",2024,") for row in ROWS[2:]]
    message = refused(table(tmp_path, *dated, head="team,profession,Year,wte"))
    assert "the same team and profession twice: here and in line 2" in message


def test_unknown_roles_and_rows_alike_are_refused_in_one_round(tmp_path: Path) -> None:
    wizard = "Crisis team,Wizard,7,1"
    message = refused(table(tmp_path, *ROWS, wizard, wizard, ROWS[0])).split("\n")
    assert any("staff.csv:6: " in one and "`wizard`" in one for one in message)
    assert any("staff.csv:7: the same team and profession and band twice" in one for one in message)
    assert any("staff.csv:8: the same team and profession and band twice" in one for one in message)


def test_a_payroll_is_not_taken_for_the_social_care_workforce(tmp_path: Path) -> None:
    (grid,) = grids_of(table(tmp_path, *ROWS))
    found = recognised(grid)
    assert found is not None and found.name == "a list of staff by team and role (ESR)"
    (grid,) = grids_of(table(tmp_path, *ROWS, head="Unit,Job Role,Grade,WTE"))
    assert recognised(grid) is None


PAYROLL = "Organisation,Org L4,Employee Number,Staff Group,Job Role,Pay Band,FTE"
ASSIGNMENTS = (
    "Riverford NHS FT,Talking therapies,1,Add Prof,High Intensity Therapist,7,1",
    "Riverford NHS FT,Talking therapies,2,Add Prof,High Intensity Therapist,7,0.6",
    "Riverford NHS FT,Community nursing,3,Nursing,District Nurse,6,1",
)


@pytest.mark.parametrize("level", ["Org L4", "Organisation Level 5", "Org L6 Name"])
def test_levels_of_a_payrolls_organisation_are_teams(level: str, tmp_path: Path) -> None:
    file = table(tmp_path, *ASSIGNMENTS, head=PAYROLL.replace("Org L4", level))
    (grid,) = grids_of(file)
    found = recognised(grid)
    assert found is not None and found.name == "a list of staff by team and role (ESR)"
    assert {name: team.posts for name, team in read_teams(file, BASE).items()} == {
        "talking_therapies": {"psychologist": 1.6},
        "community_nursing": {"district_nurse": 1.0},
    }


def test_two_levels_of_a_payrolls_organisation_are_refused_by_name(tmp_path: Path) -> None:
    rows = [row.replace("FT,", "FT,Community division,") for row in ASSIGNMENTS]
    file = table(tmp_path, *rows, head=PAYROLL.replace("Org L4", "Org L4,Org L5"))
    what = "`Org L4` and `Org L5` both stand for `team`; keep the column that you mean"
    assert what in refused(file)


def test_an_organisation_that_there_is_not_stays_a_fault_elsewhere(tmp_path: Path) -> None:
    row = "Riverford NHS FT,Talking therapies,psychologist,7"
    file = table(tmp_path, row, head="organisation,team,profession,wte")
    assert "organisation" in refused(file)


def test_an_establishment_is_read_with_the_remark_that_vacant_posts_come_off(
    tmp_path: Path,
) -> None:
    for head, doubted in (("Establishment WTE", 1), ("Budgeted WTE", 1), ("WTE in post", 0)):
        remarks: list[str] = []
        file = table(tmp_path, "Crisis team,psychologist,2", head=f"team,profession,{head}")
        read_teams(file, BASE, remarks.append)
        assert sum("take off those that are vacant" in one for one in remarks) == doubted
