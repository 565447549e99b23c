"""What of an answer is chance, and what assumption: how easily either could overturn it."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from joinedup.outcomes.measures import MEASURES
from joinedup_experiments.compare.comparison import ALL_YEARS, Comparison
from joinedup_experiments.compare.intervals import FEWEST_WORLDS
from joinedup_experiments.compare.nested import Parts, parts_in
from joinedup_experiments.compare.statistics import Effect, Verdict
from joinedup_experiments.display.document import Heading, Part, Table, Words
from joinedup_experiments.display.numbers import DASH, level, value
from joinedup_experiments.report.sentences import ASKED, Outcomes
from joinedup_experiments.report.view import View
from joinedup_experiments.scenario_io.diff.phrases import listing

HEADING = "Chance or assumption"
CHIEF = tuple(m for m in MEASURES if m.precision is not None)
HOW = (
    "Every plausible world was run with several seeds. What differs between the seeds of one "
    "world is chance; what differs between worlds beyond that is assumption. More replications "
    "make chance smaller; only better known numbers make assumption smaller."
)


def runs_of(result: Comparison) -> str:
    """How many replications there are, or how many plausible worlds."""
    many = result.sampled
    what = "plausible world" if result.plausible else "replication"
    return f"{many} {what}s" if many > 1 else f"1 {what}, so no intervals"


def scaled(result: Comparison) -> str:
    """That a part of the place was simulated, where that is so, after a number of residents."""
    if result.simulated == result.scenarios[0].place.residents:
        return ""
    return f", of whom {result.simulated:,} were simulated and totals scaled up to the place"


def near_zero(o: Outcomes) -> str:
    """Which changes in the answer a few other replications could take away; empty for none."""
    asked = [o[key] for key in ASKED]
    close = listing([f.label for f in asked if f.near_zero])
    split = listing([f.label for f in asked if f.verdict is Verdict.DEPENDS])
    what, runs = ("Chance", "a few more replications")
    if asked[0].plausible:
        what, runs = "Assumptions and chance", "other plausible worlds"
    text = f"{what}: " if close or split else ""
    if close:
        text += f"the interval comes close to zero for {close}; {runs} could take the change away"
    if split:
        text += "; " if close else ""
        text += f"fewer than 80% of the plausible worlds agree on which way it goes for {split}"
    return f"{text}." if text else ""


def among_changes(effects: Sequence[Effect]) -> str:
    """How many of a table's intervals exclude zero, and how many would by chance alone."""
    known = [f for f in effects if f.difference.has_ends]
    plausible = any(f.plausible for f in effects)
    if not known:
        run = "plausible world" if plausible else "replication"
        return (
            f"One {run}: no intervals, so nothing here can be called a change. Use "
            "--replications 2 or more."
        )
    many = sum(f.difference.excludes_zero for f in known)
    chance = max(1, round(len(known) / 20))
    text = (
        f"{many} of {len(known)} intervals exclude zero; with nothing changed at all, about "
        f"{chance} would by chance. An interval that spans zero is not a change."
    )
    if plausible:
        worlds = known[0].difference.replications
        text = f"Intervals are of means over {worlds} plausible worlds. {text}"
    alike = sum(f.changed for f in known)
    if plausible and alike < many and known[0].difference.replications >= FEWEST_WORLDS:
        text += (
            f" Of these {many}, {alike} go the same way in at least 80% of the worlds; the others "
            "depend on assumptions and chance."
        )
    return text


def chance_parts(view: View) -> list[Part]:
    """How much of the spread of each chief difference is assumption, and how much chance.

    Nothing where worlds have one seed each. Of one arm alone, of its values.
    """
    if view.result.seeds_per_world == 1:
        return []
    arms = view.others or range(1)
    table = [row for arm in arms for row in _rows(view, arm)]
    seeds = f"worlds of {view.result.seeds_per_world} seeds for ±1% of base"
    head = ("measure", "share of the spread\nthat is assumption (95% interval)", seeds)
    sentences = [sentence for arm in arms if (sentence := _sentence(view, arm))]
    caption = f"{HEADING}: between worlds, and between seeds of one world"
    return [Heading(HEADING), Words(HOW), *map(Words, sentences), Table(caption, head, table)]


def _parts(view: View, arm: int) -> list[tuple[str, Parts]]:
    return [(m.phrase, parts_in(view.result, arm, m, ALL_YEARS)) for m in CHIEF]


def _sentence(view: View, arm: int) -> str:
    """One sentence on an arm; none where nothing varies."""
    what, parts = "its change" if arm else "its values", _parts(view, arm)
    if parts[0][1].too_few:
        return (
            f"{view.names[arm]}: too few worlds ({parts[0][1].worlds}) to tell what of the spread "
            f"of {what} is assumption."
        )
    shares = [
        f"{value(one.share.mean, 'share')} for {phrase}"
        for phrase, one in parts
        if isfinite(one.share.mean)
    ]
    if not shares:
        return ""
    return (
        f"{view.names[arm]}: of the spread of {what} from run to run (as a variance), assumption "
        f"is {listing(shares)}; the rest is chance. The table has the intervals."
    )


def _rows(view: View, arm: int) -> list[tuple[str, ...]]:
    """Each chief measure's share of assumption, and how many worlds narrow its mean enough."""
    rows = list[tuple[str, ...]]()
    for m, (phrase, one) in zip(CHIEF, _parts(view, arm), strict=True):
        base = abs(view.result.level(0, m).mean)
        needed = one.worlds_needed(0.01 * base) if base else None
        enough = f"{needed:,}" if needed else DASH
        share = "too few worlds to tell" if one.too_few else level(one.share, "share")
        rows.append((f"{phrase}: {view.names[arm]}", share, enough))
    return rows
