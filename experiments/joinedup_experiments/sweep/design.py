"""What a design file can have: the place, its arms, what varies, and the outcomes."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import Field

from joinedup.scenario.names import Label, Part
from joinedup.scenario.place import Hospital, Place

MethodName = Literal[
    "morris",
    "sobol",
    "fast",
    "rbd_fast",
    "delta",
    "pawn",
    "dgsm",
    "fractional_factorial",
    "latin_hypercube",
    "given",
]
FunctionName = Literal["model", "ishigami", "sobol_g"]
METHODS: tuple[str, ...] = get_args(MethodName)
WITH_GROUPS = ("morris", "sobol")
ALL = "all"


class Fault(NamedTuple):
    """What is wrong with the part of a design that ``path`` leads to, and what to do about it."""

    path: tuple[str | int, ...]
    what: str
    hint: str = ""


class Reach(Part):
    """From where to where a parameter varies, in place of its declared range.

    For a table: factors on all its cells.
    """

    low: float
    high: float


class Lever(Part):
    """A value in the scenario that varies: between two numbers, or among choices.

    ``arms`` are those in which it does; otherwise every arm, except that a part of the
    ``arrangement`` stays as it is in the base. With ``scales`` the lever has a name of its own,
    and multiplies every number that these patterns lead to, such as ``teams.*.staff.*``.
    """

    scales: Annotated[list[str] | None, Field(min_length=1, max_length=100)] = None
    low: float | None = None
    high: float | None = None
    choices: Annotated[list[Any] | None, Field(min_length=2, max_length=100)] = None
    arms: Annotated[list[str] | None, Field(min_length=1)] = None


class Outcome(Part):
    """A measure (``joinedup`` writes them to ``measures.csv``), in one arm, over some years.

    ``value`` is the arm's own ``level`` or its ``difference`` from the base; the difference
    unless the arm is the base. ``years`` are the first and the last, counted from 1; all of
    them unless given. The value is that of an average year.
    """

    measure: str
    arm: str | None = None
    value: Literal["difference", "level"] | None = None
    years: Annotated[list[int] | None, Field(min_length=2, max_length=2)] = None
    name: Label | None = None


class Time(Part):
    """How long each run takes, in place of what the base says."""

    years: Annotated[float | None, Field(gt=0, le=50)] = None
    burn_in_years: Annotated[float | None, Field(ge=0, le=50)] = None


class Design(Part):
    """A design, as its file has it."""

    name: Label
    about: Annotated[str, Field(max_length=5_000)] = ""
    function: FunctionName = "model"
    base: str | None = None
    arms: Annotated[list[str], Field(max_length=20)] = Field(default_factory=list)
    place: Place | None = None
    hospital: Hospital | None = None
    run: Time = Field(default_factory=Time)
    assumptions: dict[str, float | dict[str, float]] = Field(default_factory=dict)
    vary: list[str] = Field(default_factory=lambda: [ALL])
    ranges: dict[str, Reach] = Field(default_factory=dict)
    levers: dict[str, Lever] = Field(default_factory=dict)
    groups: dict[Label, list[str]] = Field(default_factory=dict)
    group_by_mechanism: bool = False
    outcomes: Annotated[list[Outcome], Field(max_length=200)] = Field(default_factory=list)
    method: MethodName
    size: Annotated[int | None, Field(ge=2, le=10_000_000)] = None
    second_order: bool = False
    levels: Annotated[int, Field(ge=2, le=100)] = 4
    given: str | None = None
    replications: Annotated[int, Field(ge=1, le=10_000)] = 1
    common_random_numbers: bool = True
    seed: Annotated[int, Field(ge=0, le=2**40)] = 1
    runs_in_a_task: Annotated[int | None, Field(ge=1, le=1000)] = None
