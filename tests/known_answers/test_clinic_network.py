"""The engine's primitives on the reference network: published means, theory, one history."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from math import exp, sqrt
from pathlib import Path

import numpy as np
import pytest

from joinedup_experiments.benchmarks import c_clinic, engine_clinic
from joinedup_experiments.benchmarks import network as net
from joinedup_experiments.benchmarks.engine_columns import ROW, Activity
from joinedup_experiments.benchmarks.engine_months import (
    count_rows,
    months_of,
    new_counts,
    tables_of,
)

ROOT = Path(__file__).parents[2]
REPLICATIONS = 40
VARIANTS = {
    "usual": (net.SERVICE_MEAN, net.USUAL),
    "overloaded": (net.OVERLOADED_SERVICE_MEAN, net.OVERLOADED),
}
needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None, reason="needs the compiler gcc")


def replicated(simulate, service_mean):
    runs = [simulate(net.LOCALITY, seed, service_mean) for seed in range(REPLICATIONS)]
    return np.concatenate(runs)


@pytest.fixture(scope="module", params=VARIANTS)
def engine_runs(request):
    service_mean, known = VARIANTS[request.param]
    return replicated(engine_clinic.simulate, service_mean), known


def test_the_engine_agrees_with_the_published_means(engine_runs):
    monthly, known = engine_runs
    assert [it for it in net.compare(monthly, known, allowance=0.0) if not it.agrees] == []
    assert net.has_months(monthly)


def test_a_slightly_different_network_does_not_agree():
    monthly = replicated(engine_clinic.simulate, 1.03 * net.SERVICE_MEAN)
    wrong = [it.measure for it in net.compare(monthly, net.USUAL, net.BY_THE_DAY) if not it.agrees]
    assert wrong == ["queue", "wait"]


@needs_gcc
@pytest.mark.parametrize("variant", VARIANTS)
def test_c_with_luck_drawn_in_turn_agrees_too(variant):
    service_mean, known = VARIANTS[variant]
    monthly = replicated(c_clinic.simulate, service_mean)
    assert [it for it in net.compare(monthly, known, allowance=0.0) if not it.agrees] == []


@needs_gcc
@pytest.mark.parametrize("service_mean", [net.SERVICE_MEAN, net.OVERLOADED_SERVICE_MEAN])
def test_c_with_the_engines_luck_lives_the_same_history(service_mean):
    people, seed = 2 * net.LOCALITY, 3
    ours = engine_clinic.simulate(people, seed, service_mean).sum(axis=1)
    theirs = c_clinic.simulate(people, seed, service_mean, keyed=True).sum(axis=1)
    counts = slice(0, net.Measure.WAITED)
    np.testing.assert_array_equal(ours[:, counts], theirs[:, counts])
    # The ledger keeps times to four bytes, an error of 6e-5 days at most at either end.
    starts = ours[:, net.Measure.STARTS]
    apart = np.abs(ours[:, net.Measure.WAITED] - theirs[:, net.Measure.WAITED])
    assert (apart < 2 * 6.2e-5 * starts).all()


def test_as_many_are_admitted_as_the_race_between_help_and_crisis_says():
    """Each need ends in service or in a crisis, by competing exponential clocks.

    The crisis clock loses to the time of seeking help with chance 1 / (1 + 30 / 3650), to a
    fortnight's delay with exp(-14 / 3650), and to a wait of mean w with about 1 - w / 3650.
    """
    monthly = replicated(engine_clinic.simulate, net.SERVICE_MEAN)
    totals = monthly.sum(axis=(0, 1))
    delay = exp(-net.BOUNCE_DAYS / net.CRISIS_MEAN)
    p = net.BOUNCE_CHANCE
    bounces = (1 - p) + p * (1 - p) * delay + p**2 * delay**2
    wait = 1 - net.USUAL["wait"].mean / net.CRISIS_MEAN
    expected = 1 - bounces * wait / (1 + net.SEEK_MEAN / net.CRISIS_MEAN)
    ended = totals[net.Measure.ADMISSIONS] + totals[net.Measure.STARTS]
    standard_error = sqrt(expected * (1 - expected) / ended)
    assert abs(totals[net.Measure.ADMISSIONS] / ended - expected) < 4 * standard_error


def test_one_locality_at_a_time_is_the_same_history_as_all_at_once():
    people = 3 * net.LOCALITY
    apart = engine_clinic.history(people, 11)
    together = engine_clinic.history(people, 11, together=people)
    assert len(apart) == len(together)
    for locality in range(3):
        of_apart = apart[apart.who // net.LOCALITY == locality]
        of_together = together[together.who // net.LOCALITY == locality]
        np.testing.assert_array_equal(of_apart, of_together)


def test_more_residents_elsewhere_change_nobodys_life():
    few = engine_clinic.history(net.LOCALITY, 5)
    many = engine_clinic.history(2 * net.LOCALITY, 5)
    np.testing.assert_array_equal(few, many[many.who < net.LOCALITY])


def test_without_compilation_the_history_is_the_same():
    program = (
        "import sys; from joinedup_experiments.benchmarks.engine_clinic import history;"
        "sys.stdout.buffer.write(history(300, 7, 6.0).tobytes())"
    )
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONWARNINGS": "ignore"}
    plain = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    np.testing.assert_array_equal(
        np.frombuffer(plain.stdout, ROW), engine_clinic.history(300, 7, 6.0)
    )


def test_the_ledger_tells_the_whole_story():
    people = net.LOCALITY
    ledger = engine_clinic.history(people, 2, net.OVERLOADED_SERVICE_MEAN)
    count_rows(ledger, len(ledger), *tables_of(counts := new_counts(people)))
    monthly = months_of(counts)
    month_ends = np.arange(net.MONTHS + 1) * net.MONTH
    assert (np.diff(ledger.time) >= 0).all()
    for activity, measure in (
        (Activity.ONSET, net.Measure.ONSETS),
        (Activity.REFERRAL, net.Measure.REFERRALS),
        (Activity.BOUNCE, net.Measure.BOUNCES),
        (Activity.START, net.Measure.STARTS),
        (Activity.COMPLETED, net.Measure.COMPLETED),
        (Activity.ADMISSION, net.Measure.ADMISSIONS),
    ):
        by_month = np.histogram(ledger.time[ledger.activity == activity], month_ends)[0]
        np.testing.assert_array_equal(monthly[0, :, measure], by_month)
    last = {int(who): activity for who, activity in zip(ledger.who, ledger.activity, strict=True)}
    waiting = sum(it in (Activity.REFERRAL, Activity.ARRIVAL) for it in last.values())
    assert monthly[0, -1, net.Measure.QUEUE] == waiting


def test_a_full_ledger_is_refused():
    ledger = np.empty(100, ROW).view(np.recarray)
    with pytest.raises(MemoryError):
        engine_clinic.live(ledger, 0, 0, net.LOCALITY, 1)
