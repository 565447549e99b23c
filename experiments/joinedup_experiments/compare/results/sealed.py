"""Files with a checksum of themselves inside, which is verified whenever they are read."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

NONE_YET = "0" * 64
SEAL = "sealed by sha256:"
_SEALED = re.compile(re.escape(SEAL.encode()) + rb"([0-9a-f]{64})")
METADATA = b"joinedup"


def sealed(data: bytes) -> bytes:
    """A file's bytes, with the checksum put where `SEAL` and `NONE_YET` stand, once, for it."""
    head, tail = data.split((SEAL + NONE_YET).encode())
    return head + (SEAL + hashlib.sha256(data).hexdigest()).encode() + tail


def read_sealed(file: Path) -> bytes:
    """A file's bytes; `ValueError` where they are not those that were sealed."""
    if file.exists() and not file.is_file():  # a pipe would be waited for without end
        raise ValueError("it is no ordinary file")
    data = file.read_bytes()
    found = [match.span(1) for match in _SEALED.finditer(data)]
    if not found:
        raise ValueError("it has no checksum: damaged, or made by an earlier version")
    for start, end in found:
        before = data[:start] + NONE_YET.encode() + data[end:]
        if hashlib.sha256(before).hexdigest().encode() == data[start:end]:
            return data
    raise ValueError("its checksum is another: damaged, or changed since it was written")


def sealed_table(table: Any, note: dict[str, Any]) -> bytes:
    """A table as sealed Parquet, with a note in its metadata; the same bytes for the same rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table, sink = pa.table(table), io.BytesIO()
    table = table.replace_schema_metadata({METADATA: json.dumps(note, sort_keys=True).encode()})
    with pq.ParquetWriter(sink, table.schema, compression="zstd", write_statistics=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({"seal": SEAL + NONE_YET})
    return sealed(sink.getvalue())


def read_sealed_table(
    file: Path, columns: Sequence[str] | None = None
) -> tuple[Any, dict[str, Any]]:
    """The rows of a sealed table, and its note.

    Raises OSError, ValueError or KeyError when it cannot be read, or is not as it was written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.ParquetFile(pa.BufferReader(read_sealed(file))).read(columns)
    return table, json.loads((table.schema.metadata or {})[METADATA])
