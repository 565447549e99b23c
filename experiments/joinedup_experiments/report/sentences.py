"""Every sentence of the report that claims something of the results, and nothing else.

Words follow figures: each sentence is made of a `Finding`, whose kind decides what may be said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from joinedup_experiments.report.findings import Finding, verdict
from joinedup_experiments.report.numbers import by, ends_of, level, value

Outcomes = Mapping[str, Finding]
FOR_RESIDENTS = ("qaly_lost", "unmet_all", "wait_days", "gave_up")
TO_LIGHT = ("presented_true", "presented_false", "unmet_latent", "unmet_known")
HOSPITAL = ("emergency", "bed_days", "emergency_preventable", "emergency_found")
MONEY = ("cost", "cost_nhs", "cost_council", "cost_cashable")
STAFF = ("burnt_out", "leavers", "satisfaction")
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


def claim(f: Finding) -> str:
    """What may be said of one finding, as a clause without a full stop."""
    if f.kind == "not counted":
        return f"{f.label} {_was(f)} not counted in these results"
    if f.kind == "none in either":
        return f"neither world had any {f.label}"
    if f.kind == "one replication":
        return (
            f"{f.label}: {_with_unit(value(f.base.mean, f.form), f)} in the one world and "
            f"{value(f.other.mean, f.form)} in the other, in a single replication, so how much of "
            "that is luck cannot be told"
        )
    if f.kind == "too few to tell":
        return f"too few replications to tell whether {f.label} changed"
    if f.kind == "no difference":
        return f"no difference at all in {f.label}"
    if f.kind == "no change shown":
        return f"no change shown in {f.label} (95% interval {ends_of(f)})"
    if f.kind == "cannot be told":
        return f"too uncertain to tell whether {f.label} changed (95% interval {ends_of(f)})"
    return _changed(f) + _how_small(f)


def claims(findings: Sequence[Finding]) -> str:
    """Several claims as one sentence."""
    said = "; ".join(claim(f) for f in findings)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def short(f: Finding) -> str:
    """The verdict on one finding in a table's cell."""
    if f.kind in ("more", "less"):
        how = {"clear": "", "perhaps small": ", perhaps small", "small": ", but small"}[f.size]
        good = {True: " (better)", False: " (worse)", None: ""}[f.for_the_better]
        return f"{f.kind}{how}{good}"
    return {
        "one replication": "one replication",
        "too few to tell": "too few replications to tell",
        "no difference": "no difference at all",
        "cannot be told": "too uncertain to tell",
    }.get(f.kind, f.kind)


def the_answer(o: Outcomes) -> tuple[Sentence, ...]:
    """The answer in five sentences, for one arm beside the base.

    Parameters
    ----------
    o : mapping
        Findings by the keys named at the top of this file.
    """
    return (
        Sentence(
            "For residents",
            on_how_many(o[key] for key in FOR_RESIDENTS),
            claims([o[key] for key in FOR_RESIDENTS]),
        ),
        Sentence("What comes to light", light_words(o), claims([o[key] for key in TO_LIGHT])),
        Sentence("Hospital", hospital_words(o), claims([o[key] for key in HOSPITAL])),
        Sentence("Money", money_words(o), claims([o[key] for key in MONEY])),
        Sentence(
            "Staff",
            on_how_many(o[key] for key in STAFF),
            claims([o[key] for key in STAFF]),
        ),
    )


def on_how_many(findings: Iterable[Finding]) -> str:
    """A verdict on several counts: on how many of them it is better, worse, unclear or neither."""
    told = list(findings)
    whole = verdict(told)
    if whole == "one run":
        return ONE_RUN
    better = sum(f.for_the_better is True and f.size != "small" for f in told)
    worse = sum(f.for_the_better is False and f.size != "small" for f in told)
    little = sum(f.for_the_better is not None and f.size == "small" for f in told)
    unclear = sum(f.kind in ("cannot be told", "not counted") for f in told)
    few = sum(f.kind == "too few to tell" for f in told)
    same = len(told) - better - worse - little - unclear - few
    parts = (
        (better, "better on"),
        (worse, "worse on"),
        (little, "changed by too little to matter on"),
        (unclear, "too uncertain to tell on"),
        (few, "too few replications to tell on"),
        (same, "no change shown on"),
    )
    said = [f"{words} {many}" for many, words in parts if many]
    first = {"mixed": "mixed: ", "cannot be told": "", "no change": ""}.get(whole, "")
    return f"{first}{', '.join(said)} of {len(told)} counts"


def light_words(o: Outcomes) -> str:
    """Whether need comes to light, and whether it is also served."""
    true, known = o["presented_true"], o["unmet_known"]
    if not true.change.known:
        return ONE_RUN
    if true.kind == "more":
        said = "more need comes to light"
        if known.kind == "more":
            return f"{said}, and more of it is known but unserved"
        return f"{said}, and less is known but unserved" if known.kind == "less" else said
    if true.kind == "less":
        return "less need comes to light"
    return _neither(true, "need brought to a service")


def hospital_words(o: Outcomes) -> str:
    """What happened to emergency admissions and to bed days; neither is called cash."""
    emergency, beds = o["emergency"], o["bed_days"]
    if not emergency.change.known:
        return ONE_RUN
    if emergency.changed:
        said = f"{'more' if emergency.kind == 'more' else 'fewer'} emergency admissions"
        said += {"clear": "", "perhaps small": ", perhaps by little", "small": ", by little"}[
            emergency.size
        ]
    else:
        said = _neither(emergency, "emergency admissions")
    if beds.changed:
        said += f"; {'more' if beds.kind == 'more' else 'fewer'} bed days"
    return said


def money_words(o: Outcomes) -> str:
    """Whether it costs more or less, and whether what is freed is cash."""
    cost, cash = o["cost"], o["cost_cashable"]
    if not cost.change.known:
        return ONE_RUN
    if cost.kind == "more":
        return "it costs more" + {"small": ", by little"}.get(cost.size, "")
    if cost.kind == "less":
        small = {"small": ", by little"}.get(cost.size, "")
        if cash.kind == "less":
            return f"it costs less{small}, and part of that is cash"
        return (
            f"it costs less{small}, but no fall is shown in what is paid by the item: capacity "
            "is freed, not cash"
        )
    return _neither(cost, "what it costs")


def near_zero(o: Outcomes) -> str:
    """Which changes in the answer a few other replications could take away; empty for none."""
    keys = (*FOR_RESIDENTS, *TO_LIGHT, *HOSPITAL, *MONEY, *STAFF)
    close = [o[key].label for key in keys if o[key].near_nothing]
    if not close:
        return ""
    return (
        f"Luck: the interval comes close to zero for {_listed(close)}; "
        "a few more replications could take the change away."
    )


def among_changes(findings: Sequence[Finding]) -> str:
    """How many of a table's intervals exclude zero, and how many would by luck alone."""
    known = [f for f in findings if f.change.known]
    if not known:
        return "One replication: no intervals, so nothing here can be called a change."
    many = sum(f.changed for f in known)
    luck = max(1, round(len(known) / 20))
    return (
        f"{many} of {len(known)} intervals exclude zero; with nothing changed at all, about {luck} "
        "would by luck. An interval that spans zero is not a change."
    )


def by_cause(prevent: Finding, found: Finding, elsewhere: Finding, total: Finding) -> list[str]:
    """What was avoided, revealed and displaced among emergency admissions, and the sum of it."""
    return [
        f"Avoided: {_one_way(prevent, 'less', 'no admission avoided is shown')}.",
        f"Revealed: {_one_way(found, 'more', 'no admission revealed is shown')}.",
        f"Displaced: {_one_way(elsewhere, 'more', 'nothing displaced is shown')}.",
        f"Together: {claim(total)}.",
    ]


def level_words(label: str, one: Finding) -> str:
    """A figure of a single world, of which no change can be said."""
    return f"{label}: {_with_unit(level(one.base, one.form), one)}"


def gap_words(most: Finding, least: Finding, gap: Finding) -> str:
    """Who gains, by deprivation, as far as it was measured."""
    said = f"{claims([most, least])} "
    if gap.kind == "less":
        return said + f"The gap between them narrowed: {claim(gap)}."
    if gap.kind == "more":
        return said + f"The gap between them widened: {claim(gap)}."
    return said + f"The gap between them: {claim(gap)}."


def _one_way(f: Finding, way: str, otherwise: str) -> str:
    if f.kind == way or not f.change.known:
        return claim(f)
    return f"{otherwise}; {claim(f)}"


def _changed(f: Finding) -> str:
    way = "up" if f.kind == "more" else "down"
    if f.from_none:
        said = level(f.other, f.form).replace("(", "(95% interval ")
        return f"{f.label} went from none to {_with_unit(said, f)}"
    ends = f"{value(f.base.mean, f.form)} to {_with_unit(value(f.other.mean, f.form), f)}"
    return f"{f.label} went {way} by {by(f)}, from {ends}"


def _how_small(f: Finding) -> str:
    if f.from_none or f.size == "clear":
        return ""
    than = "0.01 of the scale" if f.form == "scale" else "1%"
    than = "1 percentage point" if f.form == "share" else than
    if f.size == "small":
        return f": sure, but small (less than {than})"
    return f": it may be small (less than {than})"


def _neither(f: Finding, what: str) -> str:
    """What may be said of something that is shown neither to rise nor to fall."""
    return {
        "cannot be told": f"too uncertain to tell whether {what} changed",
        "too few to tell": f"too few replications to tell whether {what} changed",
        "not counted": f"{what}: not counted in these results",
    }.get(f.kind, f"no change shown in {what}")


def _with_unit(said: str, f: Finding) -> str:
    return f"{said} {f.unit}" if f.unit else said


def _was(f: Finding) -> str:
    return "were" if f.label.endswith("s") else "was"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def by_year(label: str, years: Sequence[Finding]) -> str:
    """In which years a figure was higher, lower, unclear or not changed."""
    groups: dict[str, list[str]] = {}
    words = {"more": "higher", "less": "lower", "cannot be told": "too uncertain to tell"}
    for number, f in enumerate(years, 1):
        said = words.get(f.kind, f.kind)
        said += ", but by little," if f.changed and f.size == "small" else ""
        groups.setdefault(said, []).append(str(number))
    parts = [f"{said} in {_which(n, len(years))}" for said, n in groups.items()]
    return f"{label}: {'; '.join(parts)}."


def _which(years: Sequence[str], of: int) -> str:
    if len(years) == of > 1:
        return "every year"
    return f"{'year' if len(years) == 1 else 'years'} {_listed(years)}"


def who_words(findings: Sequence[Finding]) -> list[str]:
    """For which groups unmet need fell, rose, or cannot be told."""
    sure = [f for f in findings if f.changed]
    rest = [f for f in findings if not f.changed]
    groups = (
        ("Unmet need fell for", [f for f in sure if f.kind == "less"]),
        ("Unmet need rose for", [f for f in sure if f.kind == "more"]),
        ("Too uncertain to tell for", [f for f in rest if f.kind == "cannot be told"]),
        ("No change shown for", [f for f in rest if f.kind != "cannot be told"]),
    )  # fmt: skip
    if any(f.kind == "one replication" for f in findings):
        return [f"By group: {ONE_RUN}."]
    return [
        f"{said} {_listed([f.label + _little(f) for f in told])}." for said, told in groups if told
    ]


def _little(f: Finding) -> str:
    return " (by little)" if f.changed and f.size == "small" else ""
