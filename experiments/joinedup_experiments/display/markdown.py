"""Renders a document as a page of the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from joinedup_experiments.display import document
from joinedup_experiments.display.document import Item, Plain, Section, Table, plain

PICTURES = "pictures"


def markdown(title: str, made_by: str, sections: Sequence[Section]) -> str:
    """A page that ``made_by``, a command, writes; a section without a heading is text."""
    lines = [f"# {title}", f"<!-- Written by `{made_by}`; do not edit by hand. -->"]
    for section in sections:
        lines += [f"## {section.heading}"] if section.heading else []
        lines += [rendered for part in plain(section.parts) if (rendered := _part(part))]
    return "\n\n".join(lines) + "\n"


def write_page(file: Path, title: str, made_by: str, sections: Sequence[Section]) -> None:
    """Write a page, and its figures as SVG into ``pictures`` beside it."""
    for figure in document.figures_of(sections):
        picture = file.parent / PICTURES / f"{figure.name}.svg"
        picture.parent.mkdir(exist_ok=True)
        picture.write_text(figure.svg, encoding="utf-8")
    file.write_text(markdown(title, made_by, sections), encoding="utf-8")


def markdown_table(table: Table) -> str:
    r"""A table without its caption.

    >>> rows = [("group",), ("x|y", "1")]
    >>> print(markdown_table(Table("", ("a", "two\nlines"), rows, strong=frozenset([1]))))
    | a | two lines |
    | --- | --- |
    | **group** |  |
    | **x\|y** | **1** |
    """
    head = [cell.replace("\n", " ") for cell in table.head]
    rows = [head, ["---"] * len(head)]
    for number, row in enumerate(table.rows):
        cells = [cell.replace("|", "\\|").replace("\n", "<br>") for cell in row]
        if len(row) == 1 or number in table.strong:
            cells = [f"**{cell}**" if cell else "" for cell in cells]
        rows.append(cells + [""] * (len(table.head) - len(row)))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _part(part: Plain) -> str:
    match part:
        case document.Heading():
            return f"### {part.text}"
        case document.Words():
            return part.text
        case document.Points():
            items = enumerate(map(_item, part.items), 1)
            return "\n".join(f"{n}. {text}" if part.ordered else f"- {text}" for n, text in items)
        case Table():
            caption = f"**{part.caption}**\n\n" if part.caption else ""
            return caption + markdown_table(part)
        case document.Figures():
            return "\n\n".join(f"![{f.alt}]({PICTURES}/{f.name}.svg)" for f in part.items)
        case document.Code():
            return f"```\n{part.text}\n```"


def _item(item: Item) -> str:
    return item if isinstance(item, str) else f"**{item[0]}** {item[1]}"
