"""The parts of a report that the page shows, whatever arms are called."""

from __future__ import annotations

import pytest

from joinedup_experiments.page.looking import SECTIONS, section_html
from tests.report.conftest import made_up


@pytest.mark.parametrize("name", SECTIONS)
def test_every_part_is_a_page_of_its_own_in_which_names_are_text(name: str) -> None:
    made = made_up(names=("<b>Siloed</b>", "Joined"), months=24, seeds_per_world=1, replications=6)
    html = section_html(made, name)
    assert html.startswith("<!DOCTYPE html>") and "<b>Siloed</b>" not in html
    assert "<nav" not in html and "http://" not in html.replace("http://www.w3.org", "")
