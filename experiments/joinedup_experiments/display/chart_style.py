"""How every picture looks: colours, lines, headings, legends and numbers on axes.

Colours are Okabe and Ito's, which people with any colour vision can tell apart; line styles
differ too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

COLOURS = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
STYLES = ("-", "--", "-.", ":")
STYLE: Any = {
    "axes.axisbelow": True,
    "font.size": 9.5,
    "axes.titlesize": 10.5,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "svg.hashsalt": "joinedup",
}

FORMS = ("pdf", "svg", "png")
FOR_JOURNALS = STYLE | {"pdf.fonttype": 42, "svg.fonttype": "none"}


def save_for_journals(figure: Any, file: Path) -> None:
    """Write a picture as PDF, SVG and PNG, without the time at which it was drawn."""
    from matplotlib import pyplot

    for form in FORMS:
        when = {"pdf": {"CreationDate": None}, "svg": {"Date": None}}.get(form, {})
        figure.savefig(file.with_name(f"{file.name}.{form}"), dpi=200, metadata=when)
    pyplot.close(figure)


def plain_numbers(axis: Any, values: np.ndarray) -> None:
    """Thousands with commas: 12,000."""
    from matplotlib.ticker import StrMethodFormatter

    if np.abs(values).max() >= 1000.0:
        axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))


def look(arm: int) -> tuple[str, str]:
    """The colour and line style of an arm."""
    return COLOURS[arm % len(COLOURS)], STYLES[(arm + arm // len(COLOURS)) % len(STYLES)]


def heading(figure: Any, what: str, residents: int, many: int) -> None:
    """What the picture shows, of how many residents and replications."""
    bands = "95% intervals" if many > 1 else "one replication, so no intervals"
    runs = f"{many} replications, {bands}" if many > 1 else bands
    figure.suptitle(
        f"{what}\n{residents:,} residents; {runs}",
        x=0.01, ha="left", fontsize=11.5,
    )  # fmt: skip


def legend(figure: Any, axes: Any, arms: int) -> None:
    """The arms, below the picture."""
    handles, labels = axes.get_legend_handles_labels()
    if len(labels) > 1 or arms > 0:
        figure.legend(handles, labels, loc="outside lower left", ncols=min(arms, 3))
