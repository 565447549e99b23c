"""What learners take home is small, explained, and made of today's docs and model."""

from __future__ import annotations

import pandas as pd
import pytest

import joinedup as ju
from tests.lessons import slides, take_home
from tests.lessons.lesson import FOLDER, model_digest


def test_the_data_are_small_and_every_column_is_explained():
    assert take_home.DATA.stat().st_size < 300_000
    data = pd.read_csv(take_home.DATA)
    assert len(data) == len(take_home.ARMS) * take_home.WORLDS * take_home.PLACE["years"]
    assert not data.isna().any().any()
    known = pd.read_csv(take_home.DICTIONARY, keep_default_na=False)
    assert [*data.columns, "(all)"] == known["column"].tolist()
    assert (known["meaning"].str.len() > 10).all()
    about = known["meaning"].iloc[-1]
    assert model_digest() in about, "run `python -m tests.lessons.take_home`"


def test_arms_of_a_world_have_the_same_people():
    data = pd.read_csv(take_home.DATA)
    first = data[data["year"] == 1].set_index(["arm", "world"])["needs_presented"].unstack("arm")
    apart = first.corr().loc["siloed_borough"].drop("siloed_borough")
    assert (apart > 0.9).all()


def test_a_year_is_the_sum_of_its_months_or_their_mean():
    small = {"residents": 600, "years": 2, "burn_in_years": 0.5}
    results = ju.compare(ju.load("siloed_borough", **small), replications=2, workers=1)
    data, months = take_home.yearly(results), results.to_frame()
    second = months[(months["month"] > 12) & (months["replication"] == 2)]
    row = data[(data["world"] == 2) & (data["year"] == 2)].iloc[0]
    assert row["emergency_admissions"] == pytest.approx(second["emergency_admissions"].sum())
    assert row["satisfaction"] == pytest.approx(second["satisfaction"].mean())


def test_the_slides_are_of_their_text_and_ask_for_nothing():
    page = slides.PAGE.read_text(encoding="utf-8")
    text = slides.TEXT.read_text(encoding="utf-8")
    made = slides.page(text)
    drop = "data:image/png;base64,"  # a picture's bytes depend on the fonts of the machine
    words = [part.split('"', 1)[-1] for part in page.split(drop)]
    assert words == [part.split('"', 1)[-1] for part in made.split(drop)], (
        "run `python -m tests.lessons.slides`"
    )
    assert "http" not in page and page.count("<section>") == text.count("\n---\n") + 1
    assert page.count("<img alt=") == page.count(drop) > 0


def test_the_pathway_on_the_slide_has_the_states_of_the_model_page():
    states = {state for edge in slides.pathway_edges() for state in edge}
    assert states == set(slides.PLACES)
    assert ("hidden", "presented") in slides.pathway_edges()


def test_what_slides_say_of_the_model_is_so():
    text = slides.TEXT.read_text(encoding="utf-8")
    assumed = (ju.parameters()["evidence"] == "assumed").mean()
    assert "Nine in ten of its numbers are **assumed**" in text and 0.85 <= assumed < 0.95
    teams = ju.load("siloed_borough").teams
    assert "eleven teams with dotted lines" in text and len(teams) == 11
    home = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "[slides.md](slides.md) is eleven slides" in home
    assert text.count("\n---\n") + 1 == 11
