"""What services write down of a contact: which rows of the event log, under which heading."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from joinedup.codes import NONE_TEAM, Activity, Role
from joinedup.rules.beyond_hospital import BeyondActivity
from joinedup.rules.mental_health_beds import BedActivity
from joinedup_experiments.evaluator.hospital_use import prices_of
from joinedup_experiments.evaluator.recording import Recording
from joinedup_experiments.evaluator.register import Register, generations

# Heading, what it means, and the activities; contacts are parted by who had them
HOSPITAL = {
    "emergency_admissions": ("emergency admissions, mental health beds included",
                             (Activity.EMERGENCY_ADMISSION,)),
    "mental_health_admissions": ("of them, admissions to mental health beds",
                                 (BedActivity.MENTAL_HEALTH_ADMISSION,)),
    "elective_stays": ("elective inpatient stays", (Activity.ELECTIVE_INPATIENT,)),
    "day_cases": ("day cases", (Activity.DAY_CASE,)),
    "outpatient_attendances": ("outpatient attendances", (Activity.OUTPATIENT,)),
    "ae_attendances": ("A&E attendances", (Activity.AE_ATTENDANCE,)),
}  # fmt: skip
COMMUNITY = {
    "consultations": ("consultations in general practice, reviews included",
                      (Activity.CONSULTATION,)),
    "community_contacts": ("contacts of community teams in packages of care", ()),
    "referrals": ("referrals made", (Activity.REFERRED,)),
    "referrals_refused": ("referrals sent back: below the threshold (alone in the measure of this "
                          "name), or another team's",
                          (Activity.REFUSED, Activity.BOUNCED)),
    "assessments": ("assessments by teams", (Activity.ASSESSED,)),
    "packages_started": ("packages of care begun, in general practice too",
                         (Activity.CARE_STARTED,)),
    "crisis_team_contacts": ("crises that the crisis team went to", (Activity.CRISIS_TEAM,)),
    "urgent_responses": ("urgent community responses", (BeyondActivity.URGENT_RESPONSE,)),
    "care_home_moves": ("moves to a care home", (Activity.CARE_HOME_MOVE,)),
    "enrolments": ("enrolments in case management", (Activity.ENROLLED,)),
}  # fmt: skip
HEADINGS = {name: meaning for name, (meaning, _) in (HOSPITAL | COMMUNITY).items()}
NUMBER = {name: number for number, name in enumerate(HEADINGS)}
NOTHING = 255


@dataclass(frozen=True)
class Contacts:
    """What was written down of people, a row each, in order of time.

    ``person`` is the place in the register, ``month`` that of the window, ``heading`` a number of
    `HEADINGS`; ``pounds`` what inpatient or outpatient care cost, 0 for all else.
    """

    person: np.ndarray
    month: np.ndarray
    heading: np.ndarray
    pounds: np.ndarray

    def of(self, name: str) -> np.ndarray:
        """Which rows stand under a heading."""
        return np.asarray(self.heading == NUMBER[name])


def contacts_of(recording: Recording, register: Register) -> Contacts:
    """Every contact in the months of the window, with everybody in the register."""
    window, rows = recording.window, recording.events
    heading = _headings(recording)
    month = window.month_of(rows["time"].astype(float))
    kept = (heading != NOTHING) & (month >= -window.before) & (month < window.after)
    pounds, rows = prices_of(recording.run, rows)[kept], rows[kept]
    who = rows["who"].astype(np.int64)
    person = register.place_of(who, generations(rows, recording.events))
    known = person >= 0
    return Contacts(person[known], month[kept][known], heading[kept][known], pounds[known])


def _headings(recording: Recording) -> np.ndarray:
    """The heading of each row of the event log, `NOTHING` for what no service writes down."""
    table = np.full(256, NOTHING, np.uint8)
    for name, (_, activities) in (HOSPITAL | COMMUNITY).items():
        table[list(activities)] = NUMBER[name]
    rows = recording.events
    found = table[rows["activity"]]
    contact = rows["activity"] == Activity.CONTACT
    roles = np.append(np.asarray(recording.run.world.teams.role), Role.CASELOAD)
    team = np.where(rows["team"] == NONE_TEAM, len(roles) - 1, rows["team"])
    practice = roles[team] == Role.GENERAL_PRACTICE
    found[contact & practice] = NUMBER["consultations"]
    found[contact & ~practice] = NUMBER["community_contacts"]
    return np.asarray(found)
