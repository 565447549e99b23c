"""What ``joinedup open`` does: read old results, say what a reader has to know, show them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from joinedup_experiments.compare.results.reading import ResultsError, open_results, together

BAD_INPUT = 2


def open_and_show(folders: Sequence[Path], every_measure: bool) -> int:
    """Show the results of one folder, or those of several as one comparison; the exit code."""
    from joinedup_experiments.display.console import screen
    from joinedup_experiments.display.standard_output import saying
    from joinedup_experiments.display.terminal import print_parts
    from joinedup_experiments.report.terminal import comparison_parts

    try:
        opened = [open_results(folder) for folder in folders]
        result = together(opened)
    except ResultsError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    for note in (note for one in opened for note in one.notes):
        print(f"Note: {note}", file=sys.stderr)
    with saying():
        console = screen()
        print_parts(console, comparison_parts(result, every_measure))
        for one in opened:
            console.print(f"Made {one.manifest['times']['written']}: {one.folder}", soft_wrap=True)
    return 0
