"""How two scenarios differ in how the arrangement is brought in, managed and paid for."""

from __future__ import annotations

from typing import Any

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.scenario_io.diff.phrases import (
    an,
    from_to,
    label,
    listing,
    months,
    number,
    told_apart,
    words,
)

_LEVELS = {
    "go_live_month": "takes the month of going live",
    "engagement": "takes the share of staff who are asked what they think",
    "engagement_from_month": "takes the month from which staff are asked",
    "training_hours_a_week": "takes the protected hours a week for learning together",
    "training_months": "takes the months for which training goes on after going live",
    "fit": "takes how well the new way fits into people's routine",
    "shared_purpose": "takes how clear the common purpose is",
    "upheaval": "takes the upheaval of moving sites and systems",
}
_EVERY = {
    "review_every_months": ("reviews progress", "every {}"),
    "new_initiative_every_months": ("replaces the initiative with a new one", "every {}"),
    "money_ends_month": ("ends the programme's money", "after {}"),
}
_NEVER = {
    "review_every_months": "never reviews progress",
    "new_initiative_every_months": "never replaces the initiative with a new one",
    "money_ends_month": "never ends the programme's money",
}
_SWITCHES = {
    "opinion_leaders_involved": (
        "involves those whom others follow from the start",
        "does not involve those whom others follow from the start",
    ),
    "money_renewed_yearly": (
        "pays added posts from one year to the next",
        "pays added posts for good, not from one year to the next",
    ),
}


def of_programme(a: Scenario, b: Scenario) -> list[str]:
    """When, led by whom, with what help and upheaval."""
    before, after = a.arrangement.programme, b.arrangement.programme
    said: list[str] = []
    for key in type(before).model_fields:
        first, second = getattr(before, key), getattr(after, key)
        if first != second:
            said.append(_one_change(key, first, second))
    return said


def _one_change(key: str, before: Any, after: Any) -> str:
    if key == "leadership":
        return f"is led in {an(words(after))} style, not {an(words(before))} one"
    if key == "go_live_by_neighbourhood":
        if after is None:
            return "goes live in all neighbourhoods at once, not in turn"
        was = f", not {listing(number(m) for m in before)}" if before is not None else ""
        return f"goes live by neighbourhood in month {listing(number(m) for m in after)}{was}"
    if key in _SWITCHES:
        return _SWITCHES[key][0 if after else 1]
    if key in _EVERY:
        if after is None:
            return f"{_NEVER[key]} ({_EVERY[key][1].format(months(before))} before)"
        entry_point, often = _EVERY[key]
        was = "" if before is None else f", not {number(before)}"
        return f"{entry_point} {often.format(months(after))}{was}"
    return f"{_LEVELS[key]} {from_to(before, after)}"


def of_cost(a: Scenario, b: Scenario) -> list[str]:
    """What the programme itself costs."""
    before, after = a.arrangement.programme_cost_a_year, b.arrangement.programme_cost_a_year
    if before == after:
        return []
    if not before:
        return [f"costs £{number(after)} a year for the programme itself"]
    first, second = told_apart(before, after)
    return [f"takes what the programme itself costs a year from £{first} to £{second}"]


def of_management(a: Scenario, b: Scenario) -> list[str]:
    """Management structures."""
    before, after = a.arrangement.management, b.arrangement.management
    moved: dict[tuple[str, str], list[str]] = {}
    for team in dict.fromkeys([*before, *after]):
        first = before.get(team, "profession_managed")
        second = after.get(team, "profession_managed")
        if first != second:
            moved.setdefault((first, second), []).append(label((b, a), team))
    return [
        f"changes how {listing(teams)} {'is' if len(teams) == 1 else 'are'} managed, from "
        f"{words(first)} to {words(second)}"
        for (first, second), teams in moved.items()
    ]


def of_paying(a: Scenario, b: Scenario) -> list[str]:
    """How organisations hold and move the money."""
    before, after = a.arrangement.paying, b.arrangement.paying
    said = []
    if before.budgets != after.budgets:
        said.append(f"has organisations hold {after.budgets} budgets, not {before.budgets} ones")
    if before.payment != after.payment:
        said.append(f"pays providers by {_paid(after.payment)}, not by {_paid(before.payment)}")
    return said


def _paid(payment: str) -> str:
    return {"bundled": "bundles of care", "capitated": "a sum for each resident"}.get(
        payment, words(payment).removeprefix("payment by ")
    )
