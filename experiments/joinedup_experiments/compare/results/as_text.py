"""Text in CSV files that no spreadsheet takes for a formula, and the same text read back.

A cell, or a heading, that begins as a formula does is written with an apostrophe before it, which
is how spreadsheets mark text; so is one that begins with an apostrophe and then as a formula does.
"""

from __future__ import annotations

import io
import re
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc

from joinedup_experiments.compare.results.folder import write_whole

_WIDE = "\uff1d\uff0b\uff0d\uff20"  # the same signs as wide as letters of Chinese
RISKY = tuple(f"=+-@\t\r\n{_WIDE}")  # what a spreadsheet could take for the beginning of a formula
_MARKED = re.compile(rf"'+[{re.escape(''.join(RISKY))}]")


def write_csv(table: pa.Table, file: Path) -> None:
    """Write a table whose text is harmless in a spreadsheet, whole or not at all."""
    columns = [_harmless(column) for column in table.columns]
    safe = pa.table(columns, names=[marked(name) for name in table.column_names])
    sink = io.BytesIO()
    pc.write_csv(safe, sink, pc.WriteOptions(quoting_style="needed"))
    write_whole(file, sink.getvalue())


def read_csv(file: Path | IO[bytes]) -> pd.DataFrame:
    """A table that `write_csv` wrote, its text as it was."""
    frame = pd.read_csv(file).rename(columns=unmarked)
    for name in frame.select_dtypes(include=["object", "string"]):
        frame[name] = frame[name].map(unmarked, na_action="ignore")
    return frame


def marked(text: str) -> str:
    """Text with an apostrophe before it if a spreadsheet could take it for a formula.

    >>> marked("=1+1"), marked("-0.5"), marked("lower")
    ("'=1+1", '-0.5', 'lower')
    """
    if not (text.startswith(RISKY) or _MARKED.match(text)):
        return text
    with suppress(ValueError):
        float(text)
        return text
    return f"'{text}"


def unmarked(text: Any) -> Any:
    """Text without the apostrophe that `marked` puts before it."""
    return text[1:] if isinstance(text, str) and _MARKED.match(text) else text


def _harmless(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return column
    words = {text: marked(text) for text in column.unique().to_pylist() if text is not None}
    if all(text == harmless for text, harmless in words.items()):
        return column
    return pa.chunked_array([[words.get(text) for text in column.to_pylist()]], kind)
