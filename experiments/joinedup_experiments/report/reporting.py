"""The report as files, each whole or not there: a page and its PDF, a document, a workbook."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from joinedup_experiments.compare.results.folder import OUT, refuse_existing, take_names
from joinedup_experiments.compare.room import IN_A_REPORT, Need, need_of
from joinedup_experiments.display.errors import InputError
from joinedup_experiments.display.new_file import room_for
from joinedup_experiments.scenario_io.diff.phrases import listing

if TYPE_CHECKING:
    from joinedup_experiments.compare.comparison import Comparison
    from joinedup_experiments.compare.results.results import Results

BROWSER_VARIABLE = "JOINEDUP_BROWSER"
BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
    "microsoft-edge", "microsoft-edge-stable", "brave-browser",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)  # fmt: skip
ON_WINDOWS = ("Microsoft/Edge/Application/msedge.exe", "Google/Chrome/Application/chrome.exe")
OPTIONS = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions",
    "--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline",
)  # fmt: skip
SECONDS_AT_MOST = 300
FORMS = {".html": "one page", ".docx": "Word", ".xlsx": "an Excel workbook"}
MEANT = {
    ".doc": ".docx", ".odt": ".docx", ".rtf": ".docx", ".pptx": ".docx",
    ".xls": ".xlsx", ".xlsm": ".xlsx", ".ods": ".xlsx", ".csv": ".xlsx",
}  # fmt: skip
PAGES = (".html", ".htm")
PICTURES = (".png", ".svg", ".jpg")


def need_of_report(result: Comparison) -> Need:
    """What a report needs: it reads the whole event log."""
    arms = len(result.names)
    size = {"residents": result.simulated, "arms": arms, "tables": IN_A_REPORT * arms}
    return need_of(result.scenarios[0], runs=0, held=0, **size)


def write_report(
    results: Results, file: Path, pdf: bool = False, command: bool = False
) -> list[Path]:
    """Write the report on saved results in the form of the file's ending, one of `FORMS`.

    Of a page, a PDF of the same name comes beside it if asked. A file appears under its name
    whole or not at all, and where no PDF can be made there is no page. One that has appeared
    meanwhile is left, and the next free name is taken, for both, which is said. Returns what was
    written, the page first. Raises `InputError` when a file is there already or cannot be written,
    its ending is none of these, or what makes it is not installed; it names options where a
    ``command`` was typed, else what to write in Python.
    """
    option = OUT if command else ""
    form = _form_of(file, pdf, option)
    wanted, browser = [file], ""
    if pdf:
        wanted.append(file.with_suffix(".pdf"))
        browser = find_browser()
    content = report_bytes(results, form)
    # Beside where they go: some browsers may write nowhere else.
    with (
        room_for(file),
        tempfile.TemporaryDirectory(prefix="joinedup-making-", dir=file.parent) as making,
    ):
        made = [Path(making, f"report{form}"), Path(making, "report.pdf")][: len(wanted)]
        made[0].write_bytes(content)
        if pdf:
            print_to_pdf(browser, made[0], made[1])
        return take_names(made, wanted)


def report_bytes(results: Results, form: str) -> bytes:
    """A report in one of `FORMS`; what makes one is not imported for another."""
    if form == ".xlsx":
        from joinedup_experiments.report.exports.workbook import workbook

        return workbook(results)
    if form == ".docx":
        from joinedup_experiments.report.exports.word import word_report

        return word_report(results)
    from joinedup_experiments.report.page import page

    return page(results).encode(errors="replace")


def _form_of(file: Path, pdf: bool, option: str) -> str:
    """Which of `FORMS` is meant by a file's ending; a file that cannot be written is refused."""
    given = file.suffix.lower()
    _refuse(file, option, [".pdf"] if pdf and given in PAGES else [])
    printed = " --pdf" if option else " with pdf=True"
    form = ".html" if given in PAGES else given
    if given == ".pdf":
        page = shlex.quote(str(file.with_suffix(".html")))
        raise InputError(f"{file}: the page is HTML; try {option}{page}{printed}")
    if form not in FORMS:
        endings = listing((f"{ending} ({what})" for ending, what in FORMS.items()), "or")
        picture = given in PICTURES and bool(option)
        meant = file.with_suffix("" if picture else MEANT.get(given, ".html"))
        instead = f"{'--pictures ' if picture else option}{shlex.quote(str(meant))}"
        what = f"a report's name ends in {endings}"
        raise InputError(f"{file}: {what}; try {instead}")
    if pdf and form != ".html":
        page = shlex.quote(str(file.with_suffix(".html")))
        what = "only the page is printed to a PDF"
        raise InputError(f"{file}: {what}; try {option}{page}{printed}")
    return form


def _refuse(file: Path, option: str, endings: Sequence[str]) -> None:
    if not file.name or file.is_dir():
        raise InputError(f"{file}: this is a folder; name a file, as in {option}report.html")
    refuse_existing(file, option, endings)


def find_browser() -> str:
    """The browser that prints: the one named in ``JOINEDUP_BROWSER``, or the first one installed.

    Raises `InputError` where there is none.
    """
    if named := os.environ.get(BROWSER_VARIABLE):
        if found := shutil.which(named):
            return found
        raise InputError(f"{BROWSER_VARIABLE}: {named} is not a program that can be run")
    roots = [os.environ.get(name) for name in ("PROGRAMFILES(X86)", "PROGRAMFILES", "LOCALAPPDATA")]
    windows = [str(Path(root, tail)) for root in roots if root for tail in ON_WINDOWS]
    for candidate in (*BROWSERS, *windows):
        if found := shutil.which(candidate):
            return found
    raise InputError(
        "a PDF takes Chrome, Chromium or Edge, and none was found: install one, name it in "
        f"{BROWSER_VARIABLE}, or make the page alone and print it from any browser"
    )


def print_to_pdf(browser: str, page: Path, out: Path) -> None:
    """Print an HTML file as PDF: A4, tagged for screen readers, with an outline.

    The browser gets a profile of its own, so that one that is open takes no part; the page itself
    lets it fetch nothing. Raises `InputError` where it does not start, does not end in five
    minutes, or leaves no PDF.
    """
    # As root, on Linux, it does not start with a sandbox.
    root = sys.platform == "linux" and os.geteuid() == 0
    with tempfile.TemporaryDirectory(prefix="joinedup-", ignore_cleanup_errors=True) as profile:
        command = [
            browser, *OPTIONS, *(["--no-sandbox"] if root else []), f"--user-data-dir={profile}",
            f"--print-to-pdf={out.resolve()}", page.resolve().as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(
                command, capture_output=True, timeout=SECONDS_AT_MOST, check=False,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise InputError(f"{browser} did not end within {SECONDS_AT_MOST} seconds") from None
        except OSError as error:
            raise InputError(f"{browser} did not start: {error.strerror or error}") from None
    if not out.is_file() or not out.read_bytes().startswith(b"%PDF-"):
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        last = f": {lines[-1][:200]}" if lines else ""
        raise InputError(f"{browser} wrote no PDF (exit code {done.returncode}){last}")
