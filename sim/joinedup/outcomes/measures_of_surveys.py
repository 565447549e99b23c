"""What people report: as everybody would answer, and as a survey gives it (001, 000).

Beside each answer that a survey gives stands the truth over all to whom the question applies, so
that a reader sees what sampling, response and error of measurement do. All are figures of a year.
"""

from __future__ import annotations

from joinedup.outcomes.measure import Better, Group, Measure
from joinedup.outcomes.metrics import answers_to, response_to, truth_about
from joinedup.state.markers import Question

SCALE = "scale 0 to 1"
OF_PEOPLE = "share of people"

# question, key, label, unit, of whom, which way is better, group, description
ASKED: tuple[tuple[Question, str, str, str, str, Better, Group, str], ...] = (
    (Question.HEALTH, "health_status", "Health status (EQ-5D)", SCALE, "adults", "higher",
     "system metric", "EQ-5D index; 1 without any need of the model."),
    (Question.COORDINATION, "experience_of_coordination", "Experience of co-ordinated care",
     OF_PEOPLE, "people with two teams in the year", "higher", "system metric",
     "Say that the teams knew of each other's work."),
    (Question.ACTIVATION, "self_management", "Ability to self-manage care", SCALE,
     "people with a need", "higher", "system metric",
     "Patient activation: how far they manage their own condition."),
    (Question.CHOICE, "experience_of_choice", "Had a choice of team", OF_PEOPLE,
     "people accepted by a team in the year", "higher", "", "Asked about the last acceptance."),
    (Question.HISTORY_REPEATED, "history_repeated", "Had to tell their history again", OF_PEOPLE,
     "people accepted by a team in the year", "lower", "", "In the last year."),
    (Question.SAME_WORKER, "same_worker", "Saw the same member of staff", OF_PEOPLE,
     "people with a contact in the year", "higher", "", "At most contacts."),
    (Question.USERS_HEALTH, "users_health", "Quality of life of users of long-term care", SCALE,
     "users of care", "higher", "ASCOF", "EQ-5D index, which the Adult Social Care Survey asks."),
    (Question.CARERS_STRAINED, "carers_strained", "Unpaid carers who feel stressed",
     "share of carers", "carers", "lower", "ASCOF", "Published: 0.61 (2018-19)."),
    (Question.USERS_SATISFIED, "users_satisfied", "Users of long-term care very satisfied",
     "share of users", "users of care", "higher", "ASCOF", "Published: 0.64 (2019-20)."),
)  # fmt: skip


def _pair(
    question: Question,
    key: str,
    label: str,
    unit: str,
    of: str,
    better: Better,
    group: Group,
    description: str,
) -> tuple[Measure, Measure]:
    """A question's truth over all, and what the survey gives."""
    truth = Measure(
        key, label, unit, "reported", truth_about(question), better, of, group=group,
        description=f"{description} As all of them would answer.",
    )  # fmt: skip
    surveyed = Measure(
        f"{key}_survey", f"{label}, by survey", unit, "reported", answers_to(question), better,
        "answers", group="survey", beyond_one=unit == SCALE,
        description=f"{description} As those answer who are asked and answer.",
    )  # fmt: skip
    return truth, surveyed


TABLE = (
    *(measure for row in ASKED for measure in _pair(*row)),
    Measure(
        "survey_response", "Answers to the survey of residents", "share of those asked",
        "reported", response_to(Question.HEALTH), mean_of="people asked", group="survey",
        description="Published: 0.27 (GP Patient Survey 2024).",
    ),
    Measure(
        "users_survey_response", "Answers to the survey of users of care", "share of those asked",
        "reported", response_to(Question.USERS_HEALTH), mean_of="users asked", group="survey",
    ),
)  # fmt: skip
