"""A comparison on the screen: tables in plain English, every figure with its interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from joinedup.codes import EpisodeStatus, labels
from joinedup.outcomes.measures import MEASURES
from joinedup.rules.money import PRICE_YEAR
from joinedup_experiments.compare.comparison import Comparison, how_long
from joinedup_experiments.compare.diagnostics import validity_warnings
from joinedup_experiments.compare.intervals import Interval, interval_of
from joinedup_experiments.compare.statistics import Effect
from joinedup_experiments.display.document import Heading, Part, Points, Table, Words
from joinedup_experiments.display.numbers import difference, level, number
from joinedup_experiments.report.chance import among_changes, chance_parts
from joinedup_experiments.report.claims import of_base, shortest
from joinedup_experiments.report.in_short import in_short
from joinedup_experiments.report.topics import IN_ONE_PLACE, KINDS
from joinedup_experiments.report.two_by_two import section
from joinedup_experiments.report.view import View, labelled


def shown(result: Comparison, everything: bool, every_measure: bool) -> list[Part]:
    """What `run`, `compare` and `open` print: about ten lines, or ``everything``."""
    if everything or every_measure:
        return comparison_parts(result, every_measure)
    return in_short(result)


def comparison_parts(result: Comparison, every_measure: bool) -> list[Part]:
    """Effects on the chief measures or every one, the ledger, precision and warnings."""
    view, parts = View(result), list[Part]()
    shown = [m.key for m in MEASURES if every_measure or m.headline]
    for arm in view.others or [0]:
        effects = view.effects(arm, shown)
        parts.append(_effects(view, arm, effects))
        parts += [Words(among_changes(effects))] if arm or len(result.seeds) == 1 else []
    if split := section(view):
        parts += [Heading(split.heading), *split.parts]
    parts += [_ledger(result, truth, name.lower()) for truth, _, name in KINDS]
    parts.append(Words(IN_ONE_PLACE))
    parts += chance_parts(view) or _precision(result)
    if warnings := [one.text for one in validity_warnings(result)]:
        parts += [Heading("Before anybody relies on this:"), Points(warnings)]
    return parts


def _effects(view: View, arm: int, effects: Sequence[Effect]) -> Table:
    """With a heading for each section of measures; what changed stands out."""
    base = view.names[0]
    title, heads = f"{base}: {view.average_year}", ["value"]
    last: tuple[str, ...] = ()
    if arm:
        title = f"{view.names[arm]}, compared with {base}: {view.average_year}"
        heads, last = [base, "difference"], (view.with_nine_in_ten("of base"), "change")
    head = [text.replace(" (", "\n(") for text in (*map(view.with_interval, heads), *last)]
    rows: list[Sequence[str]] = []
    strong, section = set(), ""
    for e in effects:
        if e.measure.section != section:
            section = e.measure.section
            prices = f", at {PRICE_YEAR} prices" if e.measure.form == "pounds" else ""
            rows.append((f"{section}{prices}",))
        if e.changed:
            strong.add(len(rows))
        verdict = shortest(e) if e.difference.known else ""
        beside = (difference(e.difference, e.form), of_base(e, ends=False), verdict)
        label = f"  {labelled(e.measure.label, e)}"
        rows.append((label, level(e.base_level, e.form), *(beside if arm else ())))
    return Table(title, ("measure, unit", *head), rows, strong=frozenset(strong))


def _precision(result: Comparison) -> list[Part]:
    """How many replications it takes to know the chief differences to within 1% of the base."""
    if len(result.seeds) < 2 or len(result.names) < 2:
        return []
    arms, parts = range(1, len(result.names)), []
    for m in MEASURES:
        needed = [result.effect(arm, m).replications_needed(0.01) for arm in arms]
        known = [number for number in needed if number is not None]
        if m.precision is not None and known:
            parts.append(f"{m.phrase} {max(known):,}")
    runs = "Plausible worlds" if result.plausible else "Replications"
    text = f"{runs} needed to know a difference to within ±1% of the base's value: "
    return [Words(f"{text}{'; '.join(parts)}. All measures: differences.csv.")] if parts else []


def _ledger(result: Comparison, truth: int, what: str) -> Table:
    """The barrier ledger of every arm side by side, for true or for false-positive need."""
    spread = " ± 95%" if len(result.seeds) > 1 else ""
    names = (f"{s.name}\n(episodes{spread}, share)" for s in result.scenarios)
    counts = result.by_world(result.ledgers[:, :, truth].sum(axis=2).astype(float))
    whole = [interval_of(arm.sum(axis=1)) for arm in counts]
    rows = []
    for status, label in enumerate(labels(EpisodeStatus)):
        if counts[..., status].any():
            mine = [interval_of(arm[:, status]) for arm in counts]
            shares = (x.mean / max(all_.mean, 1.0) for x, all_ in zip(mine, whole, strict=True))
            rows.append((label, *map(_with_share, mine, shares)))
    rows.append(("all episodes", *(_with_share(all_, 1.0) for all_ in whole)))
    title = f"Barrier ledger, {what}: where episodes ended or stand after {how_long(result)}"
    return Table(title, ("where", *names), rows)


def _with_share(x: Interval, share: float) -> str:
    half = "" if np.isnan(x.half_width) else f" ± {number(x.half_width)}"
    return f"{number(x.mean)}{half}  {share:>4.0%}"
