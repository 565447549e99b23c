"""One small comparison through the front door, run once, that many tests look at."""

from __future__ import annotations

import pytest

import joinedup as ju
from tests.conftest import leave_out_pictures

SMALL = {"residents": 600, "years": 2, "burn_in_years": 0.5}


@pytest.fixture(scope="session")
def siloed() -> ju.Scenario:
    return ju.load("siloed_borough", **SMALL)


@pytest.fixture(scope="session")
def network() -> ju.Scenario:
    return ju.load("local_care_network_well", **SMALL)


@pytest.fixture(scope="session")
def results(siloed, network) -> ju.Results:
    names = ["siloed", "network"]
    return ju.compare(siloed, network, replications=3, worlds="one", workers=1, names=names)


@pytest.fixture(scope="session")
def nested(siloed, network) -> ju.Results:
    """Two plausible worlds of two seeds each, with half the residents simulated."""
    names = ["siloed", "network"]
    return ju.compare(
        siloed, network, replications=4, seeds_per_world=2, simulate=300, workers=1, names=names
    )


@pytest.fixture(scope="session")
def saved(results, tmp_path_factory) -> ju.Results:
    with pytest.MonkeyPatch.context() as patch:
        leave_out_pictures(patch)
        return results.save(tmp_path_factory.mktemp("api") / "saved")


@pytest.fixture(scope="session")
def run(network):
    return ju.simulate(network, seed=1)
