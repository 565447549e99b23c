"""A page of its own inside the page, as high as what is in it, and on paper in its place."""

from __future__ import annotations

import streamlit as st

# Streamlit asks the inner page how high it is. A browser's answer is never less than the frame
# is already, so that a short section after a long one would be followed by a blank.
FITTING = (
    '<script>Object.defineProperty(document.documentElement, "scrollHeight", '
    "{get: () => document.body.offsetHeight});</script>"
)
# A sheet may end anywhere in a frame, through a picture or a row. So while the browser prints, what
# is in the frame stands in the page itself, with its own styles (`paper.STYLE` hides it otherwise).
PRINTING = """<script>
addEventListener("beforeprint", () => {
  const frame = frameElement, copy = document.body.cloneNode(true);
  const host = parent.document.createElement("div"), body = parent.document.createElement("div");
  frame.parentNode.querySelectorAll(":scope > .printed").forEach(one => one.remove());
  host.className = "printed";
  body.className = copy.className;
  body.append(...copy.childNodes);
  body.querySelectorAll("script, button, input").forEach(one => one.remove());
  body.querySelectorAll("details").forEach(one => { one.open = true; });
  const styles = [...document.head.querySelectorAll("style")].map(one => {
    const style = parent.document.createElement("style");
    style.textContent = one.textContent.replace(/(^|})(\\s*)(:root|html)(?=\\s*{)/gm, "$1$2:host");
    return style;
  });
  host.attachShadow({mode: "open"}).append(...styles, body);
  frame.after(host);
  frame.style.display = "none";
});
addEventListener("afterprint", () => {
  frameElement.style.display = "";
  frameElement.parentNode.querySelectorAll(":scope > .printed").forEach(one => one.remove());
});
</script>"""


def framed(html: str, words: str) -> None:
    """Show a whole page of HTML; ``words`` name it for screen readers."""
    st.iframe(html + FITTING + PRINTING, alt=words)
