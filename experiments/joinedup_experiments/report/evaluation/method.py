"""How an evaluation was done, by which rules it is judged, and what an envelope is held against."""

from __future__ import annotations

from collections.abc import Iterator

from joinedup_experiments.display.document import Part, Points, Words
from joinedup_experiments.display.numbers import percent_with_interval
from joinedup_experiments.evaluator.designs.catalogue import DESIGNS
from joinedup_experiments.evaluator.evaluation.conclusions import Conclusions
from joinedup_experiments.evaluator.evaluation.envelope import MARGIN, direction_of
from joinedup_experiments.evaluator.evaluation.performance import HOLD, HOLD_AT_LEAST
from joinedup_experiments.report.evaluation.sentences import SINCE, WHOM
from joinedup_experiments.report.evaluation.words import LABELS, begun, months, so_many
from joinedup_experiments.scenario_io.diff.phrases import listing

HOW = (
    ("The truth", "is the same people, or the same area, in the same world without the programme, "
     "in the same months. No evaluation has it. It is another one where a design keeps other "
     "people, or follows them over other months."),
    ("Windows", "run from when the programme goes live for an area, from when each goes live for "
     "neighbourhoods, from each person's month of enrolment for people enrolled, from the month "
     "after the first search at the threshold, and from the first enrolment in a trial by lot."),
    ("Bias", "is the mean of estimate less truth over {worlds}; its interval says how well it is "
     "known, not how wide one evaluation's is."),
    ("Intervals that hold the truth", "should be 95 of 100. Fewer means that the design is biased "
     "or its errors too small."),
    ("Claims", "are evaluations whose 95% interval leaves out nought. A wrong sign is a claim of "
     "the direction that the truth on average has not; a dash where it has none that is known, and "
     "then more than 5 of 100 claims are too many."),
    ("Trusted", f"is a design of which these {{worlds}} show that at least {HOLD_AT_LEAST:.0%} of "
     "its intervals hold the truth, and that its bias is less than a standard error of one "
     "evaluation; the 95% intervals over {worlds} of both lie there. Not trusted is one of which "
     f"they show that fewer than {HOLD:.0%} do, or that its bias is more than half a standard "
     "error. Of the rest these are too few {worlds} to say."),
    ("The smallest fall seen", "is the change that four of five such evaluations would call one, "
     "with intervals as wide as theirs are over {worlds}. It is told only of designs that are "
     "trusted; not even all of it means that even an end of all use would be seen less often."),
    ("Claims without a programme", "are of the same place in the same world without it. Five of "
     "100 would be right."),
)  # fmt: skip


IN_WORLDS = (
    "A plausible world", "is a set of values, for what is not known, with which the siloed place "
    "looks like England; each evaluation is made in one."
)  # fmt: skip
IN_ONE = (
    "A run", "has random numbers of its own, and the model's own values: what is not known of "
    "England is in none of these intervals."
)  # fmt: skip


def method(it: Conclusions) -> Iterator[Part]:
    """How it was done, and what its limits are."""
    setting = it.setting
    truth, *others = [(what, how.format(worlds=f"{setting.noun}s")) for what, how in HOW]
    yield Points([truth, IN_WORLDS if setting.worlds else IN_ONE, *others])
    names = listing([f"{DESIGNS[name].label} ({name})" for name in setting.designs])
    yield Words(f"Designs, by their names on this page and in tables: {names}.")
    if setting.compared_with:
        yield Words(
            f"Comparator areas: {setting.compared_with} in each evaluation, drawn from "
            f"{len(setting.comparators)} made-up places. They differ from this one in age and "
            "deprivation, with staff and beds in proportion to need, and each is in a plausible "
            f"world of its own; {setting.share:.0%} of them are expected to begin an initiative "
            "of their own. All evaluations draw from these few places, whose chance does not "
            "average out: intervals of means and shares hold it too, by what would have been found "
            "without each place in turn (a jackknife of two samples, Arvesen 1969). With the same "
            "seed another evaluation has places made by the same draws, so the two are not "
            "independent."
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
    if it.envelope is None:
        return ""
    noun, of, window = it.setting.noun, it.envelope.of, it.envelope.months
    each = [it.truth_of(outcome, window, of) for outcome in it.envelope.expected]
    many = [change.replications for change in each if change]
    whom, when = WHOM[of], months(window)
    return (
        f"Written before the run, and held against what happened to {whom} over {when} "
        f"{SINCE[of]}, on average over {so_many(many or [it.runs], noun)}. What changes by less "
        f"than {MARGIN:.0%} of use without the programme stays; where the interval over {noun}s "
        f"does not tell, nothing is scored, and more {noun}s would. A guess among three scores "
        "0.67."
    )


def envelope_rows(it: Conclusions) -> Iterator[tuple[str, ...]]:
    """Each expectation beside the truth, with its score."""
    if it.envelope is None:
        return
    window, of = it.envelope.months, it.envelope.of
    for outcome, expected in it.envelope.expected.items():
        change = it.truth_of(outcome, window, of)
        truth = direction_of(change) if change else None
        expectation = f"{expected.direction} ({expected.sure:.0%} sure)"
        happened = "not evaluated"
        if change:
            happened = f"{truth or 'not known well enough'}: {percent_with_interval(change)}"
        score = f"{expected.brier(truth):.2f}" if truth else "not scored"
        yield begun(LABELS[outcome]), expectation, happened, score
