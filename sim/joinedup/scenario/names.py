"""The words that a scenario file may use, and what every part of one has in common."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0.0, le=1.0)]


def _plain(text: str) -> str:
    """A label without square brackets, which a terminal takes for commands to itself.

    Raises
    ------
    ValueError
        When there is one.
    """
    if "[" in text or "]" in text:
        raise ValueError("square brackets cannot stand here; use round ones")
    return text


Label = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
Amount = Annotated[float, Field(ge=0.0, le=10_000.0)]

AgeName = Literal["0-15", "16-39", "40-64", "65-74", "75-84", "85+"]
NeedName = Literal[
    "common_mental_disorder",
    "severe_mental_illness",
    "cognitive",
    "long_term_condition",
    "frailty",
    "daily_living",
    "housing_and_money",
    "isolation",
    "substance_use",
]
ProfessionName = Literal[
    "gp",
    "practice_nurse",
    "mental_health_nurse",
    "psychiatrist",
    "psychologist",
    "district_nurse",
    "therapist",
    "social_worker",
    "support_worker",
    "care_coordinator",
]
DegreeName = Literal["none", "closer_working", "coordinated", "co_located", "merged"]
ProcessName = Literal[
    "parallel_pathway",
    "post_box",
    "reception_allocation",
    "reception_assessment_allocation",
    "reception_assessment_allocation_review",
    "hybrid",
]
LeadershipName = Literal["charismatic", "inspirational", "transformational", "laissez_faire"]
ManagementName = Literal[
    "profession_managed",
    "single_manager",
    "joint_management",
    "team_manager_contracted",
    "hybrid_management",
    "matrix",
]
BudgetsName = Literal["separate", "aligned", "pooled"]
PaymentName = Literal[
    "activity",
    "block",
    "pay_for_coordination",
    "pay_for_performance",
    "bundled",
    "capitated",
]
MechanismName = Literal[
    "strain",
    "sickness",
    "leaving",
    "learning",
    "adoption",
    "trust",
    "fear",
    "incentives",
]


class Part(BaseModel):
    """A part of a scenario: refuses keys it does not know and cannot be changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
