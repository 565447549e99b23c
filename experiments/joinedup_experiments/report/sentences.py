"""What several effects say together, in sentences that their verdicts decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from joinedup.outcomes.measures import COMBINED, MEASURES, Topic
from joinedup_experiments.compare.statistics import Effect, Verdict
from joinedup_experiments.compare.value import THRESHOLDS, Ratio, Value
from joinedup_experiments.display.numbers import difference, level
from joinedup_experiments.report.claims import (
    AS_PLANNED,
    UNTOLD,
    as_planned,
    claim,
    claims,
    in_how_many,
    in_worlds,
    neither,
    why_less,
)
from joinedup_experiments.scenario_io.diff.phrases import listing

Kind = Literal[
    "better on",
    "worse on",
    "neither better nor worse, but changed, on",
    "changed by too little to matter on",
    "dependent on assumptions and chance on",
    "too uncertain to tell on",
    "too few replications to tell on",
    "too few worlds to tell on",
    "no change shown on",
    "no value on",
]
Outcomes = Mapping[str, Effect]
ANSWERED = [m for m in (*MEASURES, *COMBINED) if m.topic]
ASKED = tuple(m.key for m in ANSWERED)
VALUE = {
    Verdict.HIGHER: "good value",
    Verdict.LOWER: "not good value",
    Verdict.IDENTICAL: "no difference at all",
    Verdict.DEPENDS: "whether it is good value depends on assumptions and chance",
    Verdict.UNCERTAIN: "too uncertain to tell whether it is good value",
    Verdict.TOO_FEW: "too few replications to tell whether it is good value",
    Verdict.NO_VALUE: "no value in these results",
}
BY_LITTLE = {"clear": "", "perhaps small": ", perhaps by little", "small": ", by little"}


class Sentence(NamedTuple):
    """One sentence of the answer: the verdict in a few words, and claims with intervals."""

    topic: str
    verdict: str
    text: str


def the_answer(o: Outcomes, planned: float = 0.0) -> tuple[Sentence, ...]:
    """The answer in five sentences, for one arm beside the base; ``o`` has the keys ``ASKED``.

    ``planned`` is what is put in beside the base, in pounds in an average year.
    """
    found = {topic: [o[m.key] for m in ANSWERED if m.topic == topic] for topic in get_args(Topic)}
    return tuple(
        Sentence(heading, verdict or on_how_many(found[topic]), claims(found[topic]))
        for topic, heading, verdict in (
            ("residents", "For residents", ""),
            ("comes to light", "What comes to light", light_words(o)),
            ("hospital", "Hospital", hospital_words(o)),
            ("money", "Money", money_words(o, planned)),
            ("staff", "Staff", ""),
        )
    )


def kind(f: Effect) -> Kind:
    """What an effect counts as in a verdict on several."""
    if f.for_the_better is not None:
        if f.size == "small":
            return "changed by too little to matter on"
        return "better on" if f.for_the_better else "worse on"
    if f.changed:
        return "neither better nor worse, but changed, on"
    if f.verdict is Verdict.UNCERTAIN:
        return "too uncertain to tell on"
    if f.verdict is Verdict.NO_VALUE:
        return "no value on"
    if f.verdict is Verdict.DEPENDS:
        return "dependent on assumptions and chance on"
    if f.verdict is Verdict.TOO_FEW:
        return "too few worlds to tell on" if f.plausible else "too few replications to tell on"
    return "no change shown on"


def one_run(plausible: bool, ran: int = 1) -> str:
    """What is said where a single replication, or plausible world, of those that ``ran`` tells."""
    run = "plausible world" if plausible else "replication"
    one = f"known in one of {ran} {run}s" if ran > 1 else f"one {run}"
    return f"{one}, so nothing can be called a change"


def in_one_run(effects: Sequence[Effect]) -> str:
    """That all that is known of some effects is of a single run; empty where more is known."""
    valued = [f for f in effects if f.verdict is not Verdict.NO_VALUE]
    if not valued or any(f.difference.known for f in valued):
        return ""
    there = next((f for f in valued if not f.none_in_either), valued[0])
    return one_run(there.plausible, there.ran)


def on_how_many(effects: Sequence[Effect]) -> str:
    """A verdict on several counts: on how many of them it is better, worse, unclear or neither."""
    if one := in_one_run(effects):
        return one
    kinds = Counter(kind(f) for f in effects)
    mixed = "mixed: " if kinds["better on"] and kinds["worse on"] else ""
    text = ", ".join(f"{words} {kinds[words]}" for words in get_args(Kind) if kinds[words])
    return f"{mixed}{text} of {len(effects)} counts"


def in_short(effects: Sequence[Effect]) -> str:
    """A message on several counts: ``5 better, 2 worse, no clear change in 4``."""
    if one := in_one_run(effects):
        return one
    kinds = Counter(kind(f) for f in effects)
    shown = zip(get_args(Kind), ("better", "worse", "changed", "changed by little"), strict=False)
    counts = [(kinds[words], what) for words, what in shown]
    unclear = len(effects) - sum(many for many, _ in counts) - kinds["no value on"]
    words = [f"{many} {what}" for many, what in counts if many]
    if unclear and not words:
        few = any(f.verdict is Verdict.TOO_FEW and f.difference.known for f in effects)
        words = [UNTOLD[Verdict.TOO_FEW] if few else "no clear change"]
    elif unclear:
        words.append(f"no clear change in {unclear}")
    none = f" in {kinds['no value on']}" if words else ""
    return ", ".join([*words, f"no value{none}"] if kinds["no value on"] else words)


def light_words(o: Outcomes) -> str:
    """Whether need comes to light, and whether it is also served."""
    true, known = o["needs_presented"], o["identified_unmet_need"]
    if one := in_one_run([true]):
        return one
    if true.verdict is Verdict.LOWER:
        return f"less need comes to light{in_worlds(true)}"
    if true.verdict is not Verdict.HIGHER:
        return neither(true, "need brought to a service")
    return f"more need comes to light{in_worlds(true)}" + {
        Verdict.HIGHER: f", and more of it is identified and unmet{in_worlds(known)}",
        Verdict.LOWER: f", and less is identified and unmet{in_worlds(known)}",
    }.get(known.verdict, "")


def hospital_words(o: Outcomes) -> str:
    """What happened to emergency admissions and to bed days; neither is called cash."""
    emergency, beds = o["emergency_admissions"], o["bed_days"]
    if one := in_one_run([emergency]):
        return one
    more = {Verdict.HIGHER: "more", Verdict.LOWER: "fewer"}
    text = neither(emergency, "emergency admissions")
    if emergency.changed:
        little = BY_LITTLE[emergency.size]
        text = f"{more[emergency.verdict]} emergency admissions{little}{in_worlds(emergency)}"
    return f"{text}; {more[beds.verdict]} bed days{in_worlds(beds)}" if beds.changed else text


def money_words(o: Outcomes, planned: float = 0.0) -> str:
    """Whether it costs more or less, as ``planned`` or not, and whether what is freed is cash."""
    cost, cash = o["cost_total"], o["cost_cashable"]
    if one := in_one_run([cost]):
        return one
    if as_planned(cost, planned):
        return f"it costs {'more' if planned > 0.0 else 'less'}, {AS_PLANNED}"
    little = f"{BY_LITTLE['small'] if cost.size == 'small' else ''}{in_worlds(cost)}"
    if cost.verdict is Verdict.HIGHER:
        return f"it costs more{little}"
    if cost.verdict is not Verdict.LOWER:
        return neither(cost, "what it costs")
    if why := why_less(cost, planned):
        little += f", {why}"
    if cash.verdict is Verdict.LOWER:
        return f"it costs less{little}, and part of that is cash{in_worlds(cash)}"
    if cash.verdict is Verdict.DEPENDS:
        return f"it costs less{little}; {neither(cash, 'what is paid by the item')}"
    if why and not why.startswith("partly"):
        return f"it costs less{little}"
    return (
        f"it costs less{little}, but no fall is shown in what is paid by the item: capacity is "
        "freed, not cash"
    )


def value_words(one: Value) -> list[str]:
    """Whether an arm is good value for money at each threshold, and what a QALY costs."""
    if len(one.cost) < 2:
        return [f"Value for money: {one_run(one.plausible)}."]
    kind, ratio = one.ratio
    price_of_one = f"{level(ratio, 'pounds')} " if kind in (Ratio.GAINED, Ratio.GIVEN_UP) else ""
    return [
        f"Cost-effectiveness: {price_of_one}{kind.value}.",
        *(
            f"At £{price:,.0f} for a QALY: {_good_value(one, price)}; net monetary benefit "
            f"{difference(one.net_benefit(price), 'pounds')}."
            for price in THRESHOLDS
        ),
    ]


def _good_value(one: Value, price: float) -> str:
    verdict, spread = one.verdict(price)
    if one.plausible and verdict is Verdict.TOO_FEW:
        return "too few worlds to tell whether it is good value"
    share = {Verdict.HIGHER: spread.up, Verdict.LOWER: spread.down}.get(verdict)
    if not one.plausible or share is None:
        return VALUE[verdict]
    return f"{VALUE[verdict]} {in_how_many(share)} plausible worlds"


def by_cause(
    prevent: Effect, found: Effect, elsewhere: Effect, sensitive: Effect, total: Effect
) -> list[str]:
    """What was avoided, revealed and displaced among emergency admissions, and the sum of it."""
    items = []
    for what, f, way, otherwise in (
        ("Avoided", prevent, Verdict.LOWER, "no admission avoided is shown; "),
        ("Revealed", found, Verdict.HIGHER, "no admission revealed is shown; "),
        ("Displaced", elsewhere, Verdict.HIGHER, "nothing displaced is shown; "),
    ):
        shown = f.verdict in (way, Verdict.TOO_FEW)
        items.append(f"{what}: {'' if shown else otherwise}{claim(f)}.")
    items.append(f"Acute illness that ambulatory care can affect: {claim(sensitive)}.")
    return [*items, f"Together: {claim(total)}."]


def gap_words(most: Effect, least: Effect, gap: Effect) -> str:
    """Who gains, by deprivation, as far as it was measured; no gap to where there is no need."""
    if most.none_in_either or least.none_in_either:
        return claims([most, least])
    how = {Verdict.LOWER: " narrowed", Verdict.HIGHER: " widened"}.get(gap.verdict, "")
    return f"{claims([most, least])} The gap between them{how}: {claim(gap)}."


def by_year(label: str, years: Sequence[Effect]) -> str:
    """In which years a figure was higher, lower, unclear or not changed."""
    groups: dict[str, list[str]] = {}
    for number, f in enumerate(years, 1):
        text = f.verdict_in_words
        text += ", but by little," if f.changed and f.size == "small" else ""
        text += in_worlds(f) if f.changed else ""
        groups.setdefault(text, []).append(str(number))
    parts = []
    for text, which in groups.items():
        when = f"year{'s' if len(which) > 1 else ''} {listing(which)}"
        parts.append(f"{text} in {'every year' if len(which) == len(years) > 1 else when}")
    return f"{label}: {'; '.join(parts)}."


def who_words(effects: Sequence[Effect]) -> list[str]:
    """For which groups unmet need fell, rose, or cannot be told."""
    if one := in_one_run(effects):
        return [f"By group: {one}."]
    words = {
        Verdict.LOWER: "Unmet need fell",
        Verdict.HIGHER: "Unmet need rose",
        Verdict.DEPENDS: "Whether unmet need changed depends on assumptions and chance",
        Verdict.UNCERTAIN: "Too uncertain to tell",
        Verdict.TOO_FEW: f"Too few {effects[0].runs} to tell",
        Verdict.NO_VALUE: "No value in these results",
    }
    groups: dict[Verdict, dict[str, list[str]]] = {verdict: {} for verdict in words}
    for f in effects:
        little = " (by little)" if f.changed and f.size == "small" else ""
        verdict = f.verdict if f.verdict in words else Verdict.NO_CHANGE
        text = words.get(verdict, "No change shown") + (in_worlds(f) if f.changed else "")
        mine = groups.setdefault(verdict, {}).setdefault(text, [])
        mine.append(f"{f.label}{little}")
    return [
        f"{text} for {listing(labels)}."
        for each in groups.values()
        for text, labels in each.items()
    ]
