"""English publications by their headings: which table takes them, or what to do instead."""

from __future__ import annotations

import re
from typing import NamedTuple

from joinedup_experiments.local_place.new.grids import Grid

LOOKED_AT = 25  # lines


class Publication(NamedTuple):
    """A published table: its name, what all must be found in its first lines, and its use.

    ``table`` is the option that takes it, empty where none does; ``instead`` says what to do
    then, or where another table was asked for; ``gives`` are labels that all of its rows have.
    """

    name: str
    signs: tuple[str, ...]
    table: str = ""
    instead: str = ""
    gives: tuple[tuple[str, str], ...] = ()


def _line(figure: str, per: str = "whole_place") -> str:
    return f"`{figure},<the year's number>,{per}` in a table for --activity"


# A heading that says that residents are counted.
_RESIDENTS = r"(^|\|)((usual )?residents|people|persons|population)(\||$)"
# NHS payrolls have job roles and whole-time equivalents too.
_OF_SKILLS_FOR_CARE = r"skills for care|\basc-?wds\b|(^|\|)(main service|sector)(\||$)"
# The first whose signs are all there. Signs are patterns of text in lower case, in which cells
# are separated by "|" and lines by line ends.
# A level of the organisation, as the Electronic Staff Record has it.
LEVEL = r"org(anisation)?( unit)? l(evel)? ?\d+( name)?"
PUBLICATIONS = (
    # residents
    Publication(
        "patients registered at a GP practice (NHS England)",
        ("number_of_patients", r"\bage(_group_5)?\b"),
        "population",
    ),
    Publication(
        "the indices of deprivation with populations (MHCLG, File 7)",
        (r"\bdecile\b", r"total population: mid"),
        "population",
    ),
    Publication(
        "the indices of deprivation without populations (MHCLG, Files 1 to 6)",
        (
            r"\b(imd|index of multiple deprivation)\b.*\b(decile|rank|score)\b",
            rf"\A(?![\s\S]*{_RESIDENTS})",
        ),
        "",
        "it counts areas, not people: take File 7, which also has the total population of each",
    ),
    Publication(
        "households by deprivation in dimensions (Census TS011)",
        (r"deprived in (one|two|\d) dimension",),
        "",
        "it counts households: take residents by age (Census TS007), and File 7 of the indices",
    ),
    # staff
    Publication(
        "the general practice workforce by practice (NHS England)",
        (r"\btotal_gp_fte\b",),
        "teams",
    ),
    Publication(
        "the adult social care workforce (Skills for Care, ASC-WDS)",
        (r"\bjob role\b", r"\bwte\b|whole[- ]time", _OF_SKILLS_FOR_CARE),
        "teams",
        "",
        (("team", "adult_social_care"),),
    ),
    Publication(
        "the adult social care workforce in filled posts (Skills for Care, ASC-WDS)",
        (r"\bjob role\b", r"\bfilled posts\b", _OF_SKILLS_FOR_CARE),
        "",
        "filled posts count jobs: take the column of whole-time equivalents (WTE)",
    ),
    Publication(
        "a list of staff by team and role (ESR)",
        (
            rf"(^|\|)(team|service|team name|team or service|{LEVEL})(\||$)",
            r"(^|\|)(job )?role(\||$)",
            r"\b(fte|wte)\b|whole[- ]time|full[- ]time eq",
            r"(^|\|)((pay|afc|agenda for change) ?)?(band|grade|scale)\b|staff group|\besr\b"
            r"|assignment (number|category)|employee number",
        ),
        "teams",
    ),
    Publication(
        "primary care network workforce (NHS England)",
        (r"\bpcn\b", r"social prescribing link worker|care coordinator", r"\bfte\b|full.time"),
        "",
        "give link workers and care coordinators a line each, under the team they work in",
    ),
    Publication(
        "NHS hospital and community staff by staff group (NHS workforce statistics)",
        (r"\bstaff group\b|hchs", r"\bfte\b|\bwte\b|full.time equivalent|headcount"),
        "",
        "it has a trust's staff groups, not teams: ask the trust for posts by team and profession",
    ),
    Publication(
        "NHS vacancy statistics (NHS England)",
        (r"\bvacanc(y|ies)\b", r"\bfte\b|\bwte\b"),
        "",
        "it has posts of a region or trust, not of teams: give posts worked, by team",
    ),
    # activity
    Publication(
        "A&E waiting times and activity by trust (NHS England SitRep)",
        (r"type 1 (departments|attendances)|a&e attendances",),
        "",
        f"it is a trust's month: ask for a year of your residents, and write "
        f"{_line('ae_attendances')}",
    ),
    Publication(
        "delayed or ready-for-discharge patients (NHS England discharge SitRep)",
        (r"criteria to reside|delayed transfers? of care|delayed days",),
        "",
        "divide the patients fit to leave by beds, and write "
        "`delayed_beds,<share>,share` in a table for --activity",
    ),
    Publication(
        "bed availability and occupancy (NHS England KH03)",
        (r"\bkh03\b|general & acute|occupied.*\bbeds\b|\bbeds\b.*occupied",),
        "",
        "give beds that your residents use as --beds, and `bed_occupancy,<share>,share` in a "
        "table for --activity",
    ),
    Publication(
        "community services statistics (CSDS, NHS England)",
        (r"care contacts?|community services (data set|statistics)|\bcsds\b",),
        "",
        "the model takes no contacts of community services: give the teams' posts (--teams)",
    ),
    Publication(
        "mental health services monthly statistics (MHSDS, NHS England)",
        (r"measure_id", r"primary_level|mhs\d\d"),
        "",
        "the model takes no caseloads: give posts (--teams), and the share of referrals accepted, "
        "`mental_health_referrals_accepted,<share>,share`, in a table for --activity",
    ),
    Publication(
        "talking therapies statistics (NHS England)",
        (r"\biapt\b|talking therapies.*referrals",),
        "",
        "the model takes no referrals to them: give the team's posts (--teams)",
    ),
    Publication(
        "short and long term support (SALT, adult social care activity)",
        (r"requests for support|\bsts\d{3}|\blts\d{3}|long term support during",),
        "",
        f"of it the model takes new clients' requests: write {_line('social_care_requests')}",
    ),
    Publication(
        "adult social care activity and finance (ASC-FR)",
        (
            r"gross (current|total) expenditure|asc-?fr|unit costs?.*(residential|nursing)"
            r"|(residential|nursing).*unit costs?",
        ),
        "",
        "of it the model takes the price of a week in a care home: write "
        "`care_home_week,<pounds>` in a table for --costs",
    ),
    Publication(
        "disease prevalence (Quality and Outcomes Framework)",
        (r"\bprevalence\b", r"\bregister\b|list size"),
        "",
        "how many are ill follows from ages and deprivation: no table takes it",
    ),
    Publication(
        "hospital admitted patient care (NHS England)",
        (r"finished (consultant|admission) episodes|\bfces?\b|\bfaes?\b",),
        "",
        f"count your residents' emergency admissions of a year, and write "
        f"{_line('emergency_admissions')}",
    ),
    # money
    Publication(
        "the national cost collection (reference costs, NHS England)",
        (r"\bcurrency (code|description)\b|\bhrg\b|reference costs|national cost collection",),
        "",
        "average the unit costs of your residents' activity, and write `ae_attendance,<pounds>`, "
        "`emergency_long_stay,<pounds>`, … in a table for --costs",
    ),
    Publication(
        "unit costs of health and social care (PSSRU)",
        (r"cost per (working )?hour|pssru|unit costs of health and social care",),
        "",
        "write the cost of a paid hour, as in `social_worker_hour,<pounds>`, in a table for "
        "--costs",
    ),
)
# joinedup's own tables, for when one is handed to the wrong option.
OWN = (
    Publication("a table of teams", (r"\bteam\b", "profession", "whole.time.equivalents"), "teams"),
    Publication(
        "a table of residents",
        (r"^age\b|\|age\b|quintile|\bdecile\b", rf"\bpeople\b|{_RESIDENTS}"),
        "population",
    ),
    Publication("a table of unit costs", (r"^item\b|\|item\b", r"\bpounds\b"), "costs"),
    Publication("a table of activity", (r"^figure\b|\|figure\b", r"\bper\b"), "activity"),
    Publication(
        "residents by age (ONS, NOMIS)",
        (r"\b(aged? \d|all ages|age:|age \(|c_age|age group|years? of age|f0\|f1\|)",),
        "population",
    ),
)  # fmt: skip


def recognised(grid: Grid) -> Publication | None:
    """The publication that a sheet looks like; None when it looks like none."""
    text = "\n".join("|".join(line.cells) for line in grid.lines[:LOOKED_AT]).lower()[:20_000]
    for one in (*PUBLICATIONS, *OWN):
        if all(re.search(sign, text, re.M) for sign in one.signs):
            return one
    return None


def instead_of(publication: Publication, table: str) -> tuple[str, str]:
    """Why a publication cannot be the table that was asked for, and what to do."""
    what = f"this looks like {publication.name}"
    if publication.table:
        return f"{what}, and not like a table for --{table}", f"give it as --{publication.table}"
    return f"{what}, which no table of joinedup is made of", publication.instead
