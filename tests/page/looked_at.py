"""What stands on the page, in Streamlit's own tester."""

from __future__ import annotations

import time
from typing import Any

AT_MOST = 120.0  # seconds


def button(app: Any, label: str) -> Any:
    return next(one for one in app.button if one.label == label)


def control(widgets: Any, label: str) -> Any:
    """The one widget of these whose label begins so."""
    (one,) = (one for one in widgets if one.label.startswith(label))
    return one


def text_of(app: Any) -> str:
    kinds = (app.markdown, app.caption, app.error, app.warning, app.info)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


def ran(app: Any) -> Any:
    """Press run, and wait for the end."""
    button(app, "Run").click().run()
    end = time.monotonic() + AT_MOST
    while "Shown: 5 plausible worlds" not in text_of(app):
        assert time.monotonic() < end and not app.exception
        time.sleep(0.3)
        app.run()
    return app
