"""The table of what must come out of the model, and the verdicts of the studies that ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from joinedup.scenario.names import Part
from joinedup_experiments.display.document import Section, Table, Words
from joinedup_experiments.scenario_io.load.files import text_of
from joinedup_experiments.scenario_io.load.translation import validated
from joinedup_experiments.scenario_io.load.yaml_tree import plain, tree_of
from joinedup_experiments.studies.answers import Answer
from joinedup_experiments.studies.study import HERE

FILE = HERE / "what_must_come_out.yaml"
HOW = (
    "What the papers describe together, and whether the model shows it: each row's verdict is "
    "that of the studies named, which are told in full below. What does not come out is a finding."
)


class Row(Part):
    """A pattern, its papers, and the studies in ``patterns/`` that ask for it."""

    pattern: str
    papers: list[str]
    studies: Annotated[list[str], Field(min_length=1)]


class PatternTable(Part):
    """All of them."""

    rows: Annotated[list[Row], Field(min_length=1)]


def what_must_come_out() -> list[Row]:
    """The table's rows, as they stand in the file."""
    tree = tree_of(text_of(FILE), FILE.name, "table")
    return validated(PatternTable, plain(tree), tree).rows


def table_section(answers: Mapping[str, Answer]) -> Section:
    """A row for each pattern: what its studies, by their titles, found."""
    rows = []
    for row in what_must_come_out():
        asked = [answers.get(name) for name in row.studies]
        found = [f"{one.title}: {one.verdict}" if one else "not asked yet" for one in asked]
        rows.append((row.pattern, ", ".join(row.papers), "; ".join(found)))
    table = Table(
        "", ("what must come out", "papers", "what the studies found"), rows, numbers=False
    )
    return Section("what_must_come_out", "What must come out", [Words(HOW), table])
