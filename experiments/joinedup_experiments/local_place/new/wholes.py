"""Areas, neighbourhoods and sexes that are the sum of others, and areas above any place."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, Protocol, TypeVar

from joinedup_experiments.local_place.new.ages import Band
from joinedup_experiments.local_place.new.totals import rounding

_TRIED = 8  # areas of which any may be a sum of any others, in whatever order they stand
_GROUPS = 3  # in fewer, some areas may be the sum of some others by chance
_COARSE = 100.0  # so may figures that are rounded to so many
_REGION_FROM = 1_000_000  # people; North East and the like are also quarters of towns
_COUNTRY = re.compile(
    r"(the )?(wales|cymru|england( (and|&) wales)?|scotland|northern ireland|great britain|gb|"
    r"united kingdom|uk)",
    re.I,
)
_REGION = re.compile(
    r"(the )?(yorkshire (and|&) (the )?humber|(east|west) midlands|east of england|"
    r"(greater )?london|(?P<quarter>(north|south)[ -](east|west)))( region| \(region\))?",
    re.I,
)


class Resident(Protocol):
    """A row of residents, as far as checks look at it."""

    line: int
    people: float
    age: Band | None
    neighbourhood: str | None
    sex: str | None
    area: str | None

    @property
    def quintile(self) -> str | None:
        """Of deprivation."""


R = TypeVar("R", bound=Resident)
Groups = dict[Hashable, list[float]]  # people of each row, by what else the row says


class Whole(NamedTuple):
    """What is the sum of ``parts``: a name in a field; ``of_all`` where no others are left."""

    field: str
    name: str
    parts: Sequence[str]
    of_all: bool


def parted(rows: Sequence[R]) -> tuple[list[R], list[Whole]]:
    """The rows but those of areas, neighbourhoods and sexes that are sums of others, and these.

    Each has as many people as several others together, in every group by age, deprivation and
    sex, up to rounding. Areas may be sums of some others; a sex is that of all others.
    """
    kept, found = list(rows), list[Whole]()
    for field in ("area", "neighbourhood", "sex"):
        for whole in _wholes(kept, field):
            kept = [row for row in kept if (getattr(row, field) or "") != whole.name]
            found.append(whole)
    return kept, found


def people_by(rows: Iterable[Resident], field: str) -> dict[str, float]:
    """People of each name in a field, empty where there is none; in the order of the rows."""
    people: dict[str, float] = {}
    for row in rows:
        name = getattr(row, field) or ""
        people[name] = people.get(name, 0.0) + row.people
    return people


def is_whole(many: float, total: float, names: int) -> bool:
    """Whether an area has as many people as all the others, of which there are several."""
    return names > 2 and many > 0 and abs(2 * many - total) <= 0.002 * many


def above(name: str, people: float) -> str:
    """What kind of area, larger than any place, a name is of; empty for any other.

    >>> above("Wales", 3e6), above("London", 9e6), above("North West", 9e3), above("Ely", 9e3)
    ('country', 'region', '', '')
    """
    if _COUNTRY.fullmatch(name):
        return "country"
    found = _REGION.fullmatch(name)
    return "region" if found and (not found["quarter"] or people >= _REGION_FROM) else ""


def _wholes(rows: Sequence[Resident], field: str) -> Iterator[Whole]:
    people, groups = people_by(rows, field), _groups(rows, field)
    while len(people) > 2:
        found = _of_all(people, groups)
        if not found and field != "sex":
            some = _run(list(people), people, groups) or _run([*people][::-1], people, groups)
            found = some or _any(people, groups)
        if not found:
            return
        name, parts = found
        yield Whole(field, name, parts, len(parts) == len(people) - 1)
        del people[name], groups[name]


def _groups(rows: Iterable[Resident], field: str) -> dict[str, Groups]:
    found: dict[str, Groups] = {}
    for row in rows:
        of = (row.area, row.neighbourhood) if field == "sex" else (row.sex,)
        own = found.setdefault(getattr(row, field) or "", {})
        own.setdefault((row.age, row.quintile, *of), []).append(row.people)
    return found


def _of_all(
    people: Mapping[str, float], groups: Mapping[str, Groups]
) -> tuple[str, list[str]] | None:
    total = sum(people.values())
    for name, many in people.items():
        if is_whole(many, total, len(people)) and len(groups[name]) > 1:
            parts = [other for other in people if other != name]
            if _is_sum(groups[name], [groups[part] for part in parts]):
                return name, parts
    return None


def _run(
    names: Sequence[str], people: Mapping[str, float], groups: Mapping[str, Groups]
) -> tuple[str, list[str]] | None:
    """The first name that is the sum of several that stand before it without a gap."""
    for n, name in enumerate(names):
        total, parts = 0.0, list[str]()
        for before in range(n - 1, -1, -1):
            parts.append(names[before])
            total += people[names[before]]
            if total > 1.002 * people[name]:
                break
            if _could_be(name, parts, people, groups) and _is_sum(
                groups[name], [groups[part] for part in parts]
            ):
                return name, parts[::-1]
    return None


def _any(people: Mapping[str, float], groups: Mapping[str, Groups]) -> tuple[str, list[str]] | None:
    """The same in any order, where areas are few and figures so fine that it is no chance."""
    figures = [n for group in groups.values() for some in group.values() for n in some]
    if len(people) > _TRIED or all(n % _COARSE == 0 for n in figures):
        return None
    for name in people:
        others = [other for other in people if other != name and people[other] < people[name]]
        for size in range(2, len(others) + 1):
            for parts in combinations(others, size):
                if _could_be(name, parts, people, groups) and _is_sum(
                    groups[name], [groups[part] for part in parts], exact=True
                ):
                    return name, list(parts)
    return None


def _could_be(
    name: str, parts: Sequence[str], people: Mapping[str, float], groups: Mapping[str, Groups]
) -> bool:
    """Whether several others have as many people, and there are groups enough to tell."""
    many = people[name]
    if abs(many - sum(people[part] for part in parts)) > 0.002 * many:
        return False
    inhabited = sum(people[part] > 0 for part in parts) > 1
    return inhabited and sum(any(some) for some in groups[name].values()) >= _GROUPS


def _is_sum(whole: Groups, parts: Sequence[Groups], exact: bool = False) -> bool:
    """Whether one has the sum of the others in every group, up to rounding unless ``exact``."""
    for key in whole.keys() | {key for part in parts for key in part}:
        figures = [n for part in parts for n in part.get(key, ())]
        stated = sum(whole.get(key, ()))
        within = 1e-6 * max(1.0, stated) if exact else rounding([*figures, stated])
        if abs(stated - sum(figures)) > within:
            return False
    return True
