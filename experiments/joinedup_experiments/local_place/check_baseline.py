"""Is the siloed place like England? The model's baseline beside the published figures.

The figures are those of ``evidence/targets.md``; those marked *core* must lie within 15%.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from joinedup.codes import WEEK_HOURS, Activity, Age, Need, Organisation, Profession, State
from joinedup.outcomes.measures import MONTH_DAYS
from joinedup.run import Run
from joinedup.state.place import Hours, Tally
from joinedup_experiments.local_place.baseline_targets import TARGETS, Target

TOLERANCE = 0.15
YEARS = 3.0
BASE = "siloed_borough"


def figures(run: Run) -> dict[str, float]:
    """The model's value of every target, for one run of the siloed place."""
    people = len(run.residents["age"])
    adults = int(np.count_nonzero(run.residents["age"] != Age.CHILD))
    years = len(run.months["ae"]) * MONTH_DAYS / 365.25
    found = {
        key: run.months[key].sum() / years / people * 1000.0
        for key in ("ae", "emergency", "outpatient", "elective")
    }
    found["consultations"] = run.months["consultations"].sum() / years / people
    found |= _of_teams(run, adults, years)
    found |= _of_stock(run, adults)
    found |= of_staff(run)
    referred = _count(run, Activity.REFERRED)
    found["loss"] = _count(run, Activity.LOST) / max(referred, 1)
    beds = float(run.world.globals[0].hospital.beds)
    days = _tally(run, Tally.DAYS)
    found["occupancy"] = _tally(run, Tally.BED_DAYS) / days / beds
    found["delayed"] = _tally(run, Tally.READY_BED_DAYS) / days / beds
    return found


def _count(run: Run, activity: Activity, among: np.ndarray | None = None) -> int:
    hits = run.events["activity"] == activity
    return int(np.count_nonzero(hits if among is None else hits & among))


def _tally(run: Run, item: Tally) -> float:
    first = int(run.index_day / MONTH_DAYS)
    months = len(run.months["ae"])
    return float(np.asarray(run.world.months.tallies)[first : first + months, item].sum())


def _is_team(run: Run, name: str) -> np.ndarray:
    numbers = [n for n, (key, _, _) in enumerate(run.teams) if key == name]
    return np.isin(run.events["team"], numbers)


def _of_teams(run: Run, adults: int, years: float) -> dict[str, float]:
    care = _is_team(run, "adult_social_care")
    minds = _is_team(run, "community_mental_health")
    requests = max(_count(run, Activity.REFERRED, care), 1)
    accepted = _count(run, Activity.ACCEPTED, minds)
    turned = _count(run, Activity.REFUSED, minds) + _count(run, Activity.BOUNCED, minds)
    started = _count(
        run,
        Activity.CARE_STARTED,
        care & (run.events["genuine"] == 1) & (run.events["kind"] == Need.DAILY_LIVING),
    )
    short = float(run.world.globals[0].p.care.reablement_share)
    contacts = _nursing_contacts(run)
    people = len(run.residents["age"])
    return {
        "requests": requests / years / adults * 1000.0,
        "acceptance": accepted / max(accepted + turned, 1),
        "no_service": _count(run, Activity.REFUSED, care) / requests,
        "long_term": started * (1.0 - short) / requests,
        "nursing": contacts / years / people * 1000.0,
        "cmht_referrals": _count(run, Activity.REFERRED, minds) / years / adults * 1000.0,
    }


def _nursing_contacts(run: Run) -> float:
    """Contacts that the nursing team's packages amount to, one every so many days in care."""
    first = int(run.index_day / MONTH_DAYS)
    months = len(run.months["ae"])
    every = run.world.globals[0].p.care.contact_every
    numbers = [n for n, (key, _, _) in enumerate(run.teams) if key == "community_nursing"]
    days = run.world.team_tallies[first : first + months][:, numbers, 4].sum()
    return float(days / every[Need.FRAILTY])


def _of_stock(run: Run, adults: int) -> dict[str, float]:
    first = int(run.index_day / MONTH_DAYS)
    months = len(run.months["ae"])
    stock = np.asarray(run.world.months.stock_days)[first : first + months]
    days = _tally(run, Tally.DAYS)
    minds = stock[:, 1, Need.COMMON_MENTAL_DISORDER].sum(axis=(0, 2, 3)) / days
    present = minds[State.LATENT : State.IN_CARE + 1].sum()
    needs = run.world.needs[:, Need.DAILY_LIVING]
    residents = run.world.residents
    old = (np.asarray(residents.age) >= Age.YOUNG_OLD) & (np.asarray(residents.care_home) == 0)
    state = np.asarray(needs.state)
    unmet = (state >= State.LATENT) & (state <= State.WAITING) & (np.asarray(needs.genuine) == 1)
    return {
        "treated": float(minds[State.IN_CARE] / max(present, 1.0)),
        "cmd": float(present / adults),
        "unmet_65": float(unmet[old].mean()),
    }


def of_staff(run: Run) -> dict[str, float]:
    """Burnout, sickness, leaving and vacancies, by who employs them and what they are."""
    first = int(run.index_day / MONTH_DAYS)
    months = len(run.months["ae"])
    hours = np.asarray(run.world.months.hours)[first : first + months].sum(axis=0)
    nhs = hours[Organisation.NHS]
    council = hours[Organisation.COUNCIL]
    social_workers = council[Profession.SOCIAL_WORKER]
    support_workers = council[Profession.SUPPORT_WORKER]
    return {
        "burnt_out": float(run.months["burnt_out"].mean()),
        "sickness": float(nhs[:, Hours.SICK].sum() / max(nhs[:, Hours.HELD].sum(), 1e-9)),
        "nhs_leavers": _leaving(nhs.sum(axis=0)),
        "social_worker_leavers": _leaving(social_workers),
        "support_leavers": _leaving(support_workers),
        "nurse_vacancy": _empty(nhs[Profession.MENTAL_HEALTH_NURSE]),
        "social_worker_vacancy": _empty(social_workers),
        "support_vacancy": _empty(support_workers),
    }


def _leaving(hours: np.ndarray) -> float:
    """Leavers a year for each whole-time equivalent in post; ``hours`` [Hours]."""
    years_held = hours[Hours.HELD] / (WEEK_HOURS * 365.25 / 7.0)
    return float(hours[Hours.LEAVERS] / max(years_held, 1e-9))


def _empty(hours: np.ndarray) -> float:
    """Share of the hours of posts that nobody holds; ``hours`` [Hours]."""
    return float(1.0 - hours[Hours.HELD] / max(hours[Hours.POSTS], 1e-9))


def within(target: Target, value: float) -> bool:
    """Whether a value lies within the tolerance of its target."""
    return abs(value / target.value - 1.0) <= TOLERANCE


def intervals(values: Sequence[dict[str, float]]) -> dict[str, tuple[float, float, float]]:
    """Mean and 95% t-interval of every figure over replications."""
    from scipy import stats

    found = {}
    for key in values[0]:
        sample = np.array([v[key] for v in values])
        half = 0.0
        if len(sample) > 1:
            half = float(stats.t.ppf(0.975, len(sample) - 1) * stats.sem(sample))
        found[key] = (
            float(sample.mean()),
            float(sample.mean() - half),
            float(sample.mean() + half),
        )
    return found


def check_baseline(replications: int = 8, workers: int | None = None, scenario: str = BASE) -> int:
    """Print each baseline figure beside the published one.

    Parameters
    ----------
    replications : int
        Runs of `YEARS` years after the burn-in, with seeds from the scenario's own on.
    workers : int, optional
        Replications at once; a core each unless given.
    scenario : str
        A shipped scenario's name, or a file.

    Returns
    -------
    int
        0 when every core figure lies within the tolerance, else 1.
    """
    from joinedup.run import simulate
    from joinedup_experiments.compare.executors import executor, workers_for
    from joinedup_experiments.display.progress import progress
    from joinedup_experiments.scenario_io.load import load_scenario

    wanted = load_scenario(scenario)
    wanted = wanted.model_copy(update={"run": wanted.run.model_copy(update={"years": YEARS})})
    seeds = range(wanted.run.seed, wanted.run.seed + replications)
    with (
        progress("Checking the baseline") as tell,
        executor(workers_for(replications, workers)) as pool,
    ):
        values = []
        for value in pool.map(lambda seed: figures(simulate(wanted, seed)), seeds):
            values.append(value)
            tell(len(values) / replications)
    found = intervals(values)
    _print_table(wanted.name, replications, found)
    outside = [t for t in TARGETS if t.core and not within(t, found[t.key][0])]
    return 1 if outside else 0


def _print_table(
    name: str, replications: int, found: dict[str, tuple[float, float, float]]
) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    title = f"{name}: {replications} replications, {YEARS:g} years each; core: within 15%"
    table = Table(title=title, title_justify="left", box=SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("figure and unit", ratio=1)
    for heading in ("published", "model (95% interval)", "off by", "core"):
        table.add_column(heading, justify="right", no_wrap=True)
    for target in TARGETS:
        mean, low, high = found[target.key]
        verdict = ("ok" if within(target, mean) else "OUTSIDE") if target.core else "-"
        table.add_row(
            f"{target.label}, {target.unit}",
            f"{target.value:,.4g}",
            f"{mean:,.4g} ({low:,.4g} to {high:,.4g})" if replications > 1 else f"{mean:,.4g}",
            f"{100 * (mean / target.value - 1):+.0f}%",
            verdict,
        )
    Console().print(table)
