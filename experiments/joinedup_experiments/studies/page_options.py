"""What a command is asked that runs sweeps and writes a page of the documentation from them."""

from __future__ import annotations

import argparse
from pathlib import Path

from joinedup_experiments.studies.effects import DOCS


def page_options(about: str | None) -> argparse.Namespace:
    """The command line's ``folder`` for the runs, ``workers``, and ``out``, where the page goes."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path("results"), help="for the runs"
    )
    parser.add_argument("--workers", type=int, help="runs at once; a core each unless given")
    parser.add_argument("--out", type=Path, default=DOCS, help="another folder that is there")
    return parser.parse_args()
