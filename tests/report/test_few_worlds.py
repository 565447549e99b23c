"""What a page and a screen say where plausible worlds are few, or run for a single year."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup_experiments.compare.diagnostics import too_few_replications
from joinedup_experiments.compare.results.writing import read_me
from joinedup_experiments.report.page import page
from joinedup_experiments.report.sentences import by_cause, in_short
from joinedup_experiments.report.terminal import comparison_parts
from tests.report.test_page import read


def test_a_year_of_worlds_is_told_in_plain_words(results, undrawn) -> None:
    few = results(replications=6, months=12, seeds_per_world=1)
    few.manifest["arms"][0]["changed_by_the_command"] = {
        "run.replications": {"here": 6, "in_the_files": 8}
    }
    main = " ".join(read(page(few)).all("main")[0]["text"].split())
    assert "6 plausible worlds; usual are 24" in main and "where the scenario says 8" not in main
    assert "an average year of 1 year" not in main and "Siloed, the year" in main
    screen = [str(part) for part in comparison_parts(few.comparison, False)]
    assert any("Plausible worlds needed to know a difference" in text for text in screen)
    wide = [one.text for one in too_few_replications(few.comparison)]
    assert all("too few worlds (6)" in text and "replications" not in text for text in wide)


def test_one_world_is_not_called_worlds(results) -> None:
    one = results(replications=1, months=12, seeds_per_world=1)
    for text in (page(one), read_me(one.comparison, {})):
        assert "1 plausible world" in text and "1 plausible worlds" not in text


def test_the_share_of_assumption_is_not_told_of_four_worlds(results, undrawn) -> None:
    few = results(replications=8, months=12, seeds_per_world=2)
    main = " ".join(read(page(few)).all("main")[0]["text"].split())
    assert "too few worlds (4) to tell what of the spread of its change is assumption" in main
    assert "too few worlds to tell" in main
    parts = few.parts()
    assert parts["share_assumption_low_95"].isna().all()


@pytest.mark.parametrize("worlds", [2, 4])
def test_of_few_worlds_nothing_is_said_not_to_be_shown(effect, worlds) -> None:
    f = effect(100.0, np.arange(float(worlds)) - 5.0, plausible=True)
    assert in_short([f, f]) == "too few runs to tell"
    lines = by_cause(f, f, f, f, f)
    assert not [one for one in lines if "is shown" in one]
    assert lines[0].startswith("Avoided: too few plausible worlds to tell")


@pytest.mark.parametrize(
    ("each", "of", "not_of"),
    [(2, "plausible worlds", "replications"), (0, "replications", "plausible worlds")],
)
def test_files_are_of_worlds_where_intervals_are(results, each, of, not_of) -> None:
    text = " ".join(read_me(results(seeds_per_world=each).comparison, {}).split())
    for says in (
        "95% intervals of the mean over {}, and", "values the central 90% of {} lie",
        "The central 90% of {} (low_90", "about how far {} lie apart",
        "the share of {} that have one", "bands are 95% intervals over {}",
    ):  # fmt: skip
        assert says.format(of) in text and says.format(not_of) not in text
