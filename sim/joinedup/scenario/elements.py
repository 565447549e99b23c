"""The elements of an arrangement, which phases name: what each is, and what is left without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from joinedup.scenario.arrangement import Arrangement, SinglePointOfAccess
from joinedup.scenario.names import Complaint, Path
from joinedup.scenario.phase import Phase, day_of
from joinedup.scenario.place import Place, Team

LASTING = ("programme", "phases", "stays_outside", "organisations_merge")  # never in a phase


def elements_of(arrangement: Arrangement) -> list[str]:
    """Everything that a phase may name of what an arrangement says: keys, and parts of them.

    >>> elements_of(Arrangement(care_coordinators=2.0, shared_record=["a", "b"]))
    ['shared_record', 'care_coordinators']
    """
    found, usual = list[str](), Arrangement()
    for key in Arrangement.model_fields:
        value = getattr(arrangement, key)
        if key not in LASTING and value != getattr(usual, key):
            found += [key, *(f"{key}.{part}" for part in _parts(key, value))]
    return found


def _parts(key: str, value: Any) -> Iterator[str]:
    if key == "interfaces":
        yield from dict.fromkeys(interface.degree for interface in value)
    elif key == "closed_teams" or isinstance(value, dict):
        yield from value
    elif key == "hospital":
        yield from (part for part in type(value).model_fields if getattr(value, part))


def less(arrangement: Arrangement, element: str) -> Arrangement:
    """An arrangement less one of its elements."""
    key, _, part = element.partition(".")
    value: Any = getattr(Arrangement(), key)
    there = getattr(arrangement, key)
    if key == "new_teams":  # they stay known, as teams that are not there
        gone = [part] if part else list(there)
        closed = [*arrangement.closed_teams, *gone]
        return arrangement.model_copy(update={"closed_teams": list(dict.fromkeys(closed))})
    if key == "closed_teams":  # new teams that are not there are among them, and stay so
        new = arrangement.new_teams
        value = [name for name in there if (name != part if part else name in new)]
    elif part and isinstance(there, dict):
        value = {name: one for name, one in there.items() if name != part}
    elif part and key == "interfaces":
        value = [interface for interface in there if interface.degree != part]
    elif part and there:
        value = there.model_copy(update={part: getattr(type(there)(), part)})
    return arrangement.model_copy(update={key: value})


def unpaid(arrangement: Arrangement, teams: dict[str, Any]) -> Arrangement:
    """What is left of an arrangement when its funding ends; ``teams`` are the place's own.

    Added posts, teams and places, coordinators, spanners, case managers and programme cost go,
    and so does what is paid on top of usual pay, for plans or performance. Budgets stay as they
    are held. Posts taken out of teams stay out, unless teams that were added go, or the programme
    says which stay: the others go back. A single point of access keeps the posts that came out of
    teams, and closes when it has had others only. Added teams stay where they do the work of others
    that have closed.
    """
    closed = arrangement.closed_teams
    replaced = any(team in teams for team in closed)
    gone = [] if replaced else [team for team in arrangement.new_teams if team not in closed]
    extra = {} if gone else arrangement.extra_staff
    taken = arrangement.programme.staff_after_money
    if taken is None:
        taken = {team: {p: n for p, n in staff.items() if n < 0.0} for team, staff in extra.items()}
    doors = {hub: served for hub, served in arrangement.at_the_door.items() if hub not in gone}
    paying = arrangement.paying.model_copy(update={"payment": _usual_pay(arrangement)})
    return arrangement.model_copy(
        update={
            "extra_staff": taken,
            "care_coordinators": 0.0,
            "boundary_spanners": 0.0,
            "single_point_of_access": _unpaid_access(arrangement.single_point_of_access, taken),
            "case_management": None,
            "hospital": None,
            "closed_teams": [*closed, *gone],
            "at_the_door": doors,
            "paying": paying,
            "programme_cost_a_year": 0.0,
        }
    )


def _unpaid_access(
    access: SinglePointOfAccess | None, taken: Mapping[str, Mapping[str, float]]
) -> SinglePointOfAccess | None:
    """A single point of access with no more posts of a profession than teams have given up."""
    if access is None or not access.staff:
        return access
    moved = Counter[str]()
    for staff in taken.values():
        moved.subtract(staff)
    kept = {
        kind: min(posts, moved[kind]) for kind, posts in access.staff.items() if moved[kind] > 0
    }
    return access.model_copy(update={"staff": kept}) if kept else None


def _usual_pay(arrangement: Arrangement) -> str:
    on_top = arrangement.paying.payment in ("pay_for_coordination", "pay_for_performance")
    return "activity" if on_top else arrangement.paying.payment


def complaints_about_phases(
    place: Place, teams: Mapping[str, Team], arrangement: Arrangement
) -> Iterator[Complaint]:
    """Phases that name what the arrangement does not have, or that never hold."""
    yield from _never_closed(place, teams, arrangement)
    known = tuple(elements_of(arrangement)) if arrangement.phases else ()
    for number, phase in enumerate(arrangement.phases):
        path: Path = ("arrangement", "phases", number)
        for at, element in enumerate(phase.elements):
            if element not in known:
                what = f"the arrangement has no `{element[:60]}`"
                if element.partition(".")[0] in LASTING:
                    what = f"`{element[:60]}` cannot be in a phase"
                advice = "" if known else "say what the arrangement has first"
                yield Complaint((*path, "elements", at), what, advice, element, known)
        until = phase.until_month
        if until is not None and until <= phase.from_month:
            what = f"it ends in month {until:g}, and begins in month {phase.from_month:g}"
            yield Complaint((*path, "until_month"), what, "give a later month, or take it out")
        for at, one in enumerate(phase.neighbourhoods or ()):
            if one > place.neighbourhoods:
                what = f"there is no neighbourhood {one}: the place has {place.neighbourhoods}"
                yield Complaint((*path, "neighbourhoods", at), what, "they are counted from 1")


def _never_closed(
    place: Place, teams: Mapping[str, Team], arrangement: Arrangement
) -> Iterator[Complaint]:
    """Teams of the whole place whose closing never holds in all of its neighbourhoods at once."""
    phases = arrangement.phases
    for name in arrangement.closed_teams:
        closing = {"closed_teams", f"closed_teams.{name}"}
        naming = [n for n, phase in enumerate(phases) if closing & {*phase.elements}]
        if not naming or name not in teams or teams[name].covers != "borough":
            continue
        named = closing & {element for n in naming for element in phases[n].elements}
        days = {day_of(phases[n].from_month) for n in naming}
        if not any(all(_everywhere(place, phases, x, day) for x in named) for day in days):
            path: Path = ("arrangement", "phases", naming[0])
            what = f"{name} serves the whole place and would never close"
            yield Complaint(path, what, "let phases close it in all neighbourhoods at one time")


def _everywhere(place: Place, phases: list[Phase], element: str, day: int) -> bool:
    """Whether phases have an element in every neighbourhood on a day."""
    having = [phase for phase in phases if element in phase.elements]
    each = range(place.neighbourhoods)
    return all(any(phase.holds(day, one) for phase in having) for one in each)
