"""What stands in published tables besides figures: marks, notes, titles, rows of totals."""

from __future__ import annotations

import re

_WITHHELD = "withheld because it is small"
_MISSING = "not available"
_ESTIMATE = "write your best estimate"
_IF_NIL = f"write 0 only if the table's notes say that there was none, else {_ESTIMATE[6:]}"
# Marks of English official statistics, old and new (Government Statistical Service): what each
# stands for, and what to do. None of them is nought.
MARKS = {
    **dict.fromkeys(("c", "[c]", "*", "**", "#", "[s]", "s"), (_WITHHELD, _ESTIMATE)),
    **dict.fromkeys((":", "..", "...", "[x]", "x", "[m]"), (_MISSING, _ESTIMATE)),
    **dict.fromkeys(("[u]", "u"), ("too unreliable to publish", _ESTIMATE)),
    **dict.fromkeys(("[z]", "z"), ("not applicable", "take the row out")),
    **dict.fromkeys(("[low]", "~"), ("less than half of the last digit shown", "write 0, or "
                    f"{_ESTIMATE[6:]}")),
    **dict.fromkeys(("-", "--", "\u2013", "\u2014", "[-]"),
                    ("withheld, not available or none, whichever its notes say", _IF_NIL)),
}  # fmt: skip

_BOUND = re.compile(r"(<|\u2264|(fewer|less) than|under|up to)\s*\d{1,2}", re.I)
_NOTED = re.compile(r"(?P<figure>\d[\d,]*(\.\d+)?)\s*[*\u2020\u2021#^]+")

# A note's number on a label or heading, and a marker behind a figure that stands.
_NOTE_NUMBER = re.compile(
    r"\s*(\[(?:notes?\s*)?[\d, ]+\]|\(notes?\s*[\d, ]+\)|[\u00b9\u00b2\u00b3\u2070-\u2079]+|"
    r"[*\u2020\u2021]+)$",
    re.I,
)
_FIGURE_MARK = re.compile(r"(?<=\d)\s*\[(e|p|r|b|f|notes?\s*\d+|\d+)\]$", re.I)
_NOTE = re.compile(
    r"(sources?|notes?|footnotes?|contact|copyright|published|last updated)\s*\d*\s*([:.)]|$)|"
    r"\u00a9|(ons )?crown copyright|\(?\d{1,2}[.)] |\[\w+\]\s|\*\s*\w|these? (figures|data|table|"
    r"estimates)|this (table|sheet)|(figures|data|estimates|totals) (are|may|is|have)|in order to|"
    r"please|https?://",
    re.I,
)
_TOTAL = re.compile(
    r"(grand |sub-?)?totals?\b(?!_)|all( (ages|persons|people|teams|staff|usual residents|"
    r"job roles|(pay )?bands|grades|categories.*))?$|sum$|"
    r"(persons|people|both( sexes)?|all categories\b.*)$",
    re.I,
)


def without_note_number(text: str) -> str:
    """A label or heading without the number of its note.

    >>> without_note_number("85 and over [note 2]"), without_note_number("Persons\u00b2")
    ('85 and over', 'Persons')
    """
    return _NOTE_NUMBER.sub("", text) or text


def figure_alone(text: str) -> str:
    """A figure without the marker that it is provisional, revised or an estimate.

    >>> figure_alone("1,234 [p]"), figure_alone("[c]")
    ('1,234', '[c]')
    """
    return _FIGURE_MARK.sub("", text)


def meaning_of(text: str) -> tuple[str, str] | None:
    """What a mark in place of a figure stands for and what to do; None for what is no mark.

    >>> meaning_of("<5") == meaning_of("[c]"), meaning_of("5")
    (True, None)
    """
    return MARKS["[c]"] if _BOUND.fullmatch(text) else MARKS.get(text.lower())


def noted_figure(text: str) -> str:
    """The figure before the mark of a note, without commas; empty where there is no such mark.

    >>> noted_figure("3,000*"), noted_figure("3*4")
    ('3000', '')
    """
    found = _NOTED.fullmatch(text)
    return found["figure"].replace(",", "") if found else ""


def is_total(text: str) -> bool:
    """Whether a label stands for everybody or everything.

    >>> [is_total(text) for text in ("All ages", "Total", "Persons", "All-day clinic")]
    [True, True, True, False]
    """
    return bool(_TOTAL.match(text.strip("'")))


def is_note(cells: list[str]) -> bool:
    """Whether a row of cells, none a figure where figures belong, is a note below a table."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return False
    alone = len(filled) == 1 and len(filled[0].split()) > 3
    return alone or (filled[0] == cells[0] and bool(_NOTE.match(filled[0])))
