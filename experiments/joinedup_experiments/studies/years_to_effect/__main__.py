"""Write ``docs/years_to_effect.md`` and its pictures: no number on them is typed.

``python -m joinedup_experiments.studies.years_to_effect`` runs the well brought in Local Care
Network against the siloed borough, each cause of delay taken away in turn, the arrangements that
are set beside each other, and two starts of the vicious circle.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from joinedup.scenario.scenario import Scenario
from joinedup_experiments.compare.comparison import Comparison, compare
from joinedup_experiments.compare.warm_up import warm_up
from joinedup_experiments.display.progress import progress
from joinedup_experiments.scenario_io.load import load_scenario
from joinedup_experiments.scenario_io.overrides import Overrides, changed
from joinedup_experiments.studies.years_to_effect.causes import (
    ALL_IN_PLACE,
    CAUSES,
    leaving_out,
    pulled,
)
from joinedup_experiments.studies.years_to_effect.contrasts import CONTRASTS
from joinedup_experiments.studies.years_to_effect.page import Found, courses_of, page
from joinedup_experiments.studies.years_to_effect.pictures import draw
from joinedup_experiments.studies.years_to_effect.vicious_circle import STAFFING, follow, staffed

BASE = "siloed_borough"
WELL = "local_care_network_well"
DEFAULT_OUT = Path("docs/years_to_effect.md")
YEARS, CIRCLE_YEARS = 10.0, 6.0
CIRCLE_BURN_IN = 3.0
CIRCLE_RESIDENTS = 3_000
SHARE_OF_CIRCLES = 0.05  # of the work, for the time left


def options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m joinedup_experiments.studies.years_to_effect",
        description=__doc__.splitlines()[0],
    )
    parser.add_argument("--replications", type=_at_least(2), default=8)
    parser.add_argument("--years", type=_at_least(4), default=int(YEARS), help="at least 4")
    parser.add_argument("--residents", type=_at_least(200), help="a smaller place, for a quick try")
    parser.add_argument("--burn-in", type=_at_least(0), help="years; the scenario's own otherwise")
    parser.add_argument("--workers", type=_at_least(1), help="replications at once; a core each")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT)
    return parser.parse_args()


def _at_least(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"at least {least}, not {value}")
        return value

    return number


def run_everything(
    base: Scenario,
    load: Callable[[str], Scenario],
    replications: int,
    workers: int | None,
    tell: Callable[[float], None],
) -> Found:
    """Run every world that the page is about.

    Parameters
    ----------
    load : callable
        A scenario's file name to the scenario, of the same place as ``base``.
    """
    well = load(WELL)
    levers = [c for c in CAUSES if c.lever]
    mechanisms = [c for c in CAUSES if c.disable_mechanisms]
    asked = [name for c in CONTRASTS for name in (c.first, c.second)]
    others = [name for name in dict.fromkeys(asked) if name != WELL]
    names = [BASE, WELL, *others, *(c.label for c in levers)]
    scenarios = [well, *map(load, others), *(pulled(well, c) for c in levers)]
    worlds = len(names) + 1 + 3 * len(mechanisms)
    part = (1.0 - SHARE_OF_CIRCLES) / worlds
    done = 0.0

    def compared(first: Scenario, rest: list[Scenario], called: list[str]) -> Comparison:
        nonlocal done
        mine, before = part * (len(called) + 1), done
        found = compare(
            first, rest, replications, base.run.seed, workers,
            lambda share: tell(before + mine * share), names=called, keep_event_log=False,
        )  # fmt: skip
        done = before + mine
        return found

    main = compared(base, scenarios, names)
    courses = {ALL_IN_PLACE: courses_of(main)}
    for cause in mechanisms:
        disable_mechanisms = [leaving_out(s, cause) for s in (base, well)]
        courses[cause.label] = courses_of(
            compared(disable_mechanisms[0], disable_mechanisms[1:], [BASE, WELL])
        )
    for cause in levers:
        courses[cause.label] = courses_of(main, names.index(cause.label))
    circle_residents = min(CIRCLE_RESIDENTS, base.place.residents)
    small = changed(
        base, Overrides(residents=circle_residents, years=CIRCLE_YEARS, burn_in=CIRCLE_BURN_IN)
    )

    def tell_from(start: float, length: float) -> Callable[[float], None]:
        return lambda share: tell(start + length * share)

    each = SHARE_OF_CIRCLES / len(STAFFING)
    circles = []
    for number, (label, times) in enumerate(STAFFING.items()):
        told = tell_from(done + each * number, each)
        place = staffed(small, times)
        circles.append(follow(place, label, replications, base.run.seed, told))
    return Found(main, courses, circles, circle_residents)


def main() -> None:
    """Run everything and write the page and its pictures."""
    asked = options()
    changes = Overrides(years=float(asked.years), residents=asked.residents, burn_in=asked.burn_in)

    def load(name: str) -> Scenario:
        return changed(load_scenario(name), changes)

    base = load(BASE)
    warm_up(base)
    with progress("Years to effect") as tell:
        found = run_everything(base, load, asked.replications, asked.workers, tell)
    pictures = asked.out.parent / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    draw(pictures, found)
    asked.out.write_text(page(found), encoding="utf-8")
    print(f"Written: {asked.out} and two pictures in {pictures}")


if __name__ == "__main__":
    main()
