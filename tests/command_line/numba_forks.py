"""Programs in processes of their own, each forked from one that has imported numba and used it.

To import numba and compile its first function takes most of the time of a small program. Nothing
of the model is imported before a fork, so each program finds its cache anew.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

Asked = dict[str, Any]  # a program's text, the words after it, its environment and its folder


class Forks:
    """The process that forks, begun when first asked."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, text: str, words: tuple[str, ...], env: dict[str, str], folder: Path) -> str:
        """What a program prints, which has to end well."""
        asked: Asked = {"text": text, "words": words, "env": env, "folder": str(folder)}
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        code, out, err = json.loads(self._server.stdout.readline())
        assert code == 0, err
        return out

    def close(self) -> None:
        """End the process that forks."""
        self._server.communicate()


def serve() -> None:
    """Fork for every line of standard input; a line of how it ended and what it printed."""
    import numba

    numba.njit(lambda x: x)(1.0)
    assert "joinedup" not in sys.modules
    for line in sys.stdin:
        pipes = os.pipe(), os.pipe()
        if not (process := os.fork()):
            for number, (_, end) in enumerate(pipes, 1):
                os.dup2(end, number)
            _become(json.loads(line))
        shown = []
        for begin, end in pipes:
            os.close(end)
            with os.fdopen(begin) as opened:
                shown.append(opened.read())
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        print(json.dumps([code, *shown]), flush=True)


def _become(asked: Asked) -> None:
    """Run a program as if it were begun with its environment; never returns."""
    from numba.core.config import reload_config

    code = 1
    try:
        os.environ.clear()
        os.environ.update(asked["env"])
        os.chdir(asked["folder"])
        reload_config()
        tempfile.tempdir = None
        sys.dont_write_bytecode = "PYTHONDONTWRITEBYTECODE" in os.environ
        sys.path[:1] = ["", *os.environ["PYTHONPATH"].split(os.pathsep)]
        sys.argv = ["-c", *asked["words"]]
        exec(compile(asked["text"], "-c", "exec"), {"__name__": "__main__"})
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
