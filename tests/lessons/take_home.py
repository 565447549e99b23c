"""``python -m tests.lessons.take_home``: the data set that learners take home, and its dictionary.

Yearly results of four arrangements in 24 plausible worlds: a row for each arm, world and year. It
takes some minutes of two cores.
"""

from __future__ import annotations

import pandas as pd

import joinedup as ju
from tests.lessons.lesson import FOLDER, model_digest

DATA = FOLDER / "take_home" / "yearly.csv"
DICTIONARY = FOLDER / "take_home" / "dictionary.csv"
ARMS = ("siloed_borough", "local_care_network_well", "local_care_network_poorly", "case_management")
PLACE = {"residents": 10_000, "years": 5, "burn_in_years": 5}
WORLDS = 24
MEASURES = (
    "needs_presented", "referrals_refused", "referrals_bounced", "lost_at_handover",
    "gave_up_seeking", "care_started", "people_waiting", "waiting_days", "undetected_need",
    "on_file_need", "unmet_severe", "crises", "emergency_admissions", "bed_days", "cost_public",
    "qalys_lost", "staff_burnout", "satisfaction", "adoption", "fidelity", "coordination",
)  # fmt: skip
KEYS = (
    ("arm", "arrangement, by the name of its scenario", "text"),
    ("world", "plausible world: in all arms of a world, the same people and values", "number"),
    ("year", "year after the index date", "number"),
)


def yearly(results: ju.Results) -> pd.DataFrame:
    """A row for each arm, world and year: sums of months, or means of levels and shares."""
    months = results.to_frame()
    months["year"] = (months["month"] - 1) // 12 + 1
    worlds = dict(enumerate(results.comparison.worlds, 1))
    months["world"] = months["replication"].map(worlds)
    how = ju.measures().set_index("measure")["months_make_a_year_by"]
    makes = {one: "sum" if how[one] == "sum" else "mean" for one in MEASURES}
    keys = [key for key, _, _ in KEYS]
    return months.groupby(keys, sort=False).agg(makes).reset_index().sort_values(keys)


def dictionary() -> pd.DataFrame:
    """A row for each column of the data: what it means, its unit, and how months make a year."""
    known = ju.measures().set_index("measure")
    rows = [(key, meaning, unit, "") for key, meaning, unit in KEYS]
    for one in MEASURES:
        row = known.loc[one]
        meaning = f"{row['label']}. {row['description']}".strip()
        rows.append((one, meaning, row["unit"], row["months_make_a_year_by"]))
    names = ["column", "meaning", "unit", "months_make_a_year_by"]
    about = f"made by python -m tests.lessons.take_home; model {model_digest()}; {PLACE}"
    rows.append(("(all)", f"A simulated place, no forecast; {about}", "", ""))
    return pd.DataFrame(rows, columns=names)


def main() -> None:
    arms = [ju.load(name, **PLACE) for name in ARMS]
    results = ju.compare(*arms, replications=WORLDS, names=list(ARMS))
    DATA.parent.mkdir(exist_ok=True)
    yearly(results).to_csv(DATA, index=False, float_format="%.5g", lineterminator="\n")
    dictionary().to_csv(DICTIONARY, index=False, lineterminator="\n")
    print(f"{DATA}: {DATA.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
