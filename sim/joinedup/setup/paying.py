"""How an arrangement holds budgets and pays providers, as codes."""

from __future__ import annotations

from joinedup.codes import Budgets, Payment
from joinedup.scenario.scenario import Scenario


def budgets_of(scenario: Scenario) -> int:
    """How the organisations' money is held; separately where incentives are disabled."""
    is_disabled = "incentives" in scenario.disable_mechanisms
    return Budgets.SEPARATE if is_disabled else Budgets[scenario.arrangement.paying.budgets.upper()]


def payment_of(scenario: Scenario) -> int:
    """How providers are paid; by activity where incentives are disabled."""
    is_disabled = "incentives" in scenario.disable_mechanisms
    return Payment.ACTIVITY if is_disabled else Payment[scenario.arrangement.paying.payment.upper()]
