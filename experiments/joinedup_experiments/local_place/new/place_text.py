"""`place.yaml`: one's own place as a scenario, every number marked as local or national."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from joinedup.codes import PER
from joinedup.scenario.scenario import Scenario
from joinedup_experiments.local_place.new.costs import Cost, national_cost
from joinedup_experiments.local_place.new.population import Population
from joinedup_experiments.local_place.new.teams import PROFESSIONS, LocalTeam
from joinedup_experiments.local_place.templating import rendered


@dataclass(frozen=True)
class Facts:
    """All that is known of the place; ``given`` names what is no default.

    Residents, neighbourhoods, practices and beds are those of the whole place; without beds,
    there are as many for each resident as in England.
    """

    name: str
    residents: int
    neighbourhoods: int
    practices: int
    beds: float | None
    given: set[str]
    population: Population | None = None
    teams: dict[str, LocalTeam] = field(default_factory=dict)
    costs: Sequence[Cost] = ()


def place_text(facts: Facts, base: Scenario) -> str:
    """The scenario of the place, siloed, with a comment on where each number comes from."""
    ages = (facts.population and facts.population.ages) or base.place.ages
    own = [name for name in facts.teams if name not in base.teams]
    none: dict[str, Any] = {"accepts": {}, "staff": {}}
    values = vars(facts) | {
        "base": base,
        "per": PER,
        "professions": PROFESSIONS,
        "national_cost": national_cost,
        "ages": _shares({str(name): share for name, share in ages.items()}),
        "place": _place_rows(facts, base),
        "teams": [(n, base.teams.get(n, none), facts.teams.get(n)) for n in (*base.teams, *own)],
    }
    return rendered("place.yaml", values)


def _place_rows(facts: Facts, base: Scenario) -> list[tuple[str, str, object, str, str]]:
    """Key, value, whether it is local, its source if so, and what the national default is."""
    table, given, csv = facts.population, facts.given, "population.csv"
    quintiles = (table and table.deprivation) or base.place.deprivation
    shares = list(_shares(dict(enumerate(quintiles))).values())
    hoods = facts.neighbourhoods
    each = max(1, round(facts.practices / hoods))
    return [
        ("residents", f" {facts.residents}", table or "residents" in given,
         csv if table else "as given", "one primary care network (paper 000)"),
        ("neighbourhoods", f" {hoods}", "neighbourhoods" in given,
         "as given", "one for about every 30,000 residents"),
        ("practices_each", f" {each}", "practices" in given,
         f"{facts.practices} practices in {hoods} neighbourhoods",
         "a practice for about every 7,500 residents"),
        ("ages", "", table and table.ages, csv, "England's shares (siloed_borough)"),
        ("deprivation", f" {shares}", table and table.deprivation, csv,
         "a fifth of residents in each"),
    ]  # fmt: skip


def _shares(shares: Mapping[Any, float]) -> dict[Any, float]:
    """Shares to five places; what rounding leaves over goes to the largest."""
    rounded = {key: round(value, 5) for key, value in shares.items()}
    largest = max(rounded, key=lambda key: rounded[key])
    rounded[largest] = round(rounded[largest] + 1.0 - sum(rounded.values()), 5)
    return rounded
