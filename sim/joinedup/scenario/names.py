"""The words that a scenario may use, and what every part of one has in common.

Names to choose from are those of the enumerations in `joinedup.codes`, in lower case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any, NamedTuple
from unicodedata import category

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic_core import core_schema

from joinedup import codes

Path = tuple[str | int, ...]
POSTS = "whole-time equivalents for every 30,000 residents"


@dataclass(frozen=True)
class OneOf:
    """A text that must be one of these names, which are called by a noun."""

    names: tuple[str, ...]
    noun: str = "name"

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.literal_schema(list(self.names))


@dataclass(frozen=True)
class Says:
    """How tables and sentences speak of a key."""

    # What it is: a noun without its article, or "whether"; up to a comma, a colon, a semicolon or
    # a bracket it is also what a sentence on a change calls it
    meaning: str = ""
    unit: str = ""  # what its value is counted in
    absent: str = ""  # what holds where nothing is given, when the default itself does not say it

    def __get_pydantic_json_schema__(
        self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(core) | {name: text for name, text in vars(self).items() if text}


class Complaint(NamedTuple):
    """One thing that does not fit.

    ``path`` leads to the part it is about; ``wrong`` is a name that was not found among
    ``known``; ``advice`` is what to do when no name was mistaken; ``kind`` is pydantic's name for
    what one value alone has wrong. ``in_place`` has ``what`` and ``advice`` where posts are
    counted in the whole place, if that makes them other.
    """

    path: Path
    what: str
    advice: str = ""
    wrong: str = ""
    known: tuple[str, ...] = ()
    kind: str = ""
    in_place: tuple[()] | tuple[str, str] = ()


class InconsistentError(ValueError):
    """Parts of a scenario that do not fit each other."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("; ".join(complaint.what for complaint in self.complaints))


class Part(BaseModel):
    """A part of a scenario: refuses keys it does not know and cannot be changed later."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, revalidate_instances="always"
    )


def _plain(text: str) -> str:
    """A label without what a terminal may take for commands to itself.

    Raises
    ------
    ValueError
        When there is a square bracket or a control character.
    """
    if any(_is_control(character) for character in text):
        raise ValueError("control characters cannot stand here; take them out")
    if "[" in text or "]" in text:
        raise ValueError("square brackets cannot stand here; use round ones")
    return text


def _is_control(c: str) -> bool:
    """What is not seen and is no usual space; ends of lines and paragraphs but for the usual."""
    if c in "\n\t":
        return False
    return category(c) in {"Cc", "Zl", "Zp"} or not (c.isprintable() or c.isspace())


def names_of(members: type[IntEnum]) -> tuple[str, ...]:
    """The members of an enumeration as scenario files write them.

    >>> names_of(codes.Domain)
    ('mental', 'physical', 'social')
    """
    return tuple(member.name.lower() for member in members)


Label = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
Share = Annotated[float, Field(ge=0.0, le=1.0), Says(unit="share")]
Severity = Annotated[float, Field(ge=0.0, le=1.0), Says(unit="severity")]
Posts = Annotated[float, Field(ge=0.0, le=10_000.0), Says(unit=POSTS)]
Change = Annotated[float, Field(ge=-1000, le=1000), Says(unit=POSTS)]
Month = Annotated[float, Field(ge=0.0, le=600.0), Says(unit="months")]

AgeName = Annotated[str, OneOf(codes.labels(codes.Age), "age band")]
NeedName = Annotated[str, OneOf(names_of(codes.Need), "kind of need")]
ProfessionName = Annotated[str, OneOf(names_of(codes.Profession), "profession")]
OrganisationName = Annotated[str, OneOf(names_of(codes.Organisation))]
RoleName = Annotated[str, OneOf(names_of(codes.Role))]
DegreeName = Annotated[str, OneOf(names_of(codes.Degree))]
ProcessName = Annotated[str, OneOf(names_of(codes.Process), "team process")]
LeadershipName = Annotated[str, OneOf(names_of(codes.Leadership))]
ManagementName = Annotated[str, OneOf(names_of(codes.Management), "management structure")]
BudgetsName = Annotated[str, OneOf(names_of(codes.Budgets))]
PaymentName = Annotated[str, OneOf(names_of(codes.Payment))]
MechanismName = Annotated[str, OneOf(names_of(codes.Mechanism), "mechanism")]
