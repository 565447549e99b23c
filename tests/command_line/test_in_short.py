"""What is printed unless all is asked for: what a planner needs first, in about ten lines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from joinedup.outcomes.measures import POSITION
from joinedup_experiments.compare.results.reading import open_results
from joinedup_experiments.display.document import Heading, Points, Words
from joinedup_experiments.report.in_short import in_short

EXAMPLE = Path(__file__).parents[2] / "results" / "example"
FOUR = ("Identified unmet need", "Emergency admissions", "Staff burnout", "Cost to all payers")


@pytest.fixture(scope="module")
def made_up():
    """Two arms in eight worlds, alike but for what a test changes in the second."""
    shown = open_results(EXAMPLE).comparison
    worlds = tuple(range(1, 9))
    some = {
        what: np.repeat(getattr(shown, what)[[0, 0], :1], 8, axis=1)
        for what in ("months", "weights", "ledgers", "costs")
    }
    arms = {"names": shown.names[:2], "scenarios": shown.scenarios[:2]}
    return replace(shown, seeds=worlds, worlds=worlds, **arms, **some)


def lines(result):
    made = []
    for part in in_short(result):
        match part:
            case Heading() | Words():
                made.append(part.text)
            case Points():
                made += part.items
    return made


def scaled(result, **times):
    months = result.months.copy()
    for key, factor in times.items():
        months[1, :, POSITION[key]] *= factor
    return replace(result, months=months)


def test_the_four_measures_have_a_difference_and_a_verdict(made_up):
    shown = lines(made_up)
    for label in FOUR:
        (line,) = [one for one in shown if one.startswith(label)]
        assert line.endswith("no difference at all")
    assert "Nothing is shown to be better or worse by more than a little." in shown


@pytest.mark.parametrize("plausible", [True, False])
def test_of_too_few_runs_it_is_not_said_that_nothing_is_shown(made_up, plausible):
    many = 2 if plausible else 1
    noise = 1.0 + 0.001 * np.arange(float(many))[None, :, None, None]
    cut = {
        what: getattr(made_up, what)[:, :many] for what in ("months", "weights", "ledgers", "costs")
    }
    seeds = made_up.seeds[:many]
    cut["months"] = cut["months"] * noise * np.array([1.0, 1.1])[:, None, None, None]
    few = replace(made_up, seeds=seeds, worlds=seeds if plausible else (0,), **cut)
    runs = "plausible worlds" if plausible else "replications"
    shown = lines(few)
    assert f"Too few {runs} to tell what is better or worse." in shown
    assert not [one for one in shown if one.startswith("Nothing is shown")]


def test_what_is_better_and_what_is_worse_is_named(made_up):
    result = scaled(made_up, emergency_admissions=0.8, lost_at_handover=1.5)
    noise = 1.0 + 0.001 * np.arange(8.0)[None, :, None, None]
    result = replace(result, months=result.months * noise)
    shown = lines(result)
    assert "Better: emergency admissions." in shown
    assert "Worse: people lost at a handover." in shown
    (line,) = [one for one in shown if one.startswith("Emergency admissions")]
    assert line.endswith("lower in 8 of 8")


def test_few_are_named_and_the_others_counted(made_up):
    keys = ("emergency_admissions", "lost_at_handover", "referrals_bounced", "referrals_refused",
            "bed_days")  # fmt: skip
    result = scaled(made_up, **dict.fromkeys(keys, 0.5))
    noise = 1.0 + 0.001 * np.arange(8.0)[None, :, None, None]
    better = next(
        one for one in lines(replace(result, months=result.months * noise)) if "Better" in one
    )
    assert better.count(",") == 2 and better.endswith(" more.")


def test_it_is_ten_lines_and_open_with_all_has_the_rest(compared, joinedup):
    _, folder = compared
    short, whole = joinedup("open", folder), joinedup("open", folder, "--all")
    assert short.exit_code == whole.exit_code == 0
    assert 8 <= len(short.stdout.splitlines()) <= 12
    assert "printed by --all" in short.stdout and "Barrier ledger" not in short.stdout
    assert "Barrier ledger, true need" in whole.stdout
    assert "Before anybody relies on this:" in whole.stdout


def test_compare_ends_with_what_to_type_next(joinedup, small, tmp_path):
    out = tmp_path / "out"
    shown = joinedup("run", "siloed_borough", *small, "--no-pictures", "--out", out)
    assert shown.exit_code == 0, shown.output
    *first, results, every, page = shown.stdout.splitlines()
    assert len(first) <= 8
    assert results == f"Results: {out} (README.txt says what each file is)"
    assert every == f"Every table: joinedup open {out} --all"
    assert page.endswith(f"joinedup report {out}")
    for line in (every, page):
        assert joinedup(*line.split("joinedup ")[1].split()).exit_code == 0
