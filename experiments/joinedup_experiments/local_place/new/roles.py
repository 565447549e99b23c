"""What roles are called in lists of staff, and which profession of the model each is."""

from __future__ import annotations

import re

# What published tables call professions, by the model's names: patterns in lower case.
_CALLED = {
    "gp": "(salaried )?gps?( partners?)?|general practitioners?|doctors? in general practice",
    "social_worker": "(mental health )?social workers?|amhps?|approved mental health "
    "(professionals?|practitioners?)",
    "support_worker": r"(home |domiciliary )?(care|support) workers?|home carers?|"
    r"(community,? )?support and outreach( work)?|health ?care (support workers?|assistants?)|"
    r"hcas?|hcsws?|(personal|care|rehabilitation|reablement|therapy) assistants?|"
    r"(mental health|peer|rehabilitation) support workers?|(reablement|recovery) workers?|"
    r"(str|support,? time and recovery) workers?",
    "therapist": r"occupational therapists?.*|ots?|physio(therapist)?s?|ahps?|"
    r"allied health professionals?.*|speech and language therapists?|dieti[tc]ians?|podiatrists?",
    "district_nurse": "(district|community)( staff| health)? nurses?|community matrons?",
    "mental_health_nurse": "(community |registered )?(mental health|psychiatric) nurses?|"
    "cpns?|cmhns?|rmns?",
    "psychiatrist": "(old age )?psychiatrists?",
    # Talking therapies have no other profession in the model.
    "psychologist": "((clinical|counselling|assistant) )?psychologists?|counsellors?|pwps?|"
    "psychological wellbeing practitioners?|(psychological|cbt|cognitive behaviou?ral) therapists?|"
    "(high|low) intensity (cbt )?(therapists?|practitioners?|workers?)|psychotherapists?",
    "practice_nurse": "(general )?practice nurses?|gpns?|nurses? in general practice",
    "link_worker": "(social prescribing )?link workers?|social prescribers?",
    "care_coordinator": "care co-?ordinators?",
}
# What may stand before the name of a role, and says its grade.
_GRADE = r"((trainee|qualified|newly qualified|senior|lead|specialist|principal|consultant) )*"
# Professions of which tables list several roles.
SEVERAL = (
    "support_worker", "therapist", "district_nurse", "mental_health_nurse", "psychologist",
    "social_worker",
)  # fmt: skip
# Roles in published tables of care staff that no team of the model has.
_NO_CARE = re.compile(
    r"(senior management|middle management|first line managers?|registered managers?|supervisors?|"
    r"managers?( and .*)?|other managerial.*|admin.*|ancillary.*|other( .*)?|"
    r"other non-care.*|apprentices?|technicians?|advice,? guidance and advocacy|"
    r"educational support|teachers?|assessment officers?|nursing associates?)",
    re.I,
)
_NOT_IN_SOCIAL_CARE = re.compile("counsellors?|registered nurses?", re.I)
# Care homes have no team in the model, whose support workers go to people at home.
_CARE_HOMES = re.compile(r"\bcare homes?\b|\bresidential\b|\bdaycare\b|\bday care\b", re.I)


def profession(text: object) -> str:
    """The model's name of a profession, where a published one is meant."""
    words = " ".join(str(text).lower().replace("_", " ").replace("&", "and").split())
    for name, pattern in _CALLED.items():
        if re.fullmatch(f"{_GRADE}({pattern})", words):
            return name
    return re.sub(r"[\s-]+", "_", words)


def left_out(team: str, role: str, part: str) -> str:
    """What no team of the model has: some roles, and the staff of care homes; empty for others."""
    homes = _CARE_HOMES.search(part)
    if homes:
        return f"{role} ({homes[0]})"
    others = team == "adult_social_care" and _NOT_IN_SOCIAL_CARE.fullmatch(role)
    return role if others or _NO_CARE.fullmatch(role) else ""
