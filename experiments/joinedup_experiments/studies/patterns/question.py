"""What a question's file can say: the claim, the arms and settings, and what is expected."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from joinedup.scenario.names import Label, Part

Direction = Literal["up", "down", "not_up", "not_down"]
Years = Annotated[list[int], Field(min_length=2, max_length=2)]


class ArmOf(Part):
    """A scenario with some of its values set, at dotted paths."""

    scenario: str
    label: Label
    set: dict[str, Any] = Field(default_factory=dict)


class Setting(Part):
    """A place in which all the arms are run: the base's, with some things otherwise.

    ``scales`` multiplies the numbers at paths in which ``*`` stands for any name.
    """

    label: Label
    scales: dict[str, Annotated[float, Field(gt=0.0)]] = Field(default_factory=dict)
    assumptions: dict[str, Any] = Field(default_factory=dict)


class Other(Part):
    """The other side of a double difference: what is not said is as in the expectation."""

    arm: str | None = None
    against: str | None = None
    setting: str | None = None
    years: Years | None = None


class Expectation(Part):
    """One thing that should be seen, if the claim holds in the model.

    Parameters
    ----------
    says
        What is expected, in words: "more referrals of true need".
    measure
        A measure of the model, or one of the question's own reading.
    arm, against
        Whose value, less whose; the first arm against the base, unless given.
    level
        The arm's own value, and not a difference.
    setting, years
        Where and when: the first setting and all years, unless given.
    less
        Taken off: the same difference elsewhere or at another time.
    controls
        ``elsewhere``: the base's people of another replication stand against the arm's, as
        matched controls do in an evaluation; else the same people stand against themselves.
    expect
        ``not_down`` is met when a fall of more than ``margin`` can be ruled out.
    margin
        What is too small to matter: as a share of the base's level, or of the whole for what is
        a share or a scale itself.
    published
        The figure in the paper, where there is one.
    """

    says: Annotated[str, Field(max_length=200)]
    measure: str
    arm: str | None = None
    against: str | None = None
    level: bool = False
    setting: str | None = None
    years: Years | None = None
    less: Other | None = None
    controls: Literal["themselves", "elsewhere"] = "themselves"
    expect: Direction
    margin: Annotated[float, Field(gt=0.0, le=0.2)] = 0.01
    published: str = ""


class LeansOn(Part):
    """The outcome of the sweep over all assumptions that stands for the question."""

    measure: str
    arm: str
    years: Years | None = None


class Picture(Part):
    """What the second picture shows.

    ``years``: changes against the base by year; ``settings``: by setting, for each arm;
    ``levels``: the arms' own values; ``changes``: against the base. ``levels: true`` shows the
    arms' own values by setting.
    """

    kind: Literal["years", "settings", "levels", "changes"]
    measures: Annotated[list[str], Field(min_length=1, max_length=8)]
    arms: list[str] = Field(default_factory=list)
    years: Years | None = None
    levels: bool = False


class Question(Part):
    """One pattern that the papers describe, and what the model is asked about it.

    ``fitted``: some of the model's numbers were set with the published figures in view, so that
    likeness is no test.
    """

    title: Label
    claim: Annotated[str, Field(max_length=600)]
    papers: Annotated[list[str], Field(min_length=1)]
    mechanism: Annotated[str, Field(max_length=1500)]
    base: str = "siloed_borough"
    arms: Annotated[list[str | ArmOf], Field(min_length=1, max_length=20)]
    settings: dict[str, Setting] = Field(default_factory=dict)
    years: Annotated[int, Field(ge=1, le=20)] = 7
    replications: Annotated[int, Field(ge=2, le=1000)] = 12
    expectations: Annotated[list[Expectation], Field(min_length=1, max_length=30)]
    fitted: bool = False
    picture: Picture
    leans_on: LeansOn | None = None
