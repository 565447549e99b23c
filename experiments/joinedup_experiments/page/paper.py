"""The page on paper: no controls, and at its head what was run, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.results.results import Results
from joinedup_experiments.report.first_page import title_and_facts
from joinedup_experiments.report.view import View
from joinedup_experiments.scenario_io.diff.differences import NAME, differences
from joinedup_experiments.scenario_io.diff.phrases import listing

REFUSED = "What is chosen cannot be run"
NOT_RUN = "This is chosen. It has not been run yet."
# Frames have the style of the report; this is what stands around them, of the same size.
STYLE = """<style>
.printed, [data-testid="stLayoutWrapper"]:has(> [class*="st-key-on_paper"]) { display: none; }
@page {
  margin: 14mm 14mm 17mm;
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 7.5pt sans-serif; }
}
@media print {
  html { font-size: 9.2pt !important; }
  .printed, .stMain, .stAppViewContainer, .stApp,
  [data-testid="stLayoutWrapper"]:has(> [class*="st-key-on_paper"]) { display: block; }
  [data-testid="stLayoutWrapper"]:has(> [class*="st-key-off_paper"]),
  [data-testid="stLayoutWrapper"]:has(> [data-testid="stExpander"]):not(:has(iframe)), summary,
  .stSelectbox, .stTextInput, .stNumberInput, .stButtonGroup, .stButton, .stSpinner,
  [data-testid="stHeader"] { display: none !important; }
  body, .stApp { background: #ffffff !important; }
  .block-container { max-width: none; padding: 0; }
  .block-container > * > [data-testid="stLayoutWrapper"] { margin: 0; }  /* no blank last page */
  .block-container * { color: #1b2733; background: none; }
  .block-container h1 { border-bottom: 2px solid #0b4f7d; padding-bottom: .5rem; }
  .block-container h2, .block-container h3 { border: 0; padding: .3rem 0; margin: .6rem 0 0; }
  .block-container p, .block-container li { font-size: 1rem; line-height: 1.36; }
  .block-container a { text-decoration: underline; }
  [data-testid="stExpander"] details { border: 0; break-before: page; }
  [data-testid="stExpander"] details::details-content {
    content-visibility: visible; height: auto !important; }
  h1, h2, h3 { break-after: avoid; }
  li, p { break-inside: avoid; orphans: 3; widows: 3; }
}
</style>"""


def on_paper(name: str) -> DeltaGenerator:
    """A container of what is printed alone."""
    return st.container(key=f"on_paper_{name}")


def off_paper(name: str) -> DeltaGenerator:
    """A container of controls and what belongs to them, which are not printed."""
    return st.container(key=f"off_paper_{name}")


def what_was_run(arms: Mapping[str, Scenario], results: Results | None) -> str:
    """Of what the ``results`` are, or else the ``arms`` that are chosen, in words, as HTML."""
    if results:
        title, facts = title_and_facts(results)
        view = View(results.comparison)
        every, proposals = results.comparison.scenarios, view.proposals
        return _head(title, facts, "What was run", every, proposals)
    if not arms:
        return f"<h1>{REFUSED}</h1>"
    every = tuple(arms.values())
    return _head(listing(one.name for one in every), NOT_RUN, "What is chosen", every, [1])


def _head(
    title: str, facts: str, heading: str, every: Sequence[Scenario], proposals: Sequence[int]
) -> str:
    """Every arm in its own words, and how the proposals differ from the first."""
    base = every[0]
    lines = [f"<h1>{escape(title)}</h1><p>{escape(facts)}</p><h2>{heading}</h2>"]
    lines += [f"<p><strong>{escape(one.name)}.</strong> {escape(one.about)}</p>" for one in every]
    for other in (every[arm] for arm in proposals):
        found = differences(base, other)
        found.pop(NAME, None)
        lines.append(f"<p>{escape(other.name)}, beside {escape(base.name)}:</p><ul>")
        lines += [f"<li>{escape(one)}</li>" for part in found.values() for one in part]
        lines.append("</ul>")
    return "\n".join(lines)
