"""From a finished sweep's folder to rules in words, tables and pictures."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from joinedup_experiments.cli import app
from joinedup_experiments.sweep.discovery.reporting import HEADS, page_of
from joinedup_experiments.sweep.discovery.rules import discover
from tests.discovery.conftest import sweeps_in

OUTCOME = "unmet_severe_local_care_network_well_less_siloed_borough"
TOGETHER = "unmet_need_and_admissions_local_care_network_well"


def table(sweep, name):
    return pq.read_table(sweep.folder / "discovery" / f"{name}.parquet").to_pandas()


@pytest.fixture(scope="module")
def in_a_box(tmp_path_factory, made_up):
    """A sweep of work that helps in a known box, run once; nothing is written into it."""
    with pytest.MonkeyPatch.context() as patch:
        return sweeps_in(tmp_path_factory.mktemp("box"), patch)(made_up())


@pytest.fixture(scope="module", name="found")
def discovered(in_a_box):
    """What is discovered in it."""
    return discover(in_a_box)


def test_the_box_is_found_through_the_command(swept, made_up) -> None:
    sweep = swept(made_up())
    result = CliRunner().invoke(app, ["discover", str(sweep.folder)])
    assert result.exit_code == 0, result.output
    assert "arrangement.paying.budgets aligned or pooled" in result.output
    inside = {file.name for file in (sweep.folder / "discovery").iterdir()}
    assert not any(name.startswith("map-emergency") for name in inside)  # helped everywhere
    for picture in (f"map-{OUTCOME}", f"map-{TOGETHER}", f"fan-{OUTCOME}"):
        assert {f"{picture}.pdf", f"{picture}.svg", f"{picture}.png"} <= inside
    for name in ("questions", "rules", "conditions", "goes_with", "tree_sizes", "answers", "fan"):
        assert {f"{name}.csv", f"{name}.parquet"} <= inside
    for name, head in HEADS.items():  # as they are where there is nothing in them
        assert table(sweep, name).columns.tolist() == list(head)

    conditions = table(sweep, "conditions")
    mine = conditions[(conditions.question == OUTCOME) & (conditions.rule == 1)]
    mine = mine.set_index("factor")
    assert set(mine.index) == {"worsening.in_care", "arrangement.paying.budgets"}
    assert mine.above["worsening.in_care"] == pytest.approx(0.45, abs=0.02)
    assert math.isnan(mine.up_to["worsening.in_care"])
    assert mine.evidence["worsening.in_care"] == "assumed"
    assert mine.evidence["arrangement.paying.budgets"] == "lever of the design"

    rules = table(sweep, "rules")
    first = rules[(rules.question == OUTCOME) & (rules.rule == 1) & rules.rule_is_about_it]
    assert first.answer.item() == "helped"
    assert first.density.item() == first.coverage.item() == 1.0
    assert first.base_rate.item() == pytest.approx(0.5 * 2 / 3, abs=0.03)

    page = (sweep.folder / "discovery" / "scenario_discovery.md").read_text(encoding="utf-8")
    assert "worsening in care as a share of worsening without it" in page
    assert "![" in page and f"(map-{OUTCOME}.png)" in page


def test_both_questions_together_are_answered_point_by_point(in_a_box, found) -> None:
    sweep = in_a_box
    points = sweep.plan.points
    box = (points[:, 0] > 0.45) & (points[:, -1] >= 1.0)
    by_key = {one.question.key: one for one in found.answered}
    alone = by_key[OUTCOME].question
    assert (alone.codes == np.where(box, 0, 2)).all()
    both = by_key[TOGETHER].question
    names = np.array(both.classes)[both.codes]
    assert (names == np.where(box, "both lower", "admissions only")).all()


def test_a_margin_is_a_share_of_the_bases_level(in_a_box) -> None:
    """Admissions fall by 1 in 120: more than 0.8%, less than 0.9%."""
    for share, name in ((0.008, "helped"), (0.009, "no clear change")):
        admissions = discover(in_a_box, share).answered[1]
        assert admissions.why_none == f"The answer is the same at every point: {name}."


def test_with_replications_the_margin_is_what_chance_exceeds_once_in_twenty(
    swept, made_up, design
) -> None:
    text = design.replace("size: 400", "size: 300")
    text += "replications: 4\ncommon_random_numbers: false\n"
    found = discover(swept(made_up(spread=5.0, blank=True), text))
    unmet = found.answered[0]
    assert unmet.base[1].low <= 0.95 <= unmet.base[1].high
    assert not unmet.rules


def test_chance_alone_makes_no_rule(swept, made_up) -> None:
    sweep = swept(made_up(spread=5.0, blank=True))
    result = CliRunner().invoke(app, ["discover", str(sweep.folder), "--no-pictures"])
    assert result.exit_code == 0
    assert "No rule is better than the base rate" in result.output


def test_the_fan_is_that_of_the_differences_in_each_year(in_a_box, found) -> None:
    time = found.over_time[0]
    points = in_a_box.plan.points
    box = (points[:, 0] > 0.45) & (points[:, -1] >= 1.0)
    expected = np.repeat(np.where(box, -10.0, 10.0)[:, None], 3, axis=1)
    np.testing.assert_allclose(time.differences, expected)
    np.testing.assert_allclose(time.base, 120.0)


def test_a_months_difference_has_the_unit_of_a_year(found) -> None:
    """A month's difference stands at its yearly rate, in the sentence as in the picture."""
    time = found.over_time[0]
    outcome = replace(time.outcome, unit="days", combine="sum")
    month = time._replace(outcome=outcome, period="month")
    page = page_of(found._replace(over_time=[month]), ())
    assert re.search(r"in the last month \S+ days a year at the median point", page)


def test_a_page_counts_factors_and_says_what_few_replications_of_shared_seeds_tell(found) -> None:
    design = found.plan.design.model_copy(update={"replications": 2})
    plan = replace(found.plan, factors=found.plan.factors[:1], design=design)
    page = page_of(found._replace(plan=plan), ())
    assert "; 1 factor varies.\n" in page and "With 1 factor and" in page
    assert "by Student's t of the replications" in page
    assert "by Student's t" not in page_of(found, ())


@pytest.mark.slow
def test_the_same_bytes_come_out_again_and_nothing_is_left_beside(swept, made_up) -> None:
    sweep = swept(made_up(spread=8.0))
    folder = sweep.folder / "discovery"
    seen = []
    for _ in range(2):
        assert CliRunner().invoke(app, ["discover", str(sweep.folder)]).exit_code == 0
        seen.append({file.name: file.read_bytes() for file in folder.iterdir()})
        (folder / "something_old.txt").write_text("x", encoding="utf-8")
    assert seen[0] == seen[1]
    assert not list(sweep.folder.glob(".unfinished*"))


def test_points_of_one_trajectory_are_left_out_together(swept, made_up, design) -> None:
    text = design.replace("latin_hypercube", "morris").replace("size: 400", "size: 24")
    text = text.replace("[separate, aligned, pooled]", "[separate, pooled]")
    found = discover(swept(made_up(spread=20.0), text))
    assert found.block == 17
    blocks = np.arange(24 * 17) // 17
    for fold in found.answered[0].pruning.folds[0]:
        assert not set(blocks[fold.left_out]) & set(blocks[~fold.left_out])


def test_what_stops_on_the_way_leaves_what_was_there(swept, made_up, monkeypatch) -> None:
    sweep = swept(made_up())
    command = ["discover", str(sweep.folder), "--no-pictures"]
    assert CliRunner().invoke(app, command).exit_code == 0
    page = sweep.folder / "discovery" / "scenario_discovery.md"
    before = page.read_bytes()

    def full(folder, found):
        (folder / "half.csv").write_text("x", encoding="utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("joinedup_experiments.sweep.discovery.reporting.write_rule_tables", full)
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 2 and "No space left on device" in result.output
    assert page.read_bytes() == before
    assert not list(sweep.folder.glob(".unfinished*"))


def test_what_cannot_be_used_is_refused_in_a_line(swept, made_up, design, tmp_path) -> None:
    sweep = swept(made_up())
    outcomes = sweep.folder / "outcomes.parquet"
    whole = sweep.table("outcomes")

    def refused(folder, *more: str) -> str:
        result = CliRunner().invoke(app, ["discover", str(folder), *more])
        assert result.exit_code == 2
        assert "Traceback" not in result.output
        assert not (sweep.folder / "discovery").exists()
        return result.output

    assert "--margin must be from 0 to below 1" in refused(sweep.folder, "--margin", "-0.1")
    assert "is not the folder of a sweep" in refused(tmp_path)
    sweep.write_table("outcomes", whole.filter(np.arange(len(whole)) != 22))
    assert "run 11 (point 11, replication 1, seed 1) is missing" in refused(sweep.folder)
    outcomes.unlink()
    assert "its tables are not written yet" in refused(sweep.folder)

    text = design.replace("{measure: emergency_admissions}", "{measure: case_manager_visits}")
    text = text.replace("{measure: unmet_severe}", "{measure: unmet_severe, value: level}")
    aimless = swept(made_up(), text, "aimless")
    assert "no outcome of this sweep can be asked" in refused(aimless.folder)


def test_an_outcome_of_which_no_side_is_better_is_left_out_and_said(swept, made_up, design) -> None:
    sweep = swept(
        made_up(),
        design.replace("{measure: emergency_admissions}", "{measure: case_manager_visits}"),
    )
    result = CliRunner().invoke(app, ["discover", str(sweep.folder), "--no-pictures"])
    assert result.exit_code == 0
    assert "left out, since neither more nor less visits is better" in result.output
