"""What a design file can have, and its points, of each method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, get_args

import numpy as np
from pydantic import (
    Field,
    ValidatorFunctionWrapHandler,
    WrapSerializer,
    WrapValidator,
    field_validator,
    model_validator,
)

from joinedup.scenario.names import Label, Part
from joinedup.scenario.place import Hospital, Place
from joinedup_experiments.display.errors import commands
from joinedup_experiments.sweep.factors import Factor
from joinedup_experiments.sweep.shapes import Correlation, Reach, put_together

MethodName = Literal[
    "morris", "sobol", "fast", "rbd_fast", "delta", "pawn", "dgsm", "fractional_factorial",
    "latin_hypercube", "given", "worlds",
]  # fmt: skip
METHODS: tuple[str, ...] = get_args(MethodName)
WITH_GROUPS = ("morris", "sobol")
WORLDS, PLAUSIBLE = "worlds", "plausible"
WAVES_BEFORE = "the waves before"  # what gives a wave of a calibration its points
EVALUATED = "what is evaluated"  # and what gives them to a part of an evaluation
# Sweeps whose runs only the command that began them can make: what they are
PARTS = {WAVES_BEFORE: "a wave of a calibration", EVALUATED: "a part of an evaluation"}
ALL = "all"
FEWEST_FOR_FAST = 65
MOST_FACTORS_OF_A_HALF = 512
COPIES = 4.0  # of the points in memory while they are drawn
DGSM_STEP = 0.05  # of the value: wide enough for whole people to be counted
Problem = dict[str, Any]


def _ranges(values: Any, read: ValidatorFunctionWrapHandler) -> Any:
    """Ranges by key, or the word for all of them; complaints are of what was meant."""
    if values == PLAUSIBLE:
        return values
    if isinstance(values, str):
        raise ValueError(f"`ranges` is a table, or `{PLAUSIBLE}` for all that vary at once")
    if isinstance(values, dict) and PLAUSIBLE in [x for x in values.values() if isinstance(x, str)]:
        what = f"`{PLAUSIBLE}` is for all that vary at once"
        raise ValueError(f"{what}; write `ranges: {PLAUSIBLE}`, or `low` and `high` of each")
    return read(values)


# Of a union of both each complaint would come twice, under names that no file has.
if TYPE_CHECKING:
    Ranges = dict[str, Reach] | Literal["plausible"]
else:
    Ranges = Annotated[
        dict[str, Reach],
        WrapValidator(_ranges),
        WrapSerializer(lambda value, write: value if isinstance(value, str) else write(value)),
    ]


class Fault(NamedTuple):
    """What is wrong with the part of a design that ``path`` leads to, and what to do about it."""

    path: tuple[str | int, ...]
    what: str
    hint: str = ""


class Lever(Part):
    """A value in the scenario that varies: between two numbers, or among choices.

    It varies in ``arms``; otherwise in every arm, a part of the ``arrangement`` in all but the
    base. With ``scales`` it multiplies every number that these patterns lead to, and after
    ``assumptions.`` every parameter that they name, within its declared range.
    """

    scales: Annotated[list[str] | None, Field(min_length=1, max_length=100)] = None
    low: float | None = None
    high: float | None = None
    choices: Annotated[list[Any] | None, Field(min_length=2, max_length=100)] = None
    arms: Annotated[list[str] | None, Field(min_length=1)] = None


class Outcome(Part):
    """An average year of a measure in one arm, over its first to last ``years``, from 1.

    Its own ``level``, or the ``difference`` from the base, which is usual in the other arms.
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


SHARED_SEEDS = (
    "All points have the same random seeds. Chance that moves every point alike is in no "
    "interval here."
)


class Design(Part):
    """A design, as its file has it."""

    name: Label
    about: Annotated[str, Field(max_length=5_000)] = ""
    base: str
    arms: Annotated[list[str], Field(max_length=20)] = Field(default_factory=list)
    place: Place | None = None
    hospital: Hospital | None = None
    run: Time = Field(default_factory=Time)
    assumptions: dict[str, float | dict[str, float]] = Field(default_factory=dict)
    outside_range: dict[str, Label] | None = None
    vary: list[str] = Field(default_factory=lambda: [ALL])
    ranges: Ranges = Field(default_factory=dict)
    correlations: Annotated[list[Correlation] | None, Field(max_length=1000)] = None
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

    @model_validator(mode="before")
    @classmethod
    def _own_seeds_of_worlds(cls, values: Any) -> Any:
        """Worlds are a sample of what may be true, over which chance should average out too."""
        if isinstance(values, dict) and values.get("method") == WORLDS:
            return {"common_random_numbers": False} | values
        return values

    @field_validator("levers")
    @classmethod
    def _printable(cls, levers: dict[str, Lever]) -> dict[str, Lever]:
        if any(map(commands, levers)):
            raise ValueError("control characters cannot stand here; take them out")
        return levers

    @property
    def holds_for(self) -> str:
        """The seeds that the indices and intervals of a sensitivity analysis hold for, in words."""
        many = self.replications
        of_replications = self.method == "fractional_factorial" and many > 1
        if of_replications or not self.common_random_numbers:
            return "any seeds"
        return "this one seed" if many == 1 else f"these {many} seeds"

    @property
    def points_are(self) -> str:
        """What the points are called in sentences."""
        return "plausible worlds" if self.method == WORLDS else "points"


def points_of_a_unit(design: Design, factors: int) -> int:
    """How many points there are for each of the design's size."""
    return block_size(design.method, factors, design.second_order) or factors


def fault_of_size(design: Design, factors: int, room: float) -> Iterator[Fault]:
    """That so many points do not fit in ``room`` bytes, and how many would."""
    each = points_of_a_unit(design, factors)
    of_a_unit = COPIES * 8.0 * factors * each
    if (design.size or 0) * of_a_unit > room:
        takes = f"{(design.size or 0) * of_a_unit / 1e9:,.1f} GB of memory"
        what = f"points of {factors:,} parameters and levers take about {takes}, and "
        hint = f"a size of about {float(f'{room / of_a_unit:.2g}'):,.0f} would fit"
        yield Fault(("size",), f"{what}{room / 1e9:,.1f} are free", hint)


def faults_of_method(design: Design, factors: int) -> Iterator[Fault]:
    """What is wrong with the method, its size and its options, for so many factors."""
    method, size = design.method, design.size
    has_size = method not in ("given", "fractional_factorial")
    needs_size = has_size and method != WORLDS
    near = 1 << ((size or 2).bit_length() - 1)
    checks: list[tuple[bool, str, str, str]] = [
        (needs_size and size is None, "method", "`size` is missing",
         "the number of base samples (sobol, dgsm, fast), trajectories (morris) or points"),
        (not has_size and size is not None, "size", f"`{method}` has a size of its own",
         "take it out"),
        (method == "sobol" and bool(size and size & (size - 1)), "size",
         f"`size` must be a power of two for sobol, and {size} is not",
         f"such as {near} or {2 * near}"),
        (method == "fast" and 0 < (size or 0) < FEWEST_FOR_FAST, "size",
         f"fast needs a size of at least {FEWEST_FOR_FAST}", ""),
        (method == "morris" and bool(design.levels % 2), "levels", "`levels` must be even", ""),
        (method != "morris" and "levels" in design.model_fields_set, "levels",
         f"`{method}` has no levels", "take it out"),
        (design.second_order and method not in ("sobol", "fractional_factorial"), "second_order",
         f"`{method}` has no second order", "use `sobol`, or take it out"),
        ((method == "given") != (design.given is not None), "given" if design.given else "method",
         "`given` names the table of points for `method: given`", "write it, or take it out"),
        (method == "fractional_factorial" and factors > MOST_FACTORS_OF_A_HALF, "method",
         f"fractional_factorial takes up to {MOST_FACTORS_OF_A_HALF} factors", ""),
    ]  # fmt: skip
    for wrong, key, what, hint in checks:
        if wrong:
            yield Fault((key,), what, hint)


def problem_of(factors: Sequence[Factor], groups: Sequence[str]) -> Problem:
    """The factors as SALib's ``problem``."""
    bounds = [[factor.low, factor.high] for factor in factors]
    names = [factor.key for factor in factors]
    problem: Problem = {"num_vars": len(factors), "names": names, "bounds": bounds}
    return problem | ({"groups": list(groups)} if groups else {})


def sampled(design: Design, factors: Sequence[Factor], groups: Sequence[str]) -> np.ndarray:
    """The coordinates [points, factors], in the order in which the method's analysis wants them."""
    size, seed, problem = design.size or 0, design.seed, problem_of(factors, groups)
    samplers: dict[str, tuple[str, dict[str, Any]]] = {
        "sobol": ("sobol", {"N": size, "calc_second_order": design.second_order}),
        "morris": ("morris", {"N": size, "num_levels": design.levels}),
        "fast": ("fast_sampler", {"N": size}),
        "dgsm": ("finite_diff", {"N": size, "delta": DGSM_STEP}),
        "fractional_factorial": ("ff", {}),
    }
    if design.method in samplers:
        module, options = samplers[design.method]
        sampler = import_module(f"SALib.sample.{module}")
        # SALib ignores a seed of 0, and numpy's old generator takes no more than 32 bits.
        points = np.asarray(sampler.sample(problem, seed=seed % 2**32 or 1, **options))
        points = points[:, : len(factors)]  # fractional factorials add dummies
    else:
        from scipy.stats import qmc

        low, high = np.array(problem["bounds"], float).T
        unit = qmc.LatinHypercube(len(low), rng=np.random.default_rng(seed)).random(size)
        if design.correlations:
            unit = put_together(unit, problem["names"], design.correlations)
        points = np.asarray(qmc.scale(unit, low, high))
    columns = [f.coordinates(x) for f, x in zip(factors, points.T, strict=True)]
    return np.stack(columns, axis=1)


def block_size(method: str, factors: int, second_order: bool) -> int:
    """How many points belong together; 0 where a part of the sample is no sample of its method."""
    sizes = {"sobol": (2 if second_order else 1) * factors + 2, "fast": 0}
    sizes |= {"morris": factors + 1, "dgsm": factors + 1, "fractional_factorial": 0}
    return sizes.get(method, 1)


def sample_columns(factors: Sequence[Factor], points: np.ndarray) -> dict[str, Any]:
    """The sample as SALib knows it: coordinates, a column for each factor."""
    columns = {factor.key: points[:, i] for i, factor in enumerate(factors)}
    return {"point": np.arange(len(points), dtype=np.int64)} | columns


def design_columns(factors: Sequence[Factor], points: np.ndarray) -> dict[str, Any]:
    """The design as the model is given it: choices by name, whole numbers whole."""
    columns: dict[str, Any] = {"point": np.arange(len(points), dtype=np.int64)}
    for i, factor in enumerate(factors):
        values = [factor.value(x) for x in points[:, i]]
        plain = all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
        columns[factor.key] = values if plain else [str(v) for v in values]
    return columns
