"""Parts of a scenario that do not fit each other are refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

# What is wrong: the text, the line to look at, and what the message must say.
BadScenarios = dict[str, tuple[str, int, tuple[str, ...]]]
BASED = "based_on: siloed_borough\n"
PAIR = BASED + "place:\n  neighbourhoods: 2\n  by_neighbourhood:\n"
ARRANGED = BASED + "arrangement:\n"


def door(keys: str, hub: str = "advice_and_support") -> str:
    """A scenario in which one team serves at the door, of these keys."""
    return f"{ARRANGED}  at_the_door:\n    {hub}:\n      {keys}\n      up_to_severity: 0.5\n"


BAD: BadScenarios = {
    "more staff taken away than there are": (
        ARRANGED + "  extra_staff:\n    memory_service:\n      psychiatrist: -3\n",
        5,
        ("memory_service has 0.19 psychiatrist and cannot lose 3", "at most 0.19"),
    ),
    "a team that covers a practice and is not general practice": (
        BASED + "teams:\n  community_nursing:\n    covers: practice\n",
        4,
        ("community_nursing cannot cover a practice", "covers: neighbourhood"),
    ),
    "a month of going live too many": (
        ARRANGED + "  programme:\n    go_live_by_neighbourhood: [0, 6]\n",
        4,
        ("2 months are given for 1 neighbourhood", "one month for each neighbourhood"),
    ),
    "a mechanism left out twice": (
        BASED + "disable_mechanisms: [strain, strain]\n",
        2,
        ("is named twice",),
    ),
    "shares that do not add up": (
        BASED + "place:\n  ages: {85+: 0.5}\n",
        3,
        ("shares of `ages` add up to 1.475, not 1",),
    ),
    "severities the wrong way round": (
        BASED
        + "teams:\n  memory_service:\n    accepts:\n      cognitive: {severity: [0.9, 0.1]}\n",
        5,
        ("`severity` must go from the lower to the higher",),
    ),
    "unknown team in an interface": (
        ARRANGED
        + "  interfaces:\n    - degree: merged\n      between: [crisis_team, memory_servic]\n",
        5,
        ("no team `memory_servic`", "between[1]", "did you mean `memory_service`?"),
    ),
    "unknown team behind a door": (
        door("in_front_of: [memory_servic]"),
        5,
        ("no team `memory_servic`", "in_front_of[0]", "did you mean `memory_service`?"),
    ),
    "unknown team at a door": (
        door("in_front_of: [memory_service]", "advice_and_suport"),
        4,
        ("no team `advice_and_suport`", "did you mean `advice_and_support`?"),
    ),
    "hub in front of itself": (
        door("in_front_of: [memory_service, advice_and_support]"),
        5,
        ("advice_and_support cannot stand in front of itself", "in_front_of[1]"),
    ),
    "hub in front of a practice": (
        door("in_front_of: [general_practice]"),
        5,
        ("nobody can stand in front of general_practice: its role is general_practice",),
    ),
    "hub without a caseload": (
        door("in_front_of: [memory_service]", "crisis_team"),
        4,
        ("crisis_team cannot serve at a door: its role is crisis",),
    ),
    "hub and single point of access": (
        door("in_front_of: [memory_service]")
        + "  single_point_of_access: {in_front_of: [memory_service]}\n",
        5,
        ("both the single point of access and advice_and_support stand in front", "one of them"),
    ),
    "two hubs in front of one team": (
        door("in_front_of: [memory_service]")
        + "    rehabilitation: {in_front_of: [memory_service], up_to_severity: 0.1}\n",
        7,
        ("both advice_and_support and rehabilitation stand in front of memory_service",),
    ),
    "hub behind a hub": (
        door("in_front_of: [rehabilitation]")
        + "    rehabilitation: {in_front_of: [memory_service], up_to_severity: 0.1}\n",
        5,
        ("rehabilitation serves at a door itself",),
    ),
    "severity at a door above 1": (
        door("in_front_of: [memory_service]").replace("0.5", "5"),
        6,
        ("`up_to_severity` must be at most 1, but is `5`",),
    ),
    "link workers for a clinical need": (
        BASED + "teams:\n  memory_service:\n    staff: {link_worker: 2, psychiatrist: 0, "
        "mental_health_nurse: 0}\n",
        4,
        ("memory_service cannot care for cognitive: link_worker cannot", "add another profession"),
    ),
    "unknown team by its label": (
        ARRANGED + "  stays_outside:\n    - crisis_team\n    - Memory service\n",
        5,
        ("no team `Memory service`", "did you mean `memory_service`?"),
    ),
    "unknown team in a table": (
        ARRANGED + "  extra_staff:\n    adult_social_car: {social_worker: 1}\n",
        4,
        ("no team `adult_social_car`", "did you mean `adult_social_care`?"),
    ),
    "team named twice": (
        ARRANGED + "  shared_record:\n    - crisis_team\n    - crisis_team\n",
        5,
        ("`crisis_team` is named twice",),
    ),
    "leader named twice": (
        ARRANGED + "  programme:\n    led_by: [nhs, nhs]\n",
        4,
        ("`nhs` is named twice",),
    ),
    "organisation merged twice": (
        ARRANGED + "  organisations_merge: [nhs, council, nhs]\n",
        3,
        ("`nhs` is named twice",),
    ),
    "record shared with nobody": (
        ARRANGED + "  shared_record: [crisis_team]\n",
        3,
        ("names only crisis_team: there is nothing to join it with",),
    ),
    "organisation merged with nobody": (
        ARRANGED + "  organisations_merge: [nhs]\n",
        3,
        ("names only nhs", "at least two"),
    ),
    "need that cannot go back": (
        ARRANGED + "  back_to_gp_below: {frailty: 0.3}\n",
        3,
        ("frailty cannot go back to the GP",),
    ),
    "team nobody refers to": (
        BASED + "teams:\n  advice_line: {label: Advice line, organisation: nhs, staff: {gp: 1}}\n",
        3,
        ("no one can be referred to advice_line: it accepts no need", "say what it `accepts`"),
    ),
    "need nobody accepts": (
        BASED + "teams:\n  memory_service:\n",
        2,
        ("no team accepts cognitive", "add `cognitive: {}`"),
    ),
    "no general practice": (
        BASED + "teams:\n  general_practice:\n    role: caseload\n",
        2,
        ("no team is general practice", "role: general_practice"),
    ),
    "two general practices": (
        BASED + "teams:\n  memory_service:\n    role: general_practice\n    covers: practice\n",
        4,
        ("both general_practice and memory_service are general practice",),
    ),
    "general practice of a borough": (
        BASED + "teams:\n  general_practice:\n    covers: borough\n",
        4,
        ("it must cover a practice", "covers: practice"),
    ),
    "team with an odd name": (
        BASED + 'teams:\n  "one\\ttwo": {label: A, organisation: nhs, role: crisis, staff: {}}\n',
        3,
        ("a team cannot have this name", "use letters, digits"),
    ),
    "too many neighbourhoods": (
        BASED + "place:\n  residents: 2000\n  neighbourhoods: 11\n",
        4,
        ("2000 residents are too few for 11 neighbourhoods",),
    ),
    "neighbourhoods of another number": (
        BASED + "place:\n  by_neighbourhood: [{name: Hill}, {name: Dock}]\n",
        3,
        ("2 neighbourhoods are described, of 1", "write `neighbourhoods: 2`"),
    ),
    "a neighbourhood's ages that do not add up": (
        f"{PAIR}    - {{name: Hill}}\n    - {{name: Dock, ages: {{85+: 0.5}}}}\n",
        6,
        ("the shares of `ages` add up to 0.500, not 1", "by_neighbourhood[1].ages"),
    ),
    "a neighbourhood without its share": (
        f"{PAIR}    - {{name: Hill}}\n    - {{share_of_residents: 0.5}}\n",
        5,
        ("`share_of_residents` is missing in neighbourhood 1", "for each, or for none"),
    ),
    "shares of neighbourhoods that do not add up": (
        f"{PAIR}    - {{share_of_residents: 0.6}}\n    - {{share_of_residents: 0.5}}\n",
        4,
        ("the shares of residents add up to 1.100, not 1",),
    ),
    "a neighbourhood with few residents": (
        f"{PAIR}    - {{share_of_residents: 0.999}}\n    - {{share_of_residents: 0.001}}\n",
        6,
        ("neighbourhood 2 has 30 residents", "at least 200"),
    ),
    "a neighbourhood without staff": (
        f"{PAIR}    - {{name: Hill, staff: 0}}\n    - {{name: Dock}}\n",
        5,
        ("`staff` must be more than 0",),
    ),
    "a boundary to straddle where there is none": (
        BASED + "place: {straddling: 0.1}\n",
        2,
        ("no practice can straddle the boundary of 1 neighbourhood",),
    ),
    "posts of the whole place, written as if for 30,000": (
        BASED
        + "place: {residents: 300000}\nteams:\n"
        + "  community_nursing: {staff: {support_worker: 9000}}\n",
        3,
        ("posts are more than the 50,000 that a place can have", "posts are for every 30,000"),
    ),
    "unknown parameter": (
        BASED + "assumptions:\n  handover.los: 0.1\n",
        3,
        ("no parameter handover.los", "did you mean handover.loss?"),
    ),
    "parameter out of range": (
        BASED + "assumptions:\n  handover.loss: 7\n",
        3,
        ("handover.loss is 7", "outside its range 0.1 to 0.3", "where: assumptions.handover.loss"),
    ),
    "unknown cell of a parameter": (
        BASED + "assumptions:\n  handover.loss_multiplier:\n    mergd: 0.1\n",
        4,
        ("no cell mergd", "did you mean merged?"),
    ),
    "text for a parameter": (
        BASED + "assumptions:\n  handover.loss: high\n",
        3,
        ("must be a number, or a table of names and numbers, not the text `high`",),
    ),
    "text for a cell": (
        BASED + "assumptions:\n  handover.loss_multiplier:\n    merged: high\n",
        4,
        ("`merged` must be a number, not the text `high`",),
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_is_refused_with_file_line_reason_and_suggestion(
    kind: str, tells: Callable[[str, int, tuple[str, ...]], None]
) -> None:
    tells(*BAD[kind])
