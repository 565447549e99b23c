"""A sweep of which every run failed: what reads it says so, and nothing ends in a traceback."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from joinedup_experiments.compare.results.folder import FolderError
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.sweep.api import open_sweep
from joinedup_experiments.sweep.discovery.reporting import report_discovery
from joinedup_experiments.sweep.information.reporting import report_information
from joinedup_experiments.sweep.sensitivity.reporting import report_sensitivity
from joinedup_experiments.sweep.status import print_status
from tests.sweeps.conftest import ISHIGAMI

pytestmark = pytest.mark.usefixtures("in_threads")


def fails(coordinates: Sequence[float], seed: int) -> dict:
    raise ValueError("not this one")


def test_its_tables_have_a_head_and_what_reads_it_says_why_there_is_nothing(swept, capsys) -> None:
    sweep, code = swept(ISHIGAMI, work=fails)
    assert code == 1
    summary, outcomes = (sweep.table(name).to_pandas() for name in ("summary", "outcomes"))
    assert summary.empty and outcomes.empty
    assert {"run", "point", "replication", "seed", "arm", *sweep.plan.measures} == {*summary}
    assert (summary.dtypes[[*sweep.plan.measures]] == "float64").all()
    assert print_status(sweep.folder) == 0 and "runs failed" in capsys.readouterr().out
    found = open_sweep(sweep.folder)
    pytest.importorskip("xarray")
    with pytest.raises(FolderError, match="every run that is done failed or was lost"):
        found.to_xarray()
    for read in (found.sensitivity, found.discover, found.value_of_information):
        with pytest.raises(InputError):
            read()
    for report in (
        lambda: report_sensitivity(sweep.folder, pictures=False),
        lambda: report_discovery(sweep.folder, None, pictures=False),
        lambda: report_information(sweep.folder, None),
    ):
        with pytest.raises(SystemExit) as ended:
            report()
        assert ended.value.code == 2 and "Traceback" not in capsys.readouterr().err


def test_one_of_which_some_did_has_the_same_head(swept) -> None:
    sweep, _ = swept(ISHIGAMI)
    whole = sweep.table("summary")
    nothing, _ = swept(ISHIGAMI, "again", work=fails)
    empty = nothing.table("summary")
    assert whole.schema.equals(empty.schema), (whole.schema, empty.schema)
    assert isinstance(whole.to_pandas(), pd.DataFrame) and len(whole)
