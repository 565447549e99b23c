"""Method, limits, and how to repeat it."""

from __future__ import annotations

import shlex

from joinedup_experiments.display.document import Code, Heading, Part, Points, Section, Table, Words
from joinedup_experiments.report.source import Source

LIMITS = (
    "Most numbers are assumed, and say so. Intervals are over chance, not over those numbers.",
    "It is no forecast for a real place: it shows what the mechanisms do together.",
    "Intervals are many, and none is corrected for that: where nothing differs at all, about one "
    "in twenty excludes zero all the same.",
    "What a degree of joining leaves of each barrier is an assumption, and results depend on it.",
    "Nobody ages; a person who dies is followed by another of the same age band.",
    "Waiting lists and unmet need drift upwards slowly in the siloed place too.",
    "There is one hospital, for this place alone.",
    "Results of case management for the people enrolled were fitted in part to published ones.",
)


AGAIN = (
    "Each arm's scenario, with everything it inherits, stands in the results folder as "
    "scenario-NAME.yaml, and runs from there. The same scenario, seed and state of the model give "
    "the same figures."
)
WORDS = (
    "Words: a change is called one only where its interval leaves out zero. It is called small "
    "where all of the interval is below 1% of the base (1 point of a share, 0.01 of a scale). "
    "Where the interval spans zero, 'no change shown' means that anything beyond 3% (3 points, "
    "0.03) is left out as well, and 'too uncertain to tell' that it is not.",
    "Unmet need is counted in person-days, and shown here as needs on an average day.",
)


def section(source: Source) -> Section:
    """How the figures came about and how to make them again."""
    manifest = source.results.manifest
    scenarios = [
        (str(arm.get("label", "")), str(arm["name"]), str(arm.get("scenario_sha256", ""))[:12])
        for arm in manifest["arms"]
    ]
    head = ("Arm", "Name in files", "First 12 characters of the scenario's SHA-256")
    parts: list[Part] = [
        Points(_how(source)),
        Heading("Limits"),
        Points(LIMITS),
        Heading("How to repeat it"),
        Words("The command that made these results:"),
        Code(shlex.join(map(str, manifest.get("command", []))) or "joinedup compare"),
        Words(AGAIN),
        Table("The scenarios", head, scenarios, numbers=False),
    ]
    if source.results.notes:
        parts += [Heading("About these results"), Points(source.results.notes)]
    return Section("method", "Method, limits, and how to repeat it", parts)


def _how(source: Source) -> list[str]:
    manifest, base = source.results.manifest, source.view.result.scenarios[0]
    first, *rest = source.view.result.seeds
    chance = f"1 replication (seed {first})"
    if rest:
        chance = f"{len(rest) + 1} replications (seeds {first} to {rest[-1]})"
    made = manifest.get("versions", {})
    written = str(manifest.get("times", {}).get("written", "at an unknown time"))[:10]
    return [
        f"Place: {base.place.residents:,} residents in {base.place.neighbourhoods} "
        f"neighbourhood{'s' if base.place.neighbourhoods > 1 else ''}.",
        f"Time: {base.run.burn_in_years:g} years before the index date, the same in every arm "
        f"and nothing joined; {base.run.years:g} years after it.",
        f"Chance: {chance}. Each replication gives every arm the same people and random numbers, "
        "so differences are taken within replications; what is in brackets is the 95% t-interval "
        "over replications.",
        *WORDS,
        f"Made by joinedup {made.get('joinedup', 'of an unknown version')}, {written}; state of "
        f"the model's sources {str(made.get('model_sources_sha256', 'unknown'))[:12]}.",
    ]
