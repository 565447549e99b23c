"""What becomes of every row of the evidence table: used for what, or why not.

A row is an *input* where a parameter's source names it, a *target* where the siloed place is fitted
to it, *compared* where `check-baseline` prints it beside the model, or *set aside*, for a reason
that stands in `set_aside.csv`. It may be several of the first three.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from joinedup.engine.parameter import EvidenceLevel, Parameter
from joinedup.rules.collected import declared
from joinedup_experiments.display.document import Heading, Part, Points, Table, Words
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.markdown import markdown_table
from joinedup_experiments.local_place.check_baseline import TARGETS
from joinedup_experiments.local_place.drivers import by_driver
from joinedup_experiments.local_place.second_order import SECOND_ORDER
from joinedup_experiments.scenario_io.explain import Entry, laid_out
from joinedup_experiments.scenario_io.load.problems import clipped, closest
from joinedup_experiments.scenario_io.parameter_table import Format
from joinedup_experiments.scenario_io.published import PublishedFigure, named_in, published

Class = Literal["input", "target", "compared", "set-aside"]
HEADINGS = ("key", "value and unit", "class: of what, or why")
BEFORE = {"measured": 21, "recalled": 10, "assumed": 314}  # when people did not age yet
KEY_DRIVERS = (
    "Those first on which results lean most: the number is the mean total Sobol index of the "
    "factor that holds them in the stored sensitivity analysis. Groups without one came since."
)
_FOR: dict[Class, str] = {
    "input": "Input to",
    "target": "Target of",
    "compared": "Compared",
    "set-aside": "Set aside",
}


class Classified(NamedTuple):
    """A row, and for each class that it is in, of what: parameters, figures, or the reason."""

    row: PublishedFigure
    uses: dict[Class, list[str]]


@cache
def set_aside() -> dict[str, str]:
    """The reason of each row that nothing uses, by its key."""
    file = Path(__file__).parent / "set_aside.csv"
    with file.open(encoding="utf-8", newline="") as table:
        return {row["key"]: row["reason"] for row in csv.DictReader(table)}


def classified() -> list[Classified]:
    """Every row of the evidence table, in its order."""
    found: dict[str, dict[Class, list[str]]] = {key: {} for key in published()}

    def note(key: str, kind: Class, what: str) -> None:
        found[key].setdefault(kind, []).append(what)

    for d in declared().values():
        for row in named_in(d.source):
            note(row.key, "input", d.key)
    for target in TARGETS.values():
        note(target.source, "target" if target.fitted else "compared", target.label)
    for other in SECOND_ORDER:
        note(other.source, "target" if other.fitted else "compared", other.label)
    for key, reason in set_aside().items():
        note(key, "set-aside", reason)
    return [Classified(row, found[key]) for key, row in published().items()]


def chosen(words: Sequence[str] = (), kind: Class | None = None) -> list[Classified]:
    """The rows of a class, or of any, that have these keys, or else every one of these words.

    `InputError` where there is none.
    """
    rows = [one for one in classified() if kind is None or kind in one.uses]
    asked = " ".join(words).lower().split()
    if asked and set(asked) <= set(published()):
        found = [one for one in rows if one.row.key in asked]
    else:
        found = [one for one in rows if all(word in _text(one) for word in asked)]
    if found:
        return found
    close = closest("_".join(asked), [one.row.key for one in rows])
    hint = f"did you mean `{close}`?" if close else "`joinedup evidence` lists them all"
    which = f"{kind} row" if kind else "row"
    asked_for = clipped(" ".join(words))
    raise InputError(f"there is no {which} of the evidence table with `{asked_for}`; {hint}")


def as_text(rows: Sequence[Classified], form: Format) -> str:
    """The rows as CSV, Markdown or JSON."""
    if form == "json":
        whole = [
            one.row._asdict() | {_column(c): one.uses.get(c, []) for c in _FOR} for one in rows
        ]
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    if form == "markdown":
        return markdown_table(Table("", HEADINGS, [_cells(one) for one in rows])) + "\n"
    import pandas as pd

    flat = [
        one.row._asdict() | {_column(c): "; ".join(one.uses.get(c, [])) for c in _FOR}
        for one in rows
    ]
    return str(pd.DataFrame(flat).to_csv(index=False, lineterminator="\n"))


def in_full(rows: Sequence[Classified]) -> str:
    """The rows with everything that is known of them, as text for a screen."""
    return laid_out([_entry(one) for one in rows])


def print_table(rows: Sequence[Classified]) -> None:
    """Print rows as a table on the screen, below a summary if they are all."""
    from joinedup_experiments.display.terminal import print_parts, screen

    every = len(rows) == len(published())
    caption = f"{len(rows)} of the {len(published())} rows of the evidence table"
    table = Table(caption, HEADINGS, [_cells(one) for one in rows], numbers=False)
    print_parts(screen(), [*(summary(rows) if every else ()), table])


def summary(rows: Sequence[Classified]) -> list[Part]:
    """How many rows are in each class, how well parameters are known, and which are assumed."""
    many = Counter(kind for one in rows for kind in one.uses)
    counts = ", ".join(f"{many[kind]} {kind}" for kind in get_args(Class))
    parameters = list(declared().values())
    known = Counter(d.evidence for d in parameters)
    levels = ", ".join(
        f"{known[level]} {level} ({known[level] / len(parameters):.0%})"
        for level in get_args(EvidenceLevel)
    )
    assumed = [d for d in parameters if d.evidence == "assumed"]
    named = sum(bool(named_in(d.source)) for d in assumed)
    return [
        Words(f"{len(rows)} rows: {counts}. A row may be in several classes."),
        Words(f"{len(parameters)} parameters: {levels}. Before: {_before()}."),
        Heading(f"The {len(assumed)} assumed; {named} (*) take a sign, sum or bound from a row"),
        Words(KEY_DRIVERS),
        Points([(f"{_named(f, index)}:", _names(some)) for f, index, some in by_driver(assumed)]),
    ]


def _before() -> str:
    whole = sum(BEFORE.values())
    counts = ", ".join(f"{many} {level} ({many / whole:.0%})" for level, many in BEFORE.items())
    return f"{whole}: {counts}"


def _named(factor: str, index: float | None) -> str:
    return factor if index is None else f"{factor} ({index:.2f})"


def _names(parameters: Sequence[Parameter]) -> str:
    return ", ".join(d.key + "*" * bool(named_in(d.source)) for d in parameters)


def _cells(one: Classified) -> tuple[str, ...]:
    """A row of a table, with the classes below each other."""
    what = [f"{kind}: {'; '.join(of)}" for kind, of in one.uses.items()]
    return one.row.key, f"{one.row.value} {one.row.unit}".strip(), "\n".join(what)


def _entry(one: Classified) -> Entry:
    """A row in full, as `joinedup explain` lays things out."""
    row = one.row
    says = f'"{row.quote}"' if row.quote else "The source's own words are not at hand."
    facts = {
        "Value": f"{row.value} {row.unit}".strip(),
        "Range": f"{row.low} to {row.high}" if row.low else "",
        "Setting": row.setting_year,
        "Evidence": row.evidence,
        "Source": row.source,
    }
    uses = {_FOR[kind]: "; ".join(of) for kind, of in one.uses.items()}
    return Entry(
        row.key, f"a row of the evidence table ({', '.join(one.uses)})", says, facts | uses
    )


def _column(kind: Class) -> str:
    return kind.replace("-", "_")


def _text(one: Classified) -> str:
    uses = (what for of in one.uses.values() for what in of)
    return " ".join((*one.row, *uses)).lower()
