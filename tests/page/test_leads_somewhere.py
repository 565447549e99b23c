"""Commands and hints in what the page makes can be followed there."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

import joinedup as ju
from joinedup_experiments.compare.results.event_log import write_event_log
from joinedup_experiments.page import people, widgets
from joinedup_experiments.page.bookmark import from_query
from joinedup_experiments.page.jobs import Job, Jobs, Session, Stage
from joinedup_experiments.page.looking import SPLIT, section_html
from joinedup_experiments.report.journeys import none_because, two_lives
from joinedup_experiments.report.page import _journeys
from joinedup_experiments.scenario_io.load import written_out
from tests.page.looked_at import control, ran
from tests.report.conftest import made_up


@pytest.fixture(scope="module")
def results():
    """What a short job of the page made."""
    from threading import Semaphore

    made = from_query({"years": "1", "residents": "2000"}).arms()
    job = Job(
        {name: one.with_({"burn_in_years": 1}) for name, one in made.items()}, (Stage(2, 300),)
    )
    job.run(Semaphore(), Semaphore(), 1)
    assert job.state == "done"
    return job.results


def test_the_command_in_a_report_makes_the_same_figures_of_the_files_given(
    results, tmp_path
) -> None:
    for name, scenario in results.arms.items():
        (tmp_path / f"scenario-{name}.yaml").write_text(written_out(scenario), "utf-8")
    command = results.manifest["command"]
    assert "A command that makes them again" in (html := section_html(results, "How it was done"))
    assert "The command that made these results" not in html and " ".join(command) in html
    again = [sys.executable, "-m", "joinedup_experiments.cli", *command[1:], "--out", "again"]
    subprocess.run(again, cwd=tmp_path, check=True, capture_output=True)
    months = ju.open(tmp_path / "again").comparison.months
    np.testing.assert_array_equal(months, results.comparison.months)


def test_a_report_of_the_page_shows_the_journeys_that_its_folder_would(results, tmp_path) -> None:
    write_event_log(tmp_path, results.comparison)
    at_hand = two_lives(None, results.comparison)
    assert at_hand == two_lives(tmp_path, replace(results.comparison, event_log=()))
    assert {len(one.lives) for one in at_hand} == {2}
    shown = _journeys(results)
    assert "Journey 1: resident" in " ".join(getattr(one, "text", "") for one in shown.parts)


def test_why_there_is_no_journey_and_what_follows_a_person(results) -> None:
    bare = replace(results.comparison, event_log=())
    command = "`joinedup journey scenario-siloed.yaml scenario-joined_up.yaml` follows"
    assert "event log of the first replication" in (why := none_because(None, bare))
    assert command in why and command in (other := none_because(None, results.comparison))
    assert "nobody who can be shown had more or fewer crises" in other
    assert "it takes two arms" in none_because(None, replace(bare, names=("alone",)))


def test_the_page_gives_the_files_that_its_command_names(opened) -> None:
    app = opened(years="1", arrangement="closer_working")
    control(app.checkbox, "Run without").check().run()
    given = [one.proto.label for one in ran(app).get("download_button")]
    assert "Scenario: scenario-siloed.yaml" in given
    assert "Scenario: scenario-joined_up.yaml" in given


def test_twins_are_asked_for_by_what_there_is(results) -> None:
    text = re.sub("<[^>]+>", "", section_html(results, "What could overturn this"))
    assert "joined_up:cost_matched" not in text and "joinedup scenarios" not in text
    assert f"on the page, “{widgets.SPLIT.partition(' (')[0]}”" in text


def parted(
    names=("here", "there", "there_capacity_only", "there_cost_matched", "joining"), **query
):
    """What the page says of money or joining, of arms so called."""
    arms = from_query({"split": "yes", "years": "3"} | query).arms()
    made = made_up(tuple(arms), replications=6, seeds_per_world=1)
    run = {"scenarios": tuple(arms.values()), "names": names[: len(arms)]}
    html = section_html(replace(made, comparison=replace(made.comparison, **run)), SPLIT)
    return re.sub("<[^>]+>", "", html)


def test_twins_are_known_whatever_a_command_called_them() -> None:
    text = parted(arrangement="case_management")
    assert "Capacity or integration" in text and "nothing to part" not in text
    assert "adds no posts, so that" in parted()


def test_nobody_is_sent_to_choose_what_is_chosen() -> None:
    text = parted(arrangement="merged_on_paper")
    assert "nothing to part" in text and "Choose" not in text
    choosing = parted(arrangement="case_management", split="no")
    assert "twins are not among these results" in choosing and "Run the money alone" in choosing


def test_it_is_said_of_how_many_people_and_worlds_a_moving_picture_is(monkeypatch) -> None:
    shown: list[str] = []
    asked: list[int] = []
    places = SimpleNamespace(places={"siloed": np.zeros((1, 1), int)})
    results = SimpleNamespace(animate=lambda many: asked.append(many) or places)
    monkeypatch.setattr(people.st, "write", shown.append)
    monkeypatch.setattr(people, "framed", lambda *_: None)
    people.show(people.MOVING, Session(Jobs(1)), results, {})
    assert f"at most {asked[0]} residents" in shown[0] and "one plausible world" in shown[0]
