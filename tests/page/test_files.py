"""The parts of a report that the page shows, whatever arms are called."""

from __future__ import annotations

import pytest

from joinedup_experiments.compare.api import open as open_results
from joinedup_experiments.compare.intervals import Interval
from joinedup_experiments.compare.results.known_manifest import ResultsError
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.evaluator.evaluation.envelope import DIRECTIONS, possible
from joinedup_experiments.page import widgets
from joinedup_experiments.page.looking import SECTIONS, section_html
from joinedup_experiments.page.widgets import refuse_other_files
from tests.report.conftest import made_up


@pytest.mark.parametrize("name", SECTIONS)
def test_every_part_is_a_page_of_its_own_in_which_names_are_text(name: str) -> None:
    made = made_up(names=("<b>Siloed</b>", "Joined"), months=24, seeds_per_world=1, replications=6)
    html = section_html(made, name)
    assert html.startswith("<!DOCTYPE html>") and "<b>Siloed</b>" not in html
    assert "<nav" not in html and "http://" not in html.replace("http://www.w3.org", "")


@pytest.mark.parametrize("text", [
    "based_on: /etc/passwd", "based_on: ../secret.yaml", "based_on: [siloed_borough]",
    "based_on: siloed_borough\nworlds: /etc/passwd.csv",
])  # fmt: skip
def test_an_uploaded_file_has_no_other_read(text: str, tmp_path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(text)
    with pytest.raises(InputError, match=r"mine\.yaml.*(shipped scenario|command line)"):
        refuse_other_files(file)


def test_an_uploaded_file_may_rest_on_what_is_shipped(tmp_path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("based_on: siloed_borough\nadd: [shared_record]")
    refuse_other_files(file)


@pytest.mark.parametrize(("low", "high", "words"), [
    (0.010, 0.024, ("stays", "rises")), (0.0101, 0.02, ("rises",)), (-0.03, 0.02, DIRECTIONS),
    (-0.02, -0.011, ("falls",)), (-0.02, 0.0, ("falls", "stays")),
])  # fmt: skip
def test_what_a_change_may_be_goes_by_its_interval(low: float, high: float, words) -> None:
    assert possible(Interval((low + high) / 2.0, low, high, 24)) == tuple(words)


@pytest.mark.parametrize("name", ["x" * 300, "x/" * 2_500, "a\0b", "round/there"])
def test_any_name_typed_in_ends_in_a_sentence(opened, name: str, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "round").symlink_to("round")
    app = opened()
    app.text_input("folder").set_value(name).run()
    assert len(app.error) == 1 and not app.exception


def test_a_file_of_results_leads_to_its_folder(opened, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "levels.csv").touch()
    app = opened()
    app.text_input("folder").set_value("mine/levels.csv").run()
    assert [one.value for one in app.error] == ["mine/levels.csv: this is a file; give mine"]


@pytest.mark.parametrize("name", [f"{'x' * 300}.yaml", "a\0b.yaml", ".."])
def test_a_file_of_any_name_ends_in_a_sentence(name: str, monkeypatch) -> None:
    errors: list[str] = []
    monkeypatch.setattr(widgets.st, "error", errors.append)
    assert widgets.read_uploaded(name, b"based_on: siloed_borough") is None
    assert errors and "name" in errors[0]


def test_a_command_names_a_folder_that_cannot_be_looked_at_in_one_line() -> None:
    with pytest.raises(ResultsError, match=r"it cannot be read: .*too long"):
        open_results("x" * 300)
