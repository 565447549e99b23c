"""The fit as it is printed: targets beside the model, parameters moved, what stays open."""

from __future__ import annotations

from joinedup_experiments.local_place.check_baseline import interval_words
from joinedup_experiments.local_place.fit.calibration_parameters import DRIVERS
from joinedup_experiments.local_place.fit.fitted_file import Fit, value_words


def print_fit(name: str, fit: Fit) -> None:
    """Print the targets beside the model, the fitted parameters, and what stays open."""
    from rich.box import SIMPLE
    from rich.table import Table

    from joinedup_experiments.display.console import screen

    table = Table(box=SIMPLE, padding=(0, 1, 0, 0), title="Local figures", title_justify="left")
    table.add_column("figure and unit", ratio=1)
    for heading in ("target", "before", "after (95% interval)", "off by", "fits"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in fit.figures:
        table.add_row(
            f"{one.target.label}, {one.target.unit}",
            f"{one.target.value:,.4g}",
            f"{one.before.mean:,.4g}",
            interval_words(one.after),
            f"{round(100 * one.off_when_checked):+d}%",
            one.verdict,
        )
    lines = ["Moved for these figures, and what the figures say of it:"]
    labels = {DRIVERS[one.target.key][0]: one.target for one in fit.figures}
    for parameter, x, half in zip(fit.parameters, fit.x, fit.half, strict=True):
        target = labels.get(parameter.key)
        why = f"for {target.label}: {DRIVERS[target.key][1]}" if target else "asked with --adjust"
        lines += [f"  {why}", f"    {value_words(parameter, x, half)}"]
    console = screen()
    console.print(f"{name}: {fit.how}", highlight=False, markup=False, soft_wrap=True)
    console.print(table)
    for line in [*lines, *fit.notes]:
        console.print(line, highlight=False, markup=False, soft_wrap=True)
