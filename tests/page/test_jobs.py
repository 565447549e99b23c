"""Jobs: stages that sharpen, each session its own, stopped when it leaves, so many at once."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

import joinedup as ju
from joinedup_experiments.page import jobs as page_jobs
from joinedup_experiments.page.bookmark import from_query
from joinedup_experiments.page.jobs import Jobs, Session, Stage

SHORT = (Stage(2, 300), Stage(3, 300))
LONG = (Stage(24, 5_000),)


@pytest.fixture(scope="module")
def arms():
    """Two small arms of a short run."""
    made = from_query({"years": "1", "arrangement": "closer_working"}).arms()
    return {name: one.with_({"burn_in_years": 1}) for name, one in made.items()}


def until(true, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def test_a_job_sharpens_in_stages_and_ends(arms) -> None:
    jobs = Jobs(workers=1)
    job = Session(jobs).begin(arms, SHORT)
    until(lambda: job.results is not None)
    assert job.results.comparison.sampled in (2, 3) and job.first_after > 0.0
    until(lambda: job.ended)
    assert job.state == "done" and job.results.comparison.sampled == 3
    until(lambda: jobs.unfinished == 0)


def test_it_is_the_comparison_that_python_makes(arms) -> None:
    job = Session(Jobs(workers=1)).begin(arms, SHORT[:1])
    until(lambda: job.ended)
    again = ju.compare(*arms.values(), replications=2, simulate=300, names=list(arms))
    np.testing.assert_array_equal(job.results.comparison.months, again.comparison.months)


def test_first_figures_are_of_every_arm(arms, monkeypatch) -> None:
    """Else they would ask for twins that are to come."""
    run: list[int] = []
    monkeypatch.setattr(page_jobs, "compared", lambda made, *_: run.append(len(made.names)))
    three = {**arms, "capacity alone": arms["siloed"].with_({"care_coordinators": 3})}
    job = Session(Jobs(workers=1)).begin(three, SHORT[:1])
    until(lambda: job.ended)
    assert (run, job.error) == ([3], "")


def test_sessions_do_not_see_each_other(arms) -> None:
    jobs = Jobs(workers=1)
    mine, yours = Session(jobs), Session(jobs)
    first = mine.begin(arms, SHORT[:1])
    second = yours.begin(
        {**arms, "joined up": arms["siloed"].with_({"care_coordinators": 3})}, SHORT[:1]
    )
    until(lambda: first.ended and second.ended)
    assert mine.job is first and yours.job is second
    assert first.results.arms["joined_up"] != second.results.arms["joined_up"]


def test_leaving_stops_what_runs_and_keeps_nothing(arms) -> None:
    jobs = Jobs(workers=1)
    session = Session(jobs)
    job = session.begin(arms, LONG)
    until(lambda: job.share > 0.0)
    session.leave()
    until(lambda: jobs.unfinished == 0, 10.0)
    assert job.state == "stopped" and job.results is None and session.job is None
    assert not [one for one in threading.enumerate() if one.name.startswith(("job", "replication"))]


def test_another_run_takes_the_place_of_the_one_before(arms) -> None:
    session = Session(Jobs(workers=1))
    first = session.begin(arms, LONG)
    until(lambda: first.state == "running")
    second = session.begin(arms, SHORT[:1])
    until(lambda: first.ended and second.ended)
    assert (first.state, second.state) == ("stopped", "done")


def test_so_many_run_at_once_and_others_wait_their_turn(arms) -> None:
    jobs = Jobs(workers=1, at_once=1)
    sessions = [Session(jobs) for _ in range(3)]
    running, waiting, third = (session.begin(arms, LONG) for session in sessions)
    until(lambda: running.state == "running")
    assert waiting.state == third.state == "waiting"
    sessions[1].leave()
    until(lambda: waiting.ended)
    sessions[0].leave()
    until(lambda: third.state == "running")
    sessions[2].leave()
    until(lambda: jobs.unfinished == 0)


def test_first_figures_do_not_wait_for_the_last_worlds_of_others(arms) -> None:
    jobs = Jobs(workers=1, at_once=1)
    long, quick = Session(jobs), Session(jobs)
    first = long.begin(arms, (*SHORT[:1], *LONG))
    until(lambda: first.stage == 1 and first.state == "running")
    second = quick.begin(arms, (*SHORT[:1], *LONG))
    until(lambda: second.results is not None)
    until(lambda: second.state == "waiting")
    assert not first.ended and second.stage == 0
    long.leave()
    until(lambda: second.stage == 1)
    quick.leave()
    until(lambda: jobs.unfinished == 0)


def test_a_failure_is_kept_as_a_sentence(arms, monkeypatch) -> None:
    def broken(*_: object):
        raise ValueError("no such thing")

    monkeypatch.setattr(page_jobs, "compared", broken)
    job = Session(Jobs(workers=1)).begin(arms, SHORT)
    until(lambda: job.ended)
    assert job.state == "failed" and job.error == "ValueError: no such thing"
