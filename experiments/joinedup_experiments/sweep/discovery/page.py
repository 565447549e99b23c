"""``where_it_helps.md``: what was found in words, all of them generated."""

from __future__ import annotations

import math
from collections.abc import Sequence

from joinedup_experiments.sweep.discovery.finding import Discovery
from joinedup_experiments.sweep.discovery.questions import TOGETHER
from joinedup_experiments.sweep.discovery.rule import Answered, Condition, Rule
from joinedup_experiments.sweep.discovery.trees import FOLDS, ROUNDS
from joinedup_experiments.sweep.discovery.wording import (
    evidence_of,
    meaning_of,
    per_cent,
    plain,
    said_of_condition,
)

PULLS = 5
SHAKY = 0.5  # of the points that either of two regions holds

HOW = """## How to read this

A **rule** is a region of the design: a few factors, each above or below an edge. Together the rules
of one question divide all the points. **Density** is the share of the points inside a rule that
have the answer; **coverage** is the share of all points with the answer that lie inside. The
**base rate** is the share over all points: a rule is worth something as far as its density is away
from it. Intervals are 95% (Wilson's). They are about how surely these points tell of others of the
same design. They are not about the real world: points are spread over ranges of assumptions, and
nobody says that each value within a range is as likely as the next.

Rules are the leaves of a shallow decision tree (scikit-learn). With {factors} factors and {points}
points some split always looks good, so **out of sample** stands beside what the rule was found
from: trees grown without a tenth of the points, {rounds} times {folds}, are tried on that tenth,
and the leaf most like the rule stands for it. The number of leaves is the smallest that no larger
one clearly beats there; where none clearly beats the base rate there is no rule. "Used again" is
the share of trees from resampled points that use the factor too, and the edge's interval is where
they put it; a factor that fewer than half of them use is in no rule.
"""


def page_of(found: Discovery, pictures: Sequence[str]) -> str:
    """The whole page, as Markdown."""
    plan = found.plan
    replications = plan.design.replications
    many = len(found.values)
    runs = "once" if replications == 1 else f"with {replications} replications"
    head = [
        "# Where does it help?",
        "",
        f"Sweep “{plan.design.name}”: {many:,} design points ({plan.design.method}), each run "
        f"{runs}; {len(plan.factors)} factors vary.",
    ]
    if replications == 1:
        head += [
            "",
            "Each point was run once, so an answer near 0 is partly luck. Luck pulls densities "
            "towards each other; it does not make rules that hold out of sample.",
        ]
    if plan.design.luck == "same" and plan.scenarios:
        head += [
            "",
            "All points have the same seeds. Luck that moves every point alike is in no interval "
            "here.",
        ]
    if found.block > 1:
        head += [
            "",
            f"Points were drawn in blocks of {found.block}, which are left out and resampled "
            "together. The intervals of density and coverage take points one by one, and are "
            "too narrow.",
        ]
    head += ["", *(f"{line}." for line in found.passed)]
    parts = ["\n".join(head).rstrip() + "\n"]
    parts += [_section(one, pictures) for one in found.answered]
    parts += [_fans(found, pictures)]
    said = HOW.format(factors=len(plan.factors), points=f"{many:,}", rounds=ROUNDS, folds=FOLDS)
    return "\n".join([*parts, said])


def _section(one: Answered, pictures: Sequence[str]) -> str:
    question = one.question
    lines = [f"## {question.label}", "", question.asked, ""]
    lines += ["| answer | points | base rate (95% interval) |", "|---|---|---|"]
    for name, count, share in zip(question.classes, question.counts, one.base, strict=True):
        lines.append(f"| {name} | {count:,} | {per_cent(share)} |")
    lines += ["", said_of_skill(one), "", *_pull_lines(one)]
    lines += [line for rule in one.rules for line in _rule_lines(one, rule)]
    name = f"map-{question.key}"
    lines += [f"![{question.label}]({each}.png)\n" for each in pictures if each == name]
    return "\n".join(lines)


def _pull_lines(one: Answered) -> list[str]:
    """What the size of the effect goes with, in order, and how luck alone would look."""
    size = "The size of the effect"
    if one.question.classes == TOGETHER:
        size = "The size of both effects together (each in its own standard deviations)"
    if not one.goes_with:
        return [f"{size} goes with no factor alone beyond luck.", ""]
    first = one.goes_with[:PULLS]
    lines = [f"{size} goes with, the strongest first:", ""]
    lines += ["| better the | what | standing | rank correlation (95% interval) |"]
    lines += ["|---|---|---|---|"]
    for pull in first:
        meaning, key = meaning_of(pull.factor), pull.factor.key
        what = meaning if meaning == key else f"{meaning} (`{key}`)"
        way = "higher" if pull.correlation > 0 else "lower"
        lines.append(
            f"| {way} | {what} | {evidence_of(pull.factor)} "
            f"| {pull.correlation:.2f} ({pull.low:.2f} to {pull.high:.2f}) |"
        )
    more = len(one.goes_with) - len(first)
    others = f" {more} more factors are beyond it." if more else ""
    lines += [
        "",
        "The greatest correlation of as many factors that do nothing gets beyond "
        f"±{first[0].luck:.2f} in one sweep "
        f"of twenty.{others}",
        "",
    ]
    return lines


def said_of_skill(one: Answered) -> str:
    """How far the rules foretell points that they were not found from."""
    if one.chosen is None or not one.rules:
        return one.why_none
    c = one.chosen
    return (
        f"{len(one.rules)} rules. On points left out they take away {c.skill:.0%} "
        f"({100.0 * c.skill_low:.0f} to {c.skill_high:.0%}) of the error that the base rate makes "
        "(Brier's score)."
    )


def _rule_lines(one: Answered, rule: Rule) -> list[str]:
    about, name = rule.about, one.question.classes[rule.about]
    seen, unseen = rule.density[about], rule.density_unseen[about]
    covered, elsewhere = rule.coverage[about], rule.coverage_unseen[about]
    lines = [
        f"### Rule {rule.number}: {name} at {seen.value:.0%} of the points inside, "
        f"{one.base[about].value:.0%} everywhere",
        "",
        *(f"- {said_in_full(condition)}" for condition in rule.conditions),
        "",
        "| | as found | out of sample |",
        "|---|---|---|",
        f"| density of “{name}” (base rate {one.base[about].value:.0%}) | {per_cent(seen)} "
        f"| {per_cent(unseen)} |",
        f"| coverage of “{name}” | {per_cent(covered)} | {per_cent(elsewhere)} |",
        "",
        f"{rule.support:,} points inside: {_answers(one, rule)}.",
        "",
    ]
    if rule.likeness < SHAKY:
        lines += [
            "Not to be leaned on: trees grown without a tenth of the points have no region much "
            f"like this one (they share {rule.likeness:.0%} of the points that either holds).",
            "",
        ]
    return lines


def _answers(one: Answered, rule: Rule) -> str:
    pairs = zip(one.question.classes, rule.density, strict=True)
    return ", ".join(f"{share.value:.0%} {name}" for name, share in pairs)


def said_in_full(condition: Condition) -> str:
    """A condition with what the quantity is, its range, its standing, and how sure its edge is."""
    factor = condition.factor
    meaning = meaning_of(factor)
    key = f" (`{factor.key}`)" if meaning != factor.key else ""
    evidence = evidence_of(factor)
    notes = [evidence] if evidence else []
    if factor.choices:
        notes.append("of " + ", ".join(str(choice) for choice in factor.choices))
    else:
        notes.append(f"varied from {factor.low:g} to {factor.high:g}")
    notes.append(f"used again by {condition.used:.0%}")
    if math.isfinite(condition.low_95) and not factor.choices:
        notes.append(f"edge {condition.low_95:.3g} to {condition.high_95:.3g}")
    return f"{meaning}{key}: **{said_of_condition(condition)}** ({'; '.join(notes)})"


def _fans(found: Discovery, pictures: Sequence[str]) -> str:
    lines = ["## Over time", ""]
    for time in found.over_time:
        low, middle, high = _last(time.differences[:, -1])
        unit = time.outcome.unit
        lines.append(
            f"- {time.outcome.label}: in the last {'year' if time.months > 1 else 'month'} "
            f"{plain(middle)} {unit} at the median point; nine tenths of the points lie between "
            f"{plain(low)} and {plain(high)}. That is a spread over assumptions, not an interval."
        )
    lines.append("")
    lines += [f"![Over time]({each}.png)\n" for each in pictures if each.startswith("fan-")]
    return "\n".join(lines)


def _last(values: object) -> tuple[float, float, float]:
    import numpy as np

    low, middle, high = np.quantile(np.asarray(values), [0.05, 0.5, 0.95])
    return float(low), float(middle), float(high)
