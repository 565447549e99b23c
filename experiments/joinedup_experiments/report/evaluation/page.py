"""The page of an evaluation: what one will be able to know by when, designs beside the truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from joinedup_experiments.display.document import (
    Code,
    Figure,
    Figures,
    Heading,
    Part,
    Points,
    Section,
    Table,
    Words,
)
from joinedup_experiments.display.numbers import counted, of_worlds
from joinedup_experiments.display.terminal import print_parts, screen
from joinedup_experiments.evaluator.designs.catalogue import DESIGNS, Of
from joinedup_experiments.evaluator.evaluation.conclusions import Conclusions
from joinedup_experiments.evaluator.evaluation.left_out import named_run
from joinedup_experiments.evaluator.evaluation.performance import Performance
from joinedup_experiments.report.charts import svg
from joinedup_experiments.report.evaluation import method, sentences
from joinedup_experiments.report.evaluation.pictures import (
    OF_WHOM,
    Pictures,
    title_of,
)
from joinedup_experiments.report.evaluation.summaries import in_truth, summary
from joinedup_experiments.report.evaluation.words import (
    LABELS,
    begun,
    months,
    share_of,
    smallest_as_share,
    truth_as_share,
    unit_of,
    with_interval,
)
from joinedup_experiments.report.page import rendered

KNOWN_BY_WHEN = ("design and window", "smallest fall seen\n(4 of 5 times)", "truth, share",
                 "intervals that\nhold the truth", "claims without\na programme")  # fmt: skip
BESIDE = ("design and window", "estimate", "truth", "bias", "claims a fall", "claims a rise",
          "wrong sign")  # fmt: skip


def evaluation_page(it: Conclusions, pictures: Pictures) -> str:
    """The whole page as HTML, one file that asks nothing of a network."""
    place = it.setting.programme
    plausible = it.setting.worlds is not None
    made_in = f"{counted(it.runs, 'run')} with the model's own values"
    made_in = of_worlds(it.runs) if plausible else made_in
    facts = (
        f"{it.residents:,} residents, of whom {place.place.residents:,} were simulated; evaluated "
        f"in {made_in}; "
        f"{counted(it.setting.months_before, 'month')} of records before."
    )
    over = "plausible worlds" if plausible else "replications"
    title = f"{place.name}: what an evaluation would find"
    return rendered(title, facts, over, list(sections(it, pictures)))


def printed(it: Conclusions) -> None:
    """Print the answer and the first outcome's designs beside the truth."""
    first = it.setting.outcomes[0]
    print_parts(screen(), [*answer_parts(it, first), *beside_truth_parts(it, first)])


def sections(it: Conclusions, pictures: Pictures) -> Iterator[Section]:
    """The page's sections, in the order in which a board asks."""
    first = it.setting.outcomes[0]
    yield Section("answer", "What you will be able to know by when", answer_parts(it, first))
    figures = {
        name: Figure(name, title, title, svg(name, title, title, draw()))
        for name, (title, draw) in pictures.items()
    }
    for outcome in it.setting.outcomes:
        parts = list(beside_truth_parts(it, outcome))
        shown = [
            one for name, one in figures.items() if name in (f"{outcome}-{of}" for of in OF_WHOM)
        ]
        if parts:
            heading = f"{begun(LABELS[outcome])}: designs beside the truth"
            yield Section(outcome, heading, [*([Figures(shown)] if shown else []), *parts])
    if takes := [sentence for outcome in it.powers for sentence in sentences.power(it, outcome)]:
        powers = [one for name, one in figures.items() if name.startswith("power-")]
        parts = [Points(takes), *([Figures(powers)] if powers else [])]
        yield Section("power", "How many areas or people it takes", parts)
    yield Section("summaries", "What evaluators would have written", list(_summaries(it)))
    if it.envelope:
        yield Section("envelope", "The sealed envelope", list(_envelope(it)))
    yield Section("method", "How this was done", list(method.method(it)))


def answer_parts(it: Conclusions, outcome: str) -> list[Part]:
    """What can be known of an outcome by when, in sentences and a table."""
    parts: list[Part] = [Words(sentences.in_truth(it, outcome))]
    parts.append(Points(list(sentences.by_when(it, outcome)), ordered=True))
    if reasons := list(sentences.why(it, outcome)):
        parts.append(Points(reasons))
    if absent := list(sentences.left_out(it)):
        parts.append(Points(absent))
    if still := sentences.flattered(it):
        parts.append(Words(still))
    rows: list[Sequence[str]] = []
    for design, each in _by_design(it, outcome):
        rows.append((heading_of(design),))
        rows += [_by_when(one, it.setting.noun) for one in each]
    caption = f"{begun(LABELS[outcome])}: what each design can see, and how often it is right"
    return [*parts, Table(caption, KNOWN_BY_WHEN, rows)] if rows else parts


def _by_when(one: Performance, noun: str) -> tuple[str, ...]:
    verdict = one.verdict.replace("world", noun)
    seen = smallest_as_share(one) if verdict == "trusted" else verdict
    held, claimed = share_of(one.coverage), share_of(one.false_claims)
    return months(one.cell.window), seen, truth_as_share(one), held, claimed


def beside_truth_parts(it: Conclusions, outcome: str) -> Iterator[Part]:
    """A table for each of whom designs are: the enrolled, the area, neighbourhoods."""
    for of in OF_WHOM:
        rows: list[Sequence[str]] = []
        for design, each in _by_design(it, outcome, of):
            rows.append((heading_of(design),))
            rows += [_row(one) for one in each]
        if rows:
            caption = f"{title_of(outcome, of)}, {unit_of(outcome)}"
            yield Table(caption, BESIDE, rows)


def heading_of(design: str) -> str:
    """A design's label, with whom it is of where they are not all of a table's."""
    one = DESIGNS[design]
    return f"{one.label}, of {one.whom}" if one.whom else one.label


def _row(one: Performance) -> tuple[str, ...]:
    changes = (with_interval(x, one.cell.outcome) for x in (one.estimate, one.truth, one.bias))
    claims = (share_of(x) for x in (one.falls, one.rises, one.wrong_sign))
    return (months(one.cell.window), *changes, *claims)


def _by_design(
    it: Conclusions, outcome: str, of: Of | None = None
) -> Iterator[tuple[str, list[Performance]]]:
    for design in it.setting.designs:
        if each := it.chosen(outcome, of=of, design=design):
            yield design, each


def _summaries(it: Conclusions) -> Iterator[Part]:
    windows, first = it.setting.windows, it.setting.outcomes[0]
    window, noun = 12 if 12 in windows else windows[0], it.setting.noun
    yield Words(sentences.SUMMARIES.format(outcome=LABELS[first], noun=noun))
    for design in it.setting.designs:
        rows = it.typical(design, first, window)
        performance = it.chosen(first, design=design, window=window)
        if not len(rows) or not performance:  # left out, as is said above
            continue
        where = named_run(rows["world"].iloc[0], rows["seed"].iloc[0])
        yield Heading(f"{begun(DESIGNS[design].label)}, {months(window)}, {where}")
        points = [
            ("An evaluator:", summary(design, rows, it.setting.compared_with)),
            ("In truth, in this run:", in_truth(rows)),
            *((f"Other {noun}s:", sentences.otherwise(one, noun)) for one in performance),
        ]
        yield Points(points)


def _envelope(it: Conclusions) -> Iterator[Part]:
    envelope = it.envelope
    if envelope is None:
        return
    yield Words(method.envelope_words(it))
    rows = list(method.envelope_rows(it))
    head = ("outcome", "expected", "in truth", "score (0 best, 2 worst)")
    yield Table("What was expected, and what happened", head, rows, numbers=False)
    yield Code(f"sha256sum of the envelope: {envelope.sha256}")
