"""The fit as it is printed: targets beside the model, quantities moved, what stays open."""

from __future__ import annotations

import math

from joinedup_experiments.local_place.fit.dials import DRIVERS
from joinedup_experiments.local_place.fit.fitted_text import Fit, value_words


def print_fit(name: str, fit: Fit) -> None:
    """Print the targets beside the model, the fitted quantities, and what stays open."""
    from rich.box import SIMPLE
    from rich.table import Table

    from joinedup_experiments.display.console import screen

    console = screen()
    console.print(f"{name}: {fit.how}", highlight=False, markup=False, soft_wrap=True)
    table = Table(box=SIMPLE, padding=(0, 1, 0, 0), title="Local figures", title_justify="left")
    table.add_column("figure and unit", ratio=1)
    for heading in ("target", "before", "after (95% interval)", "off by", "fits"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in fit.shown:
        mean, low, high = one.after
        after = f"{mean:,.4g}"
        if math.isfinite(low):
            after += f" ({low:,.4g} to {high:,.4g})"
        table.add_row(
            f"{one.target.label}, {one.target.unit}",
            f"{one.target.value:,.4g}",
            f"{one.before[0]:,.4g}",
            after,
            f"{round(100 * one.off_when_checked):+d}%",
            one.verdict,
        )
    console.print(table)
    console.print("Moved for these figures, and what the figures say of it:", highlight=False)
    for dial, x, half in zip(fit.dials, fit.x, fit.half, strict=True):
        figure = next((k for k, (key, _) in DRIVERS.items() if key == dial.key), "")
        named = next((s.target.label for s in fit.shown if s.target.key == figure), "")
        why = f"for {named}: {DRIVERS[figure][1]}" if named else "asked for with --adjust"
        for line in (why, f"  {value_words(dial, x, half)}"):
            console.print(f"  {line}", highlight=False, markup=False, soft_wrap=True)
    for note in fit.notes:
        console.print(note, highlight=False, markup=False, soft_wrap=True)
