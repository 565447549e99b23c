"""The report's last section: how the figures came about, their limits, and how to repeat them."""

from __future__ import annotations

from joinedup_experiments.compare.comparison import (
    Comparison,
    beyond_the_last_year,
    how_long,
)
from joinedup_experiments.compare.results.manifest import commands_of
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.display.document import Code, Heading, Part, Points, Section, Table, Words
from joinedup_experiments.display.numbers import counted
from joinedup_experiments.report.chance import runs_of, scaled
from joinedup_experiments.report.frame import IN_GENERAL

WORLDS_IN_GENERAL = (
    "Most numbers are assumed, and say so. Plausible worlds hold what is not known of those that "
    "were varied; how the model is built is the same in all of them.",
    *IN_GENERAL[1:],
)
LIMITS = (
    "What a degree of joining leaves of each barrier is an assumption, and results depend on it.",
    "The number of people stays; who dies or moves away is followed by another.",
    "There is one hospital, for this place alone.",
)
IN_WORLDS = (
    "Plausible worlds: sets of values, for what is not known, with which the siloed place looks "
    "like England. Every world is counted alike. In brackets is the 95% interval of the mean over "
    "worlds. 'Nine worlds in ten' is between what the middle 90% of them lie, and '19 of 24' how "
    "many change in the direction of the mean: most worlds are 80% or more, nearly all 95%.",
    "A change is called one only where, besides, at least 80% of the worlds have its direction; "
    "where fewer do, it depends on assumptions and chance. {chance}",
)
ONE_SEED = (
    "Each world was run once, so its change has chance in it too: an effect that is small and the "
    "same everywhere goes up in some worlds and down in others. Several seeds a world "
    "(--seeds-per-world) tell the two apart."
)
SEVERAL_SEEDS = (
    "Each world was run with {seeds} seeds, of which the mean is taken, and chance is told from "
    "assumption under what the result leans on."
)
COMMAND, NO_COMMAND = "The command that made these results:", "A command that makes them again:"
SEVERAL = "These results were put together of several, each of its own command:"
AGAIN = (
    "Each arm's scenario, with everything it inherits, stands in the results folder as "
    "scenario-NAME.yaml, and runs from there. {same}"
)
AT_HAND = (
    "These results were made in Python or on the interactive page. Each arm's scenario, with "
    "everything it inherits, is scenario-NAME.yaml: the page gives it under “Take it with you”, "
    "and a folder to which results are written has it. Run the command where these files are. "
    "{same}"
)
SAME = "The same scenario, seed and state of the model give the same figures."
WORDS = (
    "Words: a change is called one only where its interval leaves out zero. It is called small "
    "where all of the interval is below 1% of the base (1 point of a share, 0.01 of a scale). "
    "Where the interval spans zero, 'no change shown' means that anything beyond 3% (3 points, "
    "0.03) is left out as well, and 'too uncertain to tell' that it is not."
)
NEEDS = "Unmet need is counted in person-days, and shown here as needs on an average day."


def method(results: Results) -> Section:
    """How the figures came about and how to make them again."""
    manifest, plausible = results.manifest, results.comparison.plausible
    scenarios = [
        (str(arm.get("label", "")), str(arm["name"]), str(arm.get("scenario_sha256", ""))[:12])
        for arm in manifest["arms"]
    ]
    at_hand = not any(arm.get("read_from", True) for arm in manifest["arms"])
    typed = commands_of(manifest)
    command = SEVERAL if len(typed) > 1 else NO_COMMAND if at_hand else COMMAND
    head = ("Arm", "Name in files", "First 12 characters of the scenario's SHA-256")
    parts: list[Part] = [
        Points(_how(results)),
        Heading("Limits"),
        Points([*(WORLDS_IN_GENERAL if plausible else IN_GENERAL), *LIMITS]),
        Heading("How to repeat it"),
        Words(command),
        Code("\n".join(typed)),
        Words((AT_HAND if at_hand else AGAIN).format(same=SAME)),
        Table("The scenarios", head, scenarios, numbers=False),
    ]
    parts += [Heading("About these results"), Points(results.notes)] if results.notes else []
    return Section("method", "Method, limits, and how to repeat it", parts)


def _how(results: Results) -> list[str]:
    result, base = results.comparison, results.comparison.scenarios[0]
    made = results.manifest.get("versions", {})
    written = str(results.manifest.get("times", {}).get("written", "at an unknown time"))[:10]
    return [
        f"Place: {base.place.residents:,} residents in "
        f"{counted(base.place.neighbourhoods, 'neighbourhood')}{scaled(result)}.",
        f"Time: {counted(base.run.burn_in_years, 'year')} before the index date, the same in "
        f"every arm and nothing joined; {how_long(result)} after it. "
        f"{beyond_the_last_year(result)}".rstrip(),
        *_replications(result),
        WORDS,
        NEEDS,
        f"Made by joinedup {made.get('joinedup', 'of an unknown version')}, {written}; state of "
        f"the model's sources {str(made.get('model_sources_sha256', 'unknown'))[:12]}.",
    ]


def _replications(result: Comparison) -> list[str]:
    """What was repeated, and what is in brackets."""
    first, *rest = result.seeds
    which = (
        f"{len(rest) + 1} replications (seeds {first} to {rest[-1]})"
        if rest
        else (f"1 replication (seed {first})")
    )
    each = (
        f"{which}. Each replication gives every arm the same people and random numbers, so "
        "differences are taken within replications"
    )
    if not result.plausible:
        return [f"Chance: {each}; what is in brackets is the 95% t-interval over replications."]
    seeds = result.seeds_per_world
    chance = SEVERAL_SEEDS.format(seeds=seeds) if seeds > 1 else ONE_SEED
    about, verdicts = IN_WORLDS
    return [f"Worlds: {runs_of(result)}, in {each}.", about, verdicts.format(chance=chance)]
