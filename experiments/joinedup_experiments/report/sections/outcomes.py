"""The sections that differ only in their measures: what comes to light, waiting, staff and more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from joinedup.outcomes.measures import in_sections, measure
from joinedup_experiments.display.document import Part, Points, Section, Words
from joinedup_experiments.report.blocks import by_year_figures, changes_figures, measure_tables
from joinedup_experiments.report.claims import claims
from joinedup_experiments.report.sections.gains import BY_GROUP
from joinedup_experiments.report.sentences import by_year
from joinedup_experiments.report.source import Source
from joinedup_experiments.report.view import View


@dataclass(frozen=True)
class Topic:
    """One section: its measures, and which of them are claimed, found by year and drawn.

    Attributes
    ----------
    tabled : sequence of str
        Measures in the table.
    drawn : sequence of str
        Measures with a chart by year.
    claimed : sequence of str
        Measures of which a sentence says what changed.
    yearly : sequence of str
        Measures of which a sentence says in which years they changed.
    axis : str
        Of one chart of all changes, in place of charts by year.
    """

    key: str
    heading: str
    table: str
    tabled: Sequence[str]
    drawn: Sequence[str] = ()
    claimed: Sequence[str] = ()
    yearly: Sequence[str] = ()
    opening: str = ""
    axis: str = ""


_PRESENTED = (
    "needs_presented",
    "false_positive_presentations",
    "referrals_of_need",
    "false_positive_referrals",
)
_MONEY = in_sections("money")
LIGHT = Topic(
    "light", "What comes to light, and when", "What comes to light", _PRESENTED, _PRESENTED,
    yearly=_PRESENTED[:2],
    opening="True need is need that is there. A false presentation was taken for need and was not; "
    "it takes staff time all the same.",
)  # fmt: skip
WAITING = Topic(
    "waiting", "Waiting and unmet need", "Waiting and unmet need",
    tuple(k for k in in_sections("waiting", "unmet need") if k not in BY_GROUP),
    in_sections("waiting", "unmet need", core=True),
    yearly=("people_waiting", "identified_unmet_need"),
)  # fmt: skip
PLANNED = Topic(
    "planned", "Planned care", "Planned care and general practice",
    in_sections("planned care", "general practice"), in_sections("planned care", core=True),
    in_sections("planned care", core=True),
    opening="A freed bed is filled from the elective list, so fewer emergencies can mean more "
    "planned stays, and neither more nor less is good in itself.",
)  # fmt: skip
STAFF = Topic(
    "staff", "Staff", "Staff and ways of working", in_sections("staff", "culture"),
    in_sections("staff", core=True), in_sections("staff", core=True),
)  # fmt: skip
MONEY = Topic(
    "money", "Money: who pays, and what is cash", "Money", _MONEY,
    claimed=tuple(key for key in _MONEY if measure(key).topic and key != "cost_total"),
    opening="Cashable is only what is paid by the item and falls with activity, such as care home "
    "places. Staff in post and hospital beds cost the same when they are less busy: what is freed "
    "there is capacity, not cash. The programme's own cost is included. Who employs the added "
    "posts decides whose cost they are.",
    axis="difference, thousand pounds a year",
)  # fmt: skip


def section_on(topic: Topic) -> Callable[[Source], Section]:
    """The section on one topic."""

    def section(source: Source) -> Section:
        view = source.view
        parts: list[Part] = [Words(topic.opening)] if topic.opening else []
        items = _sentences(view, topic)
        parts += [Points(items)] if items else []
        parts += by_year_figures(view, topic.drawn) if topic.drawn else []
        if topic.axis:
            parts += changes_figures(
                view, topic.key, topic.table, topic.axis, topic.tabled, share=False
            )
        parts += measure_tables(view, topic.table, topic.tabled)
        return Section(topic.key, topic.heading, parts)

    return section


def _sentences(view: View, topic: Topic) -> list[str]:
    found = [
        view.about(arm, by_year(measure(key).label, view.by_year(arm, key)))
        for arm in view.others
        for key in topic.yearly
        if view.years
    ]
    if topic.claimed:
        found += [view.about(a, claims(view.effects(a, topic.claimed))) for a in view.others]
    return found
