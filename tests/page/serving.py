"""The page as its command serves it, at an address of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil

UP_WITHIN = 60.0  # seconds


def run_button(tab: Any) -> Any:
    """The button that runs: one with a tooltip is there twice, and which is seen goes by width."""
    return tab.get_by_role("button", name="Run", exact=True).filter(visible=True)


def save(tab: Any, label: str, timeout: float = 120_000.0) -> Any:
    """Make a file of results and save it; the download. Milliseconds."""
    tab.get_by_role("button", name=f"Make: {label}").click(timeout=timeout)
    button = tab.get_by_role("button", name=f"Save: {label}")
    button.wait_for(timeout=timeout)
    with tab.expect_download(timeout=timeout) as download:
        button.click(timeout=timeout)
    return download.value


@dataclass
class Server:
    """A page that is served, and what its process takes."""

    address: str
    process: psutil.Process

    def processor_seconds(self) -> float:
        times = self.process.cpu_times()
        return times.user + times.system

    def busy(self, seconds: float) -> float:
        """How many cores it keeps busy over so many seconds from now."""
        before = self.processor_seconds()
        time.sleep(seconds)
        return (self.processor_seconds() - before) / seconds

    def megabytes(self) -> float:
        return self.process.memory_info().rss / 1e6


@contextmanager
def serving(*options: str, browser: bool = False, **how: Any) -> Iterator[Server]:
    """Serve the page until it is left; ``how`` its process is begun."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "joinedup_experiments.cli", "page", *options]
    command += ["--port", str(port), "--browser" if browser else "--no-browser"]
    running = subprocess.Popen(command, **how)
    address = f"http://127.0.0.1:{port}/"
    try:
        _wait_for(address, running)
        yield Server(address, psutil.Process(running.pid))
    finally:
        running.terminate()
        running.wait(30)


def _wait_for(address: str, running: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + UP_WITHIN
    while True:
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            assert running.poll() is None and time.monotonic() < end, "it is not served"
            time.sleep(0.1)
