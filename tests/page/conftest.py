"""The page in Streamlit's own tester."""

from __future__ import annotations

from pathlib import Path

import pytest

from joinedup_experiments import page
from joinedup_experiments.page.jobs import Session, Stage
from tests.page.looked_at import AT_MOST

APP = Path(page.__file__).parent / "app.py"
SHORT = (Stage(5, 300),)


@pytest.fixture
def opened(monkeypatch):
    """The page at an address, with one short stage."""
    testing = pytest.importorskip("streamlit.testing.v1")
    testing_cache = pytest.importorskip("streamlit").cache_resource
    testing_cache.clear()  # one session's session is not the next one's
    begin = Session.begin
    monkeypatch.setattr(Session, "begin", lambda self, arms: begin(self, arms, SHORT))

    def opened_at(**query: str):
        app = testing.AppTest.from_file(str(APP), default_timeout=AT_MOST)
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception
        return app

    return opened_at
