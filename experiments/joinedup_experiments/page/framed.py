"""A page of its own inside the page, as high as what is in it."""

from __future__ import annotations

import streamlit as st

# Streamlit asks the inner page how high it is. A browser's answer is never less than the frame
# is already, so that a short section after a long one would be followed by a blank.
FITTING = (
    '<script>Object.defineProperty(document.documentElement, "scrollHeight", '
    "{get: () => document.body.offsetHeight});</script>"
)


def framed(html: str, words: str) -> None:
    """Show a whole page of HTML; ``words`` name it for screen readers."""
    st.iframe(html + FITTING, alt=words)
