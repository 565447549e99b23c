"""The report's sections on outcomes: the ledger, one for each topic, and the scorecard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from joinedup.codes import EpisodeStatus, Need, labels, title
from joinedup.outcomes.measures import Better, Measure, in_group, in_sections, measure
from joinedup.rules.money import PRICE_YEAR
from joinedup_experiments.compare.comparison import Comparison, how_long
from joinedup_experiments.compare.statistics import paired
from joinedup_experiments.display.document import Figures, Fold, Heading, Part, Section, Words
from joinedup_experiments.report.charts import Rows
from joinedup_experiments.report.claims import claims
from joinedup_experiments.report.sentences import by_cause, by_year, gap_words, who_words
from joinedup_experiments.report.view import View, named

OBSTACLES = (
    EpisodeStatus.HIDDEN, EpisodeStatus.DETERRED, EpisodeStatus.REFUSED, EpisodeStatus.BOUNCED,
    EpisodeStatus.LOST,
)  # fmt: skip
BETTER: dict[int, Better] = {**dict.fromkeys(OBSTACLES, "lower"), EpisodeStatus.MET: "higher"}
KINDS = ((1, "true", "True need"), (0, "false", "False-positive need"))
IN_ONE_PLACE = (
    "Every episode of need under way on, or begun after, the index date is in exactly one of "
    "these places."
)
PROTECTING = (
    "Barriers also protect: what they turn away does not burden a team that is over-worked."
)
BY_KIND = tuple((title(need), f"unmet_{need.name.lower()}") for need in Need)
DEPRIVED = ("unmet_most_deprived", "unmet_least_deprived", "deprivation_gap")
BY_GROUP = (*(key for _, key in BY_KIND), *DEPRIVED[:2])
PRESENTED = (
    "needs_presented", "false_positive_presentations", "referrals_of_need",
    "false_positive_referrals",
)  # fmt: skip
PREVENTABLE = "emergency_admissions_preventable"
ADMISSIONS = (*in_sections("hospital"), PREVENTABLE)
MONEY = in_sections("money")
LISTS = (
    ("Process markers (000)", in_group("process marker")),
    ("Targets, as of CQUIN and ASCOF", (*in_group("target"), *in_group("ASCOF"))),
    ("Unpaid carers", ("carers_strained", *in_sections("carers"))),
    ("The last year of life", in_sections("end of life")),
    ("What surveys give", in_group("survey")),
)


@dataclass(frozen=True)
class Topic:
    """One section: what it opens with, sentences on each arm, its charts and its table."""

    key: str
    heading: str
    table: str  # its caption
    tabled: Sequence[str]  # measures
    drawn: Sequence[str] = ()  # measures with a chart by year
    sentences: Callable[[View, int], list[str]] = lambda view, arm: []  # on an arm
    opening: str = ""
    warning: str = ""  # on what is not here
    # A chart of changes: title, axis, measures, whether as a share of the base.
    chart: tuple[str, str, Sequence[str], bool] | None = None

    def section(self, view: View) -> Section:
        """The section on this topic."""
        parts: list[Part] = [Words(self.opening)] if self.opening else []
        for arm in view.others:
            parts += view.points(arm, self.sentences(view, arm))
        parts += [Words(self.warning, "warning")] if self.warning else []
        drawn = self.drawn if view.result.whole_years > 1 else ()
        figures = [view.years(key) for key in drawn]
        figures += view.changes(self.key, *self.chart) if self.chart else []
        parts += [Figures(figures)] if figures else []
        parts.append(Fold("Figure by figure", view.tables(self.table, view.rows(self.tabled))))
        return Section(self.key, self.heading, parts)


def _yearly(*keys: str) -> Callable[[View, int], list[str]]:
    """In which years some measures changed."""

    def sentences(view: View, arm: int) -> list[str]:
        found = ((measure(key).label, view.by_year(arm, key)) for key in keys)
        return [by_year(label, years) for label, years in found if years]

    return sentences


def _claimed(*keys: str) -> Callable[[View, int], list[str]]:
    """What may be claimed of some measures."""
    return lambda view, arm: [claims(view.effects(arm, keys))]


def _admissions(view: View, arm: int) -> list[str]:
    keys = (PREVENTABLE, "emergency_admissions_found", "emergency_admissions_background",
            "emergency_admissions_sensitive", "emergency_admissions")  # fmt: skip
    prevented, found, other, sensitive, whole = view.effects(arm, keys)
    other = named(other, "emergency admissions from background acute illness")
    return by_cause(prevented, found, other, sensitive, whole)


def _gains(view: View, arm: int) -> list[str]:
    groups = [named(view.effect(arm, key), kind.lower()) for kind, key in BY_KIND]
    return [*who_words(groups), gap_words(*view.effects(arm, DEPRIVED))]


TOPICS = (
    Topic(
        "light", "What comes to light, and when", "What comes to light", PRESENTED, PRESENTED,
        _yearly(*PRESENTED[:2]),
        opening="True need is need that is there. A false presentation was taken for need and was "
        "not; it takes staff time all the same.",
    ),
    Topic(
        "waiting", "Waiting and unmet need", "Waiting and unmet need",
        tuple(k for k in in_sections("waiting", "unmet need") if k not in BY_GROUP),
        in_sections("waiting", "unmet need", core=True),
        _yearly("people_waiting", "identified_unmet_need"),
        opening="The mean wait is from referral to start of care, or to a visit that finds no "
        "need. From the first request on, waiting is shown under which team is the bottleneck.",
    ),
    Topic(
        "admissions", "Admissions by cause: avoided, revealed, displaced", "Admissions and crises",
        ADMISSIONS, sentences=_admissions,
        opening="Avoided: fewer admissions from crises of unmet need, carer breakdown, and want "
        "of an alternative. Revealed: more admissions because case finding met what could not "
        "wait. Displaced: more admissions from other illness; that which ambulatory care can "
        "affect is told apart. These are differences by cause; the model does not follow one "
        "admission into another.",
        chart=("Emergency admissions by cause", "difference, admissions a year",
               [key for key in ADMISSIONS if key.startswith("emergency_admissions")], False),
    ),
    Topic(
        "planned", "Planned care", "Planned care and general practice",
        in_sections("planned care", "general practice"), in_sections("planned care", core=True),
        _claimed(*in_sections("planned care", core=True)),
        opening="A freed bed is filled from the elective list, so fewer emergencies can mean more "
        "planned stays, and neither more nor less is good in itself.",
    ),
    Topic(
        "staff", "Staff", "Staff and ways of working", in_sections("staff", "culture"),
        in_sections("staff", core=True), _claimed(*in_sections("staff", core=True)),
    ),
    Topic(
        "money", "Money: who pays, and what is cash", "Money", MONEY,
        sentences=_claimed(*(key for key in MONEY if measure(key).topic and key != "cost_total")),
        opening=f"Prices are those of {PRICE_YEAR}. Cashable is only what is paid by the item and "
        "falls with activity, such as care home places. Staff in post and hospital beds cost the "
        "same when they are less busy: what is freed there is capacity, not cash. The programme's "
        "own cost is included. Who employs the added posts decides whose cost they are; under a "
        "pooled budget a transfer then moves what community care costs beyond each side's share "
        "of before. People with means pay for their own care.",
        chart=("Money", "difference, thousand pounds a year", MONEY, False),
    ),
    Topic(
        "gains", "Who gains, and who loses", "Unmet need by kind and by deprivation",
        (*BY_GROUP, DEPRIVED[2]), sentences=_gains,
        warning="Not measured: who gains by age, sex, ethnicity, disability or language, people "
        "without a fixed home, and anybody outside the place. The model has no such groups, or "
        "keeps no count for them, so silence here is not reassurance.",
        chart=("Unmet need by kind and by deprivation", "difference in unmet need, % of the base",
               BY_GROUP, True),
    ),
)  # fmt: skip


def ledger(view: View) -> Section:
    """The barrier ledger: where every episode of need ended, or stands."""
    when = f"where episodes ended, or stand, after {how_long(view.result)}"
    kinds = [(key, name, rows) for n, key, name in KINDS if (rows := ledger_rows(view.result, n))]
    bars = [view.bars(f"ledger-{key}", name, "episodes of need", rows) for key, name, rows in kinds]
    parts: list[Part] = [Words(f"{IN_ONE_PLACE} {PROTECTING}"), *([Figures(bars)] if bars else [])]
    for _, name, rows in kinds if view.others else ():
        parts += view.tables(f"Barrier ledger, {name.lower()}", rows, when)
    return Section("ledger", "The barrier ledger", parts)


def ledger_rows(result: Comparison, truth: int) -> Rows:
    """A row for each status that any episode has; ``truth`` is 1 for true need."""
    counts = result.by_world(result.ledgers[:, :, truth].sum(axis=2).astype(float))
    rows = []
    for status, label in zip(EpisodeStatus, labels(EpisodeStatus), strict=True):
        if counts[..., status].any():
            name, better = f"{label[0].upper()}{label[1:]}", BETTER.get(status) if truth else None
            one = Measure(str(status), name, "episodes", "ledger", better=better, mean_of="runs")
            arms = counts[:, :, status]
            rows.append((name, [paired(one, arms[0], arm, result.plausible) for arm in arms]))
    return rows


def scorecard(view: View) -> Section:
    """The eight system-wide metrics of paper 001 (Naylor et al. 2015), and other lists."""
    about = Words(
        "Paper 001 reports the eight system-wide metrics that Northumberland and North Tyneside "
        "agreed on (Naylor et al. 2015). What people report is given as all of them would answer; "
        "what a survey, which few answer, gives of it is further down."
    )
    metrics = view.tables("The eight system-wide metrics", view.rows(in_group("system metric")))
    parts: list[Part] = [about, *metrics, Heading("Experience")]
    parts += view.tables("What people experience", view.rows(in_sections("experience")))
    for heading, keys in LISTS:
        parts += [Heading(heading), *view.tables(heading, view.rows(keys))]
    return Section("scorecard", "Scorecard and experience", parts)
