"""Whether the parts of a scenario hang together: every complaint, not only the first.

A complaint names the part it is about, so that whoever read the scenario from a file can
say on which line that part stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from joinedup.scenario.arrangement import Arrangement
    from joinedup.scenario.scenario import Scenario

_TEAM_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")


class Complaint(NamedTuple):
    """One thing that does not fit.

    ``path`` leads to the part it is about; ``wrong`` is a name that was not found among
    ``known``; ``advice`` is what to do when no name was mistaken.
    """

    path: tuple[str | int, ...]
    what: str
    advice: str = ""
    wrong: str = ""
    known: tuple[str, ...] = ()


class InconsistentError(ValueError):
    """Parts of a scenario that do not fit each other."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("; ".join(complaint.what for complaint in self.complaints))


def complaints_about(scenario: Scenario, needs: tuple[str, ...]) -> Iterator[Complaint]:
    """Everything in a scenario that refers to nothing, contradicts itself or serves nobody.

    Parameters
    ----------
    scenario
        A scenario whose parts are each valid.
    needs
        Every kind of need there is.
    """
    yield from _teams(scenario)
    yield from _nobody_accepts(scenario, needs)
    yield from _references(scenario)
    yield from _repetitions(scenario.arrangement)
    yield from _back_to_gp(scenario)
    yield from _staff_taken_away(scenario)
    yield from _going_live(scenario)
    if scenario.place.residents < 200 * scenario.place.neighbourhoods:
        yield Complaint(
            ("place", "neighbourhoods"),
            f"{scenario.place.residents} residents are too few for "
            f"{scenario.place.neighbourhoods} neighbourhoods",
            "a neighbourhood needs at least 200 residents",
        )


def _teams(scenario: Scenario) -> Iterator[Complaint]:
    practices = [name for name, t in scenario.teams.items() if t.role == "general_practice"]
    if not practices:
        what = "no team is general practice"
        yield Complaint(("teams",), what, "give one team `role: general_practice`")
    for name in practices[1:]:
        yield Complaint(
            ("teams", name, "role"),
            f"both {practices[0]} and {name} are general practice",
            "exactly one team must have `role: general_practice`",
        )
    for name, team in scenario.teams.items():
        if not _TEAM_NAME.fullmatch(name):
            advice = (
                "use letters, digits and `_`, starting with a letter; the label can be any text"
            )
            yield Complaint(("teams", name), "a team cannot have this name", advice)
        if team.role == "general_practice" and team.covers != "practice":
            what = f"{name} is general practice, so it must cover a practice"
            yield Complaint(("teams", name, "covers"), what, "write `covers: practice`")
        if team.role == "caseload" and not team.accepts:
            what = f"nobody can be referred to {name}: it accepts no need"
            advice = "say what it `accepts`, or take the team out"
            yield Complaint(("teams", name), what, advice)


def _nobody_accepts(scenario: Scenario, needs: tuple[str, ...]) -> Iterator[Complaint]:
    for need in needs:
        if not any(need in team.accepts for team in scenario.teams.values()):
            what = f"no team accepts {need}"
            yield Complaint(("teams",), what, f"add `{need}: {{}}` to what some team `accepts`")


def _references(scenario: Scenario) -> Iterator[Complaint]:
    known = tuple(scenario.teams)
    for path, team in scenario.arrangement.teams_named():
        if team not in scenario.teams:
            what = f"there is no team `{team[:60]}`"
            yield Complaint(("arrangement", *path), what, "", team, known)


def _repetitions(arrangement: Arrangement) -> Iterator[Complaint]:
    seen: set[tuple[tuple[str | int, ...], str]] = set()
    for path, team in arrangement.teams_named():
        if isinstance(path[-1], int):
            if (path[:-1], team) in seen:
                what = f"`{team[:60]}` is named twice"
                yield Complaint(("arrangement", *path), what, "name it once")
            seen.add((path[:-1], team))
    for key in ("shared_record", "common_form", "organisations_merge"):
        named = getattr(arrangement, key)
        if len(set(named)) == 1:
            what = f"`{key}` names only {named[0][:60]}: there is nothing to join it with"
            yield Complaint(("arrangement", key), what, "name at least two, or none")


def _back_to_gp(scenario: Scenario) -> Iterator[Complaint]:
    practices = [team for team in scenario.teams.values() if team.role == "general_practice"]
    for need in scenario.arrangement.back_to_gp_below:
        if practices and not any(need in team.accepts for team in practices):
            what = f"{need} cannot go back to the GP: general practice does not accept it"
            path = ("arrangement", "back_to_gp_below", need)
            yield Complaint(path, what, "add it to what general practice `accepts`")


def _going_live(scenario: Scenario) -> Iterator[Complaint]:
    months = scenario.arrangement.programme.go_live_by_neighbourhood
    where = scenario.place.neighbourhoods
    if months is not None and len(months) != where:
        places = "1 neighbourhood" if where == 1 else f"{where} neighbourhoods"
        what = f"{len(months)} months are given for {places}"
        path = ("arrangement", "programme", "go_live_by_neighbourhood")
        yield Complaint(path, what, "give one month for each neighbourhood, in order")
    for number, mechanism in enumerate(scenario.disable_mechanisms):
        if mechanism in scenario.disable_mechanisms[:number]:
            yield Complaint(
                ("disable_mechanisms", number), f"`{mechanism}` is named twice", "name it once"
            )


def _staff_taken_away(scenario: Scenario) -> Iterator[Complaint]:
    for name, changes in scenario.arrangement.extra_staff.items():
        if name not in scenario.teams:
            continue
        for profession, change in changes.items():
            there = scenario.teams[name].staff.get(profession, 0.0)
            if there + change < -1e-9:
                what = f"{name} has {there:g} {profession} and cannot lose {-change:g}"
                path = ("arrangement", "extra_staff", name, profession)
                yield Complaint(path, what, f"take away at most {there:g}")
