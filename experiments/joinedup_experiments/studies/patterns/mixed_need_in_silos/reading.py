"""What needs in three domains cost beside one: bounces, referrals, unserved need."""

from __future__ import annotations

from joinedup.codes import Activity
from joinedup.outcomes.measures import Measure
from joinedup.run import Run
from joinedup_experiments.studies.patterns.people import (
    Values,
    counted,
    domains_with_need,
    in_last_year,
    standardised,
    stayed,
    true_needs,
)

WHO = {"one": "one domain", "three": "three domains"}
OWN = (
    *(
        Measure(f"bounced_{n}_domain{'s' if n == 'three' else ''}",
                f"Bounces of people with needs in {said}", "for every referral", "demand",
                mean_of="referrals")
        for n, said in WHO.items()
    ),
    *(
        Measure(f"referrals_{n}_domain{'s' if n == 'three' else ''}",
                f"Referrals of people with needs in {said}", "for every start of care", "demand",
                mean_of="starts of care")
        for n, said in WHO.items()
    ),
    Measure("price_bounced", "Bounces for every referral, three domains less one",
            "for every referral", "demand", mean_of="referrals"),
    Measure("price_referrals", "Referrals for every start of care, three domains less one",
            "for every start of care", "demand", mean_of="starts of care"),
    Measure("price_unserved", "Need unserved, three domains less one", "share of needs",
            "unmet need", mean_of="needs"),
)  # fmt: skip


def read(run: Run) -> Values:
    """Rates since the day of change, of those who have lived here all the time."""
    there, unserved = true_needs(run)
    domains, here = domains_with_need(there), stayed(run)
    referred, bounced, begun = (
        counted(run, activity)
        for activity in (Activity.REFERRED, Activity.BOUNCED, Activity.CARE_STARTED)
    )
    one, three = here & (domains == 1), here & (domains == 3)
    rate = {
        n: (bounced[who].sum() / max(referred[who].sum(), 1),
            referred[who].sum() / max(begun[who].sum(), 1),
            standardised(there, unserved, who))
        for n, who in (("one", one), ("three", three))
    }  # fmt: skip
    found = {
        "bounced_one_domain": rate["one"][0],
        "bounced_three_domains": rate["three"][0],
        "referrals_one_domain": rate["one"][1],
        "referrals_three_domains": rate["three"][1],
    }
    for number, name in enumerate(("price_bounced", "price_referrals", "price_unserved")):
        found[name] = rate["three"][number] - rate["one"][number]
    return {key: in_last_year(run, float(value)) for key, value in found.items()}
