"""The programme that answers make, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from joinedup_experiments.scenario_io.diff.phrases import listing


def _months(none: str, every: str) -> Callable[[int | None], str]:
    return lambda months: none if months is None else f"{every} every {months} months"


def _either(yes: str, no: str) -> Callable[[bool], str]:
    return lambda value: yes if value else no


def _share(words: str, none: str = "") -> Callable[[float], str]:
    return lambda share: none if none and share == 0.0 else words.format(f"{share:.0%}")


def _hour(hours: float) -> str:
    time = f"{60.0 * hours:.0f} minutes" if hours else "no time"
    return f"staff have {time} a week to learn together"


def _pace(shares: list[float]) -> str:
    paces = listing(f"{share:.0%}" for share in shares)
    return f"staff go through the stages of adoption at {paces} of the usual pace"


NOT_ASKED = "those who use services are not asked"

# What each setting of a programme is said as, by its value.
PHRASES: Mapping[str, Callable[[Any], str]] = {
    "fit": _share("the new way fits {} of people's routine"),
    "training_hours_a_week": _hour,
    "readiness_by_neighbourhood": _pace,
    "money_renewed_yearly": _either(
        "added posts are paid from one year to the next", "money for added posts is settled"
    ),
    "review_every_months": _months("nobody reviews how it goes", "there is a review"),
    "shared_purpose": _share("the common purpose is {} clear"),
    "users_consulted": _share("a review asks {} of those who use services", NOT_ASKED),
    "leadership": lambda style: f"leaders are {style.replace('laissez_faire', 'laissez-faire')}",
    "engagement": _share("{} of staff are consulted", "no staff are consulted"),
    "opinion_leaders_involved": _either(
        "opinion leaders are part of it from the start", "opinion leaders are left out"
    ),
    "new_initiative_every_months": _months("no new initiative overtakes it", "a new initiative"),
}  # fmt: skip


WHERE_NO_REVIEW_IS: Mapping[str, Callable[[Any], str]] = {
    "users_consulted": _share("a review would ask {} of those who use services", NOT_ASKED),
}


def programme_in_words(settings: Mapping[str, Any]) -> str:
    """A sentence that says each setting of a programme that answers make.

    >>> programme_in_words({"fit": 0.54, "review_every_months": None})
    "The new way fits 54% of people's routine; nobody reviews how it goes."
    >>> programme_in_words({"review_every_months": None, "users_consulted": 0.2})
    'Nobody reviews how it goes; a review would ask 20% of those who use services.'
    """
    reviewed = settings.get("review_every_months", ...) is not None
    phrases = PHRASES if reviewed else {**PHRASES, **WHERE_NO_REVIEW_IS}
    text = "; ".join(phrases[key](value) for key, value in settings.items())
    return f"{text[:1].upper()}{text[1:]}."
