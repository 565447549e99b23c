"""The interactive page in a browser."""

from __future__ import annotations

import os
import socket
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from joinedup_experiments.cli.program import Workers, app
from joinedup_experiments.display.errors import InputError, refusing

HOST = "127.0.0.1"


@app.command()
def page(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where it is served.")] = 8501,
    browser: Annotated[bool, typer.Option(help="Open it in a browser.")] = True,
    workers: Workers = None,
) -> None:
    """Open the interactive page: choose, predict, run and look. It stays on this computer."""
    with refusing():
        if find_spec("streamlit") is None:
            raise InputError("the page takes Streamlit: pip install 'joinedup[page]'")
        _refuse_taken(port)
        _serve(port, browser, workers)


def _refuse_taken(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            raise InputError(
                f"--port {port}: it cannot be had ({error.strerror}); name another"
            ) from None


def _serve(port: int, browser: bool, workers: int | None) -> None:
    from streamlit.web.cli import main

    from joinedup_experiments.page import settings

    options = {
        "server.address": HOST, "server.port": port, "server.headless": not browser,
        "server.maxUploadSize": settings.UPLOAD_MEGABYTES, "server.fileWatcherType": "none",
        "browser.gatherUsageStats": False, "browser.serverAddress": HOST,
        "server.showEmailPrompt": False,
        "client.toolbarMode": "minimal", "client.showErrorDetails": "none",
        "client.showErrorLinks": False, "runner.postScriptGC": False,
        "server.disconnectedSessionTTL": settings.KEPT_SECONDS,
        "theme.base": "light", "theme.primaryColor": "#0b4f83",
    }  # fmt: skip
    given = [f"--{name}={str(value).lower() if isinstance(value, bool) else value}"
             for name, value in options.items()]  # fmt: skip
    room = Path(settings.__file__).parent
    if workers:
        os.environ[settings.WORKERS_VARIABLE] = str(workers)
    typer.echo(f"The page is at http://{HOST}:{port} (Ctrl-C ends it)")
    main(["run", str(room / "app.py"), *given], standalone_mode=False)
