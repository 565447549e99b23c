"""The old names are gone: from the code, the docs, the scenarios and the names of files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from tests.architecture.find_old_names import occurrences
from tests.architecture.old_names import ALLOWED, OLD_NAMES

ROOT = Path(__file__).parents[2]


def files_of_the_project():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so it is not known which files are the project's")
    git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(git, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return sorted({f for f in listed.split("\0") if f and (ROOT / f).is_file()})


def test_no_old_name_is_left():
    left = [str(one) for one in occurrences(ROOT, files_of_the_project())]
    assert not left, f"{len(left)} old names:\n" + "\n".join(left)


def test_each_old_name_is_listed_once():
    olds = [(name.old, name.within) for name in OLD_NAMES]
    assert len(olds) == len(set(olds))


def test_exceptions_are_few_and_say_why():
    assert len(ALLOWED) <= 6
    assert all(len(one.reason.split()) >= 3 for one in ALLOWED)


@pytest.mark.parametrize(
    ("file", "text", "lines"),
    [
        ("docs/a.md", "Whoever asks\n", [1]),
        ("docs/a.md", "bed days\nof people fit\nto leave\n", [1]),
        ("docs/what_it_hangs_on.md", "\n", [1]),
        ("docs/a.md", "the wrong door, a command line, a fifth more staff\n", []),
        ("sim/a.py", "x = 1\n\n\ndef strike_out(row):\n    return row\n", [4]),
        ("sim/a.py", "def f(line):\n    return line\n", [1, 2]),
        ("experiments/a.py", "def f(line):\n    return line\n", []),
        ("sim/a.py", "a = world.one[0]\nfor one in a:\n    b = one\n", [1]),
        ("tests/a.py", "import re\n\nfound = re.search('a', 'b')\ntab.press('Tab')\n", []),
        ("sim/a.py", "def effect_of(effect):\n    '''An effect.'''\n", [1]),
        ("results/a.md", "somebody\n", []),
    ],
)
def test_what_counts_as_an_old_name(tmp_path, file, text, lines):
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert [one.line for one in occurrences(tmp_path, [file])] == lines
