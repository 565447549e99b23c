"""How the practices of a place differ: whom they have on their lists, and what nobody recorded.

Practices of England differ more in emergency admissions than chance would have it. Part of that is
who is on their lists: neighbours of an age and a means register together. The rest is distance from
hospital, what is written down, and style; it is drawn once for each practice.
"""

from __future__ import annotations

from joinedup.engine.parameter import Parameters, parameter


class Practices(Parameters):
    """What people on one practice's list have in common."""

    # fmt: off
    deprivation_clustering = parameter(0.6, "share of variance", (0, 0.75),
        "practice_imd_score, against imd_score_of_small_areas",
        "share of the variance of residents' deprivation that lies between practices",
        evidence="recalled")
    age_clustering = parameter(0.065, "share of variance", (0, 0.15), "practice_share_over_65",
        "share of the variance of residents' ages, on a normal scale, that lies between practices",
        evidence="measured")
    proneness_spread = parameter(0.1, "standard deviation of the logarithm", (0, 0.35),
        "emerg_admission_rate for the spread that comes of it",
        "how far practices differ in acute illness beyond age, deprivation and need: distance, "
        "coding, style")
    # fmt: on

    team_columns = (
        ("proneness", "f8", "acute illness on a practice's list, against all others of the place"),
        ("place", "i4", "its neighbourhood, -1 when it covers more than one"),
    )
    resident_columns = (("address", "i4", "number of the neighbourhood that they live in"),)
