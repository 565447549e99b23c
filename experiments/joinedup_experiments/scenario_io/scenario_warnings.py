"""What is sound in a scenario and yet hardly meant, for a note before anything is run."""

from __future__ import annotations

from collections.abc import Sequence

from joinedup.scenario.scenario import Scenario


def scenario_warnings(scenario: Scenario) -> list[str]:
    """What of a programme can never come about in the years that are run.

    Returns
    -------
    list of str
        A line for each, in plain English; months count from the index date.
    """
    programme = scenario.arrangement.programme
    each = programme.go_live_by_neighbourhood
    live = [programme.go_live_month] if each is None else each
    end = scenario.run.years * 12.0
    warnings = []
    if min(live) >= end:
        warnings.append(
            f"nothing goes live: going live is in month {min(live):g}, and the run ends in month "
            f"{end:g}"
        )
    elif max(live) >= end:
        late = sum(month >= end for month in live)
        warnings.append(
            f"neighbourhoods that do not go live before the run ends in month {end:g}: {late} of "
            f"{len(live)}"
        )
    ends = programme.money_ends_month
    if ends is not None and ends <= min(live):
        warnings.append(
            f"the money ends in month {ends:g} and going live is in month {min(live):g}: posts "
            "that the arrangement adds are never there"
        )
    asked_from = programme.engagement_from_month
    if programme.engagement > 0.0 and asked_from >= end:
        warnings.append(
            f"staff are never asked: `engagement_from_month` is {asked_from:g}, and the run ends "
            f"in month {end:g}"
        )
    return warnings


def warnings_between(scenarios: Sequence[Scenario]) -> list[str]:
    """Where arms differ from the base, the first, in more than how they are joined."""
    base = scenarios[0]
    warnings = []
    for other in scenarios[1:]:
        differ = sorted(set(base.disable_mechanisms) ^ set(other.disable_mechanisms))
        if differ:
            warnings.append(
                f"{other.name} and {base.name} do not leave out the same mechanisms "
                f"({', '.join(differ)}): what differs between them is not the arrangement's alone"
            )
    return warnings
