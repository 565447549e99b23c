"""A key, name or value that a scenario cannot have is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

# What is wrong: the text, the line to look at, and what the message must say.
BadScenarios = dict[str, tuple[str, int, tuple[str, ...]]]
BASED = "based_on: siloed_borough\n"
ARRANGED = BASED + "arrangement:\n"

BAD: BadScenarios = {
    "unknown key": (
        BASED + "place:\n  residnts: 4000\n",
        3,
        ("unknown key `residnts`", "where: place.residnts", "did you mean `residents`?"),
    ),
    "misplaced key": (
        BASED + "care_coordinators: 2\n",
        2,
        ("unknown key `care_coordinators`", "it belongs under `arrangement`"),
    ),
    "key that belongs at the top": (
        ARRANGED + "  disable_mechanisms: [trust]\n",
        3,
        ("unknown key `disable_mechanisms`", "it belongs at the top of the file"),
    ),
    "what a key means, for the key": (
        ARRANGED + "  interfaces:\n    - teams: [memory_service, crisis_team]\n",
        4,
        ("unknown key `teams`", "did you mean `between`?"),
    ),
    "an end, by a word that looks like the beginning's": (
        ARRANGED + "  phases:\n    - {elements: [shared_record], from_month: 3, to_month: 9}\n",
        4,
        ("unknown key `to_month`", "did you mean `until_month`?"),
    ),
    "half of a key, which is one elsewhere": (
        ARRANGED + "  staff: {memory_service: {psychiatrist: 1}}\n",
        3,
        ("unknown key `staff`", "did you mean `extra_staff`? If not, it belongs under `place."),
    ),
    "half of two keys, which is one elsewhere": (
        ARRANGED + "  case_management: {case_managers: 2, every_days: 7}\n",
        3,
        ("did you mean `visit_every_days` or `search_again_every_days`? If not, it belongs",),
    ),
    "key under its old name": (
        BASED + "without:\n  - trust\n",
        2,
        ("unknown key `without`", "it is now called `disable_mechanisms`"),
    ),
    "part under its old name": (
        ARRANGED + "  single_point_of_contact: {in_front_of: [crisis_team]}\n",
        3,
        ("unknown key `single_point_of_contact`", "now called `single_point_of_access`"),
    ),
    "number under its old name": (
        BASED + "run:\n  replicates: 3\n",
        3,
        ("unknown key `replicates`", "it is now called `replications`"),
    ),
    "never for a number": (
        ARRANGED + "  programme:\n    review_every_months: never\n",
        4,
        ("`review_every_months` must be a number, not the text `never`", "take the line out"),
    ),
    "key with nothing like it": (
        BASED + "run: {zzz: 2}\n",
        2,
        ("unknown key `zzz`", "known here: years, burn_in_years, replications, seed"),
    ),
    "unknown profession": (
        BASED + "teams:\n  talking_therapies:\n    staff:\n      psycologist: 4\n",
        5,
        ("no profession `psycologist`", "did you mean `psychologist`?"),
    ),
    "unknown kind of need": (
        BASED + "teams:\n  talking_therapies:\n    accepts: {fraility: {}}\n",
        4,
        ("no kind of need `fraility`", "did you mean `frailty`?"),
    ),
    "unknown age band": (
        BASED + "place:\n  ages: {0-16: 0.1}\n",
        3,
        ("no age band `0-16`", "did you mean `0-15`?"),
    ),
    "unknown degree": (
        ARRANGED
        + "  interfaces:\n    - between: [memory_service, crisis_team]\n      degree: mergd\n",
        5,
        ("`degree` cannot be the text `mergd`", "interfaces[0].degree", "did you mean `merged`?"),
    ),
    "unknown process": (
        BASED + "teams:\n  memory_service: {process: postbox}\n",
        3,
        ("`process` cannot be the text `postbox`", "did you mean `post_box`?"),
    ),
    "text for a number": (
        BASED + "place: {residents: many}\n",
        2,
        ("`residents` must be a whole number, not the text `many`",),
    ),
    "number with separators": (
        BASED + "place: {residents: '30,000'}\n",
        2,
        ("must be a whole number", "did you mean `30000`?"),
    ),
    "number in quotes": (
        BASED + 'run:\n  years: "7"\n',
        3,
        ("`years` must be a number, not the text `7`", "did you mean `7` without quotes?"),
    ),
    "fraction for a whole number": (
        BASED + "run: {replications: 8.0}\n",
        2,
        ("`replications` must be a whole number, not `8.0`", "did you mean `8`?"),
    ),
    "percentage": (
        ARRANGED + "  case_management: {case_managers: 12, share_of_residents: 2%}\n",
        3,
        ("must be a number, not the text `2%`", "did you mean `0.02`?"),
    ),
    "yes for a number": (
        BASED + "run: {years: yes}\n",
        2,
        ("`years` must be a number, not the text `yes`",),
    ),
    "true for a number": (
        BASED + "place: {residents: true}\n",
        2,
        ("`residents` must be a whole number, not `true`",),
    ),
    "yes for true": (
        BASED + "teams:\n  memory_service:\n    direct_access: yes\n",
        4,
        ("`direct_access` must be true or false", "did you mean `true`?"),
    ),
    "number for text": (
        BASED + "name: 2024\n",
        2,
        ("`name` must be text, not `2024`", "put it in quotes"),
    ),
    "table for a list": (
        ARRANGED + "  shared_record: {memory_service: 1}\n",
        3,
        ("`shared_record` must be a list, such as [a, b], not a table",),
    ),
    "text for a list": (
        ARRANGED + "  shared_record: memory_service\n",
        3,
        ("must be a list", "did you mean `[memory_service]`?"),
    ),
    "list for a table": (
        BASED + "teams: [memory_service]\n",
        2,
        ("`teams` must be a table of names and values, not a list",),
    ),
    "too small": (
        BASED + "place:\n  residents: 3\n",
        3,
        ("`residents` must be at least 200, but is `3`",),
    ),
    "too large": (
        BASED + "teams:\n  memory_service:\n    threshold: 30\n",
        4,
        ("`threshold` must be at most 1, but is `30`", "a severity lies between 0, none, and 1"),
    ),
    "share in per cent": (
        ARRANGED + "  programme:\n    engagement: 30\n",
        4,
        ("`engagement` must be at most 1, but is `30`", "did you mean `0.3`?"),
    ),
    "negative staff": (
        BASED + "teams:\n  memory_service:\n    staff:\n      psychiatrist: -0.5\n",
        5,
        ("`psychiatrist` must be at least 0, but is `-0.5`", "memory_service.staff.psychiatrist"),
    ),
    "list too short": (
        ARRANGED + "  interfaces:\n    - between: [memory_service]\n      degree: merged\n",
        4,
        ("`between` must have at least 2 entries, but has 1",),
    ),
    "no age band": (
        BASED + "teams:\n  memory_service:\n    accepts: {cognitive: {ages: []}}\n",
        4,
        ("`ages` must have at least 1 entry, but has 0", "accepts.cognitive.ages"),
    ),
    "a caseload of less than one person": (
        ARRANGED + "  case_management: {case_managers: 2, caseload_each: 0.9}\n",
        3,
        ("`caseload_each` must be at least 1, but is `0.9`",),
    ),
    "meetings of no time": (
        ARRANGED + "  joint_meetings:\n    teams: [general_practice, community_nursing]\n"
        "    hours_a_week: 0\n",
        5,
        ("`hours_a_week` must be more than 0", "where: arrangement.joint_meetings.hours_a_week"),
    ),
    "list too long": (
        BASED + "place: {deprivation: [0.2, 0.2, 0.2, 0.2, 0.1, 0.1]}\n",
        2,
        ("`deprivation` must have at most 5 entries, but has 6",),
    ),
    "a seed beyond counting": (
        BASED + "run: {seed: 99999999999999999999}\n",
        2,
        ("`seed` must be at most 4,611,686,018,427,387,904",),
    ),
    "empty text": (BASED + 'name: ""\n', 2, ("`name` must not be empty",)),
    "missing key": (
        ARRANGED + "  interfaces:\n    - between: [memory_service, crisis_team]\n",
        4,
        ("`degree` is missing", "interfaces[0].degree"),
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_is_refused_with_file_line_reason_and_suggestion(
    kind: str, tells: Callable[[str, int, tuple[str, ...]], None]
) -> None:
    tells(*BAD[kind])


@pytest.mark.parametrize("text", [
    "based_on: hub_at_the_door\narrangement:\n  at_the_door:\n    neighbourhood_hub:\n"
    "      up_to_severity: 1.2\n",
    ARRANGED + "  back_to_gp_below: {frailty: 30}\n",
    BASED + "assumptions: {eligibility.urgent_from: 80}\n",
    BASED + "assumptions: {care_home.carer_ratio: 60}\n",
])  # fmt: skip
def test_what_is_no_share_is_not_taken_for_per_cent(
    text: str, refusal: Callable[[str | Path], str], tmp_path: Path
) -> None:
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")
    assert "did you mean" not in refusal(tmp_path / "bad.yaml")
