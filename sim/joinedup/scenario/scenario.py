"""What a scenario file says: the place, its teams, and how they are joined.

These models check shapes, names and ranges, and nothing else: they read no file. A scenario
in which something refers to a team that is not there, or a need that no team accepts, is
refused by `Scenario` as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field, ValidationError, model_validator

from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.changing import changed_values, plain, scale_cost, sets_cost
from joinedup.scenario.checks import complaints_about, complaints_about_assumptions
from joinedup.scenario.most import complaints_about_most
from joinedup.scenario.names import InconsistentError, Label, MechanismName, Part, Says
from joinedup.scenario.place import Hospital, Place, Running, Team
from joinedup.scenario.refusals import RefusedError, complaints_in, unknown_key

Assumptions = Annotated[
    dict[str, float | dict[str, float]],
    Says("parameters of the model that differ here", "table by `joinedup parameters`"),
]


class _Assumed(Part):
    assumptions: Assumptions


class Scenario(Part):
    """One scenario, with everything it inherits written out."""

    name: Annotated[Label, Says("name in tables and pictures", absent="the file's name")]
    about: Annotated[str, Field(max_length=5_000), Says("description, in a sentence or two")] = ""
    place: Annotated[Place, Says("who lives here")] = Field(default_factory=Place)
    hospital: Annotated[Hospital, Says("acute hospital")] = Field(default_factory=Hospital)
    teams: Annotated[
        dict[str, Team],
        Field(min_length=1, max_length=60),
        Says("teams, by a name of letters, digits and `_`"),
    ]
    arrangement: Annotated[Arrangement, Says("how the teams are joined", absent="siloed")] = Field(
        default_factory=Arrangement
    )
    assumptions: Assumptions = Field(default_factory=dict)
    outside_range: Annotated[
        dict[str, Label] | None,
        Says("why parameters assumed outside their ranges are, a reason each", "table"),
    ] = None
    disable_mechanisms: Annotated[
        list[MechanismName], Says("mechanisms left out of the model, for the whole run", "list")
    ] = Field(default_factory=list)
    run: Annotated[Running, Says("how long, how often")] = Field(default_factory=Running)

    def with_(self, changes: Mapping[str, Any]) -> Scenario:
        """The scenario with some of its values changed, checked as a file would be.

        ``changes`` are by dotted path (``"arrangement.shared_record"``), or by a key's name alone
        where only one is called that (``"residents"``). A table is merged key by key, None takes
        a key out, and anything else, an empty table too, replaces what is there. Another number
        of residents takes the programme's cost with it in proportion, unless the cost is changed
        as well; that of an arrangement in place of another is taken as it stands. Staff are
        stated for every 30,000 residents and follow by themselves.

        Raises
        ------
        RefusedError
            With every complaint: an unknown key with what was probably meant, a value that
            cannot be.

        Examples
        --------
        >>> from joinedup_experiments.scenario_io.load import load_scenario
        >>> siloed = load_scenario("siloed_borough")
        >>> siloed.with_({"residents": 5000, "arrangement.care_coordinators": 2}).place.residents
        5000
        >>> siloed.with_({"residnts": -5})
        Traceback (most recent call last):
        joinedup.scenario.refusals.RefusedError: residnts: unknown key `residnts`; did you mean
        `residents`?
        """
        before = self.model_dump(exclude_none=True)
        values = changed_values(before, changes, Scenario)
        if not sets_cost(changes):
            scale_cost(values, self.place.residents)
        return self._checked(values)

    def model_copy(
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> Scenario:
        """A copy with some whole parts in place of its own, checked and scaled as by `with_`."""
        copied = super().model_copy(update=update, deep=deep)
        unknown = [
            unknown_key((key,), Scenario) for key in set(update or ()) - {*Scenario.model_fields}
        ]
        if unknown:
            raise RefusedError(unknown)
        if not update:
            return copied
        values = plain(copied.model_dump(exclude_none=True, warnings=False))
        if "arrangement" not in update:
            scale_cost(values, self.place.residents)
        return self._checked(values)

    def copy(  # type: ignore[override]  # of the whole, not of some keys
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> Scenario:
        """`model_copy`, by pydantic's old name for it."""
        return self.model_copy(update=update, deep=deep)

    def arranged(self, arrangement: Arrangement) -> Scenario:
        """The scenario with another arrangement of its own teams, which needs no look."""
        return super().model_copy(update={"arrangement": arrangement})

    def _checked(self, values: Mapping[str, Any]) -> Scenario:
        """A scenario of these values, whose assumptions are looked at where they are not mine."""
        try:
            made = Scenario.model_validate(values, strict=True)
        except ValidationError as error:
            raise RefusedError(list(complaints_in(error, Scenario))) from None
        same = made.outside_range == self.outside_range
        known = self.assumptions if same else {}
        _look_at(made.assumptions, known, made.outside_range)
        return made

    def assuming(self, assumptions: Mapping[str, float | dict[str, float]]) -> Scenario:
        """The scenario with these assumptions in place of its own, those that differ looked at.

        Raises RefusedError where a parameter is not declared, no number, or out of its range, and
        where there would be more posts than can be numbered.
        """
        try:
            given = _Assumed.model_validate({"assumptions": plain(assumptions)}, strict=True)
        except ValidationError as error:
            raise RefusedError(list(complaints_in(error, _Assumed))) from None
        _look_at(given.assumptions, self.assumptions, self.outside_range)
        teams = self.all_teams
        most = complaints_about_most(self.place, teams, self.arrangement, given.assumptions)
        if complaints := [*most]:
            raise RefusedError(complaints)
        return super().model_copy(update={"assumptions": given.assumptions})

    @property
    def siloed(self) -> Scenario:
        """The same place with nothing joined: teams that the arrangement adds are not there."""
        new = self.arrangement.new_teams  # beside other arms they are more than one may have
        nothing = Arrangement().model_copy(update={"new_teams": new, "closed_teams": list(new)})
        return self.arranged(nothing)

    @property
    def all_teams(self) -> dict[str, Team]:
        """The teams of the place and those that the arrangement adds."""
        return {**self.teams, **self.arrangement.new_teams}

    @property
    def team_names(self) -> list[str]:
        """The teams in the order of their numbers: by name, whatever their order in the file.

        Those that the arrangement adds come after those of the place.
        """
        return [*sorted(self.teams), *sorted(self.arrangement.new_teams)]

    def beside(self, others: Iterable[Scenario]) -> Scenario:
        """The scenario with the teams that others add, as teams that are not there.

        Raises
        ------
        ValueError
            When a team of the same name serves other people, as `new_teams_clash` has it.
        """
        all_of = [self, *others]
        if clash := new_teams_clash(all_of):
            one, other, why = clash
            raise ValueError(f"{all_of[one].name} and {all_of[other].name} {why}")
        found = dict(self.arrangement.new_teams)
        for name, team in (x for one in all_of for x in one.arrangement.new_teams.items()):
            found.setdefault(name, team)
        missing = [name for name in found if name not in self.arrangement.new_teams]
        if not missing:
            return self
        closed = [*self.arrangement.closed_teams, *missing]
        changes = {"new_teams": found, "closed_teams": closed}
        return self.arranged(self.arrangement.model_copy(update=changes))

    @model_validator(mode="after")
    def _hangs_together(self) -> Scenario:
        complaints = tuple(
            complaints_about(
                self.place,
                self.teams,
                self.arrangement,
                self.disable_mechanisms,
                self.assumptions,
            )
        )
        if complaints:
            raise InconsistentError(complaints)
        return self


def new_teams_clash(scenarios: Iterable[Scenario]) -> tuple[int, int, str] | None:
    """Two that add a team of one name which cannot be one team of their place, and why.

    Where scenarios are run from one burn-in, teams of one name serve the same people in all.
    """
    found: dict[str, tuple[int, Team]] = {}
    for number, scenario in enumerate(scenarios):
        for name, team in scenario.arrangement.new_teams.items():
            first, other = found.setdefault(name, (number, team))
            for key in _serving_others(team, other):
                return first, number, (
                    f"both add a team `{name}`, with `{key}: {getattr(other, key)}` in the first "
                    f"and `{key}: {getattr(team, key)}` in the second: in one place a team of one "
                    "name serves the same people; call one of them something else"
                )  # fmt: skip
    return None


def _serving_others(one: Team, other: Team) -> Iterator[str]:
    """In which keys a team serves others; the NHS's go by practice, the rest by address."""
    if one.covers != other.covers:
        yield "covers"
    if (one.organisation == "nhs") != (other.organisation == "nhs"):
        yield "organisation"


def _look_at(
    assumptions: Mapping[str, Any], known: Mapping[str, Any], outside: Mapping[str, str] | None
) -> None:
    other = {key: value for key, value in assumptions.items() if known.get(key) != value}
    complaints = list(complaints_about_assumptions(other, outside))
    if complaints:
        raise RefusedError(complaints)
