"""Numbers, names and lists as people say them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from joinedup.scenario.scenario import Scenario

_SPELT = {
    "nhs": "the NHS",
    "council": "the council",
    "voluntary": "the voluntary sector",
    "co_located": "co-located",
    "laissez_faire": "laissez-faire",
    "gp": "GP",
    "post_box": "post box",
    "long_term_condition": "long-term condition",
    "reception_allocation": "reception and allocation",
    "reception_assessment_allocation": "reception, assessment and allocation",
    "reception_assessment_allocation_review": "reception, assessment, allocation and review",
    "pay_for_coordination": "payment for coordination",
    "pay_for_performance": "payment for performance",
    "block": "block contract",
    "activity": "payment by activity",
    "bundled": "bundles of care",
    "capitated": "a sum for each resident",
}
_PLURALS = {"gp": "GPs", "home_care": "home care"}


def words(name: str) -> str:
    """A name of the scenario's language as people write it: ``co-located``."""
    return _SPELT.get(name, name.replace("_", " "))


def number(value: float) -> str:
    """A number with commas and no more figures than it has.

    >>> number(90000), number(0.25), number(1e-7), number(2.0)
    ('90,000', '0.25', '0.0000001', '2')
    """
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    if float(text.replace(",", "")) == value:
        return text
    return f"{value:,.20f}".rstrip("0").rstrip(".") if abs(value) < 1 else f"{value:,}"


def from_to(before: float, after: float, unit: str = "") -> str:
    """How a number changed, exactly enough for a reader to see it.

    >>> from_to(2, 3.5, "beds"), from_to(0.3, 0.30000001)
    ('from 2 to 3.5 beds', 'from 0.3 to 0.30000001')
    """
    first, second = number(before), number(after)
    if first == second or max(len(first), len(second)) > 12:
        written = ((f"{before:,.{n}g}", f"{after:,.{n}g}") for n in range(6, 18))
        first, second = next((pair for pair in written if pair[0] != pair[1]), (first, second))
    return f"from {first} to {second}{unit and f' {unit}'}"


def count(many: int, noun: str) -> str:
    """A number of things: ``1 team``, ``3 teams``."""
    return f"{many:,} {noun}" if many == 1 else f"{many:,} {noun}s"


def listing(items: Iterable[str], last: str = "and") -> str:
    """Items with commas and "and", or another word before the last: ``a, b and c``."""
    given = list(items)
    start = ", ".join(given[:-1])
    return f"{start} {last} {given[-1]}" if start else "".join(given)


def called(scenarios: Sequence[Scenario], name: str) -> str:
    """A team's label, where it is one; a name of the scenario's language as people write it."""
    labels = (
        scenario.all_teams[name].label for scenario in scenarios if name in scenario.all_teams
    )
    return next(labels, words(name))


def posts(many: float, profession: str) -> str:
    """So many of a profession: ``1 social worker``, ``4 care coordinators``."""
    noun = words(profession)
    return f"{number(many)} {noun if many == 1 else _PLURALS.get(profession, noun + 's')}"
