"""The table of residents: how many, how old, how deprived, in which neighbourhoods."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator

from joinedup.scenario import names
from joinedup_experiments.local_place.new import ages, deprived, sexes, symbols
from joinedup_experiments.local_place.new.ages import BANDS, Band
from joinedup_experiments.local_place.new.headings import tidied
from joinedup_experiments.local_place.new.people_checks import (
    ANY_CODE,
    MOST,
    QUINTILES,
    faults_of,
)
from joinedup_experiments.local_place.new.rows import Column, Fault, Record, Row, fault
from joinedup_experiments.local_place.new.table import ignored, read_table
from joinedup_experiments.local_place.new.wholes import Whole, parted
from joinedup_experiments.scenario_io.load.problems import clipped, listed

_SUMS_SHOWN, _NAMED = 4, 3  # notes of sums, and areas named in each
_FEW = 2_000  # residents, below which decimals may have been thousands
_NUMBERS = {deprived.QUINTILE, deprived.DECILE}
_DECILES = tuple(str(n) for n in range(1, 11))
_NUMBERED = (
    "write the number alone, from 1, the most deprived, to 5, the least, as the English indices do"
)
_PEOPLE = (
    r"(all )?(usual )?(residents|persons|people)|population( estimates?)?( \(.*\))?|observation|"
    r"obs_value|count|number( of (patients|people|residents))?|number_of_patients|value|"
    r"total( population\b.*)?|all( ages)?|(mid.?)?(19|20)\d\d"
)
_AREAS = (
    r"(?!(lsoa|msoa)s$)(lower (layer|tier)|middle layer|upper tier|local authorit|super output|"
    r"output area|electoral|ward|lsoa|msoa|lad\d*|la|oa|utla|ltla|geography|area|region|org|"
    r"practice|prac|ods|pcn|sub.icb|icb|ccg|mnemonic).*"
)


class Population(NamedTuple):
    """Residents as a table gives them, and their shares where it has them.

    ``ages`` by the model's six bands; ``deprivation`` from the *least* to the most deprived;
    ``parts`` by the name of a neighbourhood, where the table names them.
    """

    residents: int
    ages: dict[str, float] | None
    deprivation: tuple[float, ...] | None
    parts: Mapping[str, Population] = MappingProxyType({})


def _band(text: str) -> Band:
    """The years of age that a label stands for, where the model's bands can be made of them."""
    if ages.is_date(text):
        what = f"`age` is `{clipped(text)}`: the spreadsheet has made a date of it"
        raise fault(what, "write the age band as text, such as 5 to 9")
    band = ages.band_of(text)
    if band is None:
        what = f"`age` is `{clipped(text)}`, which is no band of ages" if text else "`age` is empty"
        raise fault(what, f"write one of {listed(BANDS)}, or bands inside these, such as 65-69")
    if len(band.shares) > 1 and band.last - band.first >= ages.WIDEST_SPLIT:
        what = f"the age band `{clipped(text)}` lies across two of the model's bands"
        split = f"only bands of up to {ages.WIDEST_SPLIT} years are split"
        raise fault(what, f"its bands are {listed(BANDS)}; {split}")
    return band


def _quintile(label: str) -> str:
    text = deprived.number_of(label)
    if text not in QUINTILES:
        deciles = "these look like deciles, of which 1 and 2 are quintile 1: call the heading "
        hint = deciles + "`deprivation_decile`; " if text in _DECILES else ""
        raise fault(f"`deprivation_quintile` cannot be `{clipped(text)}`", hint + _NUMBERED)
    return text


def _decile(label: str) -> str:
    text = deprived.number_of(label)
    if text not in _DECILES:
        what = f"`deprivation_decile` cannot be `{clipped(text)}`"
        raise fault(what, "write the number alone, from 1, the most deprived, to 10, the least")
    return text


def _no_slip(value: Any) -> Any:
    """Projections have parts of people; a part of one person is a slip."""
    if isinstance(value, float) and 0.0 < value < 1.0:
        raise fault(f"`people` must be a whole number, not `{value:g}`", "give people, not shares")
    return value


class PopulationRow(Row):
    """``age,deprivation_quintile,people``; one of the first two may be left out.

    ``neighbourhood`` has the name of one, in every row or in none. ``sex`` and ``area`` are
    added up.
    """

    table: ClassVar = "population"
    amount: ClassVar = "people"
    adds_up: ClassVar = True
    once: ClassVar = (
        "age", "deprivation_quintile", "deprivation_decile", "neighbourhood", "sex", "area",
    )  # fmt: skip
    filled: ClassVar = ("age", "deprivation_quintile", "deprivation_decile", "neighbourhood")
    one_of: ClassVar = ("age", "deprivation_quintile", "deprivation_decile")
    joined: ClassVar = ("area",)
    also: ClassVar[Mapping[str, str]] = {
        "age": r"ages?( (group|band)s?)?( \(.*\))?|age_group(_5)?|c_age_name|age in years|age name",
        "sex": r"(sex|gender)( \(.*\))?|gender_name|c_sex_name",
        "deprivation_decile": r"(imd|index of multiple deprivation)( \(imd\))?( \d{4})? decile.*|"
        r"decile|imd_?decile.*|deprivation[ _]decile.*",
        "deprivation_quintile": r"(imd|index of multiple deprivation)( \(imd\))?( \d{4})? quintile"
        r".*|quintile|imd_?quintile.*|deprivation[ _]quintile.*",
        "people": _PEOPLE,
        "neighbourhood": r"neighbourhood name|locality|pcn_name|pcn name|primary care network",
        "measure": "measures?|measures_name",
        "area": _AREAS,
    }
    passed_over: ClassVar = (
        r"(age|sex|gender|c_age|c_sex|c_sex_code|measures?)( \(.*\))?[ _]?(code|type|sortorder)?|"
        r"(date|year|period|extract|publication|postcode|record|obs_status|freq|component)"
        r"([ _].*)?|%.*|per ?cent.*|.*\(%\)|source|(number of )?(lsoa|msoa)s"
    )
    wide: ClassVar[Mapping[str, int]] = {
        "age": 3, "sex": 2, deprived.QUINTILE: 5, deprived.DECILE: 10,
    }  # fmt: skip
    across: ClassVar = ("age", "area")
    people: Annotated[
        float, Field(ge=0, le=10 * MOST), names.Says(unit="people"), BeforeValidator(_no_slip)
    ]
    age: Annotated[Band | None, PlainValidator(_band)] = None
    deprivation_quintile: Annotated[str | None, AfterValidator(_quintile)] = None
    deprivation_decile: Annotated[str | None, AfterValidator(_decile)] = None
    neighbourhood: names.Label | None = None
    sex: str | None = None
    area: str | None = None

    @classmethod
    def labels_in(cls, heading: str) -> Mapping[str, str]:
        """The ages and the sex that a heading stands for, as ``F17`` and ``Age: Total`` do."""
        text = heading.partition("; measures")[0].removeprefix("age: ").removeprefix("sex: ")
        if sex := sexes.of_heading(text):
            return {"sex": sex}
        if own := deprived.label_in(text):
            return own
        sex = text[:1] if text[:1] in "fm" and text[1:2].isdigit() else ""
        label = text[1:] if sex else text
        if ages.band_of(label) is None and not symbols.is_total(label):
            return {}
        return {"age": label, **({"sex": sex} if sex else {})}

    @classmethod
    def understood(cls, records: Sequence[Record]) -> Sequence[Record]:
        """What a column `Area`, or headings, name are neighbourhoods unless there are codes."""
        areas = {r.text("area") for r in records}
        known = any(r.text("neighbourhood") for r in records)
        coded = any(ANY_CODE.search(area) for area in areas)
        if known or coded or len(areas) < 2 or not all(map(_names_an_area, records)):
            return records
        return [Record(r.line, {**r.cells, "neighbourhood": r.cells["area"]}) for r in records]

    @classmethod
    def contradicted(
        cls, columns: Sequence[Column], line: int, beside: Mapping[int, str]
    ) -> Iterator[Fault]:
        """Headings, titles and notes that number deprivation the other way round."""
        of = [c for c in columns if c.field in _NUMBERS or dict(c.labels).keys() & _NUMBERS]
        plain = [c.heading for c in of if not c.labels]
        turned = [(line, text) for text in plain if deprived.is_turned(tidied(text))]
        turned += [(n, text) for n, text in beside.items() if of and deprived.is_turned_in(text)]
        for n, text in turned:
            what = f"`{clipped(text)}` numbers deprivation the other way round"
            yield n, what, "write 1 for the most deprived, in every row, and say so here"

    @property
    def quintile(self) -> str | None:
        """Of deprivation, 1 the most deprived."""
        if self.deprivation_decile is not None:
            return str((int(self.deprivation_decile) + 1) // 2)
        return self.deprivation_quintile


def _names_an_area(record: Record) -> bool:
    """Whether the area stands below a heading that does not say of which kind it is."""
    text, heading = record.cells.get("area", ("", ""))
    plain = re.fullmatch(r"areas?([ _]names?)?", heading.lower()) or heading == text
    return bool(text and plain)


def read_population(path: Path, remark: Callable[[str], None] = ignored) -> Population:
    """The residents of a table of `PopulationRow`; `ScenarioError` has every fault with its line.

    Quintiles are numbered as in the English indices of deprivation: 1 is the most deprived. A
    band of ages that lies across two of the model's is split by years of age. ``remark`` takes
    how the table was understood.
    """
    found = read_table(path, PopulationRow)
    rows, wholes = parted(found.rows)
    parts = _parts(rows)
    residents = {n: p.residents for n, p in parts.items()}
    beside = [
        row for row in _known_of(found.lost)
        if not any(getattr(row, whole.field) == whole.name for whole in wholes)
    ]  # fmt: skip
    together = [*rows, *beside]
    found.refuse(faults_of(together, residents, found.complete, not found.problems))
    for text in (*found.remarks, *_left_out(wholes), *_remarks(rows)):
        remark(text)
    return _shares(rows)._replace(parts=parts)


def _left_out(wholes: Sequence[Whole]) -> Iterator[str]:
    """What was left out as the sum of others."""
    for whole in wholes[:_SUMS_SHOWN]:
        kind = "sexes" if whole.field == "sex" else "areas"
        name = f"`{clipped(whole.name)}`" if whole.name else f"what has no {whole.field}"
        of = f"sum of {' and '.join(map(clipped, whole.parts))}"
        if whole.of_all or len(whole.parts) > _NAMED:
            of = f"whole of {'the' if whole.of_all else f'{len(whole.parts):,}'} other {kind}"
        yield f"{name} is the {of}, and was left out"
    if len(wholes) > _SUMS_SHOWN:
        yield f"so were {len(wholes) - _SUMS_SHOWN:,} more that are the sum of others"


def _known_of(lost: Iterable[Record]) -> Iterator[PopulationRow]:
    """Rows that are lost, as far as their ages are known, which may overlap with others'."""
    for record in lost:
        band = ages.band_of(record.text("age"))
        decile = deprived.number_of(record.text("deprivation_decile") or "1")
        if band and decile in _DECILES:
            texts = {field: record.text(field) or None for field in PopulationRow.once}
            texts["deprivation_decile"] = texts["deprivation_decile"] and decile
            known: dict[str, Any] = {**texts, "age": band, "people": 0.0, "line": record.line}
            yield PopulationRow.model_construct(**known)


def _parts(rows: Iterable[PopulationRow]) -> dict[str, Population]:
    """The residents of each neighbourhood that is named."""
    by_name: dict[str, list[PopulationRow]] = {}
    for row in rows:
        if row.neighbourhood is not None:
            by_name.setdefault(row.neighbourhood, []).append(row)
    return {name: _shares(some) for name, some in by_name.items()}


def _shares(rows: Iterable[PopulationRow]) -> Population:
    by_age: defaultdict[str, float] = defaultdict(float)
    quintiles: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        if row.age is not None:
            for band, share in row.age.shares.items():
                by_age[band] += row.people * share
        if row.quintile is not None:
            quintiles[row.quintile] += row.people
    people = max(sum(by_age.values()), sum(quintiles.values()))
    many = max(1.0, people)
    deprivation = tuple(quintiles[n] / many for n in reversed(QUINTILES) if quintiles)
    bands = {name: by_age[name] / many for name in BANDS if by_age}
    return Population(round(people), bands or None, deprivation or None)


def _remarks(rows: Iterable[PopulationRow]) -> Iterable[str]:
    """How the rows were understood, where that is not as they are written."""
    rows = list(rows)
    if decimals := sum(not row.people.is_integer() for row in rows):
        yield f"figures with decimals were added up, and the sums were rounded: {decimals:,}"
        if sum(row.people for row in rows) < _FEW:
            yield "if the decimals are thousands, as in 55.500, write 55500: this place is small"
    split = sorted({row.age for row in rows if row.age is not None and len(row.age.shares) > 1})
    for band in split:
        years = band.last - band.first + 1
        parts = [f"{round(share * years)} to {name}" for name, share in band.shares.items()]
        yield f"the ages {band} were split evenly by year, of {years} years {' and '.join(parts)}"
    bands = [row.age for row in rows if row.age is not None]
    top = ages.open_end(bands) if bands else None
    if top:
        yield f"the age {top} was taken as {top} and over"
    if any(row.deprivation_decile for row in rows):
        yield "deciles were taken in pairs: 1 and 2 are quintile 1, the most deprived"
    areas = list(dict.fromkeys(row.area for row in rows if row.area))
    if len(areas) > 1 and all(row.area == row.neighbourhood for row in rows):
        names = f"{len(areas):,}: {listed(areas, 6)}"
        yield f"areas were read as neighbourhoods, {names}; with their codes they would be added up"
    elif len(areas) > 1:
        alike = "" if rows[0].neighbourhood else "; a column `neighbourhood` would keep them apart"
        yield f"areas were added up: {len(areas):,}{alike}"
    if len({row.sex for row in rows if row.sex}) > 1:
        yield "the sexes were added up"
