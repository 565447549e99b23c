"""What pooled budgets move between payers: over- and underspends of community care are shared.

The pot is what the NHS and the council spend on staff and on care homes; hospital activity and the
programme's own money stay outside it. Each contributes the share of the pot that it paid in the
year before the index date, whatever its own side costs from then on; in the first month, where
nothing was run before. Where some neighbourhoods alone hold budgets so, of the pot there is as
much as they have of the residents.
"""

from __future__ import annotations

import numpy as np

from joinedup.codes import PAYERS, Organisation
from joinedup.scenario.in_force import spans
from joinedup.scenario.scenario import Scenario
from joinedup.setup.paying import budgets_of
from joinedup.state.world import World

PARTNERS = [Organisation.NHS, Organisation.COUNCIL]


def moved_between_payers(
    scenario: Scenario, world: World, community: np.ndarray, before: np.ndarray
) -> np.ndarray:
    """Pounds that each pays for others' activity [month, payer], which sum to zero every month.

    ``community`` [month, employer] is what staff and care homes cost, ``before`` [employer] what
    they did before the index date.
    """
    pot = community[:, PARTNERS].sum(axis=1)
    before = before if before[PARTNERS].sum() > 0.0 else community[0]
    spent = max(before[PARTNERS].sum(), 1e-9)
    moved = np.zeros((len(community), PAYERS))
    people = np.bincount(np.asarray(world.residents.neighbourhood), minlength=len(world.places))
    risk_shared = np.asarray(world.globals[0].p.incentives.risk_shared)
    for span in spans(scenario, len(pot)):
        held = span.share_of_months(len(pot))
        shared = float(risk_shared[list(map(budgets_of, span.force.at))] @ people / people.sum())
        for payer in PARTNERS:
            mine = community[:, payer]
            moved[:, payer] += held * beyond_its_own(shared, mine, pot, before[payer] / spent)
    return moved


def beyond_its_own(shared: float, mine: np.ndarray, pot: np.ndarray, share: float) -> np.ndarray:
    """What a payer pays beyond its own cost ``mine``, when ``share`` of the pot is its part."""
    return np.asarray(shared * (share * pot - mine))
