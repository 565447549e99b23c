"""What a calibration prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from joinedup_experiments.display.document import Part, Table, Words
from joinedup_experiments.display.numbers import of_worlds
from joinedup_experiments.display.terminal import print_parts, screen

if TYPE_CHECKING:
    from joinedup_experiments.worlds.calibrating import CalibrationOptions
    from joinedup_experiments.worlds.conclusions import Conclusions

SHOWN = 20


def say(options: CalibrationOptions, it: Conclusions, kept: float) -> None:
    """Print waves, emulators, conflicts, what was narrowed and where everything is.

    ``kept`` is the share of worlds that are plausible with another random seed as well.
    """
    words = of_worlds(len(it.worlds))
    words += f"; with other random seeds {kept:.0%} are so again." if len(it.worlds) else "."
    print_parts(screen(), [*parts_of(it), Words(words), Words(f"Results: {options.folder}")])
    if len(it.worlds) < options.worlds:
        print_parts(screen(), [Words(too_few(options, it))])


def parts_of(it: Conclusions) -> list[Part]:
    """The tables of a calibration, in plain words."""
    waves = _table(
        "Waves", it.waves_table(),
        ("wave", "runs", "share of the space drawn from", "plausible", "minutes"),
        ("{:d}", "{:,d}", "{:.2g}", "{:,d}", "{:.0f}"),
    )  # fmt: skip
    last = it.diagnostics_table()
    if len(last):  # a first wave has none
        last = last[last["wave"] == last["wave"].max()].drop(columns="wave")
    emulators = _table(
        "Emulators of the last wave, tried on its runs", last,
        ("figure", "variance explained", "error of the logarithm", "beyond 2 s.e.", "beyond 3"),
        ("{}", "{:.2f}", "{:.3f}", "{:.1%}", "{:.1%}"),
    )  # fmt: skip
    conflicts = _table(
        "Figures", it.conflicts_table(),
        ("figure", "chance, s.d. of the log", "allowed, s.e. of the log", "runs near enough",
         "worlds without it"),
        ("{}", "{:.3f}", "{:.3f}", "{:.0%}", "{:,d}"),
    )  # fmt: skip
    narrowed = it.narrowed_table().head(SHOWN)
    spans = pd.DataFrame(
        {
            "what": narrowed["meaning"] + "\n" + narrowed["key"],
            "range": _span(narrowed["low"], narrowed["high"]),
            "left": _span(narrowed["low_90"], narrowed["high_90"]),
            "distance": narrowed["distance"],
        }
    )
    narrowest = _table(
        f"The {SHOWN} quantities that are narrowed most", spans,
        ("quantity", "declared range", "nine worlds in ten", "distance from even"),
        ("{}", "{}", "{}", "{:.2f}"),
    )  # fmt: skip
    return [waves, emulators, conflicts, narrowest]


def too_few(options: CalibrationOptions, it: Conclusions) -> str:
    """Why there are not enough worlds: the figures that stand most in the way."""
    table = it.conflicts_table().sort_values("worlds_without_it", ascending=False)
    gains = [f"{row.figure} ({row.worlds_without_it:,})" for row in table.head(3).itertuples()]
    return (
        f"Fewer than {options.worlds:,} after {len(it.waves)} waves. The figures conflict most "
        f"where leaving one out lets in the most worlds: {'; '.join(gains)}."
    )


def _table(title: str, frame: pd.DataFrame, head: Sequence[str], forms: Sequence[str]) -> Table:
    rows: list[Any] = [
        tuple(form.format(cell) for form, cell in zip(forms, row, strict=True))
        for row in frame.itertuples(index=False)
    ]
    return Table(title, tuple(head), rows)


def _span(low: pd.Series, high: pd.Series) -> list[str]:
    return [f"{a:.3g} to {b:.3g}" for a, b in zip(low, high, strict=True)]
