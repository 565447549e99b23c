"""How one member of staff takes up a new way of working (Grol and Wensing, 000, table 2).

Nobody is given a date: each week each member may move on one stage, or fall back, by a
chance that depends on leaders, peers, time, help and upheaval.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from joinedup.codes import Advance, Leadership
from joinedup.engine.jit import rule
from joinedup.engine.parameter import Parameter

Table = Any


class Adoption(NamedTuple):
    """What moves somebody on to the next stage, and what throws them back."""

    pace: Annotated[
        Table,
        Parameter(
            "how often somebody moves on to the next stage, led with inspiration and alone in it",
            "moves a week",
            0.5,
            2.0,
            "000 (stages); the numbers assumed",
            per=(Advance,),
        ),
    ] = (0.15, 0.06, 0.035, 0.035, 0.03)
    led: Annotated[
        Table,
        Parameter(
            "what each style of leadership does to each move",
            "ratio",
            0.7,
            1.3,
            "000 (charisma wins followers; inspiration commits; transformation gets others to "
            "step forward; laissez-faire gives little direction); the numbers assumed",
            per=(Leadership, Advance),
        ),
    ] = (
        (1.5, 1.2, 1.2, 0.9, 0.7),
        (1.0, 1.0, 1.0, 1.0, 1.0),
        (1.0, 1.2, 1.3, 1.4, 1.4),
        (0.5, 0.5, 0.4, 0.4, 0.4),
    )
    by_peers: Annotated[
        float,
        Parameter(
            "how much faster somebody moves on when every peer has changed",
            "ratio less one",
            1.0,
            6.0,
            "000 (peers demonstrate feasible); the number assumed",
        ),
    ] = 3.0
    leader_share: Annotated[
        float,
        Parameter("share of staff whose opinion others follow", "share of staff", 0.03, 0.2),
    ] = 0.08
    leader_weight: Annotated[
        float,
        Parameter(
            "how many peers one opinion leader counts for",
            "peers",
            2.0,
            10.0,
            "000 (social influence through opinion leaders); the number assumed",
        ),
    ] = 4.0
    leaders_involved: Annotated[
        float,
        Parameter(
            "how much faster opinion leaders move on when they are involved from the start",
            "ratio",
            1.0,
            4.0,
        ),
    ] = 2.5
    by_engagement: Annotated[
        float,
        Parameter(
            "how much faster staff come to accept when all are engaged, against none",
            "ratio less one",
            0.3,
            2.0,
            "000; the number assumed",
        ),
    ] = 1.0
    by_training: Annotated[
        float,
        Parameter(
            "how much faster staff try and keep the new way with an hour a week of training",
            "ratio less one",
            0.2,
            2.0,
            "000 (extra resources, support, training); the number assumed",
        ),
    ] = 0.8
    upheaval_hinders: Annotated[
        float,
        Parameter(
            "share of all moves that the greatest upheaval prevents",
            "share",
            0.2,
            0.9,
            "000 (lanyards and car parking); the number assumed",
        ),
    ] = 0.6
    upheaval_wears_off: Annotated[
        float,
        Parameter("share of an upheaval that is over after a week", "share a week", 0.01, 0.1),
    ] = 0.03
    strain_hinders: Annotated[
        float,
        Parameter(
            "share of all moves that the greatest strain prevents: no time to try",
            "share",
            0.3,
            1.0,
            "000 (not starting, no time); the number assumed",
        ),
    ] = 0.7
    fatigue_hinders: Annotated[
        float,
        Parameter(
            "share of all moves that the greatest fatigue with initiatives prevents",
            "share",
            0.3,
            1.0,
            "004; the number assumed",
        ),
    ] = 0.8
    fatigue_of_churn: Annotated[
        float,
        Parameter(
            "fatigue that one new initiative in place of the old one leaves",
            "fatigue",
            0.1,
            0.6,
            "004; the number assumed",
        ),
    ] = 0.35
    fatigue_wears_off: Annotated[
        float, Parameter("share of fatigue that is over after a week", "share a week", 0.002, 0.03)
    ] = 0.008
    churn_loses: Annotated[
        float,
        Parameter(
            "share of staff whom a new initiative sends back to the beginning",
            "share of staff",
            0.2,
            0.9,
            "004; the number assumed",
        ),
    ] = 0.5
    relapse: Annotated[
        float,
        Parameter(
            "how often somebody who works the new way falls back, with nobody watching",
            "relapses a week",
            0.003,
            0.03,
            "000 (relapse, forgetting); the number assumed",
        ),
    ] = 0.012
    maintenance_holds: Annotated[
        float,
        Parameter(
            "share of relapses left where the new way has become routine",
            "share left",
            0.1,
            0.6,
        ),
    ] = 0.3
    watched: Annotated[
        float,
        Parameter(
            "share of relapses left in the month after a review",
            "share left",
            0.2,
            0.8,
            "000 (monitoring, feedback and reminder systems); the number assumed",
        ),
    ] = 0.5
    vision_drift: Annotated[
        float,
        Parameter(
            "share of a vision's clarity lost in a week without a review",
            "share a week",
            0.001,
            0.01,
            "001 (some fading of the clarity around the vision); the number assumed",
        ),
    ] = 0.004
    vision_needed: Annotated[
        float,
        Parameter(
            "share of all moves that the want of any common purpose prevents",
            "share",
            0.4,
            0.95,
            "002 (co-location without shared objectives); the number assumed",
        ),
    ] = 0.8
    early_wins: Annotated[
        float,
        Parameter(
            "how much faster staff accept where all joint work goes well, against none",
            "ratio less one",
            0.2,
            2.0,
            "000 (confirm value of change); the number assumed",
        ),
    ] = 0.8


@rule
def moves_a_week(p, move, style, peers, engaged, training, fit, wins):
    """How often somebody moves on, before what hinders them.

    ``peers`` is the share of peers who have changed; ``training`` in hours a week; ``fit`` and
    ``wins`` from 0 to 1.
    """
    rate = p.pace[move] * p.led[style, move] * (1.0 + p.by_peers * peers)
    if move == 1 or move == 2:
        rate *= 1.0 + p.by_engagement * engaged
    if move == 2:
        rate *= 1.0 + p.early_wins * wins
    if move >= 3:
        rate *= (1.0 + p.by_training * training) * fit
    return rate


@rule
def left_to_move(p, upheaval, strain, fatigue, clarity):
    """The share of moves that upheaval, strain, fatigue and a faded vision leave."""
    left = (1.0 - p.upheaval_hinders * upheaval) * (1.0 - p.strain_hinders * strain)
    left *= 1.0 - p.fatigue_hinders * fatigue
    return left * (1.0 - p.vision_needed * (1.0 - clarity))


@rule
def relapses_a_week(p, routine, reviewed, peers, led):
    """How often somebody falls back: less where it is routine, watched, led and others' way too."""
    rate = p.relapse * (1.0 - 0.7 * peers) / max(0.25, led)
    if routine:
        rate *= p.maintenance_holds
    if reviewed:
        rate *= p.watched
    return rate
