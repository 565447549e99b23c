"""No level has an interval that ends where no level can be; differences are as they are."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from joinedup.outcomes.measures import MEASURES, POSITION, measure
from joinedup_experiments.compare.intervals import interval_of
from joinedup_experiments.compare.statistics import as_level, paired
from joinedup_experiments.display.numbers import MINUS
from joinedup_experiments.report.exports.outcomes import years_sheet
from joinedup_experiments.report.view import View
from tests.report.conftest import made_up

SIGNED = {one.key for one in MEASURES if one.signed}
APART = np.array([0.05, 1.95])  # of two replications: an interval from far below nought


def far_apart(names=("Siloed", "Joined")):
    """Two replications of which one has a fortieth of the other's of everything."""
    some = made_up(names, months=24, replications=2)
    months = some.comparison.months * APART[None, :, None, None]
    gap = POSITION["unmet_most_deprived"]
    months[:, :, gap] *= 0.5  # the gap that is a difference of two is below nought
    return replace(some, comparison=replace(some.comparison, months=months))


@pytest.mark.parametrize(
    ("key", "values", "ends"),
    [
        ("emergency_admissions", [1.0, 9.0], (0.0, 55.8)),
        ("staff_burnout", [0.1, 0.9], (0.0, 1.0)),
        ("staff_burnout", [0.60, 0.61, 0.62], (0.585, 0.635)),
        ("utilisation", [0.9, 1.0], (0.315, 1.585)),
        ("deprivation_gap", [1.0, 9.0], (-45.8, 55.8)),
        ("transfer_nhs", [1.0, 9.0], (-45.8, 55.8)),
        ("transfer_council", [-1.0, -9.0], (-55.8, 45.8)),
        ("emergency_admissions", [4.0], (np.nan, np.nan)),
        ("emergency_admissions", [np.nan], (np.nan, np.nan)),
    ],
)
def test_a_level_ends_where_its_measure_does(key, values, ends) -> None:
    raw = interval_of(np.array(values))
    shown = as_level(measure(key), raw)
    assert (shown.low, shown.high) == pytest.approx(ends, abs=0.05, nan_ok=True)
    assert shown.mean == pytest.approx(raw.mean, nan_ok=True)
    assert shown.replications == raw.replications


def test_all_that_can_be_below_nought_is_known() -> None:
    assert {one.key for one in MEASURES if "below zero" in one.description} == SIGNED
    ends = {one.key for one in MEASURES if one.form in ("share", "scale") and one.most > 1.0}
    assert ends == {
        "utilisation", "staff_turnover",
        "health_status_survey", "self_management_survey", "users_health_survey",
    }  # fmt: skip


def test_what_is_computed_has_the_whole_interval() -> None:
    e = paired(measure("emergency_admissions"), np.array([9.0, 1.0]), np.array([1.0, 9.0]))
    assert e.other.low < 0.0 == e.level.low == e.base_level.low and e.difference.low < 0.0
    assert e.other.deviation == pytest.approx(np.std([1.0, 9.0], ddof=1))


def test_no_table_shows_a_level_that_cannot_be() -> None:
    results = far_apart()
    view = View(results.comparison)
    rows = view.rows([m.key for m in MEASURES if m.least == 0.0 and not m.beyond_one])
    found = [row[1] for table in view.tables("All", rows) for row in table.rows]
    assert len(found) > 100 and not [cell for cell in found if MINUS in cell]
    shares = [float(share) for cell in found for share in re.findall(r"([\d.]+)%", cell)]
    assert max(shares) == 100.0
    levels = results.levels()
    below = levels["measure"].isin(["deprivation_gap", *SIGNED])
    assert (levels[~below]["low"] >= 0.0).all() and (levels[below]["low"] < 0.0).all()
    sheet = years_sheet(results.comparison)
    low = [row for row in sheet.rows if row[3] == "value, 95% low"
           and "the least" not in row[0] and "Transfer" not in row[0]]  # fmt: skip
    assert low and all(cell.x >= 0.0 for row in low for cell in row[4:])


def test_no_picture_by_year_has_a_whisker_below_nought() -> None:
    one = View(far_apart(("Alone",)).comparison).years("emergency_admissions")
    whiskers = [line for bars in one.drawn.axes[0].collections for line in bars.get_segments()]
    assert whiskers and min(y for line in whiskers for _, y in line) >= -1e-9
