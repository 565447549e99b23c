"""One small place with case management in two neighbourhoods, run once with records kept."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.evaluator.quality import Quality
from joinedup_experiments.evaluator.recording import Recording, record
from joinedup_experiments.evaluator.writing import tables_of
from joinedup_experiments.scenario_io.load import load_scenario

BEFORE, AFTER, PEOPLE, SEED = 18, 18, 3_000, 5
Frames = Callable[..., dict[str, pd.DataFrame]]


@pytest.fixture(scope="session")
def managed() -> Scenario:
    """Case management in a small place of two neighbourhoods."""
    small = {"residents": PEOPLE, "neighbourhoods": 2, "years": AFTER / 12.0, "burn_in_years": 2.0}
    return load_scenario("case_management").with_(small)


@pytest.fixture(scope="session")
def recording(managed: Scenario) -> Recording:
    return record(managed, SEED, BEFORE)


@pytest.fixture(scope="session")
def frames(recording: Recording) -> Frames:
    """Every table of a recording, of a quality, as DataFrames."""

    def made(
        of: Recording = recording,
        *,
        coding: float = 1.0,
        linkage: float = 1.0,
        attrition: float = 0.0,
        sample: float = 1.0,
    ) -> dict[str, pd.DataFrame]:
        quality = Quality(coding, linkage, attrition, sample)
        return {name: table.to_pandas() for name, table in tables_of(of, quality).items()}

    return made


@pytest.fixture(scope="session")
def whole(frames: Frames) -> dict[str, pd.DataFrame]:
    """Every table, complete."""
    return frames()


@pytest.fixture(scope="session")
def people(whole: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The complete person-months."""
    return whole["person_months"]
