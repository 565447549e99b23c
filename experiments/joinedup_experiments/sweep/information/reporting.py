"""What ``joinedup value-of-information`` does: work it out, write a table, print the foremost."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from joinedup_experiments.compare.results.folder import new_folder
from joinedup_experiments.compare.results.tables import write_table
from joinedup_experiments.display.errors import refusing
from joinedup_experiments.display.numbers import number
from joinedup_experiments.display.progress import progress
from joinedup_experiments.display.standard_output import saying
from joinedup_experiments.sweep.information.analysis import (
    ASSUMPTION,
    MECHANISM,
    NOTHING,
    Valued,
    residents_of,
    table_of,
    value_of_information,
)
from joinedup_experiments.sweep.plan import outside_in
from joinedup_experiments.sweep.sweep_folder import open_sweep

FOLDER = TABLE = "value_of_information"
SHOWN = {ASSUMPTION: 15, MECHANISM: 5}
MEANING_WIDE = 50
LEVERS_TOO = "  in that is what levers decide: with everything, their values are known as well"


def report_information(folder: Path, outcome: str | None) -> None:
    """Work out a finished sweep's value of information, and write it beside its results."""
    inside = folder / FOLDER
    with refusing(keeps=True):
        sweep = open_sweep(folder)
        with progress("Asking what it is worth to know each assumption") as report:
            found = value_of_information(sweep, outcome, report)
        residents = residents_of(sweep.plan)
        with new_folder(inside, replaces=True) as making:
            write_table(making, TABLE, table_of(found, residents))
    with saying(f"the table is whole in {inside}"):
        for line in outside_in(sweep.plan):
            print(f"Note: {line}")
        for one in found:
            print("\n".join(lines_of(one, residents, sweep.plan.design.points_are)), end="\n\n")
        print(f"The whole table: {inside / TABLE}.csv")


def lines_of(one: Valued, residents: float, points_are: str) -> list[str]:
    """The lines about one benefit, each person's first and then the whole place's."""
    benefit, all_of_it = one.benefit, one.everything
    money = benefit.unit == "GBP"
    part = f" (£{number(all_of_it.value / residents)} a person)" if money else ""
    least = ""
    if np.isfinite(one.at_least):
        least = f", and {_amount(one, one.at_least)} if what is chance in it cannot be known"
    return [
        f"{benefit.label}: best is {one.best}, in {one.best_in:.0%} of {points_are}",
        f"  knowing everything would be worth up to {_amount(one, all_of_it.value)}{part}{least}",
        *([LEVERS_TOO] if one.of_levers else []),
        *_foremost(one, ASSUMPTION),
        *_foremost(one, MECHANISM),
        f"  {sentence_of(one)}",
    ]


def sentence_of(one: Valued) -> str:
    """Which assumption, if it were measured, would most change the decision; or that none would."""
    foremost = one.foremost
    if not len(foremost):
        return "Of no one assumption can it be shown that measuring it would change the decision."
    first = foremost.iloc[0]
    what = f"{first['meaning']} (`{first['key']}`)" if first["meaning"] else first["key"]
    worth = f"worth {_amount(one, first['value'])} ({_between(first)})"
    return f"Measured, the assumption that would most change the decision is {what}: {worth}."


def _amount(one: Valued, value: float) -> str:
    return (
        f"£{number(value)}" if one.benefit.unit == "GBP" else f"{number(value)} {one.benefit.unit}"
    )


def _between(row: object) -> str:
    return f"{number(row['low_95'])} to {number(row['high_95'])}"  # type: ignore[index]


def _foremost(one: Valued, kind: str) -> list[str]:
    """A line for each of the greatest, and what chance reaches."""
    rows = one.each[one.each["kind"] == kind].sort_values("value", ascending=False, kind="stable")
    shown = rows[rows["value"] > NOTHING * one.everything.value][: SHOWN[kind]]
    if not len(shown):
        return [f"  no {kind} alone is worth knowing"]
    wide = max(map(len, shown["key"]))
    lines = [f"  by {kind}, in {one.benefit.unit} (95% interval):"]
    for _, row in shown.iterrows():
        evidence = f"; {row['evidence']}" if row["evidence"] else ""
        above = "" if row["value"] > row["floor"] else "  (no more than chance)"
        text = f"{number(row['value'])} ({_between(row)}){above}"
        lines.append(f"    {row['key']:<{wide}}  {text}  {row['meaning'][:MEANING_WIDE]}{evidence}")
    floor, reach = number(shown["floor"].iloc[0]), number(shown["chance_reaches"].iloc[0])
    chance = (
        f"95 of 100 that do nothing stay below {floor}, and the greatest of them reaches {reach}"
    )
    return [*lines, f"    {chance}"]
