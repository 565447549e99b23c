"""Outcomes of money, wellbeing, and experience of care: what is gained and what is lost (004)."""

from __future__ import annotations

from joinedup.codes import EMPLOYERS, Payer
from joinedup.outcomes.measure import Measure
from joinedup.outcomes.metrics import extra_of, money_of, part_of, tally_of
from joinedup.state.months import Tally

# fmt: off
MONEY = (
    Measure("cost_nhs", "Cost to the NHS", "GBP", "money", money_of(Payer.NHS), "lower",
            headline=True, core=True, topic="money"),
    Measure("cost_council", "Cost to the council", "GBP", "money",
            money_of(Payer.COUNCIL), "lower", headline=True, core=True, topic="money",
            description="Social work, home care and care homes; not learning disability."),
    Measure("cost_voluntary", "Cost to the voluntary sector", "GBP", "money",
            money_of(Payer.VOLUNTARY), "lower"),
    Measure("cost_people", "What people pay for their own care", "GBP", "money",
            money_of(Payer.PEOPLE), "lower", headline=True, topic="money",
            description="Support at home and care homes, of people with means."),
    Measure("cost_public", "Cost to public services", "GBP", "money",
            lambda m: m.money[:, :EMPLOYERS].sum(axis=1), "lower", topic="money",
            description="To the NHS, the council and voluntary organisations."),
    Measure("cost_total", "Cost to all payers", "GBP", "money", lambda m: m.money.sum(axis=1),
            "lower",
            headline=True, core=True, topic="money", precision=0.01),
    Measure("cost_cashable", "Cashable cost", "GBP", "money", extra_of("cost_cashable"), "lower",
            headline=True, topic="money",
            description="Cost of activity bought by the item, which falls when activity falls."),
    Measure("cost_capacity", "Cost of standing capacity", "GBP", "money",
            extra_of("cost_capacity"), "lower",
            description="Cost of staff and beds, which stays when activity falls."),
    Measure("empty_beds_cash", "Cash that closing empty beds would release", "GBP", "money",
            extra_of("empty_beds_cash"),
            description="Beds beyond what 92% occupancy takes; none while freed beds are filled."),
    Measure("transfer_nhs", "Transfer from the NHS under a pooled budget", "GBP", "money",
            extra_of("transfer_nhs"), signed=True,
            description="What it pays for the council's side; below zero what it receives."),
    Measure("transfer_council", "Transfer from the council under a pooled budget", "GBP",
            "money", extra_of("transfer_council"), signed=True,
            description="What it pays for the NHS's side; below zero what it receives."),
)
WELLBEING = (
    Measure("qalys_lost", "QALYs lost to need", "QALYs", "wellbeing", lambda m: m.utility_lost,
            "lower", headline=True, core=True, topic="residents",
            description="Quality-adjusted life years."),
)
EXPERIENCE = (
    Measure("repeat_history_taking", "Repeat history-taking", "times", "experience",
            tally_of(Tally.REPEATED_HISTORIES), "lower", headline=True, core=True,
            description="Assessments at which a person tells again what another service knows."),
    Measure("interfaces_crossed", "Interfaces crossed", "times", "experience",
            tally_of(Tally.CROSSED),
            "lower"),
    Measure("care_plans", "Care plans agreed", "plans", "experience", tally_of(Tally.PLANS),
            "higher", group="system metric",
            description="First plans at joint meetings; case managers' plans, each time that they "
            "are made anew; plans that teams are paid for."),
    Measure("case_manager_visits", "Case managers' visits", "visits", "experience",
            tally_of(Tally.VISITS)),
    Measure("continuity", "Continuity of care", "share of contacts", "experience",
            part_of(Tally.USUAL_STAFF_CONTACTS, Tally.CONTINUITY_CONTACTS), "higher", "contacts",
            description="Contacts with the usual member of staff: the usual-provider index."),
    Measure("choice_of_team", "Acceptances with a choice of team", "share of acceptances",
            "experience",
            part_of(Tally.WITH_CHOICE, Tally.ACCEPTANCES), "higher", "acceptances",
            description="Of people who could have gone to another team."),
    Measure("coordination", "Coordinated contacts", "share of contacts", "experience",
            part_of(Tally.COORDINATED, Tally.SHARED_CONTACTS), "higher",
            "contacts of people with two teams",
            description="At which two teams of one person knew of each other's work."),
    Measure("allies_lost", "Mental health service users who lost an ally outside the service",
            "people", "experience", tally_of(Tally.ALLIES_LOST), "lower",
            description="Their independent ally joined the service that they face."),
)
# fmt: on
TABLE = (*MONEY, *WELLBEING, *EXPERIENCE)
