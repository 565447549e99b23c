"""The report as a PDF: printed by the browser that is on nearly every desk, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from joinedup_experiments.display.errors import InputError

BROWSER_VARIABLE = "JOINEDUP_BROWSER"
NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
    "microsoft-edge", "microsoft-edge-stable", "brave-browser",
)  # fmt: skip
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ON_WINDOWS = ("Microsoft/Edge/Application/msedge.exe", "Google/Chrome/Application/chrome.exe")
SECONDS_AT_MOST = 300


class PdfError(InputError):
    """There is no PDF; the text says why, and what to do."""


def find_browser() -> str:
    """The browser that prints: the one named in ``JOINEDUP_BROWSER``, or the first one installed.

    Raises
    ------
    PdfError
        Where there is none.
    """
    named = os.environ.get(BROWSER_VARIABLE)
    if named:
        found = shutil.which(named)
        if found is None:
            raise PdfError(f"{BROWSER_VARIABLE}: {named} is not a program that can be run")
        return found
    roots = [os.environ.get(name) for name in ("PROGRAMFILES(X86)", "PROGRAMFILES", "LOCALAPPDATA")]
    windows = [str(Path(root, tail)) for root in roots if root for tail in ON_WINDOWS]
    for candidate in (*NAMES, *ELSEWHERE, *windows):
        if found := shutil.which(candidate):
            return found
    raise PdfError(
        "a PDF takes Chrome, Chromium or Edge, and none was found: install one, name it in "
        f"{BROWSER_VARIABLE}, or make the page without --pdf and print it from any browser"
    )


def print_to_pdf(browser: str, page: Path, out: Path) -> None:
    """Print a page as PDF: A4, tagged for screen readers, with an outline.

    The browser gets a profile of its own, so that one that is open takes no part; the page itself
    lets it fetch nothing.

    Parameters
    ----------
    page : Path
        An HTML file.
    out : Path
        Written over if there.

    Raises
    ------
    PdfError
        Where the browser does not start, does not end in five minutes, or leaves no PDF.
    """
    with tempfile.TemporaryDirectory(prefix="joinedup-", ignore_cleanup_errors=True) as profile:
        done = _run(browser, profile, page, out)
    if not _is_pdf(out):
        out.unlink(missing_ok=True)
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        last = f": {lines[-1][:200]}" if lines else ""
        raise PdfError(f"{browser} wrote no PDF (exit code {done.returncode}){last}")


def _run(browser: str, profile: str, page: Path, out: Path) -> subprocess.CompletedProcess[bytes]:
    command = [
        browser, "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions",
        f"--user-data-dir={profile}", "--no-pdf-header-footer", "--export-tagged-pdf",
        "--generate-pdf-document-outline", f"--print-to-pdf={out.resolve()}",
    ]  # fmt: skip
    if sys.platform == "linux" and os.geteuid() == 0:
        command.append("--no-sandbox")  # as root it does not start with one
    try:
        return subprocess.run(
            [*command, page.resolve().as_uri()],
            capture_output=True, timeout=SECONDS_AT_MOST, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise PdfError(f"{browser} did not end within {SECONDS_AT_MOST} seconds") from None
    except OSError as error:
        raise PdfError(f"{browser} did not start: {error.strerror or error}") from None


def _is_pdf(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(5) == b"%PDF-"
