"""Runs of the page: a job for each session, in stages, each sharper; stopped when it is left.

Jobs share the cores of one machine. So many run at once, and others wait their turn; a job is a
thread of its own, since the day loop releases the interpreter's lock.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeVar

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.api import compared, run_again, workers_for_arms
from joinedup_experiments.compare.arms import arms_of
from joinedup_experiments.compare.executors import cores, warm_up
from joinedup_experiments.compare.over_worlds import NEIGHBOURHOOD, OverWorlds
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.compare.sizing import enough

T = TypeVar("T")
State = Literal["waiting", "running", "done", "stopped", "failed"]
MOST_DRAWN = 24  # sections of a session that are kept
MOST_PEOPLE = 60_000  # simulated at once, whatever a file of one's own asks for: memory is bounded
DRAWN_WITHIN = 1.5  # seconds that the page has to itself to draw the first results


class Stage(NamedTuple):
    """So many worlds, and residents at most of each neighbourhood."""

    worlds: int
    residents: int


STAGES = (Stage(5, 800), Stage(8, 3_000), Stage(24, NEIGHBOURHOOD))


class StoppedError(Exception):
    """A job whose session ended, or that another took the place of."""


@dataclass(eq=False)
class Job:
    """What one session has run: how far it is, and the latest results.

    Read by the session's page, written by the job's own thread.
    """

    arms: Mapping[str, Scenario]
    stages: tuple[Stage, ...] = STAGES
    expected: Mapping[str, str] = field(default_factory=dict)  # of it, by measure, before it began
    state: State = "waiting"
    stage: int = 0
    share: float = 0.0  # of the stage that is running
    results: Results | None = None
    error: str = ""
    first_after: float = 0.0  # seconds from its beginning to the first results
    _begun: float = field(default_factory=time.monotonic)
    _stage_begun: float = 0.0
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ("done", "stopped", "failed")

    @property
    def seconds_left(self) -> float | None:
        """Of the stage that is running; None before that is known."""
        if self.state != "running" or self.share < 0.05:
            return None
        gone = time.monotonic() - self._stage_begun
        return gone * (1.0 - self.share) / self.share

    def stop(self) -> None:
        """Let it end within a day of its runs; its results stay as they are."""
        self._stop.set()

    def tell(self, share: float) -> None:
        """Keep how far a stage is; raises `StoppedError` once it was stopped."""
        if self._stop.is_set():
            raise StoppedError
        self.share = share

    def run(self, first: threading.Semaphore, later: threading.Semaphore, workers: int) -> None:
        """Run every stage when it is its turn: the first, which is short, has turns of its own."""
        try:
            for number in range(len(self.stages)):
                if number == 1:
                    self._stop.wait(DRAWN_WITHIN)
                turn = later if number else first
                self._wait(turn)
                try:
                    self._run(number, workers)
                finally:
                    turn.release()
            self.state = "done"
        except StoppedError:
            self.state = "stopped"
        except Exception as error:  # it is shown on the page: a thread has nobody to raise it to
            self.error, self.state = f"{type(error).__name__}: {error}", "failed"

    def _wait(self, turn: threading.Semaphore) -> None:
        self.state = "waiting"
        while not turn.acquire(timeout=0.2):
            if self._stop.is_set():
                raise StoppedError

    def _run(self, number: int, workers: int) -> None:
        stage = self.stages[number]
        self.state, self.stage, self._stage_begun = "running", number, time.monotonic()
        self.tell(0.0)
        names, scenarios = list(self.arms), list(self.arms.values())
        if not number:
            warm_up(scenarios[0])
        people = min(stage.residents * scenarios[0].place.neighbourhoods, MOST_PEOPLE)
        over = OverWorlds(simulate=enough(scenarios, people))
        arms = run_again(arms_of(scenarios, stage.worlds, 1, names), over)
        results = compared(arms, over, workers_for_arms(arms, over, workers), self.tell)
        self.tell(1.0)
        if self.results is None:
            self.first_after = time.monotonic() - self._begun
        self.results = results


class Jobs:
    """Every session's job on this machine, each on ``workers`` cores.

    ``at_once`` first stages run, and as many later ones: nobody waits for another's 24 worlds to
    see a first figure.
    """

    def __init__(self, workers: int | None = None, at_once: int = 2) -> None:
        self.workers = workers or cores()
        self._first, self._later = (threading.Semaphore(at_once) for _ in range(2))
        self._running: set[Job] = set()
        self._lock = threading.Lock()

    def begin(self, arms: Mapping[str, Scenario], stages: tuple[Stage, ...] = STAGES) -> Job:
        """Begin a job."""
        job = Job(arms, stages)
        thread = threading.Thread(target=self._run, args=(job,), daemon=True, name="job")
        with self._lock:
            self._running.add(job)
        thread.start()
        return job

    @property
    def unfinished(self) -> int:
        """How many jobs run or wait."""
        with self._lock:
            return len(self._running)

    def _run(self, job: Job) -> None:
        job.run(self._first, self._later, self.workers)
        with self._lock:
            self._running.discard(job)


class File(NamedTuple):
    """A file that was made: what it is of, and its content."""

    of: str
    content: bytes


class Session:
    """One session's place at the jobs: at most one of them is its own."""

    def __init__(self, jobs: Jobs) -> None:
        self.jobs = jobs
        self.job: Job | None = None
        self._drawn: tuple[object, dict[str, Any]] = (None, {})
        self.files: dict[str, File] = {}  # by form

    def begin(self, arms: Mapping[str, Scenario], stages: tuple[Stage, ...] = STAGES) -> Job:
        """Begin a job in place of the one before, which is stopped."""
        self.leave()
        self.job = self.jobs.begin(arms, stages)
        return self.job

    def leave(self) -> None:
        """Stop the session's job, and keep nothing of it."""
        if self.job:
            self.job.stop()
        self.job, self._drawn, self.files = None, (None, {}), {}

    def drawn(self, results: Results, name: str, make: Callable[[], T]) -> T:
        """What is drawn of results, by name: kept while they are shown, so many at most."""
        of, kept = self._drawn
        if of is not results or len(kept) >= MOST_DRAWN:
            kept = {}
            self._drawn = (results, kept)
        if name not in kept:
            kept[name] = make()
        made: T = kept[name]
        return made
