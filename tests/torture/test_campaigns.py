"""The campaigns can be run: a round of each, so that they do not rot between nights."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture.__main__ import CAMPAIGNS
from tests.torture.spoilt_text import FORMS, KINDS

ROOT = Path(__file__).parents[2]
# Of spoilt files, a few of each kind: `make torture` has rounds of hundreds.
A_FEW = """
import sys
from tests.torture import spoilt_text
from tests.torture.__main__ import main
spoilt_text.KINDS = {name: one._replace(many=20) for name, one in spoilt_text.KINDS.items()}
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the campaigns fork, and limit processes")
def test_a_round_of_each_campaign_is_good(tmp_path) -> None:
    """In a process of its own, since the campaigns fork. Seed 3 draws quick cases first."""
    command = [sys.executable, "-c", A_FEW, "--minutes", "0", "--seed", "3"]
    done = subprocess.run(
        [*command, "--keep", str(tmp_path / "kept")], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr
    tried = dict(line.split()[:2] for line in done.stdout.splitlines() if line.split()[1:])
    assert all(int(tried[name].replace(",", "")) > 0 for name in CAMPAIGNS)


def test_a_form_with_several_wrong_answers_is_refused_and_no_fault(tmp_path) -> None:
    """Found with seed 1001: each answer has a line of its own, and the campaign expected one."""
    form = next(one for one in FORMS if "questionnaire: aqua" in one)
    spoilt = re.sub(r"(workforce|culture): .*", r"\1: -1", form)
    assert spoilt.count(": -1") > 1
    assert not KINDS["forms"].tried(spoilt.encode(), tmp_path)
