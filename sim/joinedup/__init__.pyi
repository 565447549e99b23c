"""What `joinedup` offers, for type checkers and editors; `__init__.py` finds it when asked."""

from pathlib import Path

from joinedup.mesa_model import CareModel as CareModel
from joinedup.scenario.scenario import Scenario as Scenario
from joinedup.scenario.twins import twins as twins
from joinedup_experiments.compare.api import compare as compare
from joinedup_experiments.compare.api import load as load
from joinedup_experiments.compare.api import measures as measures
from joinedup_experiments.compare.api import open as open
from joinedup_experiments.compare.api import parameters as parameters
from joinedup_experiments.compare.api import scenarios as scenarios
from joinedup_experiments.compare.api import simulate as simulate
from joinedup_experiments.compare.results.results import Results as Results
from joinedup_experiments.evaluator.api import records as records
from joinedup_experiments.report.two_lives import journey as journey
from joinedup_experiments.scenario_io.plausible_worlds import in_world as in_world
from joinedup_experiments.sweep.api import open_sweep as open_sweep
from joinedup_experiments.sweep.api import sweep as sweep

__version__: str

def _write_report(results: Results, file: Path, pdf: bool = False) -> list[Path]: ...
