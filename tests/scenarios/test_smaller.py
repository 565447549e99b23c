"""A sound scenario is sound in whatever size it is run; a size that was asked for is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from joinedup_experiments.compare.executors import very_small
from joinedup_experiments.compare.over_worlds import OverWorlds
from joinedup_experiments.compare.sizing import enough
from joinedup_experiments.page.choices import Choices
from joinedup_experiments.page.jobs import Job, Stage
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios
from joinedup_experiments.scenario_io.load.blocks import blocks
from joinedup_experiments.scenario_io.overrides import OverrideError

ROOT = Path(__file__).parents[2]
EXAMPLES = {
    f"{file.stem} {number}": text
    for file in sorted((ROOT / "docs").rglob("*.md"))
    for number, text in enumerate(re.findall(r"```yaml\n(based_on.*?)```", file.read_text(), re.S))
}
BLOCKS = {
    name: f"based_on: siloed_borough\nadd: [{name}]"
    for name, block in blocks().items()
    if not block.cannot
}


@pytest.fixture
def ward(siloed):
    """Twelve places in 30,000 residents: in 800, less than one."""
    return siloed.with_({"arrangement.hospital.virtual_ward_places_per_1000": 0.4})


@pytest.mark.parametrize("text", [*EXAMPLES.values(), *BLOCKS.values()], ids=[*EXAMPLES, *BLOCKS])
def test_what_a_file_says_does_not_stop_the_model_from_compiling(tmp_path, text) -> None:
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    small = very_small(load_scenario(tmp_path / "mine.yaml"))
    assert (small.place.residents, small.place.neighbourhoods) == (200, 1)


@pytest.mark.parametrize("name", shipped_scenarios())
def test_nor_does_a_shipped_scenario(name) -> None:
    assert very_small(load_scenario(name)).place.residents == 200


def test_there_are_examples_of_phases_and_of_blocks() -> None:
    assert any("phases:" in text for text in EXAMPLES.values())
    assert any("virtual_ward: 12" in text for text in EXAMPLES.values())


def test_as_many_are_simulated_as_every_arm_takes_unless_asked_for(siloed, ward) -> None:
    large = {"residents": 90_000, "arrangement.hospital.virtual_ward_places_per_1000": 0.03}
    base, rare = siloed.with_({"residents": 90_000}), siloed.with_(large)
    assert OverWorlds().residents(base, rare) == 20_000
    assert OverWorlds("one").residents(base, rare) == 90_000
    with pytest.raises(OverrideError, match=r"\(800\).*less than one.*or simulate more"):
        OverWorlds(simulate=800).residents(siloed, ward)


def test_small_neighbourhoods_are_simulated_in_more_residents(siloed) -> None:
    shares = [{"share_of_residents": share} for share in (0.02, 0.49, 0.49)]
    place = siloed.with_({"neighbourhoods": 3, "by_neighbourhood": shares})
    assert enough([place], 2_400) == 19_200 and enough([siloed], 2_400) == 2_400


def test_the_pages_first_stage_has_as_many_residents_as_it_takes(siloed, ward, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr("joinedup_experiments.page.jobs.warm_up", lambda _: None)
    monkeypatch.setattr("joinedup_experiments.page.jobs.workers_for_arms", lambda *_: 1)
    monkeypatch.setattr(
        "joinedup_experiments.page.jobs.compared", lambda arms, over, *_: asked.append((arms, over))
    )
    job = Job({"siloed": siloed, "joined up": ward}, (Stage(5, 800),))
    job._run(0, 1)
    (arms, over) = asked[0]
    assert over.residents(*arms.scenarios) == 1_600


def test_an_arrangement_of_more_neighbourhoods_fits_a_place_of_few_residents(siloed) -> None:
    small = Choices(own=siloed.with_({"residents": 500}), arrangement="three_networks")
    siloed_one, other = small.started()
    assert other.place == siloed_one.place and other.place.residents == 500
