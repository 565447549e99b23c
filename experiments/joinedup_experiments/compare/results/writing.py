"""Everything that a results folder holds, written in order, the manifest last."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from joinedup.run import Progress

from joinedup_experiments.compare.charts import draw_pictures
from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.results.event_log import write_event_log
from joinedup_experiments.compare.results.manifest import write_manifest
from joinedup_experiments.compare.results.read_me import write_read_me
from joinedup_experiments.compare.results.tables import write_tables


def write_results(
    folder: Path, result: Comparison, manifest: dict[str, Any], progress: Progress | None = None
) -> None:
    """Write tables, event log, pictures, README and manifest into an empty folder."""
    tell = progress or (lambda share: None)
    write_tables(folder, result)
    tell(0.2)
    if result.event_log:
        write_event_log(folder, result)
    tell(0.5)
    pictures = draw_pictures(folder, result)
    tell(0.9)
    write_read_me(folder, result, pictures)
    write_manifest(folder, result, manifest)
    tell(1.0)
