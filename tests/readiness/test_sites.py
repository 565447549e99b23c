"""The two sites of docs/readiness.md: their programmes in words, and the page that shows them."""

from __future__ import annotations

from pathlib import Path

import joinedup as ju
from joinedup_experiments.readiness import NAMES, answers_of, questionnaire, radar, settings_of
from joinedup_experiments.readiness import with_readiness as brought_in
from joinedup_experiments.readiness.words import programme_in_words
from joinedup_experiments.studies import readiness_sites as study

PAGE = Path("docs/readiness.md")
SMALL = {"place.residents": 600, "run.burn_in_years": 0.5, "run.years": 7.0}


def test_the_page_has_the_programmes_that_the_examples_become_today() -> None:
    written = study.as_text(study.mapping_section(study.sites()))
    assert written.strip() in PAGE.read_text("utf-8"), f"run python -m {study.__name__}"


def test_every_setting_is_said_in_words_at_every_score() -> None:
    phrased = set()
    for name in NAMES:
        for score in (0, 1, 2, 3, 4, 5):
            scores = dict.fromkeys(questionnaire(name).questions, score)
            settings = settings_of(answers_of(name, {"here": scores}))
            text = programme_in_words(settings)
            assert text.count(";") == len(settings) - 1 and "None" not in text and "_" not in text
            phrased.add(text)
    assert len(phrased) == 6 * len(NAMES)


def test_a_radar_has_an_axis_for_each_question_and_a_line_for_each_site() -> None:
    both = study.together(study.sites())
    (axes,) = radar(both).axes
    assert len(axes.get_xticks()) == len(both.questionnaire.questions) == 8
    assert [line.get_label() for line in axes.lines] == ["Weak site", "Strong site"]
    assert axes.get_ylim() == (0.0, 5.0)


def test_the_strong_site_stands_beside_the_weak_one_world_by_world(tmp_path: Path) -> None:
    asked = study.sites()
    arms = [ju.load(study.BROUGHT_IN).with_(SMALL), ju.load(study.BASE).with_(SMALL)]
    network, siloed = arms
    sites = [brought_in(network, one) for one in asked.values()]
    results = ju.compare(siloed, *sites, names=["siloed", *asked], replications=5, workers=1)
    _, table = study.run_section(results.comparison)
    assert len(table.rows) == len(study.ASKED)
    assert {len(row) for row in table.rows} == {len(table.head)}
    by_hand = results.comparison.months[2, :, study_column("adoption"), 24:36].mean()
    by_hand -= results.comparison.months[1, :, study_column("adoption"), 24:36].mean()
    third = next(row for row in table.rows if row[0].startswith("Adoption") and "year 3" in row[0])
    assert third[4].startswith(f"+{100 * by_hand:.1f}")
    (tmp_path / study.PAGE).write_text(
        "before\n<!-- sites -->\nold\n<!-- end -->\nafter\n<!-- moves -->\n<!-- end -->\n"
    )
    study.write(tmp_path, "sites", [table])
    page = (tmp_path / study.PAGE).read_text("utf-8")
    assert page.startswith("before\n<!-- sites -->\n**What they do**") and "old" not in page
    assert page.endswith("\n<!-- end -->\nafter\n<!-- moves -->\n<!-- end -->\n")


def study_column(key: str) -> int:
    return [*ju.measures()["measure"]].index(key)
