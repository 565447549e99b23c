"""What a table of residents as a whole has wrong: overlaps, holes, several places, too few."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from joinedup_experiments.local_place.new import ages, deprived, sexes
from joinedup_experiments.local_place.new.ages import Band
from joinedup_experiments.local_place.new.rows import Fault
from joinedup_experiments.local_place.new.wholes import Resident, above, is_whole, people_by
from joinedup_experiments.scenario_io.load.problems import clipped, listed

FEWEST, MOST = 200, 5_000_000
QUINTILES = ("1", "2", "3", "4", "5")
_WHOLE = "so it is not the whole population"
_NOBODY = "write 0 where there is nobody"
_ONE_LEVEL = "keep the rows of your place alone, at one level"
_TWICE = "keep the parts or the whole: their people would be counted twice"
# Codes of areas (ONS), and what each kind is.
ANY_CODE = re.compile(r"\b(?:[EWKNS]\d{8}|[A-Z]\d{5})\b")
_KINDS = {
    "E00": "output area", "E01": "LSOA", "E02": "MSOA", "E05": "ward", "E06": "local authority",
    "E07": "local authority", "E08": "local authority", "E09": "local authority",
    "E10": "county", "E12": "region", "E92": "country", "K02": "country", "K03": "country",
    "K04": "country", "W92": "country",
}  # fmt: skip


def faults_of(
    rows: Sequence[Resident], parts: Mapping[str, int], complete: bool, sound: bool
) -> list[Fault]:
    """All that is wrong with the rows together; what is missing only where they are complete.

    Nothing is said of sums unless every row is ``sound``. ``parts`` has the residents of each
    neighbourhood that is named.
    """
    groups = _groups(rows)
    found = [fault for group in groups.values() for fault in _overlapping(group)]
    found += _areas(rows, sound)
    found += _neighbourhoods(rows)
    if complete and rows:
        found += _holes(groups)
        missing = [n for n in QUINTILES if n not in {row.quintile for row in rows}]
        if missing and any(row.quintile for row in rows):
            what = f"nobody of quintile {listed(missing)} is in the table, {_WHOLE}"
            found.append((0, what, _NOBODY))
    if sound and rows:
        found += [*_sexes(rows), *_above(rows)]
        found += _few(round(sum(row.people for row in rows)), parts)
    return found


def _groups(rows: Iterable[Resident]) -> dict[tuple[str, ...], list[Resident]]:
    """Rows that are of the same people but for their ages."""
    groups: dict[tuple[str, ...], list[Resident]] = {}
    for row in rows:
        if row.age is not None:
            key = (
                row.neighbourhood,
                row.quintile and f"quintile {row.quintile}",
                row.sex,
                row.area,
            )
            groups.setdefault(tuple(part or "" for part in key), []).append(row)
    return groups


def _overlapping(group: Iterable[Resident]) -> Iterator[Fault]:
    lines: dict[Band, int] = {}
    for row in group:
        if row.age is not None:
            lines.setdefault(row.age, row.line)
    for outer, band in ages.overlaps(lines):
        first, second = sorted((lines[outer], lines[band]))
        pair = f"`{outer}` in line {lines[outer]} and `{band}` in line {lines[band]}"
        where = "in the same line" if first == second else ""
        yield second, f"these ages overlap {where}".strip() + f": {pair}", _TWICE


def _holes(groups: Mapping[tuple[str, ...], Sequence[Resident]]) -> Iterator[Fault]:
    """Years of age that a group leaves out, once where every group does."""
    of: dict[Band, list[str]] = {}
    for key, group in groups.items():
        bands = [row.age for row in group if row.age is not None]
        top = ages.open_end(bands)
        bands += [Band(top.first, ages.OLDEST)] if top else []
        for hole in ages.holes(bands):
            of.setdefault(hole, []).append(
                ", ".join(clipped(part) for part in dict.fromkeys(key) if part)
            )
    for hole, where in sorted(of.items()):
        some = f" for {listed(where, 3)}" if len(where) < len(groups) else ""
        yield 0, f"nobody of {hole} is in the table{some}, {_WHOLE}", _NOBODY


def _few(many: int, parts: Mapping[str, int]) -> Iterator[Fault]:
    if not FEWEST <= many <= MOST:
        what = f"the table has {many:,} people, and a place has {FEWEST:,} to {MOST:,}"
        yield 0, what, "give people, not thousands or shares"
    for name, residents in parts.items():
        if residents < FEWEST:
            what = f"the neighbourhood `{clipped(name)}` has {residents:,} people"
            yield 0, what, f"a neighbourhood needs at least {FEWEST} residents"


def _neighbourhoods(rows: Iterable[Resident]) -> Iterator[Fault]:
    """Names that are no neighbourhood's, and those that differ in capitals alone."""
    seen: dict[str, str] = {}
    for row in rows:
        name = row.neighbourhood or ""
        if name in seen.values():
            continue
        before = seen.setdefault(name.casefold(), name)
        if before != name:
            what = f"`{clipped(name)}` is elsewhere written `{clipped(before)}`"
            yield row.line, what, "write a neighbourhood's name in one way"
        elif deprived.names_one(name):
            what = f"`{clipped(name)}` is read as a neighbourhood, and names people by deprivation"
            hint = (
                "put quintiles into a column `deprivation_quintile`, or head their columns Q1 to Q5"
            )
            yield row.line, what, hint


def _areas(rows: Iterable[Resident], sound: bool) -> Iterator[Fault]:
    """Areas of several kinds, or of several places, or one that is the sum of the others."""
    some = [row for row in rows if row.area]
    people = people_by(some, "area")
    first: dict[str, int] = {}
    for row in some:
        first.setdefault(row.area or "", row.line)
    kinds: dict[tuple[str, ...], str] = {}
    places: dict[str, str] = {}
    for area in people:
        codes = ANY_CODE.findall(area)
        kinds.setdefault(tuple(_kind(code) for code in codes), area)
        places |= {code: area for code in codes if _kind(code) == "local authority"}
    if len(kinds) > 1:
        _, other = list(kinds.values())[:2]
        names = listed([f"{' in '.join(kind[::-1]) or 'without a code'} (line {first[area]})"
                        for kind, area in kinds.items()], 4)  # fmt: skip
        yield first[other], f"areas of several levels are in the table: {names}", _ONE_LEVEL
    elif len(places) > 1:
        area = list(places.values())[1]
        what = f"{len(places)} local authorities are in the table: {listed(list(places), 4)}"
        yield first[area], what, _ONE_LEVEL
    elif sound:
        total = sum(people.values())
        for area, many in people.items():
            if is_whole(many, total, len(people)):
                what = f"`{clipped(area)}` has as many people as all other areas together"
                yield first[area], what, f"it is a total: {_ONE_LEVEL}"


def _above(rows: Sequence[Resident]) -> Iterator[Fault]:
    """Countries and regions beside other areas."""
    for field in ("area", "neighbourhood"):
        people = people_by(rows, field)
        for name, many in people.items():
            kind = above(name, many)
            if kind and len(people) > 1:
                line = next(row.line for row in rows if getattr(row, field) == name)
                what = f"`{clipped(name)}` is a {kind}, and there are other areas beside it"
                yield line, what, _ONE_LEVEL


def _sexes(rows: Sequence[Resident]) -> Iterator[Fault]:
    """What is no sex's name, beside the sexes; two may be called as they like."""
    people = people_by(rows, "sex")
    unknown = [sex for sex in people if not sexes.is_known(sex)]
    if not unknown or len(people) == 1 or len(unknown) == len(people) == 2:
        return
    sex = max(unknown, key=people.__getitem__)
    line = next(row.line for row in rows if (row.sex or "") == sex)
    what = f"the sex `{clipped(sex)}` is not known, nor the sum of the others in every group"
    hint = "a total is counted twice, so take it out; else write male, female, other or unknown"
    yield line, what, hint


def _kind(code: str) -> str:
    if len(code) == 6:  # as the NHS numbers its organisations
        return "primary care network" if code.startswith("U") else "practice"
    return _KINDS.get(code[:3], f"{code[:3]} area")
