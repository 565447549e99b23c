"""While the model compiles, it is shown how far it is."""

from __future__ import annotations

import time

from joinedup.engine.kept_code import cache_folder
from joinedup_experiments.compare import executors
from joinedup_experiments.compare.executors import FUNCTIONS, warm_up
from joinedup_experiments.scenario_io.load import load_scenario


def test_compiling_tells_how_far_it_is(tmp_path, monkeypatch, capsys) -> None:
    def compiles(scenario, seed) -> None:
        for number in range(FUNCTIONS // 2):
            (tmp_path / f"{number}.nbc").touch()
        time.sleep(3.5)

    monkeypatch.setattr("joinedup.engine.kept_code.cache_folder", lambda: tmp_path)
    monkeypatch.setattr("joinedup.run.simulate", compiles)
    warm_up(load_scenario("siloed_borough"))
    begins, shown = capsys.readouterr().err.strip().splitlines()
    assert begins.startswith("Compiling the model: once after an installation")
    assert shown.startswith("Compiling: 50%, about ")


def test_the_number_of_functions_is_about_that_of_the_model() -> None:
    warm_up(load_scenario("siloed_borough"))
    compiled = len(list(cache_folder().rglob("*.nbc")))
    assert compiled >= 0.9 * executors.FUNCTIONS
