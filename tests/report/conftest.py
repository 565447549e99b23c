"""Made-up effects, of which it is known what may be said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from joinedup.codes import EPISODE_STATUSES, NEEDS
from joinedup.outcomes.measures import MEASURES, Measure, measure
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.compare.statistics import Effect, paired
from joinedup_experiments.report import sentences
from joinedup_experiments.scenario_io.load import load_scenario
from tests.in_browsers import axe, browser  # noqa: F401

Make = Callable[..., Effect]
UNITS = {"pounds": "GBP", "share": "share of staff", "scale": "scale 0 to 1"}


@pytest.fixture
def effect() -> Make:
    """An effect from one base value and a change for each replication, or plausible world."""

    def make(base, changes, better="lower", form="count", label="Emergency admissions",
             unit="admissions", plausible=False) -> Effect:  # fmt: skip
        pairs = np.asarray(changes, float)
        one = Measure("made_up", label, UNITS.get(form, unit), "made up", better=better)
        base_values = np.full(len(pairs), base, float)
        return paired(one, base_values, base_values + pairs, plausible)

    return make


@pytest.fixture
def outcomes(effect) -> Callable[..., dict[str, Effect]]:
    """Effects for every key that the answer reads, all alike but for those named."""

    def make(changes, base=1000.0, plausible=False, **other) -> dict[str, Effect]:
        return {
            key: effect(base, other.get(key, changes), measure(key).better,
                        label=key.replace("_", " ").capitalize(), plausible=plausible)
            for key in sentences.ASKED
        }  # fmt: skip

    return make


def made_up(
    names=("Siloed", "Joined"), replications=4, months=36, change=0.05, seeds_per_world=0
) -> Results:
    """Results in which every measure of every other arm is higher by the same share.

    Each of so many replications in turn is in a plausible world of their own; 0: in one world.
    """
    rng = np.random.default_rng(5)
    shipped = load_scenario("siloed_borough")
    run = shipped.run.model_copy(update={"years": months / 12.0, "replications": replications})
    scenarios = tuple(shipped.model_copy(update={"name": name, "run": run}) for name in names)
    arms = len(names)
    shared = 100.0 + rng.normal(0.0, 1.0, (1, replications, len(MEASURES), months))
    apart = rng.normal(0.0, 0.1, (arms, replications, len(MEASURES), months))
    months_of = (shared + apart) * (1.0 + change * np.arange(arms)[:, None, None, None])
    shares = np.array([m.form in ("share", "scale") for m in MEASURES])
    months_of[:, :, shares] /= 300.0
    keys = tuple(f"arm_{n}" for n in range(arms))
    result = Comparison(
        names=keys,
        scenarios=scenarios,
        seeds=tuple(range(1, replications + 1)),
        months=months_of,
        ledgers=rng.integers(1, 50, (arms, replications, 2, NEEDS, EPISODE_STATUSES)).astype(float),
        costs=np.ones((arms, replications, months, 3)),
        event_log=(),
        index_day=0.0,
        worlds=tuple(seeds_per_world and 1 + n // seeds_per_world for n in range(replications)),
        simulated=scenarios[0].place.residents,
    )
    manifest = {
        "command": ["joinedup", "compare", "a", "b"],
        "arms": [{"name": k, "label": n} for k, n in zip(keys, names, strict=True)],
        "versions": {"joinedup": "0.1.0"},
        "times": {"written": "2026-01-02T03:04:05+00:00"},
    }
    return Results(result, manifest, Path("nowhere"), ("a note of what a reader has to know",))


@pytest.fixture(scope="session")
def results() -> Callable[..., Results]:
    """Made-up opened results."""
    return made_up


@pytest.fixture(scope="session")
def report_file(tmp_path_factory) -> Callable[..., Path]:
    """The report on made-up results in a file, for so many worlds and years."""
    from joinedup_experiments.report.page import page

    made: dict[tuple[int, int], Path] = {}

    def report(worlds: int, years: int) -> Path:
        if (worlds, years) not in made:
            names = ("Siloed borough", "Local Care Network", "The same, with added capacity")
            file = tmp_path_factory.mktemp("report") / "report.html"
            text = page(made_up(names[:worlds], months=12 * years))
            file.write_text(text, encoding="utf-8")
            made[worlds, years] = file
        return made[worlds, years]

    return report
