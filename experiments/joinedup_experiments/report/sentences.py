"""What several effects say together: every such sentence of the report, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from joinedup.outcomes.measures import COMBINED, MEASURES, Topic
from joinedup_experiments.compare.statistics import Effect, Verdict
from joinedup_experiments.report.claims import claim, claims, neither

Overall = Literal["better", "worse", "mixed", "small", "no change", "cannot be told", "one run"]
UNCLEAR = (Verdict.UNCERTAIN, Verdict.TOO_FEW)
Outcomes = Mapping[str, Effect]
ANSWERED = [m for m in (*MEASURES, *COMBINED) if m.topic]
ASKED = tuple(m.key for m in ANSWERED)
ONE_RUN = "one replication, so nothing can be called a change"


@dataclass(frozen=True)
class Sentence:
    """One sentence of the answer.

    Attributes
    ----------
    topic : str
        What it is about: "For residents".
    verdict : str
        In a few words; empty where neither way is better in itself.
    text : str
        The claims, each with its interval.
    """

    topic: str
    verdict: str
    text: str


def the_answer(o: Outcomes) -> tuple[Sentence, ...]:
    """The answer in five sentences, for one arm beside the base.

    Parameters
    ----------
    o : mapping
        Effects by the keys in ``ASKED``.
    """
    found = {topic: [o[m.key] for m in ANSWERED if m.topic == topic] for topic in get_args(Topic)}
    return tuple(
        Sentence(heading, verdict or on_how_many(found[topic]), claims(found[topic]))
        for topic, heading, verdict in (
            ("residents", "For residents", ""),
            ("comes to light", "What comes to light", light_words(o)),
            ("hospital", "Hospital", hospital_words(o)),
            ("money", "Money", money_words(o)),
            ("staff", "Staff", ""),
        )
    )


def overall(effects: Iterable[Effect]) -> Overall:
    """Whether things got better.

    Small changes and effects of which neither way is better weigh nothing; they are named beside
    it. "No change" is given only where none of the effects is too uncertain to tell.
    """
    counted = [e for e in effects if e.verdict is not Verdict.NOT_COUNTED]
    if any(not e.difference.known and not e.none_in_either for e in counted):
        return "one run"
    weighing = [e.for_the_better for e in counted if e.size != "small"]
    if True in weighing and False in weighing:
        return "mixed"
    if True in weighing:
        return "better"
    if False in weighing:
        return "worse"
    if not counted or any(e.verdict in UNCLEAR for e in counted if not e.none_in_either):
        return "cannot be told"
    if any(e.for_the_better is not None for e in counted):
        return "small"
    return "no change"


def on_how_many(effects: Iterable[Effect]) -> str:
    """A verdict on several counts: on how many of them it is better, worse, unclear or neither."""
    found = list(effects)
    whole = overall(found)
    if whole == "one run":
        return ONE_RUN
    better = sum(f.for_the_better is True and f.size != "small" for f in found)
    worse = sum(f.for_the_better is False and f.size != "small" for f in found)
    little = sum(f.for_the_better is not None and f.size == "small" for f in found)
    unclear = sum(f.verdict in (Verdict.UNCERTAIN, Verdict.NOT_COUNTED) for f in found)
    few = sum(f.verdict is Verdict.TOO_FEW for f in found)
    same = len(found) - better - worse - little - unclear - few
    parts = (
        (better, "better on"),
        (worse, "worse on"),
        (little, "changed by too little to matter on"),
        (unclear, "too uncertain to tell on"),
        (few, "too few replications to tell on"),
        (same, "no change shown on"),
    )
    text = [f"{words} {many}" for many, words in parts if many]
    first = {"mixed": "mixed: ", "cannot be told": "", "no change": ""}.get(whole, "")
    return f"{first}{', '.join(text)} of {len(found)} counts"


def light_words(o: Outcomes) -> str:
    """Whether need comes to light, and whether it is also served."""
    true, known = o["needs_presented"], o["identified_unmet_need"]
    if not true.difference.known:
        return ONE_RUN
    if true.verdict is Verdict.HIGHER:
        text = "more need comes to light"
        if known.verdict is Verdict.HIGHER:
            return f"{text}, and more of it is identified and unmet"
        return (
            f"{text}, and less is identified and unmet" if known.verdict is Verdict.LOWER else text
        )
    if true.verdict is Verdict.LOWER:
        return "less need comes to light"
    return neither(true, "need brought to a service")


def hospital_words(o: Outcomes) -> str:
    """What happened to emergency admissions and to bed days; neither is called cash."""
    emergency, beds = o["emergency_admissions"], o["bed_days"]
    if not emergency.difference.known:
        return ONE_RUN
    if emergency.changed:
        text = f"{'more' if emergency.verdict is Verdict.HIGHER else 'fewer'} emergency admissions"
        text += {"clear": "", "perhaps small": ", perhaps by little", "small": ", by little"}[
            emergency.size
        ]
    else:
        text = neither(emergency, "emergency admissions")
    if beds.changed:
        text += f"; {'more' if beds.verdict is Verdict.HIGHER else 'fewer'} bed days"
    return text


def money_words(o: Outcomes) -> str:
    """Whether it costs more or less, and whether what is freed is cash."""
    cost, cash = o["cost_total"], o["cost_cashable"]
    if not cost.difference.known:
        return ONE_RUN
    if cost.verdict is Verdict.HIGHER:
        return "it costs more" + {"small": ", by little"}.get(cost.size, "")
    if cost.verdict is Verdict.LOWER:
        small = {"small": ", by little"}.get(cost.size, "")
        if cash.verdict is Verdict.LOWER:
            return f"it costs less{small}, and part of that is cash"
        return (
            f"it costs less{small}, but no fall is shown in what is paid by the item: capacity "
            "is freed, not cash"
        )
    return neither(cost, "what it costs")


def near_zero(o: Outcomes) -> str:
    """Which changes in the answer a few other replications could take away; empty for none."""
    close = [o[key].label for key in ASKED if o[key].near_zero]
    if not close:
        return ""
    return (
        f"Chance: the interval comes close to zero for {listed(close)}; "
        "a few more replications could take the change away."
    )


def among_changes(effects: Sequence[Effect]) -> str:
    """How many of a table's intervals exclude zero, and how many would by chance alone."""
    known = [f for f in effects if f.difference.known]
    if not known:
        return "One replication: no intervals, so nothing here can be called a change."
    many = sum(f.changed for f in known)
    chance = max(1, round(len(known) / 20))
    return (
        f"{many} of {len(known)} intervals exclude zero; with nothing changed at all, about "
        f"{chance} would by chance. An interval that spans zero is not a change."
    )


def by_cause(prevent: Effect, found: Effect, elsewhere: Effect, total: Effect) -> list[str]:
    """What was avoided, revealed and displaced among emergency admissions, and the sum of it."""
    return [
        f"Avoided: {_one_way(prevent, Verdict.LOWER, 'no admission avoided is shown')}.",
        f"Revealed: {_one_way(found, Verdict.HIGHER, 'no admission revealed is shown')}.",
        f"Displaced: {_one_way(elsewhere, Verdict.HIGHER, 'nothing displaced is shown')}.",
        f"Together: {claim(total)}.",
    ]


def gap_words(most: Effect, least: Effect, gap: Effect) -> str:
    """Who gains, by deprivation, as far as it was measured."""
    text = f"{claims([most, least])} "
    if gap.verdict is Verdict.LOWER:
        return text + f"The gap between them narrowed: {claim(gap)}."
    if gap.verdict is Verdict.HIGHER:
        return text + f"The gap between them widened: {claim(gap)}."
    return text + f"The gap between them: {claim(gap)}."


def _one_way(f: Effect, way: Verdict, otherwise: str) -> str:
    if f.verdict is way or not f.difference.known:
        return claim(f)
    return f"{otherwise}; {claim(f)}"


def listed(words: Sequence[str]) -> str:
    """Words with commas, and an `and` before the last."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def by_year(label: str, years: Sequence[Effect]) -> str:
    """In which years a figure was higher, lower, unclear or not changed."""
    groups: dict[str, list[str]] = {}
    for number, f in enumerate(years, 1):
        text = f.verdict.value
        text += ", but by little," if f.changed and f.size == "small" else ""
        groups.setdefault(text, []).append(str(number))
    parts = [f"{text} in {_which(n, len(years))}" for text, n in groups.items()]
    return f"{label}: {'; '.join(parts)}."


def _which(years: Sequence[str], of: int) -> str:
    if len(years) == of > 1:
        return "every year"
    return f"{'year' if len(years) == 1 else 'years'} {listed(years)}"


def who_words(effects: Sequence[Effect]) -> list[str]:
    """For which groups unmet need fell, rose, or cannot be told."""
    sure = [f for f in effects if f.changed]
    rest = [f for f in effects if not f.changed]
    groups = (
        ("Unmet need fell for", [f for f in sure if f.verdict is Verdict.LOWER]),
        ("Unmet need rose for", [f for f in sure if f.verdict is Verdict.HIGHER]),
        ("Too uncertain to tell for", [f for f in rest if f.verdict is Verdict.UNCERTAIN]),
        ("No change shown for", [f for f in rest if f.verdict is not Verdict.UNCERTAIN]),
    )  # fmt: skip
    if any(not f.difference.known for f in effects):
        return [f"By group: {ONE_RUN}."]
    return [
        f"{text} {listed([f.label + _little(f) for f in found])}."
        for text, found in groups
        if found
    ]


def _little(f: Effect) -> str:
    return " (by little)" if f.changed and f.size == "small" else ""
