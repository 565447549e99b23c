"""How long work takes is known from its own pace, whatever came before it."""

from __future__ import annotations

import pytest

from joinedup_experiments.display import progress


@pytest.mark.parametrize(
    ("begins", "calls", "shown"),
    [
        ("after half a minute of compiling", [(30, 0.0), (33, 0.25)], "25%, about 9 seconds left"),
        ("where it was stopped", [(0, 0.5), (10, 0.6)], "60%, about 40 seconds left"),
        ("now", [(0, 0.0), (10, 0.2)], "20%, about 40 seconds left"),
    ],
)
def test_the_time_left_is_by_the_pace_since_work_began(begins, calls, shown, monkeypatch, capsys):
    clock = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock[0])
    tell = progress._plain_lines("Running")
    for now, share in calls:
        clock[0] = now
        tell(share)
    assert capsys.readouterr().err == f"Running: {shown}\n", begins


def test_what_starting_workers_takes_is_not_in_the_pace(monkeypatch, capsys):
    """Of twenty tasks the first took ten seconds more, in which its worker was started."""
    clock = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock[0])
    tell = progress._plain_lines("Running", 0.05)
    for now, share in [(0, 0.0), (0.5, 0.0), (12.5, 0.05), (15.0, 0.1), (27.5, 0.35)]:
        clock[0] = now
        tell(share)
    shown = capsys.readouterr().err
    assert shown == "Running: 5%\nRunning: 35%, about 32 seconds left\n"
