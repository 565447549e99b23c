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
    add_out(parser)
    return parser.parse_args()


def add_out(parser: argparse.ArgumentParser) -> None:
    """Have a command take ``--out``, where its page goes; refused at once where it is not there."""
    words = "another folder that is there"
    parser.add_argument("--out", type=folder_there, default=DOCS, help=words)


def folder_there(given: str) -> Path:
    """A folder of the command line; argparse's error where there is none."""
    if not Path(given).is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {given}")
    return Path(given)
