"""How every picture looks and is written, and one function for each kind of chart.

A drawing makes a ``matplotlib.figure.Figure`` of its own or takes one. The backend and settings
of a program that imports this, such as a notebook, are left alone and change nothing here.
Colours are Okabe and Ito's, which people with any colour vision can tell apart; line styles
differ too.
"""

from __future__ import annotations

import gc
import io
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np

from joinedup_experiments.display.errors import InputError, harmless
from joinedup_experiments.display.numbers import MINUS
from joinedup_experiments.display.settled import settle

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
    "text.parse_math": False,  # a dollar sign in a name is one
    "text.hinting": "none",  # letters are as wide in every resolution, so that one layout fits all
    "svg.hashsalt": "joinedup",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
}
THICK, THIN, GREY = 2.4, 0.8, "#444444"
LETTERS_AN_INCH = 11.5  # of a heading
Way = Literal["across", "up"]
NO_DATE: Any = {"pdf": {"CreationDate": None}, "svg": {"Date": None}, "png": {"Software": None}}
# 5 to 12% larger than at the usual level, 6, in two thirds of the time.
PACKED: Any = {"png": {"pil_kwargs": {"compress_level": 3}}}


class NotDrawnError(InputError):
    """A picture that cannot be drawn; the text says why, on one line."""


@contextmanager
def _in_matplotlib() -> Iterator[None]:
    """What fails within, where nothing is written, is a `NotDrawnError`."""
    try:
        yield
    except Exception as error:  # a folder or setting of the reader's, a font, memory
        raise NotDrawnError(f"a picture cannot be drawn: {_why(error)}") from error


def _why(error: Exception) -> str:
    cause = error.__cause__ if isinstance(error, NotDrawnError) else error
    return harmless(" ".join(f"{type(cause).__name__}: {cause}".split()))


@contextmanager
def styled() -> Iterator[None]:
    """The project's own style while drawing and writing, whatever the environment has set.

    `NotDrawnError` where matplotlib cannot be loaded. Memory is not searched for garbage
    meanwhile: a figure is tens of thousands of objects, in use.
    """
    with _in_matplotlib():
        from matplotlib import figure, style  # noqa: F401

    searched = gc.isenabled()
    gc.disable()
    try:
        with style.context(["default", STYLE]):
            yield
    finally:
        if searched:
            gc.enable()


def blank(wide: float = 6.4, high: float = 4.8, layout: str | None = "constrained") -> Any:
    """An empty figure, in inches, that belongs to no window; a notebook shows it by itself."""
    from matplotlib.figure import Figure

    class ShownFigure(Figure):
        def _repr_png_(self) -> bytes:
            png = io.BytesIO()
            self.savefig(png, format="png", dpi=100)
            return png.getvalue()

    return ShownFigure(figsize=(wide, high), layout=layout, facecolor="white")  # type: ignore[arg-type]


def save(
    figure: Any,
    file: Path | IO[bytes],
    forms: Sequence[str] = ("pdf", "svg", "png"),
    dpi: int = 200,
    title: str | None = None,
) -> None:
    """Write a picture, without the time at which it was drawn, so that bytes can be compared.

    ``file`` is a path without an ending, to which each form adds its own, or an open file for one
    form; ``title`` is what an SVG says it is. Where a form cannot be drawn none is written, and a
    `NotDrawnError` is raised.
    """
    _write(_drawn(figure, forms, dpi, title), file)


def save_if_drawn(
    draw: Callable[[], Any],
    file: Path,
    forms: Sequence[str] = ("pdf", "svg", "png"),
    dpi: int = 200,
) -> bool:
    """Write a picture beside results; one that cannot be drawn is left out, and a note says why.

    Returns whether it is there. A full disk is an error as ever.
    """
    try:
        with styled():
            made = _drawn(draw(), forms, dpi)
    except Exception as error:  # whatever it is, the tables are whole
        what = f"{file.name} could not be drawn and is left out"
        print(f"Note: {what}: {_why(error)}", file=sys.stderr)
        return False
    _write(made, file)
    return True


def _drawn(
    figure: Any, forms: Sequence[str], dpi: int, title: str | None = None
) -> dict[str, bytes]:
    """A picture in each form."""
    made = {form: io.BytesIO() for form in forms}
    with _in_matplotlib():
        settle(figure)
        for form, to in made.items():
            about = NO_DATE.get(form, {}) | ({"Title": title} if title and form == "svg" else {})
            figure.savefig(to, format=form, dpi=dpi, metadata=about, **PACKED.get(form, {}))
    return {form: to.getvalue() for form, to in made.items()}


def _write(made: dict[str, bytes], file: Path | IO[bytes]) -> None:
    for form, data in made.items():
        if isinstance(file, Path):
            file.with_name(f"{file.name}.{form}").write_bytes(data)
        else:
            file.write(data)


def as_svg(figure: Any) -> str:
    """A picture as the text of an SVG."""
    with styled():
        return _drawn(figure, ["svg"], 200)["svg"].decode()


def as_png(figure: Any, dpi: int = 200) -> bytes:
    """A picture as the bytes of a PNG."""
    with styled():
        return _drawn(figure, ["png"], dpi)["png"]


def look(arm: int) -> tuple[str, str]:
    """The colour and line style of an arm: no two of the first 28 arms have both alike."""
    return COLOURS[arm % len(COLOURS)], STYLES[arm % len(STYLES)]


def series(
    axes: Any,
    x: np.ndarray,
    mean: np.ndarray,
    half: np.ndarray,
    arm: int,
    label: str | None = None,
    central: np.ndarray | None = None,
) -> None:
    """A line over time, with a band of half the width of its interval to either side.

    A paler band lies between the two rows of ``central``, where there is one.
    """
    colour, style = look(arm)
    axes.plot(x, mean, color=colour, linestyle=style, linewidth=1.5, label=label)
    if np.isfinite(half).any():
        axes.fill_between(x, mean - half, mean + half, color=colour, alpha=0.14, linewidth=0)
    if central is not None:
        axes.fill_between(x, *central, color=colour, alpha=0.07, linewidth=0)


def dots(
    axes: Any,
    mean: Any,
    places: Any,
    half: Any,
    colour: str,
    *,
    mark: str = "o",
    filled: bool = True,
    way: Way = "across",
    line: str = "none",
    label: str | None = None,
    central: Any = None,
) -> None:
    """Dots with whiskers, hollow where an interval spans zero; values run ``way``.

    ``half`` is half the width of each interval, or [2, dots] below and above; none are drawn
    where it is None or NaN. Where there is ``central``, [2, dots], whiskers are thick, and thin
    lines run between its ends.
    """
    whiskers = None if half is None or not np.isfinite(half).any() else np.nan_to_num(half)
    x, y = (mean, places) if way == "across" else (places, mean)
    if central is not None:
        lines = axes.hlines if way == "across" else axes.vlines
        lines(places, *central, color=colour, linewidth=THIN, zorder=2)
    axes.errorbar(
        x, y, **{"xerr" if way == "across" else "yerr": whiskers}, color=colour, marker=mark,
        linestyle=line, markersize=4.5, elinewidth=1.3 if central is None else THICK,
        capsize=2 if central is None else 0, markerfacecolor=colour if filled else "white",
        label=label
    )  # fmt: skip


def bars(
    axes: Any,
    mean: Any,
    places: Any,
    half: Any,
    thick: float,
    arm: int,
    label: str | None = None,
    central: Any = None,
) -> None:
    """Horizontal bars with whiskers, and thin lines as in `dots`; the base's are paler."""
    axes.barh(
        places, mean, thick, color=look(arm)[0], alpha=0.55 if arm == 0 else 0.9,
        xerr=half if np.isfinite(half).all() else None, label=label,
        error_kw={"elinewidth": 0.9 if central is None else THICK, "ecolor": GREY}
    )  # fmt: skip
    if central is not None:
        axes.hlines(places, *central, color=GREY, linewidth=THIN)


def name_the_lines(axes: Any) -> None:
    """Say in the legend what thick and thin lines are, over plausible worlds."""
    axes.figure.set_figheight(axes.figure.get_figheight() + 0.4)  # the legend's two lines
    for wide, what in ((THICK, "95% interval of the mean"), (THIN, "nine worlds in ten")):
        axes.plot([], [], color=GREY, linewidth=wide, label=what)


def shaded_rows(axes: Any, labels: Sequence[str]) -> None:
    """A named row for each label, the first above, every other one shaded."""
    axes.grid(axis="y", visible=False)
    for row in range(0, len(labels), 2):
        axes.axhspan(row - 0.5, row + 0.5, color="#f2f2f2", linewidth=0, zorder=0)
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)


def zero_line(axes: Any, way: Way = "across") -> None:
    """A line where nothing differs."""
    (axes.axvline if way == "across" else axes.axhline)(0.0, color="black", linewidth=0.8)


def plain_numbers(axis: Any, values: Any) -> None:
    """Thousands with commas: 12,000."""
    from matplotlib.ticker import StrMethodFormatter

    if np.abs(np.nan_to_num(values)).max() >= 1000.0:
        axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))


def as_percent(axis: Any, symbol: str = "%") -> None:
    """Shares in per cent."""
    axis.set_major_formatter(lambda x, place: f"{100.0 * x:g}{symbol}".replace("-", MINUS))


def heading(
    figure: Any, what: str, residents: int, replications: int, plausible: bool = False
) -> None:
    """What the picture shows, of how many residents and replications, or plausible worlds."""
    run, of = ("plausible world", " of means") if plausible else ("replication", "")
    runs = f"{replications} {run}s, 95% intervals{of}"
    runs = runs if replications > 1 else f"one {run}, so no intervals"
    width = int(LETTERS_AN_INCH * figure.get_figwidth())
    lines = [x for y in (what, f"{residents:,} residents; {runs}") for x in textwrap.wrap(y, width)]
    figure.suptitle("\n".join(lines), x=0.01, ha="left", fontsize=11.5)


def legend(figure: Any, axes: Any, arms: int) -> None:
    """The arms, below the picture."""
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower left", ncols=min(arms, 3))
