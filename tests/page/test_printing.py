"""What the page has for paper: a style, what was run in words, and what pictures open."""

from __future__ import annotations

import pytest

from joinedup_experiments.page.choices import Choices
from joinedup_experiments.page.looking import BEHIND, section_html
from tests.page.looked_at import text_of
from tests.report.conftest import made_up


def test_the_page_has_its_style_for_paper_and_says_in_words_what_is_chosen(opened) -> None:
    app = opened(arrangement="closer_working", years="2")
    html = "\n".join(one.value for one in app.get("html"))
    assert "@media print" in html and "@page" in html and "break-after: avoid" in html
    assert "It has not been run yet" in html
    assert "lowers the years after the index date from 7 to 2" in html
    assert "<li>raises the cost of the programme itself from 0 to" in html


def test_of_choices_that_are_refused_nothing_is_printed_as_chosen(opened) -> None:
    app = opened(arrangement="closer_working", teams="", record="no", form="no", cost="0")
    html = "\n".join(one.value for one in app.get("html"))
    assert "nothing is joined" in text_of(app) and "What is chosen cannot be run" in html


def test_no_name_of_an_arm_is_markup_in_what_is_printed() -> None:
    pytest.importorskip("streamlit")
    from joinedup_experiments.page.paper import what_was_run

    arms = Choices().arms()
    named = {key: one.model_copy(update={"name": "<b>Mine</b>"}) for key, one in arms.items()}
    assert "<b>" not in what_was_run(named, None)


def test_figures_that_a_screen_opens_stand_after_the_pictures_on_paper() -> None:
    html = section_html(made_up(months=24), "When it comes")
    on_paper = html[html.index('<section id="behind" class="paper"') :]
    assert BEHIND in on_paper and on_paper.count("<table") == html.count("<figure") > 1
