"""On a screen of any width every measure is named, and no figure is cut."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from joinedup_experiments.compare.comparison import Comparison
from joinedup_experiments.compare.results.reading import open_results
from joinedup_experiments.display.document import Table
from joinedup_experiments.display.terminal import narrow_lines, print_parts, screen
from joinedup_experiments.report.terminal import comparison_parts

EXAMPLE = Path(__file__).parents[2] / "results" / "example"

LONG = (
    "People waiting in a team's waiting list, on an average day: people (mean)",
    "38,546 (-18,781 to 95,873)", "+2,320 (-7,988 to +12,628) points", "from none",
    "too few replications to tell",
)  # fmt: skip


@pytest.mark.parametrize("width", [60, 80, 100, 132])
def test_labels_figures_and_verdicts_are_whole(width: int) -> None:
    head = ("measure", "Riverford", "difference", "of base", "change")
    lines = narrow_lines(Table("", head, [("waiting",), LONG]), width)
    assert max(len(line) for line, _ in lines) <= max(width, 72)
    shown = " ".join(" ".join(line for line, _ in lines).split())
    for part in ("waiting", "People waiting in a team's waiting list,", *LONG[1:]):
        assert part in shown


def printed(result: Comparison, width: int) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, highlight=False)
    print_parts(console, comparison_parts(result, every_measure=False))
    return file.getvalue()


@pytest.fixture(scope="module")
def over_worlds() -> Comparison:
    """The example as if its replications, five times over, had been in plausible worlds."""
    shown = open_results(EXAMPLE).comparison
    many = 5 * len(shown.seeds)
    repeated = {
        what: np.concatenate([getattr(shown, what)] * 5, axis=1)
        for what in ("months", "weights", "ledgers", "costs")
    }
    numbers = tuple(range(1, many + 1))
    half = shown.simulated // 2
    return replace(shown, seeds=numbers, worlds=numbers, simulated=half, **repeated)


@pytest.mark.parametrize("width", [80, 100, 150])
def test_plausible_worlds_fit_a_screen(width: int, over_worlds: Comparison) -> None:
    text = printed(over_worlds, width)
    many = len(over_worlds.seeds)
    assert "\N{HORIZONTAL ELLIPSIS}" not in text
    assert max(map(len, text.splitlines())) <= width
    shown = " ".join(text.split())
    assert f"Intervals are of means over {many} plausible worlds." in shown
    assert f"in {many} of {many}" in shown and "residents were simulated" in shown
    assert "(nine worlds in ten)" in shown


@pytest.mark.parametrize("width", [80, 100, 120, 160])
def test_nothing_is_left_out_at_any_width(width: int) -> None:
    text = printed(open_results(EXAMPLE).comparison, width)
    assert "\N{HORIZONTAL ELLIPSIS}" not in text
    shown = " ".join(text.split())
    assert "demand" in shown and "intervals exclude zero" in shown
    if width == 80:
        assert "True needs presented to a service, needs a year" in shown


def test_names_are_printed_as_they_are(capsys) -> None:
    print_parts(screen(), [Table("of [red] :smile:", ("a", "b"), [("[bold]x[/nope]", ":tea:")])])
    shown = capsys.readouterr().out
    for text in ("of [red] :smile:", "[bold]x[/nope]", ":tea:"):
        assert text in shown
