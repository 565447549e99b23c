"""The twins of a proposal: its money without its joining, and its joining without its money.

Paper 004 asks how much of what a pilot gained came of the extra money. Three twins of the same
place tell it apart:

``capacity_only``
    Siloed, with the posts that the proposal adds. Those that a siloed team cannot hold (case
    managers, care coordinators, boundary spanners, places after hospital) become the same money in
    posts of all teams.
``cost_matched``
    Siloed, with all of the proposal's money, the programme's own included, as posts of all teams:
    until money, or the run, ends it pays what the proposal pays. Posts taken out of teams that stay
    out after the money are not in it. Where the programme is paid before every neighbourhood is
    live, its posts begin everywhere on the index date, as the mean of all that is paid until money,
    or the run, ends; otherwise, as in the other two, they come with going live.
``joining_only``
    The proposal staffed out of the teams: what ``capacity_only`` adds is taken away from it. The
    programme's own cost stays: joining takes it, with posts or without.

So the teams of the proposal have those of ``joining_only`` and what ``capacity_only`` adds: the
four cells of a two-by-two. "All teams" each get the same share of their own staff more, and so
money in proportion to what they cost. Money is posts in whole-time equivalents at their unit cost,
at the prices of the model or the scenario: within a plausible world wages vary, a programme's
pounds do not, and the two differ. Of an element in a phase, twins have the mean over the
proposal's paid time. What ends with its money ends in its twins, and staff that paid for it go
back to their teams.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from joinedup.codes import PER
from joinedup.scenario.arrangement import Arrangement
from joinedup.scenario.elements import unpaid
from joinedup.scenario.in_force import spans
from joinedup.scenario.outside_teams import outside_teams
from joinedup.scenario.paid_time import averaged
from joinedup.scenario.phase import Phase
from joinedup.scenario.planned import planned
from joinedup.scenario.pounds import cost_of_places, yearly_pay
from joinedup.scenario.programme import Programme
from joinedup.scenario.scenario import Scenario

TWINS = {
    "capacity_only": "capacity alone",
    "cost_matched": "the same money as capacity",
    "joining_only": "joining alone",
}
DIGITS, LEAST = 9, 1e-3  # of posts; fewer are none
MOST = 1_000.0  # posts of a profession that a team may have more, or fewer
SLACK = 1e-9  # of posts, which rounding may take away
MEAN = "Its posts and money are the mean over the proposal's paid time."
_OF_OTHER_KINDS = ("case_management", "care_coordinators", "boundary_spanners")
SLIGHT = 10_000.0  # pounds a year for every 30,000 residents; less is what moving posts leaves over
UNEVEN = 1e-3  # share of what posts cost over the run; less is rounding
SOME = 1e6  # pounds a year
Posts = Mapping[tuple[str, str], float]  # for every 30,000 residents, by team and profession
# When added posts come and go, and on what contracts; nothing else of a programme is money.
_DATES = ("go_live_month", "go_live_by_neighbourhood", "money_ends_month", "money_renewed_yearly")


def twins(scenario: Scenario) -> dict[str, Scenario]:
    """The twins of a scenario, by the names in `TWINS`.

    Without ``capacity_only`` and ``joining_only`` where its posts together cost no more than
    before, give or take £10,000 a year for every 30,000 residents, and where either takes away
    more than the teams have; without ``cost_matched`` where all of it costs no more. None has a
    team with over a thousand posts of a profession more.

    Examples
    --------
    >>> from joinedup_experiments.scenario_io.load import load_scenario
    >>> list(twins(load_scenario("case_management")))
    ['capacity_only', 'joining_only', 'cost_matched']
    >>> list(twins(load_scenario("local_care_network")))  # it adds nothing but the programme's cost
    ['cost_matched']
    """
    if not isinstance(scenario, Scenario):
        raise TypeError(f"a Scenario is needed, as `ju.load` gives, not {type(scenario).__name__}")
    proposal, scenario, left = scenario, averaged(scenario), averaged(scenario, paid=False)
    made = _without_programme(proposal, scenario, left)
    if matched := _cost_matched(proposal):
        made["cost_matched"] = matched
    return {kind: _named(twin, proposal, kind) for kind, twin in made.items()}


def _without_programme(proposal: Scenario, paid: Scenario, left: Scenario) -> dict[str, Scenario]:
    """What is of posts alone: ``capacity_only`` and ``joining_only``, where there is either."""
    closing = proposal.arrangement.closed_teams
    posts = added_posts(paid, closing)
    cost, lasting = cost_of_posts(paid), cost_of_posts(left)
    dates, whole = _dates(proposal), planned(proposal).paid
    lasts = dates["money_ends_month"] is not None and abs(lasting) >= SLIGHT
    after = added_posts(left, closing) if lasts and cost * lasting > 0.0 else {}
    if abs(cost) < SLIGHT or not _can_be(proposal, posts, after):
        return {}
    short = whole - planned(_siloed_with(proposal, posts, after, dates)).paid
    if abs(short) > UNEVEN * abs(whole):  # they come elsewhere, or at other times
        others = {at: n for at, n in _staff(proposal).items() if at[0] not in closing}
        more, _ = _worth(proposal, (short, 0.0), others, dates)
        posts = _rounded({at: posts.get(at, 0.0) + more.get(at, 0.0) for at in {*posts, *more}})
    now = proposal.arrangement
    fewer = _fewer(proposal, now, paid, posts)
    fewer_after = _fewer(proposal, unpaid(now, proposal.teams), left, after)
    if not _can_be(proposal, posts, fewer, fewer_after):
        return {}
    return {
        "capacity_only": _siloed_with(proposal, posts, after, dates),
        "joining_only": _less(proposal, fewer, fewer_after),
    }


def _cost_matched(proposal: Scenario) -> Scenario | None:
    """The siloed place with posts for all that the proposal pays over the run; None for nothing."""
    dates, staff = _dates(proposal), _staff(proposal)
    if _pays_before_going_live(proposal):
        dates |= {"go_live_month": 0.0, "go_live_by_neighbourhood": None}
    pays = planned(proposal)
    posts, after = _worth(proposal, (pays.paid + pays.programme, pays.after), staff, dates)
    pay = yearly_pay(proposal)
    money, lasting = (sum(n * pay[kind] for (_, kind), n in of.items()) for of in (posts, after))
    if abs(lasting) < SLIGHT or money * lasting <= 0.0:
        after = {}
    if abs(money) < SLIGHT or not _can_be(proposal, posts, after):
        return None
    return _siloed_with(proposal, posts, after, dates)


def _dates(proposal: Scenario) -> dict[str, Any]:
    return {key: getattr(proposal.arrangement.programme, key) for key in _DATES}


def _pays_before_going_live(proposal: Scenario) -> bool:
    """Whether the programme costs something while a neighbourhood is not live."""
    return any(
        span.force.programme_cost and not all(span.force.live)
        for span in spans(proposal, proposal.run.months)
    )


def _worth(
    scenario: Scenario, pounds: tuple[float, float], staff: Posts, dates: Mapping[str, Any]
) -> tuple[Posts, Posts]:
    """The same share of each of ``staff``, worth so much over the run if they come by these dates.

    Until money ends, and after; none where there is no such time.
    """
    some = _shared(SOME, staff, yearly_pay(scenario))
    ends = dates["money_ends_month"] is not None
    each = planned(_siloed_with(scenario, some, some if ends else {}, dates))
    until, after = (
        _spread(scenario, SOME * wanted / whole, staff) if whole else {}
        for wanted, whole in zip(pounds, each, strict=False)
    )
    return until, after


def is_twin(scenario: Scenario, of: Scenario | None = None) -> bool:
    """Whether a scenario was made by `twins`, of a proposal of this name where one is given."""
    return scenario.about.startswith(f"A twin of {of.name}." if of else "A twin of ")


def added_posts(scenario: Scenario, closing: Collection[str] = ()) -> Posts:
    """The posts that a proposal adds, as those that siloed teams can hold.

    Those that are ``closing`` hold none. Posts moved out of teams pay for as many outside them: of
    the same profession first, of others as money.
    """
    arrangement, pay = scenario.arrangement, yearly_pay(scenario)
    left: dict[tuple[str, str], float] = defaultdict(float)  # in the teams when posts have moved
    left |= {at: n for at, n in _staff(scenario).items() if at[0] not in closing}
    posts: dict[tuple[str, str], float] = defaultdict(float)
    beside: dict[str, float] = defaultdict(float)
    money = sum(n * pay[kind] for kind, n in _of_other_kinds(arrangement).items())
    money += cost_of_places(scenario)
    for (team, profession), change in _changes(scenario).items():
        if change > 0.0:
            posts[team, profession] += change
        else:
            left[team, profession] += change  # below nothing where it closes
            beside[profession] += change
    for profession, number in _of_a_kind_with_teams(arrangement).items():
        beside[profession] += number
    for profession, number in sorted(beside.items()):
        there = {at: n for at, n in left.items() if at[1] == profession and n > 0.0}
        if number > 0.0 and there:
            for at, n in _shared(number, there, dict.fromkeys(pay, 1.0)).items():
                posts[at] += n
        else:
            money += number * pay[profession]
    there = {at: n for at, n in left.items() if n > 0.0}
    for at, n in _spread(scenario, money, there).items():
        posts[at] += n
    return _rounded(posts)


def added_money(scenario: Scenario) -> float:
    """What a proposal adds, in pounds a year for every 30,000 residents: posts and programme."""
    return cost_of_posts(scenario) + (
        scenario.arrangement.programme_cost_a_year / (scenario.place.residents / PER)
    )


def cost_of_posts(scenario: Scenario) -> float:
    """The unit cost of all posts that an arrangement adds, less that of those it takes away."""
    arrangement, pay = scenario.arrangement, yearly_pay(scenario)
    within = [(profession, n) for (_, profession), n in _changes(scenario).items()]
    beside = [*_of_a_kind_with_teams(arrangement).items(), *_of_other_kinds(arrangement).items()]
    posts = sum(number * pay[profession] for profession, number in (*within, *beside))
    return posts + cost_of_places(scenario)


def _changes(scenario: Scenario) -> dict[tuple[str, str], float]:
    """Posts that come to the place's own teams, and those that go: all of one that closes."""
    extra, closed = scenario.arrangement.extra_staff, scenario.arrangement.closed_teams
    return {
        (name, p): -team.staff.get(p, 0.0) if name in closed else extra.get(name, {}).get(p, 0.0)
        for name, team in scenario.teams.items()
        for p in {**team.staff, **extra.get(name, {})}
    }


def _of_a_kind_with_teams(arrangement: Arrangement) -> Mapping[str, float]:
    """Posts outside the place's own teams, of professions that they have; new teams' too."""
    found: dict[str, float] = defaultdict(float)
    for post in outside_teams(arrangement):
        if post.element not in _OF_OTHER_KINDS:
            found[post.profession] += post.number
    for name, team in arrangement.new_teams.items():
        if name not in arrangement.closed_teams:
            for staff in (team.staff, arrangement.extra_staff.get(name, {})):
                for profession, number in staff.items():
                    found[profession] += number
    return found


def _of_other_kinds(arrangement: Arrangement) -> Mapping[str, float]:
    """Posts that no siloed team has, by the profession that they are paid as."""
    found: dict[str, float] = defaultdict(float)
    for post in outside_teams(arrangement):
        if post.element in _OF_OTHER_KINDS:
            found[post.profession] += post.number
    return found


def _staff(scenario: Scenario) -> dict[tuple[str, str], float]:
    """The teams' posts as they are now."""
    return {(t, p): n for t, team in scenario.teams.items() for p, n in team.staff.items()}


def _can_be(scenario: Scenario, *each: Posts) -> bool:
    """Whether the teams have the posts of these that are taken away, and none is beyond `MOST`."""
    there = dict.fromkeys((at for posts in each for at in posts), 0.0) | _staff(scenario)
    least = {
        at: -MOST if at[0] in scenario.arrangement.new_teams else max(-n - SLACK, -MOST)
        for at, n in there.items()
    }
    return all(least[at] <= n <= MOST for posts in each for at, n in posts.items())


def _spread(scenario: Scenario, money: float, staff: Posts) -> Posts:
    """Posts worth so much a year, the same share of each of ``staff``."""
    return _rounded(_shared(money, staff, yearly_pay(scenario)))


def _shared(amount: float, staff: Posts, worth: Mapping[str, float]) -> Posts:
    """The same share of each of ``staff``, and none where that is less than `LEAST`."""
    whole = sum(n * worth[profession] for (_, profession), n in staff.items())
    some = {at: n for at, n in staff.items() if abs(amount * n) >= LEAST * whole}
    whole = sum(n * worth[profession] for (_, profession), n in some.items())
    return {at: n * amount / whole for at, n in some.items()} if whole else {}


def _rounded(posts: Posts) -> Posts:
    return {at: round(n, DIGITS) for at, n in sorted(posts.items()) if abs(n) >= LEAST}


def _siloed_with(
    scenario: Scenario, posts: Posts, after: Posts, dates: Mapping[str, Any]
) -> Scenario:
    """The siloed place with some posts more, which come by these dates, and ``after`` money."""
    lasting = {}
    if after or any(n < 0.0 for n in posts.values()):
        lasting = _after_money(scenario, after)
    made = Arrangement(extra_staff=_by_team(posts), programme=Programme(**dates, **lasting))
    return scenario.with_({"arrangement": made})


def _after_money(scenario: Scenario, after: Posts) -> dict[str, Any]:
    """What stays of posts when money ends, where it does."""
    ends = scenario.arrangement.programme.money_ends_month is not None
    return {"staff_after_money": _by_team(after)} if ends else {}


def _fewer(proposal: Scenario, now: Arrangement, mean: Scenario, posts: Posts) -> Posts:
    """The posts that an arrangement adds to its teams, with some fewer.

    Those of the place's own are in the ``mean`` of its time, and new teams' as they are ``now``.
    """
    there = dict.fromkeys(posts, 0.0)
    for name in (name for name in now.extra_staff if name in now.new_teams):
        there |= {(name, kind): n for kind, n in now.extra_staff[name].items()}
    for name in (name for name in mean.arrangement.extra_staff if name in proposal.teams):
        there |= {(name, kind): n for kind, n in mean.arrangement.extra_staff[name].items()}
    closing = proposal.arrangement.closed_teams
    return _rounded({at: n - posts.get(at, 0.0) for at, n in there.items() if at[0] not in closing})


def _less(proposal: Scenario, posts: Posts, after: Posts) -> Scenario:
    """The proposal with these posts in the teams, in place of those that it adds."""
    nothing: dict[str, Any] = {
        "arrangement.extra_staff": {},
        "arrangement.phases": [],
        "arrangement.programme.staff_after_money": None,
    }
    given = {
        "arrangement.extra_staff": _by_team(posts),
        "arrangement.phases": _phases_without_posts(proposal, {team for team, _ in posts}),
    }
    lasting = {f"arrangement.programme.{k}": v for k, v in _after_money(proposal, after).items()}
    return _with_access_while_paid(proposal, proposal.with_(nothing).with_(given | lasting))


def _with_access_while_paid(proposal: Scenario, twin: Scenario) -> Scenario:
    """The twin with no single point of access after the money where the proposal has none then.

    Posts that come out of its teams for other elements would keep it.
    """
    key, ends = "single_point_of_access", proposal.arrangement.programme.money_ends_month
    mine, its = (getattr(unpaid(x.arrangement, x.teams), key) for x in (proposal, twin))
    if ends is None or mine or its is None:
        return twin
    phases = twin.arrangement.phases
    others = [
        phase.model_dump(exclude_none=True) | {"elements": left}
        for phase in phases
        if (left := [element for element in phase.elements if element != key])
    ]
    named = [phase for phase in phases if key in phase.elements] or [Phase(elements=[key])]
    paid = [
        phase.model_dump(exclude_none=True)
        | {"elements": [key], "until_month": min(ends, phase.until_month or ends)}
        for phase in named
        if phase.from_month < ends
    ]
    never: dict[str, Any] = {} if paid else {f"arrangement.{key}": None}
    return twin.with_({"arrangement.phases": [*others, *paid], **never})


def _phases_without_posts(proposal: Scenario, with_posts: set[str]) -> list[dict[str, Any]]:
    """Phases of elements that a twin has: added posts are taken off in the mean of their time.

    New teams have theirs while the proposal has them.
    """
    new = with_posts & proposal.arrangement.new_teams.keys()
    theirs = [f"extra_staff.{name}" for name in sorted(new)]
    phases = [phase.model_dump(exclude_none=True) for phase in proposal.arrangement.phases]
    for phase in phases:
        named = [x for y in phase["elements"] for x in (theirs if y == "extra_staff" else [y])]
        phase["elements"] = [x for x in named if x in theirs or not x.startswith("extra_staff.")]
    return [phase for phase in phases if phase["elements"]]


def _by_team(posts: Posts) -> dict[str, dict[str, float]]:
    made: dict[str, dict[str, float]] = defaultdict(dict)
    for (team, profession), number in posts.items():
        made[team][profession] = number
    return dict(made)


def _named(twin: Scenario, scenario: Scenario, kind: str) -> Scenario:
    name, about = f"{scenario.name[:150]}: {TWINS[kind]}", f"A twin of {scenario.name}."
    if scenario.arrangement.phases or (
        kind == "cost_matched" and _pays_before_going_live(scenario)
    ):
        about = f"{about} {MEAN}"
    return twin.with_({"name": name, "about": about})
