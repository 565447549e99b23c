"""What is known of a place and proposed for it, from options, from answers and a file of them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from joinedup_experiments.local_place.new.ages import BANDS
from joinedup_experiments.local_place.new.people import Population
from joinedup_experiments.scenario_io.load import load_scenario, shipped_scenarios

EXAMPLE = Path(__file__).parent / "example"
# The local tables, and what each holds, for questions.
TABLES = {
    "population": "residents by age and deprivation",
    "teams": "teams and staff",
    "activity": "activity in a year",
    "costs": "unit costs",
}
BASE = "siloed_borough"
USUAL = "local_care_network"
# Every shipped arrangement but the place itself, and those that have a place of their own.
PROPOSALS = tuple(
    sorted(name for name in shipped_scenarios() if name != BASE and "three_networks" not in name)
)
NETWORK = 30_000  # residents of a primary care network (paper 000)
EACH = "Hill: 21000; Dock: 18500"
EACH_AGED = "Hill: 21000/4100"
OLD = BANDS[3:]  # 65 and over
_EACH = re.compile(r"\s*([^:/;\[\]]{1,60}?)\s*:\s*(\d[\d,]{0,11})(?:\s*/\s*(\d[\d,]{0,11}))?\s*")


@dataclass(frozen=True)
class Answers:
    """What is known of the whole place, None where not given; tables by the keys of `TABLES`.

    ``aged_65`` counts residents of 65 and over; ``each`` has the name and residents of every
    neighbourhood, and those of 65 and over where known, as in `EACH` and `EACH_AGED`, and is
    empty where they are alike. ``national`` has the tables that there are none of, as one said.
    """

    name: str | None = None
    residents: int | None = None
    aged_65: int | None = None
    neighbourhoods: int | None = None
    each: str | None = None
    practices: int | None = None
    beds: float | None = None
    proposal: str | None = None
    tables: Mapping[str, Path] = field(default_factory=dict)
    national: tuple[str, ...] = ()

    def called(self, folder: Path) -> str:
        """The name of the place; unless it is given, as the folder is called."""
        plain = re.sub(r"[\W_]+", " ", Path(os.path.realpath(folder)).name).strip()[:120]
        return self.name or plain[:1].upper() + plain[1:] or "Our place"

    def or_else(self, other: Answers) -> Answers:
        """These, and another's where nothing is given here."""
        own = {key: value for key, value in vars(self).items() if value not in (None, ())}
        return replace(other, **{**own, "tables": {**other.tables, **self.tables}})


class Size(NamedTuple):
    """Of the whole place."""

    residents: int
    neighbourhoods: int
    practices: int


def size_of(answers: Answers, population: Population | None) -> Size:
    """As given; else a network, a neighbourhood for every 30,000 and a practice for every 7,500."""
    residents = NETWORK if answers.residents is None else answers.residents
    residents = population.residents if population else residents
    named = len(population.parts) if population else 0
    hoods = named or answers.neighbourhoods or min(200, max(1, round(residents / NETWORK)))
    each = min(20, max(1, round(residents / hoods / (NETWORK / 4))))
    return Size(residents, hoods, answers.practices or hoods * each)


def with_example(answers: Answers) -> Answers:
    """The made-up borough's own tables and answers, where nothing else is given."""
    tables = {table: EXAMPLE / f"{table}.csv" for table in TABLES}
    usual = Answers(name="Riverford", beds=118.0, practices=8, tables=tables)
    return answers.or_else(usual)


def typed_population(answers: Answers) -> Population | None:
    """The residents of neighbourhoods that were typed; None where there are none.

    Where it is known how many of the place are 65 and over, those of neighbourhoods of which it
    is not said are the rest, in proportion; else as in England, beside others of which it is.

    Raises
    ------
    ValueError
        Where `Answers.each` is not as it should be, or does not fit `Answers.aged_65`.
    """
    people: dict[str, int] = {}
    old: dict[str, int] = {}
    for text in filter(str.strip, (answers.each or "").split(";")):
        found = _EACH.fullmatch(text)
        if not found or found[1] in people:
            why = (
                f"`{found[1]}` stands there twice" if found else f"`{text.strip()[:60]}` is not so"
            )
            raise ValueError(f"{why}: write them as in {EACH}, or {EACH_AGED} with those over 65")
        people[found[1]] = int(found[2].replace(",", ""))
        if found[3]:
            old[found[1]] = int(found[3].replace(",", ""))
    if not people:
        return None
    if old and answers.aged_65 is not None:
        left = answers.aged_65 - sum(old.values())
        others = {name: many for name, many in people.items() if name not in old}
        if not 0 <= left <= sum(others.values()):
            what = (
                f"{sum(old.values()):,} are 65 or over here, and {answers.aged_65:,} in the place"
            )
            raise ValueError(what)
        old |= {name: round(left * many / sum(others.values())) for name, many in others.items()}
    usual = load_scenario(BASE).place.ages if old else None
    parts = {
        name: Population(n, aged(n, old.get(name)) or usual, None) for name, n in people.items()
    }
    residents = sum(people.values())
    return Population(residents, _mean(parts) or aged(residents, answers.aged_65), None, parts)


def _mean(parts: Mapping[str, Population]) -> dict[str, float] | None:
    """Shares by age of neighbourhoods together; None where one has none."""
    shares: dict[str, float] = {}
    for part in parts.values():
        if part.ages is None:
            return None
        for name, share in part.ages.items():
            shares[name] = shares.get(name, 0.0) + share * part.residents
    residents = sum(part.residents for part in parts.values())
    return {name: many / residents for name, many in shares.items()}


def aged(residents: int, old: int | None) -> dict[str, float] | None:
    """Shares by age where ``old`` are 65 and over, on either side in proportion as in England."""
    if old is None:
        return None
    usual = load_scenario(BASE).place.ages
    share, in_england = old / max(1, residents), sum(usual[name] for name in OLD)
    return {
        name: value * (share / in_england if name in OLD else (1 - share) / (1 - in_england))
        for name, value in usual.items()
    }
