"""Whom the first search of case finding scored, how near the threshold, and who was offered it."""

from __future__ import annotations

import pandas as pd

from joinedup_experiments.evaluator.designs.estimate import DesignError, check_columns


def scored_at_first(people: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """A row for each person with a risk score at the first search of their neighbourhood.

    ``person``; ``month``, that of the search; ``gap``, how far the score is above the threshold;
    ``offered``, 1 or 0. `DesignError` where no search was made.
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
    return found[["person", "month", "gap", "offered"]]


def drawn_by_lot(people: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The draw of a trial, for `as_drawn`: whom the first search found, and who was offered it.

    ``person`` and ``offered``, 1 or 0.
    """
    scored = scored_at_first(people, areas)
    return scored.loc[scored["gap"] >= 0.0, ["person", "offered"]].reset_index(drop=True)
