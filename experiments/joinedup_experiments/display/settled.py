"""A figure laid out, so that nothing of it is searched for again in each form it is written in."""

from __future__ import annotations

from typing import Any


def settle(figure: Any) -> None:
    """Lay a figure out once, round the places of its axes, and fix their ticks.

    The layout's solver differs in the last bits from process to process, and an SVG names its
    clip paths by them.
    """
    layout = figure.get_layout_engine()
    if layout is not None:
        axes = [one for one in figure.axes if one.name == "rectilinear"]
        both = [axis for one in axes for axis in (one.xaxis, one.yaxis)]
        for axis in both:
            if not axis.label.get_text():
                axis.set_label_coords(0.0, 0.0)  # has no need of a place below the ticks
        layout.execute(figure)
        figure.set_layout_engine(None)  # "none" has it drawn twice for each form
        for one in figure.axes:
            one.set_position([round(edge, 6) for edge in one.get_position().bounds])
        for axis in both:
            _fix_ticks(axis)


def _fix_ticks(axis: Any) -> None:
    """Have an axis keep its ticks, which are found again at every drawing otherwise."""
    from matplotlib.ticker import FixedFormatter, FixedLocator

    places, written = axis.get_majorticklocs(), axis.get_major_formatter()
    fixed = FixedFormatter(written.format_ticks(places))
    fixed.set_offset_string(written.get_offset())
    axis.set_major_locator(FixedLocator(places))
    axis.set_major_formatter(fixed)
