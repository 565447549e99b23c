"""What may be proposed: the shipped arrangements, laid onto a place of one's own."""

from __future__ import annotations

import io
import re
from typing import Any

from ruamel.yaml import YAML

from joinedup_experiments.local_place.templating import quoted, rendered
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.load.problems import (
    Problem,
    ScenarioError,
    Spot,
    did_you_mean,
)
from joinedup_experiments.scenario_io.load.writing import written_out

PROPOSALS = (
    "local_care_network",
    "single_point_of_access",
    "closer_working",
    "co_located",
    "case_management",
    "merged_on_paper",
    "local_care_network_well",
    "local_care_network_poorly",
    "local_care_network_churn",
    "local_care_network_money_ends",
    "local_care_network_all_in",
    "integrated_no_extra_capacity",
    "integrated_with_capacity",
    "one_kettle",
    "new_sign_over_the_door",
)
_COST = re.compile(r"^( *programme_cost_a_year: )(\d+)(?:\.0)?( *#[^\n]*)?$", re.M)


def proposal_text(name: str, residents: int, place: str) -> str:
    """A shipped arrangement as a scenario based on ``place.yaml``.

    Its programme costs as much for each resident as the shipped one does.

    Raises
    ------
    ScenarioError
        When there is no such proposal.
    """
    if name not in PROPOSALS:
        what = f"there is no proposal `{name[:60]}`"
        raise ScenarioError(Problem(Spot("--proposal"), what, (), did_you_mean(name, PROPOSALS)))
    text = shipped_scenarios()[name].read_text(encoding="utf-8")
    if "\nbased_on: siloed_borough\n" in text:
        body = text.replace("\nbased_on: siloed_borough\n", "\nbased_on: place.yaml\n")
    else:
        body = _written_with_all_it_inherits(name)
    scenario = load_scenario(name)
    times = residents / scenario.place.residents
    body = re.sub(r"^name: .*$", lambda _: f"name: {_quoted(scenario.name)}", body, flags=re.M)
    body = _COST.sub(lambda m: _scaled(m, times, residents), body)
    body = "".join(line for line in body.splitlines(True) if "$schema=" not in line)
    head = rendered("proposal_head.yaml", {"place": quoted(place), "name": name})
    return head + body


def _scaled(match: re.Match[str], times: float, residents: int) -> str:
    cost = round(int(match[2]) * times)
    why = f"   # national default: £{int(match[2]):,} for 30,000 residents, for {residents:,} here"
    return f"{match[1]}{cost}{why}"


def _written_with_all_it_inherits(name: str) -> str:
    """The arrangement alone, whole, for one that is based on another arrangement."""
    scenario = load_scenario(name)
    kept: dict[str, Any] = YAML(typ="rt", pure=True).load(written_out(scenario))
    default = YAML(typ="rt", pure=True).load(written_out(load_scenario("siloed_borough")))
    plain = default["arrangement"]
    arrangement = kept["arrangement"]
    for key in [k for k, v in arrangement.items() if v == plain.get(k)]:
        del arrangement[key]
    writer = YAML(typ="rt", pure=True)
    writer.width = 100
    writer.indent(mapping=2, sequence=4, offset=2)
    text = io.StringIO()
    about = " ".join(scenario.about.split())
    head = {"based_on": "place.yaml", "name": scenario.name, "about": about}
    writer.dump({**head, "arrangement": arrangement}, text)
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())


def _quoted(text: str) -> str:
    return text if re.fullmatch(r"[\w ]+", text) else '"' + text.replace('"', "'") + '"'
