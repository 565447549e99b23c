"""Everything that a results folder holds, written in order, the manifest last."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from joinedup.run import Progress
from joinedup_experiments.compare.comparison import Comparison, how_long
from joinedup_experiments.compare.pictures import FIRST, draw_pictures
from joinedup_experiments.compare.results import tables
from joinedup_experiments.compare.results.event_log import CASES_IN_CSV, write_event_log
from joinedup_experiments.compare.results.manifest import write_manifest
from joinedup_experiments.compare.results.neighbourhoods import NAME, neighbourhoods_table
from joinedup_experiments.display.numbers import of_worlds

READ_ME = """\
Results of joinedup

{residents:,} residents, {how_long} after the index date, {replications}.
{worlds}

Arms
{arms}

Tables (each as .parquet and .csv; a .csv opens in any spreadsheet)
  measures         what each measure is: key, label, unit, and whether its months add up to a
                   year (sum) or are averaged (mean)
  levels           each measure in each arm, a year's value: the average year, of all months of
                   the run, and each whole year, with 95% intervals of the mean over {runs},
                   and between which values the central 90% of {runs} lie
                   (low_90, high_90).
                   An interval of the mean is cut where a level cannot be: below nought, or above
                   1 for what is at most 1. Those of differences are not
  differences      where there are two arms or more: each measure in each arm less the base, a
                   year's value, paired by replication
                   ({of_pairs}),
                   with 95% intervals; how many replications would bring the half-width down to 1%
                   of the base's value (empty where that is zero: nothing is a share of nought).
                   An interval that spans zero is not a change, and over plausible worlds it is one
                   only where five or more were run and 80% of them go that way (verdict); where
                   interval_excludes_zero is empty there are too few replications to tell.
                   `replications` counts runs, `worlds` the plausible worlds that they are in;
                   `known_in`, here and in levels, how many of those worlds (without worlds,
                   replications) have a value, on which the row rests: there is no mean wait
                   where nobody was served.
                   The central 90% of {runs} (low_90, high_90), and the shares of
                   them in which the arm has more (share_up) and less (share_down) than the base,
                   are about how far {runs} lie apart, and not about the mean.
  two_by_two       where a proposal is compared with its twins: the effect of its money alone, its
                   joining alone, both, their interaction, the shares of the whole effect where
                   its interval leaves out zero, and the proposal less the same money as capacity
  value            where there are two arms or more: each beside the base over the run, discounted
                   at 3.5% a year: extra cost to public services (what people pay for their own
                   care is left out), QALYs gained, the cost of a QALY and what may be said of
                   it; by threshold (what a QALY may cost, in pounds) the net monetary benefit,
                   and the share of {runs} that have one.
                   Intervals hold {hold}.
  parts            where worlds have several seeds each: the variance of each difference between
                   worlds, which is assumption, and between seeds of a world, which is chance;
                   the assumption's share of both, with an interval from five worlds on; and how
                   many worlds, of as many seeds, would
                   bring the half-width down to 1% of the base's value
  neighbourhoods   for each neighbourhood, by its practices' residents: unmet needs on the last
                   day, and emergency admissions, A&E attendances and packages of care started
                   in an average year
  monthly_wide     a row for each arm, replication and month after the change, a column for each
                   measure (units: see measures) and, with _weight after the name, how many a
                   mean is of, by which months count in a year
  barrier_ledger   episodes of need by where they ended or stand at the end of the run, true and
                   false need apart; every episode is in exactly one place
  costs            pounds by payer and month, at the prices of `price_year`, after transfers
                   under a pooled budget
{events}
A month is a twelfth of a year (30.4 days). Person-days are days summed over people and needs.
A share is from 0 to 1, and its difference too: 0.02 is two percentage points. Measures of what
joined teams do (adopted, effect) are 0 where no teams are joined.

Pictures (.png; bands are 95% intervals over {runs}{tenths})
{pictures}

Every picture, with where identified unmet need stands, waiting, referrals, admissions, costs,
staff and culture month by month, where episodes ended, and those of the report, is drawn as .png
and .svg, in a new folder beside this one, by this command, typed in this folder:

  joinedup report . --pictures ../pictures

In CSV, text that a spreadsheet would take for a formula has an apostrophe before it.

manifest.json      scenarios with everything inherited written out, their hashes, seeds, the
                   world of each replication (0: the model's own values), versions, command,
                   times, and a hash of every file here; what the command changed: --residents
                   scales the programme's cost as well; and warnings of what should make a
                   reader doubt the figures
scenario-*.yaml    each arm's scenario, whole: `joinedup run scenario-NAME.yaml` runs it

Worlds share their people and their luck, but also their queues: one person's change can
touch another's, so a contrast between one person's two lives is not an effect.
"""

EVENTS = """\
  events           what happened to whom in the first replication, for process-mining tools,
                   among the {simulated:,} residents simulated and not scaled up:
                   case_id (one person's life in one arm: arm/resident/how-many-th person in
                   that home; who moves in after a death or a move has the same resident
                   number and a case_id of their own), activity, timestamp (ISO 8601; the
                   model's first Monday stands as 2024-01-01), resource (who did it),
                   kind of need, true_need, episode (which episode of that kind,
                   those of true and of false need counted apart), cause
                   (of an admission, or why a discharge waits), route (how a need came to
                   light), resident, arm, replication. Sorted by
                   case_id (as text) and then timestamp over the whole file, so by arm,
                   replication, case and time; from the index date to the end of the last month.
                   events.parquet holds everybody; events.csv a random {cases} residents, the
                   same in every arm.
"""
TENTHS = """\
; the paler ones,
where ten or more were run, hold nine worlds in ten"""
FOLLOW = """\
                   The life in two arms of the person who has a number under resident on the
                   index date, until they die or move away, by this command, typed in this folder:
"""


def write_results(
    folder: Path,
    result: Comparison,
    manifest: dict[str, Any],
    progress: Progress | None = None,
    pictures: bool = True,
) -> None:
    """Write tables, event log, first pictures unless left out, README and manifest to a folder."""
    tell = progress or (lambda share: None)
    write_tables(folder, result)
    tell(0.2)
    if result.event_log:
        write_event_log(folder, result)
    tell(0.5)
    shown = draw_pictures(folder, result, FIRST, ["png"]) if pictures else {}
    tell(0.9)
    (folder / "README.txt").write_text(read_me(result, shown), encoding="utf-8")
    write_manifest(folder, result, manifest)
    tell(1.0)


def write_tables(folder: Path, result: Comparison) -> None:
    """Write every table of a comparison but the event log."""
    made = {
        "measures": tables.measures(),
        "monthly_wide": tables.wide_table(result),
        "levels": tables.levels_table(result),
        "barrier_ledger": tables.ledger_table(result),
        "costs": tables.costs_table(result),
    }
    if len(result.names) > 1:
        made["differences"] = tables.differences_table(result)
        made["value"] = tables.value_table(result)
    if len(split := tables.two_by_two_table(result)):
        made["two_by_two"] = split
    if len(neighbourhoods := neighbourhoods_table(result)):
        made[NAME] = neighbourhoods
    if result.seeds_per_world > 1:
        made["parts"] = tables.parts_table(result)
    for name, table in made.items():
        tables.write_table(folder, name, table)


def read_me(result: Comparison, pictures: dict[str, str]) -> str:
    """What each file is, and in which units; ``pictures`` has what each shows, by its name."""
    first, *others = result.seeds
    replications = f"1 replication, seed {first}"
    if others:
        replications = f"{len(result.seeds)} replications, seeds {first} to {others[-1]}"
    arms = [f"  {n:<28} {s.name}" for n, s in zip(result.names, result.scenarios, strict=True)]
    if len(arms) > 1:
        arms[0] += "  (base)"
    residents = result.scenarios[0].place.residents
    return READ_ME.format(
        residents=residents,
        how_long=how_long(result),
        of_pairs=tables.OF_PAIRS,
        replications=replications,
        runs="plausible worlds" if result.plausible else "replications",
        tenths=TENTHS if result.plausible else "",
        arms="\n".join(arms),
        worlds=_of_worlds(result),
        hold="chance and what is not known of the place" if result.plausible else "chance only",
        events=_of_events(result) if result.event_log else "",
        pictures="\n".join(f"  {name:<24} {what}" for name, what in pictures.items()),
    )


def _of_events(result: Comparison) -> str:
    """What the event log is; where there are two arms, the command that follows one resident."""
    text = EVENTS.format(
        simulated=result.simulated, cases=f"{min(CASES_IN_CSV, result.simulated):,}"
    )
    if len(result.names) < 2:
        return text
    options = {"--seed": result.seeds[0], "--residents": result.simulated}
    options |= {"--world": result.worlds[0]} if result.worlds[0] else {}
    words = [f"{option} {value}" for option, value in options.items()]
    files = [f"scenario-{name}.yaml" for name in result.names[:2]]
    return f"{text}{FOLLOW}  joinedup journey {' '.join([*files, *words])} --person NUMBER\n"


def _of_worlds(result: Comparison) -> str:
    """In which worlds replications were run, and on how many people they rest."""
    text = "Every replication has the model's own values, so that intervals hold chance only."
    if result.plausible:
        each = result.seeds_per_world
        text = (
            f"They are in {of_worlds(len(set(result.worlds)))}: sets of values, for what\n"
            "is not known, with which the siloed place looks like England, or, where its\n"
            "scenario names worlds of its own, like its local figures. Intervals hold this too."
        )
        text += f"\nEach world has {each} seeds, averaged before intervals are taken." * (each > 1)
    if result.simulated != result.scenarios[0].place.residents:
        text += (
            f"\n{result.simulated:,} residents were simulated; totals are scaled up to the place."
        )
    return text
