"""What is sound in a scenario and yet hardly meant, for a note before anything is run."""

from __future__ import annotations

from collections.abc import Sequence

from joinedup.scenario.scenario import Scenario


def scenario_warnings(scenario: Scenario) -> list[str]:
    """What of a programme can never come about in the years that are run, a line each.

    Months count from the index date.
    """
    programme = scenario.arrangement.programme
    each = programme.go_live_by_neighbourhood
    live = [programme.go_live_month] if each is None else each
    end, asked_from = scenario.run.years * 12.0, programme.engagement_from_month
    money_ends = programme.money_ends_month
    late = sum(month >= end for month in live)
    warnings = []
    if late == len(live):
        warnings.append(
            f"nothing goes live: going live is in month {min(live):g}, and the run ends in month "
            f"{end:g}"
        )
    elif late:
        warnings.append(
            f"neighbourhoods that do not go live before the run ends in month {end:g}: {late} of "
            f"{len(live)}"
        )
    if money_ends is not None and money_ends <= min(live):
        warnings.append(
            f"the money ends in month {money_ends:g} and going live is in month {min(live):g}: "
            "posts that the arrangement adds are never there"
        )
    if programme.engagement > 0.0 and asked_from >= end:
        warnings.append(
            f"staff are never asked: `engagement_from_month` is {asked_from:g}, and the run ends "
            f"in month {end:g}"
        )
    return warnings


def warnings_between(scenarios: Sequence[Scenario]) -> list[str]:
    """Where arms differ from the base, the first, in more than how they are joined."""
    base = scenarios[0]
    pairs = [(o, set(base.disable_mechanisms) ^ set(o.disable_mechanisms)) for o in scenarios[1:]]
    return [
        f"{other.name} and {base.name} do not leave out the same mechanisms "
        f"({', '.join(sorted(differ))}): what differs between them is not the arrangement's alone"
        for other, differ in pairs
        if differ
    ]
