"""An agent-based model of integrated health and social care.

The names below are all that most work needs: load scenarios, compare them, look at the
results. Importing joinedup loads nothing else; what a name needs is loaded when it is used.

>>> import joinedup as ju
>>> small = {"residents": 600, "years": 1, "burn_in_years": 0.5}
>>> siloed = ju.load("siloed_borough", **small)
>>> network = ju.load("local_care_network_well", **small)
>>> record = siloed.with_({"arrangement.shared_record": ["memory_service", "community_nursing"]})

Every arm has the same people, the same burn-in and the same random numbers, so that what
differs between them is the arrangement's doing:

>>> results = ju.compare(siloed, network, replications=2, seed=1)
>>> list(results.effects("emergency_admissions", year=1).columns)
['arm', 'measure', 'base', 'effect', 'low', 'high', 'low_90', 'high_90', 'share_up',
 'share_down', 'verdict']
>>> len(results.to_frame())  # 2 arms, 2 replications, 12 months
48

One run in full, and one day of it with Mesa's agents:

>>> run = ju.simulate(network, seed=1)
>>> "emergency admission" in set(run.events["activity"])
True
>>> with ju.CareModel(network) as model:
...     model.step()
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Where each name lives, found when it is first asked for. The experiments stand above the
# model: this table is the only way up, and no import, so the contracts on imports hold.
# `__init__.pyi` says the same to type checkers and editors.
_HOMES = {
    "CareModel": "joinedup.mesa_model",
    "Results": "joinedup_experiments.compare.results.results",
    "Scenario": "joinedup.scenario.scenario",
    "compare": "joinedup_experiments.compare.api",
    "in_world": "joinedup_experiments.scenario_io.plausible_worlds",
    "journey": "joinedup_experiments.report.two_lives",
    "load": "joinedup_experiments.compare.api",
    "measures": "joinedup_experiments.compare.api",
    "open": "joinedup_experiments.compare.api",
    "parameters": "joinedup_experiments.compare.api",
    "records": "joinedup_experiments.evaluator.api",
    "scenarios": "joinedup_experiments.compare.api",
    "simulate": "joinedup_experiments.compare.api",
    "twins": "joinedup.scenario.twins",
    "open_sweep": "joinedup_experiments.sweep.api",
    "sweep": "joinedup_experiments.sweep.api",
}
_INNER = {"_write_report": "joinedup_experiments.report.reporting"}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("joinedup")
    home = _HOMES.get(name) or _INNER.get(name)
    if home is None:
        raise AttributeError(f"module 'joinedup' has no attribute {name!r}")
    found = getattr(import_module(home), name.lstrip("_"))
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return [*__all__, "__version__", "__doc__"]
