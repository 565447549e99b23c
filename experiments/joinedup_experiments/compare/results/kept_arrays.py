"""Files of numpy arrays that are there whole or not at all, and are verified when they are read.

Nothing in them executes: they are read without pickle.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from joinedup_experiments.compare.results.folder import write_whole
from joinedup_experiments.compare.results.sealed import NONE_YET, SEAL, read_sealed, sealed

Arrays = Mapping[str, np.ndarray]
FAST = 1  # a level of compression: the next take far longer and save little


def write_arrays(file: Path, name: str, arrays: Arrays) -> None:
    """Write arrays, and what they are called, so that `read_arrays` gives them back."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=FAST) as whole:
        for key, array in arrays.items():
            with whole.open(f"{key}.npy", "w", force_zip64=True) as one:
                np.lib.format.write_array(one, np.asanyarray(array), allow_pickle=False)
        whole.comment = f"{name} {SEAL}{NONE_YET}".encode()
    write_whole(file, sealed(sink.getvalue()))


def read_arrays(file: Path, name: str) -> Arrays:
    """The arrays of a file by key, each unpacked whenever it is asked for.

    Raises OSError where the file cannot be read, ValueError where it is not as it was written,
    or was written under another name.
    """
    kept = np.load(io.BytesIO(read_sealed(file)), allow_pickle=False)
    if kept.zip.comment.decode().partition(f" {SEAL}")[0] != name:
        raise ValueError("it was written under another name")
    return kept
