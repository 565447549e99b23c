"""The columns of every table of records: what `data_dictionary.csv` says of them."""

from __future__ import annotations

from joinedup.codes import Need, Organisation, Profession, title
from joinedup.rules.money import PRICE_YEAR
from joinedup_experiments.evaluator.activity import COMMUNITY, HOSPITAL
from joinedup_experiments.evaluator.dictionary import Column
from joinedup_experiments.evaluator.person_months import AGE_BANDS, recorded_key

WHOLE, NUMBER, TEXT, FLAG = "whole number", "number", "text", "0 or 1"
YES_OR_NO = "1 yes, 0 no"
ON_FILE = (
    "0 not on file; 1 brought to a service at some time; 2 assessed, or care for it begun, too"
)
UNLINKED = "empty where the person's hospital records are not linked"
MONTH = Column(
    "month", WHOLE, "months", "month relative to the index date, a twelfth of 365.25 days",
    "0 the first after it, -1 the last before",
)  # fmt: skip
PLACE = Column("neighbourhood", WHOLE, "", "number of the neighbourhood of residence", "1, 2, ...")
POUNDS = Column(
    "hospital_cost", NUMBER, f"GBP, {PRICE_YEAR} prices",
    "cost of emergency and elective stays, day cases and outpatient attendances, in the month in "
    "which they began, each at one price; A&E, mental health beds, days of delayed discharge, "
    "corridor days and cancelled operations are not in it",
    UNLINKED,
)  # fmt: skip
ENROLLED = "from the month of the first enrolment on; when it ends is not on record"
GONE = {
    "born": "born in the month",
    "moved_in": "moved in during the month",
    "moved_out": "moved away in the month, which is the last",
    "died": "died in the month, which is the last",
}
_AREA = {"born": "births", "moved_in": "people who moved in",
         "moved_out": "people who moved away", "died": "deaths"}  # fmt: skip

PERSON_MONTHS = (
    Column("person", TEXT, "", "pseudonym; the same person has the same in all of their months"),
    MONTH,
    PLACE,
    Column("age_band", TEXT, "years", "age when the month begins, or on arrival in it",
           "; ".join(AGE_BANDS[:-1]) + "; unknown for who left within days of coming"),
    Column("quintile", WHOLE, "", "deprivation quintile of the address",
           "1 least deprived to 5 most deprived"),
    Column("days", NUMBER, "days", "how much of the month the person was in the place"),
    *(Column(name, FLAG, "", meaning, YES_OR_NO) for name, meaning in GONE.items()),
    *(Column(recorded_key(kind), WHOLE, "", f"{title(kind)}, on file at the end of the month and "
             "not found to be none; it stays there when it is over", ON_FILE) for kind in Need),
    Column("risk_score", NUMBER, "points", "risk score at the latest search of case finding until "
           "the month's end; a small number sets apart people with the same points",
           "empty before the first search, and for children and people in care homes"),
    Column("offered", FLAG, "", "whether case management is offered to the person, by lot in a "
           "trial; it is to all where there is none", YES_OR_NO),
    Column("enrolled", FLAG, "", f"enrolled in case management, {ENROLLED}", YES_OR_NO),
    Column("linked", FLAG, "", "whether the person's hospital records are linked", YES_OR_NO),
    *(Column(name, WHOLE, "a month", meaning, UNLINKED) for name, (meaning, _) in HOSPITAL.items()),
    POUNDS,
    *(Column(name, WHOLE, "a month", meaning) for name, (meaning, _) in COMMUNITY.items()),
)  # fmt: skip
AREA_MONTHS = (
    MONTH,
    PLACE,
    Column("residents", WHOLE, "people", "people living there when the month begins"),
    Column("person_days", NUMBER, "days", "days of all people in the place in the month"),
    *(Column(name, WHOLE, "people", meaning) for name, meaning in _AREA.items()),
    Column("enrolled", WHOLE, "people", "residents at the month's end who were ever enrolled"),
    Column("risk_threshold", NUMBER, "points", "risk score from which the latest search until the "
           "month's end found people", "empty before the first search"),
    *(Column(name, WHOLE, "a month", meaning)
      for name, (meaning, _) in (HOSPITAL | COMMUNITY).items()),
    Column(POUNDS.name, NUMBER, POUNDS.unit, POUNDS.meaning),
)  # fmt: skip
SURVEY = (
    MONTH,
    Column("survey", TEXT, "", "who is asked",
           "residents: a sample of adults; users: all users of long-term care, and carers"),
    Column("question", TEXT, "", "what is asked", "health: EQ-5D index, answered "
           "with an error that can take a few people's mean above 1; activation: 0 to 1; "
           "the others: share who say yes"),
    Column("asked", WHOLE, "people", "people asked to whom the question applies"),
    Column("answered", WHOLE, "people", "of them, people who answered"),
    Column("mean", NUMBER, "see question", "mean of what they answered", "empty without answers"),
)  # fmt: skip
STAFF_RETURNS = (
    MONTH,
    Column("organisation", TEXT, "", "who employs them", "; ".join(map(title, Organisation))),
    Column("profession", TEXT, "", "what they are", "; ".join(map(title, Profession))),
    Column("posts", NUMBER, "whole-time equivalents", "posts of teams and practices, mean of "
           "the month's Mondays; what a programme adds outside them, such as case managers, is not "
           "in it"),
    Column("in_post", NUMBER, "whole-time equivalents", "of them, filled"),
    Column("vacant", NUMBER, "whole-time equivalents", "of them, without a holder"),
    Column("agency", NUMBER, "whole-time equivalents", "of the vacant ones, covered by agencies"),
    Column("sickness_days", NUMBER, "working days of 7.5 hours",
           "time lost to sickness in the weeks that begin in the month"),
    Column("leavers", NUMBER, "whole-time equivalents",
           "posts whose holders left in the weeks that begin in the month"),
)  # fmt: skip
TABLES = {
    "person_months": PERSON_MONTHS,
    "area_months": AREA_MONTHS,
    "survey": SURVEY,
    "staff_returns": STAFF_RETURNS,
}
