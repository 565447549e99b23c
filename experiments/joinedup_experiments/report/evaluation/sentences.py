"""What an evaluation's page says in sentences, each decided by its numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import inf, isfinite

from joinedup_experiments.display.numbers import counted, percent_with_interval
from joinedup_experiments.evaluator.designs.catalogue import DESIGNS, Of
from joinedup_experiments.evaluator.evaluation.conclusions import Conclusions
from joinedup_experiments.evaluator.evaluation.performance import Performance, Verdict
from joinedup_experiments.report.evaluation.words import (
    LABELS,
    NOT_EVEN_ALL,
    as_share,
    begun,
    months,
    share_of,
    smallest_as_share,
    so_many,
    truth_as_share,
)
from joinedup_experiments.scenario_io.diff.phrases import listing

SUMMARIES = (
    "Written by rule, as an honest evaluator would who has nothing but the records. Each is of the "
    "{noun} whose estimate of {outcome} is nearest the median of its design's; beside it, what "
    "happened to the same people or area in truth, with the chance of that one run in it, and how "
    "often other {noun}s would have read otherwise."
)
WHY = {  # a reason, and the designs that it biases
    "people are enrolled at their worst, and get better by themselves; they also age, and some "
    "die.": ("enrolled_before_after",),
    "case managers are sent people whom clinicians have seen get worse, and people in the middle "
    "of a spell of illness; records show it later, so controls are less ill.": (
        "matched_exact", "matched_prognostic", "matched_propensity"
    ),
    "a place changes by itself, and all of it is put down to the programme.": (
        "area_before_after",
    ),
    "the trend before would not have gone on in a line.": ("time_series",),
    "other areas change by themselves otherwise, or have initiatives of their own.": (
        "comparator_areas", "synthetic_control"
    ),
}  # fmt: skip
WHOM: dict[Of, str] = {
    "area": "everybody in the area",
    "enrolled": "the people enrolled",
    "neighbourhoods": "neighbourhoods as they go live",
}
SINCE: dict[Of, str] = {
    "area": "from when the programme goes live",
    "enrolled": "from enrolment",
    "neighbourhoods": "from when each goes live",
}
OTHERWISE: dict[Verdict, str] = {
    "not trusted": "Not trusted",
    "too few worlds to say": "Too few {noun}s to say of",
}
AREA_ALONE = ("area_before_after", "time_series")  # designs without anything to compare with


def in_truth(it: Conclusions, outcome: str) -> str:
    """What the programme does over the longest window, to each of whom a truth is known."""
    clear: list[str] = []
    unclear: list[str] = []
    many: list[int] = []
    for of, whom in WHOM.items():
        for window in reversed(it.setting.windows):
            if change := it.truth_of(outcome, window, of):
                when = f"for {whom} over {months(window)} {SINCE[of]}"
                many.append(change.replications)
                each = clear if change.excludes_zero else unclear
                each.append(f"{percent_with_interval(change)} {when}")
                break
    last = "What follows is what an evaluator could have known of it."
    parts = []
    if clear:
        parts.append(f"change by {listing(clear)}")
    if unclear:
        parts.append(f"show no clear change, {listing(unclear)}")
    if not parts:
        return last
    does = ", and ".join(parts)
    over = so_many(many, it.setting.noun)
    return f"In truth {LABELS[outcome]} {does}, on average over {over}. {last}"


def left_out(it: Conclusions) -> Iterator[tuple[str, str]]:
    """What could not be had in all runs, in enough to say anything or not, and why."""
    alike = defaultdict(list)
    for one in it.left_out:
        alike[one.design, one.outcome, one.enough].append(one)
    for (design, outcome, enough), few in alike.items():
        windows = listing([months(one.window) for one in few])
        when = f" for {LABELS[outcome]}" if outcome else ""
        when += "" if len(few) == len(it.setting.windows) else f" over {windows}"
        many = so_many([one.worlds for one in few])
        where = f", in {few[0].where}" if few[0].where else ""
        what = "" if enough else ", left out"
        these = ", and told of these alone" if enough else ""
        had = f"had in {many} of {counted(it.runs, it.setting.noun)}{these}"
        yield (
            f"{begun(DESIGNS[design].label)}{when}{what}:",
            f"{had}. The reason{where}: {few[0].reason}.",
        )


def _still(it: Conclusions) -> list[str]:
    """In which ways the simulated place does not change by itself, as real places do."""
    place = it.setting.programme.place
    ways = (("neither grows nor ages", place.growing), ("has no winters", place.winters))
    return [words for words, holds in ways if not holds]


def _flattered(it: Conclusions) -> list[str]:
    """Designs that look better here than where places change by themselves."""
    return [name for name in AREA_ALONE if name in it.setting.designs and _still(it)]


def flattered(it: Conclusions) -> str:
    """Which designs look better here than where places change by themselves, if any does."""
    if not (alone := _flattered(it)):
        return ""
    which = listing([DESIGNS[name].label for name in alone])
    looks, named = ("looks", "it is") if len(alone) == 1 else ("look", "they are")
    return (
        f"The simulated place {listing(_still(it))}, so {which} {looks} better here than where "
        f"places change by themselves; {named} not named above as what would see most."
    )


def by_when(it: Conclusions, outcome: str) -> Iterator[tuple[str, str]]:
    """What can be known of an outcome after each window: a heading and a sentence each."""
    for window in it.setting.windows:
        if mine := it.chosen(outcome, window=window):
            yield f"After {months(window)}:", _after(it, mine, outcome)


def _after(it: Conclusions, mine: list[Performance], outcome: str) -> str:
    trusted = [one for one in mine if one.verdict == "trusted"]
    named = [one for one in trusted if one.cell.design not in _flattered(it)]
    text = _seen(named, outcome) if named else "no design tried is shown to be trusted."
    if trusted and not named:
        alone = listing([DESIGNS[one.cell.design].label for one in trusted])
        text = f"trusted is {alone} alone, which this place flatters (below)."
    for verdict, words in OTHERWISE.items():
        if names := [DESIGNS[one.cell.design].label for one in mine if one.verdict == verdict]:
            text += f" {words.format(noun=it.setting.noun)}: {listing(names)}."
    if biased := [one for one in mine if one.bias.excludes_zero and one.counterfactual]:
        worst = max(biased, key=lambda one: abs(one.bias.mean / one.counterfactual))
        text += (
            f" Most biased: {DESIGNS[worst.cell.design].label}, off by "
            f"{as_share(worst, worst.bias.mean)}; its intervals hold the truth in "
            f"{worst.coverage.share:.0%} of {it.setting.noun}s."
        )
    return text


def why(it: Conclusions, outcome: str) -> Iterator[tuple[str, str]]:
    """Why designs that are not to be trusted are biased: which they are, and a reason."""
    biased = {
        one.cell.design
        for one in it.chosen(outcome)
        if one.bias.excludes_zero and one.verdict == "not trusted"
    }
    for reason, designs in WHY.items():
        if names := [DESIGNS[one].label for one in designs if one in biased]:
            yield f"What biases {listing(names)}:", reason


def _seen(trusted: list[Performance], outcome: str) -> str:
    """Of whom the sharpest design that is trusted tells, and how often it sees the truth."""
    parts = []
    for of, whom in WHOM.items():
        mine = [one for one in trusted if DESIGNS[one.cell.design].of == of]
        if not mine:
            continue
        best = min(mine, key=_reach)
        design = DESIGNS[best.cell.design]
        seen = f"for {design.whom or whom}, {_smallest(best, outcome)} ({design.label})"
        parts.append(f"{seen}; {_in_reach(best)}" if best.counterfactual else seen)
    text = "; ".join(parts)
    return f"{begun(text)}." if text else ""


def _reach(one: Performance) -> float:
    """The smallest effect seen as a share of use without the programme, of which there is some."""
    return one.smallest_seen / one.counterfactual if one.counterfactual else inf


def _smallest(best: Performance, outcome: str) -> str:
    if not best.counterfactual:
        return f"there would be no {LABELS[outcome]} without the programme"
    share = smallest_as_share(best)
    if share == NOT_EVEN_ALL:
        return f"not even an end of all {LABELS[outcome]} would be seen"
    return f"a change of {share} or more in {LABELS[outcome]} would be seen"


def _in_reach(best: Performance) -> str:
    if best.right_sign is None:
        return f"in truth no change is clear, {truth_as_share(best)}"
    return f"in truth it is {truth_as_share(best)}, seen by {share_of(best.right_sign)} of them"


def otherwise(one: Performance, noun: str) -> str:
    """How often evaluations of a design claim a fall, a rise or neither, over worlds or runs."""
    return (
        f"{LABELS[one.cell.outcome]} are said to fall in {share_of(one.falls)} of {noun}s, to rise "
        f"in {share_of(one.rises)}; in the rest no clear change is found."
    )


def power(it: Conclusions, outcome: str) -> Iterator[str]:
    """How many areas or people it takes, for each window."""
    for one in it.powers[outcome]:
        what = f"To see a fall of {one.effect:.0%} in {LABELS[outcome]}"
        each = [
            f"{number:,.0f} for {months(window)}" if isfinite(number)
            else f"more than {one.units[-1]:,} for {months(window)}"
            for window, number in zip(one.windows, one.enough, strict=True)
        ]  # fmt: skip
        many = f"{it.setting.programme.place.residents:,}"
        whom = (
            f"areas of {many} people with the programme, and as many without, are needed"
            if one.of == "areas"
            else "enrolled people, each with matched controls, would be needed had matching no bias"
        )
        if each:
            yield f"{what} in four of five evaluations, so many {whom}: {listing(each)}."
        if one.few:
            when = listing([months(window) for window in one.few])
            yield (
                f"{what}: too few {it.setting.noun}s to say how many {one.of} it takes over {when}."
            )
