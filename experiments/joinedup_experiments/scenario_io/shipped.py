"""What a shipped scenario is, or a twin of a proposal, for ``joinedup explain``."""

from __future__ import annotations

from joinedup.scenario.twins import TWINS, twins
from joinedup_experiments.display.typed import typed
from joinedup_experiments.scenario_io.load import read_scenario, shipped_scenarios


def is_scenario(key: str) -> bool:
    """Whether a key is the name of a shipped scenario, or names a twin of any."""
    name, _, kind = key.rpartition(":")
    return key in shipped_scenarios() or bool(name and kind in TWINS)


def about(key: str) -> tuple[str, str, dict[str, str]]:
    """What sort of scenario it is, what it says, and what can be done with it.

    `ScenarioError` where its file has faults, or the proposal has no such twin.
    """
    loaded = read_scenario(key)
    scenario, proposal = loaded.scenario, key.rpartition(":")[0]
    kind = f"a twin of {proposal}" if proposal else "a scenario that comes with joinedup"
    base = loaded.files[-1].stem
    facts = {
        "Read from": " < ".join(file.name for file in loaded.files),
        "Its twins": ", ".join(f"{key}:{one}" for one in twins(scenario)) if not proposal else "",
        "Differences": typed(["diff", proposal or base, key]) if key != base else "",
        "Run it": typed(["compare", base, key] if key != base else ["run", key]),
    }
    return kind, f"{scenario.name}. {' '.join(scenario.about.split())}".strip(), facts
