"""What may be proposed: the shipped arrangements, laid onto a place of one's own."""

from __future__ import annotations

import re

from joinedup_experiments.local_place.templating import quoted, rendered
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios, yaml_text
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    did_you_mean,
)

BASE = "siloed_borough"
USUAL = "local_care_network"
# Every shipped arrangement but the places themselves, and the one that has a place of its own.
PROPOSALS = tuple(
    sorted({*shipped_scenarios()} - {BASE, "siloed_three_networks", "three_networks"})
)
_COST = re.compile(r"^( *programme_cost_a_year: )(\d+)(?:\.0)?( *#[^\n]*)?$", re.M)


def proposal_text(name: str, residents: int, place: str) -> str:
    """A shipped arrangement as a scenario based on ``place.yaml``.

    Its programme costs as much for each resident as the shipped one does. `ScenarioError` is
    raised when there is no such proposal.
    """
    if name not in PROPOSALS:
        what = f"there is no proposal `{name[:60]}`"
        raise ScenarioError(Problem(Spot("--proposal"), what, (), did_you_mean(name, PROPOSALS)))
    times = residents / load_scenario(name).place.residents

    def scaled(found: re.Match[str]) -> str:
        shipped = f"£{int(found[2]):,} for 30,000 residents"
        here = f"for {residents:,} here"
        return f"{found[1]}{round(int(found[2]) * times)}   # national default: {shipped}, {here}"

    lines = _COST.sub(scaled, _body(name)).splitlines()
    head = rendered("proposal_head.yaml", {"place": quoted(place), "name": name})
    return head + "".join(f"{line.rstrip()}\n" for line in lines if "$schema=" not in line)


def _body(name: str) -> str:
    """The shipped file with its remarks; one that is based on another, written out whole."""
    text = shipped_scenarios()[name].read_text(encoding="utf-8")
    if f"\nbased_on: {BASE}\n" in text:
        return text.replace(f"\nbased_on: {BASE}\n", "\nbased_on: place.yaml\n")
    scenario = load_scenario(name)
    usual = load_scenario(BASE).model_dump(exclude_none=True)["arrangement"]
    own = scenario.model_dump(exclude_none=True)["arrangement"]
    arrangement = {key: value for key, value in own.items() if value != usual.get(key)}
    head = {"based_on": "place.yaml", "name": scenario.name}
    about = " ".join(scenario.about.split())
    return yaml_text({**head, "about": about, "arrangement": arrangement})
