"""Every lesson can be run from its first cell to its last, in a session of its own."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib as mpl
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


def test_there_are_lessons():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_its_cells_run_in_order(path, monkeypatch, capsys):
    monkeypatch.setattr(mpl, "rcParams", mpl.rcParams.copy())
    mpl.use("Agg", force=True)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    session: dict[str, object] = {"__name__": "__main__"}
    for cell in cells:
        if cell["cell_type"] == "code":
            assert not cell["outputs"], "outputs are left out: they would go stale"
            exec("".join(cell["source"]), session)  # a lesson is a program
    shown = capsys.readouterr().out
    assert "of the arrangement works in the second year" in shown
    assert shown.count("strain") >= 6
