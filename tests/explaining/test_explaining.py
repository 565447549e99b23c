"""Everything that has a name is explained, from where it is declared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from joinedup.codes import Mechanism, title
from joinedup.outcomes.measures import MEASURES
from joinedup.rules.collected import ACTIVITIES, GROUPS, declared
from joinedup.scenario.keys import all_keys
from joinedup.scenario.names import names_of
from joinedup.scenario.scenario import Scenario
from joinedup.scenario.twins import TWINS
from joinedup_experiments.compare.results.event_log import activity_names
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.scenario_io import reference
from joinedup_experiments.scenario_io.explain import explained, laid_out
from joinedup_experiments.scenario_io.load import ScenarioError, load_scenario
from joinedup_experiments.scenario_io.reference import glossary, mechanisms, words
from joinedup_experiments.scenario_io.scenario_keys import paths, values


def one(key, kind):
    """The entry of this kind, of which there must be exactly one."""
    (entry,) = [entry for entry in explained(key) if entry.kind == kind]
    return entry


def test_a_parameter_has_everything_that_was_declared():
    d = declared()["handover.loss"]
    entry = one("handover.loss", "a parameter")
    assert d.meaning[1:] in entry.says
    assert entry.facts["Unit"] == d.unit
    assert entry.facts["Default"] == f"{float(d.default):g}"
    assert entry.facts["Range"] == f"{d.low:g} to {d.high:g}"
    assert entry.facts["Evidence"].startswith(d.evidence)
    assert entry.facts["Role"].startswith(d.role)
    assert "team_transfer_loss_share: 0.2 share of people" in entry.facts["Source"]
    assert entry.facts["Rule"] == "joinedup/rules/handover.py"


def test_a_cell_has_a_range_of_its_own():
    d = declared()["crisis.rate"]
    entry = one("crisis.rate[frailty]", "one cell of a parameter")
    low, high = d.bounds(float(d.default[4]))
    assert entry.facts["Default"] == f"{d.default[4]:g}"
    assert entry.facts["Range"] == f"{low:g} to {high:g}"


@pytest.mark.parametrize("key", declared())
def test_every_parameter_is_explained(key):
    assert one(key, "a parameter").facts["Rule"]


@pytest.mark.parametrize("key", GROUPS)
def test_every_group_is_explained(key):
    entry = next(entry for entry in explained(key) if entry.kind.startswith("a group of"))
    assert entry.says


@pytest.mark.parametrize("key", [m.key for m in MEASURES])
def test_every_measure_is_explained(key):
    entry = one(key, "a measure")
    assert entry.facts["Unit"]
    assert entry.facts["Used in"].startswith("joinedup/outcomes/measures_of_")


def test_every_path_of_the_schema_is_explained():
    for path in paths():
        entry = one(".".join(path), "a key of a scenario")
        assert entry.says
        assert entry.facts["Unit"], path


@pytest.mark.parametrize("key", sorted({str(path[-1]) for path, _ in all_keys(Scenario)}))
def test_every_last_part_of_a_path_is_enough(key):
    kinds = {entry.kind for entry in explained(key)}
    assert "a key of a scenario" in kinds


@pytest.mark.parametrize(
    "asked",
    [
        "teams.*.threshold",
        "teams.talking_therapies.threshold",
        "teams.threshold",
        "threshold",
    ],
)
def test_a_key_may_be_asked_for_in_several_ways(asked):
    entry = explained(asked)[0]  # a team that an arrangement adds has the same key
    assert entry.key == "teams.*.threshold"
    default = Scenario.model_fields["teams"].annotation.__args__[1].model_fields["threshold"]
    assert entry.facts["Default"] == f"{default.default:g}"


def test_an_entry_of_a_list_may_be_asked_for_by_number():
    for asked in ("arrangement.interfaces[0].loss", "interfaces.loss"):
        assert one(asked, "a key of a scenario").key == "arrangement.interfaces.*.loss"


def test_one_name_may_be_several_things():
    kinds = [entry.kind for entry in explained("strain")]
    assert len(kinds) == len(set(kinds)) >= 3


@pytest.mark.parametrize("word", words())
def test_every_word_of_the_glossary_is_found(word):
    assert any(entry.kind == "a word" for entry in explained(word))


@pytest.mark.parametrize("name", values())
def test_every_name_that_a_scenario_chooses_from_is_found(name):
    assert any(entry.kind in ("a value", "a mechanism") for entry in explained(name))


@pytest.mark.parametrize("name", names_of(Mechanism))
def test_every_mechanism_is_explained_and_stands_in_the_docs(name):
    entry = one(name, "a mechanism")
    assert entry.says and entry.facts["Without it"]
    page = Path(__file__).parents[2] / "docs" / "scenarios.md"
    row = f"| `{name}` | {mechanisms()[name]['without']} |"
    assert row in page.read_text("utf-8")


@pytest.mark.parametrize("name", activity_names().values())
def test_every_activity_of_the_event_log_is_explained(name):
    for written in (name, name.replace(" ", "_"), name.capitalize()):
        assert one(written, "an activity of the event log").says


@pytest.mark.parametrize("name", sorted({key.rpartition(".")[2] for key in declared()}))
def test_the_last_part_of_every_parameter_is_enough(name):
    found = {entry.key for entry in explained(name) if entry.kind == "a parameter"}
    assert found == {key for key in declared() if key.endswith(f".{name}")}


def test_meanings_are_of_what_there_is():
    """No mechanism or activity that has gone is explained still."""
    meanings = YAML(typ="safe").load(Path(reference.__file__).with_name("meanings.yaml"))
    assert list(meanings["mechanisms"]) == list(names_of(Mechanism))
    assert list(meanings["activities"]) == [title(one) for one in ACTIVITIES.values()]


def test_the_glossary_is_read_whole():
    page = Path(__file__).parents[2] / "docs" / "glossary.md"
    page_has = re.findall(r"^\*\*(.+?)\*\*", page.read_text(encoding="utf-8"), re.M)
    assert [word.lower() for word in page_has] == [word.word.lower() for word in glossary()]
    assert len(set(page_has)) == len(page_has)


@pytest.mark.parametrize("name", ["twins", "twin", *TWINS])
def test_the_twins_of_a_proposal_are_explained(name):
    assert "proposal" in one(name, "a word").says


SHIPPED = ["local_care_network", "siloed_borough"]
OF_TWINS = [f"case_management:{kind}" for kind in TWINS]


@pytest.mark.parametrize("name", [*SHIPPED, *OF_TWINS])
def test_shipped_scenarios_and_twins_are_explained(name):
    entry = explained(name)[0]
    assert "scenario" in entry.kind or entry.kind == "a twin of case_management"
    assert load_scenario(name).name in entry.says and name in entry.facts["Run it"]


def test_a_twin_that_there_is_not_is_refused_with_those_there_are():
    with pytest.raises(ScenarioError, match=r"no twin `joining_only`.*cost_matched"):
        explained("local_care_network:joining_only")


WRONG = {
    "hiden": "did you mean `hidden`?",
    "handover.los": "did you mean `handover.loss`?",
    "handover.loss_kept": "did you mean `handover.loss_multiplier`?",
    "identified_unmet_ned": "did you mean `identified_unmet_need`?",
    "arrangement.single_point_of_contcat": "did you mean `arrangement.single_point_of_access`?",
    "crisis.rate[fraility]": "did you mean frailty?",
    "handover.loss[frailty]": "is one number and has no cells",
    "0": "there is nothing called `0` to explain",
    "": "to explain",
}


@pytest.mark.parametrize("key, message", WRONG.items())
def test_what_is_unknown_is_said_with_what_was_meant(key, message):
    with pytest.raises(InputError) as caught:
        explained(key)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_lines_fit_a_screen():
    for key in ("handover.loss", "arrangement.interfaces", "strain", "hidden", "handed on"):
        text = laid_out(explained(key))
        assert max(len(line) for line in text.splitlines()) <= 100
        assert key.lower() in text.lower()


def test_a_table_by_profession_is_explained_cell_by_cell():
    (entry,) = explained("money.staff_hour")
    assert entry.facts["Default"].startswith("gp 133; practice_nurse ")
    assert "link_worker 43.7" in entry.facts["Default"]


def test_a_measure_is_found_by_the_name_that_reports_show() -> None:
    for m in MEASURES[::40]:
        for asked in (m.label, m.label.upper(), m.key.capitalize()):
            assert m.key in [entry.key for entry in explained(asked)]


def test_what_shares_of_staff_time_are_of_is_explained() -> None:
    assert one("utilisation", "a word") == one("capacity", "a word")
    assert "can be above 100%" in one("paid time", "a word").says


@pytest.mark.parametrize("team", ["extra_staff", "programme.staff_after_money"])
def test_an_entry_within_an_entry_has_the_meaning_of_the_whole(team) -> None:
    entry = one(f"arrangement.{team}.memory_service.psychologist", "a key of a scenario")
    assert ": staff added to teams, or taken away" in entry.says
    bare = [".".join(path) for path, node in paths().items() if not node["meaning"].strip(": ")]
    assert bare == []


def test_a_link_worker_is_no_care_coordinator() -> None:
    assert "voluntary groups" in one("Link worker", "a word").says
    assert "link worker" not in one("care coordinator", "a word").facts["Also"]


def test_a_block_is_pointed_to() -> None:
    entry = one("virtual_ward", "a building block")
    assert entry.facts["In full"] == "joinedup blocks virtual_ward" and "at home" in entry.says


@pytest.mark.parametrize("above", ["assumptions", "outside_range"])
def test_a_parameter_is_explained_by_where_it_stands_in_a_file(above) -> None:
    key = f"{above}.handover.loss"
    assert one(key, "a parameter") == one("handover.loss", "a parameter")
