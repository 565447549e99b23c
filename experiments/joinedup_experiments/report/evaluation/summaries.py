"""The executive summary that an honest evaluator would write from one design, by rule.

It says what was done, what was found, what the design cannot tell, and nothing that only the
truth could say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from joinedup_experiments.compare.intervals import Interval
from joinedup_experiments.display.numbers import decimals, difference, level
from joinedup_experiments.evaluator.designs.catalogue import DESIGNS
from joinedup_experiments.report.evaluation.words import (
    COST,
    LABELS,
    begun,
    form_of,
    months,
    unit_of,
)
from joinedup_experiments.scenario_io.diff.phrases import listing

DONE = {
    "enrolled_before_after": "We compared {units:,.0f} people in the {window} after their "
    "enrolment with the same people before it.",
    "matched": "We compared {units:,.0f} enrolled people with people matched to them on age, "
    "deprivation, conditions on record and past use, from before enrolment to the {window} after.",
    "discontinuity": "We compared {units:,.0f} people just above and just below the risk score "
    "from which people are enrolled, over the {window} after the search.",
    "randomised": "Of the people found by risk score half, drawn by lot, were offered the "
    "programme; we compared {units:,.0f} of both halves over {window}, taken up or not.",
    "area_before_after": "We compared the area in the {window} after the start with the time "
    "before.",
    "time_series": "We compared the area in the {window} after the start with its own trend.",
    "comparator_areas": "We compared the area's change over the {window} after the start with that "
    "of {comparators} other areas.",
    "synthetic_control": "We compared the area's change over the {window} after the start with "
    "that of the mixture of {comparators} other areas that was most like it before.",
    "stepped_wedge": "We compared the change of {units:,.0f} neighbourhoods over the {window} "
    "after they went live with that of neighbourhoods that had still to.",
}
LIMITS = {
    "enrolled_before_after": "There was no comparison group: people enrolled after a bad spell "
    "would have improved without the programme.",
    "matched": "Enrolled people may differ from their controls in ways that records do not show.",
    "discontinuity": "It tells of people near the threshold alone, and they are few.",
    "randomised": "It tells of people found by risk score, and of an offer, not of its uptake.",
    "area_before_after": "Nothing shows what would have happened without the programme.",
    "time_series": "Anything else that began in the same months would look like the programme.",
    "comparator_areas": "Other areas have initiatives of their own, and few areas give a wide "
    "interval.",
    "synthetic_control": "Other areas have initiatives of their own, and a mixture fits the past "
    "better than what is to come.",
    "stepped_wedge": "Teams that work across neighbourhoods may change before all are live, and "
    "few neighbourhoods give a wide interval.",
}


def summary(design: str, rows: pd.DataFrame, comparators: int) -> str:
    """The summary of one design's evaluations over one window, a row for each outcome."""
    kind = "matched" if design.startswith("matched") else design
    window = months(int(rows["window"].iloc[0]))
    opening = DONE[kind].format(
        units=float(rows["units"].iloc[0]), window=window, comparators=comparators
    )
    changed = [one for one in rows.itertuples() if one.low > 0.0 or one.high < 0.0]
    same = [one for one in rows.itertuples() if not (one.low > 0.0 or one.high < 0.0)]
    lines = [opening, *(_finding(one) for one in changed)]
    if same:
        what = listing([_with_interval(one) for one in same])
        lines.append(f"{'No' if not changed else 'There was no'} clear change in {what}.")
    return " ".join([*lines, LIMITS[kind], _verdict(design, changed)])


def in_truth(rows: pd.DataFrame) -> str:
    """What happened in the same world to those whom the evaluations are of."""
    each = [f"{LABELS[one.outcome]} {_moved(one.truth, one.outcome)}" for one in rows.itertuples()]
    held = [one for one in rows.itertuples() if one.low <= one.truth <= one.high]
    how = f"{len(held)} of {len(rows)} intervals hold the truth"
    return f"{listing(each)}. {how}."


def _finding(one: Any) -> str:
    verb = "fell" if one.high < 0.0 else "rose"
    return f"{begun(LABELS[one.outcome])} {verb} by {_size(one)}."


def _size(one: Any) -> str:
    low, high = sorted((abs(one.low), abs(one.high)))
    size = level(Interval(abs(one.estimate), low, high, 1), form_of(one.outcome))
    return _in_unit(size, one.outcome)


def _with_interval(one: Any) -> str:
    text = difference(Interval(one.estimate, one.low, one.high, 1), form_of(one.outcome))
    return f"{LABELS[one.outcome]}, {_in_unit(text, one.outcome)}"


def _in_unit(text: str, outcome: str) -> str:
    """A number and its interval with its unit between them."""
    number, _, ends = text.partition(" (")
    return f"{_unit_after(number, outcome)} (95% interval {ends}"


def _unit_after(number: str, outcome: str) -> str:
    return f"{number} {unit_of(outcome).removeprefix('pounds ')}"  # it has the sign of pounds


def _moved(truth: float, outcome: str) -> str:
    if not round(truth, 1):
        return "did not change"
    verb = "fell" if truth < 0.0 else "rose"
    size = f"£{decimals(abs(truth))}" if outcome == COST else decimals(abs(truth))
    return f"{verb} by {_unit_after(size, outcome)}"


def _verdict(design: str, changed: Sequence[Any]) -> str:
    of = "the enrolled" if DESIGNS[design].of == "enrolled" else "the area"
    fell = [LABELS[one.outcome] for one in changed if one.high < 0.0]
    rose = [LABELS[one.outcome] for one in changed if one.low > 0.0]
    if not changed:
        return f"We found no evidence that hospital use of {of} changed, nor that it did not."
    parts = [f"{verb} {listing(x)}" for verb, x in (("less", fell), ("more", rose)) if x]
    return f"The programme was followed, for {of}, by {' and '.join(parts)}."
