"""What an evaluation's page says in sentences, each decided by its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from joinedup_experiments.display.document import Part, Points, Words
from joinedup_experiments.display.numbers import percent_with_interval
from joinedup_experiments.evaluator.designs.catalogue import DESIGNS, Of
from joinedup_experiments.evaluator.evaluation.conclusions import Conclusions
from joinedup_experiments.evaluator.evaluation.envelope import MARGIN, direction_of
from joinedup_experiments.evaluator.evaluation.in_one_world import PROGRAMME
from joinedup_experiments.evaluator.evaluation.performance import FEWEST, Performance
from joinedup_experiments.report.evaluation.words import (
    LABELS,
    as_share,
    begun,
    is_trusted,
    months,
    smallest_as_share,
    smallest_seen,
)
from joinedup_experiments.scenario_io.diff.phrases import listing

SUMMARIES = (
    "Written by rule from the first world's evaluations, as an honest evaluator would who has "
    "nothing but the records; beside each, what happened to the same people or area in truth. "
    "Chance is in both: other worlds would read otherwise."
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
WHOM: dict[Of, str] = {"area": "everybody in the area", "enrolled": "the people enrolled"}
AREA_ALONE = ("area_before_after", "time_series")  # designs without anything to compare with
HOW = (
    ("The truth", "is the same people, or the same area, in the same world without the programme, "
     "in the same months. No evaluation has it. It is another one where a design keeps other "
     "people, or follows them over other months."),
    ("Bias", "is the mean of estimate less truth over worlds; its interval says how well it is "
     "known, not how wide one evaluation's is."),
    ("Intervals that hold the truth", "should be 95 of 100. Fewer means that the design is biased "
     "or its errors too small."),
    ("Claims", "are evaluations whose 95% interval leaves out nought. A wrong sign is a claim of "
     "the direction that the truth on average has not; a dash where it has none that is known, and "
     "then more than 5 of 100 claims are too many."),
    ("Claims without a programme", "are of the same place in the same world without it. Five of "
     "100 would be right."),
)  # fmt: skip


def in_truth(it: Conclusions, outcome: str) -> str:
    """What the programme does over the longest window, to the enrolled and to the area."""
    parts = []
    for of, whom in WHOM.items():
        for window in reversed(it.setting.windows):
            if change := it.truth_of(outcome, window, of):
                parts.append(f"{percent_with_interval(change)} for {whom} over {months(window)}")
                break
    if not parts:
        return "What follows is what an evaluator could have known."
    return (
        f"In truth {LABELS[outcome]} change by {listing(parts)}, on average over {it.worlds} "
        "worlds. What follows is what an evaluator could have known of it."
    )


def left_out(it: Conclusions, outcome: str) -> str:
    """Which designs could not be had in enough worlds to say anything of, and over which windows.

    Nothing where all could.
    """
    rows = it.found[(it.found["arm"] == PROGRAMME) & (it.found["outcome"] == outcome)]
    often = rows.groupby(["design", "window"], sort=False)["estimate"].count()
    few = []
    for design, windows in often[often < FEWEST].groupby("design", sort=False):
        when = (
            ""
            if len(windows) == len(it.setting.windows)
            else (f" after {listing([months(window) for _, window in windows.index])}")
        )
        few.append(f"{DESIGNS[design].label}{when} (in {windows.max()} of {it.worlds} worlds)")
    return f"Could hardly be had, and is left out: {listing(few)}." if few else ""


def flattered(it: Conclusions) -> str:
    """Which designs look better here than where places change by themselves, if any does."""
    place = it.setting.programme.place
    still = [
        words
        for words, holds in (
            ("neither grows nor ages", place.growing),
            ("has no winters", place.winters),
        )
        if not holds
    ]
    alone = [name for name in AREA_ALONE if name in it.setting.designs]
    if not still or not alone:
        return ""
    which = listing([DESIGNS[name].label for name in alone])
    return (
        f"The simulated place {listing(still)}, so {which} look better here than they would where "
        "places change by themselves."
    )


def by_when(it: Conclusions, outcome: str) -> Iterator[tuple[str, str]]:
    """What can be known of an outcome after each window: a heading and a sentence each."""
    for window in it.setting.windows:
        if mine := it.chosen(outcome, window=window):
            yield f"After {months(window)}:", _after(mine, outcome)


def _after(mine: list[Performance], outcome: str) -> str:
    trusted = [one for one in mine if is_trusted(one)]
    wrong = [one for one in mine if not is_trusted(one)]
    text = _seen(trusted, outcome) if trusted else "no design tried can be trusted."
    if wrong:
        names = listing(DESIGNS[one.cell.design].label for one in wrong)
        text += f" Not to be trusted: {names}."
    if biased := [one for one in mine if one.bias.excludes_zero]:
        worst = max(biased, key=lambda one: abs(one.bias.mean / one.counterfactual))
        text += (
            f" Most biased: {DESIGNS[worst.cell.design].label}, off by "
            f"{as_share(worst, worst.bias.mean)}; its intervals hold the truth in "
            f"{worst.coverage.share:.0%} of worlds."
        )
    return text


def why(it: Conclusions, outcome: str) -> Iterator[tuple[str, str]]:
    """Why designs that are not to be trusted are biased: which they are, and a reason."""
    biased = {
        one.cell.design
        for one in it.chosen(outcome)
        if one.bias.excludes_zero and not is_trusted(one)
    }
    for reason, designs in WHY.items():
        if names := [DESIGNS[one].label for one in designs if one in biased]:
            yield f"What biases {listing(names)}:", reason


def _seen(trusted: list[Performance], outcome: str) -> str:
    """Of whom the sharpest design that can be trusted tells, and whether the truth is in reach."""
    parts = []
    for of, whom in (("enrolled", "the people enrolled"), ("area", "the area")):
        mine = [one for one in trusted if DESIGNS[one.cell.design].of == of]
        if not mine:
            continue
        best = min(mine, key=smallest_seen)
        reach = abs(best.truth.mean) >= smallest_seen(best)
        design = DESIGNS[best.cell.design]
        parts.append(
            f"for {design.whom or whom}, a change of {smallest_as_share(best)} or more in "
            f"{LABELS[outcome]} would be seen ({design.label}); in truth it is "
            f"{as_share(best, best.truth.mean)}, {'within' if reach else 'out of'} reach"
        )
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""


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
        yield f"{what} in four of five evaluations, so many {whom}: {listing(each)}."


def method(it: Conclusions) -> Iterator[Part]:
    """How it was done, and what its limits are."""
    setting = it.setting
    yield Points(HOW)
    if setting.compared_with:
        yield Words(
            f"Comparator areas: {setting.compared_with} in each evaluation, drawn from "
            f"{len(setting.comparators)} made-up places. They differ from this one in age and "
            "deprivation, with staff and beds in proportion to need, and each is in a plausible "
            f"world of its own; {setting.share:.0%} of them are expected to begin an initiative "
            "of their own."
        )
    quality = setting.quality
    yield Words(
        f"Records: {quality.sample:.0%} of people are in them, {quality.linkage:.0%} are linked, "
        f"{quality.coding:.0%} of conditions on file are coded, {quality.attrition:.0%} a year are "
        "lost to follow-up. Enrolled people are those of the first year of enrolment."
    )
    yield Words(
        "Figures of a model: its truth is the model's, and an evaluation of a real place meets "
        "more that is not known than these do. What the model leaves out cannot bias a design here."
    )


def envelope_words(it: Conclusions) -> str:
    """What the envelope was held against."""
    window = it.setting.windows[-1]
    whom = WHOM[it.of_whom]
    return (
        f"Written before the run, and held against what happened to {whom} over {months(window)}, "
        f"on average over {it.worlds} worlds. What changes by less than {MARGIN:.0%} of use "
        "without the programme stays; where the interval over worlds does not tell, nothing is "
        "scored, and more worlds would. A guess among three scores 0.67."
    )


def envelope_rows(it: Conclusions) -> Iterator[tuple[str, ...]]:
    """Each expectation beside the truth, with its score."""
    if it.envelope is None:
        return
    window, of = it.setting.windows[-1], it.of_whom
    for outcome, expected in it.envelope.expected.items():
        change = it.truth_of(outcome, window, of)
        truth = direction_of(change) if change else None
        expectation = f"{expected.direction} ({expected.sure:.0%} sure)"
        happened = "not evaluated"
        if change:
            happened = f"{truth or 'not known well enough'}: {percent_with_interval(change)}"
        score = f"{expected.brier(truth):.2f}" if truth else "not scored"
        yield begun(LABELS[outcome]), expectation, happened, score
