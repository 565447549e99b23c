"""Shares of true need that go unserved, by what is true of the people who have it."""

from __future__ import annotations

import numpy as np

from joinedup.codes import QUINTILES
from joinedup.outcomes.measures import Measure
from joinedup.run import Run
from joinedup_experiments.studies.patterns.people import (
    Values,
    domains_with_need,
    in_last_year,
    standardised,
    true_needs,
)

GROUPS = {
    "least_deprived": "in the least deprived fifth",
    "most_deprived": "in the most deprived fifth",
    "low_persistence": "of the third who give up soonest",
    "high_persistence": "of the third who give up last",
    "one_domain": "of people with needs in one domain",
    "three_domains": "of people with needs in three domains",
}
GAPS = {
    "gap_deprivation": ("most_deprived", "least_deprived", "most less least deprived fifth"),
    "gap_persistence": ("low_persistence", "high_persistence", "least less most persistent third"),
    "gap_mixed": ("three_domains", "one_domain", "three domains less one"),
}
OWN = (
    *(
        Measure(
            f"unserved_{key}",
            f"Need unserved {said}",
            "share of needs",
            "unmet need",
            mean_of="needs",
        )
        for key, said in GROUPS.items()
    ),
    *(
        Measure(key, f"Need unserved, {said}", "share of needs", "unmet need", mean_of="needs")
        for key, (_, _, said) in GAPS.items()
    ),
)  # fmt: skip


def read(run: Run) -> Values:
    """The shares at the end of the last year, and the gaps between groups."""
    there, unserved = true_needs(run)
    residents = np.asarray(run.world.residents)
    domains = domains_with_need(there)
    low, high = np.quantile(residents["persistence"], (1 / 3, 2 / 3))
    members = {
        "least_deprived": residents["quintile"] == 0,
        "most_deprived": residents["quintile"] == QUINTILES - 1,
        "low_persistence": residents["persistence"] <= low,
        "high_persistence": residents["persistence"] >= high,
        "one_domain": domains == 1,
        "three_domains": domains == 3,
    }
    share = {key: standardised(there, unserved, who) for key, who in members.items()}
    found = {f"unserved_{key}": in_last_year(run, value) for key, value in share.items()}
    for key, (one, other, _) in GAPS.items():
        found[key] = in_last_year(run, share[one] - share[other])
    return found
