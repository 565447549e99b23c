"""Whom the first search of case finding scored, how near the threshold, and who was offered it."""

from __future__ import annotations

import pandas as pd

from joinedup_experiments.evaluator.designs.estimate import DesignError, check_columns


def scored_at_first(people: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """A row for each person with a risk score at the first search of their neighbourhood.

    ``person``; ``neighbourhood``; ``month``, that of the search; ``gap``, how far the score is
    above the threshold; ``offered``, 1 or 0. `DesignError` where no search was made.
    """
    needed = ("person", "month", "neighbourhood", "risk_score", "offered")
    check_columns(people, needed, "person_months")
    check_columns(areas, ("month", "neighbourhood", "risk_threshold"), "area_months")
    searched = areas.dropna(subset=["risk_threshold"]).sort_values("month")
    first = searched.drop_duplicates("neighbourhood")
    if not len(first):
        raise DesignError("area_months: there is no risk threshold, so nobody was searched for")
    keys = ["month", "neighbourhood"]
    scored = people[list(needed)].dropna(subset=["risk_score"])
    found = scored.merge(first[[*keys, "risk_threshold"]], on=keys)
    found["gap"] = found["risk_score"] - found["risk_threshold"]
    return found[["person", "neighbourhood", "month", "gap", "offered"]]


def drawn_by_lot(people: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The draw of a trial, for `as_drawn`: whom the first search found, and who was offered it.

    ``person``; ``offered``, 1 or 0; ``begins``, the month of the search.
    """
    scored = scored_at_first(people, areas)
    found = scored.loc[scored["gap"] >= 0.0, ["person", "offered", "month"]]
    return found.rename(columns={"month": "begins"}).reset_index(drop=True)


def drawn_from_enrolment(people: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The same draw, where ``begins`` is the month in which anybody is first enrolled.

    That is, in the neighbourhoods whose first search was in the same month: those searched later
    begin later, and those in which nobody is ever enrolled are left out. `DesignError` where these
    are all.
    """
    check_columns(people, ("enrolled",), "person_months")
    scored = scored_at_first(people, areas)
    search = scored.drop_duplicates("neighbourhood").set_index("neighbourhood")["month"]
    enrolled = people[people["enrolled"] == 1]
    begins = enrolled["month"].groupby(enrolled["neighbourhood"].map(search)).min()
    if not len(begins):
        raise DesignError("nobody is enrolled in these records")
    drawn = drawn_by_lot(people, areas)
    drawn = drawn[drawn["begins"].isin(begins.index)]
    return drawn.assign(begins=drawn["begins"].map(begins))
