"""What is printed can be written whatever the encoding of standard output is."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PRINT = """
from joinedup_experiments.display.numbers import change, difference, value
from joinedup_experiments.compare.statistics import Interval
from joinedup_experiments.display.standard_output import replace_what_cannot_be_written
replace_what_cannot_be_written()
print(difference(Interval(-0.05, -0.06, -0.04, 8), "share"), change(-3.0, "count"))
print(value(float("nan"), "count"), "\\u2191")
"""


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_minus_sign_is_a_hyphen_where_there_is_no_other(encoding: str) -> None:
    asked = os.environ | {"PYTHONIOENCODING": encoding}
    done = subprocess.run([sys.executable, "-c", PRINT], env=asked, capture_output=True, check=True)
    text = done.stdout.decode(encoding).replace("\N{NO-BREAK SPACE}", " ")
    if encoding != "utf-8":
        assert text.splitlines()[0] == "-5.0 points (-6.0 to -4.0) -3.00"
        assert text.splitlines()[1].endswith("?")
    else:
        assert text.splitlines()[0].startswith("\N{MINUS SIGN}5.0 points")
