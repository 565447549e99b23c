"""Staff and culture in what is printed: shares in per cent and points, and nought as a base."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.figure import Figure
from rich.console import Console

from joinedup.codes import EPISODE_STATUSES, MONTH_DAYS, NEEDS, WEEK_HOURS, Organisation, Profession
from joinedup.outcomes.measures import MEASURES, POSITION, WEIGHTED, measure
from joinedup.state.months import HOURS, Hours
from joinedup_experiments.compare.charts import SMOOTHED, draw_over_time, panel_of, smooth
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.display.terminal import print_parts
from joinedup_experiments.local_place.check_baseline import TARGETS, of_staff
from joinedup_experiments.report.claims import of_base
from joinedup_experiments.report.terminal import comparison_parts
from joinedup_experiments.scenario_io.load import load_scenario

YEAR_OF_A_POST = WEEK_HOURS * 365.25 / 7.0


def compared(key: str, base: float, other: float) -> Comparison:
    """Two arms of three replications that differ in one measure."""
    siloed = load_scenario("siloed_borough")
    months = np.ones((2, 3, len(MEASURES), 12))
    months[0, :, MEASURES.index(measure(key))] = base
    months[1, :, MEASURES.index(measure(key))] = other
    return Comparison(
        names=("siloed", "other"),
        scenarios=(siloed, siloed),
        seeds=(1, 2, 3),
        months=months,
        ledgers=np.zeros((2, 3, 2, NEEDS, EPISODE_STATUSES)),
        costs=np.zeros((2, 3, 12, 3)),
        event_log=(),
        index_day=0.0,
        worlds=(0, 0, 0),
        simulated=siloed.place.residents,
    )


def printed(result: Comparison) -> str:
    console = Console(width=200, record=True, file=StringIO())
    print_parts(console, comparison_parts(result, every_measure=False))
    return console.export_text()


def row_of(text: str, words: str) -> str:
    return next(line for line in text.splitlines() if words in line)


def test_a_share_is_printed_in_per_cent_and_points():
    row = row_of(printed(compared("staff_burnout", 0.30, 0.25)), "Staff burnout")
    assert "% of staff" in row
    assert "30.0%" in row
    assert "−5.0\u00a0points" in row and "to −5.0" not in row  # two alike: no interval
    assert "−16.7%" in row


def test_nothing_is_a_share_of_nought():
    result = compared("adoption", 0.0, 0.8)
    row = row_of(printed(result), "Adoption")
    assert "+80.0" in row and "points" in row
    assert "from none" in row and "inf" not in row and "nan" not in row
    assert of_base(result.effect(1, measure("adoption"))) == "from none"
    nothing = compared("adoption", 0.0, 0.0)
    assert of_base(nothing.effect(1, measure("adoption"))) == "none in either"


def test_a_scale_is_no_share():
    forms = {
        key: measure(key).form
        for key in ("vacancy_rate", "utilisation", "trust", "emergency_admissions", "cost_total")
    }
    assert forms == {
        "vacancy_rate": "share", "utilisation": "share", "trust": "scale",
        "emergency_admissions": "count",
        "cost_total": "pounds",
    }  # fmt: skip


def test_a_running_mean_is_drawn_in_the_middle_of_its_year():
    months = np.broadcast_to(np.arange(36.0), (1, 2, 36))
    panel = smooth("Leave", months, "share", np.ones_like(months))
    assert panel.values.shape == (1, 2, 36 - SMOOTHED + 1)
    assert panel.values[0, 0, 0] == pytest.approx(np.arange(12).mean())
    assert panel.margin == pytest.approx(11.0 / 24.0)
    last = smooth("Leave", months, "share", np.arange(36.0) * np.ones_like(months)).values[0, 0, -1]
    assert last == pytest.approx(np.average(np.arange(24, 36), weights=np.arange(24, 36)))


def test_leavers_and_empty_posts_are_read_off_the_hours():
    """Ten posts of social workers, one empty, of whom nine are held and two leave in a year."""
    months = 12
    hours = np.zeros((months + 3, 3, len(Profession), HOURS))
    mine = hours[3:, Organisation.COUNCIL, Profession.SOCIAL_WORKER]
    mine[:, Hours.POSTS] = 10.0 * YEAR_OF_A_POST / months
    mine[:, Hours.HELD] = 9.0 * YEAR_OF_A_POST / months
    mine[0, Hours.LEAVERS] = 2.0
    hours[:3] = 1e9  # the burn-in is nobody's figures
    run = SimpleNamespace(
        index_day=np.ceil(3 * MONTH_DAYS),
        months={"ae_attendances": np.zeros(months)},
        mean={"staff_burnout": 0.3}.__getitem__,
        world=SimpleNamespace(months=SimpleNamespace(hours=hours)),
    )
    found = of_staff(run)  # type: ignore[arg-type]
    assert found["social_worker_vacancy"] == pytest.approx(0.1)
    assert found["social_worker_leavers"] == pytest.approx(2.0 / 9.0)
    assert found["burnt_out"] == pytest.approx(0.3)
    assert found["nhs_leavers"] == 0.0


def test_no_figure_of_staff_decides_the_exit_code():
    of_people = {"sickness", "nhs_leavers", "support_vacancy"}
    found = {t.key: t for t in TARGETS.values() if t.key in of_people}
    assert found.keys() == of_people
    assert not any(t.core for t in found.values())


def test_a_picture_of_shares_ends_at_the_whole():
    """Two replications that lie far apart have a band wider than there are staff."""
    result = compared("staff_burnout", 0.1, 0.9)
    result.months[1, 0, MEASURES.index(measure("staff_burnout"))] = 0.1
    figure = Figure()
    draw_over_time(figure, result, [measure("staff_burnout")], "Staff")
    upper, lower = figure.axes
    assert upper.get_title() == "Staff burnout\n% of staff"
    assert 0.9 <= upper.get_ylim()[1] <= 1.0
    assert -1.0 <= lower.get_ylim()[0] < 0.0 < lower.get_ylim()[1] <= 1.0


def test_a_year_of_a_picture_is_that_of_the_tables_where_seeds_share_a_world():
    """Years were drawn of seeds' months averaged first, as if all were of equally many."""
    one = next(m for m in MEASURES if m.noisy and m.key in WEIGHTED)
    rng, made = np.random.default_rng(5), compared(one.key, 0.0, 0.0)
    shape = (2, 4, len(MEASURES), 24)
    weights = rng.integers(1, 100, (2, 4, len(WEIGHTED), 24)).astype(float)
    result = replace(made, months=rng.random(shape), weights=weights, worlds=(1, 1, 2, 2))
    drawn = panel_of(result, one).values
    for arm in (0, 1):
        assert drawn[arm, :, 0] == pytest.approx(result.yearly(arm, one, 1))
        assert drawn[arm, :, -1] == pytest.approx(result.yearly(arm, one, 2))


def test_monthly_totals_are_drawn_as_rates_a_year():
    panel = panel_of(compared("emergency_admissions", 10.0, 12.0), measure("emergency_admissions"))
    assert panel.values[0] == pytest.approx(120.0)
    assert panel.title == "Emergency admissions\nadmissions a year"
    pounds = panel_of(compared("cost_total", 5000.0, 6000.0), measure("cost_total"))
    assert pounds.values[1] == pytest.approx(72.0) and "thousand pounds" in pounds.title


def test_a_picture_sets_an_arm_beside_the_base_by_the_same_replications():
    """One seed of a world has no wait in the base: the other arm's was set beside another's."""
    one, made = measure("waiting_days"), compared("crises", 0.0, 0.0)
    base = np.random.default_rng(5).random((4, len(MEASURES), 24))
    months = np.stack([base, base + 0.1 + 0.2])
    months[1, 0, POSITION[one.key]], months[0, 0, POSITION[one.key]] = 9000.0, np.nan
    drawn = panel_of(replace(made, months=months, weights=None, worlds=(1, 1, 2, 2)), one)
    assert drawn.apart[1] == pytest.approx(np.full((2, 24 // 3), 0.3))
    assert np.nanmax(drawn.values[1, 0]) > 4000.0, "levels are those of all"
    assert (drawn.apart[0] == 0.0).all()
