"""How untreated needs grow and treated ones ease, a step of severity at a time."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Need
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter

Table = Any


class Worsening(NamedTuple):
    """How fast severity rises without care and falls with it."""

    step: Annotated[
        float,
        Parameter("size of one step of severity", "severity", 0.05, 0.2, role="constant"),
    ] = 0.1
    untreated: Annotated[
        Table,
        Parameter(
            "steps of worsening of a mild need that is not served",
            "steps a year",
            0.5,
            2.0,
            per=(Need,),
        ),
    ] = (0.4, 0.5, 0.6, 0.3, 0.6, 0.5, 0.6, 0.3, 0.4)
    in_care: Annotated[
        float,
        Parameter(
            "worsening in care as a share of worsening without it",
            "ratio",
            0.1,
            0.8,
            "collab_care_depression_smd gives the sign; the size assumed",
        ),
    ] = 0.4
    eased: Annotated[
        Table,
        Parameter(
            "steps of improvement of a need in care",
            "steps a year",
            0.5,
            2.0,
            "collab_care_depression_smd for the mental domain; the rest assumed",
            "assumed",
            per=(Need,),
        ),
    ] = (2.5, 0.6, 0.0, 0.4, 0.6, 0.3, 3.0, 1.5, 0.8)


@rule
def worsening_rate(p, kind, severity, interactions, served):
    """Steps of severity per day; slower the closer the need is to the top."""
    rate = p.untreated[kind] * (1.0 - severity) * interactions / 365.25
    return rate * p.in_care if served else rate


@rule
def worse(p, severity):
    """Severity one step on, at most 1."""
    return min(1.0, severity + p.step)


@rule
def chance_of_easing(p, kind, days):
    """The chance that a contact finds the need one step better than ``days`` before."""
    return min(1.0, p.eased[kind] * days / 365.25)


@rule
def eased(p, severity):
    """Severity one step better, not below one step."""
    return max(p.step, severity - p.step)
