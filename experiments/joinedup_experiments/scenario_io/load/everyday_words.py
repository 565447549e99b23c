"""What planners call things, and what the model calls them."""

from __future__ import annotations

from collections.abc import Sequence

_MODEL_SAYS = {
    "cognitive": "dementia, alzheimers, memory loss, memory problems, delirium",
    "common_mental_disorder": "depression, anxiety, low mood, cmd",
    "severe_mental_illness": "psychosis, schizophrenia, bipolar, smi",
    "long_term_condition": "ltc, diabetes, asthma, copd, heart failure, chronic disease",
    "frailty": "frail, falls",
    "daily_living": "adl, washing and dressing, personal care",
    "housing_and_money": "housing, homelessness, debt, benefits, money",
    "isolation": "loneliness, lonely, social isolation",
    "substance_use": "alcohol, drugs, addiction, substance misuse",
    "gp": "doctor, doctors, general practitioner, physician",
    "mental_health_nurse": "cpn, rmn, community psychiatric nurse",
    "district_nurse": "community nurse, community nurses",
    "therapist": "physio, occupational therapist, ot, speech therapist",
    "support_worker": "carer, carers, care worker, home care worker, healthcare assistant, hca",
    "care_coordinator": "care navigator, link worker",
    "voluntary": "charity, charities, third sector, vcse, voluntary sector",
    "council": "local authority, la, borough council, social services",
    "nhs": "trust, icb, health, community trust",
    "talking_therapies": "iapt, counselling",
    "general_practice": "gp, gps, gp practice, primary care",
    "adult_social_care": "social services, social care, home care",
    "rehabilitation": "rehab",
    "merged": "integrated, fully integrated, one team, merger",
    "none": "separate, siloed, not joined",
    "strain": "burnout, burn-out, stress",
    "leaving": "turnover, staff turnover, quitting",
    "sickness": "sick leave, absence",
}
_MEANT = {
    (word, name) for name, words in _MODEL_SAYS.items() for word in map(str.strip, words.split(","))
}


def model_says(words: str, known: Sequence[str]) -> str | None:
    """The name among ``known`` that everyday words, in lower case, mean or are a part of.

    >>> model_says("dementia", ["frailty", "cognitive"])
    'cognitive'
    >>> model_says("nhs trust", ["nhs", "council"])
    'nhs'
    >>> model_says("social care", ["adult_social_care", "crisis_team"])
    'adult_social_care'
    """
    for name in known:
        if (words, name) in _MEANT:
            return name
    plain = {name.lower().replace("_", " "): name for name in known}
    inside = [name for name in plain if f" {name} " in f" {words} "]
    if inside:
        return plain[max(inside, key=len)]
    around = [name for name in plain if len(words) > 3 and f" {words} " in f" {name} "]
    return plain[around[0]] if len(around) == 1 else None
